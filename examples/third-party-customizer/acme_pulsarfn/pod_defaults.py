"""A customizer: the service account, pull secrets and priority class of every pod, from runtimeCustomizerConfig.

Pulsar's own options (jobName, extraLabels, …) work as usual: the basic customizer runs first.
"""

from functools import partial

from pulsarfn.extend import Customise, Customization, CustomizerResult, Manifest, Problem, Value, basic, mapping

NAME = "com.acme.PodDefaultsCustomizer"

_DEFAULTS = ("serviceAccountName", "imagePullSecrets", "priorityClassName")


def configure(config: Value, /) -> CustomizerResult:
    """Take Acme's keys out of the config, and leave the rest to the basic customizer."""
    given = mapping(config)
    defaults = {key: given[key] for key in _DEFAULTS if key in given}
    rest = {key: value for key, value in given.items() if key not in _DEFAULTS}
    customise, problems = basic.configure(rest)
    return (None if customise is None else partial(_customise, customise, defaults)), problems


def _customise(
    customise: Customise, defaults: Manifest, custom_runtime_options: str
) -> tuple[Customization, tuple[Problem, ...]]:
    customization, problems = customise(custom_runtime_options)
    return customization._replace(stateful_set=partial(_stateful_set, customization, defaults)), problems


def _stateful_set(customization: Customization, defaults: Manifest, manifest: Manifest) -> Manifest:
    changed = customization.stateful_set(manifest)
    spec = mapping(changed["spec"])
    template = mapping(spec["template"])
    pod = {**mapping(template["spec"]), **defaults}
    return {**changed, "spec": {**spec, "template": {**template, "spec": pod}}}
