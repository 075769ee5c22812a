"""``lint --fix``: fixes are made pass by pass in memory, as one may bring up another, and then written, all or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import TypeAlias

from pulsarfn.analysis.lint.fixes import FixableProblem, FixedText, fixed_config, fixed_input
from pulsarfn.cli.files import may_be_replaced
from pulsarfn.diagnostics.as_text import place, short, visible
from pulsarfn.diagnostics.problem import STDIN, Diagnostic
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.run import Expansion
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.edits import Edit, edited, original_offset
from pulsarfn.stream.lines import Lines

_MOST_PASSES = 20  # a fix brings up another one or two: a renamed key has a value, a list has items
_MARK = "\ufeff"


class Target(NamedTuple):
    """A text that is fixed.

    Attributes:
        original: the text before all fixes, without its byte order mark.
        text: the text after them.
        mark: the byte order mark, or empty.
        passes: the edits of each pass.
    """

    original: str
    text: str
    mark: str
    passes: tuple[tuple[Edit, ...], ...] = ()

    def __repr__(self) -> str:
        return hidden(self)

    @classmethod
    def of(cls, content: bytes) -> "Target | None":
        """Return the target with this content; None if it is not UTF-8."""
        try:
            decoded = content.decode()
        except UnicodeDecodeError:
            return None
        text = decoded.removeprefix(_MARK)
        return cls(text, text, decoded[: len(decoded) - len(text)])

    @property
    def original_content(self) -> bytes:
        """The bytes before all fixes."""
        return (self.mark + self.original).encode()

    @property
    def content(self) -> bytes:
        """The bytes after all fixes."""
        return (self.mark + self.text).encode()

    def after(self, edits: tuple[Edit, ...]) -> "Target":
        """Return the target after one more pass."""
        return self._replace(text=edited(self.text, edits), passes=(*self.passes, edits))

    def original_places(self, places: Iterable[tuple[int | None, int | None]]) -> Iterator[tuple[int, int]]:
        """Return the places before all fixes of lines and columns of the text."""
        lines, before = Lines(self.text), Lines(self.original)
        for line, column in places:
            offset = lines.offset((line or 1, column or 1))
            for edits in reversed(self.passes):
                offset = original_offset(offset, edits)
            yield before.place(offset)


class FixedProblem(NamedTuple):
    """A problem that is fixed: the file, the line and column before all fixes, and its diagnostic."""

    file: str
    line: int
    column: int
    diagnostic: Diagnostic

    def report(self, verb: str) -> str:
        """Return a line for a person: the place, what was wrong, and what it is now."""
        code, message, now = self.diagnostic.code, self.diagnostic.message, self.diagnostic.hint
        words = f"{message}, now {now}" if now else message
        return f"{place(self.file, self.line, self.column)}: {verb} {code.id}: {visible(short(words))}\n"


class FixedRun(NamedTuple):
    """The result of fixing.

    Attributes:
        before: what lint finds before the fixes.
        after: what lint finds after them.
        fixed: the fixed problems, in the order of the files.
        targets: the texts that may be written, by file.
    """

    before: Expansion
    after: Expansion
    fixed: tuple[FixedProblem, ...]
    targets: Mapping[str, Target]

    def __repr__(self) -> str:
        return hidden(self)


Lint: TypeAlias = Callable[[list[InputText], InputText | None], tuple[Expansion, Sequence[FixableProblem]]]
"""Returns what lint finds in inputs with a worker config that is a file of its own, and the problems that have a fix."""


def fixed_by(
    lint: Lint, inputs: list[InputText], worker_config: InputText | None = None, *, of_checkout: bool
) -> FixedRun:
    """Fix what has a certain fix: in the inputs, but for a config of standard input if `of_checkout` in its file of the checkout.

    A worker config that is a file of its own is fixed too, if it may be written.
    """
    texts = {each.origin: Target.of(each.content[:]) for each in inputs}
    if worker_config and worker_config.origin not in texts and may_be_replaced(FilePath(worker_config.origin)):
        texts[worker_config.origin] = Target.of(worker_config.content[:])
    files: dict[str, Target | None] = {}
    homes: dict[object, str] = {}
    fixed: list[FixedProblem] = []
    before, found = lint(inputs, worker_config)
    after = before
    for _ in range(_MOST_PASSES):
        of_files = [each for each in found if of_checkout and each.place.origin == STDIN]
        homes = homes or {_config(each): each.diagnostic.location.checkout_file for each in of_files}
        fixed += _fix_files(files, homes, of_files)
        found = [each for each in found if not of_checkout or homes.get(_config(each), STDIN)]
        made = _fix_inputs(texts, found)
        fixed += [each for each in made if not of_checkout or each.file != STDIN]
        if not made:
            break
        worker_config = worker_config and _input(worker_config, texts.get(worker_config.origin))
        after, found = lint([_input(each, texts[each.origin]) for each in inputs], worker_config)
    if of_checkout:
        texts.pop(STDIN, None)
    targets = {name: each for name, each in (texts | files).items() if each is not None}
    order = {name: number for number, name in enumerate(targets)}
    return FixedRun(before, after, tuple(sorted(fixed, key=lambda each: (order[each.file], *each[1:3]))), targets)


def _input(given: InputText, target: Target | None) -> InputText:
    return given if target is None or not target.passes else given._replace(content=target.content)


def _config(fixable: FixableProblem) -> object:
    """Return what identifies a config of the inputs in every pass."""
    outer, path = fixable.place.within or (fixable.place, ())
    return outer.origin, outer.document, path


def _fix_inputs(texts: dict[str, Target | None], found: Iterable[FixableProblem]) -> list[FixedProblem]:
    fixed = list[FixedProblem]()
    for name, fixables in _grouped(found, lambda each: each.place.origin).items():
        target = texts.get(name)
        if target is None:
            continue
        made = fixed_input(target.text, fixables)
        places = [(each.diagnostic.location.line, each.diagnostic.location.column) for each in made.fixed]
        fixed += _fixed(name, target, made, places)
        texts[name] = target.after(made.edits)
    return fixed


def _fix_files(
    files: dict[str, Target | None], homes: Mapping[object, str], found: Iterable[FixableProblem]
) -> list[FixedProblem]:
    fixed = list[FixedProblem]()
    for name, fixables in _grouped(found, lambda each: homes.get(_config(each), "")).items():
        target = files.get(name) or (Target.of(FilePath(name).read_bytes()) if name else None)
        if target is None:
            continue
        made = fixed_config(target.text, fixables, is_json=name.endswith(".json"))
        places = [(each.diagnostic.location.config_line, each.diagnostic.location.config_column) for each in made.fixed]
        fixed += _fixed(name, target, made, places)
        files[name] = target.after(made.edits)
    return fixed


def _grouped(
    found: Iterable[FixableProblem], name_of: Callable[[FixableProblem], str]
) -> dict[str, list[FixableProblem]]:
    groups: dict[str, list[FixableProblem]] = {}
    for each in found:
        groups.setdefault(name_of(each), []).append(each)
    return groups


def _fixed(
    name: str, target: Target, made: FixedText, places: Iterable[tuple[int | None, int | None]]
) -> Iterator[FixedProblem]:
    for each, (line, column) in zip(made.fixed, target.original_places(places), strict=True):
        yield FixedProblem(name, line, column, each.diagnostic)
