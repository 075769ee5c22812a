"""libyaml's view of a text: its events, and where the values they tell of begin and end."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from pulsarfn.patterns import pattern

if TYPE_CHECKING:
    from pulsarfn.stream.long_text import LongText

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML was built without libyaml: slower, otherwise the same

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        def __init__(self, stream: Any) -> None:  # noqa: ANN401 - what PyYAML takes
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


DocumentText: TypeAlias = "str | LongText"
"""The text of a document, in memory or not: its parts are taken out by slices, all of it by ``[:]``."""

_TRAILING_DIRECTIVES = pattern(
    r"^\.\.\.(?=[ \t\r\n])[^\n]*\n((?:(?:[ \t]*#|%)[^\n]*(?:\n|\Z)|[ \t\r]*\n)*+)\Z", re.MULTILINE
)
_BYTE_ORDER_MARK_BELOW = pattern(
    r"\A((?:(?:[ \t]*(?:#[^\n]*)?|---(?:[ \t][^\n]*)?|%[^\n]*)\n)*(?:[ \t]*(?:#[^\n]*)?|---(?:[ \t][^\n]*)?))\n\ufeff"
)
"""Above the first content only lines without any: kubectl passes over a byte order mark there, and libyaml does not."""


class Span:
    """A value's place in the text, as offsets in code points.

    Attributes:
        start: where it begins.
        end: behind its last character; blank lines and comments behind it are not part of it.
        flow: whether it is written in braces or brackets.
    """

    __slots__ = ("end", "flow", "start")

    def __init__(self, start: int, end: int, *, flow: bool) -> None:
        self.start, self.end, self.flow = start, end, flow


def events(text: DocumentText) -> Iterator[Any]:
    """The parser's events of a text.

    The next document's directives, which a stream leaves at its end, are no part.

    Raises:
        yaml.YAMLError: for what cannot be read, when it is come to.
    """
    if "%" in text and "\n%" in text:
        text = text[:]
        directives = _TRAILING_DIRECTIVES.search(text)
        text = text[: directives.start(1)] if directives else text
    if "\ufeff" in text:
        text = _BYTE_ORDER_MARK_BELOW.sub(r"\1 \n", text[:])  # as long as before: offsets are what they were
    return iter(_Parser(text if isinstance(text, str) else text.bytes()).get_event, None)


def scalar_end(text: DocumentText, event: Any) -> int:  # noqa: ANN401 - PyYAML's events
    """Behind the last character of a scalar: of a block scalar the parser's mark is behind the blank lines that follow."""
    start, end = event.start_mark.index, event.end_mark.index
    return int(start + len(text[start:end].rstrip()) if event.style in ("|", ">") else end)
