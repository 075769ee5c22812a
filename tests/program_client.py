"""Asks the server of `program_server` for the program. As a script it is the program: it ends as the program ends."""

import _socket  # the rest of `socket`, `json` and `signal` take as long to import as Python takes to start
import os
import sys
from array import array
from marshal import dumps


def asked(path, folder, environment, arguments, descriptors, limits=()):
    """Ask for the program, with three descriptors and limits of resources. The connection tells its exit status when it has ended."""
    request = dumps([folder, environment, arguments, limits])
    server = _socket.socket(_socket.AF_UNIX)
    server.connect(path)
    server.sendmsg([b"."], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array("i", descriptors))])
    server.sendall(request)
    server.shutdown(_socket.SHUT_WR)
    return server


def status_of(server):
    """The exit status of the program, when it has ended; the negative number of the signal that ended it."""
    status = int(server.recv(16))
    server.close()
    return status


def main(path, *arguments):
    status = status_of(asked(path, os.getcwd(), dict(os.environ), arguments, [0, 1, 2]))  # noqa: PTH109 - pathlib takes long to import
    if status < 0:
        import signal  # noqa: PLC0415

        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


if __name__ == "__main__":
    main(*sys.argv[1:])
