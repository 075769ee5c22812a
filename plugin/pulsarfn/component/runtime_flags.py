r"""runtimeFlags and additionalJavaRuntimeArguments: read as the pod's shell would read them, then quoted.

Pulsar writes these texts into the pod's command as they are, and the shell splits and unquotes them
(`RuntimeUtils.splitRuntimeArgs`, `.getCmd`). pulsarfn reads the words by the same rules (blanks, both kinds of quotes,
backslashes), keeps the two variables of the pod, ``$POD_NAME`` and ``$SHARD_ID``, and reads everything else as text
(contract 9.1). A word that a shell reads as it is written stays unchanged, so that ordinary commands
are equal to Pulsar's byte for byte.
"""

import re
from collections.abc import Iterator

from pulsarfn.component.shell import is_harmless, quote
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.provenance import derived

_VARIABLE = r"\$(?:\{(?P<braced>POD_NAME|SHARD_ID)\}|(?P<bare>POD_NAME|SHARD_ID)(?![A-Za-z0-9_]))"
_TOKEN = pattern(
    r"""(?P<blank>[ \t\n\x0b\f\r])|'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)"|\\(?P<escaped>.)"""
    rf"|{_VARIABLE}|(?P<text>[^ \t\n\x0b\f\r'\"\\$]+|\$\$|.)",
    re.DOTALL,
)
_IN_DOUBLE_QUOTES = pattern(rf"""\\(?P<escaped>[$`"\\\n])|{_VARIABLE}|(?P<text>[^\\$]+|.)""", re.DOTALL)
_PLAIN_DOUBLE = pattern(
    rf'(?:[^$`\\"!\x00-\x1f\x7f]|\\["\\]|{_VARIABLE})*'.replace("P<braced>", ":").replace("P<bare>", ":")
)
_PLAIN_ESCAPE = pattern(r"[ -#%-~]")
_NAME_GOES_ON = pattern(r"[A-Za-z0-9_]")


class _Part(NamedTuple):
    """A part of a word: a text, or the name of a variable of the pod."""

    text: str
    is_variable: bool = False


class _Word:
    """A word: how it is written, what it means, and whether a shell reads the same meaning from it unchanged."""

    def __init__(self) -> None:
        self.written = ""
        self.parts: list[_Part] = []
        self._is_plain = True
        self._bare = ""  # with a letter in place of each quoted character

    def take(self, token: re.Match[str]) -> None:
        self.written += token[0]
        variable = token["braced"] or token["bare"]
        if variable is not None:
            self.parts.append(_Part(variable, is_variable=True))
        elif token["single"] is not None:
            self.parts.append(_Part(token["single"]))
        elif token["double"] is not None:
            self.parts += _parts_in_double_quotes(token["double"])
            self._is_plain = self._is_plain and _PLAIN_DOUBLE.fullmatch(token["double"]) is not None
        elif token["escaped"] is not None:
            self.parts.append(_Part("" if token["escaped"] == "\n" else token["escaped"]))
            self._is_plain = self._is_plain and _PLAIN_ESCAPE.fullmatch(token["escaped"]) is not None
        else:
            self.parts.append(_Part(token["text"]))
            self._bare += token["text"]
            return
        self._bare += "x"

    def quoted(self) -> str:
        """Return the word for the pod's command. An empty word, between two blanks, stays empty; the shell drops it."""
        if not self.written or (self._is_plain and is_harmless(self._bare)):
            return self.written
        word = ""
        for part in reversed(_joined(self.parts)):
            if part.is_variable:
                word = (f"${{{part.text}}}" if _NAME_GOES_ON.match(word) else f"${part.text}") + word
            elif part.text:
                word = quote(part.text) + word
        return word or "''"


def split_flags(flags: str) -> list[str]:
    """Return the words of runtimeFlags, each quoted; empty words at the end are dropped, as in Pulsar."""
    words = [word.quoted() for word, _ in _words(flags)]
    while words and not words[-1]:
        words.pop()
    return [derived(word, flags) for word in words]


def quote_flags(flags: str) -> str:
    """Return the words of one of additionalJavaRuntimeArguments, each quoted, with the blanks between them unchanged.

    A line break, which would end the command, is read as a blank.
    """
    words = (word.quoted() + (blank if blank in " \t" else " ") for word, blank in _words(flags))
    return derived("".join(words), flags)


def _words(flags: str) -> Iterator[tuple[_Word, str]]:
    """Return the words, each with the blank after it; an unclosed quote or a final backslash is an ordinary character."""
    word = _Word()
    for token in _TOKEN.finditer(flags):
        if token["blank"] is None:
            word.take(token)
        else:
            yield word, token[0]
            word = _Word()
    yield word, ""


def _parts_in_double_quotes(text: str) -> Iterator[_Part]:
    for token in _IN_DOUBLE_QUOTES.finditer(text):
        variable = token["braced"] or token["bare"]
        if variable is not None:
            yield _Part(variable, is_variable=True)
        elif token["escaped"] is not None:
            yield _Part("" if token["escaped"] == "\n" else token["escaped"])
        else:
            yield _Part(token["text"])


def _joined(parts: list[_Part]) -> list[_Part]:
    """Return `parts` with adjacent texts joined, so that they are quoted together."""
    joined = list[_Part]()
    for part in parts:
        if joined and not part.is_variable and not joined[-1].is_variable:
            joined[-1] = _Part(joined[-1].text + part.text)
        else:
            joined.append(part)
    return joined
