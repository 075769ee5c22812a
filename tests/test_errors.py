"""What a person reads when something is wrong: each case folder's messages, to the letter."""

import re

import pytest

from case_folders import TESTS, TextFile, case_names, run_case
from pulsarfn.diagnostics.catalogue import CODES

SNAPSHOTS = TESTS / "__snapshots__" / "test_errors"
NAMES = case_names("errors")


@pytest.mark.parametrize("name", NAMES)
def test_messages(name, snapshot):
    outcome = run_case("errors", name)
    assert ("error[" in outcome.stderr) == (not outcome.stdout), "everything or nothing"
    assert "hunter2" not in outcome.stderr
    assert outcome.stderr == snapshot(extension_class=TextFile)


def test_no_snapshot_is_left_behind():
    assert sorted(path.stem for path in SNAPSHOTS.glob("*")) == NAMES


def test_every_code_is_told_apart_and_explained():
    assert len({each.title for each in CODES.values()}) == len(CODES)
    for each in CODES.values():
        assert re.fullmatch(r"PF[1-6][0-9]{2}", each.id)
        assert each.cause.endswith(".")
        assert each.cure.endswith(".")


_MESSAGE = re.compile(
    r"(?:error|warning)\[PF\d{3}\]: (?P<message>.+)\n  --> (?P<place>.+)\n(?:   \| (?P<source>.*)\n)?"
    r"(?:  Pulsar says: .+\n)?(?:  hint: (?P<hint>.+)\n)?"
)
_JARGON = re.compile(r"\b(?:None|True|False|dict|str|NoneType|Traceback|tuple|pydantic|yaml\.\w+)\b|\bobject at 0x")


def test_messages_read_well():
    for name in NAMES:
        text = (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")
        messages = [*_MESSAGE.finditer(text)]
        assert "".join(each[0] for each in messages) == text, "what, where, the line and the hint, and nothing else"
        assert len({(each["message"], each["place"]) for each in messages}) == len(messages), f"{name}: each once"
        for each in messages:
            for sentence in (each["message"], each["hint"] or ""):
                assert not _JARGON.search(sentence), name
                assert not re.search(r"\w\.$", sentence), name


def test_messages_stand_in_the_order_of_the_stream():
    for name in NAMES:
        text = (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")
        lines = [tuple(map(int, place)) for place in re.findall(r"^  --> [^(\n]*:(\d+):(\d+) ", text, re.MULTILINE)]
        assert lines == sorted(lines), name
