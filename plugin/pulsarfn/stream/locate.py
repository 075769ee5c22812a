"""From a problem's path to a line and column of the stream: the texts are read again, now for their positions."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Diagnostic, Location, Path, Problem
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.diagnostics.secrecy.keys import SecretKeys
from pulsarfn.patterns import pattern
from pulsarfn.values import Value, mapping, value_at

if TYPE_CHECKING:
    from pulsarfn.stream.excerpts import Excerpts
    from pulsarfn.stream.parser import DocumentText
    from pulsarfn.stream.positions import Positions

_HELM3_SOURCE = pattern(r"^# Source: (\S.*?)\s*$", re.MULTILINE)
_ORIGIN_ANNOTATIONS = (
    "postrenderer.helm.sh/postrender-filename",
    "internal.config.kubernetes.io/path",
    "config.kubernetes.io/path",
)
_KUSTOMIZE_ORIGIN = ("config.kubernetes.io/origin", pattern(r"^(?:path|configuredIn): (.+)$", re.MULTILINE))
_MOST_TEXTS = 8
_UNKNOWN_KEYS = (codes.CONFIG_KEY_UNKNOWN, codes.WORKER_CONFIG_KEY_UNKNOWN, codes.CUSTOMIZER_OPTION_UNKNOWN)


class Place(NamedTuple):
    """A text of the input that problems may point into, and how its lines lie in the stream.

    Attributes:
        origin: the file that was given, or ``stdin``.
        text: the text itself; that of a document may be a long one.
        first_line: the 1-based line of the stream on which the text begins.
        document: the 1-based number of the document, None for a file that is no stream.
        resource: ``Kind/name`` of the document.
        key: the data key that holds the config.
        secret: whether the text may hold secrets everywhere: no source line of it is ever shown.
        within: where the text is a scalar of another text: that text, and the path of the scalar in it.
        keys: for a worker config of PF_ keys: the key of the ConfigMap behind each path of the config.
        beside: texts that are secret, and of which a message about this one may tell as well.
        order: the place of the document among all of the run, a number by which diagnostics are sorted.
        rendered_from: the file of a chart or kustomization from which the host made the document, as the host names it.
        options: the options of the command line that give values of the text, by their paths: these stand in no line.
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
    options: Mapping[Path, str] = {}

    def __repr__(self) -> str:
        return hidden(self)

    def option(self, path: Path) -> str:
        """The option that gives the value at `path`, empty where the text has it."""
        above = (path[:length] for length in range(len(path), -1, -1)) if self.options else ()
        return next((self.options[each] for each in above if each in self.options), "")


Checkout: TypeAlias = Callable[[str, str], str]
"""The file of a checkout that is a config, found by the text of the config and its data key; empty for none."""


class _Read:
    """A text that is read again, as far as it is asked for; `given` is what it is taken out of."""

    def __init__(self, given: "DocumentText", keys: SecretKeys) -> None:
        self.given, self._keys = given, keys

    @cached_property
    def text(self) -> str:
        return self.given[:]

    @cached_property
    def positions(self) -> "Positions":
        from pulsarfn.stream.positions import positions  # noqa: PLC0415 - only for what is to be told

        return positions(self.text)

    @cached_property
    def excerpts(self) -> "Excerpts":
        from pulsarfn.stream.excerpts import Excerpts  # noqa: PLC0415 - likewise

        return Excerpts(self.text, self._keys)


class Locator:
    """Turns problems into diagnostics; remembers the positions of the texts that it has read last."""

    def __init__(self, keys: SecretKeys, checkout: Checkout | None = None) -> None:
        """Start with nothing read; the values of these keys are not shown, and configs are looked for in the checkout."""
        self._keys, self._checkout = keys, checkout
        self._texts: dict[int, _Read] = {}

    def locate(self, problem: Problem, place: Place) -> Diagnostic:
        """The diagnostic for `problem`, whose path points into the text of `place`."""
        from pulsarfn.diagnostics.plain_english import in_plain_english  # noqa: PLC0415 - only for what is to be told
        from pulsarfn.diagnostics.secrecy.credentials import masked_message  # noqa: PLC0415 - only for what is to be told
        from pulsarfn.diagnostics.secrecy.words import repeats  # noqa: PLC0415 - likewise

        found = problem.at or self._find(problem.path, place, at_key=problem.at_key)
        location = self._location(problem.path, place, found)
        withheld = frozenset[str]() if problem.names_only else self._withheld(problem, place, location, found)
        if problem.code in _UNKNOWN_KEYS and not self._keys.know(str(problem.path[-1])):
            location = location._replace(source="")  # what such a key holds, nobody knows
        message = problem.code.title if repeats(problem.message, withheld) else masked_message(problem.message)
        hint = "" if repeats(problem.hint, withheld) else masked_message(problem.hint)
        message, pulsar_says = in_plain_english(message)
        return Diagnostic(problem.code, message, location, hint, pulsar_says)

    def _withheld(
        self, problem: Problem, place: Place, location: Location, found: tuple[int, int] | None
    ) -> frozenset[str]:
        """The words that the message may not repeat."""
        from pulsarfn.diagnostics.secrecy.words import words  # noqa: PLC0415 - only for what is to be told

        read = self._read(place)
        withheld = frozenset[str]().union(*(self._read(each).excerpts.all_withheld for each in place.beside))
        if place.secret:
            return read.excerpts.all_withheld | withheld
        if found is None or location.source:
            return withheld
        value = read.positions.text(place.keys.get(problem.path, problem.path))
        return withheld | read.excerpts.withheld(found[0]) | words(value)

    def location(self, path: Path, place: Place, *, at_key: bool = False) -> Location:
        """Where what stands at `path` of the text of `place`, or the key of it, stands in the stream."""
        return self._location(path, place, self._find(path, place, at_key=at_key))

    def _location(self, path: Path, place: Place, found: tuple[int, int] | None) -> Location:
        if option := place.option(path):
            return Location(option, path=path)
        line, column = self._in_stream(place, found)
        source = "" if found is None or place.secret else self._read(place).excerpts.line(found[0])
        within = path_in_document(place, place.keys.get(path, path))
        location = Location(place.origin, line, column, place.document, place.resource, place.key, source, within)
        location = location._replace(rendered_from=place.rendered_from)
        if place.within is None or found is None:
            return location
        file = self._checkout(place.text[:], place.key) if self._checkout else ""
        return location._replace(config_line=found[0], config_column=found[1], checkout_file=file)

    def _find(self, path: Path, place: Place, *, at_key: bool) -> tuple[int, int] | None:
        if place.option(path):
            return None
        path = place.keys.get(path, path)
        positions = self._read(place).positions
        return positions.key(path) if at_key else positions.value(path)

    def _read(self, place: Place) -> _Read:
        """One text has many places, a list's items; the texts of a stream come one after the other, with a few in between."""
        key = id(place.text)
        read = self._texts.pop(key, None) or _Read(place.text, self._keys)
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


def rendered_from(head: str, annotations: Mapping[str, str]) -> str:
    """The chart file of a document: Helm 3's comment, Helm 4's or kustomize's annotation; empty where no host tells it."""
    for annotation in _ORIGIN_ANNOTATIONS:
        if annotation in annotations:
            return annotations[annotation]
    annotation, file = _KUSTOMIZE_ORIGIN
    match = file.search(annotations[annotation]) if annotation in annotations else None
    match = match or (_HELM3_SOURCE.search(head) if head else None)
    return match[1] if match else ""


def object_path(path: Path) -> Path:
    """The beginning of a path in a document that leads to an object: the items of lists, of lists of lists too."""
    length = 0
    while path[length : length + 1] == ("items",) and len(path) > length + 1:
        length += 2
    return path[:length]


def place_of(value: Value, place: Place, path: Path = ()) -> Place:
    """`place` with the names of the object at `path` of a document, and its file where the object itself tells it."""
    manifest = mapping(value_at(value, path))
    kind, metadata = manifest.get("kind"), mapping(manifest.get("metadata"))
    name, file = metadata.get("name"), rendered_from("", texts(metadata.get("annotations")))
    resource = f"{kind or 'object'}/{name}" if name else str(kind or "")
    return place._replace(
        resource=resource, rendered_from=file or place.rendered_from, secret=place.secret or "Secret" in str(kind)
    )


def texts(value: Value) -> dict[str, str]:
    """The entries of a mapping that are texts."""
    return {key: each for key, each in mapping(value).items() if isinstance(each, str)}


def path_in_document(place: Place, path: Path) -> Path:
    """A path into the text of `place` as one from the root of the document that holds the text."""
    if place.within is None:
        return path
    outer, where = place.within
    return path_in_document(outer, (*where, *path))
