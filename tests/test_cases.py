"""The specification by example: each case folder becomes the stream of its snapshot, which a person can apply."""

from functools import cache

import kubernetes_validate
import pytest
import yaml

from case_folders import TESTS, TextFile, YamlFile, case_names, run_case
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings

SNAPSHOTS = TESTS / "__snapshots__" / "test_cases"
NAMES = case_names("cases")
WARNED = (
    "a-carrier-that-is-a-secret",
    "a-function-of-function-mesh-with-losses",
    "authentication-without-a-token",
    "classes-and-types-from-the-package",
    "every-form-of-the-code-to-run",
    "paths-of-packages-that-lead-elsewhere",
)
CUSTOM = ("keda.sh/v1alpha1", "monitoring.coreos.com/v1")
VERSIONS = ("1.32", kubernetes_validate.latest_version())
kubernetes_validate.utils.schema_contents = cache(
    kubernetes_validate.utils.schema_contents
)  # megabytes, read for each object


@pytest.mark.parametrize("name", NAMES)
def test_case(name, snapshot):
    outcome = run_case("cases", name)
    assert outcome.stdout == snapshot(extension_class=YamlFile)
    assert (outcome.stderr != "") == (name in WARNED)
    if outcome.stderr:
        assert outcome.stderr == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_is_valid_for_kubernetes(name, version):
    manifests = _manifests(SNAPSHOTS / f"{name}.yaml")
    assert manifests
    for manifest in manifests:
        if manifest["apiVersion"] not in CUSTOM:  # `test_pod_options` checks the types of custom resources
            kubernetes_validate.validate(manifest, version, strict=True)


@cache
def _manifests(stream):
    """The objects of a stream, those in lists too."""
    documents = filter(None, yaml.load_all(stream.read_bytes(), yaml.CSafeLoader))
    return [each for one in documents for each in (one["items"] if one["kind"] == "List" else [one])]


@pytest.mark.parametrize("name", NAMES)
def test_expanding_what_came_out_changes_nothing(name):
    content = (SNAPSHOTS / f"{name}.yaml").read_bytes()
    assert b"".join(expand([InputText("stdin", content)], Settings()).chunks) == content


def test_no_snapshot_is_left_behind():
    assert sorted(path.name for path in SNAPSHOTS.glob("*")) == sorted(
        [*(f"{name}.yaml" for name in NAMES), *(f"{name}.txt" for name in WARNED)]
    )
