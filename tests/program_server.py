"""Starts the program as often as the tests ask, from a process that has imported it already.

A start takes a tenth of the time so. Each program is a process of its own, with its own arguments, environment, folder and
descriptors. `START` stands for it: a Python that imports nothing asks the server, and ends as the program ends.
"""

import gc
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module

START = """
import os, signal, socket, sys
from json import dumps
with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    socket.send_fds(server, [b"."], [0, 1, 2])
    server.sendall(dumps([os.getcwd(), dict(os.environ), sys.argv[2:]]).encode())
    server.shutdown(socket.SHUT_WR)
    status = int(server.recv(16))
if status < 0:
    signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
os._exit(status)
"""


def main(path: str) -> None:
    """Answer on a socket until standard input ends, which the tests hold open."""
    _import_all("pulsarfn")
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
        folder, environment, arguments = json.load(file)
    ended, lives = os.pipe()  # the program holds the other end
    child = os.fork()
    if not child:
        listener.close()
        _become(folder, environment, arguments, descriptors)
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
