"""What a test does with pods: apply objects, wait, send messages, look."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from one_node import Node

HERE = Path(__file__).parent
PATIENCE = 150  # seconds for pods to start and to answer, on a machine that does other things as well


@dataclass(frozen=True, slots=True)
class Pods:
    """A namespace of the node, and a folder ``bin`` whose programs the node sees too."""

    node: Node
    namespace: str
    bin: Path

    def prepare(self, package: Path) -> None:
        """Make the namespace, and in Pulsar the tenant and the packages of the examples."""
        self.in_namespace(self.namespace)
        json_type = ("-H", "Content-Type: application/json")
        self.admin("-X", "PUT", *json_type, "-d", '{"allowedClusters":["standalone"]}', "v2/tenants/shop")
        self.admin("-X", "PUT", "v2/namespaces/shop/orders")
        self.upload(package, "function/shop/orders/enrich/1.4.2", "function/public/default/exclamation/v1")
        self.upload(HERE / "packages" / "exclaim", "function/public/default/exclaim/v1")
        self.upload(HERE / "image" / "functions" / "exclamation.py", "function/public/default/exclamation/py")

    def in_namespace(self, name: str) -> "Pods":
        """The same in another namespace, which is made if it is not there."""
        other = replace(self, namespace=name)
        other.apply(json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}))
        other.until("get", "serviceaccount", "default", "-o", "name", shown="default")
        return other

    def remove(self) -> None:
        """Remove all functions, sources and sinks of the node, and wait until their processes are gone."""
        for objects in ("statefulset", "--cascade=orphan"), ("pod", "--grace-period=1"):
            options = ("--all", "--all-namespaces", f"--timeout={PATIENCE}s")
            done = self.node.run("kubectl", "delete", *objects, *options, seconds=PATIENCE + 60)
            assert done.returncode == 0, done.stderr.decode()
        end = time.monotonic() + PATIENCE
        while left := self.node.run("bash", "-c", "cat $(find /sys/fs/cgroup/pids/kubepods -name cgroup.procs)").stdout:
            assert time.monotonic() < end, left
            time.sleep(0.3)
        self.forget_messages()

    def forget_messages(self) -> None:
        """Remove the topics of the examples: a subscription outlives its pods, with what they did not acknowledge.

        A pod's network is gone before its connections are closed: the broker believes for a minute that they are used.
        """
        for namespace in ("public/default", "shop/orders"):
            topics: list[str] = json.loads(self.admin(f"v2/persistent/{namespace}"))
            for name in (each.replace("://", "/") for each in topics if "/__" not in each):  # a topic of Pulsar's own
                self.admin("-X", "DELETE", f"v2/{name}?force=true")

    @property
    def environment(self) -> dict[str, str]:
        """For programs in the node: pulsarfn on the PATH."""
        path = os.pathsep.join([str(self.bin), self.node.environment["PATH"]])
        return {"PATH": path, "HOME": str(self.bin.parent)}

    def kubectl(self, *args: str | Path, stdin: bytes = b"", seconds: float = 120) -> str:
        """What kubectl prints in this namespace; it must go well."""
        done = self.node.run("kubectl", "--namespace", self.namespace, *args, stdin=stdin, seconds=seconds)
        assert done.returncode == 0, (args, done.stderr.decode())
        return done.stdout.decode()

    def shell(self, command: str, *, cwd: Path | None = None, stdin: bytes = b"") -> str:
        """What a command line prints in the node; it must go well."""
        done = self.node.run("bash", "-c", f"set -eo pipefail; {command}", stdin=stdin, env=self.environment, cwd=cwd)
        assert done.returncode == 0, (command, done.stderr.decode())
        return done.stdout.decode()

    def apply(self, objects: str) -> None:
        """Apply objects as the hosts do."""
        self.kubectl("apply", "--server-side", "--force-conflicts", "-f", "-", stdin=objects.encode())

    def until(self, *args: str, shown: str, seconds: float = PATIENCE) -> str:
        """Wait until kubectl shows a text; what it shows."""
        end = time.monotonic() + seconds
        while True:
            done = self.node.run("kubectl", "--namespace", self.namespace, *args)
            if done.returncode == 0 and shown in (text := done.stdout.decode()):
                return text
            assert time.monotonic() < end, (args, done.stdout.decode(), done.stderr.decode(), self.said())
            time.sleep(0.3)

    def until_is(self, what: str, path: str, value: str) -> None:
        """Wait until an object that is there has a value at a path."""
        options = (f"--for=jsonpath={path}={value}", f"--timeout={PATIENCE}s")
        done = self.node.run("kubectl", "--namespace", self.namespace, "wait", what, *options, seconds=PATIENCE + 60)
        assert done.returncode == 0, (done.stderr.decode(), self.said())

    def answers(self, source: str, target: str, *messages: str, count: int | None = None) -> list[str]:
        """What comes on a topic for messages to another; the pods' logs where it does not come."""
        expected = len(messages) if count is None else count
        ask = [sys.executable, HERE / "messages.py", source, target, str(expected), str(PATIENCE), *messages]
        done = self.node.run(*ask, seconds=PATIENCE + 60)
        assert done.returncode == 0, done.stderr.decode()
        found: list[str] = json.loads(done.stdout)
        assert len(found) == expected, (found, self.said())
        return found

    @contextmanager
    def server(self, program: str, *args: str | Path) -> Iterator[None]:
        """Have a Python program run in the node."""
        running = subprocess.Popen(self.node.command(sys.executable, "-c", program, *args), stdin=subprocess.DEVNULL)
        try:
            yield
        finally:
            running.kill()
            running.wait()

    def until_read(self, topic: str, *, consumers: int = 1) -> None:
        """Wait until so many instances read a topic."""
        name = topic.replace("://", "/")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            done = self.node.run("curl", "-sf", f"http://pulsar-broker:8080/admin/v2/{name}/stats")
            subscriptions = json.loads(done.stdout)["subscriptions"].values() if done.returncode == 0 else ()
            if sum(len(each["consumers"]) for each in subscriptions) >= consumers:
                return
            time.sleep(0.3)
        raise AssertionError((topic, done.stdout.decode(), self.said()))

    def restarts(self) -> dict[str, tuple[str, int]]:
        """The UID of each pod, and how often its container was started again."""
        pods = json.loads(self.kubectl("get", "pods", "-o", "json"))["items"]
        return {
            each["metadata"]["name"]: (
                each["metadata"]["uid"],
                sum(status["restartCount"] for status in each["status"].get("containerStatuses", ())),
            )
            for each in pods
        }

    def rolled_out(self, *stateful_sets: str) -> None:
        """Wait until pods of the newest kind run."""
        for each in stateful_sets:
            self.kubectl("rollout", "status", f"statefulset/{each}", f"--timeout={PATIENCE}s", seconds=PATIENCE + 60)

    def said(self) -> str:
        """The state and the last words of all pods."""
        done = self.node.run("kubectl", "--namespace", self.namespace, "get", "pods", "-o", "wide")
        text = done.stdout.decode()
        for name in (line.split()[0] for line in text.splitlines()[1:]):
            for more in ((), ("--previous",)):
                log = self.node.run("kubectl", "--namespace", self.namespace, "logs", name, "--tail=25", *more)
                text += f"\n--- {name} {' '.join(more)}\n{log.stdout.decode()}{log.stderr.decode()}"
        return text

    def upload(self, package: Path, *names: str) -> None:
        """Put a file into Pulsar's package service, under names as `function/public/default/NAME/VERSION`."""
        form = ["-F", 'metadata={"description":"test"};type=application/json', "-F", f"file=@{package}"]
        for name in names:
            self.admin("-X", "POST", *form, f"v3/packages/{name}")

    @staticmethod
    def admin_url(path: str) -> str:
        """Where Pulsar's admin API has a path."""
        return f"http://pulsar-broker:8080/admin/{path}"

    def admin(self, *args: str) -> str:
        """What Pulsar's admin API answers; what is there already may be there."""
        *options, path = args
        done = self.node.run("curl", "-sS", "-w", "\n%{http_code}", *options, self.admin_url(path))
        text, _, status = done.stdout.decode().rpartition("\n")
        assert status.startswith("2") or status == "409", (args, status, text, done.stderr.decode())
        return text


def secret(name: str, values: Mapping[str, str]) -> str:
    """A Secret as YAML."""
    return json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": {**values}})
