"""The whole program in this process, as often as one likes: bytes in, what a user would have got out, and what must hold of it."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pulsarfn import entry

TESTS = Path(__file__).resolve().parents[1]
CORPUS = TESTS / "fuzz" / "corpus"
"""In a folder for each target: inputs that once broke the program, and others worth to start from."""

_URLS = ("--set", "pulsarServiceUrl=pulsar://b:6650", "--set", "pulsarWebServiceUrl=http://b:8080")
_CARRIER = """apiVersion: v1
kind: ConfigMap
metadata: {name: f, annotations: {pulsarfn.io/expand: function}}
data:
  f.yaml: |
    {name: f, jar: f.jar, className: a.F, inputs: [t], secrets: {P: {path: s, key: k}}, customRuntimeOptions: '{"jobName": "j"}'}
"""
TARGETS = {
    "stream": _URLS,
    "function": ("render", "function", "-f", "-", *_URLS),
    "source": ("render", "source", "-f", "-", *_URLS),
    "sink": ("render", "sink", "-f", "-", *_URLS),
    "worker-config": ("--worker-config", "/dev/stdin", "expand", "-f", "CARRIER"),
}
"""The arguments of the program for each kind of bytes that people who are not trusted, or err, may give it."""


class Outcome(NamedTuple):
    """What a run leaves."""

    status: object
    stdout: bytes
    stderr: str


class Program:
    """A program whose standard input and output are files in memory; there can be one, as a process has only one of each."""

    def __init__(self) -> None:
        """Take over the descriptors 0 and 1."""
        self._stdin, self._stdout = os.memfd_create("stdin"), os.memfd_create("stdout")
        os.dup2(self._stdin, 0)
        os.dup2(self._stdout, 1)
        self._carrier = os.memfd_create("carrier")
        os.write(self._carrier, _CARRIER.encode())

    def run(self, target: str, content: bytes) -> Outcome:
        """Run it on a target's bytes."""
        for descriptor in (self._stdin, self._stdout):
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
        os.pwrite(self._stdin, content, 0)
        carrier = f"/proc/self/fd/{self._carrier}"
        sys.argv = ["pulsarfn", *(carrier if each == "CARRIER" else each for each in TARGETS[target])]
        said = io.StringIO()
        try:
            with redirect_stderr(said):
                entry.run()
        except SystemExit as done:
            return Outcome(done.code, os.pread(self._stdout, os.fstat(self._stdout).st_size, 0), said.getvalue())
        raise AssertionError("the program has an end")

    def check(self, target: str, content: bytes) -> None:
        """Run it on a target's bytes and see that it ends as it may end.

        Raises:
            AssertionError: for a status other than 0 or 1, and for an output that does not fit it.
        """
        outcome = self.run(target, content)
        assert outcome.status in (0, 1), f"exit status {outcome.status}\n{outcome.stderr}"
        assert (outcome.status == 1) == ("error[PF" in outcome.stderr), f"{outcome.status}\n{outcome.stderr}"
        assert all(each == "\n" or each.isprintable() for each in outcome.stderr), repr(outcome.stderr)
        if outcome.status == 1:
            assert outcome.stdout == b"" or b"ResourceList" in outcome.stdout, "everything or nothing"
        elif target == "stream" and outcome.stdout != content:
            again = self.run(target, outcome.stdout)
            assert again.status == 0, f"what came out is refused\n{again.stderr}"
            assert again.stdout == outcome.stdout, "expanding what came out changes it"


def seeds(target: str) -> Iterator[bytes]:
    """What a fuzzer starts from: the inputs of the case folders, and what they hold for the other targets."""
    for path in sorted([*TESTS.glob("cases/*/input.yaml"), *TESTS.glob("errors/*/input.yaml")]):
        content = path.read_bytes()
        if target == "stream":
            yield content
        elif path.parent.parent.name == "cases":
            for document in yaml.safe_load_all(content):
                yield from _held(document or {}, target)


def _held(document: dict[str, Any], target: str) -> Iterator[bytes]:
    """The texts of a carrier of that component, or of a worker config."""
    annotations = document.get("metadata", {}).get("annotations") or {}
    if target in (annotations.get("pulsarfn.io/expand"), annotations.get("pulsarfn.io/provide")):
        for text in {**document.get("data", {}), **document.get("stringData", {})}.values():
            yield text.encode()
