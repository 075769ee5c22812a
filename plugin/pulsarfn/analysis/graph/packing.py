"""Boxes in rows, one after another, so that the whole is about as wide as a screen is."""

from collections.abc import Container, Sequence
from math import sqrt

Size = tuple[float, float]
Point = tuple[float, float]

_RATIO = 1.7  # of the width to the height


def packed(boxes: Sequence[Size], gap: float, alone: Container[int] = ()) -> tuple[list[Point], Size]:
    """Return the left top corner of each box, and the size of the whole; boxes in `alone` have a row of their own."""
    area = sum((width + gap) * (height + gap) for width, height in boxes)
    widest = max([sqrt(area * _RATIO), *(width for width, _ in boxes)])
    corners: list[Point] = []
    left = top = right = bottom = 0.0
    is_closed = False
    for number, (width, height) in enumerate(boxes):
        if left and (is_closed or number in alone or left + width > widest):
            left, top = 0.0, bottom + gap
        corners.append((left, top))
        is_closed = number in alone
        left += width + gap
        right, bottom = max(right, left - gap), max(bottom, top + height)
    return corners, (right, bottom)
