"""The words of a shell command, read back: what `shell` quotes, and what the reference writes bare."""

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<word>(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\|&;<>])+)|(?P<operator>&&|\|\||[|&;<>]+)|\s+""",
    re.DOTALL,
)
_QUOTED: Final = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)""", re.DOTALL)
_ESCAPED: Final = re.compile(r'\\([$`"\\\n])')


class Operator(str):
    """A word of the shell's own, such as ``&&``."""

    __slots__ = ()


def shell_words(command: str) -> list[str] | None:
    r"""The words of a command without their quotes, operators among them; None where a quote is not closed.

    Variables stay as they are written: they mean something in the pod only.

    >>> shell_words(r"echo 'it'\''s' && exec $X")
    ['echo', "it's", '&&', 'exec', '$X']
    """
    words: list[str] = []
    position = 0
    while position < len(command):
        match = _TOKEN.match(command, position)
        if match is None:
            return None
        position = match.end()
        if match["word"] is not None:
            words.append(_QUOTED.sub(_bare, match["word"]))
        elif match["operator"] is not None:
            words.append(Operator(match["operator"]))
    return words


def _bare(quoted: re.Match[str]) -> str:
    single, double, escaped = quoted.groups()
    if single is not None:
        return single
    return escaped if double is None else _ESCAPED.sub(r"\1", double)
