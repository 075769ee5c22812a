"""Tokens that have expired or will soon: the deployer's, and those in Secrets of the stream that components use."""

import base64
import binascii
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pulsarfn.analysis.lint.jwt import expiry
from pulsarfn.analysis.lint.stream import Finding, Stream
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent
from pulsarfn.stream.locate import Place
from pulsarfn.values import Manifest, mapping

_DAY = 86400
_SOON = 30 * _DAY


def keep(component: ExpandedComponent) -> float | None:
    """Keep when the deployer's token expires."""
    return expiry(component.objects.plan.auth.secret_data.get("token", b"").decode("utf-8", "replace"))


def check(stream: Stream, kept: Sequence[float | None]) -> Iterator[Finding]:
    """Check each token of each component; a shared token is reported once."""
    origin = Place(stream.settings.token_origin, "", secret=True)
    for component, references, end in zip(stream.components, stream.references, kept, strict=True):
        yield from _judged(end, origin, (), component, stream)
        for reference in references:
            held = stream.held.get(reference.identity)
            if held is None or held.source is None or reference.identity.kind != "Secret":
                continue
            for text, path in _values(held.source.manifest, reference.made.key):
                yield from _judged(expiry(text), held.source.place, (*held.source.path, *path), component, stream)


def _values(secret: Manifest, key: str) -> Iterator[tuple[str, Path]]:
    """Return the texts of a Secret, or the one under `key`; stringData wins over data, as in Kubernetes."""
    plain, encoded = mapping(secret.get("stringData")), mapping(secret.get("data"))
    for name in [key] if key else [*plain, *encoded]:
        value = plain.get(name, encoded.get(name))
        if isinstance(value, str):
            yield (
                (value if name in plain else _decoded(value)).strip(),
                ("stringData" if name in plain else "data", name),
            )


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _judged(
    end: float | None, place: Place, path: Path, component: PlacedComponent, stream: Stream
) -> Iterator[Finding]:
    """Return the findings for a token that expires then; they never contain the token itself."""
    left = None if end is None else end - stream.settings.clock
    if end is None or left is None or left >= _SOON:
        return
    code = codes.TOKEN_EXPIRED if left <= 0 else codes.TOKEN_EXPIRES
    verb = "expired" if left <= 0 else "expires"
    hint = "make a new token, and put it in place of this one"
    message = f"the token {verb} on {_date(end)}: after that the broker refuses it"
    yield Finding(Problem(code, message, path, hint, names_only=True), place, component)


def _date(seconds: float) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return "a day before all calendars"
