"""The documents of all inputs of a run, read again whenever they are needed, and the carriers and worker configs in them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from pulsarfn.annotations import PREFIX
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, Severity
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.lists import objects
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.carriers.config_maps import FORMER_NAMES, is_called
from pulsarfn.pipeline.carriers.recognise import (
    RecognisedObjects,
    is_ours,
    is_worth_a_look,
    named,
    named_worker_configs,
    outline,
    recognise,
)
from pulsarfn.pipeline.collisions import Names
from pulsarfn.pipeline.settings import InputText
from pulsarfn.pipeline.workers import PlacedProblem, PlacedSource
from pulsarfn.stream.builder import Fault
from pulsarfn.stream.documents import Content, Document, Run, blocks, runs, searched, split, split_run
from pulsarfn.stream.locate import Place, object_path, place_of, rendered_from
from pulsarfn.stream.markers import (
    is_candidate,
    is_text,
    may_be_carrier,
    may_concern_others,
    names_function_mesh,
    names_us,
)
from pulsarfn.stream.parser import DocumentText
from pulsarfn.stream.reader import ReadDocument, read_document
from pulsarfn.stream.splice import Slot, leading, slots
from pulsarfn.stream.texts import ReadError, decode, text_of
from pulsarfn.typed import TypeAlias
from pulsarfn.values import Manifest, Value, mapping, value_at

_STATEFUL_SET = "StatefulSet"
_LONG = 1 << 20
"""The size in bytes from which a candidate is scanned for our keys before it is read in full."""


class InputDocument(NamedTuple):
    """A document of a run.

    Attributes:
        input: the number of its input, from 0.
        origin: the name of its input.
        order: the offset of its first byte among all bytes of the run, which sorts the documents.
        document: the document itself.
    """

    input: int
    origin: str
    order: int
    document: Document

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def raw(self) -> bytes:
        """All bytes of the document."""
        return self.document.raw


class ParsedDocument(NamedTuple):
    """A document that concerns pulsarfn.

    Attributes:
        document: the document itself.
        text: its text.
        read: the result of reading it; with its value if it has carriers (`outline` reduces the items of a list).
        place: the place of the document.
        recognised: the objects that were recognised in it.
        worker_configs: the worker configs in it.
    """

    document: Document
    text: DocumentText
    read: ReadDocument
    place: Place
    recognised: RecognisedObjects
    worker_configs: tuple[PlacedSource, ...]

    def __repr__(self) -> str:
        return hidden(self)

    def slots(self, *, compact: bool) -> Iterator[Slot]:
        """Return the spans of the document that manifests replace, or that are removed; `compact` as in `splice.slots`."""
        carriers, consumed = self.recognised.carriers, self.recognised.consumed
        return slots(self.document, self.text, self.read, carriers, consumed, compact=compact)


Parsed: TypeAlias = tuple[ParsedDocument | None, list[PlacedProblem]]
"""A candidate after reading it, and its problems; None if it does not concern pulsarfn or cannot be read."""


def documents(inputs: Sequence[InputText], wanted: Callable[[bytes], bool] | None = None) -> Iterator[InputDocument]:
    """Return the documents of the inputs in order: all, or those whose bytes are `wanted`, as `split` calls it."""
    for number, before, given in _numbered(inputs):
        yield from (_of_input(number, before, given, each) for each in split(given.content, wanted))


def _of_input(number: int, before: int, given: InputText, document: Document) -> InputDocument:
    """Return a document of the input with this number; `before` is the count of bytes before that input."""
    return InputDocument(number, given.origin, before + document.start, document)


def _numbered(inputs: Sequence[InputText]) -> Iterator[tuple[int, int, InputText]]:
    """Return each input with its number and the count of bytes before it."""
    before = 0
    for number, given in enumerate(inputs):
        yield number, before, given
        before += len(given.content)


class Candidates:
    """The documents of the inputs that may concern pulsarfn; they can be iterated more than once.

    Everything else is scanned once; only runs that hold candidates are remembered.
    """

    def __init__(self, inputs: Sequence[InputText], *, function_mesh: bool) -> None:
        """Scan the inputs; with `function_mesh`, also for resources of Function Mesh."""
        self._function_mesh = function_mesh
        self._is_one = may_be_carrier if function_mesh else is_candidate
        self._runs = [(*each, [*self._scanned(each[-1])]) for each in _numbered(inputs)]
        self._last: tuple[int, Parsed] | None = None

    def __iter__(self) -> Iterator[InputDocument]:
        for number, before, given, found in self._runs:
            for run in found:
                held = split_run(given.content, run, self._is_one)
                yield from (_of_input(number, before, given, each) for each in held)

    def _scanned(self, given: InputText) -> Iterator[Run]:
        plain = 0 if self._function_mesh else given.plain
        return runs(given.content, self._is_one, plain)

    def holding(self, wanted: Callable[[bytes], bool]) -> Iterator[InputDocument]:
        """Return the candidates that are `wanted` too. As for `split`, a run without any is skipped at once."""
        for number, before, given, found in self._runs:
            for run in found:
                if any(map(wanted, searched(given.content, run.start, run.end))):
                    held = split_run(given.content, run, lambda raw: wanted(raw) and self._is_one(raw))
                    yield from (_of_input(number, before, given, each) for each in held)

    def parsed(self, given: InputDocument) -> Parsed:
        """Return a candidate after reading it.

        The last one is remembered: often there is only one, the List of all objects.
        """
        if self._last is None or self._last[0] != given.order:
            self._last = None
            self._last = given.order, _parse(given, function_mesh=self._function_mesh)
        return self._last[1]


def resource_list(content: Content) -> Document | None:
    """Return the document of an input that may be a ResourceList, which is the only one; None for any other input."""
    first = next(split(content), None)
    if first is None or len(first.content) < len(content):
        return None
    return first if any(b"ResourceList" in each for each in searched(content, 0, len(content))) else None


def texts(inputs: Sequence[InputText]) -> tuple[list[InputText], list[PlacedProblem]]:
    """Return the inputs that can be text, and the problems of the others."""
    readable, reported = list[InputText](), list[PlacedProblem]()
    for given in inputs:
        if all(map(is_text, blocks(given.content))):
            readable.append(given)
        else:
            reported.append(next(filter(None, map(_not_text, documents([given])))))
    return readable, reported


def _not_text(given: InputDocument) -> PlacedProblem | None:
    try:
        decode(given.raw)
    except ReadError as error:
        return read_problem(error), Place(given.origin, "", given.document.start_line, secret=True)
    return None


def place_in_run(given: InputDocument, text: DocumentText = "") -> Place:
    """Return the place of a document that has not been read; without its `text` unless that is given."""
    file, document = rendered_from(leading(given.document.content), {}), given.document
    return Place(given.origin, text, document.start_line, document.index, order=given.order, rendered_from=file)


def _parse(given: InputDocument, *, function_mesh: bool) -> Parsed:
    content = given.document.content
    text: DocumentText = ""
    names_mesh = function_mesh and names_function_mesh(given.raw)
    try:
        text = text_of(content)
        if len(content) > _LONG and not names_mesh and _has_keys(text, is_worth_a_look) is False:
            return None, []
        document = read_document(text, partial(outline, function_mesh=function_mesh))
    except ReadError as error:
        broken = error.code is codes.BROKEN_YAML and (names_mesh or names_us(given.raw))
        if broken or _has_keys(given.raw.decode("utf-8-sig", "replace"), is_ours):
            return None, [(read_problem(error), place_in_run(given, text)._replace(secret=True))]
        return None, []
    value = document.value
    recognised = recognise(value, function_mesh=function_mesh)
    place, fault = place_in_run(given, text), _fault_of_ours(document, recognised)
    if fault is not None:
        return None, [(read_problem(fault), place._replace(secret=True))]
    place = place_of(value, place)
    whole, problems = value, recognised.problems
    if any(each.code is codes.CARRIER_NESTED for each in problems):  # the outline of an item has no name
        whole = read_document(text).value
        problems = recognise(whole, function_mesh=function_mesh).problems
    reported = [(problem, place_of(whole, place, object_path(problem.path))) for problem in problems]
    sources = (PlacedSource(each, place_of(value, place, each.path)) for each in recognised.worker_config_sources)
    read = document if recognised.carriers else document._replace(value=None)
    return ParsedDocument(given.document, text, read, place, recognised, tuple(sources)), reported


def _fault_of_ours(document: ReadDocument, recognised: RecognisedObjects) -> ReadError | None:
    """Return the first fault in the objects that pulsarfn expands, or that it would if a key were not there twice.

    Other items of a list are left to Kubernetes (contract 2).
    """
    if not document.faults:
        return None
    ours = {*recognised.carriers, *(each.path for each in recognised.worker_config_sources)}
    ours |= {object_path(each.path) for each in recognised.problems if each.code.severity is Severity.ERROR}
    if () in ours:
        return next((each.error for each in document.faults if each.error.code is not codes.ALIAS), None)
    parts = {("items",), *(path[:2] for path in ours)}  # the list itself: two lists of items are none
    return next(
        (
            each.error
            for each in document.faults
            if (ours and (each.part in parts or each.part[:1] != ("items",))) or _loses_ours(each)
        ),
        None,
    )


def _loses_ours(fault: Fault) -> bool:
    """Whether a key that is there twice hides an annotation of pulsarfn."""
    metadata = mapping(mapping(fault.lost).get("metadata"))
    annotations = mapping(fault.lost).get("annotations") or metadata.get("annotations")
    return any(key.startswith(PREFIX) for key in mapping(annotations))


def _has_keys(content: DocumentText, wanted: Callable[[str], bool]) -> bool | None:
    """Whether a document has a wanted key; None if a scan, which takes no memory, cannot decide it."""
    from yaml import YAMLError  # noqa: PLC0415 - `parser` imports it first, without compiling its patterns

    from pulsarfn.stream.layout import keys  # noqa: PLC0415 - for long and for unreadable documents only

    try:
        return any(map(wanted, keys(content)))
    except YAMLError:
        return None


def read(given: InputDocument, item: Callable[[Value], Value] | None = None) -> tuple[Value, Place] | None:
    """Return the value and the place of any document, None if it cannot be read; `item` maps each item of a list."""
    with suppress(ReadError):
        text = text_of(given.document.content)
        value = read_document(text, item).value
        return value, place_of(value, place_in_run(given, text))
    return None


def worker_configs(inputs: Sequence[InputText], candidates: Candidates, name: str) -> list[PlacedSource]:
    """Return the worker configs of the inputs: those with the annotation, and those that carriers or the settings name."""
    sources, names = list[PlacedSource](), {name} - {""}
    for given in candidates.holding(may_concern_others):
        parsed, _ = candidates.parsed(given)
        if parsed is not None:
            sources += parsed.worker_configs
            names |= parsed.recognised.asked_for
    unknown = names - {name for each in sources for name in (each.name, *each.former_names)}
    return [*sources, *(_named(inputs, unknown) if unknown else ())]


def _named(inputs: Sequence[InputText], names: set[str]) -> Iterator[PlacedSource]:
    """Return the worker configs of these names that have no annotation."""
    known = Names(names)
    for given in documents(inputs, lambda raw: known.may_stand_in(raw) or FORMER_NAMES.encode() in raw):
        if found := read(given, named(names)):
            value, place = found
            for source in named_worker_configs(value, names):
                yield PlacedSource(source, place_of(value, place, source.path))


def config_map(inputs: Sequence[InputText], name: str) -> Manifest | None:
    """Return the first ConfigMap of this name; None if there is none."""
    known = Names([name])
    for given in documents(inputs, lambda raw: known.may_stand_in(raw) or FORMER_NAMES.encode() in raw):
        found = read(given, named([name]))
        for manifest, _ in objects(found[0]) if found else ():
            if manifest.get("kind") == "ConfigMap" and is_called(manifest, [name]):
                return manifest
    return None


def pods_of(inputs: Sequence[InputText]) -> Iterator[Manifest]:
    """Return the pods of the StatefulSets in the stream; documents that do not contain the word ``secret`` are skipped."""
    for given in documents(inputs, lambda raw: _STATEFUL_SET.encode() in raw):
        found = read(given) if b"secret" in given.raw else None
        for manifest, _ in objects(found[0]) if found else ():
            if manifest.get("kind") == _STATEFUL_SET:
                yield mapping(value_at(manifest, ("spec", "template", "spec")))


def read_problem(error: ReadError) -> Problem:
    """Return the problem for a text that cannot be read."""
    return Problem(error.code, error.message, hint=error.hint, at=(error.line, error.column))
