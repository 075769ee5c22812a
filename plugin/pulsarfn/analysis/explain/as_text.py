"""Explanations as trees, for the terminal."""

from collections.abc import Iterable, Iterator, Sequence

from pulsarfn.analysis.explain.explanation import ExplainedField, Explanation, Provenance
from pulsarfn.analysis.explain.rules import HEAD
from pulsarfn.diagnostics.as_text import place, visible
from pulsarfn.provenance import Source

_LONGEST = 100
_DIM, _BOLD, _PLAIN = "\x1b[2m", "\x1b[1m", "\x1b[0m"


def as_text(explanations: Iterable[Explanation], *, colour: bool = False) -> str:
    """Return a tree for each object: each leaf has the value and, after an arrow, its origin."""
    return "\n".join("".join(f"{line}\n" for line in _lines(each, colour=colour)) for each in explanations)


def _lines(explanation: Explanation, *, colour: bool) -> Iterator[str]:
    head = f"{explanation.component} {explanation.fqfn}"
    location = explanation.location
    within = ", ".join(location.inside)
    yield f"{_styled(visible(head), _BOLD, colour=colour)}  {visible(location.origin)}{f' ({visible(within)})' if within else ''}"
    yield f"Pulsar {_leaf(explanation.version, colour=colour)}"
    for each in explanation.objects:
        yield _styled(f"{each.kind} {visible(each.name)}", _BOLD, colour=colour)
        yield from _tree([(field.path, field) for field in each.fields], "", colour=colour)


_Branches = Sequence[tuple[tuple[str | int, ...], ExplainedField]]


def _tree(branches: _Branches, indent: str, *, colour: bool) -> Iterator[str]:
    groups: dict[str | int, list[tuple[tuple[str | int, ...], ExplainedField]]] = {}
    for path, field in branches:
        groups.setdefault(path[0], []).append((path[1:], field))
    last = len(groups)
    for number, (step, group) in enumerate(groups.items(), 1):
        edge, deeper = ("└─ ", "   ") if number == last else ("├─ ", "│  ")
        label = f"[{step}]" if isinstance(step, int) else visible(step)
        if group[0][0]:
            yield f"{indent}{edge}{label}"
            yield from _tree(group, indent + deeper, colour=colour)
            continue
        for _, field in group:  # several if their keys are masked
            yield f"{indent}{edge}{label}: {_leaf(field, colour=colour)}"
            for part in field.parts:
                yield f"{indent}{deeper}{_part(part, colour=colour)}"


def _part(part: ExplainedField, *, colour: bool) -> str:
    if len(part.path) > 1:  # a member of embedded JSON
        label = ".".join(visible(str(step)) for step in part.path[1:])
        return f"    {label}: {_leaf(part, colour=colour)}"
    return f"  {_leaf(part, colour=colour)}"


def _leaf(field: ExplainedField, *, colour: bool) -> str:
    text = str(field.value).lower() if isinstance(field.value, bool) else str(field.value)
    value = visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)")
    how = f"  = {visible(field.how)}" if field.how else ""
    if field.parts:
        return value
    if field.rule is HEAD:
        return f"{value}{how}, {HEAD.otherwise}"
    sources = "; ".join(map(_place, field.provenance)) or field.rule.otherwise
    return f"{value}{_styled(f'{how}  ← {sources}', _DIM, colour=colour)}"


def _place(provenance: Provenance) -> str:
    key = visible(provenance.key)
    if provenance.source is Source.DEFAULT:
        return f"Pulsar's default of {key}"
    words = key if provenance.source in (Source.OPTIONS, Source.CUSTOMIZER_CONFIG) else f"{provenance.source} {key}"
    location = provenance.location
    if location is None or location.line is None:
        return words
    return f"{words} ({place(*location.shown)})"


def _styled(text: str, style: str, *, colour: bool) -> str:
    return f"{style}{text}{_PLAIN}" if colour and text else text
