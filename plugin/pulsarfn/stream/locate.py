"""The line and column in the stream of a problem's path: the texts are read again, this time for positions."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

from pulsarfn.annotations import OF_HELM_4
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Diagnostic, Location, Path, Problem, original
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.stream.texts import place_within
from pulsarfn.typed import TYPE_CHECKING, TypeAlias
from pulsarfn.values import Value, mapping, value_at

if TYPE_CHECKING:
    from pulsarfn.diagnostics.secrecy.keys import SecretKeys
    from pulsarfn.stream.excerpts import Excerpts
    from pulsarfn.stream.parser import DocumentText
    from pulsarfn.stream.positions import Positions

_HELM3_SOURCE = pattern(r"^# Source: (\S.*?)\s*$", re.MULTILINE)
_ORIGIN_ANNOTATIONS = (
    OF_HELM_4,
    "internal.config.kubernetes.io/path",
    "config.kubernetes.io/path",
)
_KUSTOMIZE_ORIGIN = ("config.kubernetes.io/origin", pattern(r"^(?:path|configuredIn): (.+)$", re.MULTILINE))
_MOST_TEXTS = 8
_BROKEN = (codes.BROKEN_YAML, codes.BROKEN_JSON)
_NO_MAPPING = (codes.CONFIG_NOT_A_CONFIG, codes.WORKER_CONFIG_NOT_A_MAPPING)
_ONE_WORD = pattern(r"\s*[^\s{}:]+\s*")
_UNKNOWN_KEYS = (codes.CONFIG_KEY_UNKNOWN, codes.WORKER_CONFIG_KEY_UNKNOWN, codes.CUSTOMIZER_OPTION_UNKNOWN)


class Place(NamedTuple):
    """A text of the input that problems may point into, and its place in the stream.

    Attributes:
        origin: the input file, or ``stdin``.
        text: the text itself; for a document it may be a `LongText`.
        first_line: the 1-based line of the stream on which the text begins.
        document: the 1-based number of the document, None for a file that is not a stream.
        resource: ``Kind/name`` of the document.
        key: the data key that holds the config.
        secret: whether any part of the text may be secret: none of its lines is ever shown.
        within: if the text is a scalar of another text, that text and the path of the scalar in it.
        keys: for a worker config of PF_ keys, the path in the ConfigMap of each path of the config.
        beside: other secret texts that a message about this text may repeat.
        order: the position of the document in the run, by which diagnostics are sorted.
        rendered_from: the file of a chart or kustomization from which the host rendered the document, as the host names it.
        elsewhere: the values that are not in the text, by path: the option that gives each, or its place in another text.
        parts: for a config that is made from the fields of a resource, the path in the text of each part of the config.
    """

    origin: str
    text: "DocumentText"
    first_line: int = 1
    document: int | None = None
    resource: str = ""
    key: str = ""
    secret: bool = False
    within: "tuple[Place, Path] | None" = None
    keys: Mapping[Path, Path] = {}
    beside: "tuple[Place, ...]" = ()
    order: int = -1
    rendered_from: str = ""
    elsewhere: Mapping[Path, "str | tuple[Place, Path]"] = {}
    parts: Mapping[Path, Path] = {}

    def __repr__(self) -> str:
        return hidden(self)

    def in_text(self, path: Path) -> Path:
        """Return the path in the text of the value at `path` of the config that the text gives."""
        return self.keys.get(path) or original(path, self.parts)

    def giver(self, path: Path) -> "str | tuple[Place, Path]":
        """Return the option that gives the value at `path`, or its place in another text; empty if the text has the value."""
        above = (path[:length] for length in range(len(path), -1, -1)) if self.elsewhere else ()
        return next((self.elsewhere[each] for each in above if each in self.elsewhere), "")

    def giver_below(self, path: Path) -> "str | tuple[Place, Path]":
        """Return what gives a part of the value at `path`, as `giver` does; empty if nothing does."""
        return next((giver for each, giver in self.elsewhere.items() if path and each[: len(path)] == path), "")


Checkout: TypeAlias = Callable[[str, str], str]
"""Returns the file of a config in a checkout, given the text of the config and its data key; empty if there is none."""


class _ReadText:
    """A text that is read again on demand; `given` is the text, or the long text that it is read from."""

    def __init__(self, given: "DocumentText", keys: "SecretKeys") -> None:
        self.given, self._keys = given, keys

    @cached_property
    def text(self) -> str:
        return self.given[:]

    @cached_property
    def positions(self) -> "Positions":
        from pulsarfn.stream.positions import Positions  # noqa: PLC0415 - only needed to report problems

        return Positions(self.text)

    @cached_property
    def excerpts(self) -> "Excerpts":
        from pulsarfn.stream.excerpts import Excerpts  # noqa: PLC0415 - likewise

        return Excerpts(self.text, self._keys)


class Locator:
    """Turns problems into diagnostics; caches the positions of the last texts that it read."""

    def __init__(self, keys: "SecretKeys", checkout: Checkout | None = None) -> None:
        """Start without any text; `keys` says which values are not shown, `checkout` finds the files of configs."""
        self._keys, self._checkout = keys, checkout
        self._texts: dict[int, _ReadText] = {}

    def locate(self, problem: Problem, place: Place) -> Diagnostic:
        """Return the diagnostic for `problem`, whose path points into the text of `place`."""
        from pulsarfn.diagnostics.plain_english import in_plain_english  # noqa: PLC0415 - only needed to report problems
        from pulsarfn.diagnostics.secrecy.credentials import masked_message  # noqa: PLC0415 - only needed to report problems
        from pulsarfn.diagnostics.secrecy.words import repeats  # noqa: PLC0415 - likewise

        if place.parts:  # the fields of a resource are places of their own, and no JSON text
            problem = problem._replace(path=(*problem.path, *problem.inner))
        found = problem.at or self._find(problem.path, place, at_key=problem.at_key)
        location = self._location(problem.path, place, found)
        withheld = frozenset[str]() if problem.names_only else self._withheld(problem, place, location, found)
        if found is not None and (problem.inner or problem.inner_at) and not place.parts:
            location = self._inside(problem, place, location, found)
        if problem.code in _UNKNOWN_KEYS and not self._keys.know(str(problem.path[-1])):
            location = location._replace(source="")  # the value of an unknown key may be secret
        if problem.code in _NO_MAPPING and _ONE_WORD.fullmatch(location.source):
            location = location._replace(source="")  # it may be a token, if the wrong file was given
        if problem.code in _BROKEN and problem.at == place_within(text := self._read(place).text, len(text)):
            location = location._replace(source="")  # nobody knows what the open text, list or mapping would be
        message, hint = (masked_message(each, problem.path) for each in (problem.message, problem.hint))
        message = problem.code.title if repeats(message, withheld) else message
        hint = "" if repeats(hint, withheld) else hint
        message, pulsar_says = in_plain_english(message)
        return Diagnostic(problem.code, message, location, hint, pulsar_says)

    def _withheld(
        self, problem: Problem, place: Place, location: Location, found: tuple[int, int] | None
    ) -> frozenset[str]:
        """Return the words that the message must not repeat."""
        from pulsarfn.diagnostics.secrecy.words import words  # noqa: PLC0415 - only needed to report problems

        read = self._read(place)
        withheld = frozenset[str]().union(*(self._read(each).excerpts.all_withheld for each in place.beside))
        if isinstance(giver := self._giver(problem.path, place), tuple):
            outer, path = giver
            withheld |= self._withheld(problem._replace(path=path), outer, location, self._find(path, outer))
        if place.secret:
            return read.excerpts.all_withheld | withheld
        if found is None or location.source:
            return withheld
        value = read.positions.text(place.in_text(problem.path))
        return withheld | read.excerpts.withheld(found[0]) | words(value)

    def _inside(self, problem: Problem, place: Place, location: Location, found: tuple[int, int]) -> Location:
        """Return the location of a fault in the JSON text of a scalar at its own place, if the scalar is in the text of `place`."""
        path, outer = place.in_text(problem.path), self._read(place).positions
        embedded = None if place.giver(problem.path) else outer.embedded(path)
        inside = problem.inner_at or _in_json(outer.text(path), problem)
        if embedded is None or inside is None:
            return location
        exact = embedded(inside)
        line, column = self._in_stream(place, exact)
        source = location.source if exact[0] == found[0] else ""
        if exact[0] != found[0] and location.source and problem.code not in _UNKNOWN_KEYS:
            source = self._read(place).excerpts.line_of_json(exact[0], outer.text(path))
        location = location._replace(line=line, column=column, source=source)
        if location.config_line is None:
            return location
        return location._replace(config_line=exact[0], config_column=exact[1])

    def location(self, path: Path, place: Place, *, at_key: bool = False) -> Location:
        """Return the place in the stream of the value at `path` of the text of `place`; of its key if `at_key`."""
        return self._location(path, place, self._find(path, place, at_key=at_key))

    def lines(self, place: Place) -> Sequence[str] | None:
        """Return the lines of the text of `place` as excerpts show them; None if all of it is secret."""
        return None if place.secret else self._read(place).excerpts.all_lines()

    def _giver(self, path: Path, place: Place) -> "str | tuple[Place, Path]":
        """Return what gives the value at `path`, or a part of it if the text has no such value; empty if it is in the text."""
        giver, below = place.giver(path), place.giver_below(path)
        if (
            below
            and giver in ("", place.elsewhere.get(()))
            and not self._read(place).positions.has(place.in_text(path))
        ):
            return below
        return giver

    def _location(self, path: Path, place: Place, found: tuple[int, int] | None) -> Location:
        if giver := self._giver(path, place):
            return Location(giver, path=path) if isinstance(giver, str) else self.location(giver[1], giver[0])
        line, column = self._in_stream(place, found)
        source = "" if found is None or place.secret else self._read(place).excerpts.line(found[0])
        within = path_in_document(place, path)
        location = Location(place.origin, line, column, place.document, place.resource, place.key, source, within)
        location = location._replace(rendered_from=place.rendered_from)
        if place.within is None or found is None:
            return location
        file = self._checkout(place.text[:], place.key) if self._checkout else ""
        return location._replace(config_line=found[0], config_column=found[1], checkout_file=file)

    def _find(self, path: Path, place: Place, *, at_key: bool = False) -> tuple[int, int] | None:
        if self._giver(path, place):
            return None
        path = place.in_text(path)
        positions = self._read(place).positions
        return positions.key(path) if at_key else positions.value(path)

    def _read(self, place: Place) -> _ReadText:
        """Return the text of a place, cached: many places share one text, such as the items of a list, and texts come in order."""
        key = id(place.text)
        read = self._texts.pop(key, None) or _ReadText(place.text, self._keys)
        self._texts[key] = read
        if len(self._texts) > _MOST_TEXTS:
            del self._texts[next(iter(self._texts))]
        return read

    def _in_stream(self, place: Place, found: tuple[int, int] | None) -> tuple[int | None, int | None]:
        if place.within is None:
            line, column = found or (1, 1)
            return line + place.first_line - 1, column
        outer, path = place.within
        positions = self._read(outer).positions
        embedded = positions.embedded(path, place.text[:])
        if found is not None and embedded is not None:
            return self._in_stream(outer, embedded(found))
        return self._in_stream(outer, positions.value(path))


def _in_json(text: str, problem: Problem) -> tuple[int, int] | None:
    """Return the line and column in a JSON text of the value of a problem, or of its key."""
    found = _positions_in(text)
    return found.key(problem.inner) if problem.at_key else found.value(problem.inner)


@lru_cache(maxsize=_MOST_TEXTS)
def _positions_in(text: str) -> "Positions":
    from pulsarfn.stream.positions import Positions  # noqa: PLC0415 - only needed to report problems

    return Positions(text)


def rendered_from(head: str, annotations: Mapping[str, str]) -> str:
    """Return the chart file of a document, from Helm 3's comment or Helm 4's or kustomize's annotation; empty if unknown."""
    for annotation in _ORIGIN_ANNOTATIONS:
        if annotation in annotations:
            return annotations[annotation]
    annotation, file = _KUSTOMIZE_ORIGIN
    match = file.search(annotations[annotation]) if annotation in annotations else None
    match = match or (_HELM3_SOURCE.search(head) if head else None)
    return match[1] if match else ""


def object_path(path: Path) -> Path:
    """Return the start of a path that leads to an object of the document: the items of lists, nested lists included."""
    length = 0
    while path[length : length + 1] == ("items",) and len(path) > length + 1:
        length += 2
    return path[:length]


def place_of(value: Value, place: Place, path: Path = ()) -> Place:
    """Return `place` with the name of the object at `path` of a document, and with its chart file if the object names it."""
    manifest = mapping(value_at(value, path))
    kind, metadata = manifest.get("kind"), mapping(manifest.get("metadata"))
    name, file = metadata.get("name"), rendered_from("", texts(metadata.get("annotations")))
    resource = f"{kind or 'object'}/{name}" if name else str(kind or "")
    return place._replace(
        resource=resource, rendered_from=file or place.rendered_from, secret=place.secret or "Secret" in str(kind)
    )


def texts(value: Value) -> dict[str, str]:
    """Return the entries of a mapping that are texts."""
    return {key: each for key, each in mapping(value).items() if isinstance(each, str)}


def path_in_document(place: Place, path: Path) -> Path:
    """Return the path from the root of the document for a path into the text of `place`."""
    if place.within is None:
        return place.in_text(path)
    outer, where = place.within
    return path_in_document(outer, (*where, *path))
