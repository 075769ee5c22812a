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


class Location(NamedTuple):
    """A place in the stream, for a person and for an editor.

    Attributes:
        origin: chart file, input file or ``stdin``.
        line: 1-based line in the stream, None when unknown.
        column: 1-based column in code points, None when unknown.
        document: 1-based number of the document in the stream, None outside of one.
        resource: ``Kind/name`` of the document, empty when unknown.
        key: the data key of the carrier that holds the config, empty when the document itself is meant.
        source: the line of the stream, empty when unknown or not to be shown.
        path: where the value stands: from the root of the document, and on into the config that a data key holds.
    """

    origin: str
    line: int | None = None
    column: int | None = None
    document: int | None = None
    resource: str = ""
    key: str = ""
    source: str = ""
    path: Path = ()

    def __str__(self) -> str:
        """``app.yaml:12 (ConfigMap/functions, f.yaml)``: how a message names another place."""
        inside = ", ".join(filter(None, (self.resource, self.key)))
        return f"{self.origin}:{self.line}" + (f" ({inside})" if inside else "")


class Diagnostic(NamedTuple):
    """A problem with its place, ready to be reported."""

    code: Code
    message: str
    location: Location
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity


def suggestion(word: str, known: Iterable[str]) -> str:
    """The hint for a misspelt `word`: the nearest of the `known` ones, or the whole list.

    >>> suggestion("paralelism", ["parallelism", "name"])
    "did you mean 'parallelism'?"
    """
    words = sorted(known)
    near = nearest(word, words)
    if near is not None:
        return f"did you mean '{near}'?"
    return f"known are: {', '.join(words)}" if words else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of the `known` words that a misspelt `word` most likely stands for, None where it is like none of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    by_folded = {each.casefold(): each for each in known}
    if len(word) > 3 * max(map(len, by_folded), default=0):  # too long for any match, and for a search of one
        return None
    near = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None
