"""A comparison for a comment on a pull request: a table of the effects on components, then the changes, folded."""

import re
from typing import Final

from pulsarfn.analysis.diff.as_text import body, other_line, others_summary, summary
from pulsarfn.analysis.diff.effects import Comparison, ComponentDiff, Effect, ObjectDiff
from pulsarfn.diagnostics.as_text import visible

_LONGEST: Final = 60_000  # characters; GitHub accepts 65,536 in a comment
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|@~]")
_GRAVE: Final = (Effect.REFUSED, Effect.RECREATED, Effect.DELETED, Effect.ROLLS)


def as_markdown(comparison: Comparison) -> str:
    """Return the comparison, cut to the largest size of a comment; the omitted components are counted."""
    parts = [f"### pulsarfn diff: {_escaped(summary(comparison))}\n"]
    changed = [each for each in comparison.components if each.effect is not Effect.NOTHING]
    if changed:
        rows = [f"| {_code(_name(each))} | {_effect(each)} | {_reasons(each)} |\n" for each in changed]
        parts.append("| component | what happens | why |\n| --- | --- | --- |\n" + "".join(rows))
    if comparison.others:
        lines = "".join(map(_other, comparison.others))
        parts.append(f"<details><summary>{others_summary(len(comparison.others))}</summary>\n\n{lines}\n</details>\n")
    if comparison.notes:
        parts.append("".join(f"- note: {_escaped(each)}\n" for each in comparison.notes))
    details = [detail for each in changed if (detail := _details(each, comparison))]
    room = _LONGEST - sum(len(part) for part in parts)
    for count, detail in enumerate(details):
        room -= len(detail)
        if room < 0:
            parts.append(
                f"The changes of {len(details) - count} more components are left out: a comment has no room for them.\n"
            )
            break
        parts.append(detail)
    return "\n".join(parts)


def _name(component: ComponentDiff) -> str:
    return f"{component.component} {component.fqfn}"


def _effect(component: ComponentDiff) -> str:
    words = component.effect.words
    return f"**{words}**" if component.effect in _GRAVE else words


def _reasons(component: ComponentDiff) -> str:
    return "<br>".join(_escaped(each) for each in component.reasons)


def _other(other: ObjectDiff) -> str:
    return f"- {_escaped(other_line(other))}\n" + "".join(f"  - {_escaped(each)}\n" for each in other.reasons)


def _details(component: ComponentDiff, comparison: Comparison) -> str:
    lines = [visible(each) for each in body(component, comparison)]
    if not lines:
        return ""
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    title = _escaped(f"{_name(component)}: {component.effect.words}")
    return f"<details><summary>{title}</summary>\n\n{fence}diff\n{text}\n{fence}\n\n</details>\n"


def _escaped(text: str) -> str:
    """Return a text that Markdown shows unchanged, and that mentions nobody."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", visible(text))


def _code(text: str) -> str:
    return f"<code>{_escaped(text)}</code>"
