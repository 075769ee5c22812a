"""A comparison for a terminal: a line for each component, followed by its changes in the form of a unified diff."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from pulsarfn.analysis.diff.changes import ABSENT, Change, Side, fields
from pulsarfn.analysis.diff.effects import Comparison, ComponentDiff, Effect, ObjectDiff
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.kubernetes.fields import Steps, field_of
from pulsarfn.stream.emit import emit_flow

_WIDEST = 400
_MANY = 8
_COLOURS = {
    Effect.REFUSED: "1;31",
    Effect.RECREATED: "1;33",
    Effect.DELETED: "1;31",
    Effect.ROLLS: "1;33",
    Effect.CREATED: "1;32",
    Effect.IN_PLACE: "1;36",
    Effect.NOTHING: "2",
}


def as_text(comparison: Comparison, *, colour: bool = False) -> str:
    """Return the comparison, with a summary on the last line."""
    parts = [*(_component(each, comparison, colour=colour) for each in comparison.components if _concerns(each))]
    quiet = [f"{each.component} {each.fqfn}" for each in comparison.components if not _concerns(each)]
    if quiet:
        parts.append(_painted(f"nothing changes: {', '.join(map(visible, quiet))}\n", "2", colour=colour))
    if comparison.others:
        parts.append("other objects:\n" + "".join(map(_other, comparison.others)))
    parts += ["".join(f"note: {visible(each)}\n" for each in comparison.notes)] if comparison.notes else []
    return "\n".join([*parts, f"{summary(comparison)}\n"])


def summary(comparison: Comparison) -> str:
    """Return one line with the number of components, and the number of components for each effect."""
    count = len(comparison.components)
    effects = Counter(each.effect for each in comparison.components)
    reported = ", ".join(f"{effects[each]} {_COUNTED[each]}" for each in Effect if effects[each])
    components = f"{count} component{'' if count == 1 else 's'}{': ' if reported else ''}{reported}"
    if not comparison.others and not comparison.unchanged_others:
        return components
    return f"{components}; {others_summary(len(comparison.others))}"


def others_summary(differing: int) -> str:
    """Return the number of objects outside components that differ, as text."""
    if differing == 0:
        return "no other object differs"
    return "1 other object differs" if differing == 1 else f"{differing} other objects differ"


_COUNTED = {
    Effect.REFUSED: "refused",
    Effect.RECREATED: "recreated",
    Effect.DELETED: "deleted",
    Effect.ROLLS: "rolling",
    Effect.CREATED: "created",
    Effect.IN_PLACE: "in place",
    Effect.NOTHING: "unchanged",
}


def other_line(other: ObjectDiff) -> str:
    """Return one line for an object outside components, without its values."""
    names = fields(other.changes)
    shown = ", ".join(names[:_MANY]) + (f" and {len(names) - _MANY} more" if len(names) > _MANY else "")
    what = other.effect.words if other.effect is not Effect.IN_PLACE else "changes"
    return visible(f"{other.title} {what}{': ' if shown else ''}{shown}")


def body(component: ComponentDiff, comparison: Comparison) -> Iterator[str]:
    """Return the lines of the diff of a component: a header for each object, a hunk for each path with the old and new value."""
    for each in component.objects:
        if each.effect in (Effect.CREATED, Effect.DELETED) and component.effect is not each.effect:
            yield f"{'+' if each.effect is Effect.CREATED else '-'} {each.title}"
        if each.changes:
            yield f"--- {comparison.old}: {each.title}"
            yield f"+++ {comparison.new}: {each.title}"
            yield from _hunks(each.changes)


def _other(other: ObjectDiff) -> str:
    return f"  {other_line(other)}\n" + "".join(f"    {visible(each)}\n" for each in other.reasons)


def _concerns(component: ComponentDiff) -> bool:
    return component.effect is not Effect.NOTHING


def _component(component: ComponentDiff, comparison: Comparison, *, colour: bool) -> str:
    head = f"{component.component} {component.fqfn}: {component.effect.words}"
    lines = [_painted(visible(head), _COLOURS[component.effect], colour=colour)]
    lines += [f"  {visible(each)}" for each in component.reasons]
    lines += [_painted(visible(each), _shade(each), colour=colour) for each in body(component, comparison)]
    return "".join(f"{each}\n" for each in lines)


def _hunks(found: Iterable[Change]) -> Iterator[str]:
    place: Steps | None = None
    for change in found:
        *above, last = change.path
        if tuple(above) != place:
            place = tuple(above)
            yield f"@@ {field_of(place) or '.'} @@"
        note = f"  # {change.note}" if change.note else ""
        name = last.strip("[]") if last.startswith("[") else last
        if change.old is not ABSENT:
            yield f"- {name}: {_value(change.old)}{note if change.new is ABSENT else ''}"
        if change.new is not ABSENT:
            yield f"+ {name}: {_value(change.new)}{note}"


def _value(side: Side) -> str:
    """Return a value on one line; texts have quotes only if they need them."""
    assert side is not ABSENT
    text = side if isinstance(side, str) and _is_plain(side) else emit_flow(side)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}… ({len(text)} characters)"


def _is_plain(text: str) -> bool:
    """Whether a text without quotes cannot be confused with a value of another type."""
    if not text.isprintable() or text != text.strip() or text[:1] in ("", '"', "'", "{", "["):
        return False
    try:
        json.loads(text)
    except ValueError:
        return True
    return False


def _shade(line: str) -> str:
    if line.startswith(("---", "+++")):
        return "1"
    return {"-": "31", "+": "32", "@": "36"}.get(line[:1], "")


def _painted(text: str, code: str, *, colour: bool) -> str:
    if not colour or not code:
        return text
    end = "\n" if text.endswith("\n") else ""
    return f"\x1b[{code}m{text.removesuffix(end) if end else text}\x1b[0m{end}"
