"""The servers of a test run are shared, take ports that are free, and end with the last process that uses them."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from clients import MissingProgramError
from servers import ATTEMPTS, free_ports, run_folder, shared_server

HERE = Path(__file__).parent

KEEPER = f"""\
import sys
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, {str(HERE)!r})
from servers import keep, process, wait_until

folder, command = Path(sys.argv[1]), sys.argv[2]

@contextmanager
def serving():
    with (folder / "starts").open("a") as starts:
        starts.write("x")
    with process("server", ["sh", "-c", command], folder, patience=1) as running:
        wait_until((folder / "up").exists, {{"server": running}}, folder, 10)
        (folder / "pid").write_text(str(running.pid))
        yield

keep(folder, serving)
"""
SERVER = "touch up; exec sleep 300"
USER = f"""\
import sys
from pathlib import Path

sys.path.insert(0, {str(HERE)!r})
import servers

servers.KEEPER = Path(sys.argv[2])
with servers.shared_server(Path(sys.argv[1]), {SERVER!r}, seconds=20):
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def keeper(tmp_path, monkeypatch):
    path = tmp_path / "keeper.py"
    path.write_text(KEEPER, encoding="utf-8")
    monkeypatch.setattr("servers.KEEPER", path)
    return path


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "server"


@pytest.fixture
def user(keeper, folder):
    """Another process that uses the server."""
    command = [sys.executable, "-c", USER, folder, keeper]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"up\n"
        yield process
        process.kill()


def number(file: Path) -> int:
    return int(file.read_text())


def gone(pid: int, seconds: float = 10) -> bool:
    """Whether a process has ended, in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, check=False).stdout.strip()
        if state in (b"", b"Z"):
            return True
        time.sleep(0.05)
    return False


def test_the_server_is_shared_and_ends_with_its_last_user(user, folder):
    server = number(folder / "pid")
    with shared_server(folder, SERVER, seconds=20):
        assert number(folder / "pid") == server
        user.communicate()
        assert not gone(server, 0.5)
    assert gone(server)
    assert (folder / "starts").read_text() == "x"


def test_the_server_ends_with_a_user_that_is_killed(user, folder):
    server = number(folder / "pid")
    user.kill()
    assert gone(server)


@pytest.mark.usefixtures("keeper")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_the_server_ends_with_a_keeper_that_is_killed(folder):
    with shared_server(folder, SERVER, seconds=20):
        server = number(folder / "pid")
        listed = subprocess.run(["ps", "-o", "ppid=", "-p", str(server)], capture_output=True, check=True)
        os.kill(int(listed.stdout), signal.SIGKILL)
        assert gone(server)


@pytest.mark.usefixtures("keeper")
def test_a_server_that_ended_is_started_again(folder):
    for _ in range(2):
        with shared_server(folder, SERVER, seconds=20):
            server = number(folder / "pid")
        assert gone(server, 0.1), "the last one to leave waits for its end"
    assert (folder / "starts").read_text() == "xx"


@pytest.mark.usefixtures("keeper")
def test_a_server_that_finds_its_port_taken_gets_another_chance(folder):
    second_time = "[ -e tried ] || { touch tried; echo 'bind: Address already in use'; exit 1; }"
    with shared_server(folder, f"{second_time}; {SERVER}", seconds=20):
        assert (folder / "starts").read_text() == "xx"


@pytest.mark.usefixtures("keeper")
@pytest.mark.parametrize(
    ("said", "starts"),
    [("bind: address already in use", ATTEMPTS), ("no such option: --port", 1)],
    ids=["port", "other"],
)
def test_a_server_that_does_not_start_says_why(said, starts, folder):
    with pytest.raises(MissingProgramError, match=said), shared_server(folder, f"echo '{said}'; exit 1", seconds=20):
        pass
    assert len((folder / "starts").read_text()) == starts


def test_free_ports_differ_and_are_free():
    ports = free_ports(20)
    assert len(set(ports)) == 20
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", ports[0]))
        taken.listen()
        assert ports[0] not in free_ports(12000)


def test_workers_of_a_run_share_a_folder_and_runs_do_not(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    assert run_folder(tmp_path / "pytest-7" / "popen-gw0") == tmp_path / "pytest-7"
    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    assert run_folder(tmp_path / "pytest-7") == tmp_path / "pytest-7"
