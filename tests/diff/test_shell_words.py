"""Words of a shell command are read back as they were meant."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from case_folders import TESTS
from pulsarfn.analysis.diff.shell_words import Operator, shell_words
from pulsarfn.component.shell import in_quotes, kept_from_kubelet, quote

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
COMMANDS = [
    container["command"][2]
    for path in sorted((TESTS / "__snapshots__" / "test_cases").glob("*.yaml"))
    for document in yaml.load_all(path.read_bytes(), yaml.CSafeLoader)
    if document and document["kind"] == "StatefulSet"
    for container in document["spec"]["template"]["spec"]["containers"]
    if container.get("command", [])[:2] == ["sh", "-c"]
]


@given(st.lists(TEXT, max_size=5))
def test_what_is_quoted_is_read_back(texts):
    assert shell_words(" ".join(map(quote, texts))) == texts
    assert shell_words(" ".join(map(in_quotes, texts))) == texts


@given(st.lists(TEXT, max_size=5))
def test_what_is_kept_from_the_kubelet_is_read_back(texts):
    assert shell_words(kept_from_kubelet(" ".join(map(in_quotes, texts)), {"POD_NAME"})) == texts


@given(TEXT)
def test_any_text_is_read_or_refused(text):
    words = shell_words(text)
    assert words is None or all(isinstance(word, str) for word in words)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("", []),
        ("a  b\n\tc", ["a", "b", "c"]),
        ("a='b c'\"d $X\"", ["a=b cd $X"]),
        (r'"a\"b\$c\d"', [r'a"b$c\d']),
        (r"a\ b", ["a b"]),
        ("${POD_NAME##*-}", ["${POD_NAME##*-}"]),
        ("a&&b || c;d >/dev/null 2>&1", ["a", "&&", "b", "||", "c", ";", "d", ">", "/dev/null", "2", ">&", "1"]),
        ("'a' '&&'", ["a", "&&"]),
        ("it's", None),
        ('"', None),
        ("a\\", None),
    ],
)
def test_words(command, words):
    assert shell_words(command) == words


def test_an_operator_in_quotes_is_none():
    assert [isinstance(word, Operator) for word in shell_words("&& '&&'") or []] == [True, False]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_ours_is_read(command):
    words = shell_words(command)
    assert words is not None
    assert words.count("exec") == 1
