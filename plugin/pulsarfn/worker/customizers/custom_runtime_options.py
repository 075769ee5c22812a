"""The options of one component: customRuntimeOptions, JSON text as Gson reads it; they override those of the worker config.

Source: `BasicKubernetesManifestCustomizer.customizeStatefulSet` (pulsar-runtime.md 15).
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Fix, Path, Problem
from pulsarfn.java.lenient_json import LenientJson, SyntaxFault, line_and_column, read_lenient, read_plain
from pulsarfn.models.fields import ListOf, MapOf, Model, NestedModel, RefusedValueError, Scalar, field
from pulsarfn.models.java_types import VALUE_TEXT, kind_of, whole_number, wrong_type
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import SourcedValue
from pulsarfn.values import Value
from pulsarfn.worker.customizers.options import (
    AMOUNT,
    TOLERATION_SECONDS,
    CustomizerOptions,
    Removable,
    ResourceRequirements,
    Toleration,
)

_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?", re.ASCII)


def _gson_seconds(value: object) -> object:
    """Read seconds as Gson does: it also accepts a whole float, even as a text (`JsonReader.nextLong`)."""
    if isinstance(value, str) and _FLOAT.fullmatch(value.strip()):
        number = float(value.strip().rstrip("dDfF"))
        if abs(number) < 1 << 53 and not number.is_integer():
            raise wrong_type("a whole number", value)
        value = int(number) if abs(number) < 1 << 53 else value
    return whole_number(value, bits=64)


def _nullable(key: str, model: type[Model], member: Scalar) -> Removable:
    """Return the field of `model` under `key`, where null is a value."""
    nullable: Removable = field(MapOf(member, nulls=True), {}, model.FIELDS[key].description)
    return nullable


class _GsonToleration(Toleration):
    """A toleration as Gson reads it."""

    toleration_seconds: int | None = field(
        Scalar(_gson_seconds, int, {"type": ["number", "string"]}), None, TOLERATION_SECONDS
    )


class _GsonResourceRequirements(ResourceRequirements):
    """Amounts as Gson reads them."""

    limits: Removable = _nullable("limits", ResourceRequirements, AMOUNT)
    requests: Removable = _nullable("requests", ResourceRequirements, AMOUNT)


class CustomRuntimeOptions(CustomizerOptions):
    """The options as Gson reads them, out of customRuntimeOptions."""

    extra_labels: Removable = _nullable("extraLabels", CustomizerOptions, VALUE_TEXT)
    extract_labels: Removable = _nullable("extractLabels", CustomizerOptions, VALUE_TEXT)
    extra_annotations: Removable = _nullable("extraAnnotations", CustomizerOptions, VALUE_TEXT)
    node_selector_labels: Removable = _nullable("nodeSelectorLabels", CustomizerOptions, VALUE_TEXT)
    resource_requirements: ResourceRequirements | None = field(
        NestedModel(_GsonResourceRequirements), None, "Resources of the containers."
    )
    tolerations: tuple[Toleration, ...] = field(
        ListOf(NestedModel(_GsonToleration)), (), "Tolerations of the pods, after Pulsar's own."
    )


def parse_custom_runtime_options(text: str) -> tuple[CustomizerOptions | None, tuple[Problem, ...]]:
    """Read customRuntimeOptions with Gson's rules; None if it has errors, and no options for an empty text or null."""
    if not text:
        return CustomizerOptions(), ()
    plain = read_plain(text)
    if plain is not None:
        with suppress(RefusedValueError):
            return _traced(CustomRuntimeOptions.read(plain), text, plain), ()
    read = read_lenient(text)
    if isinstance(read, SyntaxFault):
        return None, (_unreadable(f"not valid JSON: {read.message}", text, read.offset),)
    if read.value is None:
        return CustomizerOptions(), ()
    if not isinstance(read.value, dict):
        message = f"must be a JSON object, not {kind_of(read.value)}"
        return None, (_unreadable(message, text, read.offsets[()]),)
    faulty = list(_duplicates(read))
    options = None
    try:
        options = CustomRuntimeOptions.read(read.value)
    except RefusedValueError:
        faulty += _refused(read)
    problems = tuple(
        _in_text(code, message, text, offset, hint=hint)._replace(fix=fix)
        for offset, code, message, hint, fix in sorted(faulty, key=lambda each: each.offset)
    )
    if problems or options is None:
        return None, problems
    return _traced(options, text, read.value), ()


def _traced(options: CustomRuntimeOptions, text: str, value: dict[str, Value]) -> CustomRuntimeOptions:
    """Return the options with their origins, if the text has its origin."""
    if not isinstance(text, SourcedValue):
        return options
    from pulsarfn.models.tracing import traced_options  # noqa: PLC0415 - for explain only

    return traced_options(options, value)


class _Faulty(NamedTuple):
    """A fault in a text, at an offset; faults sort in the order of the text."""

    offset: int
    code: Code
    message: str
    hint: str = ""
    fix: Fix | None = None


def _refused(read: LenientJson) -> Iterator[_Faulty]:
    from pulsarfn.worker.customizers.refused_options import refused_options  # noqa: PLC0415 - for problems only

    for code, fault, hint, fix in refused_options(CustomRuntimeOptions, read.value):
        offset = (read.names if fault.unknown_key else read.offsets)[fault.path]
        yield _Faulty(offset, code, fault.words, hint, fix and fix._replace(inner=fault.path))


def _duplicates(read: LenientJson) -> Iterator[_Faulty]:
    """Return the duplicate keys. Gson accepts an option twice, and the last counts (oracle: cust-raw-13), but not a key of a map."""
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
    message = f"customRuntimeOptions: {message} at line {line} column {column}"
    return Problem(code, message, ("customRuntimeOptions",), hint, inner_at=(line, column))


def _dotted(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
