"""Checks of pins against the component that they are for."""

from collections.abc import Iterator

from pulsarfn.annotations import REPLICAS, TRANSFORM_FUNCTION_ID
from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.pins import Pins
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.java.java_text import is_blank
from pulsarfn.worker.customizers.base import AUTOSCALERS, Customization


def check_transform_pin(config: object, details: FunctionDetails, pins: Pins) -> Iterator[Problem]:
    """Check that a component whose transform function is pinned has one."""
    if pins.transform_function_id and is_blank(getattr(config, "transform_function", None)):
        message = (
            f"{TRANSFORM_FUNCTION_ID} is given, and the {details.component_type.lower()} has no transform function"
        )
        place: Path = ("metadata", "annotations", TRANSFORM_FUNCTION_ID)
        yield Problem(
            codes.ANNOTATION_MISPLACED, message, place, "remove the annotation", at_key=True, text=Text.CARRIER
        )


def check_replicas_pin(customization: Customization, pins: Pins) -> Iterator[Problem]:
    """Check that nobody pins the number of pods that an autoscaler sets."""
    if customization.scales and pins.replicas is not None:
        kind = next(each for each in customization.objects if each in AUTOSCALERS and customization.asks_for(each))
        message = f"{REPLICAS} is given, and a {kind} sets the number of pods"
        place: Path = ("metadata", "annotations", REPLICAS)
        hint = f"remove the annotation, or the option {kind[0].lower()}{kind[1:]}"
        yield Problem(codes.ANNOTATION_MISPLACED, message, place, hint, at_key=True, text=Text.CARRIER)
