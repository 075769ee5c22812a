"""Values that may hold secrets show nothing of them: not in a traceback, not in a debugger's list, not in a message."""

import re

_KEY = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s{},"']+)[ \t]*:(?=\s|\Z)""")
_WORD = re.compile(r"""[^\s"'{}\[\](),]{4,}""")


def hidden(self: object) -> str:
    """For ``__repr__``: what it is, and nothing of what it holds."""
    return f"{type(self).__name__}(…)"


def repeats(told: str, withheld: str) -> bool:
    """Whether `told` repeats a word of a text that is not to be shown; the keys of its mappings are no secrets."""
    return any(word in told for word in _WORD.findall(_KEY.sub(" ", withheld)))
