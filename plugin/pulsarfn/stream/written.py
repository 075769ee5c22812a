"""How the keys and values of a config are written: their exact spans and styles, for `lint --fix`."""

import json
import re
from typing import Any

from yaml import YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent, ScalarEvent

from pulsarfn.diagnostics.problem import Path
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.json_text import json_parts
from pulsarfn.stream.parser import events, scalar_end
from pulsarfn.stream.positions import Frame
from pulsarfn.stream.scalar_places import PROPERTIES

_HEADER = re.compile(r"[|>][^\n]*#")


class WrittenSpan(NamedTuple):
    """The span of a key or value, without its tag and anchor.

    Attributes:
        start: the offset of its start, in code points.
        end: the offset after its last character; of a block scalar, the line break and blank lines at the end are not included.
        style: ``'``, ``"``, ``|`` or ``>``, empty for a plain scalar; ``{`` for a mapping or list of any style.
    """

    start: int
    end: int
    style: str


class WrittenText:
    """The keys and values of a text, by path."""

    def __init__(self, text: str) -> None:
        """Read a YAML or JSON text that the reader of configs accepts."""
        self.text = text
        self.keys: dict[Path, WrittenSpan] = {}
        self.values: dict[Path, WrittenSpan] = {}
        try:
            self._add_yaml()
        except (YAMLError, UnicodeEncodeError):
            self._add_json()

    def holds_comment(self, path: Path) -> bool:
        """Whether there is a comment inside the value at `path`."""
        whole, depth = self.values[path], len(path)
        scalars = sorted(
            each
            for parts in (self.keys, self.values)
            for inner, each in parts.items()
            if len(inner) > depth and inner[:depth] == path and each.style != "{"
        )
        at = whole.start
        for each in scalars:
            in_header = each.style in ("|", ">") and each.style and _HEADER.match(self.text, each.start)
            if in_header or "#" in self.text[at : each.start]:
                return True
            at = each.end
        return "#" in self.text[at : whole.end]

    def _add_yaml(self) -> None:
        frames: list[Frame] = []
        opened: list[tuple[Path, int]] = []
        end = 0
        for event in events(self.text):
            if isinstance(event, CollectionEndEvent):
                frames.pop()
                path, start = opened.pop()
                end = _bracket_end(event) or end
                self.values.setdefault(path, WrittenSpan(start, end, "{"))
            elif isinstance(event, NodeEvent):
                is_key = bool(frames) and frames[-1].expects_key
                path = frames[-1].path if frames else ()
                if is_key:
                    path = frames[-1].enter(str(getattr(event, "value", "")))
                elif frames:
                    frames[-1].advance()
                written = self._written(event)
                end = max(end, written.end)
                if isinstance(event, ScalarEvent):
                    (self.keys if is_key else self.values).setdefault(path, written)
                if isinstance(event, CollectionStartEvent):
                    opened.append((path, written.start))
                    frames.append(Frame.of(event, path))

    def _written(self, event: Any) -> WrittenSpan:  # noqa: ANN401 - PyYAML's events
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, ScalarEvent):
            end = scalar_end(self.text, event)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            properties = PROPERTIES.match(self.text, start)
            start = properties.end() if properties else start
        return WrittenSpan(start, end, getattr(event, "style", None) or "")

    def _add_json(self) -> None:
        decoder = json.JSONDecoder()
        for each in json_parts(self.text):
            end = each.offset + len(each.word)
            if each.word in ("{", "["):
                end = decoder.raw_decode(self.text, each.offset)[1]
            style = "{" if each.word in ("{", "[") else '"' if each.word[0] == '"' else ""
            (self.keys if each.is_key else self.values).setdefault(each.path, WrittenSpan(each.offset, end, style))


def _bracket_end(event: Any) -> int | None:  # noqa: ANN401 - PyYAML's events
    """Return the offset after the bracket that ends a mapping or list; None if it has no brackets."""
    end: int = event.end_mark.index
    return end if end > event.start_mark.index else None
