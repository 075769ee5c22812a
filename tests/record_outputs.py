"""Write what this version prints for the inputs in `tests/cases` into its record: ``python tests/record_outputs.py``."""

import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import yaml

from case_folders import TESTS, case_names, run_case
from pulsarfn import __version__
from pulsarfn.cli.outputs import RECORD, recorded


def outputs():
    """The digests of what this version prints, as `pulsarfn.cli.outputs.Outputs`."""
    return {name: _digests(name) for name in case_names("cases")}


def _digests(name):
    printed = run_case("cases", name).stdout
    files = sorted((TESTS / "cases" / name).iterdir())
    return {
        "input": digest(b"".join(each.name.encode() + each.read_bytes() for each in files)),
        "pods": digest(json.dumps([*_templates(printed)]).encode()),
        "objects": digest(printed.encode()),
    }


def _templates(stream):
    for document in filter(None, yaml.load_all(stream, Loader=yaml.CBaseLoader)):
        for each in document.get("items", [document]):
            if each["kind"] == "StatefulSet":
                yield each["metadata"]["name"], each["spec"]["template"]


def digest(content):
    return hashlib.sha256(content).hexdigest()[:16]


def main():
    record = {**recorded(), __version__: outputs()} if RECORD.exists() else {__version__: outputs()}
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
