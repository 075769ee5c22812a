"""The commands that run the tests: what they ask for, what they leave out, and the signals that they pass on."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
RUN = TESTS / "run.sh"
BASIC = ("sh", "dirname")  # without which no script says anything
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]


FOR_POD_TESTS = ("gcc", "ip", "mount", "nsenter", "openssl", "pgrep", "unshare")
FOR_ALL = ["git", "bash", "go", *FOR_POD_TESTS, "java", "javac", "jar", "jlink", "mvn", "apt-get", "dpkg-deb"]


@pytest.fixture
def bare(tmp_path):
    """A PATH that has what a script needs to speak, and nothing else."""
    for name in BASIC:
        (tmp_path / name).symlink_to(shutil.which(name))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "programs"),
    [
        ((), ["git", "bash"]),
        (
            ("--all",),
            FOR_ALL,
        ),
        (("-x", "--all"), FOR_ALL),
    ],
    ids=["the fast tests", "all tests", "all tests, further on"],
)
def test_every_missing_program_is_named_at_once_and_first(arguments, programs, bare):
    done = subprocess.run(
        ["sh", RUN, *arguments], env={"PATH": str(bare)}, capture_output=True, text=True, timeout=10, check=False
    )
    first, *lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout, first) == (1, "", "These programs are not on PATH:")
    assert [line.strip().partition(":")[0] for line in lines] == programs


def test_programs_start_with_the_default_of_each_signal():
    """Of those that a program can set: glibc keeps two for itself, and ignores them in what Python 3.13 starts."""
    shown = subprocess.run(["sed", "-n", "s/^SigIgn://p", "/proc/self/status"], capture_output=True, check=True)
    ignored = int(shown.stdout, 16)
    assert [each for each in signal.valid_signals() if ignored >> (each - 1) & 1] == []


@pytest.mark.slow
def test_they_do_so_where_the_caller_ignores_signals():
    ignored = " ".join(
        str(int(each)) for each in (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE, signal.SIGTERM, signal.SIGUSR1)
    )
    this = f"{__file__}::{test_programs_start_with_the_default_of_each_signal.__name__}"
    command = ["sh", "-c", f'trap "" {ignored}; "$@"', "sh", *PYTEST, this]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_what_is_left_out_is_said_with_its_reason():
    page = TESTS / "real" / "test_man_page.py"
    done = subprocess.run([*PYTEST, page], capture_output=True, text=True, check=False)
    assert "Left out: 1 tests that need Go, a JDK and Maven" in done.stdout
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
