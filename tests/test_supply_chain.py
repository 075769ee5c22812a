"""What comes with pulsarfn, what it may do with its input, and what is locked."""

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import REPOSITORY

SOURCES = sorted((REPOSITORY / "plugin" / "pulsarfn").rglob("*.py"))
LOCK = (REPOSITORY / ".ci" / "dev.lock").read_text(encoding="utf-8")
RUN_LOCK = (REPOSITORY / ".ci" / "run.lock").read_text(encoding="utf-8")
BUILD_LOCK = (REPOSITORY / ".ci" / "build.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]

spec = importlib.util.spec_from_file_location("audit", REPOSITORY / "bin" / "audit.py")
audit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(audit)


def test_few_things_come_along():
    names = {Requirement(each).name for each in PROJECT["dependencies"]}
    assert names == {"click", "jsonpatch", "pydantic", "PyYAML", "urllib3"}
    of_pydantic = {"annotated-types", "pydantic-core", "typing-extensions", "typing-inspection"}
    of_jsonpatch = {"jsonpointer"}
    only_elsewhere = {"colorama"}  # of click, on Windows
    assert (
        set(audit.locked(RUN_LOCK)) - only_elsewhere
        == {canonicalize_name(each) for each in names} | of_pydantic | of_jsonpatch
    )


def test_the_locks_hold_what_is_asked_for():
    """Where this fails: sh bin/lock.sh."""
    locked = audit.locked(LOCK)
    groups = sorted((REPOSITORY / ".ci").glob("*.txt"))
    assert groups
    asked = [line for group in groups for line in group.read_text(encoding="utf-8").splitlines()]
    for requirement in map(Requirement, [*asked, *PROJECT["dependencies"]]):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement
    for lock in (RUN_LOCK, BUILD_LOCK):
        assert audit.locked(lock).items() <= locked.items()
    assert {"hatchling", "editables"} <= audit.locked(BUILD_LOCK).keys()


@pytest.mark.parametrize("lock", [LOCK, RUN_LOCK, BUILD_LOCK], ids=["dev", "run", "build"])
def test_everything_that_is_locked_has_its_hashes(lock):
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[^\s;\\]+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "globals", "breakpoint", "input"}
FORBIDDEN_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "runpy",
    "code",
    "ctypes",
    "dill",
    "jsonpickle",
    "socket",
    "urllib.request",
    "http",
}
MAY_IMPORT_BY_NAME = {
    "cli/main.py": "its own commands, from a table",
    "worker/registry.py": "entry points of installed packages",
}
MAY_TALK_TO_A_NETWORK = {
    "admin_api/client.py": "Pulsar's admin API, for `import`; it asks urllib.request for the proxies only"
}
MAY_START_PROGRAMS = {"cli/cluster.py": "kubectl diff"}


def names_of(tree):
    """The modules that are imported, and the functions that are called by their bare or last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((None, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield None, node.module or ""
            yield from ((None, f"{node.module}.{each.name}") for each in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, None


BY_ATTRIBUTE = re.compile(
    r"\byaml\.(?:load|unsafe_load|full_load|load_all)\b|\bUnsafeLoader\b|\bos\.(?:system|popen|exec\w*|spawn\w*)\b"
)


def forbidden(source):
    """What in a file runs, or could run, what it reads, or reaches further than its place may."""
    text, place = source.read_text(encoding="utf-8"), source.relative_to(REPOSITORY / "plugin" / "pulsarfn").as_posix()
    found = [*names_of(ast.parse(text))]
    yield from {call for call, _ in found} & FORBIDDEN_CALLS
    imported = {module for _, module in found if module}
    modules = FORBIDDEN_MODULES - ({"urllib.request"} if place in MAY_TALK_TO_A_NETWORK else set())
    yield from {each for each in imported for bad in modules if each == bad or each.startswith(f"{bad}.")}
    yield from BY_ATTRIBUTE.findall(text)
    if "urllib3" in imported and place not in MAY_TALK_TO_A_NETWORK:
        yield "urllib3"
    if "importlib" in {each.partition(".")[0] for each in imported} and place not in MAY_IMPORT_BY_NAME:
        yield "importlib"
    if "subprocess" in imported and (place not in MAY_START_PROGRAMS or "shell=True" in text):
        yield "subprocess"


@pytest.mark.slow
def test_nothing_runs_what_it_reads():
    assert len(SOURCES) > 200
    found = {source: [*forbidden(source)] for source in SOURCES}
    assert {source: each for source, each in found.items() if each} == {}


FACTORY = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory"
IMPORTED = """
import sys
from pulsarfn.cli.main import main
for file in sys.argv[1:]:
    status = main(["expand", "-f", file])
    print("status", status, *({'this', 'antigravity'} & sys.modules.keys()))
"""
CLASSES = ("runtimeCustomizerClassName", "functionAuthProviderClassName", "secretsProviderConfiguratorClassName")


def stream_with(name):
    """A stream that has a name wherever a class may be named."""
    worker = {
        "functionRuntimeFactoryClassName": FACTORY,
        "functionRuntimeFactoryConfigs": {},
        "pulsarServiceUrl": "pulsar://b:6650",
        "authenticationEnabled": True,
        **dict.fromkeys(CLASSES, name),
    }
    config = {"name": "f", "className": name, "jar": f"local:///{name}", "inputs": ["t"]}
    objects = [
        ({"pulsarfn.io/provide": "worker-config"}, {"functions_worker.yml": yaml.safe_dump(worker)}),
        ({"pulsarfn.io/expand": "function"}, {"c.yaml": yaml.safe_dump(config)}),
    ]
    return yaml.safe_dump_all(
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "annotations": annotations}, "data": data}
        for annotations, data in objects
    )


@pytest.mark.slow
def test_no_name_of_the_stream_is_imported(tmp_path):
    names = ["this", "os.system", "os:system", "pulsarfn.cli.main:main", "antigravity", "../../this", "this:d"]
    files = [tmp_path / str(number) for number, _ in enumerate(names)]
    for file, name in zip(files, names, strict=True):
        file.write_text(stream_with(name))
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *files],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "plugin")},
        check=True,
    )
    found = [line for line in done.stdout.splitlines() if line.startswith("status ")]
    assert dict(zip(names, found, strict=True)) == dict.fromkeys(names, "status 1")
    assert len(found) == len(done.stdout.splitlines()), done.stdout
    for file in files:
        refused = [line for line in done.stderr.splitlines() if line.startswith(f"  --> {file}:")]
        assert len(refused) == len(CLASSES), done.stderr
    assert done.stderr.count("error[PF490]") == len(CLASSES) * len(names)


@pytest.mark.parametrize(
    ("affected", "expected"),
    [
        ({"versions": ["1.0", "2.0"]}, True),
        ({"versions": ["2.1"]}, False),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]}, False),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0.1"}]}]}, True),
        (
            {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1"}, {"introduced": "1.9"}]}]},
            True,
        ),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1"}, {"last_affected": "1.9"}]}]}, False),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "strange"}]}]}, True),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
        ({}, False),
    ],
)
def test_which_versions_an_advisory_is_about(tmp_path, affected, expected):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(
            "A-1.json", json.dumps({"id": "A-1", "affected": [{"package": {"name": "Some_Thing"}, **affected}]})
        )
        archive.writestr(
            "A-2.json",
            json.dumps(
                {"id": "A-2", "withdrawn": "x", "affected": [{"package": {"name": "some-thing"}, "versions": ["2.0"]}]}
            ),
        )
    found = [*audit.findings(tmp_path / "all.zip", audit.locked("some-thing==2.0 \\\n    --hash=sha256:0\n"))]
    assert found == (["some-thing 2.0: A-1"] if expected else [])
