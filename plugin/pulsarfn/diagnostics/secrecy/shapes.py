"""Tokens and keys that are recognised by their form, whatever their name. This is the only list of these forms."""

from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.patterns import pattern

_FORMS = (
    ("a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!-{4}))*(?:-----END [A-Z ]*-----)?"),
    ("a private key", r"\bAGE-SECRET-KEY-\w{8,}"),
    (
        "a token",
        (
            r"\b(?:(?:ey[A-Z]|ewo[gN]|ew0K)[\w-]{8,400}+|(?<!-)(?:ey[A-Z]|ewo[gN]|ew0K)[\w-]{8,}+)"
            r"\.[\w-]{2,}(?:\.[\w-]*){0,3}"
        ),
    ),
    ("a token of Pulsar", r"\btoken:(?!//|file:)[^\s,;\"'\\]+"),
    ("an access key of AWS", r"\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{8,}(?:[:/,][\w+/=]{12,})?"),
    ("a token of GitHub", r"\b(?:gh[pousr]_\w{6,}|github_pat_\w{6,})"),
    ("a token of GitLab", r"\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[\w.-]{6,}"),
    ("a token of Slack", r"\bx(?:ox[a-z]|app)-[\w-]{6,}"),
    ("a token of Slack", r"hooks\.slack\.com/[^\s\"']+"),
    ("a token of Telegram", r"\b(?:bot)?\d{8,20}:[\w-]{30,}|\bbot\d{5,20}:[\w-]{20,}"),
    ("a webhook", r"\bdiscord(?:app)?\.com/api/webhooks/[^\s\"']+|\bwebhook\.office\.com/[^\s\"']+"),
    ("a key of Google", r"\bAIza[\w-]{10,}|\bya29\.[\w-]{6,}|\bGOCSPX-[\w-]{6,}"),
    ("a key of Stripe", r"\b[rsw](?:k_(?:live|test)|hsec)_\w{6,}"),
    ("a hash of a password", r"\$(?<![\w$]\$)(?:2[abxy]?|5|6|7|y|apr1|argon2\w{1,2}|scrypt)\$[\w./$=,+]{8,}"),
    (
        "an access token",
        (
            r"\b(?:npm_\w{10,}|pypi-\w{10,}|hf_\w{10,}|hv[bsr]\.[\w-]{6,}|do[opr]_v1_\w{6,}|sk-[\w-]{16,}"
            r"|SG\.[\w-]{6,200}+\.[\w-]{6,}|shp(?:at|ss|ca|pa)_\w{6,}|gl(?:sa|c)_\w{6,}|dapi[0-9a-f]{16,}|AccountKey=[^\s;\"']+"
            r"|\w{3}\dQ~[\w.~-]{20,}|SK[0-9a-f]{32}|key-[0-9a-f]{32}|ATATT3[\w=-]{10,}|lin_(?:api|oauth)_\w{6,}|xkeysib-[\w-]{8,}"
            r"|sq0(?:atp|csp|idp)-[\w-]{6,}|NRAK-\w{8,}|HRKU-[\w-]{8,}|rubygems_\w{8,}|dckr_(?:pat|oat)_[\w-]{6,}|AKCp\w{10,}"
            r"|figd_[\w-]{6,}|ntn_\w{8,}|sntry[su]_[\w=+/]{6,}|dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{6,}|tskey-[\w-]{8,}"
            r"|pscale_(?:tkn|pw|oauth)_[\w.-]{6,}|[\w-]{8,30}\.atlasv1\.[\w-]{6,}|pul-[0-9a-f]{20,}|secret_\w{20,}|gAAAAA[\w-]{10,}=*"
            r"|amzn\.mws\.[\w-]{8,}|EAA[A-Z]\w{20,}|xai-\w{16,}|gsk_\w{16,}|r8_\w{16,}|phc_\w{16,}|nvapi-[\w-]{16,}|cfut_\w{16,})"
        ),
    ),
    (
        "a value of the Authorization header",
        r"\b(?:[Bb]earer|BEARER)\s+[\w.~+/=-]{4,}|\b(?:[Bb]asic|BASIC)\s+(?=[A-Za-z0-9+/]*[A-Z0-9=])[A-Za-z0-9+/]{4,}={0,2}",
    ),
)
_SHAPES = tuple((what, pattern(form)) for what, form in _FORMS)
"""Patterns of tokens and keys, each with what it finds, with its article."""

_AT_A_WORD = pattern("|".join(form for _, form in _FORMS if form.startswith(r"\b")))
"""A pattern of most of them: as all begin with a word, Python looks for them only where one begins or ends."""

_ANYWHERE = pattern("|".join(form for _, form in _FORMS if not form.startswith(r"\b")))
"""A pattern of the others, whose first characters Python finds fast."""


def is_token(text: str) -> bool:
    """Whether a text contains a token or a key of a known form."""
    return bool(_AT_A_WORD.search(text) or _ANYWHERE.search(text))


def token_in(text: str) -> str:
    """Return the kind of token that a text contains, with its article; empty for none."""
    return next((what for what, shape in _SHAPES if shape.search(text)), "") if is_token(text) else ""


def without_tokens(text: str) -> str:
    """Return `text` with the tokens and keys of known forms in it masked."""
    for _, shape in _SHAPES if is_token(text) else ():
        text = shape.sub(MASK, text)
    return text
