"""Every command of the README and the documentation site, but for the hosts' pages and the examples, which have tests of their own."""

import re
import shutil
import subprocess
from pathlib import Path

import consoles
import pytest
import yaml
from clients import REPOSITORY, Program
from control_plane import Kube

DOCS = REPOSITORY / "docs"
EXAMPLES = REPOSITORY / "examples"
OF_THE_TUTORIAL = ["tutorial.md", "explain.md", "graph.md", "schema.md"]
OF_A_CHART = ["diff.md", "lint.md", "reference/commands.md"]
NOT_RUN = ("gh ",)  # it would comment on a pull request
ELSEWHERE = ("hosts", "codes")  # `test_hosts_pages`; the codes show no commands


@pytest.fixture
def tutorial(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES / "tutorial", tmp_path / "tutorial")


@pytest.mark.usefixtures("pulsarfn")
@pytest.mark.parametrize("page", OF_THE_TUTORIAL)
def test_a_page_in_the_folder_of_the_tutorial(page, kubectl, tutorial):
    consoles.check_printed(DOCS / page, tutorial, {**kubectl.environment, "COLUMNS": "80"})


@pytest.fixture
def work(tmp_path: Path, helm3: Program) -> Path:
    """A folder with all that the pages' commands work on: a chart, manifests, configs, two renders, one of them in git."""
    folder = tmp_path / "work"
    shutil.copytree(EXAMPLES / "helm", folder / "orders")
    shutil.copytree(EXAMPLES / "kubectl" / "manifests", folder / "manifests")
    function = yaml.safe_load((EXAMPLES / "kustomize" / "base" / "functions" / "enrich.yaml").read_text())
    (folder / "enrich.yaml").write_text(yaml.safe_dump(function))
    sink = {
        "name": "archive",
        "className": "a.Archive",
        "archive": "builtin://s3",
        "inputs": ["in"],
        "inputTypeClassName": "a.B",
    }
    (folder / "archive.yaml").write_text(yaml.safe_dump(sink))
    shutil.copy(EXAMPLES / "kustomize" / "piped" / "functions_worker.yml", folder / "worker.yml")
    rendered = helm3.run("template", folder / "orders").stdout
    for name in ("old.yaml", "new.yaml", "rendered.yaml"):
        (folder / name).write_bytes(rendered)
    commit = ["-c", "user.name=tests", "-c", "user.email=tests@localhost", "commit", "--quiet", "--message=all"]
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "rendered.yaml"], commit):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def environment(kube: Kube, helm3: Program, kubectl: Program, pulsarfn: Path) -> dict[str, str]:
    """pulsarfn, helm and kubectl on the PATH; a cluster, as the context staging too, with a namespace shop."""
    for each in (kubectl, helm3):
        (pulsarfn.parent / each.path.name).symlink_to(each.path)
    context = kube.run("config", "current-context").stdout.decode().strip()
    for command in (("config", "rename-context", context, "staging"), ("create", "namespace", "shop")):
        kube.run(*command)  # the namespace may be there already, it is shared
    home = Path(kubectl.environment["HOME"])
    (home / ".config" / "fish" / "completions").mkdir(parents=True)
    return {**kubectl.environment, **kube.environment}


@pytest.mark.parametrize("page", OF_A_CHART)
def test_a_page_in_the_folder_of_a_chart(page, environment, work):
    owned = {"--install orders": "--install orders --take-ownership"}  # kubectl apply was first, for this test
    consoles.check_lines(consoles.lines(DOCS / page, not_run=NOT_RUN), work, environment, **owned)


def test_the_readme_shows_a_render_in_a_fresh_clone(clone, kubectl, tmp_path):
    found = consoles.lines(REPOSITORY / "README.md")
    assert found == ["sh examples/try.sh", "sh tests/run.sh"]  # the latter is what runs this
    copy = shutil.copytree(clone, tmp_path / "clone")
    printed = consoles.run(found[0], copy, kubectl.environment)
    assert "kind: StatefulSet" in printed
    assert printed.endswith("selector: {app: orders-web}")


def test_the_tutorial_begins_as_the_readme_does():
    assert consoles.lines(DOCS / "tutorial.md") == [
        "sh examples/try.sh",
        'export PATH="$PWD/.venv/bin:$PATH"',
        "cd examples/tutorial",
    ]


def test_every_page_that_shows_commands_is_run():
    pages = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")}
    shown = {name for name, text in pages.items() if re.search("^```(sh|console|bash|shell)", text, re.MULTILINE)}
    assert {name for name in shown if not name.startswith(ELSEWHERE)} == {*OF_THE_TUTORIAL, *OF_A_CHART}
