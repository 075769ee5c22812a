"""One pass of `lint --fix`: from the problems that have a certain fix to the edits of the texts that they are in."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from pulsarfn.diagnostics.problem import Diagnostic, Fix, Path, Problem, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.java.lenient_edits import lenient_edits
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.review import Review, ReviewInput, Verdict
from pulsarfn.stream.config_text import read_config
from pulsarfn.stream.edits import Edit
from pulsarfn.stream.embedded_edits import InnerEdits, outer_edits
from pulsarfn.stream.fix_edits import FixAt, fix_edits
from pulsarfn.stream.lines import Lines
from pulsarfn.stream.locate import Place
from pulsarfn.stream.texts import ReadError
from pulsarfn.values import value_at

_K = TypeVar("_K")


class FixableProblem(NamedTuple):
    """A problem of a config that has a fix, its place, and its diagnostic, whose hint says what the fix changes."""

    problem: Problem
    place: Place
    diagnostic: Diagnostic

    def __repr__(self) -> str:
        return hidden(self)


class FixedText(NamedTuple):
    """The edits of a text, and the problems that they fix."""

    edits: tuple[Edit, ...] = ()
    fixed: tuple[FixableProblem, ...] = ()

    def __repr__(self) -> str:
        return hidden(self)


def noting_fixes(review: Review[_K], found: list[FixableProblem]) -> Review[_K]:
    """Return a review that also adds to `found` the problems that have a fix."""

    def noting(reviewed: ReviewInput[_K]) -> Verdict:
        verdict = review.judge(reviewed)
        for problem, place in _fixable(verdict.reported):
            words = problem._replace(hint=problem.fix.words if problem.fix else "")
            found.append(FixableProblem(problem, place, reviewed.locator.locate(words, place)))
        return verdict

    return review._replace(judge=noting)


def fixed_input(text: str, fixables: Iterable[FixableProblem]) -> FixedText:
    """Return the edits of an input, for the problems of the configs in it."""
    lines, edits, fixed = Lines(text), list[Edit](), list[FixableProblem]()
    for document, configs in _documents(fixables):
        start = lines.offset((document.first_line, 1))
        own = document.text[:]
        made = _fixed_document(own, configs)
        moved = [Edit(each.start + start, each.end + start, each.text) for each in made.edits]
        if all(
            text[new.start : new.end] == own[old.start : old.end] for old, new in zip(made.edits, moved, strict=True)
        ):
            edits += moved
            fixed += made.fixed
    return FixedText(tuple(edits), tuple(fixed))


def fixed_config(text: str, fixables: Iterable[FixableProblem], *, is_json: bool) -> FixedText:
    """Return the edits of a text that is a config, for the problems of the config."""
    by_fix = dict(_fixes_at(text, fixables, is_json=is_json))
    made = fix_edits(text, by_fix, is_json=is_json)
    return FixedText(tuple(each.edit for each in made), tuple(by_fix[each.at] for each in made))


def _fixable(reported: Iterable[tuple[Problem, Place]]) -> Iterator[tuple[Problem, Place]]:
    for problem, place in reported:
        is_written = problem.text is not Text.CARRIER and not place.keys and not place.giver(problem.path)
        if problem.fix is not None and problem.code.fixed and is_written:
            yield problem, place


def _fixes_at(
    text: str, fixables: Iterable[FixableProblem], *, is_json: bool
) -> Iterator[tuple[FixAt, FixableProblem]]:
    """Return the fixes of a config with their paths; those inside of JSON text with the edit of this text."""
    inner: dict[Path, dict[Fix, FixableProblem]] = {}
    for each in fixables:
        path, fix = each.problem.path, each.problem.fix
        assert fix is not None, "see `noting_fixes`"
        if fix.inner:
            inner.setdefault(path, {})[fix] = each
        else:
            yield FixAt(path, fix), each
    if not inner:
        return
    with suppress(ReadError):
        config = read_config(text, is_json=is_json)[0]
        for path, by_fix in inner.items():
            for fix, edit in lenient_edits(str(value_at(config, path)), by_fix):
                yield FixAt(path, fix, edit), by_fix[fix]


_Configs = dict[Path, list[FixableProblem]]


def _documents(fixables: Iterable[FixableProblem]) -> Iterable[tuple[Place, _Configs]]:
    """Return the problems of an input by document and config; an input that is given twice has each problem twice."""
    found: dict[int, tuple[Place, _Configs]] = {}
    for each in fixables:
        outer, path = each.place.within or (each.place, ())
        _, configs = found.setdefault(outer.first_line, (outer, {}))
        configs.setdefault(path, []).append(each)
    return found.values()


def _fixed_document(text: str, configs: _Configs) -> FixedText:
    inner: dict[InnerEdits, tuple[FixableProblem, ...]] = {}
    for path, fixables in configs.items():
        place = fixables[0].place
        name = place.key if place.within else place.origin
        config = place.text[:] if place.within else text
        made = fixed_config(config, fixables, is_json=name.endswith(".json"))
        if not place.within:
            return made
        if made.edits:
            inner[InnerEdits(path, config, made.edits)] = made.fixed
    outer = outer_edits(text, inner)
    return FixedText(
        tuple(edit for each in outer for edit in each.edits),
        tuple(fixed for each in outer for fixed in inner[each.inner]),
    )
