"""What a real function worker made, one object a line, and what its admin API answered (Pulsar 4.2.4)."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def objects(name="live"):
    """The StatefulSets and Services, as the API server returned them."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def answers():
    """The answers of the admin API, by component and call."""
    return json.loads((FOLDER / "rest.json").read_text(encoding="utf-8"))


SOME = ("atmost", "bi-fn", "cafn2", "full", "gof", "min", "py", "src-jar")
"""Few components, for quick tests."""


def dump(name="live", change=None, only=SOME):
    """The objects as `kubectl get -o json` prints them: those of some components, or all of them."""
    names = [f"pf-public-default-{each}" for each in only]
    items = json.loads(json.dumps([each for each in objects(name) if not only or each["metadata"]["name"] in names]))
    if change:
        for each in items:
            change(each)
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
