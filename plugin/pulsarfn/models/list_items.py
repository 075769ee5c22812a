"""The items of a list that is given as one text: pulsar-admin's options separate them by commas."""

import re

_is_plain = re.compile(r"[\w/][\w:/.*-]*").fullmatch


def items_of(text: str) -> list[str]:
    """Return the items of a text; empty if it is blank, or if it has commas and the items are not plain words."""
    return plain_items(text) if "," in text else [text] if text.strip() else []


def plain_items(text: str) -> list[str]:
    """Return the items of a text; empty if they are not all plain words, which need no quotes."""
    items = [each.strip() for each in text.split(",")]
    return items if all(map(_is_plain, items)) else []
