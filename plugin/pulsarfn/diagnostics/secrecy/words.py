"""Whether a message repeats the words of a text that is not shown."""

from pulsarfn.patterns import pattern

_KEY = pattern(
    r"""(?:"[^"\n]*"|'[^'\n]*')[ \t]*+:"""  # as in JSON, which needs no blank after it
    r"""|(?<![^\s{},"'])[^\s{},"']+[ \t]*+:(?=\s|\Z)"""
)
_SHORTEST = 4
_LITERALS = frozenset({"null", "true", "false"})
_WORD = pattern(rf"""[^\s"'{{}}\[\](),]{{{_SHORTEST},}}""")
_AMOUNT = pattern(r"[0-9]+(?:\.[0-9]+)?(?:m|[KMGTPE]i?)")


def words(withheld: str) -> frozenset[str]:
    """The words of a text that is not to be shown; neither the keys of its mappings nor amounts such as 512Mi are secrets."""
    found = _WORD.findall(_KEY.sub(" ", withheld))
    return frozenset(each for each in found if each not in _LITERALS and not _AMOUNT.fullmatch(each))


def repeats(message: str, withheld: frozenset[str]) -> bool:
    """Whether `message` repeats one of the words, each of at least four characters, that are not to be shown."""
    if len(withheld) <= len(message) ** 2:
        return any(word in message for word in withheld)
    ends = range(
        _SHORTEST, len(message) + 1
    )  # of a long text with many problems it would take too long to try every word
    return any(message[start:end] in withheld for end in ends for start in range(end - _SHORTEST + 1))
