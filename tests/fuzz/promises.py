"""What must hold of every run, whatever it is given."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import yaml
from commands_of_inputs import OLD, STREAM
from in_process import Outcome
from structured_inputs import CANARY, Input

_PLACE = re.compile(r"  --> (.*?):(\d+):(\d+)(?: \(|$)")
_JSON, _XML = ("json", "sarif"), ("junit", "svg")
_OF_MANIFESTS = ("filter", "expand", "render")


def broken(given: Input, outcome: Outcome, folder: Path) -> Iterator[str]:
    """What does not hold of a run."""
    if outcome.status not in (0, 1, 2):
        yield f"exit status {outcome.status}"
        return
    lines = folder / "lines"
    told = lines.read_text(encoding="utf-8", errors="surrogateescape") if lines.exists() else ""
    yield from _messages(given, outcome)
    yield from _places(given, outcome.stderr, told)
    if given.is_planted and CANARY in _said(given, outcome) + told:
        yield "a secret is said"
    if outcome.status == 0 or given.command.name in ("lint", "diff"):
        yield from _output(given, outcome.stdout)
    if (
        outcome.status == 0
        and given.command.name in ("filter", "expand")
        and "--output-dir" not in given.command.arguments
    ):
        yield from _passed(given, outcome.stdout)


def _messages(given: Input, outcome: Outcome) -> Iterator[str]:
    name, status, told = given.command.name, outcome.status, "error[PF" in outcome.stderr or "Error: " in outcome.stderr
    if not all(each == "\n" or each.isprintable() for each in outcome.stderr):
        yield "standard error is not printable"
    if "Traceback" in outcome.stderr or "has a bug" in outcome.stderr:
        yield "a traceback"
    if name == "lint" and given.command.form not in ("", "text"):
        return  # its messages are its output
    fails = status == 2 if name == "diff" else status != 0
    if fails and not told and not (name == "lint" and "--strict" in given.command.arguments):
        yield "an error without a message"
    if not fails and "error[PF" in outcome.stderr:
        yield "an error with status 0"
    if fails and outcome.stdout and name not in ("lint", "names") and b"ResourceList" not in outcome.stdout:
        yield "an error, and something on standard output"


def _places(given: Input, stderr: str, told: str) -> Iterator[str]:
    """What places are not there."""
    files = {"stdin": given.stream, STREAM: given.stream, OLD: given.files["old.yaml"], **given.files}
    texts = {name: content.decode("utf-8", "replace").removesuffix("\n").split("\n") for name, content in files.items()}
    named = [
        (origin, int(line), int(column))
        for origin, line, column in (each.groups() for each in map(_PLACE.match, stderr.split("\n")) if each)
    ]
    for line in filter(None, told.split("\n")):
        found = json.loads(line)
        if "line" in found:
            named.append((found["origin"], found["line"], found.get("column", 1)))
    for origin, line, column in named:
        if origin not in texts:
            yield f"a place in {origin}"
        elif not 1 <= line <= len(texts[origin]) or not 1 <= column <= len(texts[origin][line - 1]) + 1:
            yield f"no such place: {origin}:{line}:{column}"


def _said(given: Input, outcome: Outcome) -> str:
    """What is said of a stream; the manifests themselves hold what they are given."""
    is_fixed = "--fix" in given.command.arguments and "--diff" not in given.command.arguments
    own = given.command.name in (*_OF_MANIFESTS, "init") or is_fixed
    return outcome.stderr + ("" if own else outcome.stdout.decode("utf-8", "replace"))


def _output(given: Input, stdout: bytes) -> Iterator[str]:
    form, name = given.command.form, given.command.name
    try:
        if (form in _JSON and stdout) or (name == "schema" and stdout):
            json.loads(stdout)
        elif form in _XML and stdout:
            ET.fromstring(stdout.decode("utf-8", "surrogateescape"))
        elif name in ("render", "init") and form in ("", "carriers"):
            [*yaml.load_all(stdout, yaml.CSafeLoader)]
        elif name in ("filter", "expand") and _is_yaml(given.stream) and not _is_yaml(stdout):
            yield "what comes out is not YAML"
    except (ValueError, ET.ParseError, yaml.YAMLError) as error:
        yield f"what comes out cannot be read: {type(error).__name__} {error}"[:200]


def _is_yaml(content: bytes) -> bool:
    try:
        return all(True for _ in yaml.parse(content, yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeError):
        return False


def _passed(given: Input, stdout: bytes) -> Iterator[str]:
    """Which documents do not stand in the output as they were."""
    at = 0
    for text in given.untouched:
        found = stdout.find(text, at)
        if found < 0:
            yield f"not passed through: {text[:80]!r}"
            return
        at = found + len(text)
