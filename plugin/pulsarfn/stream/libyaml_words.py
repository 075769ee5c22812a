"""Clear messages for libyaml's faults, with the place where a person must fix the text.

Libyaml's own messages name constructs of its grammar and never quote the text; they are kept if there is no clearer one.
"""

import re

from yaml import MarkedYAMLError

from pulsarfn.stream.texts import TEXT_FOLLOWS

_LINTER = "a YAML linter shows the same"
_INDENTATION = "check the indentation of this line, and quotes and colons in the lines above"
_QUOTE_IT = "put the value in quotes"

_TAB = ("a tab where YAML allows only blanks", "indent with blanks")

_WORDS = {
    "mapping values are not allowed in this context": (
        "a colon where no key can be",
        "put the value in quotes if the colon belongs to it, or check the indentation",
    ),
    "did not find expected key": ("this is not a key of the mapping that it is in", _INDENTATION),
    "did not find expected '-' indicator": ("this is not an item of the list that it is in", _INDENTATION),
    "could not find expected ':'": ("a key without a colon", "write a colon and a blank after the key"),
    "did not find expected comment or line break": (
        "a text right after | or >, which begin a text of several lines",
        "begin the text on the next line, indented",
    ),
    "did not find expected ',' or ']'": ("a list in brackets that is not closed", "write the missing comma or ]"),
    "did not find expected ',' or '}'": ("a mapping in braces that is not closed", "write the missing comma or }"),
    "did not find expected node content": (
        "a value is missing",
        "write the value, or close the bracket or brace before it",
    ),
    "found unexpected end of stream": ("a text in quotes that is not closed", "write the missing quote"),
    "found unexpected document indicator": (
        "a text in quotes that is not closed before the document ends",
        "write the missing quote",
    ),
    "did not find expected <document start>": (
        "something follows the end of the document",
        "check the indentation and the brackets above",
    ),
    "found undefined tag handle": ("a tag whose prefix nothing defines", "remove the tag"),
    "found unknown escape character": (
        "an escape in double quotes that YAML does not know",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "did not find expected hexdecimal number": (
        "an escape in double quotes that is not complete",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "found invalid Unicode character escape code": ("an escape of no character", "write the character itself"),
    "found a tab character that violates indentation": _TAB,
    "found a tab character where an indentation space is expected": _TAB,
    "block sequence entries are not allowed in this context": ("a list item where no list can be", _INDENTATION),
}
_AT_CONTEXT = frozenset(
    {
        "found unexpected end of stream",
        "found unexpected document indicator",
        "could not find expected ':'",
        "did not find expected alphabetic or numeric character",
    }
)
"""Faults that libyaml notices long after the place where they must be fixed."""

_FIRST_CHARACTERS = {
    "\t": _TAB,
    "&": ("a value cannot begin with &", _QUOTE_IT),
    "*": ("a value cannot begin with *", _QUOTE_IT),
    "@": ("a value cannot begin with @", _QUOTE_IT),
    "`": ("a value cannot begin with `", _QUOTE_IT),
    "%": ("a value cannot begin with %", _QUOTE_IT),
}


_NO_TOKEN = frozenset(
    {"found character that cannot start any token", "did not find expected alphabetic or numeric character"}
)
_NO_KEY = frozenset({"could not find expected ':'", "mapping values are not allowed in this context"})
_NO_BLANK = ("a colon without a blank after it", "write a blank after the colon")
_GLUED = re.compile(r"[\w.-]+:(?!//)[^\s:]")
_BARE = re.compile(r" *(?:[^\s:#'\"{\[-][^:]*|[\w.-]+:(?!//)[^\s:][^:]*)")
"""A line of plain text, or of a key with its colon glued to the value."""

_NEARLY_SEPARATOR = re.compile(
    r"(?P<text>---(?:[^\s\-:=][^:]*|[\[{\"'].*))|(?P<indented>[ \t]+---[ \t]*)|[=_*~\u2010-\u2015-]{3,}\s*"
)


def explained(error: MarkedYAMLError, text: str) -> tuple[str, str, int | None]:
    """Return message, hint, and the offset of the fault, None if libyaml names no place."""
    problem, marks = error.problem or "", (error.context_mark, error.problem_mark)
    for each in marks:
        if each is not None and (near := _NEARLY_SEPARATOR.fullmatch(_line(text, each.index))):
            line = text.rfind("\n", 0, each.index) + 1
            return (*_nearly_separator(near), line + _indentation(near[0]))
    first = error.context_mark if problem in _AT_CONTEXT else error.problem_mark
    offset = next((each.index for each in (first, *reversed(marks)) if each is not None), None)
    words = _WORDS.get(problem)
    if words is None and problem in _NO_TOKEN and offset is not None:
        words = _FIRST_CHARACTERS.get(text[offset : offset + 1])
    if problem in _NO_KEY and offset is not None:
        start = offset if problem in _AT_CONTEXT else _key_above(text, offset)
        if start is not None:
            offset, words = start, _NO_BLANK if _GLUED.match(text, start) else _WORDS["could not find expected ':'"]
    if words is None:
        own = ", ".join(part for part in (error.context, problem) if part)
        words = own or "it cannot be read", _LINTER
    return f"broken YAML: {words[0]}", words[1], offset


def _key_above(text: str, colon: int) -> int | None:
    """Return the offset of a key without a colon that makes the colon below it one where no key can be; None if there is none.

    YAML takes such a key, and the next one, for one text of two lines.
    """
    *lines, last = text[:colon].split("\n")
    indentation, start = _indentation(last), len(lines)
    if ":" in last:
        return None
    while start and _indentation(lines[start - 1]) == indentation and _BARE.fullmatch(lines[start - 1]):
        start -= 1
    continues = start and _indentation(lines[start - 1]) < indentation and ": " in lines[start - 1]
    return None if continues or start == len(lines) else sum(len(each) + 1 for each in lines[:start]) + indentation


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _line(text: str, offset: int) -> str:
    """Return the line of a text around an offset."""
    return text[text.rfind("\n", 0, offset) + 1 :].partition("\n")[0]


def _nearly_separator(near: re.Match[str]) -> tuple[str, str]:
    """Return message and hint for a line that is meant to begin a new document."""
    if near["text"]:
        return TEXT_FOLLOWS
    if near["indented"]:
        return "--- is not a separator here, as it is indented", "remove the blanks before ---"
    return "this line is not a separator", "write --- to begin a new document"
