"""Keeps a server for the tests of one run (see servers.py). usage: keeper.py FOLDER SERVER PROGRAMS."""

import sys
from pathlib import Path

from authenticated_broker import authenticated_broker
from control_plane import control_plane
from fake_node import fake_node
from function_worker import function_worker
from one_node import node
from servers import keep
from standalone import pulsar

SERVERS = {
    "authenticated-broker": authenticated_broker,
    "control-plane": control_plane,
    "fake-node": fake_node,
    "function-worker": function_worker,
    "node": node,
    "pulsar": pulsar,
}

if __name__ == "__main__":
    folder, name, programs = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    keep(folder, lambda: SERVERS[name](programs, folder))
