"""Case folders: readable input, and what the options of the run are."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from pulsarfn.cli.token_file import exposed
from pulsarfn.component.package_files.given import GivenPackages, PackageFile
from pulsarfn.diagnostics.as_text import as_text
from pulsarfn.pipeline.krm import expand_resource_list
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth.base import Credentials
from pulsarfn.worker.overrides import parse_override

TESTS = Path(__file__).parent


class Outcome(NamedTuple):
    """What a run writes: to standard output, and to standard error."""

    stdout: str
    stderr: str


class _TextFile(SingleFileSnapshotExtension):
    """One snapshot file for each case, called as its folder and nothing more."""

    _write_mode = WriteMode.TEXT

    @classmethod
    def get_file_basename(cls, *, test_location, **_):
        _, _, case = test_location.snapshot_name.partition("[")
        return case.removesuffix("]")

    @classmethod
    def matches_test_location(cls, *, test_location, snapshot_location):
        return Path(snapshot_location).parent.name == test_location.basename

    def read_snapshot_data_from_location(self, *, snapshot_location, **_):
        path = Path(snapshot_location)
        return path.read_bytes().decode() if path.exists() else None  # line ends as they are

    def serialize(self, data, **_options):
        return data


class YamlFile(_TextFile):
    """A stream that a person can apply."""

    file_extension = "yaml"


class TextFile(_TextFile):
    """What a person reads."""

    file_extension = "txt"


def case_names(folder):
    """The names of the case folders; there must be some."""
    names = sorted(path.parent.name for path in (TESTS / folder).glob("*/input.yaml"))
    assert names, f"no case in {folder}"
    return names


_KNOWN = ("--set ", "-n ", "--package ", "--function-mesh", "--lossy")


def case_settings(folder, name, known=_KNOWN):
    """A case's options: lines of `options.txt` (such as --set, -n, --package with a path in tests), files `token`, `ca.pem`, `worker.yaml`.

    A token in the file `exposed-token` is one that others may read.
    """
    case = TESTS / folder / name
    options = case_options(folder, name)
    assert all(line.startswith(known) for line in options), f"unknown option in {case}"
    files = [TESTS / line.removeprefix("--package ") for line in options if line.startswith("--package ")]
    packages = GivenPackages([PackageFile(each.name, partial(each.open, "rb")) for each in files]) if files else None
    worker, exposed_token = case / "worker.yaml", case / "exposed-token"
    token = exposed_token if exposed_token.exists() else case / "token"
    return Settings(
        worker_config=InputText("worker.yaml", worker.read_bytes()) if worker.exists() else None,
        overrides=tuple(parse_override(line.removeprefix("--set ")) for line in options if line.startswith("--set ")),
        kube_namespace=next((line.removeprefix("-n ") for line in options if line.startswith("-n ")), ""),
        credentials=Credentials(_text(token).strip(), _text(case / "ca.pem").encode()),
        packages=packages,
        function_mesh="--function-mesh" in options,
        lossy="--lossy" in options,
    )


def run_case(folder, name, review=None, known=_KNOWN):
    """Expand a case's input with its options."""
    case = TESTS / folder / name
    settings = case_settings(folder, name, known)
    given = InputText("stdin", (case / "input.yaml").read_bytes())
    expansion = expand_resource_list(given, settings, review) or expand([given], settings, review)
    if settings.packages is not None:
        settings.packages.close()
    stdout = "" if expansion.has_errors else b"".join(expansion.chunks).decode()
    told = [*(exposed("exposed-token", 0o644) if (case / "exposed-token").exists() else ()), *expansion.diagnostics]
    return Outcome(stdout, "".join(map(as_text, told)))


def case_options(folder, name):
    """The lines of a case's `options.txt`."""
    return _text(TESTS / folder / name / "options.txt").splitlines()


def _text(path):
    return path.read_text(encoding="utf-8") if path.exists() else ""
