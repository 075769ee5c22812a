"""The options of Pulsar's basic customizer: runtimeCustomizerConfig for all components, customRuntimeOptions for one.

Source: `BasicKubernetesManifestCustomizer.RuntimeOpts` and `.mergeRuntimeOpts` (pulsar-runtime.md 15). The reference
reads the former with Jackson and the latter with Gson, which differ in what they let pass.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from pulsarfn import codes
from pulsarfn.diagnostics import Code, Path, Problem, Text
from pulsarfn.java_types import ValueText, kind_of, whole_number, wrong_type
from pulsarfn.manifest import Manifest, Value
from pulsarfn.quantity import parse
from pulsarfn.refusals import faults
from pulsarfn.worker.lenient_json import LenientJson, SyntaxFault, line_and_column, read_lenient, read_plain

GSON = {"reader": "Gson"}
"""The validation context of options that Gson reads; without it they are Jackson's."""

_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?", re.ASCII)


def _amount(value: object) -> object:
    """Jackson makes no quantity of a number (oracle: cust-w-19); Gson does, and a `NumberText` is a text already."""
    if not isinstance(value, str):
        raise wrong_type("a text", value, f", not {kind_of(value)}: write the quantity in quotes")
    if parse(value) is None:
        raise PydanticCustomError("quantity", "Unable to parse numeric part of quantity: {text}", {"text": str(value)})
    return str(value)


def _seconds(value: object, info: ValidationInfo) -> object:
    """Gson also takes a float that is whole, even as a text (`JsonReader.nextLong`)."""
    if info.context == GSON and isinstance(value, str) and _FLOAT.fullmatch(value.strip()):
        number = float(value.strip().rstrip("dDfF"))
        if abs(number) < 1 << 53 and not number.is_integer():
            raise wrong_type("a whole number", value)
        value = int(number) if abs(number) < 1 << 53 else value
    return whole_number(value, bits=64)


def _given(values: Any) -> Any:  # noqa: ANN401 - whatever the user wrote, before pydantic looks at it
    """Null is absent: Jackson drops it on the way from YAML, and the client when it prints what Gson read."""
    return {key: value for key, value in values.items() if value is not None} if isinstance(values, dict) else values


Amount = Annotated[str, BeforeValidator(_amount)]
"""A quantity, as it was written."""

Texts = Annotated[dict[str, ValueText], BeforeValidator(_given)]
"""A map of texts."""

Amounts = Annotated[dict[str, Amount], BeforeValidator(_given)]
"""A map from the name of a resource to a quantity."""


class _Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)

    _leave_out_nulls = model_validator(mode="before")(_given)


class Toleration(_Options):
    """A toleration of the pods (`V1Toleration`)."""

    key: ValueText | None = Field(None, description="The taint's key; every key when absent.")
    operator: ValueText | None = Field(None, description="Exists or Equal.")
    value: ValueText | None = Field(None, description="The taint's value.")
    effect: ValueText | None = Field(
        None, description="NoSchedule, PreferNoSchedule or NoExecute; every effect when absent."
    )
    toleration_seconds: Annotated[int, BeforeValidator(_seconds)] | None = Field(
        None, description="Seconds for which NoExecute is tolerated."
    )

    def manifest(self) -> Manifest:
        """The toleration as it stands in a pod."""
        return self.model_dump(by_alias=True, exclude_none=True)


class ResourceRequirements(_Options):
    """Amounts that are put over the computed ones, resource by resource; every resource name is kept (contract 9.6)."""

    limits: Amounts = Field({}, description="At most: resource to quantity.")
    requests: Amounts = Field({}, description="Set aside: resource to quantity.")


class CustomizerOptions(_Options):
    """What the basic customizer changes; what is absent stays as it is."""

    job_namespace: ValueText | None = Field(None, description="Kubernetes namespace of the objects.")
    job_name: ValueText | None = Field(None, description="Name of the objects, before a hash of the component's name.")
    extra_labels: Texts = Field({}, description="Labels of the objects and the pods.")
    extract_labels: Texts = Field(
        {}, description="Spelling of extraLabels in Pulsar's documentation; extraLabels wins key by key."
    )
    extra_annotations: Texts = Field({}, description="Annotations of the objects and the pods.")
    node_selector_labels: Texts = Field({}, description="Labels of the nodes on which the pods may run.")
    resource_requirements: ResourceRequirements | None = Field(None, description="Resources of the containers.")
    tolerations: tuple[Toleration, ...] = Field((), description="Tolerations of the pods, behind Pulsar's own.")


def merge(worker: CustomizerOptions, function: CustomizerOptions) -> CustomizerOptions:
    """The options of one component: those of its worker config with its own over them, neither changed.

    Names are replaced unless empty, maps are united with the function's values winning, tolerations are appended. What
    the reference merges in place, and so hands to the next component, stays apart here (contract 9.5).
    """
    return CustomizerOptions.model_construct(
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
    return ResourceRequirements.model_construct(
        limits=worker.limits | function.limits, requests=worker.requests | function.requests
    )


def parse_runtime_customizer_config(config: Value) -> tuple[CustomizerOptions | None, tuple[Problem, ...]]:
    """Read runtimeCustomizerConfig with Jackson's rules; None when it has errors."""
    if config is None:
        return CustomizerOptions(), ()
    try:
        return CustomizerOptions.model_validate(config), ()
    except ValidationError as error:
        return None, tuple(
            Problem(
                codes.CUSTOMIZER_OPTION_UNKNOWN if fault.unknown_key else codes.CUSTOMIZER_OPTION_INVALID,
                fault._replace(path=("runtimeCustomizerConfig", *fault.path)).words,
                ("runtimeCustomizerConfig", *fault.path),
                fault.hint,
                at_key=fault.unknown_key,
                text=Text.WORKER_CONFIG,
            )
            for fault in faults(error, CustomizerOptions)
        )


def parse_custom_runtime_options(text: str) -> tuple[CustomizerOptions | None, tuple[Problem, ...]]:
    """Read customRuntimeOptions with Gson's rules; None when it has errors, no options for an empty text or null."""
    if not text:
        return CustomizerOptions(), ()
    plain = read_plain(text)
    if plain is not None:
        with suppress(ValidationError):
            return CustomizerOptions.model_validate(plain, context=GSON), ()
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
        options = CustomizerOptions.model_validate(read.value, context=GSON)
    except ValidationError as error:
        faulty += _refused(error, read)
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


def _refused(error: ValidationError, read: LenientJson) -> Iterator[_Faulty]:
    for fault in faults(error, CustomizerOptions):
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
