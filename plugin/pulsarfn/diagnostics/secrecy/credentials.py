"""Values that look like credentials: tokens, private keys, passwords in URLs, in flags and in texts. This is the only list."""

import re
from typing import TypeVar

from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.names import IN_TEXT, is_reference, is_secret_name
from pulsarfn.patterns import pattern
from pulsarfn.values import Value

V = TypeVar("V")

SHAPES = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!-{4}))*(?:-----END [A-Z ]*-----)?",
    "a token": r"\bey[A-Z][\w-]{8,400}+\.[\w-]{2,}(?:\.[\w-]*)?",
    "a token of Pulsar": r"\btoken:(?!//|file:)[^\s,;\"'\\]+",
    "an access key of AWS": r"\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{8,}",
    "a token of GitHub": r"\b(?:gh[pousr]_\w{6,}|github_pat_\w{6,})",
    "a token of GitLab": r"\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[\w.-]{6,}",
    "a token of Slack": r"\bx(?:ox[a-z]|app)-[\w-]{6,}|hooks\.slack\.com/[^\s\"']+",
    "a token of Telegram": r"\bbot\d{5,20}:[\w-]{20,}",
    "a webhook": r"\bdiscord(?:app)?\.com/api/webhooks/[^\s\"']+|\bwebhook\.office\.com/[^\s\"']+",
    "a key of Google": r"\bAIza[\w-]{10,}|\bya29\.[\w-]{6,}|\bGOCSPX-[\w-]{6,}",
    "a key of Stripe": r"\b[rsw](?:k_(?:live|test)|hsec)_\w{6,}",
    "an access token": (
        r"\b(?:npm_\w{10,}|pypi-\w{10,}|hf_\w{10,}|hv[bsr]\.[\w-]{6,}|dop_v1_\w{6,}|sk-[\w-]{16,}|SG\.[\w-]{6,200}+\.[\w-]{6,}"
        r"|shp(?:at|ss|ca|pa)_\w{6,}|glsa_\w{6,}|dapi[0-9a-f]{16,}|AccountKey=[^\s;\"']+)"
    ),
    "a value of the Authorization header": (
        r"\b(?:[Bb]earer|BEARER)\s+[\w.~+/=-]{4,}|\b(?:[Bb]asic|BASIC)\s+(?=[A-Za-z0-9+/]*[A-Z0-9=])[A-Za-z0-9+/]{4,}={0,2}"
    ),
}
"""Patterns of values that are credentials, whatever their name."""

_USERINFO = (
    r"(?P<scheme>://)(?:[^\s/@\"'<>]{1,300}+(?:@[^\s/@\"'<>]{0,300}+(?=@))*"
    r"|[^\s/@:\"'<>]{0,300}+:(?!\d+/)[^\s@\"'<>]{1,300}+)(?=@)"
)
_PASSWORD_IN_URL = pattern(r"://[^\s/:@\"'<>]{0,300}+:(?!\d+/)[^\s@\"'<>]{1,300}+@")
_ORACLE = r"(?P<oracle>jdbc:oracle:\w+:)[^\s@\"']{1,300}+(?=@)"
_LOGIN = r"(?<![\w:/.@-])(?P<user>[\w.-]{1,100}:)(?!//)[^\s:@/\"']{1,300}(?=@(?!sha\d)[\w\[])"
_QUERY = r"(?P<query>[?#][^\s\"'<>`]*)"
_SIGNED = pattern(r"sig|token|key|secret|passw?|pwd|credential|auth|code|jwt|policy", re.IGNORECASE)

_SEPARATOR = r"(?:\s{0,9}(?:[=:]|%3[AD]|=>)\s{0,9}(?!//|file:))"
_QUOTED = r"""\\{0,7}"(?:[^"\\\n]|\\(?!")[^\n]|\\"(?!\s*[,;}\]]))*|\\{0,7}'(?:[^'\n]|'')*"""
_AFTER_NAME = r"[\w.\[\]-]{0,100}+\\{0,7}[\"']?"
_ASSIGNED = rf"(?P<name>(?:{IN_TEXT}){_AFTER_NAME}{_SEPARATOR})(?:{_QUOTED}|[^\s,;&\"'}}\])][^\s,;&]*)"
_ASSIGNED_IN_PROSE = rf"(?P<name>(?:{IN_TEXT})[\w.-]{{0,100}}+=)[^\s,;&]+"
_FLAG = rf"(?P<flag>(?<![\w-])--?[\w.-]{{0,100}}(?:{IN_TEXT})[\w.-]{{0,100}}\s+)(?!-)(?:{_QUOTED}|[^\s;&|]+)"
_CURL = r"(?P<curl>(?<![\w-])(?:-u|--user|--proxy-user)[\s=]+[^\s:]+:)[^\s]+"
_XML = rf"(?P<xml><[\w.:-]*(?:{IN_TEXT})[\w.:-]*(?:\s[^<>]*)?>)[^<\s][^<]*"
_SHAPES = {what: pattern(shape) for what, shape in SHAPES.items()}
_ALL = pattern(f"{_USERINFO}|{_ORACLE}|{_QUERY}|{_XML}|{_FLAG}|{_CURL}|{_ASSIGNED}|{_LOGIN}", re.IGNORECASE)
_IN_PROSE = pattern(f"{_USERINFO}|{_ORACLE}|{_QUERY}|{_XML}|{_ASSIGNED_IN_PROSE}|{_LOGIN}", re.IGNORECASE)
_KEPT = ("scheme", "oracle", "xml", "flag", "curl", "name", "user")


def is_token(text: str) -> bool:
    """Whether a text contains a token or a key of a known form."""
    return any(shape.search(text) for shape in _SHAPES.values())


def credential_in(text: str) -> str:
    """Return the kind of credential that a text looks like, with its article; empty for none."""
    if _PASSWORD_IN_URL.search(text):
        return "a URL with a password"
    return next((what for what, shape in _SHAPES.items() if shape.search(text)), "")


def masked_text(text: str) -> str:
    """Return `text` with the credentials in it masked."""
    for shape in _SHAPES.values():
        text = shape.sub(MASK, text)
    return _ALL.sub(_masked, text)


def masked_message(text: str) -> str:
    """Return a message with the credentials masked that it repeats from the input."""
    for shape in _SHAPES.values():
        text = shape.sub(MASK, text)
    return _IN_PROSE.sub(_masked, text)


def masked(value: Value) -> Value:
    """Return a value in which credentials in texts, and values under names of credentials, are masked."""
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, list):
        return [masked(each) for each in value]
    if isinstance(value, dict):
        return {key: MASK if is_secret_name(key) else masked(each) for key, each in value.items()}
    return value


def _masked(match: "re.Match[str]") -> str:
    found = match.groupdict()
    query = found["query"]
    if query is not None:
        return f"{query[0]}{MASK}" if _SIGNED.search(query) else query
    name = found["name"] or found.get("flag")
    if name is not None and is_reference(name):
        return match[0]
    return next(found[each] for each in _KEPT if found.get(each) is not None) + MASK
