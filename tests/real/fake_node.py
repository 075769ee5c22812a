"""A node without processes for the control plane of the tests: its pods are running and ready at once, and roll within seconds."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clients import LAYER_37, call, kwok_programs, layer_programs
from control_plane import Kube
from servers import process, shared_server, wait_until

HERE = Path(__file__).parent
LABEL = "node=fake"
"""The label of a namespace whose pods run."""


@contextmanager
def running_fake_node(folder: Path) -> Iterator[None]:
    """Have the node in the control plane of this test run, whose folder is beside this one."""
    with shared_server(folder, "fake-node", kwok_programs(), seconds=120):
        yield


@contextmanager
def fake_node(programs: Path, folder: Path) -> Iterator[None]:
    """Run kwok, until the node is ready for pods."""
    kubeconfig = folder.parent / "control-plane" / "state" / "kubeconfig"
    kubectl = [layer_programs(LAYER_37) / "kubectl" / "kubectl", "--kubeconfig", kubeconfig]
    purpose = "the node of the control plane could not be made"
    call([*kubectl, "apply", "--filename", HERE / "kube" / "fake-node.yaml"], purpose=purpose, seconds=60)
    command = [programs / "kwok", "--config", programs / "stages.yaml", "--kubeconfig", kubeconfig]
    command += ["--manage-all-nodes", "--node-ip", "127.0.0.1"]
    with process("kwok", command, folder) as running:
        ready = [*kubectl, "wait", "--for=condition=Ready", "node/fake", "--timeout=1s"]
        is_ready = lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0  # noqa: E731
        wait_until(is_ready, {"kwok": running}, folder, 60)
        yield


def pods(kube: Kube, stateful_sets: int = 1, seconds: float = 180) -> dict[str, str]:
    """The UID of each pod of a namespace, once all StatefulSets have as many as they want, ready and of the newest revision.

    There are so many StatefulSets at least.
    """
    end = time.monotonic() + seconds
    while len(found := _items(kube, "statefulsets")) < stateful_sets or not all(map(_is_settled, found)):
        late = [each["metadata"]["name"] for each in found if not _is_settled(each)]
        assert time.monotonic() < end, f"{len(found)} StatefulSets, and their pods are not ready in time: {late}"
        time.sleep(0.3)
    return {each["metadata"]["name"]: each["metadata"]["uid"] for each in _items(kube, "pods")}


def _items(kube: Kube, kinds: str) -> list[dict[str, Any]]:
    done = kube.run("get", kinds, "-o", "json")
    assert done.returncode == 0, done.stderr
    items: list[dict[str, Any]] = json.loads(done.stdout)["items"]
    return items


def _is_settled(stateful_set: dict[str, Any]) -> bool:
    status = stateful_set["status"]
    counts = {status.get(key, 0) for key in ("replicas", "readyReplicas", "updatedReplicas")}
    is_seen = status.get("observedGeneration") == stateful_set["metadata"]["generation"]
    return (
        is_seen
        and counts == {stateful_set["spec"]["replicas"]}
        and status["currentRevision"] == status["updateRevision"]
    )
