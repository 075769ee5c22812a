"""What pulsarfn has to say about its input: codes, problems without a line, diagnostics with one.

A stage of the pipeline reports a `Problem`: it knows the path of the offending value inside the text it was given, not
where that text stands in the stream. The rim turns problems into `Diagnostic`s with line and column, by reading the text
again: errors may cost more than success.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Where a value stands inside a YAML or JSON text: mapping keys and sequence indices, outermost first."""


def dotted(path: Path) -> str:
    """A path as people write it: ``spec.containers[0].image``, ``metadata.labels["app.kubernetes.io/name"]``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif any(each in step for each in '."[] '):
            text += f'["{step}"]'
        else:
            text += f".{step}" if text else step
    return text


class Severity(StrEnum):
    """How bad it is: an error stops the run (exit status 1), a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Text(StrEnum):
    """Which text a problem's path points into."""

    CONFIG = "config"  # the component config: the text under a carrier's data key, or the file given to `render`
    CARRIER = "carrier"  # the carrier document itself
    WORKER_CONFIG = "worker-config"  # the worker config, wherever it came from


class Code(NamedTuple):
    """One kind of problem.

    Attributes:
        id: stable, ``PF`` and three digits; the first digit names the stage (see `codes`).
        title: a few words, as a heading.
        cause: why it happens, for the reference page.
        cure: what to do about it.
        severity: how bad it is.
    """

    id: str
    title: str
    cause: str
    cure: str
    severity: Severity = Severity.ERROR


class Problem(NamedTuple):
    """One fault of the input, as a stage sees it.

    Attributes:
        code: what kind of fault it is.
        message: one sentence without a full stop; never the value of a secret.
        path: where the fault is inside `text`.
        hint: what to do about it; empty when there is nothing to add to the message.
        at_key: point at the mapping key rather than at its value.
        text: which text `path` points into.
        names_only: whether message and hint hold nothing of the text but names that the generated objects show to everybody:
            of Secrets and keys, images, topics; else what repeats a text that may be secret is not told.
        at: 1-based line and column in that text, where they are known already: a text that cannot be read has no paths.
    """

    code: Code
    message: str
    path: Path = ()
    hint: str = ""
    at_key: bool = False
    text: Text = Text.CONFIG
    at: tuple[int, int] | None = None
    names_only: bool = False


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.code.severity is Severity.ERROR for problem in problems)


STDIN = "stdin"
"""The origin of what comes on standard input."""


class Location(NamedTuple):
    """A place in the stream, for a person and for an editor.

    Attributes:
        origin: the file that was given, or ``stdin``.
        line: 1-based line of that file, None when unknown.
        column: 1-based column in code points, None when unknown.
        document: 1-based number of the document in the stream, None outside of one.
        resource: ``Kind/name`` of the document, empty when unknown.
        key: the data key of the carrier that holds the config, empty when the document itself is meant.
        source: the line of the stream, empty when unknown or not to be shown.
        path: where the value stands: from the root of the document, and on into the config that a data key holds.
        config_line: 1-based line in the config that the data key holds, None when unknown.
        config_column: likewise.
        rendered_from: the file of a chart or kustomization from which the host made the document, as the host names it.
        checkout_file: a file of a checkout that is the config, empty where none is known.
    """

    origin: str
    line: int | None = None
    column: int | None = None
    document: int | None = None
    resource: str = ""
    key: str = ""
    source: str = ""
    path: Path = ()
    config_line: int | None = None
    config_column: int | None = None
    rendered_from: str = ""
    checkout_file: str = ""

    def __str__(self) -> str:
        """``app.yaml:12 (ConfigMap/functions, f.yaml:3:1)``: how a message names another place."""
        file, line, _ = self.shown
        inside = ", ".join(self.inside)
        return f"{file}:{line}" + (f" ({inside})" if inside else "")

    @property
    def shown(self) -> tuple[str, int | None, int | None]:
        """The file, line and column that a person can open: in the checkout where it is known, else in what was given."""
        if self.checkout_file:
            return self.checkout_file, self.config_line, self.config_column
        return self.origin, self.line, self.column

    @property
    def in_repository(self) -> tuple[str, int | None, int | None]:
        """The same for a service that shows files of a repository: a pipe is none, and a file that the host names has no line."""
        if self.origin == STDIN and not self.checkout_file:
            return self.rendered_from or STDIN, None, None
        return self.shown

    @property
    def inside(self) -> tuple[str, ...]:
        """What a person looks for at that place: object, data key with the place in the config, and the host's file."""
        numbers = (self.config_line, self.config_column) if self.key else ()
        key = ":".join([self.key, *(str(each) for each in numbers if each is not None)])
        return tuple(filter(None, (self.resource, key, self.rendered_from and f"from {self.rendered_from}")))


class Diagnostic(NamedTuple):
    """A problem with its place, ready to be reported; `pulsar_says` is what Pulsar says of it, where that is hard to read."""

    code: Code
    message: str
    location: Location
    hint: str = ""
    pulsar_says: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity


_MOST_LISTED = 12
_DID_YOU_MEAN = "did you mean '"


def suggestion(word: str, known: Iterable[str]) -> str:
    """The hint for a misspelt `word`: the nearest of the `known` ones, or the list of them if it is short.

    >>> suggestion("paralelism", ["parallelism", "name"])
    "did you mean 'parallelism'?"
    """
    words = sorted(known)
    near = nearest(word, words)
    if near is not None:
        return f"{_DID_YOU_MEAN}{near}'?"
    return f"known are: {', '.join(words)}" if 0 < len(words) <= _MOST_LISTED else ""


def suggested(hint: str) -> str:
    """The word that a hint of `suggestion` proposes, empty for another hint."""
    return hint.removeprefix(_DID_YOU_MEAN).removesuffix("'?") if hint.startswith(_DID_YOU_MEAN) else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of the `known` words that a misspelt `word` most likely stands for, None where it is like none of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    by_folded = {each.casefold(): each for each in known}
    if len(word) > 3 * max(map(len, by_folded), default=0):  # too long for any match, and for a search of one
        return None
    near = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None
