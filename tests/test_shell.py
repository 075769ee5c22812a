"""Quoting, proven with real shells: a program that prints its arguments is all that ever starts."""

import shutil
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pulsarfn.component.shell import in_quotes, kept_from_kubelet, program, quote, quote_class_path

SHELLS = [shell for shell in ("dash", "bash", "busybox") if shutil.which(shell)]
HOSTILE = st.text(
    st.one_of(
        st.sampled_from(list("'\"$`\\;&|<>(){}[]*?!#~=: \t\n-%^,abAZ09é值")),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    )
)


def arguments_of(words, shell="sh"):
    """What a program gets to see of `words` when a shell runs it."""
    command = ["busybox", "sh"] if shell == "busybox" else [shell]
    done = subprocess.run([*command, "-c", f"printf '%s\\0' {words}"], capture_output=True, check=True, cwd="/")
    assert done.stderr == b""
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize(
    "word",
    [
        "persistent://acme/apps/in",
        "pulsar+ssl://broker:6651/",
        "a-b_c.d",
        "ünï",
        "值",
        "😀",
        "100%",
        "a,b",
        "k=v",
        "a#b",
        "a~b",
        "it!",
        "^x",
    ],
)
def test_what_needs_no_quoting_is_written_as_the_reference_writes_it(word):
    assert quote(word) == word


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("", "''"),
        ("a b", "'a b'"),
        ("it's", "'it'\\''s'"),
        ("$(id)", "'$(id)'"),
        ("`id`", "'`id`'"),
        ("semi;colon", "'semi;colon'"),
        ("~root", "'~root'"),
        ("#not", "'#not'"),
        ("a*", "'a*'"),
        ("{a,b}", "'{a,b}'"),
        ("new\nline", "'new\nline'"),
    ],
)
def test_what_a_shell_could_take_for_more_is_quoted(word, expected):
    assert quote(word) == expected


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["sh", *SHELLS])
@settings(max_examples=150, deadline=None)
@given(words=st.lists(HOSTILE, min_size=1, max_size=4))
@example(words=["'", "'\\''", "$(touch /tmp/x)", "a\nb", "~", "#", "-n", "{a,b}", "*"])
def test_each_word_arrives_as_it_was_given(shell, words):
    arrived = arguments_of(" ".join([*map(quote, words), *map(in_quotes, words)]), shell)
    assert (arrived[: len(words)], arrived[len(words) :]) == (words, words)


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_a_class_path_arrives_as_it_was_given(path):
    assert arguments_of(f"-Dx={quote_class_path(path)}") == [f"-Dx={path}"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("word", ["eval", ".", "exec", "if", "{", "!", "A=b", "A=b/c", "while", "echo x;"])
def test_the_first_word_of_a_command_is_a_program_that_does_not_exist(shell, word):
    command = [
        *(["busybox", "sh"] if shell == "busybox" else [shell]),
        "-c",
        f"{program(word)} 'touch x' && exit 0; exit 3",
    ]
    done = subprocess.run(command, capture_output=True, check=False, cwd="/", env={"PATH": "/usr/bin:/bin"})

    assert done.returncode == 3
    assert any(each in done.stderr for each in (b"not found", b"No such file", b"Permission denied"))


def test_the_path_of_a_program_is_written_as_it_is():
    assert program("/pulsar/bin/pulsar-admin") == "/pulsar/bin/pulsar-admin"


def test_no_dollar_is_left_before_a_letter_beyond_ascii():
    kept = kept_from_kubelet(in_quotes("5$€, $é and $5"), ())

    assert kept == "'5$''€, $''é and $5'"
    assert arguments_of(kept) == ["5$€, $é and $5"]
