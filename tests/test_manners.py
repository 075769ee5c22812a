"""What users of Unix filters expect of one: full disks, closed and broken streams, signals, things that are no files."""

import os
import resource
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from conftest import REPOSITORY
from program import ENVIRONMENT, PROGRAM
from pulsarfn.stream.spool import MEMORY

CARRIER = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
LONG = b"---\na: 1 # a document of which there are many\n" * (MEMORY * 3 // 2 // 46)
STREAMS = pytest.mark.parametrize(
    "stream",
    [b"a: 1\n", LONG, CARRIER, LONG + b"---\n" + CARRIER],
    ids=["short", "long", "a carrier", "long with a carrier"],
)


def run(*arguments, stream=None, **options):
    """Run the program on a file, as a shell does; its exit status, standard output and standard error."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": ENVIRONMENT} | options
    if stream is not None:
        options["input"] = stream
    done = subprocess.run([*PROGRAM, *arguments], **options, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


@STREAMS
def test_a_full_disk(stream):
    with Path("/dev/full").open("wb") as full:
        assert run(stream=stream, stdout=full) == (1, None, "Error: standard output: No space left on device\n")


def no_long_files():
    """As a disk without room for them; Python has it told as an error, and not as a signal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY, MEMORY))


@pytest.mark.parametrize("stream", [LONG, LONG + b"---\n" + CARRIER, CARRIER + LONG], ids=["plain", "last", "first"])
def test_a_temporary_folder_without_room(stream, tmp_path):
    environment = ENVIRONMENT | {"TMPDIR": str(tmp_path)}
    status, out, err = run(stream=stream, env=environment, preexec_fn=no_long_files)
    assert (status, out) == (1, b"")
    assert err == (
        f"Error: {tmp_path}: File too large (what is long is kept there until all of it is accepted: "
        "set TMPDIR to a folder with room)\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_folder_that_is_not_there_is_missed_by_long_streams_only():
    environment = ENVIRONMENT | {"TMPDIR": "/nonexistent"}
    assert run(stream=b"a: 1\n", env=environment) == (0, b"a: 1\n", "")
    status, out, err = run(stream=LONG, env=environment)
    assert (status, out) == (1, b"")
    assert err.startswith("Error: /nonexistent: No such file or directory (")


@STREAMS
def test_a_closed_standard_output(stream):
    closed = ["sh", "-c", f"{' '.join(PROGRAM)} >&-"]
    done = subprocess.run(closed, input=stream, capture_output=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stderr) == (1, b"Error: standard output: Bad file descriptor\n")


@STREAMS
def test_a_reader_that_has_seen_enough(stream):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as broken:
        assert run(stream=stream, stdout=broken) == (141, None, "")


@pytest.mark.slow
def test_a_folder_as_input(tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    status, out, err = run(stdin=folder)
    os.close(folder)
    assert (status, out) == (1, b"")
    assert "<stdin> is a directory, cannot continue\n" in err  # Python's own words, before it begins with any program
    status, out, err = run("expand", "-f", str(tmp_path))
    assert (status, out) == (1, b"")
    assert err == f"Error: {tmp_path}: no .yaml, .yml, .json file in this folder (-R looks into its folders)\n"
    status, out, err = run("--worker-config", str(tmp_path), stream=b"")
    assert (status, out) == (2, b"")
    assert f"File '{tmp_path}' is a directory" in err


@pytest.mark.slow
def test_input_that_cannot_be_read():
    """The memory of a process is a file that no reader gets the first byte of, whoever runs it."""
    with Path("/proc/self/mem").open("rb") as broken:
        assert run(stdin=broken) == (1, b"", "Error: standard input: Input/output error\n")
        assert run("-q", stdin=broken) == (1, b"", "Error: standard input: Input/output error\n")
    assert run("expand", "-f", "/proc/self/mem") == (1, b"", "Error: /proc/self/mem: Input/output error\n")


@pytest.fixture
def half_fed(tmp_path):
    """The program in the middle of a long stream, its temporary folder, and the descriptors of its private file."""
    environment = ENVIRONMENT | {"TMPDIR": str(tmp_path)}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(PROGRAM, env=environment, **pipes) as process:
        process.stdin.write(LONG)
        process.stdin.flush()
        yield process, tmp_path
        process.kill()


def private_files(process):
    return [each for each in Path(f"/proc/{process.pid}/fd").iterdir() if " (deleted)" in str(each.readlink())]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (signal.SIGTERM, -signal.SIGTERM),
        (signal.SIGHUP, -signal.SIGHUP),
        (signal.SIGKILL, -signal.SIGKILL),
        (signal.SIGINT, 130),
    ],
    ids=lambda value: value.name if isinstance(value, signal.Signals) else "",
)
def test_a_signal_in_the_middle_of_a_stream_leaves_nothing(half_fed, sent, status):
    process, folder = half_fed
    while not private_files(process):
        time.sleep(0.01)
    (file,) = private_files(process)
    assert (stat.S_IMODE(file.stat().st_mode), file.stat().st_nlink) == (0o600, 0)
    assert list(folder.iterdir()) == []
    process.send_signal(sent)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (status, b"", b"")
    assert list(folder.iterdir()) == []
