"""The options of Pulsar's basic customizer: runtimeCustomizerConfig for all components, customRuntimeOptions for one.

Source: `BasicKubernetesManifestCustomizer.RuntimeOpts` and `.mergeRuntimeOpts` (pulsar-runtime.md 15). The reference
reads the former with Jackson and the latter with Gson, which differ in what they let pass.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from pulsarfn import codes
from pulsarfn.diagnostics import Code, Path, Problem, Text
from pulsarfn.java_types import VALUE_TEXT, kind_of, whole_number, wrong_type
from pulsarfn.manifest import Manifest, Value
from pulsarfn.models import ListOf, MapOf, Model, Nested, Refused, Scalar, field
from pulsarfn.quantity import parse
from pulsarfn.refusals import faults
from pulsarfn.worker.lenient_json import LenientJson, SyntaxFault, line_and_column, read_lenient, read_plain

_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?", re.ASCII)


def _amount(value: object) -> object:
    """Jackson makes no quantity of a number (oracle: cust-w-19); Gson does, and a `NumberText` is a text already."""
    if not isinstance(value, str):
        raise wrong_type("a text", value, f", not {kind_of(value)}: write the quantity in quotes")
    if parse(value) is None:
        raise Refused("quantity", f"Unable to parse numeric part of quantity: {value}")
    return str(value)


def _seconds(value: object) -> object:
    return whole_number(value, bits=64)


def _gson_seconds(value: object) -> object:
    """Gson also takes a float that is whole, even as a text (`JsonReader.nextLong`)."""
    if isinstance(value, str) and _FLOAT.fullmatch(value.strip()):
        number = float(value.strip().rstrip("dDfF"))
        if abs(number) < 1 << 53 and not number.is_integer():
            raise wrong_type("a whole number", value)
        value = int(number) if abs(number) < 1 << 53 else value
    return whole_number(value, bits=64)


_AMOUNT = Scalar(_amount, str, str)
"""A quantity, as it was written."""

_SECONDS = "Seconds for which NoExecute is tolerated."


class Toleration(Model):
    """A toleration of the pods (`V1Toleration`)."""

    key: str | None = field(VALUE_TEXT, None, "The taint's key; every key when absent.")
    operator: str | None = field(VALUE_TEXT, None, "Exists or Equal.")
    value: str | None = field(VALUE_TEXT, None, "The taint's value.")
    effect: str | None = field(VALUE_TEXT, None, "NoSchedule, PreferNoSchedule or NoExecute; every effect when absent.")
    toleration_seconds: int | None = field(Scalar(_seconds, int, int | float | str), None, _SECONDS)

    def manifest(self) -> Manifest:
        """The toleration as it stands in a pod."""
        return self.members()


class ResourceRequirements(Model):
    """Amounts that are put over the computed ones, resource by resource; every resource name is kept (contract 9.6)."""

    limits: dict[str, str] = field(MapOf(_AMOUNT), {}, "At most: resource to quantity.")
    requests: dict[str, str] = field(MapOf(_AMOUNT), {}, "Set aside: resource to quantity.")


class CustomizerOptions(Model):
    """What the basic customizer changes; what is absent stays as it is."""

    job_namespace: str | None = field(VALUE_TEXT, None, "Kubernetes namespace of the objects.")
    job_name: str | None = field(VALUE_TEXT, None, "Name of the objects, before a hash of the component's name.")
    extra_labels: dict[str, str] = field(MapOf(VALUE_TEXT), {}, "Labels of the objects and the pods.")
    extract_labels: dict[str, str] = field(
        MapOf(VALUE_TEXT), {}, "Spelling of extraLabels in Pulsar's documentation; extraLabels wins key by key."
    )
    extra_annotations: dict[str, str] = field(MapOf(VALUE_TEXT), {}, "Annotations of the objects and the pods.")
    node_selector_labels: dict[str, str] = field(
        MapOf(VALUE_TEXT), {}, "Labels of the nodes on which the pods may run."
    )
    resource_requirements: ResourceRequirements | None = field(
        Nested(ResourceRequirements), None, "Resources of the containers."
    )
    tolerations: tuple[Toleration, ...] = field(
        ListOf(Nested(Toleration)), (), "Tolerations of the pods, behind Pulsar's own."
    )


class _GsonToleration(Toleration):
    """A toleration as Gson reads it."""

    toleration_seconds: int | None = field(Scalar(_gson_seconds, int, int | float | str), None, _SECONDS)


class CustomRuntimeOptions(CustomizerOptions):
    """The options as Gson reads them, out of customRuntimeOptions."""

    tolerations: tuple[Toleration, ...] = field(
        ListOf(Nested(_GsonToleration)), (), "Tolerations of the pods, behind Pulsar's own."
    )


def merge(worker: CustomizerOptions, function: CustomizerOptions) -> CustomizerOptions:
    """The options of one component: those of its worker config with its own over them, neither changed.

    Names are replaced unless empty, maps are united with the function's values winning, tolerations are appended. What
    the reference merges in place, and so hands to the next component, stays apart here (contract 9.5).
    """
    return CustomizerOptions(
        job_namespace=function.job_namespace or worker.job_namespace,
        job_name=function.job_name or worker.job_name,
        extra_labels=worker.extract_labels | worker.extra_labels | function.extract_labels | function.extra_labels,
        extra_annotations=worker.extra_annotations | function.extra_annotations,
        node_selector_labels=worker.node_selector_labels | function.node_selector_labels,
        resource_requirements=_merged(worker.resource_requirements, function.resource_requirements),
        tolerations=worker.tolerations + function.tolerations,
    )


def _merged(worker: ResourceRequirements | None, function: ResourceRequirements | None) -> ResourceRequirements | None:
    if worker is None or function is None:
        return worker or function
    return ResourceRequirements(limits=worker.limits | function.limits, requests=worker.requests | function.requests)


def parse_runtime_customizer_config(config: Value) -> tuple[CustomizerOptions | None, tuple[Problem, ...]]:
    """Read runtimeCustomizerConfig with Jackson's rules; None when it has errors."""
    if config is None:
        return CustomizerOptions(), ()
    try:
        return CustomizerOptions.read(config), ()
    except Refused:
        return None, tuple(
            Problem(
                codes.CUSTOMIZER_OPTION_UNKNOWN if fault.unknown_key else codes.CUSTOMIZER_OPTION_INVALID,
                fault._replace(path=("runtimeCustomizerConfig", *fault.path)).words,
                ("runtimeCustomizerConfig", *fault.path),
                fault.hint,
                at_key=fault.unknown_key,
                text=Text.WORKER_CONFIG,
            )
            for fault in faults(CustomizerOptions, config)
        )


def parse_custom_runtime_options(text: str) -> tuple[CustomizerOptions | None, tuple[Problem, ...]]:
    """Read customRuntimeOptions with Gson's rules; None when it has errors, no options for an empty text or null."""
    if not text:
        return CustomizerOptions(), ()
    plain = read_plain(text)
    if plain is not None:
        with suppress(Refused):
            return CustomRuntimeOptions.read(plain), ()
    read = read_lenient(text)
    if isinstance(read, SyntaxFault):
        return None, (_unreadable(f"no JSON: {read.message}", text, read.offset),)
    if read.value is None:
        return CustomizerOptions(), ()
    if not isinstance(read.value, dict):
        message = f"must be a JSON object, not {kind_of(read.value)}"
        return None, (_unreadable(message, text, read.offsets[()]),)
    faulty = list(_duplicates(read))
    options = None
    try:
        options = CustomRuntimeOptions.read(read.value)
    except Refused:
        faulty += _refused(read)
    problems = tuple(
        _in_text(code, message, text, offset, hint=hint)
        for offset, code, message, hint in sorted(faulty, key=lambda each: each.offset)
    )
    return (None if problems else options), problems


class _Faulty(NamedTuple):
    """Something wrong in a text, at an offset; they sort in the order of the text."""

    offset: int
    code: Code
    message: str
    hint: str = ""


def _refused(read: LenientJson) -> Iterator[_Faulty]:
    for fault in faults(CustomRuntimeOptions, read.value):
        code = codes.CUSTOMIZER_OPTION_UNKNOWN if fault.unknown_key else codes.CUSTOMIZER_OPTION_INVALID
        offset = (read.names if fault.unknown_key else read.offsets)[fault.path]
        yield _Faulty(offset, code, fault.words, fault.hint)


def _duplicates(read: LenientJson) -> Iterator[_Faulty]:
    """Gson lets an option be given twice, the last one counts (oracle: cust-raw-13), but not a key of a map."""
    for path in read.duplicates:
        if path[:-1] in _MAPS:
            message = f"{_dotted(path[:-1])}: duplicate key: {path[-1]}"
            yield _Faulty(read.names[path], codes.CUSTOMIZER_OPTION_INVALID, message)


_MAPS: frozenset[Path] = frozenset(
    {("extraLabels",), ("extractLabels",), ("extraAnnotations",), ("nodeSelectorLabels",)}
    | {("resourceRequirements", kind) for kind in ("limits", "requests")}
)


def _unreadable(message: str, text: str, offset: int) -> Problem:
    hint = 'write a JSON object, such as {"extraLabels": {"team": "core"}}'
    return _in_text(codes.CUSTOM_RUNTIME_OPTIONS_UNREADABLE, message, text, offset, hint=hint)


def _in_text(code: Code, message: str, text: str, offset: int, *, hint: str = "") -> Problem:
    line, column = line_and_column(text, offset)
    return Problem(
        code, f"customRuntimeOptions: {message} at line {line} column {column}", ("customRuntimeOptions",), hint
    )


def _dotted(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
