"""Runtime flags, proven with real shells: they mean what the reference's pods would read, and start nothing else."""

import re
import shutil
import subprocess

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pulsarfn.component.runtime_flags import quote_flags, split_flags
from test_shell import HOSTILE

SHELLS = ["sh", *(shell for shell in ("dash", "bash", "busybox") if shutil.which(shell))]
POD = {"POD_NAME": "pf-a-b-f-12", "PATH": "/usr/bin:/bin"}
PIECES = [*"ab=:{}", " ", "  ", "'", '"', "\\", "$POD_NAME/", "${SHARD_ID}", "$SHARD_ID-"]
MEANT = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
"""What a person may write to group or to escape; nothing in it runs, expands or names a file."""


def arguments_of(words, shell="sh"):
    """What a program in the pod gets to see of `words`; None where the shell finds no end of a quote."""
    command = ["busybox", "sh"] if shell == "busybox" else [shell]
    script = f"SHARD_ID=${{POD_NAME##*-}} && printf '%s\\0' first {words} last"
    done = subprocess.run([*command, "-c", script], capture_output=True, cwd="/", env=POD, check=False)
    arrived = done.stdout.decode().split("\0")[:-1]
    return None if done.returncode or done.stderr or arrived[-1:] != ["last"] else arrived[1:-1]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        pytest.param("-Xms1g -Dz=1", ["-Xms1g", "-Dz=1"], id="plain words"),
        pytest.param('-Dk="a b" -Dz=1', ['-Dk="a b"', "-Dz=1"], id="double quotes keep a blank"),
        pytest.param("-Dk='a b' -Dz=1", ["-Dk='a b'", "-Dz=1"], id="single quotes keep a blank"),
        pytest.param(r"-Dk=a\ b", [r"-Dk=a\ b"], id="a backslash keeps a blank"),
        pytest.param(r'-Da="{\"k\":1}"', [r'-Da="{\"k\":1}"'], id="escaped quotes in double quotes"),
        pytest.param(r"-Dq=\"x\"", [r"-Dq=\"x\""], id="escaped quotes"),
        pytest.param("-XX:HeapDumpPath=/d/$POD_NAME", ["-XX:HeapDumpPath=/d/$POD_NAME"], id="the pod's name"),
        pytest.param("-Da=${SHARD_ID}x", ["-Da=${SHARD_ID}x"], id="the ordinal in braces"),
        pytest.param('-Da="$POD_NAME;$HOME"', ["-Da=$POD_NAME';$HOME'"], id="no other variable"),
        pytest.param("-Da=$SHARD_ID;x", ["-Da=$SHARD_ID';x'"], id="text after a variable"),
        pytest.param("'$HOME'${POD_NAME}x*", ["'$HOME'$POD_NAME'x*'"], id="quoted text after a variable"),
        pytest.param(";${POD_NAME}x", ["';'${POD_NAME}x"], id="braces where the name would go on"),
        pytest.param("$POD_NAMES", ["'$POD_NAMES'"], id="a longer name is another variable"),
        pytest.param("'$POD_NAME'", ["'$POD_NAME'"], id="a variable in single quotes is text"),
        pytest.param(r"\$POD_NAME", ["'$POD_NAME'"], id="an escaped variable is text"),
        pytest.param("$$POD_NAME", ["'$$POD_NAME'"], id="a process number is text"),
        pytest.param("; rm -rf /", ["';'", "rm", "-rf", "/"], id="a semicolon is a word like any other"),
        pytest.param(" -a  -b ", ["", "-a", "", "-b"], id="blanks in a row survive, those at the end do not"),
        pytest.param('-Dq="$(id)"', ["'-Dq=$(id)'"], id="nothing is expanded in double quotes"),
        pytest.param("-Dq=`id`", ["'-Dq=`id`'"], id="nothing runs"),
        pytest.param('a "b c', ["a", "'\"b'", "c"], id="a lone double quote is a character"),
        pytest.param("it's", ["'it'\\''s'"], id="a lone single quote is a character"),
        pytest.param("a\\", ["'a\\'"], id="a backslash at the end is a character"),
        pytest.param('a "" b', ["a", '""', "b"], id="an empty word"),
        pytest.param('a "`" b', ["a", "'`'", "b"], id="a backquote in double quotes"),
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


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
@settings(max_examples=100, deadline=None)
@given(flags=MEANT)
@example(flags=r'-Da="{\"k\":1}"')
@example(flags="a'b c'\"d $POD_NAME\"${SHARD_ID}b")
def test_words_are_read_as_the_pods_shell_reads_them(shell, flags):
    meant = arguments_of(flags, shell)
    assume(meant is not None)
    arrived = arguments_of(" ".join([*split_flags(flags), "and", quote_flags(flags)]), shell)
    assert arrived == [*meant, "and", *meant]


@pytest.mark.parametrize("shell", SHELLS)
@settings(max_examples=100, deadline=None)
@given(flags=HOSTILE)
@example(flags="$(touch /tmp/x) `id` ; & | > /tmp/x\n<")
def test_flags_never_start_another_program(shell, flags):
    arrived = arguments_of(" ".join(split_flags(flags)), shell)
    assert arrived is not None
    no_grouping = re.compile(r"""[\s'"\\]""")
    assert no_grouping.sub("", "".join(arrived)) == no_grouping.sub("", flags)


@given(st.text(alphabet=" '\"\\ab$", max_size=40))
def test_no_letter_is_lost(flags):
    joined = "".join(split_flags(flags))
    assert joined.count("a") == flags.count("a")


@pytest.mark.slow
def test_a_long_text_of_quotes_without_an_end_takes_linear_time():
    for flags in ('"' + '\\"' * 50_000, "'" * 99_999, "\\" * 99_999, '"\\' * 50_000):
        assert split_flags(flags)
