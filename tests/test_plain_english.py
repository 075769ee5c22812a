"""Pulsar's own sentences in plain English: each sentence that a check of ours still says is one that Pulsar says."""

import pytest

from conftest import REPOSITORY
from pulsarfn.diagnostics.plain_english import in_plain_english

SOURCES = "\n".join(
    each.read_text(encoding="utf-8")
    for each in (REPOSITORY / "plugin" / "pulsarfn").rglob("*.py")
    if each.name != "plain_english.py"
)
SAID = {
    "Window length is not specified": "the window has no length",
    "Windows Function not support MANUAL delivery semantics": (
        "a window cannot be combined with processingGuarantees: MANUAL"
    ),
    "Windowing is not supported in Go function yet": "the Go runtime has no windows",
    "Message retries not yet supported in python": "the Python runtime does not support maxMessageRetries",
    "Retain Key Orderering not yet supported in Go function": "the Go runtime does not support retainKeyOrdering",
    "LogTopic topic a/b is invalid": "logTopic is not the name of a topic: a/b",
}


@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_of_pulsar_comes_second(sentence):
    assert in_plain_english(sentence) == (SAID[sentence], sentence)


@pytest.mark.parametrize("message", ["unknown key 'a'", "Function parallelism must be a positive number", ""])
def test_another_message_stays_as_it_is(message):
    assert in_plain_english(message) == (message, "")


def test_what_we_add_to_a_sentence_is_not_said_to_be_pulsars():
    said = in_plain_english("Kubernetes job name size should be less than 53: a-b has 61 characters")
    assert said == (
        "the name of a StatefulSet has 52 characters at most, and this one has 61: a-b",
        "Kubernetes job name size should be less than 53",
    )
    assert in_plain_english("User class must be in class path: a.B is not Pulsar's C") == (
        "a.B is not Pulsar's C",
        "User class must be in class path",
    )


@pytest.mark.parametrize("sentence", [each for each in SAID if "MANUAL" not in each and "a/b" not in each])
def test_a_check_says_the_sentence(sentence):
    assert sentence in SOURCES
