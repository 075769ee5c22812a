"""The pins among the annotations of a carrier, and their faults (contract 2)."""

from collections.abc import Iterator, Mapping

from pulsarfn.annotations import (
    AUTH_SECRET,
    FUNCTION_ID,
    FUNCTION_VERSION,
    NOT_PINNED,
    PINS,
    REPLICAS,
    TRANSFORM_FUNCTION_ID,
    WHOLE,
)
from pulsarfn.component.pins import Pins
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.patterns import pattern

_UUID = pattern(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_COUNT = pattern(r"0|[1-9][0-9]{0,9}")
_MOST_REPLICAS = (1 << 31) - 1


def read_pins(annotations: Mapping[str, str]) -> Pins:
    """Return the pins of a carrier; `check_pin` reports those with faults, which are left out."""
    given = tuple(_pins_given(annotations))
    if not given:
        return Pins()

    def uuid(key: str) -> str:
        value = annotations.get(key, "")
        return value if _UUID.fullmatch(value) else ""

    count = annotations.get(REPLICAS, "")
    return Pins(
        function_id=uuid(FUNCTION_ID),
        function_version=uuid(FUNCTION_VERSION),
        transform_function_id=uuid(TRANSFORM_FUNCTION_ID),
        replicas=int(count) if _is_count(count) else None,
        scaled_elsewhere=count == NOT_PINNED,
        given=given,
    )


def _pins_given(annotations: Mapping[str, str]) -> Iterator[str]:
    """Return the annotations that are pins."""
    for key, value in annotations.items():
        if key in PINS or (key == AUTH_SECRET and value.endswith(f"/{WHOLE}")):
            yield key


def check_pin(key: str, value: str, path: Path) -> Iterator[Problem]:
    """Return the fault of the value of a pin."""
    if key == REPLICAS:
        if not _is_count(value) and value != NOT_PINNED:
            hint = f"write the number of pods that run, or {NOT_PINNED} to leave it to whoever scales them"
            yield _problem(f"{key} is not a number of pods: {value}", path, hint)
    elif not _UUID.fullmatch(value):
        hint = (
            "copy the UUID from the command of the running pod: 32 hexadecimal digits in lower case, and four hyphens"
        )
        yield _problem(f"{key} is not a UUID in lower case: {value}", path, hint)


def check_pins_of_one(annotations: Mapping[str, str], configs: int, path: Path) -> Iterator[Problem]:
    """Return a problem for each pin of a carrier of several configs: a pin is the value of one component."""
    for key in _pins_given(annotations) if configs > 1 else ():
        message = f"{key} is a pin of one component, and the carrier holds {configs} configs"
        hint = "give the component that runs a carrier of its own"
        yield Problem(codes.ANNOTATION_MISPLACED, message, (*path, key), hint, at_key=True, text=Text.CARRIER)


def _is_count(value: str) -> bool:
    return bool(_COUNT.fullmatch(value)) and int(value) <= _MOST_REPLICAS


def _problem(message: str, path: Path, hint: str) -> Problem:
    return Problem(codes.ANNOTATION_INVALID, message, path, hint, text=Text.CARRIER)
