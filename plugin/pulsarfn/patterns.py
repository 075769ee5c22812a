"""Regular expressions that are compiled when they are first used: a run uses few, and compiling one takes longer than using it."""

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands in for a compiled expression, whose methods it takes over when one is first asked for."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - the text and its flags
        self._given = given

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one of the methods
        compiled = re.compile(*self._given)
        for each in ("match", "fullmatch", "search", "sub", "findall", "finditer"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, for modules that every run imports; a faulty text is found when it is used."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
