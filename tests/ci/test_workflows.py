"""The files that GitHub, GitLab and pre-commit read: valid by their schemas, with the commands of the pages."""

import re
import subprocess
import sys
from textwrap import dedent

import check_jsonschema
import pytest
import yaml
from click.testing import CliRunner

from conftest import REPOSITORY
from published import repository_url
from pulsarfn import __version__

PAGE = (REPOSITORY / "docs" / "ci.md").read_text("utf-8")
WORKFLOWS = {path.stem: path for path in (REPOSITORY / ".github" / "workflows").glob("*.yml")}
GITLAB = REPOSITORY / "templates" / "pulsarfn.yml"


def check(schema, *files):
    """What check-jsonschema says of files; it brings the schemas of SchemaStore and of GitLab."""
    done = CliRunner().invoke(check_jsonschema.main, ["--builtin-schema", f"vendor.{schema}", *map(str, files)])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS.values()),
        ("github-actions", [REPOSITORY / "action.yml"]),
        ("dependabot", [REPOSITORY / ".github" / "dependabot.yml"]),
    ],
)
def test_github_takes_the_file(schema, files):
    assert files
    assert check(schema, *files) == (0, "ok -- validation done\n")


def test_the_schemas_refuse_what_is_wrong(tmp_path):
    workflow = yaml.safe_load(WORKFLOWS["test"].read_text("utf-8"))
    workflow["jobs"]["python"]["runs_on"] = "ubuntu-24.04"
    (tmp_path / "test.yml").write_text(yaml.safe_dump(workflow))
    assert check("github-workflows", tmp_path / "test.yml")[0] == 1
    (tmp_path / "gitlab.yml").write_text(yaml.safe_dump({"pulsarfn-lint": {"scripts": ["x"]}}))
    assert check("gitlab-ci", tmp_path / "gitlab.yml")[0] == 1


def test_gitlab_takes_both_documents_of_the_template(tmp_path):
    documents = [*yaml.safe_load_all(GITLAB.read_text("utf-8"))]
    for name, document in zip(("inputs", "jobs"), documents, strict=True):
        (tmp_path / f"{name}.yml").write_text(yaml.safe_dump(document))
        assert check("gitlab-ci", tmp_path / f"{name}.yml") == (0, "ok -- validation done\n")
    inputs, jobs = documents
    used = set(re.findall(r"\$\[\[ inputs\.([a-z-]+) ]]", yaml.safe_dump(jobs)))
    assert used == set(inputs["spec"]["inputs"])
    assert inputs["spec"]["inputs"]["requirement"]["default"] == f"git+{repository_url()}@v{__version__}"


def test_pre_commit_takes_the_hooks():
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)


def steps(name, job):
    """The steps of a job of a workflow."""
    return yaml.safe_load(WORKFLOWS[name].read_text("utf-8"))["jobs"][job]["steps"]


def test_the_workflow_runs_the_two_commands():
    for job, command in (("python", "sh tests/run.sh"), ("all", "sh tests/run.sh --all")):
        assert [step["run"] for step in steps("test", job) if "run" in step] == [command]


def test_a_release_runs_the_commands_of_its_page():
    page = (REPOSITORY / "docs" / "release.md").read_text("utf-8")
    blocks = [dedent(each) for each in re.findall(r"^ *```sh\n(.*?)^ *```$", page, re.MULTILINE | re.DOTALL)]
    run = [step.get("run", "") for step in steps("release", "publish")]
    assert blocks
    assert [each for each in run if each in blocks] == blocks


def test_the_actions_of_others_are_pinned_to_a_commit():
    texts = {name: path.read_text("utf-8") for name, path in WORKFLOWS.items()}
    used = [line for text in texts.values() for line in text.splitlines() if "uses: " in line and "./" not in line]
    assert used
    for line in used:
        assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def example(file):
    """The example of the page that begins with the name of a file."""
    (text,) = re.findall(rf"```yaml\n# {re.escape(file)}\n(.*?)```", PAGE, re.DOTALL)
    return text


def test_the_examples_of_the_page_are_valid_and_use_what_there_is(tmp_path):
    workflow, gitlab, pre_commit = map(
        example, (".github/workflows/pulsarfn.yaml", ".gitlab-ci.yml", ".pre-commit-config.yaml")
    )
    for schema, text in (("github-workflows", workflow), ("gitlab-ci", gitlab)):
        (tmp_path / "example.yml").write_text(text)
        assert check(schema, tmp_path / "example.yml") == (0, "ok -- validation done\n")
    *_, step = yaml.safe_load(workflow)["jobs"]["pulsarfn"]["steps"]
    inputs = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))["inputs"]
    assert step["with"].keys() <= inputs.keys()
    assert set(re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)) == inputs.keys()
    (included,) = yaml.safe_load(gitlab)["include"]
    assert included["inputs"].keys() <= next(yaml.safe_load_all(GITLAB.read_text("utf-8")))["spec"]["inputs"].keys()
    (tmp_path / "config.yaml").write_text(pre_commit)
    command = [sys.executable, "-m", "pre_commit", "validate-config", tmp_path / "config.yaml"]
    subprocess.run(command, check=True, capture_output=True)
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in yaml.safe_load(pre_commit)["repos"][0]["hooks"]] == [hook["id"] for hook in hooks]
