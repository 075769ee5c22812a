"""The expiry of a token that is a JWT; nothing else in it is used, and its signature is not checked."""

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
    """Return the ``exp`` of a token, in seconds since 1970; None for a text that is not a JWT or does not expire."""
    given = (claims(text) or {}).get("exp")
    if not isinstance(given, int | float) or isinstance(given, bool):
        return None
    return given if abs(given) <= sys.float_info.max else None  # an integer of any size, infinity, NaN


def claims(text: str) -> dict[str, object] | None:
    """Return the claims of a JWT, None for any other text."""
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
