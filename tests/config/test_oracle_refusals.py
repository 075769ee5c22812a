"""Pulsar's own verdict on every config of the oracle is ours too, but for what is listed here with a reason."""

import pytest
from differences import NOT_YET, VERSIONS
from oracle_files import read_cases, read_results

from pulsarfn.component.config.infer import (
    infer_function,
    infer_sink,
    infer_source,
    known_sink,
    known_source,
)
from pulsarfn.component.config.parse import parse
from pulsarfn.component.config.validate_function import validate_function
from pulsarfn.component.config.validate_sink import validate_sink
from pulsarfn.component.config.validate_source import validate_source
from pulsarfn.stream.config_text import read_config
from pulsarfn.worker.pulsar_version import rules_of_image

UNREADABLE = ("min-tag-foo",)
"""Refused by the reader already: tests/oracle/differences.py."""

NAMES = [name for name in read_cases() if name not in (*NOT_YET, *UNREADABLE)]
RULES = {version: rules_of_image(f"apachepulsar/pulsar:{version}") for version in VERSIONS}
STAGES = ("componentConfig", "convert")
EXTRACTED = {
    "function": {"inputTypeClassName": "typeArg0", "outputTypeClassName": "typeArg1"},
    "sink": {"inputTypeClassName": "typeArg"},
    "source": {"outputTypeClassName": "typeArg"},
}
_CLASS_EXISTS = "the class may be in the user's package, which pulsarfn does not read (contract 5)"
_UNKNOWN_KEY = "an unknown key is an error (contract 9.4)"
_UNKNOWN_VALUE = "an unknown enum value is an error (contract 9.4)"
_NOT_A_LIST = "our own words for Jackson's refusal"
_NO_CLASS = "the package is not read, and this is no connector of Apache's (contract 5)"

ACCEPTED_THOUGH_REFUSED = {
    "opt-48-java": _CLASS_EXISTS,
    "opt-53-java": _CLASS_EXISTS,
    "opt-61-java": _CLASS_EXISTS,
    "si-22": _CLASS_EXISTS,
    "si-26": _CLASS_EXISTS,
    "so-06": _CLASS_EXISTS,
}
REFUSED_THOUGH_ACCEPTED = {
    "min-enum-by-number": _UNKNOWN_VALUE,
    "min-transform-class-empty": _NO_CLASS,
    "min-enum-by-number-text": _UNKNOWN_VALUE,
    "min-unknown-key-null": _UNKNOWN_KEY,
    "opt-09-go": _UNKNOWN_VALUE,
    "opt-09-java": _UNKNOWN_VALUE,
    "opt-09-python": _UNKNOWN_VALUE,
    "opt-22-go": _UNKNOWN_VALUE,
    "opt-22-java": _UNKNOWN_VALUE,
    "opt-87-go": _UNKNOWN_KEY,
    "opt-87-java": _UNKNOWN_KEY,
    "opt-87-python": _UNKNOWN_KEY,
    "si-36": _NO_CLASS,
}
OTHER_WORDS = {
    "si-49": ("Sink class name is not provided", _NO_CLASS),
    "so-29": ("Source class name is not provided", _NO_CLASS),
    "opt-52-java": ("Topic t1 has an incorrect schema Info: it has no schemaType", "a NullPointerException is silent"),
    "min-cpu-1d": ("cpu must be a number, not a text", _NOT_A_LIST),
    "opt-88-java": ("inputs must be a list, not a text", _NOT_A_LIST),
}


def problems_of(name, version):
    case = read_cases()[name]
    component = case["componentType"]
    text = case.get("configText")
    given = dict(case[f"{component}Config"] if text is None else read_config(text, is_json=False)[0])
    for key, source in EXTRACTED[component].items():
        if not given.get(key) and (case.get("extracted") or {}).get(source):
            given[key] = case["extracted"][source]
    config, problems = parse(component, given)
    if config is None:
        return problems
    forwards = case["workerConfig"].get("forwardSourceMessageProperty", True)
    rules = RULES[version]
    checks = {
        "function": lambda: validate_function(infer_function(config, forward_source_message_property=forwards), rules),
        "source": lambda: validate_source(known_source(infer_source(config)), rules),
        "sink": lambda: validate_sink(known_sink(infer_sink(config)), rules),
    }
    return (*problems, *checks[component]())


def error_of(name, version="4.2.4"):
    return read_results(version)[name].get("error", {})


def core(words):
    """A refusal of Pulsar's without what it says after its first sentence, and without the full stop."""
    return words.strip().partition(". ")[0].removesuffix(".")


def test_the_oracle_is_there():
    assert len(NAMES) >= 964


def verdict_of_pulsar(name, version):
    """The words that our refusal must hold, as Pulsar's own or as listed above; None where we take the config."""
    error = error_of(name, version)
    if error.get("stage") not in STAGES:
        return "" if name in REFUSED_THOUGH_ACCEPTED else None
    if name in ACCEPTED_THOUGH_REFUSED:
        return None
    return OTHER_WORDS[name][0] if name in OTHER_WORDS else core(error["message"])


@pytest.mark.parametrize("version", RULES)
def test_what_pulsar_says_about_a_config_is_said(version):
    """One test for all configs of a version: to start a test takes as long as to check a config."""
    differing = {}
    for name in NAMES:
        messages = [problem.message for problem in problems_of(name, version)]
        expected = verdict_of_pulsar(name, version)
        if messages if expected is None else not any(expected in message for message in messages):
            differing[name] = expected, messages
    assert not differing


@pytest.mark.parametrize("name", [*ACCEPTED_THOUGH_REFUSED, *OTHER_WORDS])
def test_a_listed_refusal_is_one_of_the_oracle(name):
    assert error_of(name)["stage"] in STAGES


@pytest.mark.parametrize("name", REFUSED_THOUGH_ACCEPTED)
def test_a_listed_acceptance_is_one_of_the_oracle(name):
    assert error_of(name).get("stage") not in STAGES
