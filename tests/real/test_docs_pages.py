"""Every command of the documentation site and the README. The ways to install, the hosts' pages and the examples have their own tests."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import consoles
import pytest
import yaml
from clients import REPOSITORY, Program
from control_plane import Kube
from pythons import python_command

from git_repositories import git
from published import repository_url

README = REPOSITORY / "README.md"
DOCS = REPOSITORY / "docs"
EXAMPLES = REPOSITORY / "examples"
PYTHON = Path(sys.executable)
OF_THE_TUTORIAL = ["tutorial.md", "explain.md", "graph.md", "schema.md"]
OF_ITSELF = [
    "authentication.md",
    "function-mesh.md",
    "packages.md",
    "pod.md",
    "troubleshooting.md",
]
OF_AN_INSTALLATION = ["air-gapped.md"]
OF_A_CHART = ["ci.md", "diff.md", "lint.md", "reference/commands.md"]
NOT_RUN = ("gh ", "docker ", "pulsar-admin ")  # they change a pull request, or need an engine, or a Pulsar
OF_A_WORKER = re.compile(r"pulsarfn (import|adopt) ")  # they need its objects: `tests/migration` runs them
NEED_PODS = ("kubectl logs", "kubectl rollout")
IN_A_CLUSTER = re.compile(r"\bkubectl |pulsarfn diff live.yaml")
ELSEWHERE = (
    "hosts",
    "codes",
    "import.md",
    "adopt.md",
    "function-worker.md",
)  # `test_hosts_pages`, `test_import_page`, `test_function_worker`; the codes show no commands


@pytest.fixture
def tutorial(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES / "tutorial", tmp_path / "tutorial")


@pytest.mark.usefixtures("pulsarfn")
@pytest.mark.parametrize("page", OF_THE_TUTORIAL)
def test_a_page_in_the_folder_of_the_tutorial(page, kubectl, tutorial):
    consoles.check_printed(DOCS / page, tutorial, {**kubectl.environment, "COLUMNS": "80"})


@pytest.fixture
def folder(pulsarfn: Path, kubectl: Program, tmp_path: Path) -> Path:
    """An empty folder, with pulsarfn and kubectl on the PATH."""
    (pulsarfn.parent / "kubectl").symlink_to(kubectl.path)
    (tmp_path / "page").mkdir()
    return tmp_path / "page"


@pytest.mark.parametrize("page", OF_ITSELF)
def test_a_page_with_files_of_its_own(page, kubectl, folder):
    consoles.write_files(DOCS / page, folder)
    consoles.check_printed(DOCS / page, folder, kubectl.environment)
    found = [line for line in consoles.lines(DOCS / page, not_run=NOT_RUN) if not IN_A_CLUSTER.search(line)]
    consoles.check_lines(found, folder, kubectl.environment)


def test_the_page_about_pods_that_do_not_run(kube, kubectl, folder):
    page = DOCS / "troubleshooting.md"
    environment = {**kubectl.environment, **kube.environment}
    consoles.write_files(page, folder)
    consoles.check_printed(page, folder, environment)
    kube.run("create", "namespace", "pulsar")  # it may be there already, it is shared
    assert kube.run("apply", "--server-side", "-f", folder / "expanded.yaml").returncode == 0
    assert kube.run("wait", "--for=create", "pod/pf-shop-orders-enrich-0", "--timeout=60s").returncode == 0
    consoles.check_lines(consoles.lines(page, not_run=(*NOT_RUN, *NEED_PODS)), folder, environment)


@pytest.mark.slow
def test_the_page_without_internet_access(helm4, clone, tmp_path):
    """Its commands without an index: the packages come from the folder that its first command makes."""
    bin_folder = tmp_path / "bin"
    for name, target in {"helm": helm4.path, "pipx": PYTHON.parent / "pipx", "uv": PYTHON.parent / "uv"}.items():
        (bin_folder / name).symlink_to(target)
    python_command(bin_folder / "python3")
    work = tmp_path / "work"
    work.mkdir()
    git(work, "clone", "--quiet", f"file://{clone}")
    pythons = {"PIPX_DEFAULT_PYTHON": sys.executable, "UV_PYTHON": sys.executable, "UV_PYTHON_DOWNLOADS": "never"}
    online = {**helm4.environment, **pythons}
    others = {name: value for name, value in online.items() if name not in {"PIP_NO_INDEX", "PIP_FIND_LINKS"}}
    offline = {**others, "PIP_INDEX_URL": "http://127.0.0.1:9"}
    for line in consoles.lines(DOCS / "air-gapped.md", not_run=NOT_RUN):
        needs_index = line.startswith(("python3 -m pip wheel", "python3 -m pip download"))
        place = {repository_url(): f"file://{clone}"}
        consoles.check_lines([line], work, online if needs_index else offline, **place)


@pytest.mark.slow
def test_the_pipeline_for_jenkins(clone, kubectl, work):
    """The shell steps of the Jenkinsfile."""
    (steps,) = re.findall(r"sh '''\n(.*?)'''", (DOCS / "ci.md").read_text(), re.DOTALL)
    script = textwrap.dedent(steps).replace(repository_url(), f"file://{clone}")
    python_command(kubectl.bin / "python")
    printed = consoles.run(f"set -e\n{script}", work, kubectl.environment)
    assert "kind: StatefulSet" in (work / "expanded.yaml").read_text(), printed


@pytest.fixture
def work(tmp_path: Path, helm3: Program) -> Path:
    """A folder with all that the pages' commands work on: a chart, manifests, configs, two renders, one of them in git."""
    folder = tmp_path / "work"
    shutil.copytree(EXAMPLES / "helm", folder / "orders")
    shutil.copytree(EXAMPLES / "kubectl" / "manifests", folder / "manifests")
    function = yaml.safe_load((EXAMPLES / "kustomize" / "base" / "functions" / "enrich.yaml").read_text())
    (folder / "enrich.yaml").write_text(yaml.safe_dump(function))
    (folder / "functions").mkdir()
    (folder / "functions" / "enrich.yaml").write_text(yaml.safe_dump(function))
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
    found = [line for line in consoles.lines(DOCS / page, not_run=NOT_RUN) if not OF_A_WORKER.search(line)]
    consoles.check_lines(found, work, environment, **owned)


@pytest.mark.slow
def test_the_first_result_of_the_readme(clone, kubectl, tmp_path):
    found = consoles.lines(README, under="## The first result")
    assert found == [f"git clone {repository_url()}", "cd pulsarfn", "sh examples/try.sh"]
    commands = " && ".join(found).replace(repository_url(), f"file://{clone}")
    printed = consoles.run(commands, tmp_path, kubectl.environment)
    assert f"Setting up pulsarfn in {tmp_path}/pulsarfn/.venv, once …" in printed
    assert "kind: StatefulSet" in printed
    *_, last, said = printed.splitlines()
    assert last.endswith("selector: {app: orders-web}")
    assert said.endswith("Next: docs/tutorial.md")


@pytest.mark.usefixtures("pulsarfn")
def test_the_carrier_of_the_readme(kubectl, tmp_path):
    consoles.write_files(README, tmp_path)
    consoles.check_printed(README, tmp_path, kubectl.environment)


def test_the_readme_runs_the_tests_as_ci_does():
    assert consoles.lines(README, under="## Contributing") == ["sh tests/run.sh", "sh tests/run.sh --all"]


def test_the_readme_has_its_parts_in_order():
    headings = re.findall(r"^## (.+)$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == [
        "Install",
        "The first result",
        "See before you apply",
        "Hosts",
        "Configuration",
        "What it does not do",
        "Compatibility",
        "Contributing",
        "Licence",
    ]


def test_the_tutorial_begins_as_the_readme_does():
    assert consoles.lines(DOCS / "tutorial.md") == [
        "sh examples/try.sh",
        'export PATH="$PWD/.venv/bin:$PATH"',
        "cp -r examples/tutorial /tmp/tutorial",
        "cd /tmp/tutorial",
    ]


def test_every_page_that_shows_commands_is_run():
    pages = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")}
    shown = {name for name, text in pages.items() if re.search("^```(sh|console|bash|shell)", text, re.MULTILINE)}
    assert {name for name in shown if not name.startswith(ELSEWHERE)} == {
        *OF_THE_TUTORIAL,
        *OF_ITSELF,
        *OF_AN_INSTALLATION,
        *OF_A_CHART,
    }
