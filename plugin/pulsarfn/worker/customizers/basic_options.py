"""What the options of Pulsar's basic customizer change in the objects of a component (contract 9.6)."""

import math
from collections.abc import Mapping
from functools import partial, reduce

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.kubernetes.quantity import parse
from pulsarfn.provenance import derived, origins_of, throughout
from pulsarfn.values import Manifest, Value, mapping, sequence
from pulsarfn.worker.customizers import profiles
from pulsarfn.worker.customizers.base import ComponentContext, Customization, CustomizerResult, unchanged
from pulsarfn.worker.customizers.custom_runtime_options import parse_custom_runtime_options
from pulsarfn.worker.customizers.options import CustomizerOptions, Removable, merge, parse_runtime_customizer_config
from pulsarfn.worker.customizers.pod_options import OBJECTS, GivenValue, laid_over, service_with, stateful_set_with


def configured(config: Value) -> CustomizerResult:
    """Return the customizer with the options of a runtimeCustomizerConfig."""
    defaults, problems = parse_runtime_customizer_config(config)
    if defaults is None:
        return None, problems
    return partial(_customise, defaults, _customization(defaults, CustomizerOptions())), problems


def customised(text: str) -> tuple[Customization, tuple[Problem, ...]]:
    """Return the customization by customRuntimeOptions, the text of which is not empty."""
    return _customise(CustomizerOptions(), Customization(), text)


def _customise(
    defaults: CustomizerOptions, without_options: Customization, text: str
) -> tuple[Customization, tuple[Problem, ...]]:
    if not text:
        return without_options, ()
    given, problems = parse_custom_runtime_options(text)
    return (Customization() if given is None else _customization(defaults, given)), problems


def _customization(defaults: CustomizerOptions, given: CustomizerOptions) -> Customization:
    options, layers = merge(defaults, given), (defaults.given(), given.given())
    if not any(layers) and options == CustomizerOptions():
        return Customization()
    customization = Customization(
        job_name=options.job_name or "",
        kube_namespace=options.job_namespace or "",
        image=_text(given.image if given.image is not None else defaults.image),
        service=partial(_service, options, {}),
        stateful_set=partial(_stateful_set, options, {}),
    )
    if not (any(layers) or options.profile or options.patches):
        return customization
    return customization._replace(for_component=partial(_for_component, options, layers, customization))


def _for_component(
    options: CustomizerOptions,
    layers: tuple[Mapping[str, GivenValue], ...],
    customization: Customization,
    component: ComponentContext,
) -> tuple[Customization, tuple[Problem, ...]]:
    """Return the customization with the options of the pod: those of the profile, under the configured ones."""
    profile = _text(options.profile)
    given = reduce(laid_over, layers, _of_profile(profile or profiles.DEFAULT, component))
    logging = mapping(given["logging"]) if "logging" in given else None
    done = customization._replace(
        profile=profile,
        java_arguments=tuple(map(_text, sequence(given.get("additionalJavaRuntimeArguments")))),
        memory_padding=_bytes(given.get("minMemoryPadding")),
        download_container=mapping(given["downloadContainer"]) if "downloadContainer" in given else None,
        logging=logging,
        subscription_cleanup=_text(given.get("subscriptionCleanup")),
        objects={kind: mapping(given[key]) for key, kind in OBJECTS.items() if key in given},
        service=partial(_service, options, given),
        stateful_set=partial(_stateful_set, options, given),
        patch=partial(_patch, options) if options.patches else unchanged,
    )
    if logging is None:
        return done, ()
    from pulsarfn.worker.customizers.logging_checks import logging_problems  # noqa: PLC0415 - few configs have it

    return done, logging_problems(logging, layers, component)


def _of_profile(profile: str, component: ComponentContext) -> dict[str, Value]:
    options: dict[str, Value] = profiles.PROFILES[profile](component)
    origins = origins_of(profile)
    if origins:
        options = {
            key: throughout(value, lambda _: origins[0], how=f"profile {profile}") for key, value in options.items()
        }
    return options


def _text(value: GivenValue) -> str:
    return value if isinstance(value, str) else ""


def _patch(options: CustomizerOptions, manifest: Manifest) -> Manifest:
    from pulsarfn.worker.customizers.patches import patched  # noqa: PLC0415 - few configs have patches

    return patched(manifest, options.patches if isinstance(options.patches, tuple) else ())


def _service(options: CustomizerOptions, given: Mapping[str, Value], manifest: Manifest) -> Manifest:
    return _labelled(options, service_with(manifest, given) if given else manifest)


def _labelled(options: CustomizerOptions, manifest: Manifest) -> Manifest:
    return manifest | {"metadata": _metadata(manifest["metadata"], options)}


def _stateful_set(options: CustomizerOptions, given: Mapping[str, Value], manifest: Manifest) -> Manifest:
    """Return the StatefulSet; labels and annotations go on it and its pods, never on the selector (`customizeStatefulSet`)."""
    manifest = stateful_set_with(manifest, given) if given else manifest
    spec = mapping(manifest["spec"])
    template = mapping(spec["template"])
    pod = mapping(template["spec"])
    if options.node_selector_labels:
        pod = pod | {"nodeSelector": _over(pod.get("nodeSelector"), options.node_selector_labels)}
    tolerations = [*sequence(given.get("tolerations")), *(each.manifest() for each in options.tolerations)]
    if tolerations:
        pod = pod | {"tolerations": [*sequence(pod.get("tolerations")), *tolerations]}
    if options.resource_requirements is not None:
        own, *others = sequence(pod["containers"])
        pod = pod | {"containers": [_container(mapping(own), options), *others]}
    template = template | {"metadata": _metadata(template["metadata"], options), "spec": pod}
    return _labelled(options, manifest) | {"spec": spec | {"template": template}}


def _metadata(metadata: Value, options: CustomizerOptions) -> Manifest:
    changed = mapping(metadata)
    if options.extra_labels:
        changed = changed | {"labels": _over(changed.get("labels"), options.extra_labels)}
    if options.extra_annotations:
        changed = changed | {"annotations": _over(changed.get("annotations"), options.extra_annotations)}
    return changed


def _container(container: Manifest, options: CustomizerOptions) -> Manifest:
    """Return the container; limits and requests override the computed ones, resource by resource."""
    requirements = options.resource_requirements
    if requirements is None:
        return container
    resources = mapping(container.get("resources"))
    for kind, amounts in (("limits", requirements.limits), ("requests", requirements.requests)):
        if amounts:
            resources = resources | {kind: _over(resources.get(kind), amounts)}
    return container | {"resources": resources}


def _over(present: Value, given: Removable) -> Manifest:
    """Return `present` with the members of `given`; a null removes its key."""
    return {key: value for key, value in {**mapping(present), **given}.items() if value is not None}


def _bytes(amount: Value) -> int:
    quantity = parse(str(amount))
    return 0 if quantity is None else derived(math.ceil(quantity.value), amount)
