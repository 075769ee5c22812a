"""The recipe of a release, run as docs/release.md has it: what is published, its bill of materials, the look for vulnerabilities."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from clients import REPOSITORY, cache

from made_once import made_once
from pulsarfn import __version__

ADVISORIES = {
    "GHSA-ours": {"package": {"name": "PyYAML"}, "versions": ["5.3", "6.0"]},
    "GHSA-others": {
        "package": {"name": "no-such-package"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
    },
}
# cyclonedx-py checks the addresses in the bill by a grammar that takes five seconds. These are ASCII, so RFC 3986 says the same.
QUICK_IRIS = """\
from rfc3986_validator import validate_rfc3986


def is_valid_syntax(rule, text):
    return bool(validate_rfc3986(text, rule={"iri": "URI", "iri_reference": "URI_reference"}[rule]))
"""


@pytest.fixture(scope="module")
def released(clone, tmp_path_factory):
    """A clone in which the commands of the page have been run, with a database of advisories that knows none of ours."""
    return made_once(tmp_path_factory, "release", lambda folder: release(clone, folder)) / "pulsarfn"


def release(clone, place):
    folder, modules = place / "pulsarfn", place / "modules"
    shutil.copytree(clone, folder)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    (folder / "build").mkdir()
    advisories(folder / "build" / "advisories.zip", ADVISORIES)
    modules.mkdir()
    (modules / "rfc3987_syntax.py").write_text(QUICK_IRIS)
    blocks = re.findall(
        r"^ *```sh\n(.*?)^ *```$", (REPOSITORY / "docs" / "release.md").read_text(), re.MULTILINE | re.DOTALL
    )
    assert len(blocks) == 4
    done = subprocess.run(
        ["sh", "-e", "-x", "-c", "".join(blocks).replace("\n   ", "\n")],
        cwd=folder,
        env={**os.environ, "PIP_CACHE_DIR": str(cache() / "pip"), "PYTHONPATH": str(modules)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def advisories(file, affected):
    """A database as osv.dev exports it."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, each in affected.items():
            archive.writestr(f"{name}.json", json.dumps({"id": name, "summary": "bad", "affected": [each]}))


def test_what_is_published(released):
    names = {
        f"pulsarfn-{__version__}-py3-none-any.whl",
        f"pulsarfn-{__version__}.tar.gz",
        "pulsarfn.cdx.json",
        "SHA256SUMS",
    }
    assert {each.name for each in (released / "dist").iterdir()} == names
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=released / "dist", check=True)


def test_the_bill_of_materials_is_what_a_user_gets_and_nothing_else(released):
    text = (released / "dist" / "pulsarfn.cdx.json").read_text(encoding="utf-8")
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (released / ".ci" / "run.lock").read_text(), re.MULTILINE))
    found = {each["purl"].removeprefix("pkg:pypi/").partition("@")[::2] for each in bill["components"]}
    assert found == {*locked.items(), ("pulsarfn", __version__)}
    assert all(each["licenses"] for each in bill["components"])
    (own,) = [each for each in bill["dependencies"] if each["ref"].startswith("pulsarfn==")]
    assert {each.partition("==")[0].lower() for each in own["dependsOn"]} == {
        "click",
        "jsonpatch",
        "pydantic",
        "pyyaml",
        "urllib3",
    }
    assert str(released) not in text, "nothing of the machine that made it"


def test_a_known_vulnerability_stops_the_release(released, tmp_path):
    version = re.search(r"^pyyaml==(\S+)", (released / ".ci" / "run.lock").read_text(), re.MULTILINE)[1]
    ours = {"package": {"name": "PyYAML"}, "versions": ["6.0", version]}
    advisories(tmp_path / "all.zip", {**ADVISORIES, "GHSA-ours": ours})
    audit = [sys.executable, "bin/audit.py", tmp_path / "all.zip", ".ci/run.lock"]
    done = subprocess.run(audit, cwd=released, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, f"pyyaml {version}: GHSA-ours bad\n", "")
