"""Values that may hold secrets do not show them: not in a traceback, not in a test's report, not in a debugger's list."""


def hidden(self: object) -> str:
    """For ``__repr__``: what it is, and nothing of what it holds."""
    return f"{type(self).__name__}(…)"
