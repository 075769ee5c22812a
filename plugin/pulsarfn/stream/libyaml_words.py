"""Clear messages for libyaml's faults, with the place where a person must fix the text.

Libyaml's own messages name constructs of its grammar and never quote the text; they are kept if there is no clearer one.
"""

import re
from typing import Any

from yaml import MarkedYAMLError

from pulsarfn.stream.texts import TEXT_FOLLOWS

_LINTER = "a YAML linter shows the same"
_INDENTATION = "check the indentation of this line, and quotes and colons in the lines above"
_QUOTE_IT = "put the value in quotes"

_WORDS = {
    "mapping values are not allowed in this context": (
        "a colon where no key can be",
        "put the value in quotes if the colon belongs to it, or check the indentation",
    ),
    "did not find expected key": ("this is no key of the mapping that it is in", _INDENTATION),
    "did not find expected '-' indicator": ("this is no item of the list that it is in", _INDENTATION),
    "could not find expected ':'": ("a key without a colon", "write a colon and a blank after the key"),
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
    "block sequence entries are not allowed in this context": ("a list item where no list can be", _INDENTATION),
}
_AT_CONTEXT = frozenset({"found unexpected end of stream", "found unexpected document indicator"})
"""Faults that libyaml notices long after the place where they must be fixed."""

_FIRST_CHARACTERS = {
    "\t": ("a tab where YAML allows only blanks", "indent with blanks"),
    "@": ("a value cannot begin with @", _QUOTE_IT),
    "`": ("a value cannot begin with `", _QUOTE_IT),
    "%": ("a value cannot begin with %", _QUOTE_IT),
}


_NEARLY_SEPARATOR = re.compile(r"(?P<text>---[^\s\-:=][^:]*)|(?P<indented>[ \t]+---[ \t]*)|[=_*~\u2010-\u2015-]{3,}\s*")


def explained(error: MarkedYAMLError, text: str) -> tuple[str, str, Any]:
    """Return message, hint, and the mark of the fault, None if there is none."""
    problem, mark = error.problem or "", error.problem_mark or error.context_mark
    for each in (error.context_mark, error.problem_mark):
        if each is not None and (near := _NEARLY_SEPARATOR.fullmatch(_line(text, each.index))):
            return (*_nearly_separator(near), each)
    if problem == "found character that cannot start any token" and mark is not None:
        words = _FIRST_CHARACTERS.get(text[mark.index : mark.index + 1])
    else:
        words = _WORDS.get(problem)
    if problem in _AT_CONTEXT and error.context_mark is not None:
        mark = error.context_mark
    if words is None:
        own = ", ".join(part for part in (error.context, problem) if part)
        words = own or "it cannot be read", _LINTER
    return f"broken YAML: {words[0]}", words[1], mark


def _line(text: str, offset: int) -> str:
    """Return the line of a text around an offset."""
    return text[text.rfind("\n", 0, offset) + 1 :].partition("\n")[0]


def _nearly_separator(near: re.Match[str]) -> tuple[str, str]:
    """Return message and hint for a line that is meant to begin a new document."""
    if near["text"]:
        return TEXT_FOLLOWS
    if near["indented"]:
        return "--- is no separator here, as it is indented", "remove the blanks before ---"
    return "this line is no separator", "write --- to begin a new document"
