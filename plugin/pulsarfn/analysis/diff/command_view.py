"""The command of a container as a mapping, to compare it flag by flag and its embedded JSON key by key.

This reads the commands of `pulsarfn.component.command` and of Pulsar: steps joined by ``&&``; the last one becomes the instance.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final

from pulsarfn.analysis.diff.shell_words import Operator, shell_words, steps
from pulsarfn.component.shell import quote
from pulsarfn.stream.json_text import json_depth_exceeds
from pulsarfn.stream.texts import MAX_DEPTH
from pulsarfn.values import Manifest, Value

_SHELLS: Final = ("sh", "/bin/sh", "bash", "/bin/bash")
_WITH_VALUE: Final = frozenset({"-cp", "-classpath", "-instance-conf", "-o", "-O"})
_WITHOUT_VALUE: Final = frozenset(
    {"--tls-allow-insecure", "--tls-enable-hostname-verification", "--transform-function"}
)
_VALUE: Final = re.compile(r"(?!-)|-[0-9]")  # the start of a value after an option
_ASSIGNMENT: Final = re.compile(r"(-D[^=]+|-XX:[^=]+|--?[A-Za-z][^=\s]*|[A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_MEMORY: Final = re.compile(r"(-Xm[sxn]|-Xss)(.+)")
_JSON: Final = re.compile(r"\s*[{\[]")


def command_view(words: Sequence[Value]) -> Value:
    """Return the options of a command by name; those of earlier steps are under ``[download]`` and the like.

    JSON texts among the values, also nested ones, become values. A command that cannot be read is returned as its text.
    """
    texts = [each for each in words if isinstance(each, str)]
    if len(texts) < len(words):
        return list(words)
    if len(texts) == 3 and texts[0] in _SHELLS and texts[1] == "-c":  # noqa: PLR2004 - sh -c TEXT
        parsed = shell_words(texts[2])
        return texts[2] if parsed is None else _steps(parsed)
    return _options(texts)


def words_beside_json(words: Sequence[Value]) -> str:
    """Return the words of a command as one text, without those that are JSON and are shown member by member."""
    texts = [each for each in words if isinstance(each, str)]
    if texts[1:2] == ["-c"]:
        texts = shell_words(texts[-1]) or texts
    return " ".join(_quoted(each) for each in texts if isinstance(_read(each), str))


def _quoted(word: str) -> str:
    """Return a word with its blanks in quotes, those of ``NAME=VALUE`` after the name."""
    name, equals, value = word.partition("=") if " " not in word.partition("=")[0] else ("", "", word)
    return f"{name}{equals}'{value}'" if " " in value else word


def _steps(words: Iterable[str]) -> Manifest:
    *before, last = steps(words)
    view = _options(last)
    for step in before:
        name = number = f"[{_name(step)}]"
        count = 1
        while number in view:
            count += 1
            number = f"{name[:-1]} {count}]"
        view[number] = _options(step)
    return view


def _name(step: Sequence[str]) -> str:
    """Return the name for a step before the last one."""
    if "--transform-function" in step:
        return "download of the transform function"
    if "download" in step or "curl" in step:
        return "download"
    first = step[0] if step else ""
    return first.partition("=")[0]


def _options(words: Sequence[str]) -> Manifest:
    """Return the options of a program: true for options without a value, lists for repeated ones, other words as ``words``."""
    found: dict[str, list[Value]] = {}
    rest: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        match = (_ASSIGNMENT.fullmatch(word) if "=" in word else None) or _MEMORY.fullmatch(word)
        if match:
            found.setdefault(match[1], []).append(_read(match[2]))
        elif not word.startswith("-") or word in ("-", "--"):
            rest.append(word)
        elif position < len(words) and _takes(word, words[position]):
            found.setdefault(word, []).append(_read(words[position]))
            position += 1
        else:
            found.setdefault(word, []).append(True)
    view: Manifest = {name: values[0] if len(values) == 1 else values for name, values in found.items()}
    return {**view, "words": " ".join(map(quote, rest))} if rest else view


def _takes(option: str, following: str) -> bool:
    if isinstance(following, Operator) or option in _WITHOUT_VALUE:
        return False
    return option in _WITH_VALUE or (option.startswith("--") and _VALUE.match(following) is not None)


def _read(text: str, room: int = MAX_DEPTH) -> Value:
    """Return the value of a JSON object or list, with nested JSON texts read too; other or too deep texts are unchanged."""
    if not _JSON.match(text) or json_depth_exceeds(text, room) is not None:
        return text
    try:
        return _nested(json.loads(text), room)
    except ValueError:
        return text


def _nested(value: Value, room: int) -> Value:
    if isinstance(value, dict):
        return {key: _nested(each, room - 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_nested(each, room - 1) for each in value]
    return _read(value, room) if isinstance(value, str) else value
