"""Checks of the annotations of pulsarfn and of the other metadata of an object (contract 2, 3)."""

from collections.abc import Iterator, Mapping

from pulsarfn.annotations import (
    AUTH_SECRET,
    CA_SECRET,
    COMPONENTS,
    CONSUMED,
    EXPAND,
    FUNCTION_MESH,
    FUNCTION_MESH_API,
    FUNCTION_MESH_KINDS,
    KEPT,
    KINDS,
    PINS,
    PREFIX,
    PROVIDE,
    PULSAR_VERSION,
    ROLL_ON,
    SUPPRESS,
    WHOLE,
    WORKER_CONFIG,
)
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Path, Problem, Text, nearest, suggestion
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.patterns import pattern
from pulsarfn.pipeline.carriers.pins import check_pin
from pulsarfn.pipeline.carriers.roll_on import check_roll_on
from pulsarfn.values import Manifest, Value, mapping
from pulsarfn.worker.pulsar_version import check_version, is_version

_OF_CARRIERS = (EXPAND, WORKER_CONFIG, AUTH_SECRET, CA_SECRET, ROLL_ON, PULSAR_VERSION, *PINS)


_KNOWN = (*_OF_CARRIERS, PROVIDE)


_VALUES = {EXPAND: (*COMPONENTS, FUNCTION_MESH), PROVIDE: (CONSUMED, KEPT)}


_CODES_HINT = "write PF and three digits, as messages have them in brackets; pulsarfn lint --explain PF… explains one"


_MOST_ANNOTATIONS = 256 << 10  # bytes of keys and values (`apimachinery/pkg/api/validation`, ValidateAnnotationsSize)


_SECRET_KEY = pattern(r"([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?)(?:/([-._a-zA-Z0-9]{1,253}|\*))?")


def secret_key(value: Value, default_key: str) -> SecretKeyRef | None:
    """Return the reference in ``NAME``, ``NAME/KEY`` or ``NAME/*``; None if there is no annotation."""
    match = _SECRET_KEY.fullmatch(value) if isinstance(value, str) else None
    return None if match is None else SecretKeyRef(match[1], match[2] or default_key)


def suppressions(annotations: Mapping[str, str]) -> dict[str, str]:
    """Return the codes that annotations suppress, with the reasons; `check_annotations` reports those with faults."""
    given = {key.removeprefix(SUPPRESS): each for key, each in annotations.items() if key.startswith(SUPPRESS)}
    return {code: reason.strip() for code, reason in given.items() if reason.strip()}


def is_resource(manifest: Manifest) -> bool:
    """Whether an object is a resource of Function Mesh that has components."""
    return manifest.get("apiVersion") == FUNCTION_MESH_API and manifest.get("kind") in FUNCTION_MESH_KINDS


def check_annotations(
    manifest: Manifest, ours: Mapping[str, Value], path: Path, *, is_carrier: bool = False
) -> Iterator[Problem]:
    """Return all faults of the pulsarfn annotations of an object, which are at `path`; a carrier may lack the mark."""
    for key, value in ours.items():
        yield from _check_value(key, value, (*path, key))
    if EXPAND in ours and PROVIDE in ours:
        hint = "a carrier and a worker config are two ConfigMaps"
        yield _misplaced(f"{EXPAND} and {PROVIDE} together", (*path, PROVIDE), hint)
    of_mesh = is_resource(manifest)
    for key in ours:
        if (key in _OF_CARRIERS or key.startswith(SUPPRESS)) and EXPAND not in ours and not is_carrier:
            words = FUNCTION_MESH if of_mesh else "function, source or sink"
            yield _misplaced(f"{key} without {EXPAND}", (*path, key), f"add {EXPAND}: {words}")
    if of_mesh:
        yield from _check_resource(ours, path)
    elif ours.get(EXPAND) == FUNCTION_MESH and manifest.get("kind") in KINDS:
        message = f"{EXPAND}: {FUNCTION_MESH} is for resources of Function Mesh"
        yield _misplaced(message, (*path, EXPAND), "write function, source or sink")
    elif manifest.get("kind") not in KINDS or manifest.get("apiVersion") != "v1":
        version, kind = manifest.get("apiVersion"), manifest.get("kind")
        what = (
            f"{version} {kind}"
            if version and kind
            else f"{kind or 'object'} without {'apiVersion' if kind else 'kind'}"
        )
        hint = "configs are carried in the data of a v1 ConfigMap or Secret"
        yield _misplaced(f"{what} cannot have annotations of pulsarfn", (*path, next(iter(ours))), hint)


def _check_resource(ours: Mapping[str, Value], path: Path) -> Iterator[Problem]:
    """Return a problem for each annotation that makes another kind of carrier, or a worker config, of a resource."""
    for key, words in ((EXPAND, tuple(COMPONENTS)), (PROVIDE, (CONSUMED, KEPT))):  # the value may have no hash
        if ours.get(key) in words:
            message = f"a resource of Function Mesh cannot have {key}: {ours[key]}"
            yield _misplaced(message, (*path, key), f"write {EXPAND}: {FUNCTION_MESH}")


def check_metadata(metadata: Manifest, path: Path) -> Iterator[Problem]:
    """Return all faults of the other metadata of a pulsarfn object, which is at `path`."""
    if not isinstance(metadata.get("name"), str) or not metadata["name"]:
        hint = "set metadata.name: it is how messages tell carriers apart"
        yield _problem(codes.CARRIER_METADATA_INVALID, "the carrier has no name", path, hint)
    for part in ("labels", "annotations"):
        if metadata.get(part) is not None and not isinstance(metadata[part], dict):
            message, hint = f"{part} is not a mapping", "write key: value"
            yield _problem(codes.CARRIER_METADATA_INVALID, message, (*path, part), hint)
        for key, value in mapping(metadata.get(part)).items():
            if not isinstance(value, str) and not key.startswith(
                PREFIX
            ):  # pulsarfn annotations are checked with their values
                hint = f"Kubernetes only has texts in {part}: put it in quotes"
                yield _problem(
                    codes.CARRIER_METADATA_INVALID, f"the value of {key} is not a text", (*path, part, key), hint
                )
    size = _size(texts(metadata.get("annotations")))
    if size > _MOST_ANNOTATIONS:
        message = f"the annotations have {size:,} bytes, and Kubernetes takes {_MOST_ANNOTATIONS:,} at most"
        hint = "move long values to the data of another ConfigMap"
        yield _problem(codes.CARRIER_METADATA_INVALID, message, (*path, "annotations"), hint, at_key=True)
    if not isinstance(metadata.get("namespace"), str | None):
        yield _problem(
            codes.CARRIER_METADATA_INVALID, "the namespace is not a text", (*path, "namespace"), "put it in quotes"
        )


def inherited(annotations: Mapping[str, str]) -> Mapping[str, str]:
    """Return the annotations for the generated objects: none if they are larger than Kubernetes accepts."""
    return annotations if _size(annotations) <= _MOST_ANNOTATIONS else {}


def _size(annotations: Mapping[str, str]) -> int:
    return len("".join((*annotations, *annotations.values())).encode())


def texts(value: Value) -> dict[str, str]:
    """Return the members of labels or annotations that are texts; `check_metadata` reports the others."""
    return {key: each for key, each in mapping(value).items() if isinstance(each, str)}


def _check_value(key: str, value: Value, path: Path) -> Iterator[Problem]:
    if key.startswith(SUPPRESS):
        yield from _check_suppression(key, value, path)
    elif key not in _KNOWN:
        message, (word, dash, code) = f"unknown annotation {key}", key.removeprefix(PREFIX).rpartition("-")
        near = nearest(key.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in _KNOWN])
        if dash and code.upper().startswith("PF") and nearest(word, ["suppress"]):
            near = f"suppress-{code.upper()}"
        hint = f"did you mean '{PREFIX}{near}'?" if near else f"known are: {', '.join(sorted(_KNOWN))}"
        if key == SUPPRESS.removesuffix("-"):
            hint = f"name the code in the key, and the reason in the value: {SUPPRESS}PF511: the gateway adds a token"
        yield _problem(codes.ANNOTATION_UNKNOWN, message, path, hint, at_key=True)
    elif not isinstance(value, str):
        hint = "Kubernetes only has texts in annotations: put it in quotes"
        yield _problem(codes.ANNOTATION_INVALID, f"the value of {key} is not a text", path, hint)
    elif key in _VALUES:
        if value not in _VALUES[key]:
            hint = suggestion(value, _VALUES[key])
            yield _problem(codes.ANNOTATION_INVALID, f"unknown value of {key}: {value}", path, hint)
    elif key in _CHECKS:
        yield from _CHECKS[key](key, value, path)
    elif not value:
        hint = "write the metadata.name of a worker config in the stream"
        yield _problem(codes.ANNOTATION_INVALID, f"{key} is empty", path, hint)


def _check_version(_: str, value: str, path: Path) -> Iterator[Problem]:
    if not is_version(value):
        hint = "write a version of Pulsar, such as 4.2 or 5.0.1"
        yield _problem(codes.ANNOTATION_INVALID, f"{PULSAR_VERSION} names no version: {value}", path, hint)
    yield from check_version(value, path, Text.CARRIER)


def _check_secret_key(key: str, value: str, path: Path) -> Iterator[Problem]:
    if key == CA_SECRET and value.endswith(f"/{WHOLE}"):
        hint = "write the key of the CA in the Secret, which is ca.pem in those that a function worker makes"
        yield _problem(codes.ANNOTATION_INVALID, f"{key} names no key of the Secret", path, hint)
    elif not _SECRET_KEY.fullmatch(value):
        hint = "write the name of a Secret, or NAME/KEY"
        yield _problem(codes.ANNOTATION_INVALID, f"{key} does not name a Secret", path, hint)


_CHECKS = {
    PULSAR_VERSION: _check_version,
    AUTH_SECRET: _check_secret_key,
    CA_SECRET: _check_secret_key,
    ROLL_ON: check_roll_on,
    **dict.fromkeys(PINS, check_pin),
}


def _check_suppression(key: str, value: Value, path: Path) -> Iterator[Problem]:
    from pulsarfn.diagnostics.catalogue import CODES, is_suppressible  # noqa: PLC0415 - few carriers suppress anything

    code = CODES.get(key.removeprefix(SUPPRESS))
    if code is None:
        hint = suggestion(key.removeprefix(SUPPRESS), CODES) if len(key) > len(SUPPRESS) else ""
        message = f"{key} names no code of pulsarfn"
        yield _problem(codes.ANNOTATION_UNKNOWN, message, path, hint if "?" in hint else _CODES_HINT, at_key=True)
    elif not is_suppressible(code):
        message = f"{code.id} cannot be suppressed: with it there is nothing to expand"
        yield _misplaced(message, path, "fix what the message reports, then remove the annotation")
    elif value is not None and not isinstance(value, str):
        hint = "Kubernetes only has texts in annotations: put it in quotes"
        yield _problem(codes.ANNOTATION_INVALID, f"the value of {key} is not a text", path, hint)
    elif not value or not value.strip():
        message = f"{key} gives no reason"
        yield _problem(codes.ANNOTATION_INVALID, message, path, "write in a few words why this is as it should be")


def _misplaced(message: str, path: Path, hint: str) -> Problem:
    return _problem(codes.ANNOTATION_MISPLACED, message, path, hint, at_key=True)


def _problem(code: Code, message: str, path: Path, hint: str, *, at_key: bool = False) -> Problem:
    return Problem(code, message, path, hint, at_key=at_key, text=Text.CARRIER)
