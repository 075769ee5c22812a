"""Which ConfigMap of a stream is a carrier's worker config."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Text
from pulsarfn.worker.sources import CLASS_NAME_KEY, choose
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY


@dataclass(frozen=True)
class Source:
    name: str
    document: int = 1
    line: int = 1
    provided: bool = False
    data: Mapping[str, str] = field(default_factory=dict)
    former_names: tuple[str, ...] = ()


def _place(source):
    return f"document {source.document}, line {source.line}"


CHART = {CLASS_NAME_KEY: KUBERNETES_RUNTIME_FACTORY}
FILE = Source("file", data={"functions_worker.yml": "{}"})
PROVIDED = Source("provided", 2, 20, provided=True)
WORKER = Source("worker", 3, 30, data=CHART)
BROKER = Source("broker", 4, 40, data=CHART | {"functionsWorkerEnabled": "true"})
PROCESS = Source("process", 5, 50, data={CLASS_NAME_KEY: "com.acme.Other"})

CHOSEN = {
    "none": (None, [], None),
    "none that says so": (None, [FILE, PROCESS], None),
    "the named one": ("file", [PROVIDED, FILE, WORKER], FILE),
    "the named broker": ("broker", [PROVIDED, BROKER, WORKER], BROKER),
    "the provided one": (None, [WORKER, PROVIDED, BROKER], PROVIDED),
    "the chart's function worker": (None, [BROKER, WORKER, FILE], WORKER),
    "the chart's broker": (None, [BROKER, PROCESS], BROKER),
}


@pytest.mark.parametrize(("name", "sources", "chosen"), CHOSEN.values(), ids=CHOSEN)
def test_chosen(name, sources, chosen):
    assert choose(name, sources, place=_place) == (chosen, ())


AMBIGUOUS = {
    "two of one name": (
        "file",
        [FILE, Source("file", 9, 90)],
        "file (document 1, line 1) and file (document 9, line 90)",
    ),
    "two provided ones": (
        None,
        [PROVIDED, Source("other", 9, 90, provided=True), WORKER],
        "provided (document 2, line 20) and other (document 9, line 90)",
    ),
    "two function workers": (
        None,
        [WORKER, BROKER, Source("other", 9, 90, data=CHART)],
        "worker (document 3, line 30) and other (document 9, line 90)",
    ),
    "three brokers": (
        None,
        [BROKER, Source("b", 8, 80, data=BROKER.data), Source("c", 9, 90, data=BROKER.data)],
        "broker (document 4, line 40), b (document 8, line 80) and c (document 9, line 90)",
    ),
}


@pytest.mark.parametrize(("name", "sources", "named"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_ambiguous(name, sources, named):
    chosen, (problem,) = choose(name, sources, place=_place)
    assert chosen is None
    assert (problem.code, problem.text) == (codes.WORKER_CONFIG_AMBIGUOUS, Text.CARRIER)
    assert named in problem.message


NOT_FOUND = {
    "a misspelt name": ("workr", [WORKER, BROKER], "; there are: broker, worker", "did you mean 'worker'?"),
    "no worker config at all": (
        "worker",
        [],
        "",
        "the stream holds no ConfigMap with functions_worker.yml or PF_ keys",
    ),
}


@pytest.mark.parametrize(("name", "sources", "held", "hint"), NOT_FOUND.values(), ids=NOT_FOUND)
def test_not_found(name, sources, held, hint):
    chosen, (problem,) = choose(name, sources, place=_place)
    assert chosen is None
    assert problem.message == f"the stream holds no worker config called '{name}'{held}"
    assert (problem.hint, problem.text) == (hint, Text.CARRIER)
    assert problem.path == ("metadata", "annotations", "pulsarfn.io/worker-config")
