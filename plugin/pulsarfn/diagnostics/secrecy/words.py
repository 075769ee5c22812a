"""Words of secret texts that a message must not repeat."""

from pulsarfn.patterns import pattern

_KEY = pattern(
    r"""(?:"[^"\n]*"|'[^'\n]*')[ \t]*+:"""  # as in JSON, which needs no blank after the colon
    r"""|(?<![^\s{},"'])[^\s{},"']+[ \t]*+:(?=\s|\Z)"""
)
_SHORTEST = 4
_LITERALS = frozenset({"null", "true", "false"})
_WORD = pattern(rf"""[^\s"'{{}}\[\](),]{{{_SHORTEST},}}""")
_PIECE = pattern(rf"""[^\s"'{{}}\[\](),=:;&@|<>\\]{{{_SHORTEST},}}""")
_FILE_END = pattern(r"[?#@]")
_AMOUNT = pattern(r"[0-9]+(?:\.[0-9]+)?(?:m|[KMGTPE]i?)")


def words(withheld: str) -> frozenset[str]:
    """Return the words of a text that must not be shown, except keys of mappings and amounts such as 512Mi.

    Of a URL or a path this includes the file: messages name it without what is before it.
    """
    found = _WORD.findall(_KEY.sub(" ", withheld))
    files = (part for each in found if "/" in each for part in _FILE_END.split(each.rpartition("/")[2]))
    return frozenset(
        each
        for each in (*found, *files)
        if len(each) >= _SHORTEST and each not in _LITERALS and not _AMOUNT.fullmatch(each)
    )


def pieces(text: str) -> frozenset[str]:
    """Return the words of a text, also those that are joined by signs such as ``=`` or ``:``."""
    return frozenset((*_WORD.findall(text), *_PIECE.findall(text)))


def repeats(message: str, withheld: frozenset[str]) -> bool:
    """Whether `message` repeats one of the words in `withheld`, which have at least four characters each."""
    if len(withheld) <= len(message) ** 2:
        return any(word in message for word in withheld)
    ends = range(
        _SHORTEST, len(message) + 1
    )  # for a long text with many problems, trying every word would take too long
    return any(message[start:end] in withheld for end in ends for start in range(end - _SHORTEST + 1))
