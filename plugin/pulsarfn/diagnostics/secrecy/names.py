"""Names of credentials: of keys, options, variables and parameters of URLs, including misspelt names."""

from functools import lru_cache

from pulsarfn.patterns import pattern

WORDS = (
    "password|passwd|passphrase|passcode|passwort|passw|pwd|secret|token|credential|jaas|bearer|cookie|authorization"
    "|authparam|authenticationparam|cryptokeyreaderconfig|connectionstring|connstr|sharedaccesssignature|webhook|keytab|kennwort"
    "|(?:api|private|priv|access|shared|signing|encryption|account|session|master|secret|signature|license|licence|auth"
    "|storage|ssh|rsa|pgp|gpg|hmac)key"
)
"""A pattern that the name of a credential contains, after all characters but letters are removed."""

_NAME = pattern(WORDS)
_END = pattern(rf"(?:(?:{WORDS})s?|jaasconfig|(?<!by)(?<!com)(?<!tres)pass)\Z")
_AUTH = frozenset({"auth", "basicauth", "httpauth", "proxyauth"})
_SHORT = pattern(
    r"(?:pass|pw|(?<![a-z])(?:psk|sas|creds?))(?![a-z])|(?:Pass|Pw|Creds?)(?![a-z])|(?:PASS|PW|CREDS?)(?![A-Z])"
    r"|(?:jwt|Jwt|JWT)\Z"
)
"""Names of credentials that are parts of ordinary words: these must be words of their own."""
_REFERENCE = pattern(r"(?:names?|ref|class|path|file|seconds|audience|type|provider)\Z")
_NOT_LETTERS = pattern(r"[^a-z]+")
_PART = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_OFTEN_MISSPELT = ("password", "passphrase", "secret", "token", "credential", "credentials", "authorization")
_NEARLY = 0.82
_LONGEST = 200

IN_TEXT = (
    r"(?=[abcehjklmpstw_.-])(?:"  # what a name may begin with: fast, as most characters of a text begin none
    r"pass(?![a-z])|passw|passphrase|passcode|pwd|secret|token|credential|jaas|bearer|cookie|authorization|auth(?:entication)?[-_.]?param"
    r"|(?<![a-z])(?:basic|http|proxy)?[-_.]?auth(?=[\"'\\]*\s*[=:])|connection[-_.]?string|shared[-_.]?access|webhook|keytab"
    r"|(?:api|private|access|shared|signing|encryption|account|session|master|license)[-_.]?key)"
)
"""The same as a case-insensitive pattern for the middle of a text."""


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a value with this name must be masked. When in doubt, it is."""
    name = name[-_LONGEST:]
    return not is_reference(name) and bool(
        _NAME.search(_letters(name))
        or _letters(name) in _AUTH
        or _SHORT.search(name)
        or any(map(_is_misspelt, _PART.findall(name)))
    )


def is_reference(name: str) -> bool:
    """Whether the name says that the value refers to a secret or describes one: ``secretName``, ``tokenFile``."""
    return _REFERENCE.search(_letters(name[-_LONGEST:])) is not None


def is_credential_name(name: str) -> bool:
    """Whether the name says that the value itself is a credential: ``dbPassword``, and not ``passwordPolicy``."""
    return _END.search(_letters(name[-_LONGEST:])) is not None


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", name.lower())


def _is_misspelt(part: str) -> bool:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only needed to mask values

    word = part.lower()
    return len(word) > 3 and any(  # noqa: PLR2004 - shorter words are too ambiguous
        abs(len(word) - len(each)) <= 2  # noqa: PLR2004
        and len({*each} - {*word}) <= 2  # noqa: PLR2004 - a fast check first
        and SequenceMatcher(None, word, each).ratio() >= _NEARLY
        for each in _OFTEN_MISSPELT
    )
