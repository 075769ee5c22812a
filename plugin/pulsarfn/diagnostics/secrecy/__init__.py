"""What is secret, and what may be shown of it: the one place that messages, excerpts, explain, diff, lint and graph ask.

A value is secret for one of four reasons: it came out of a Secret (`stream.locate.Place.secret`); it is the value of a key
that a model declares secret (`keys`); its name is one of a credential (`names`); it looks like one (`credentials`).
"""

MASK = "***"
"""What is shown in place of a secret, as by kubectl diff."""


def hidden(self: object) -> str:
    """For ``__repr__``: the type, and nothing of what it holds."""
    return f"{type(self).__name__}(…)"
