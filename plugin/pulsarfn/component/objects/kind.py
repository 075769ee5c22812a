"""A kind of object that pulsarfn generates, with everything that the commands need to know about it."""

from collections.abc import Callable, Iterable

from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kind import Kind
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import Protocol
from pulsarfn.values import Manifest, mapping

_FIXED = "fixed"
_LABELS = "labels: Pulsar's own, customLabels of the worker config, extraLabels of the customizer; the carrier's"
COMPONENT_KIND = "the kind of component: annotation pulsarfn.io/expand, --as, or that of Function Mesh"
"""What decides the kind, which is the label ``component`` and a member of the details."""

AUTH = "function auth provider"
"""The settings that decide the fields of authentication."""


class Rule(NamedTuple):
    """The reason for a field, for `explain`.

    Attributes:
        words: what decides the field, in words.
        otherwise: the origin if nothing was given: the value is always the same, or it is Pulsar's default.
    """

    words: str
    otherwise: str = _FIXED


def _own_name(stateful_set: Manifest) -> Iterable[str]:
    return (str(mapping(stateful_set.get("metadata")).get("name")),)


class GeneratedKind(NamedTuple):
    """A kind of generated object.

    Attributes:
        kind: the rules of Kubernetes for the kind.
        build: returns the object of a component, None if it has none.
        rules: by the path of a field; ``*`` is any step, and at the end any steps; the first match counts.
        names: given a component's StatefulSet, returns the names that its objects of this kind may have, for `diff`.
    """

    kind: Kind
    build: Callable[[Plan], "Manifest | None"]
    rules: tuple[tuple[str, Rule], ...] = ()
    names: Callable[[Manifest], Iterable[str]] = _own_name


class GeneratedModule(Protocol):
    """A module of a kind of generated object."""

    KIND: GeneratedKind


METADATA: tuple[tuple[str, Rule], ...] = (
    ("apiVersion", Rule("what Pulsar's Kubernetes runtime creates")),
    ("kind", Rule("what Pulsar's Kubernetes runtime creates")),
    ("metadata.name", Rule("name of the object: from the component's, or jobName")),
    (
        "metadata.namespace",
        Rule(
            "jobNamespace of customRuntimeOptions, runtimeCustomizerConfig, functionRuntimeFactoryConfigs; the carrier; -n"
        ),
    ),
    ("metadata.labels.component", Rule(_LABELS, COMPONENT_KIND)),
    ("metadata.labels.*", Rule(_LABELS, "Pulsar's default for a name that is not given")),
    ("metadata.annotations.*", Rule("annotations: the carrier's, extraAnnotations of the customizer")),
)
"""Return the rules that every kind has."""


def selector(path: str) -> tuple[tuple[str, Rule], ...]:
    """Return the rules of a selector at a path."""
    return (
        (f"{path}.component", Rule("selector", COMPONENT_KIND)),
        (f"{path}.*", Rule("selector: Pulsar's labels and customLabels", "Pulsar's default for a name")),
    )


def labels(path: str) -> tuple[tuple[str, Rule], ...]:
    """Return the rules of the labels of a pod template at a path."""
    return (
        (f"{path}.component", Rule(_LABELS, COMPONENT_KIND)),
        (f"{path}.*", Rule(_LABELS, "Pulsar's default for a name that is not given")),
    )
