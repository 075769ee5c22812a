"""Checks of windows over the messages of a function (`WindowConfigUtils.validate`, `FunctionConfigUtils.convert`)."""

from collections.abc import Iterator

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.parts import WindowConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem

_WINDOW = "windowConfig"


def check_window(window: WindowConfig | None) -> Iterator[Problem]:
    """Check that a window has one length, by count or by time, and that all its numbers are positive."""
    if window is None:
        return
    by_count, by_time = window.window_length_count, window.window_length_duration_ms
    if by_count is None and by_time is None:
        hint = "set windowLengthCount or windowLengthDurationMs"
        yield Problem(codes.WINDOW_INVALID, "Window length is not specified", (_WINDOW,), hint)
    if by_count is not None and by_time is not None:
        message = "Window length for time and count are set! Please set one or the other"
        hint = "remove windowLengthCount or windowLengthDurationMs"
        yield Problem(codes.WINDOW_INVALID, message, (_WINDOW, "windowLengthDurationMs"), hint)
    yield from _check_numbers(window)


def check_window_guarantees(config: FunctionConfig) -> Iterator[Problem]:
    """Check that a window can keep the guarantees of its function."""
    if config.window_config is not None and config.processing_guarantees in ("EFFECTIVELY_ONCE", "MANUAL"):
        message = f"Windows Function not support {config.processing_guarantees} delivery semantics"
        hint = "set processingGuarantees to ATLEAST_ONCE or ATMOST_ONCE"
        yield Problem(codes.WINDOW_INVALID, message, ("processingGuarantees",), hint)


def _check_numbers(window: WindowConfig) -> Iterator[Problem]:
    """Check the numbers. A sliding interval that equals the length was inferred, so it is not reported."""
    by_count, by_time = window.window_length_count, window.window_length_duration_ms
    numbers = [
        ("Window length", "windowLengthCount", by_count, 1),
        ("Window length", "windowLengthDurationMs", by_time, 1),
        ("Sliding interval", "slidingIntervalCount", _unless(by_count, window.sliding_interval_count), 1),
        ("Sliding interval", "slidingIntervalDurationMs", _unless(by_time, window.sliding_interval_duration_ms), 1),
    ]
    if window.timestamp_extractor_class_name is not None:
        numbers += [
            ("Lag duration", "maxLagMs", window.max_lag_ms, 0),
            ("Watermark interval", "watermarkEmitIntervalMs", window.watermark_emit_interval_ms, 1),
        ]
    for what, key, number, least in numbers:
        if number is not None and number < least:
            message = f"{what} must be positive [{number}]"
            yield Problem(codes.WINDOW_INVALID, message, (_WINDOW, key), f"set {key} to {least} or more")


def _unless(length: int | None, interval: int | None) -> int | None:
    return None if interval == length else interval
