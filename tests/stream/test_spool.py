"""A spool is bytes by another way: in memory or in a file that nobody else can find."""

import errno
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.stream import spool as spool_module
from pulsarfn.stream.spool import MEMORY, Spool

LONG = bytes(range(251)) * (MEMORY * 3 // 2 // 251)


@pytest.fixture(params=[b"", b"short", LONG], ids=["empty", "in memory", "in a file"])
def content(request):
    return request.param


def spool_of(content, block=70_001):
    spool = Spool()
    for at in range(0, len(content), block):
        spool.add(content[at : at + block])
    return spool


def open_files():
    """The descriptors that are open, without the one by which they are listed."""
    return {int(each) for each in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{each}")}  # noqa: PTH208


def test_it_gives_what_was_added(content):
    spool = spool_of(content)
    assert len(spool) == len(content)
    assert spool[:] == content
    assert spool[-5:] == content[-5:]
    assert spool[3:1] == b""


IN_A_FILE = spool_of(LONG)


@given(st.lists(st.tuples(st.integers(0, len(LONG) + 9), st.integers(0, len(LONG) + 9)), max_size=8))
def test_any_parts_in_any_order(parts):
    assert [IN_A_FILE[start:end] for start, end in parts] == [LONG[start:end] for start, end in parts]


def test_more_can_be_added_after_reading(content):
    spool = spool_of(content)
    assert spool[:] == content
    spool.add(b"more")
    assert spool[len(content) :] == b"more"
    assert spool[:] == content + b"more"


def test_what_has_been_added_needs_no_more_room(monkeypatch):
    """A disk that is full must be seen before anything is written, and not when half of the output is gone."""
    spool = spool_of(LONG)
    monkeypatch.setattr(spool_module, "write_all", lambda _, content: pytest.fail(f"{len(content)} bytes"))
    assert spool[:] == LONG
    assert spool[-70_000:] == LONG[-70_000:]


def test_what_a_descriptor_gives_comes_by(content):
    read, write = os.pipe()
    given = spool_of(content)
    with ThreadPoolExecutor() as pool, os.fdopen(read), os.fdopen(write, "w") as end:
        pool.submit(lambda: (given.write_to(write), end.close()))
        spool = Spool()
        assert b"".join(spool.take_in(read)) == content == spool[:]


@pytest.mark.parametrize("mode", ["wb", "ab"], ids=["a file", "a file opened for appending"])
def test_writing(content, mode, tmp_path):
    with (tmp_path / "file").open(mode, buffering=0) as file:
        file.write(b"before")
        spool_of(content).write_to(file.fileno())
    assert (tmp_path / "file").read_bytes() == b"before" + content


@pytest.mark.parametrize("nameless", [True, False], ids=["a system with nameless files", "one without"])
def test_the_file_is_private_and_has_no_name(nameless, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    if not nameless:
        monkeypatch.delattr(os, "O_TMPFILE")
    before = open_files()
    spool = spool_of(LONG)
    (file,) = open_files() - before
    state = os.fstat(file)
    assert (stat.S_IMODE(state.st_mode), state.st_nlink) == (0o600, 0)
    assert 0 <= len(LONG) - state.st_size < 1 << 16  # the last ones wait for more
    assert state.st_dev == tmp_path.stat().st_dev
    assert not os.get_inheritable(file)
    assert list(tmp_path.iterdir()) == []
    assert spool[:] == LONG
    del spool
    assert open_files() == before


def test_a_short_text_needs_no_file(monkeypatch):
    monkeypatch.setenv("TMPDIR", "/nonexistent")
    assert spool_of(LONG[:MEMORY])[:] == LONG[:MEMORY]


def test_no_room_names_the_folder(monkeypatch):
    monkeypatch.setenv("TMPDIR", "/nonexistent")
    with pytest.raises(OSError, match=r"No such file or directory .* set TMPDIR to a folder with room") as caught:
        spool_of(LONG)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOENT, "/nonexistent")


def test_the_file_never_takes_the_place_of_a_closed_standard_stream(tmp_path):
    program = f"""
import os, sys
sys.path[:] = {sys.path!r}
from pulsarfn.stream.spool import MEMORY, Spool
spool = Spool()
spool.add(bytes(MEMORY + 1))
os._exit(sum(os.path.lexists(f"/proc/self/fd/{{each}}") for each in range(3)))
"""
    closed = ["sh", "-c", '"$0" -I "$1" <&- >&- 2>&-', sys.executable, str(tmp_path / "program.py")]
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    assert subprocess.run(closed, check=False).returncode == 0
