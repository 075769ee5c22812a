"""Codes, problems and diagnostics. A problem has a path, a diagnostic has a line and column.

A stage of the pipeline reports a `Problem`: it knows the path of the value inside its text, but not the place of the text
in the stream. The `stream.locate.Locator` turns problems into `Diagnostic`s with line and column by reading the text
again: errors may cost more than success.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from pulsarfn.named_tuples import NamedTuple

Path = tuple[str | int, ...]
"""The path of a value in a YAML or JSON text: mapping keys and sequence indices, outermost first."""


def original(path: Path, parts: Mapping[Path, Path]) -> Path:
    """Return the path of a value in the text from which the value was made, given the path there of each part.

    >>> original(("inputSpecs", "orders"), {(): ("spec",), ("inputSpecs",): ("spec", "input", "sourceSpecs")})
    ('spec', 'input', 'sourceSpecs', 'orders')
    """
    above = (length for length in range(len(path), -1, -1) if path[:length] in parts)
    length = next(above, None)
    return path if length is None else (*parts[path[:length]], *path[length:])


def dotted(path: Path) -> str:
    """Return a path in the notation that people use: ``spec.containers[0].image``, ``metadata.labels["app.kubernetes.io/name"]``."""
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
    """The severity of a code: an error stops the run (exit status 1), a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Text(StrEnum):
    """The text that the path of a problem points into."""

    CONFIG = "config"  # the component config: the text under a carrier's data key, or the file given to `render`
    CARRIER = "carrier"  # the carrier document itself
    WORKER_CONFIG = "worker-config"  # the worker config, from the stream or a file


class Code(NamedTuple):
    """One kind of problem.

    Attributes:
        id: ``PF`` and three digits, which never change their meaning; the first digit is the stage (see `codes`).
        title: a few words, as a heading.
        cause: the reason for the problem, for the reference page.
        cure: the fix, for the reference page.
        severity: error, warning or info.
        fixed: what `lint --fix` does about it, for the reference page; empty if no fix of this kind is certain.
    """

    id: str
    title: str
    cause: str
    cure: str
    severity: Severity = Severity.ERROR
    fixed: str = ""


class Fix(NamedTuple):
    """The certain fix of a problem, for `lint --fix`: the new name of the key at the problem's path, or its new value.

    Attributes:
        words: the change in a few words, after "now": ``a list``; it repeats no value that may be secret.
        key: the new name of the key; empty if the value changes.
        value: the new value, as JSON.
        inner: for a fix inside of the JSON text at the problem's path, the path in that text.
    """

    words: str
    key: str = ""
    value: str = ""
    inner: Path = ()


class Problem(NamedTuple):
    """One fault of the input, as a stage reports it.

    Attributes:
        code: the kind of fault.
        message: one sentence without a full stop; never the value of a secret.
        path: the path of the fault in `text`.
        hint: how to fix it; empty if the message says enough.
        at_key: whether the fault is at the mapping key, not at its value.
        text: the text that `path` points into.
        names_only: whether message and hint repeat nothing of the text except names that the generated objects show as well:
            names of Secrets and keys, images, topics. Otherwise a message that repeats a secret text is not shown.
        at: 1-based line and column in `text`, if they are known: a text that cannot be read has no paths.
        fix: the change that certainly fixes it; None if there is no such change.
        inner: for a fault in the JSON text of customRuntimeOptions, its path in that text, if it is known.
        inner_at: its 1-based line and column in that text, if they are known.
    """

    code: Code
    message: str
    path: Path = ()
    hint: str = ""
    at_key: bool = False
    text: Text = Text.CONFIG
    at: tuple[int, int] | None = None
    names_only: bool = False
    fix: Fix | None = None
    inner: Path = ()
    inner_at: tuple[int, int] | None = None


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.code.severity is Severity.ERROR for problem in problems)


STDIN = "stdin"
"""The origin of an input that comes from standard input."""


class Location(NamedTuple):
    """A place in the stream, for a person and for an editor.

    Attributes:
        origin: the input file, or ``stdin``.
        line: 1-based line of that file, None when unknown.
        column: 1-based column in code points, None when unknown.
        document: 1-based number of the document in the stream, None outside a document.
        resource: ``Kind/name`` of the document, empty when unknown.
        key: the data key of the carrier that holds the config, empty if the place is in the document itself.
        source: the line of the stream, empty if it is unknown or must not be shown.
        path: the path of the value from the root of the document, continued into the config under a data key.
        config_line: 1-based line in the config under the data key, None when unknown.
        config_column: 1-based column in that config, None when unknown.
        rendered_from: the file of a chart or kustomization from which the host rendered the document, as the host names it.
        checkout_file: the file of the config in a checkout, empty if unknown.
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
        """Return ``app.yaml:12 (ConfigMap/functions, f.yaml:3:1)``, the form in which a message names another place."""
        file, line, _ = self.shown
        inside = ", ".join(self.inside)
        return f"{file}:{line}" + (f" ({inside})" if inside else "")

    @property
    def shown(self) -> tuple[str, int | None, int | None]:
        """The file, line and column that a person can open: in the checkout if known, otherwise in the input."""
        if self.checkout_file:
            return self.checkout_file, self.config_line, self.config_column
        return self.origin, self.line, self.column

    @property
    def in_repository(self) -> tuple[str, int | None, int | None]:
        """Like `shown`, for a service that shows files of a repository: a pipe is no file, and a chart's file has no line."""
        if self.origin == STDIN and not self.checkout_file:
            return self.rendered_from or STDIN, None, None
        return self.shown

    @property
    def inside(self) -> tuple[str, ...]:
        """The details of the place for a person: object, data key with the place in the config, and the chart's file."""
        numbers = (self.config_line, self.config_column) if self.key else ()
        key = ":".join([self.key, *(str(each) for each in numbers if each is not None)])
        return tuple(filter(None, (self.resource, key, self.rendered_from and f"from {self.rendered_from}")))


class Diagnostic(NamedTuple):
    """A problem with its place in the input; `pulsar_says` is Pulsar's own message, if the message here has other words."""

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
    """Return the hint for a misspelt `word`: the nearest of the `known` words, or all of them if they are few.

    >>> suggestion("paralelism", ["parallelism", "name"])
    "did you mean 'parallelism'?"
    """
    words = sorted(known)
    near = nearest(word, words)
    if near is not None:
        return f"{_DID_YOU_MEAN}{near}'?"
    return f"known are: {', '.join(words)}" if 0 < len(words) <= _MOST_LISTED else ""


def suggested(hint: str) -> str:
    """Return the word that a hint of `suggestion` proposes; empty for other hints."""
    return hint.removeprefix(_DID_YOU_MEAN).removesuffix("'?") if hint.startswith(_DID_YOU_MEAN) else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the `known` word that is most similar to a misspelt `word`; None if no word is similar."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    by_folded = {each.casefold(): each for each in known}
    if len(word) > 3 * max(map(len, by_folded), default=0):  # too long to match, and slow to search
        return None
    near = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None
