"""The lines of a text that a diagnostic may show, and the words of the other lines that no message may repeat.

`diagnostics.secrecy` decides which keys and values are secret. This module finds the lines that they affect. The text may
be broken, so it goes by indentation, brackets and quotes and not by a parser.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import pairwise

from pulsarfn.annotations import PREFIX
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked_text
from pulsarfn.diagnostics.secrecy.keys import SecretKeys
from pulsarfn.diagnostics.secrecy.names import is_secret_name
from pulsarfn.diagnostics.secrecy.words import words
from pulsarfn.stream.lines import Lines
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError
from pulsarfn.values import Value

LONGEST = 160
"""The number of characters of a line that are shown."""

_JUDGED = 2000  # the rest of a longer line is neither shown nor checked
_KEY = re.compile(
    r"""\\*"([^"\n]{1,200}?)\\*"[ \t]*:|'([^'\n]{1,200})'[ \t]*:|(?<![^\s{\[,"'?&-])([^\s{}\[\],"'&*!|>]{1,200})[ \t]*:(?=\s|$)"""
    r"""|^[ -]*\?[ \t]+["']?([^\s"':]{1,200})"""
)
_ALWAYS = re.compile(
    r"""kind\\*["']?[ \t]*:[ \t]*\\*["']?[\w.-]*Secret|\bstringData\b|(?:^|[\s:\[{,-])&[\w.-]+|"[^"\n]{0,200}\\[xuU][^"\n]{0,200}"[ \t]*:"""
)
"""Lines that are always secret: a Secret, an anchor, which may be used anywhere, and a key with escapes."""

_OURS = re.compile(rf"""["']?{re.escape(PREFIX)}[\w.-]*["']?[ \t]*:""")
"""Annotations of pulsarfn: they name Secrets, but hold no secret values."""

_CLOSED_QUOTE = re.compile(r"""([:\-\[{,][ \t]*|^[ \t]*)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_OPEN_QUOTE = re.compile(r"""(?:[:\-\[{,][ \t]*|^[ \t]*)(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")


_NAMED = re.compile(
    r"""(?:^|[{,\-\s"'])(?:name|key|path)\\*["']?[ \t]*:[ \t]*\\*["']?[\w./~-]*?([\w.-]{1,200})(?=\\*["'\s,}]|$)"""
)
"""The name of a variable or a header, or the last step in the path of a JSON patch, whose value is beside it."""

_WORD = re.compile(r"""[ ]*(?:- +)?(\\*"[^"]*"|'[^']*'|[^\s:,{}\[\]"']+|[^\s{}\[\]"']+:[^\s{}\[\]"',]+),?[ ]*""")
"""A line with one item of a list."""

_AN_OPTION = re.compile(r"""["']--?[\w.-]{1,100}["'],?\s*$""")
"""A word of a command that may be an option, at the end of a line."""

_BEFORE = 3  # words of a command that decide what the next one is

_VALUE = re.compile(r"""^[ -]*["']?value["']?[ \t]*:""")
_BETWEEN_WORDS = re.compile(r"""\\*["'][ \t]*,[ \t]*\\*["']""")


class Excerpts:
    """The lines of a text; facts about all lines are computed once."""

    def __init__(self, text: str, keys: SecretKeys) -> None:
        """Create the excerpts of a text of any kind; `keys` says which keys are secret."""
        self._text, self._keys = text, keys
        self._lines = Lines(text)
        self._secret_alone = dict[int, bool]()  # of the lines that were shown or hidden

    def line(self, number: int) -> str:
        """Return the start of the line with that 1-based number; empty if the line could show a secret.

        A line could if it has a secret key or looks like it has a credential, or if it is below such a line or in its
        brackets or quotes. In a text in braces indentation means nothing: there no line is shown if any could.
        """
        if number not in self._secret_alone:  # many problems may be in one long line
            self._secret_alone[number] = self._is_secret(self._lines[number])
        is_hidden = self._secret_alone[number] or self._is_hidden(number)  # often without a look at the other lines
        return "" if is_hidden else self._lines[number][:LONGEST]

    def line_of_json(self, number: int, text: str) -> str:
        """Return the start of a line that has a part of a JSON text, which may have several; empty if any could show a secret."""
        is_hidden = len(text) > _JUDGED or self._is_secret(" ".join(text.split()))
        return "" if is_hidden else self.line(number)

    def all_lines(self) -> list[str]:
        """Return each line as `line` shows it: ``***`` with its indentation if it is not shown, ``…`` at its end if it is cut."""
        return [self._shown(number) for number in range(1, len(self._lines) + 1)]

    def _shown(self, number: int) -> str:
        whole = self._lines[number]
        if not whole.strip():
            return ""
        if not self._is_hidden(number):
            return f"{whole[:LONGEST]}…" if len(whole) > LONGEST else whole
        return whole[: len(whole) - len(whole.lstrip())] + MASK

    def _is_hidden(self, number: int) -> bool:
        return self._has_hidden if self._is_flow else self._hidden[number - 1 : number] == b"\1"

    def withheld(self, number: int) -> frozenset[str]:
        """Return the words of a line that is not shown."""
        return words(self._lines[number])

    @cached_property
    def all_withheld(self) -> frozenset[str]:
        """The words of the whole text, if all of it is secret, and of the values of its scalars."""
        with suppress(ReadError):
            return words("\n".join([self._text, *scalars(read_yaml(self._text, "jackson"))]))
        return words(self._text)

    @cached_property
    def _is_flow(self) -> bool:
        return self._text.lstrip("\ufeff \t\r\n").startswith(("{", "["))

    @cached_property
    def _has_hidden(self) -> bool:
        judged = self._secret_alone
        others = (line for number, line in enumerate(self._all_lines(), 1) if number not in judged)
        return any(judged.values()) or any(map(self._is_secret, others)) or any(map(self._is_secret, self._joined()))

    def _joined(self) -> Iterator[str]:
        """Return lines with the next one where a name and its value, or an option and its value, are on two lines."""
        for first, second in pairwise(self._all_lines()):
            if _AN_OPTION.search(first[-_JUDGED:]) or _names_a_credential(first) or _names_a_credential(second):
                yield f"{first.strip()} {second.strip()}"

    def _all_lines(self) -> Iterator[str]:
        return (self._lines[number] for number in range(1, len(self._lines) + 1))

    @cached_property
    def _hidden(self) -> bytearray:
        """For each line whether it must be hidden, because of itself or of a line that contains it."""
        hidden = bytearray()
        above: list[tuple[int, bool]] = []  # possible parents of the next line: indentation, whether hidden
        region = _Region()
        names_at = -1  # the indentation of a mapping that names a credential
        command: tuple[str, ...] = ()  # the words on the lines before
        for number, line in enumerate(self._all_lines(), 1):
            if not line.strip():
                hidden.append(
                    region.is_open or next((flag for indent, flag in reversed(above) if indent < len(line)), False)
                )
                continue
            own = len(line) - len(line.lstrip(" -"))
            while above and above[-1][0] >= own:
                above.pop()
            is_named = names_at == own and bool(_VALUE.match(line))
            command = _continued(command, line)
            is_next = is_named or _ends_in_credential(command)
            flag = region.is_open or (bool(above) and above[-1][1]) or is_next or self._is_secret(line)
            flag = flag or self._is_secret_over_lines(number, line)
            if flag:
                region.add(line)
            names_at = (
                own if _names_a_credential(line) or (names_at == own and not line.lstrip().startswith("-")) else -1
            )
            above.append((own, flag))
            hidden.append(flag)
        return hidden

    def _is_secret(self, line: str) -> bool:
        return _shows_a_secret(self._keys, line[:_JUDGED])

    def _is_secret_over_lines(self, number: int, line: str) -> bool:
        """Whether a text in quotes that goes on after the line shows a secret, or is too long to be judged."""
        match = _OPEN_QUOTE.search(line[:_JUDGED])
        if match is None:
            return False
        quote, text = match[0].lstrip(":-[{, \t")[:1], line
        for after in range(number + 1, len(self._lines) + 1):
            text += " " + self._lines[after].strip()
            if quote in self._lines[after] or len(text) > _JUDGED:
                break
        return len(text) > _JUDGED or self._is_secret(text)


@lru_cache(maxsize=8)
def _names_of(keys: SecretKeys) -> "re.Pattern[str]":
    """Return a pattern of the secret keys anywhere in a line, also between quotes and escapes."""
    return re.compile(rf"(?<![A-Za-z])(?:\\n)?(?:{'|'.join(map(re.escape, sorted(keys.secret)))})\\*[\"']?[ \t]*:")


@lru_cache(maxsize=1024)  # the same lines come again and again
def _shows_a_secret(keys: SecretKeys, line: str) -> bool:
    """Whether a line shows a secret by itself."""
    line = _OURS.sub("", line)
    if _ALWAYS.search(line) or _names_of(keys).search(line) or masked_text(line) != line:
        return True
    if _names_a_credential(line) and "value" in line:
        return True
    words_of_lists = _BETWEEN_WORDS.sub(" ", line)  # an option and its value
    if words_of_lists != line and masked_text(words_of_lists) != words_of_lists:
        return True
    return any(keys.hide(key) for found in _KEY.findall(line) for key in found if key)


def _names_a_credential(line: str) -> bool:
    return any(map(is_secret_name, _NAMED.findall(line[:_JUDGED])))


def _continued(command: tuple[str, ...], line: str) -> tuple[str, ...]:
    """Return the last words of a command that has each word on a line of its own; none if the line holds something else."""
    match = _WORD.fullmatch(line[:_JUDGED])
    return (*command[-_BEFORE:], match[1].strip("\"'\\")) if match else ()


def _ends_in_credential(command: tuple[str, ...]) -> bool:
    if len(command) < 2:  # noqa: PLR2004 - an option and its value
        return False
    text = " ".join(command)
    shown = masked_text(text)
    return shown != text and not shown.endswith(command[-1])


class _Region:
    """The parts that a hidden line leaves open: brackets, a quote, or a value on the next line. All up to their end is hidden."""

    def __init__(self) -> None:
        self._brackets = 0
        self._quote = ""
        self._waits = False

    @property
    def is_open(self) -> bool:
        return self._brackets > 0 or bool(self._quote) or self._waits

    def add(self, line: str) -> None:
        if self._quote:
            if self._quote not in line:
                return
            line = line.partition(self._quote)[2]
            self._quote = ""
        bare = _CLOSED_QUOTE.sub(r"\1", line)
        self._brackets = max(0, self._brackets + sum(map(bare.count, "{[")) - sum(map(bare.count, "}]")))
        match = _OPEN_QUOTE.search(line)
        self._quote = match[0].lstrip(":-[{, \t")[:1] if match else '"' if line.endswith("\\") else ""
        self._waits = not self._quote and not self._brackets and _ends_without_value(line)


def _ends_without_value(line: str) -> bool:
    text = line.strip()
    return text in ("?", "-", "{", ":") or text.endswith((":", "?")) or text.startswith("? ")


def scalars(value: Value) -> Iterator[str]:
    """Return all texts in a value."""
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from scalars(each)
    if isinstance(value, str):
        yield value
