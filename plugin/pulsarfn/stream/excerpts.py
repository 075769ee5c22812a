"""What of a text may be shown in a diagnostic, and what no message may repeat of the rest: it may hold secrets."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

from pulsarfn.diagnostics.secrecy import words
from pulsarfn.stream.lines import Lines
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError
from pulsarfn.values import Value

_SENSITIVE = re.compile(
    r"secrets(?!ProviderConfiguratorClassName)|userConfig|configs|cryptoKeyReaderConfig|transformFunctionConfig|TriggererConfig"
    r"|[aA]uthenticationParameters|://[^/\n]*@"
)


class Excerpts:
    """The lines of a text; what is asked for many of them is found out once."""

    def __init__(self, text: str) -> None:
        """Of a text of any kind."""
        self._text = text
        self._lines = Lines(text)

    def line(self, number: int) -> str:
        """The line of that 1-based number, empty where it could show a secret.

        A line could when it holds one of the keys under which secrets stand, or is indented below one that does; in a
        text in braces, where indentation means nothing, when any line holds one.
        """
        hidden = self._has_hidden if self._is_flow else self._hidden[number - 1 : number] == b"\1"
        return "" if hidden else self._lines[number]

    def withheld(self, number: int) -> frozenset[str]:
        """The words of a line that is not shown."""
        return words(self._lines[number])

    @cached_property
    def all_withheld(self) -> frozenset[str]:
        """The words of the whole text, which is a secret one, and of its scalars as they are meant."""
        with suppress(ReadError):
            return words("\n".join([self._text, *_scalars(read_yaml(self._text, "jackson"))]))
        return words(self._text)

    @cached_property
    def _is_flow(self) -> bool:
        return self._text.lstrip().startswith("{")

    @cached_property
    def _has_hidden(self) -> bool:
        return _SENSITIVE.search(self._text) is not None

    @cached_property
    def _hidden(self) -> bytearray:
        """For each line whether it is to be hidden: by itself, or by one of those that it is indented below."""
        hidden = bytearray()
        above: list[
            tuple[int, int]
        ] = []  # the lines below which the next one may be: their indentation, whether hidden
        for number in range(1, len(self._lines) + 1):
            line = self._lines[number]
            if not line.strip():
                hidden.append(next((flag for indent, flag in reversed(above) if indent < len(line)), 0))
                continue
            own = len(line) - len(line.lstrip(" -"))
            while above and above[-1][0] >= own:
                above.pop()
            flag = (above[-1][1] if above else 0) | (_SENSITIVE.search(line) is not None)
            above.append((own, flag))
            hidden.append(flag)
        return hidden


def _scalars(value: Value) -> Iterator[str]:
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _scalars(each)
    if isinstance(value, str):
        yield value
