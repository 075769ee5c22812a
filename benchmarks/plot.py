"""The measured rows as a picture: bars on a logarithmic scale, written as SVG by hand so that no library is needed."""

from collections.abc import Sequence
from html import escape
from math import log10
from typing import NamedTuple

_LEFT, _WIDTH, _BAR, _GAP = 330, 430, 14, 12
_LEAST, _MOST = -3, 2  # powers of ten, in seconds
_OURS, _OTHERS = "#188fff", "#b8c0cc"


class Bar(NamedTuple):
    """A program and its seconds."""

    name: str
    seconds: float
    ours: bool = False


def plot(groups: Sequence[tuple[str, Sequence[Bar]]]) -> str:
    """The picture: a group of bars below each title."""
    parts, top = list[str](), 34
    for title, bars in groups:
        parts.append(_text(8, top + 11, title, "font-weight:600"))
        for bar in bars:
            top += _BAR + 2
            width = max(_x(bar.seconds) - _LEFT, 1)
            colour = _OURS if bar.ours else _OTHERS
            parts.append(f'<rect x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2" fill="{colour}"/>')
            parts.append(_text(_LEFT - 8, top + 11, bar.name, "text-anchor:end"))
            parts.append(_text(_LEFT + width + 6, top + 11, shown(bar.seconds), ""))
        top += _BAR + _GAP
    height = top + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 90} {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="11" fill="#24292f">\n'
        f"<title>Processor time of pulsarfn and of other programs</title>\n"
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{_grid(height)}{"".join(parts)}</svg>\n'
    )


def shown(seconds: float) -> str:
    """Seconds or milliseconds, in few digits."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _grid(height: int) -> str:
    lines = ""
    for power in range(_LEAST, _MOST + 1):
        x = _x(10**power)
        lines += f'<line x1="{x:.1f}" y1="24" x2="{x:.1f}" y2="{height - 20}" stroke="#e4e8ee"/>\n'
        lines += _text(x, 16, f"{10**power:g} s" if power >= 0 else f"{10 ** (power + 3):g} ms", "text-anchor:middle")
    return lines + _text(8, height - 6, "user and system time, two shared cores, logarithmic scale", "fill:#6b7480")


def _x(seconds: float) -> float:
    return _LEFT + _WIDTH * (max(log10(seconds), _LEAST) - _LEAST) / (_MOST - _LEAST)


def _text(x: float, y: float, text: str, style: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" style="{style}">{escape(text)}</text>\n'
