"""libyaml's events of a text, and the places of their values."""

import re
from collections.abc import Iterator

from pulsarfn.patterns import compiled_on_first_use, pattern
from pulsarfn.typed import TYPE_CHECKING, Any, TypeAlias

with compiled_on_first_use():  # PyYAML's own reader, which libyaml makes needless: a tenth of the time of a call
    import yaml

if TYPE_CHECKING:
    from pulsarfn.stream.long_text import LongText

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML without libyaml: slower, otherwise the same

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        def __init__(self, stream: Any) -> None:  # noqa: ANN401 - what PyYAML takes
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


DocumentText: TypeAlias = "str | LongText"
"""The text of a document, in memory or not: slices return its parts, ``[:]`` returns all of it."""

_TRAILING_DIRECTIVES = pattern(
    r"^\.\.\.(?=[ \t\r\n])[^\n]*\n((?:(?:[ \t]*#|%)[^\n]*(?:\n|\Z)|[ \t\r]*\n)*+)\Z", re.MULTILINE
)
_BYTE_ORDER_MARK_BELOW = pattern(
    r"\A((?:(?:[ \t]*(?:#[^\r\n]*)?|---(?:[ \t][^\r\n]*)?|%[^\r\n]*)\r?\n)*"
    r"(?:[ \t]*(?:#[^\r\n]*)?|---(?:[ \t][^\r\n]*)?))(\r?\n)\ufeff"
)
"""A byte order mark after lines without content: kubectl skips it, and libyaml does not."""


class Span:
    """A value's place in the text, as offsets in code points.

    Attributes:
        start: the offset of its start.
        end: the offset after its last character; blank lines and comments after it are not included.
        flow: whether it is in braces or brackets.
    """

    __slots__ = ("end", "flow", "start")

    def __init__(self, start: int, end: int, *, flow: bool) -> None:
        self.start, self.end, self.flow = start, end, flow


def events(text: DocumentText) -> Iterator[Any]:
    """Return the parser's events of a text.

    The text of a document may end with the directives of the next document: they are ignored.

    Raises:
        yaml.YAMLError: when the iteration reaches text that cannot be read.
    """
    if "%" in text and "\n%" in text:
        text = text[:]
        directives = _TRAILING_DIRECTIVES.search(text)
        text = text[: directives.start(1)] if directives else text
    if "\ufeff" in text:
        text = _BYTE_ORDER_MARK_BELOW.sub(r"\1 \2", text[:])  # of equal length: offsets stay the same
    return iter(_Parser(text if isinstance(text, str) else text.bytes()).get_event, None)


def scalar_end(text: DocumentText, event: Any) -> int:  # noqa: ANN401 - PyYAML's events
    """Return the offset after the last character of a scalar; for block scalars the parser's mark is after the blank lines."""
    start, end = event.start_mark.index, event.end_mark.index
    return int(start + len(text[start:end].rstrip()) if event.style in ("|", ">") else end)
