"""The kinds of bytes that the fuzzer tries, what it starts from, and what must hold of the program."""

import os
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from in_process import Outcome, Program, appends_results

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


class Targets(Program):
    """The program with the arguments of each target."""

    def __init__(self) -> None:
        """Write the carrier to which a worker config applies."""
        super().__init__()
        self._carrier = os.memfd_create("carrier")
        os.write(self._carrier, _CARRIER.encode())

    def run_on(self, target: str, content: bytes) -> Outcome:
        """Run it on a target's bytes."""
        carrier = f"/proc/self/fd/{self._carrier}"
        return self.run([carrier if each == "CARRIER" else each for each in TARGETS[target]], content)

    def check(self, target: str, content: bytes) -> None:
        """Run it on a target's bytes and see that it ends as it may end.

        Raises:
            AssertionError: for a status other than 0 or 1, and for an output that does not fit it.
        """
        outcome = self.run_on(target, content)
        assert outcome.status in (0, 1), f"exit status {outcome.status}\n{outcome.stderr}"
        assert (outcome.status == 1) == ("error[PF" in outcome.stderr), f"{outcome.status}\n{outcome.stderr}"
        assert all(each == "\n" or each.isprintable() for each in outcome.stderr), repr(outcome.stderr)
        if outcome.status == 1:
            assert outcome.stdout == b"" or b"ResourceList" in outcome.stdout, "everything or nothing"
        elif target == "stream" and outcome.stdout != content and not appends_results(content, outcome):
            again = self.run_on(target, outcome.stdout)
            assert again.status == 0, f"what came out is refused\n{again.stderr}"
            assert again.stdout == outcome.stdout, "expanding what came out changes it"


def seeds(target: str) -> Iterator[bytes]:
    """What a fuzzer starts from: the inputs of the case folders, and what they hold for the other targets."""
    for path in sorted([*TESTS.glob("cases/*/input.yaml"), *TESTS.glob("errors/*/input.yaml")]):
        content = path.read_bytes()
        if target == "stream":
            yield content
        elif path.parent.parent.name == "cases":
            for document in yaml.load_all(content.replace(BOM_UTF8, b""), yaml.CSafeLoader):
                yield from _held(document or {}, target)


def _held(document: dict[str, Any], target: str) -> Iterator[bytes]:
    """The texts of a carrier of that component, or of a worker config."""
    annotations = document.get("metadata", {}).get("annotations") or {}
    if target in (annotations.get("pulsarfn.io/expand"), annotations.get("pulsarfn.io/provide")):
        for text in {**document.get("data", {}), **document.get("stringData", {})}.values():
            yield text.encode()
