"""Starts the program as often as the tests ask, from a process that has imported it already.

A start takes a tenth of the time so. Each program is a process of its own, with its own arguments, environment, folder and
descriptors. `program_client` asks for it.
"""

import gc
import marshal
import os
import pkgutil
import resource
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

TESTS = Path(__file__).parent


def main(path: str) -> None:
    """Answer on a socket until standard input ends, which the tests hold open."""
    _import_all("pulsarfn")
    _warm_up()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        os.write(1, b"\n")  # ready
        running = {}  # by a descriptor that can be read when the program has ended
        while 0 not in (ready := select.select([listener, 0, *running], [], [])[0]):
            for each in ready:
                if each == listener:
                    connection, _ = listener.accept()
                    child, ended = _started(connection, listener)
                    running[ended] = child, connection
                else:
                    _report(*running.pop(each))
                    os.close(each)


def _started(connection, listener):
    """Start the program that a connection asks for: the process, and a descriptor that can be read when it has ended."""
    _, descriptors, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rb") as file:
        *asked, limits = marshal.load(file)
    ended, lives = os.pipe()  # the program holds the other end
    child = os.fork()
    if not child:
        listener.close()
        for limit in limits:
            resource.setrlimit(*limit)
        _become(*asked, descriptors)
    for each in (*descriptors, lives):
        os.close(each)
    return child, ended


def _report(child, connection):
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with connection, suppress(BrokenPipeError):  # the test has given up
        connection.sendall(str(status).encode())


def _import_all(package: str) -> None:
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def _warm_up():
    """Run commands over a stream, and one over a fault, for what only the first run makes: patterns, tables, models."""
    stream = str(TESTS.parent / "examples" / "quickstart" / "stream.yaml")
    fault = str(TESTS / "errors" / "many-faults-at-once" / "input.yaml")
    kept = [os.dup(each) for each in (1, 2)]
    with Path(os.devnull).open("wb") as nowhere:
        for each in (1, 2):
            os.dup2(nowhere.fileno(), each)
    for arguments in (["expand", fault], ["expand", stream], ["lint", stream], ["explain", stream], ["graph", stream]):
        sys.modules["pulsarfn.cli.main"].main(arguments)
    for number, each in enumerate(kept, 1):
        os.dup2(each, number)
        os.close(each)


def _become(folder, environment, arguments, descriptors):
    """What ``python -m pulsarfn`` does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, each in enumerate(descriptors):
        os.dup2(each, number)
        os.close(each)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[0] = folder
    sys.argv[1:] = arguments
    runpy.run_module("pulsarfn", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
