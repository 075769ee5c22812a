"""From edits of texts inside of a document to edits of the document: the scalars that hold the texts keep their style."""

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from yaml import YAMLError
from yaml.events import AliasEvent, ScalarEvent

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.edits import Edit, edited, largest_part
from pulsarfn.stream.parser import events
from pulsarfn.stream.positions import Positions
from pulsarfn.stream.scalar_places import EmbeddedText, embedded

_MARK = "\ufeff"


class InnerEdits(NamedTuple):
    """The edits of a text in a scalar of a document: the path of the scalar, the text, and the edits."""

    path: Path
    text: str
    edits: tuple[Edit, ...]

    def __repr__(self) -> str:
        return hidden(self)


class OuterEdits(NamedTuple):
    """The edits of the document that make the edits of one text, with the offset and the new value of its scalar."""

    inner: InnerEdits
    start: int
    value: str
    edits: tuple[Edit, ...]

    def __repr__(self) -> str:
        return hidden(self)


def edits_inside(text: str) -> Callable[[Path, Edit], Edit | None]:
    """Return a function from an edit of the value of a scalar of `text` to the edit of the text; None if the place is unknown."""
    places = Positions(text)

    @cache
    def place_of(path: Path) -> tuple[EmbeddedText, str | None] | None:
        scalar = places.scalar(path)
        return None if scalar is None else (embedded(text, *scalar, places.text(path)), scalar[1])

    def edit_inside(path: Path, edit: Edit) -> Edit | None:
        place = place_of(path)
        return None if place is None else _outer(text, *place, edit)

    return edit_inside


def outer_edits(document: str, inner: Iterable[InnerEdits]) -> Sequence[OuterEdits]:
    """Return the edits of a document, without the texts whose scalar cannot be edited exactly.

    The edited document must have the same events as before, except for the new values of these scalars, and no alias of them.
    """
    places = Positions(document)
    found = []
    for each in inner:
        scalar = places.scalar(each.path)
        if scalar is None:
            continue
        span, style = scalar
        place = embedded(document, span, style, places.text(each.path))
        outer = _direct(document, place, style, each) or _in_base64(document, place, style, each)
        if outer is not None:
            found.append(OuterEdits(each, span[0], *outer))
    return largest_part(found, lambda some: _keeps_the_rest(document, some))


def _direct(
    document: str, place: EmbeddedText, style: str | None, inner: InnerEdits
) -> tuple[str, tuple[Edit, ...]] | None:
    mark = len(place.value) - len(place.value.removeprefix(_MARK))
    if place.value[mark:] != inner.text:
        return None
    edits = [Edit(each.start + mark, each.end + mark, each.text) for each in inner.edits]
    outer = [_outer(document, place, style, each) for each in edits]
    return None if None in outer else (edited(place.value, edits), tuple(filter(None, outer)))


def _outer(document: str, place: EmbeddedText, style: str | None, edit: Edit) -> Edit | None:
    span = place.span(document, style, edit.start, edit.end)
    return None if span is None else Edit(*span, _escaped(edit.text, style))


def _escaped(text: str, style: str | None) -> str:
    if style == '"':
        return json.dumps(text, ensure_ascii=False)[1:-1]
    return text.replace("'", "''") if style == "'" else text


def _in_base64(
    document: str, place: EmbeddedText, style: str | None, inner: InnerEdits
) -> tuple[str, tuple[Edit, ...]] | None:
    """Return the edit of a text in base64, if it is encoded as every program encodes it, on one line."""
    encoded = place.value.rstrip("\n")
    try:
        text = b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    mark = len(text) - len(text.removeprefix(_MARK))
    if not encoded or text[mark:] != inner.text or b64encode(text.encode()).decode() != encoded:
        return None
    new = b64encode((text[:mark] + edited(inner.text, inner.edits)).encode()).decode()
    outer = _outer(document, place, style, Edit(0, len(encoded), new))
    return None if outer is None else (new + place.value[len(encoded) :], (outer,))


def _keeps_the_rest(document: str, some: Sequence[OuterEdits]) -> bool:
    new = edited(document, (edit for each in some for edit in each.edits))
    values = {each.start: each.value for each in some}
    try:
        before, after = list(events(document)), list(events(new))
    except YAMLError:
        return False
    shared = {each.anchor for each in before if isinstance(each, AliasEvent)}
    if any(_anchor(each) in shared for each in before if each.start_mark.index in values):
        return False  # an alias has the value too
    return len(before) == len(after) and all(
        _told(one, values.get(one.start_mark.index)) == _told(other) for one, other in zip(before, after, strict=True)
    )


def _anchor(event: Any) -> str | None:  # noqa: ANN401 - PyYAML's events
    return event.anchor if isinstance(event, ScalarEvent) else None


def _told(event: Any, value: str | None = None) -> tuple[object, ...]:  # noqa: ANN401 - PyYAML's events
    """Return what an event says, with another value if it is a scalar and one is given."""
    kept = tuple(getattr(event, name, None) for name in ("anchor", "tag", "implicit", "style", "flow_style"))
    scalar = event.value if isinstance(event, ScalarEvent) else None
    return type(event), scalar if value is None or scalar is None else value, *kept
