"""Quoting, proven with real shells: a program that prints its arguments is all that ever starts."""

import shutil
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pulsarfn.component.shell import in_quotes, quote, quote_class_path, quote_flags, split_flags

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


@pytest.mark.parametrize("shell", ["sh", *SHELLS])
@settings(max_examples=150, deadline=None)
@given(words=st.lists(HOSTILE, min_size=1, max_size=4))
@example(words=["'", "'\\''", "$(touch /tmp/x)", "a\nb", "~", "#", "-n", "{a,b}", "*"])
def test_each_word_arrives_as_it_was_given(shell, words):
    assert arguments_of(" ".join(map(quote, words)), shell) == words
    assert arguments_of(" ".join(map(in_quotes, words)), shell) == words


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_a_class_path_arrives_as_it_was_given(path):
    assert arguments_of(f"-Dx={quote_class_path(path)}") == [f"-Dx={path}"]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        pytest.param("-Xms1g -Dz=1", ["-Xms1g", "-Dz=1"], id="plain words"),
        pytest.param(
            '-Dk="a b" -Dz=1',
            ['-Dk="a b"', "-Dz=1"],
            id="double quotes keep a blank, as they do in the reference's pods",
        ),
        pytest.param("; rm -rf /", ["';'", "rm", "-rf", "/"], id="a semicolon is a word like any other"),
        pytest.param("-D'x y'", ["'-D'\\''x'", "'y'\\'''"], id="single quotes keep nothing together"),
        pytest.param(" -a  -b ", ["", "-a", "", "-b"], id="blanks in a row survive, those at the end do not"),
        pytest.param('-Dq="$(id)"', ["'-Dq=$(id)'"], id="nothing is expanded inside double quotes"),
        pytest.param('a "b c', ["'a \"b'", "c"], id="a lone double quote is a character"),
        pytest.param("a\tb\nc", ["a", "b", "c"], id="any white space parts words"),
        pytest.param("", [], id="no flags"),
    ],
)
def test_split_flags(flags, words):
    assert split_flags(flags) == words


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        pytest.param("-Da=1  -Db=2 ", "-Da=1  -Db=2 ", id="blanks stay, those at the end too"),
        pytest.param("\t-Da=1", "\t-Da=1", id="a tab is a blank"),
        pytest.param("-Da=1\n-Db=2", "-Da=1 -Db=2", id="a line break would end the command"),
        pytest.param('-Da="x  y" ;id', "-Da=\"x  y\" ';id'", id="each word is quoted where it must be"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_quote_flags(argument, text):
    assert quote_flags(argument) == text


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_flags_never_start_another_program(flags):
    """The words are what is between the blanks that part them, with the quotes that group taken away."""
    arrived = arguments_of(" ".join(["first", *split_flags(flags), "last"]))
    assert arrived[0] == "first"
    assert arrived[-1] == "last"
    assert "".join("".join(arrived[1:-1]).split()).replace('"', "") == "".join(flags.split()).replace('"', "")


@given(st.text(alphabet=' "ab', max_size=40))
def test_split_flags_takes_linear_time_and_loses_nothing_but_blanks(flags):
    joined = "".join(split_flags(flags))
    assert joined.count("a") == flags.count("a")
