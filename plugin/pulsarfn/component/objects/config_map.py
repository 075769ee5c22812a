"""The ConfigMap with what the component's instances log, where the customizer gives a level or a format."""

from collections.abc import Iterator

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import CONFIG_MAP
from pulsarfn.values import Manifest, mapping, sequence, value_at


def _build(plan: Plan) -> Manifest:
    """Return the ConfigMap with the files that the instance reads, where neither the image nor the user has them."""
    assert plan.logging is not None
    return {
        "apiVersion": CONFIG_MAP.api_version,
        "kind": CONFIG_MAP.name,
        "metadata": object_metadata(plan, plan.job_name),
        "data": {**plan.logging.files},
    }


def _names(stateful_set: Manifest) -> Iterator[str]:
    """Return the name of the ConfigMap that was generated for a component: its own name, if the pods mount it."""
    own = mapping(stateful_set.get("metadata")).get("name")
    volumes = map(mapping, sequence(value_at(stateful_set, ("spec", "template", "spec", "volumes"))))
    if any(mapping(each.get("configMap")).get("name") == own for each in volumes):
        yield str(own)


KIND = GeneratedKind(
    CONFIG_MAP,
    _build,
    (
        *METADATA,
        ("data.*", Rule("logging: level and format", "Pulsar's default: INFO, as text")),
    ),
    _names,
)
