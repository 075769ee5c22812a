"""The specification by example: each case folder becomes the stream of its snapshot, which a person can apply."""

import kubernetes_validate
import pytest
import yaml
from case_folders import TESTS, YamlFile, case_names, run_case

SNAPSHOTS = TESTS / "__snapshots__" / "test_cases"
NAMES = case_names("cases")
VERSIONS = ("1.32", kubernetes_validate.latest_version())


@pytest.mark.parametrize("name", NAMES)
def test_case(name, snapshot):
    outcome = run_case("cases", name)
    assert "error[" not in outcome.stderr
    assert outcome.stdout == snapshot(extension_class=YamlFile)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_is_valid_for_kubernetes(name, version):
    manifests = [each for each in yaml.safe_load_all((SNAPSHOTS / f"{name}.yaml").read_text(encoding="utf-8")) if each]
    assert manifests
    for manifest in manifests:
        kubernetes_validate.validate(manifest, version, strict=True)


@pytest.mark.parametrize("name", NAMES)
def test_expanding_what_came_out_changes_nothing(name, tmp_path):
    from pulsarfn.pipeline import expand
    from pulsarfn.settings import InputText, Settings

    content = (SNAPSHOTS / f"{name}.yaml").read_bytes()
    assert b"".join(expand([InputText("stdin", content)], Settings()).chunks) == content


def test_no_snapshot_is_left_behind():
    assert sorted(path.stem for path in SNAPSHOTS.glob("*")) == NAMES
