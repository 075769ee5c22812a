"""Credentials in texts: tokens, passwords in URLs, in flags, and after the names of passwords; how they are masked."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.flags import IN_COMMAND
from pulsarfn.diagnostics.secrecy.names import IN_TEXT, is_reference, is_secret_name
from pulsarfn.diagnostics.secrecy.shapes import token_in, without_tokens
from pulsarfn.diagnostics.secrecy.words import pieces
from pulsarfn.patterns import pattern
from pulsarfn.values import Value

_USERINFO = (
    r"(?P<scheme>://|(?<=\bhttps):/|(?<=\bhttp):/)(?:[^\s/@\"'<>]{1,300}+(?:@[^\s/@\"'<>]{0,300}+(?=@))*"
    r"|[^\s/@:\"'<>]{0,300}+:(?!\d+/)[^\s@\"'<>]{1,300}+)(?=@)"
)
_PASSWORD_IN_URL = pattern(r"://[^\s/:@\"'<>]{0,300}+:(?!\d+/)[^\s@\"'<>]{1,300}+@")
_ORACLE = r"(?P<oracle>jdbc:oracle:\w+:)[^\s@\"']{1,300}+(?=@)"
_USER = r"(?<![\w:/.@-])(?P<user>[\w.-]{1,100}:)(?!//)[^\s:@/\"']{1,300}(?=@(?!sha\d)[\w\[])"
_QUERY = r"(?P<query>[?#][^\s\"'<>`]*)"
_SIGNED = pattern(r"sig|token|key|secret|passw?|pwd|credential|auth|code|jwt|policy|pw=", re.IGNORECASE)

_SEPARATOR = r"(?:\s{0,9}(?:[=:]|%3[AD]|=>)\s{0,9}(?!//|file:))"
_QUOTED = r"""\\{0,7}"(?:[^"\\\n]|\\(?!")[^\n]|\\"(?!\s*[,;}\]]))*|\\{0,7}'(?:[^'\n]|'')*"""
_BLOCK = r"[|>][-+\d]{0,2}[ \t]*\n(?:[ \t]+[^\n]*(?:\n|\Z))+"
_AFTER_NAME = r"[\w.\[\]-]{0,100}+\\{0,7}[\"']?"
_A_FILE = r"(?!(?:token:)?file:)"
_SHORT = 2000
_NAMES_OF_VALUES = ("name", "key", "header", "path")
_PAIR = 2
_SIGNS = "@=<"
"""One of them is in every credential of a message, except for those of `_NAMELESS`."""

_KEPT = ("scheme", "oracle", "xml", "attribute", "flag", "login", "name", "user")

_NAME_IN_TEXT = pattern(
    r"(?<![\w.-])-{0,2}([A-Za-z][\w.-]{3,100}+)(?=[\"'\\]{0,9}\s{0,9}(?:[=:]|%3[AD]))|(?<![\w-])--?([A-Za-z][\w.-]{3,100}+)(?=\s)"
)


def credential_in(text: str) -> str:
    """Return the kind of credential that a text looks like, with its article; empty for none."""
    return "a URL with a password" if _PASSWORD_IN_URL.search(text) else token_in(text)


def masked_text(text: str) -> str:
    """Return `text` with the credentials in it masked; short texts are remembered, as the same ones come again and again."""
    return _masked_short_text(text) if len(text) <= _SHORT else _masked_text(text)


def _masked_text(text: str) -> str:
    misspelt, shown = _misspelt_names(text), without_tokens(text)
    form = _anywhere(misspelt) if misspelt or _may_hold_more(shown) else _NAMELESS
    return form.sub(_masked, shown)


def masked_message(text: str, repeated: Iterable[object] = ()) -> str:
    """Return a message with the credentials masked that it repeats from the input; `repeated`: texts that it may repeat."""
    for each in repeated:
        if isinstance(each, str) and (shown := masked_text(each)) != each:
            text = text.replace(each, shown)
    return _masked_message(text)


@lru_cache(maxsize=64)  # most hints come again with each component
def _masked_message(text: str) -> str:
    shown = without_tokens(text)
    form = _in_prose(_misspelt_names(text)) if any(each in shown for each in _SIGNS) else _NAMELESS
    return form.sub(_masked, shown)


def _may_hold_more(text: str) -> bool:
    """Whether a text may hold credentials of other kinds than `_NAMELESS`: few texts have an @ or a name of one."""
    return "@" in text or not text.isascii() or _KNOWN_NAME.search(text.lower()) is not None


def masked(value: Value) -> Value:
    """Return a value in which credentials in texts and keys, and values under names of credentials, are masked."""
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, list):
        if len(value) == _PAIR and isinstance(value[0], str) and is_secret_name(value[0]) and isinstance(value[1], str):
            return [masked_text(value[0]), MASK]
        parts = parts_of_words(value)
        return [without(masked_text(each), parts) if isinstance(each, str) else masked(each) for each in value]
    if isinstance(value, dict):
        is_named = names_a_credential(value)
        return {
            masked_text(key): MASK if is_secret_name(key) or (key == "value" and is_named) else masked(each)
            for key, each in value.items()
        }
    return value


def names_a_credential(value: dict[str, Value]) -> bool:
    """Whether the name of what is under ``value`` is beside it: of a variable or header, or in the path of a JSON patch."""
    return any(is_secret_name(str(value.get(key, "")).rpartition("/")[2]) for key in _NAMES_OF_VALUES)


def parts_of_words(words: list[Value]) -> frozenset[str]:
    """Return the words of the credentials in a list of words, such as a command: an option and its value are two."""
    return parts_of_credentials(" ".join(each for each in words if isinstance(each, str)))


def parts_of_credentials(text: str) -> frozenset[str]:
    """Return the words of the credentials in a text: what must not be shown of it where the text is shown in parts."""
    shown = masked_text(text)
    return pieces(text) - pieces(shown) if shown != text else frozenset()


def without_parts(value: Value, parts: frozenset[str]) -> Value:
    """Return a value of any shape with the given parts of credentials masked in its texts."""
    if isinstance(value, str):
        return without(value, parts)
    if isinstance(value, list):
        return [without_parts(each, parts) for each in value]
    return {key: without_parts(each, parts) for key, each in value.items()} if isinstance(value, dict) else value


def without(text: str, parts: frozenset[str]) -> str:
    """Return `text` with the given parts of credentials masked."""
    for each in sorted(parts, key=len, reverse=True):
        text = text.replace(each, MASK)
    return text


def _misspelt_names(text: str) -> str:
    """Return a pattern of the misspelt names of credentials in a text, which no fixed pattern has; empty for none."""
    found = {name.lower() for names in _NAME_IN_TEXT.findall(text) for name in names if name and is_secret_name(name)}
    return "|".join(f"{re.escape(each)}(?![a-z])" for each in sorted(found) if not _KNOWN_NAME.search(each))


_KNOWN_NAME = pattern(IN_TEXT)
_NAMELESS = pattern(f"{_QUERY}|{IN_COMMAND}", re.IGNORECASE)
"""The credentials that need neither a name in the text nor an @."""

_masked_short_text = lru_cache(maxsize=2048)(_masked_text)


@lru_cache(maxsize=64)
def _anywhere(misspelt: str) -> "re.Pattern[str]":
    names = f"{IN_TEXT}|{misspelt}" if misspelt else IN_TEXT
    assigned = rf"(?P<name>(?:{names}){_AFTER_NAME}{_SEPARATOR})(?:{_QUOTED}|{_BLOCK}|[^\s,;&\"'}}\])][^\s,;&]*)"
    flag = rf"(?P<flag>(?<![\w-])--?[\w.-]{{0,100}}(?:{names})[\w.-]{{0,100}}\s+)(?!-){_A_FILE}(?:{_QUOTED}|[^\s;&|]+)"
    xml = rf"(?P<xml><[\w.:-]*(?:{names})[\w.:-]*(?:\s[^<>]*)?>)[^<\s][^<]*"
    attribute = rf"(?P<attribute>\b(?:name|key)=[\"'][\w.:-]*(?:{names})[\w.:-]*[\"']\s+value=[\"'])[^\"'<>]+"
    return re.compile(
        f"{_USERINFO}|{_ORACLE}|{_QUERY}|{xml}|{attribute}|{flag}|{IN_COMMAND}|{assigned}|{_USER}", re.IGNORECASE
    )


@lru_cache(maxsize=64)
def _in_prose(misspelt: str) -> "re.Pattern[str]":
    names = f"{IN_TEXT}|{misspelt}" if misspelt else IN_TEXT
    assigned = rf"""(?P<name>(?:{names})[\w.-]{{0,100}}+=)(?:"[^"\n]*"|'[^'\n]*'|[^\s,;&]+)"""
    xml = rf"(?P<xml><[\w.:-]*(?:{names})[\w.:-]*(?:\s[^<>]*)?>)[^<\s][^<]*"
    return re.compile(f"{_USERINFO}|{_ORACLE}|{_QUERY}|{xml}|{IN_COMMAND}|{assigned}|{_USER}", re.IGNORECASE)


def _masked(match: "re.Match[str]") -> str:
    found = match.groupdict()
    query = found["query"]
    if query is not None:
        return f"{query[0]}{MASK}" if _SIGNED.search(query) else query
    name = found.get("name") or found.get("flag")
    if name is not None and is_reference(name):
        return match[0]
    return next(found[each] for each in _KEPT if found.get(each) is not None) + MASK
