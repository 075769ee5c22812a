"""The words of a shell command: the reverse of `shell`; it also reads the unquoted words of Pulsar's commands."""

import re
from collections.abc import Iterable
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?:(?P<word>(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\|&;<>]++)+)|(?P<operator>&&|\|\||[|&;<>]+))\s*|\s+""",
    re.DOTALL,
)
_QUOTED: Final = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)""", re.DOTALL)
_QUOTING: Final = re.compile(r"""['"\\]""")
_ESCAPED: Final = re.compile(r'\\([$`"\\\n])')


class Operator(str):
    """An operator of the shell, such as ``&&``."""

    __slots__ = ()


def steps(words: Iterable[str]) -> list[list[str]]:
    """Return the words of each step of a command: between the steps is ``&&``."""
    found: list[list[str]] = [[]]
    for word in words:
        if isinstance(word, Operator) and word == "&&":
            found.append([])
        else:
            found[-1].append(word)
    return found


def shell_words(command: str) -> list[str] | None:
    r"""Return the words of a command without their quotes, and its operators; None if a quote is not closed.

    Variables are unchanged: they have a value only in the pod.

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
        word = match["word"]
        if word is not None:
            words.append(_QUOTED.sub(_bare, word) if _QUOTING.search(word) else word)
        elif match["operator"] is not None:
            words.append(Operator(match["operator"]))
    return words


def _bare(quoted: re.Match[str]) -> str:
    single, double, escaped = quoted.groups()
    if single is not None:
        return single
    return escaped if double is None else _ESCAPED.sub(r"\1", double)
