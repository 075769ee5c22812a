"""The rules for secrets: the one module that messages, excerpts, explain, diff, lint and graph use to mask values.

A value is secret for one of four reasons: it comes from a Secret (`stream.locate.Place.secret`); a model declares its key
secret (`keys`); its name is that of a credential (`names`); it looks like a credential (`credentials`).
"""

MASK = "***"
"""The text that replaces a secret, as in kubectl diff."""


def hidden(self: object) -> str:
    """Return a text for ``__repr__``: the type only, without any value."""
    return f"{type(self).__name__}(…)"
