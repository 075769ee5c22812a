"""pulsarfn in the real Helm 3 and Helm 4: installed as users do, and what they see."""

import json
import os
import pty
import shutil
import sys
from pathlib import Path

import pip
import pytest
import yaml
from clients import REPOSITORY, Program, executable
from pythons import installed_packages, locked_packages

from git_repositories import commit, git

EXAMPLE = REPOSITORY / "examples" / "helm"
HOOK = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: hooked
  annotations: {helm.sh/hook: "pre-install,pre-upgrade"}
data: {a: "1"}
"""
BROKEN = ("enrich.parallelism=0",)
WARNED = "--post-renderer-args=--set=authenticationEnabled=true"
WRONG = "--post-renderer-args=--namspace=functions"
NO_SUCH_OPTION = "No such option '--namspace'. (Did you mean one of: '--namespace', '--package'?)"
FAILED = "error while running post render"
MESSAGE = """\
error[PF306]: Function parallelism must be a positive number
  --> stdin:{}:18 (document {}, ConfigMap/orders-enrich, enrich.yaml:10:14, from orders/templates/functions.yaml)
   | parallelism: 0
  hint: set it to 1 or more
"""


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """The chart of the example with a hook."""
    folder = shutil.copytree(EXAMPLE, tmp_path / "orders")
    (folder / "templates" / "hook.yaml").write_text(HOOK)
    return folder


def template(helm: Program, chart: Path, *options: str, **environment: str):
    return helm.run("template", "orders", chart, "--post-renderer", "pulsarfn", *options, env=environment)


def documents(output: bytes) -> dict[tuple[str, str], dict]:
    found = [each for each in yaml.safe_load_all(output) if each]
    return {(each["kind"], each["metadata"]["name"]): each for each in found}


def test_helm_prints_the_expanded_chart(helm, chart, snapshot):
    done = template(helm, chart)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode() == snapshot


def test_a_chart_may_have_nothing_but_a_worker_config(helm, chart):
    """For it may have no functions yet; an empty answer would be an error for Helm 4."""
    for template_ in ("web", "hook", "functions"):
        (chart / "templates" / f"{template_}.yaml").unlink()
    done = template(helm, chart)
    assert done.returncode == 0, done.stderr.decode()
    assert documents(done.stdout) == {}


def test_a_chart_may_render_nothing(helm, chart):
    shutil.rmtree(chart / "templates")
    done = template(helm, chart)
    assert done.returncode == 0, done.stderr.decode()
    assert documents(done.stdout) == {}


@pytest.mark.parametrize("host", ["helm3", "quick_helm4"], ids=["helm3", "helm4_plugin"])
@pytest.mark.usefixtures("pulsarfn")
def test_an_output_folder_holds_what_the_page_says(host, chart, tmp_path, request):
    """Helm 3 writes files before the post-renderer runs, Helm 4 after it."""
    done = template(request.getfixturevalue(host), chart, "--output-dir", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr.decode()
    written = (tmp_path / "out" / "orders" / "templates" / "functions.yaml").read_text()
    assert ("kind: StatefulSet" in written) == (host == "quick_helm4")


@pytest.mark.usefixtures("pulsarfn")
def test_helm_3_and_4_make_the_same_objects(helm3, helm4_plugin, chart):
    of_3, of_4 = (documents(template(helm, chart).stdout) for helm in (helm3, helm4_plugin))
    assert of_3 == of_4
    assert len(of_3) == 6


def test_a_pipe_makes_what_the_post_renderer_makes(helm3, chart, pulsarfn):
    rendered = helm3.run("template", "orders", chart)
    piped = Program(pulsarfn, helm3.folder, helm3.environment).run(stdin=rendered.stdout)
    assert documents(piped.stdout) == documents(template(helm3, chart).stdout)


def test_hooks_stay_hooks_and_generated_documents_are_filed_with_their_carrier(quick_helm4, chart):
    output = template(quick_helm4, chart).stdout.decode()
    assert (
        "# Source: orders/templates/hook.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: hooked\n" in output
    )
    assert output.count("# Source: orders/templates/functions.yaml\napiVersion: ") == 4
    assert "generated-by-postrender" not in output
    assert "postrenderer.helm.sh" not in output


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        pytest.param(("--post-renderer-args", "-n", "--post-renderer-args", "functions"), {}, id="arguments"),
        pytest.param(("--post-renderer-args=--namespace=functions",), {}, id="one argument"),
        pytest.param((), {"PULSARFN_NAMESPACE": "functions"}, id="the environment"),
    ],
)
def test_options_reach_pulsarfn(helm, chart, options, environment):
    found = documents(template(helm, chart, *options, **environment).stdout)
    stateful_set = found["StatefulSet", "pf-shop-orders-enrich"]
    assert stateful_set["metadata"]["namespace"] == "functions"


def test_helm_3_shows_the_problem(helm3, chart, pulsarfn):
    done = template(helm3, chart, "--set", *BROKEN)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == (
        f"Error: error while running post render on files: error while running command {pulsarfn}. error output:\n"
        f"{MESSAGE.format(44, 2)}: exit status 1\n\nUse --debug flag to render out invalid YAML\n"
    )


def test_helm_4_hides_the_problem_and_a_diagnostics_file_has_it(quick_helm4, chart, tmp_path):
    diagnostics = tmp_path / "diagnostics.jsonl"
    done = template(quick_helm4, chart, "--set", *BROKEN, PULSARFN_DIAGNOSTICS=str(diagnostics))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == (
        'Error: error while running post render on files: failed to invoke post-renderer plugin "pulsarfn": '
        'plugin "pulsarfn" exited with error\n\nUse --debug flag to render out invalid YAML\n'
    )
    (told,) = map(json.loads, diagnostics.read_text().splitlines())
    assert (told["code"], told["origin"], told["line"], told["from"]) == (
        "PF306",
        "stdin",
        43,
        "orders/templates/functions.yaml",
    )
    by_argument = tmp_path / "by-argument.jsonl"
    template(quick_helm4, chart, "--set", *BROKEN, f"--post-renderer-args=--diagnostics={by_argument}")
    assert by_argument.read_text() == diagnostics.read_text()


@pytest.mark.parametrize(
    ("options", "status", "seen"),
    [
        pytest.param(("--set", *BROKEN), 1, MESSAGE.format(43, 2) + f"Error: {FAILED}", id="an error"),
        pytest.param((WRONG,), 1, f"Error: {NO_SUCH_OPTION}\nError: {FAILED}", id="wrong usage"),
        pytest.param((WARNED,), 0, "warning[PF511]: the worker config enables", id="a warning"),
    ],
)
def test_helm_4_shows_the_message_on_a_terminal(helm4_plugin, chart, options, status, seen):
    """The controlling terminal of the user, as Helm gives a plugin no stderr that is seen."""
    command = [str(helm4_plugin.path), "template", "orders", str(chart), "--post-renderer", "pulsarfn", *options]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(helm4_plugin.folder)
        os.execve(command[0], command, dict(helm4_plugin.environment))
    shown = b""
    while chunk := read(terminal):
        shown += chunk
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == status
    assert seen in shown.decode().replace("\r\n", "\n")


def test_a_warning_is_in_the_diagnostics_file(helm, chart, tmp_path):
    diagnostics = tmp_path / "diagnostics.jsonl"
    done = template(helm, chart, WARNED, PULSARFN_DIAGNOSTICS=str(diagnostics))
    assert done.returncode == 0
    assert ("StatefulSet", "pf-shop-orders-enrich") in documents(done.stdout)
    told = [*map(json.loads, diagnostics.read_text().splitlines())]
    for each in told:
        assert (each["severity"], each["code"], each["from"]) == ("warning", "PF511", "orders/templates/functions.yaml")
    assert len(told) == 2


@pytest.mark.usefixtures("pulsarfn")
def test_helm_3_gives_the_lines_that_a_warning_names(helm3, chart, tmp_path):
    diagnostics = tmp_path / "diagnostics.jsonl"
    template(helm3, chart, WARNED, PULSARFN_DIAGNOSTICS=str(diagnostics))
    given = helm3.run("template", "orders", chart).stdout.decode().splitlines()
    told = [*map(json.loads, diagnostics.read_text().splitlines())]
    assert [given[each["line"] - 1] for each in told] == ["  annotations:", "  annotations:"]


def test_wrong_usage_is_in_the_diagnostics_file(helm, chart, tmp_path):
    diagnostics = tmp_path / "diagnostics.jsonl"
    done = template(helm, chart, WRONG, PULSARFN_DIAGNOSTICS=str(diagnostics))
    assert (done.returncode, done.stdout) == (1, b"")
    (told,) = map(json.loads, diagnostics.read_text().splitlines())
    assert (told["severity"], told["message"]) == ("error", NO_SUCH_OPTION)


@pytest.mark.usefixtures("pulsarfn")
def test_helm_3_shows_wrong_usage(helm3, chart):
    assert f"Error: {NO_SUCH_OPTION}\n" in template(helm3, chart, WRONG).stderr.decode()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how a pseudo-terminal says that its other end is closed
        return b""


def test_helm_4_installs_the_plugin(helm4, helm4_installation, clone):
    unverified = helm4.run("plugin", "install", f"file://{clone}")
    assert unverified.returncode == 1
    assert b"Use --verify=false to skip verification" in unverified.stderr
    assert helm4_installation.said == (
        "WARNING: Skipping plugin signature verification\npulsarfn 0.1.0\nInstalled plugin: pulsarfn\n"
    )


def test_a_plugin_holds_the_locked_versions(helm4_data):
    """The plugins of Helm and kubectl, and the GitHub action: they source bin/venv.sh in a checkout."""
    found = installed_packages(helm4_data / "plugins" / "pulsarfn" / ".venv" / "bin" / "python")
    assert found == locked_packages("run.lock") | locked_packages("build.lock")


def test_helm_4_updates_and_removes_the_plugin(helm4, clone, chart, pytestconfig):
    """The first update has a Python with ensurepip and without pip; the other tests use pip and no ensurepip.

    `--all` unpacks pip as Python does, which takes five seconds; otherwise it is that of the tests.
    """
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_NO_INDEX": None, "PIP_FIND_LINKS": None}
    done = helm4.run("plugin", "install", "--verify=false", f"file://{clone}", env=nowhere)
    assert done.returncode == 1
    assert (
        b"It needs a package index: PyPI, or the one that PIP_INDEX_URL names.\npulsarfn is not ready." in done.stderr
    )
    unpacked = f'"-m venv"*) exec {sys.executable} "$@";;' if pytestconfig.getoption("--all") else WITH_LINKED_PIP
    executable(helm4.bin / "debians-python", NO_PIP_PYTHON.replace('"-m venv"*|', f"{unpacked}\n  "))
    done = helm4.run("plugin", "update", "pulsarfn", env={"PYTHON": "debians-python"})
    assert done.returncode == 0, done.stderr.decode()  # an update tries again
    assert template(helm4, chart).returncode == 0
    environment = Path(helm4.environment["HELM_DATA_HOME"]) / "plugins" / "pulsarfn" / ".venv"
    for folder in (environment / "lib").iterdir():
        folder.rename(environment / "lib" / "python3.10")  # what an upgrade of Python leaves
    assert template(helm4, chart).returncode == 1
    done = helm4.run("plugin", "update", "pulsarfn")
    assert done.returncode == 0, done.stderr.decode()
    assert template(helm4, chart).returncode == 0
    assert helm4.run("plugin", "uninstall", "pulsarfn").returncode == 0
    assert b"{Name:pulsarfn Type:postrenderer/v1} not found" in template(helm4, chart).stderr


def test_helm_4_links_a_checkout_which_is_upgraded_in_its_folder(helm4, clone, chart, tmp_path):
    """What docs/hosts/helm.md says of linked folders: this one is not named as its remote, which Helm's update looks for."""
    origin, checkout = shutil.copytree(clone, tmp_path / "origin" / "pulsarfn", symlinks=True), tmp_path / "checkout"
    git(tmp_path, "clone", "--quiet", str(origin), str(checkout))
    done = helm4.run("plugin", "install", checkout)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    assert done.stdout.decode() == (
        "Installing plugin from local directory (development mode)\npulsarfn 0.1.0\nInstalled plugin: pulsarfn\n"
    )
    assert template(helm4, chart).returncode == 0
    done = helm4.run("plugin", "update", "pulsarfn")
    assert (done.returncode, b"plugin does not exist" in done.stderr) == (1, True)
    version = Path("plugin", "pulsarfn", "__init__.py")
    commit(origin, {str(version): (origin / version).read_bytes().replace(b'"0.1.0"', b'"0.1.1"')})
    git(checkout, "pull", "--quiet")
    try_it = Program(checkout / "examples" / "try.sh", helm4.folder, helm4.environment)
    assert try_it.run().returncode == 0
    assert Program(checkout / ".venv" / "bin" / "pulsarfn", helm4.folder, helm4.environment).run("version").stdout == (
        b"pulsarfn 0.1.1\n"
    )
    assert template(helm4, chart).returncode == 0
    assert helm4.run("plugin", "uninstall", "pulsarfn").returncode == 0
    assert (checkout / ".venv").is_dir()


NO_PYTHON = (
    "pulsarfn needs Python 3.11 or newer, and there is no nowhere-python: install it (apt-get install python3-venv)"
)
TOO_OLD = "pulsarfn needs Python 3.11 or newer, and old-python is Python 3.9.2. Set PYTHON to a newer one."
NO_PIP = "and no-pip-python has none: apt-get install python3-venv"
OLD_PYTHON = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n'
NO_PIP_PYTHON = f"""\
#!/bin/sh
case "$*" in
  *--without-pip*) exec {sys.executable} "$@";;
  "-m venv"*|"-c import pip;"*) echo "No module named $2" >&2; exit 1;;
esac
exec {sys.executable} "$@"
"""
WITH_LINKED_PIP = f"""\
"-m venv"*)
    {sys.executable} -m venv --without-pip "$3" && exec ln -s {Path(pip.__file__).parent} "$3"/lib/python*/site-packages;;"""


@pytest.mark.parametrize(
    ("python", "text", "message"),
    [
        ("nowhere-python", "", NO_PYTHON),
        ("old-python", OLD_PYTHON, TOO_OLD),
        ("no-pip-python", NO_PIP_PYTHON, NO_PIP),
    ],
)
def test_installing_says_what_the_machine_lacks(helm4, clone, python, text, message):
    if text:
        executable(helm4.bin / python, text)
    done = helm4.run("plugin", "install", "--verify=false", f"file://{clone}", env={"PYTHON": python})
    assert done.returncode == 1
    said = (done.stdout + done.stderr).decode()
    assert message in said
    assert "fix that, then run helm plugin update pulsarfn (or uninstall and install it again)" in said
    assert helm4.run("plugin", "uninstall", "pulsarfn").returncode == 0


@pytest.mark.usefixtures("pulsarfn")
def test_both_helms_on_one_machine(helm3, helm4, helm4_data, chart):
    """What a user of both sees, and the way out of docs/hosts/helm.md."""
    shared = {"HELM_DATA_HOME": str(helm4_data)}
    done = template(helm3, chart, **shared)
    assert done.returncode == 0
    assert done.stdout == template(helm3, chart).stdout
    assert done.stderr.startswith(b"failed to load plugins: ")
    assert done.stderr.endswith(b'json: unknown field "apiVersion"\n')
    assert helm3.run("plugin", "list", env=shared).returncode == 1
    apart = {"HELM_PLUGINS": str(helm4_data / "plugins")}
    for helm, environment in ((helm3, {}), (helm4, apart)):
        assert template(helm, chart, **environment).stderr == b""
        assert helm.run("plugin", "list", env=environment).returncode == 0


@pytest.mark.usefixtures("pulsarfn")
@pytest.mark.parametrize("scheme", ["file://", ""], ids=["a folder from a URL", "a link to a checkout"])
def test_helm_3_is_rid_of_the_plugin_by_removing_what_it_left(scheme, helm3, clone, chart, tmp_path):
    """What a user sees who installs it in Helm 3 by mistake, and the way back of docs/hosts/helm.md."""
    checkout = shutil.copytree(clone, tmp_path / "my-checkout", symlinks=True)
    done = helm3.run("plugin", "install", f"{scheme}{checkout}")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"Error: plugin is installed but unusable: ")
    assert helm3.run("plugin", "uninstall", "pulsarfn").returncode == 1
    assert template(helm3, chart).stderr.startswith(b"failed to load plugins: ")
    plugins = helm3.run("env", "HELM_PLUGINS").stdout.decode().strip()
    left = Path(plugins) / "my-checkout"
    assert left.is_symlink() == (scheme == "")
    left.unlink() if left.is_symlink() else shutil.rmtree(left)
    assert helm3.run("plugin", "list").returncode == 0
    assert template(helm3, chart).stderr == b""
