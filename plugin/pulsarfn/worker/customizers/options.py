"""The options of Pulsar's basic customizer, which runtimeCustomizerConfig gives for all components.

Source: `BasicKubernetesManifestCustomizer.RuntimeOpts` and `.mergeRuntimeOpts` (pulsar-runtime.md 15). Pulsar
reads them with Jackson. It reads those of one component with Gson, which accepts other values: `custom_runtime_options`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.kubernetes.quantity import parse
from pulsarfn.models.fields import NULL, ListOf, MapOf, Model, NestedModel, RefusedValueError, Scalar, field
from pulsarfn.models.java_types import OPTIONAL_LONG, VALUE_TEXT, kind_of, wrong_type
from pulsarfn.provenance import Origin, Source, derived, origins_of, throughout
from pulsarfn.values import Manifest, Value, mapping
from pulsarfn.worker.customizers.pod_options import PodOptions

if TYPE_CHECKING:
    from pulsarfn.worker.customizers.patches import Patch


def _amount(value: object) -> object:
    """Read an amount. Jackson refuses a number as a quantity (oracle: cust-w-19); Gson accepts it, as a `NumberText`."""
    if not isinstance(value, str):
        raise wrong_type("a text", value, f", not {kind_of(value)}: write the quantity in quotes")
    quantity = parse(value)
    if quantity is None:
        raise RefusedValueError("quantity", f"Unable to parse numeric part of quantity: {value}")
    return derived(quantity.text, value)


AMOUNT = Scalar(_amount, str, {"type": ["string", "number"]})
"""A quantity in its canonical form, the only form that Pulsar and the API server write (`QuantityFormatter.format`)."""

Removable: TypeAlias = dict[str, str | None]
"""Texts by key; null, which only customRuntimeOptions can have, removes a key (`V1ObjectMeta.putLabelsItem`)."""

TOLERATION_SECONDS = "Seconds for which NoExecute is tolerated."


class Toleration(Model):
    """A toleration of the pods (`V1Toleration`)."""

    key: str | None = field(VALUE_TEXT, None, "The taint's key; every key when absent.")
    operator: str | None = field(VALUE_TEXT, None, "Exists or Equal.")
    value: str | None = field(VALUE_TEXT, None, "The taint's value.")
    effect: str | None = field(VALUE_TEXT, None, "NoSchedule, PreferNoSchedule or NoExecute; every effect when absent.")
    toleration_seconds: int | None = field(OPTIONAL_LONG, None, TOLERATION_SECONDS)

    def manifest(self) -> Manifest:
        """The toleration as a pod has it."""
        return self.members()


class ResourceRequirements(Model):
    """Amounts that are put over the computed ones, resource by resource; every resource name is kept (contract 9.6)."""

    limits: Removable = field(MapOf(AMOUNT), {}, "At most: resource to quantity.")
    requests: Removable = field(MapOf(AMOUNT), {}, "Set aside: resource to quantity.")


class CustomizerOptions(PodOptions):
    """What the basic customizer changes; what is absent stays as it is."""

    job_namespace: str | None = field(VALUE_TEXT, None, "Kubernetes namespace of the objects.")
    job_name: str | None = field(VALUE_TEXT, None, "Name of the objects, before a hash of the component's name.")
    extra_labels: Removable = field(MapOf(VALUE_TEXT), {}, "Labels of the objects and the pods.")
    extract_labels: Removable = field(
        MapOf(VALUE_TEXT), {}, "Spelling of extraLabels in Pulsar's documentation; extraLabels wins key by key."
    )
    extra_annotations: Removable = field(MapOf(VALUE_TEXT), {}, "Annotations of the objects and the pods.")
    node_selector_labels: Removable = field(MapOf(VALUE_TEXT), {}, "Labels of the nodes on which the pods may run.")
    resource_requirements: ResourceRequirements | None = field(
        NestedModel(ResourceRequirements), None, "Resources of the containers."
    )
    tolerations: tuple[Toleration, ...] = field(
        ListOf(NestedModel(Toleration)), (), "Tolerations of the pods, after Pulsar's own."
    )


def merge(worker: CustomizerOptions, function: CustomizerOptions) -> CustomizerOptions:
    """Return the options of one component: its own override those of its worker config. No argument is changed.

    Names are replaced unless empty, maps are merged and the function's values win, tolerations and patches are appended. Pulsar
    merges in place, so that the next component gets the options too; pulsarfn keeps them apart (contract 9.5).
    The options of the pod are not in the result: they are laid over one another, over those of a profile (`pod_options`).
    """
    return CustomizerOptions(
        job_namespace=function.job_namespace or worker.job_namespace,
        job_name=function.job_name or worker.job_name,
        extra_labels=worker.extract_labels | worker.extra_labels | function.extract_labels | function.extra_labels,
        extra_annotations=worker.extra_annotations | function.extra_annotations,
        node_selector_labels=worker.node_selector_labels | function.node_selector_labels,
        resource_requirements=_merged(worker.resource_requirements, function.resource_requirements),
        tolerations=worker.tolerations + function.tolerations,
        profile=worker.profile if function.profile is None else function.profile,
        patches=_patches(worker, function) or None,
    )


def _patches(worker: CustomizerOptions, function: CustomizerOptions) -> "tuple[Patch, ...]":
    """Return the patches of both, each with its path, those of the worker config first."""
    of_worker = worker.patches if isinstance(worker.patches, tuple) and function.patches is not NULL else ()
    of_function = function.patches if isinstance(function.patches, tuple) else ()
    path: Path = ("runtimeCustomizerConfig", "patches")
    return (
        *(
            _placed(each, worker.origins.get("patches"), index, (*path, index))._replace(text=Text.WORKER_CONFIG)
            for index, each in enumerate(of_worker)
        ),
        *(
            _placed(each, function.origins.get("patches"), index, ("customRuntimeOptions", "patches", index))
            for index, each in enumerate(of_function)
        ),
    )


def _placed(patch: "Patch", origin: Origin | None, index: int, path: Path) -> "Patch":
    """Return a patch with its path in the text that gives it; if values are traced, its values with their origins."""

    def locate(inside: Path) -> Origin:
        assert origin is not None
        inner: Path = (index, "patch", *inside)
        if origin.inner:
            return origin._replace(inner=(*origin.inner, *inner))
        return origin._replace(path=(*origin.path, *inner))

    content = patch.content if origin is None else throughout(patch.content, locate)
    return patch._replace(content=content, path=path)


def _merged(worker: ResourceRequirements | None, function: ResourceRequirements | None) -> ResourceRequirements | None:
    if worker is None or function is None:
        return worker or function
    return ResourceRequirements(limits=worker.limits | function.limits, requests=worker.requests | function.requests)


def _traced(options: CustomizerOptions, config: Value) -> CustomizerOptions:
    """Return the options with their origins, if the keys of the config have theirs."""
    keys = dict(_origins_of_keys(config))
    if not keys:
        return options
    from pulsarfn.models.tracing import traced_model  # noqa: PLC0415 - for explain and errors only

    def locate(path: Path) -> Origin:
        traced = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in keys), ())
        origin = keys.get(traced, Origin(Source.CUSTOMIZER_CONFIG, ("runtimeCustomizerConfig",)))
        return origin._replace(path=(*origin.path, *path[len(traced) :]))

    return traced_model(options, mapping(config), locate)


def _origins_of_keys(value: Value, path: Path = ()) -> Iterator[tuple[Path, Origin]]:
    """Return the origin of each key that has one, with its path."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in members:
        yield from (((*path, key), origin._replace(is_key=False)) for origin in origins_of(key)[:1])
        yield from _origins_of_keys(each, (*path, key))


def parse_runtime_customizer_config(config: Value) -> tuple[CustomizerOptions | None, tuple[Problem, ...]]:
    """Read runtimeCustomizerConfig, which is not null, with Jackson's rules; None if it has errors."""
    try:
        return _traced(CustomizerOptions.read(config), config), ()
    except RefusedValueError:
        from pulsarfn.worker.customizers.refused_options import refused_options  # noqa: PLC0415 - for problems only

        return None, tuple(
            Problem(
                code,
                fault._replace(path=("runtimeCustomizerConfig", *fault.path)).words,
                ("runtimeCustomizerConfig", *fault.path),
                hint,
                at_key=fault.unknown_key,
                text=Text.WORKER_CONFIG,
                fix=fix,
            )
            for code, fault, hint, fix in refused_options(CustomizerOptions, config)
        )
