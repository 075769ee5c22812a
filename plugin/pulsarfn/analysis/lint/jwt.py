"""When a token expires, where it is a JWT; nothing else of it is looked at, and its signature is not checked."""

import base64
import binascii
import json
import re
import sys

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_LONGEST = 1 << 16


def is_jwt(text: str) -> bool:
    """Whether a text is a JSON Web Token."""
    return claims(text) is not None


def expiry(text: str) -> float | None:
    """The ``exp`` of a token, in seconds since 1970; None for a text that is no JWT, and for one that does not expire."""
    given = (claims(text) or {}).get("exp")
    if not isinstance(given, int | float) or isinstance(given, bool):
        return None
    return given if abs(given) <= sys.float_info.max else None  # a whole number of any length, infinite, NaN


def claims(text: str) -> dict[str, object] | None:
    """What a JWT says, None for a text that is none."""
    if len(text) > _LONGEST or not _TOKEN.fullmatch(text):
        return None
    header, payload, _ = text.split(".")
    return _json_object(payload) if _json_object(header) is not None else None


def _json_object(part: str) -> dict[str, object] | None:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
