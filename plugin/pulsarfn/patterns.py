"""Regular expressions that are compiled on first use: a run uses few, and compiling one takes longer than using it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from pulsarfn.typed import Any, AnyStr

_compile_at_once = re.compile


class _Pattern:
    """A proxy for a compiled expression: it compiles on the first access to a method."""

    def __init__(self, text: Any, flags: int) -> None:  # noqa: ANN401 - a text, or bytes
        self.pattern, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one of the methods
        compiled = _compile_at_once(self.pattern, self._flags)
        for each in ("match", "fullmatch", "search", "sub", "findall", "finditer"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a substitute for `re.compile`, for modules that every run imports. An invalid pattern fails on first use."""
    return _Pattern(text, flags)  # type: ignore[return-value]  # it has the same methods


@contextmanager
def compiled_on_first_use() -> Iterator[None]:
    """Let `re.compile` return such substitutes, while a library is imported that compiles more patterns than a run uses."""
    re.compile = pattern  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = _compile_at_once
