"""The pod's command in a real shell: one program starts, with the arguments that were meant, whatever the config holds.

As in a pod, the kubelet goes over the command first.
"""

import atexit
import json
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from kubelet import expanded_by_kubelet
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.reader import read_yaml

SHELLS = [shell for shell in (("sh",), ("bash", "--posix"), ("busybox", "sh")) if shutil.which(shell[0])]
PIECES = [
    *"'\"$`\\;&|<>(){}[]*?!#~=: \t\n-%^,abAZ09é",
    "$$",
    "$(POD_NAME)",
    "$(KUBERNETES_PORT)",
    "$(touch x)",
    "{a,b}",
    "'\\''",
]
HOSTILE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)
VARIABLES = {"POD_NAME": "pf-x-7", "KUBERNETES_PORT": "'; touch x; '"}
WORKER = {
    "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
    "functionRuntimeFactoryConfigs": {"jobName": "job"},
    "pulsarServiceUrl": "pulsar://b:6650",
    "pulsarWebServiceUrl": "http://b:8080",
    "pulsarFunctionsCluster": "c",
}
RECORD = """#!/bin/sh
{ printf '%s\\0' "$0" "$@"; printf '\\1'; } >>"$RECORD"
"""


class Program(NamedTuple):
    """A program that was started: its base name and its arguments."""

    name: str
    arguments: list


def command_of(component, config, worker):
    """The rendered command; None where the config is refused."""
    given_settings = Settings(worker_config=InputText("w.yaml", json.dumps(WORKER | worker).encode()))
    expansion = render(component, [InputText("c.json", json.dumps(config).encode())], given_settings)
    if expansion.has_errors:
        return None
    stateful_set = read_yaml(expansion.chunks[-1].decode(), "kubernetes")
    return stateful_set["spec"]["template"]["spec"]["containers"][0]["command"]


DOWNLOADS = "/pulsar/download/pulsar_functions"


def recorder(path):
    """A program at `path` that records how it was started."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RECORD, encoding="ascii")
    path.chmod(0o755)


@cache
def recorders():
    """A folder where every program that a command may start only records how it was started."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    for name in ("java", "python3", "curl", "wget", "pulsar-admin", "pulsarctl", "gofn", "chmod", "mkdir"):
        recorder(Path(folder.name) / name)
    return folder.name


def programs_started(command, shell=("sh",), secrets=None):
    """Run a command in a folder of its own, with recorders in place of programs."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record"
        text = expanded_by_kubelet(command[2], VARIABLES | (secrets or {})).replace(
            "/pulsar/bin/pulsar-admin", "pulsar-admin"
        )
        done = subprocess.run(
            [shutil.which(shell[0]), *shell[1:], "-c", text],
            env={"PATH": recorders(), "POD_NAME": "pf-x-7", "RECORD": str(record), "HOME": "/root"},
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert done.stderr == b"", text
        assert done.stdout == b"shardId=7\n", text
        assert [*Path(folder).iterdir()] == [record], "a file was made"
        runs = [run.split(b"\0")[:-1] for run in record.read_bytes().split(b"\1")[:-1]]
    return [Program(Path(run[0].decode()).name, [each.decode() for each in run[1:]]) for run in runs]


def value_of(program, option):
    """The argument behind an option."""
    return program.arguments[program.arguments.index(option) + 1]


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(
    shell=st.sampled_from(SHELLS),
    name=HOSTILE,
    topic=HOSTILE,
    url=HOSTILE,
    cluster=HOSTILE,
    told=HOSTILE,
    namespace=HOSTILE,
)
@example(SHELLS[0], "'; touch x; '", "$(touch x)", "`touch x`", "~", "it's\n", "a b")
@example(
    SHELLS[0], "$(KUBERNETES_PORT)", "pa$$word", "$$(POD_NAME)", "$$$", "$(lower.case)$(POD_NAME)", "$($(POD_NAME))"
)
def test_a_java_function(shell, name, topic, url, cluster, told, namespace):
    broker, admin = f"pulsar://{url}", f"http://{url}"
    worker = {"pulsarFunctionsCluster": cluster, "pulsarServiceUrl": broker, "pulsarWebServiceUrl": admin}
    config = {
        "tenant": "t",
        "namespace": namespace,
        "name": name,
        "className": "a.B",
        "jar": "f.jar",
        "inputs": [f"persistent://t/n/x{topic}"],
        "userConfig": {told: told},
    }
    command = command_of("function", config, worker)
    assume(command is not None)
    download, java = programs_started(command, shell)
    assert (download.name, java.name) == ("pulsar-admin", "java")
    assert value_of(download, "--admin-url") == admin
    assert value_of(download, "--namespace") == namespace
    assert value_of(download, "--name") == name
    assert f"-Dpulsar.function.log.file={name}-7" in java.arguments
    assert value_of(java, "--instance_id") == "7"
    assert value_of(java, "--pulsar_serviceurl") == broker
    assert value_of(java, "--cluster_name") == cluster
    details = json.loads(value_of(java, "--function_details"))
    assert details["name"] == name
    assert json.loads(details["userConfig"]) == {told: told}
    assert list(details["source"]["inputSpecs"]) == [f"persistent://t/n/x{topic}"]


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(flags=HOSTILE, argument=HOSTILE, directory=HOSTILE)
@example("; touch x", "$(touch x)", "it's a dir")
@example('-Da="b  c" "" -Db=$$', '"$(KUBERNETES_PORT)', "$$")
def test_flags_and_folders_of_a_java_function(flags, argument, directory):
    worker = {
        "additionalJavaRuntimeArguments": [argument],
        "downloadDirectory": f"/{directory}",
        "functionRuntimeFactoryConfigs": {"extraFunctionDependenciesDir": f"/x{directory}"},
    }
    config = {"name": "f", "className": "a.B", "jar": "f.jar", "inputs": ["t"], "runtimeFlags": flags}
    command = command_of("function", config, worker)
    assume(command is not None)
    download, java = programs_started(command)
    assert value_of(download, "--destination-file") == f"/{directory}/f.jar"
    assert value_of(java, "-cp") == f"/pulsar/instances/java-instance.jar:/x{directory}/*"
    start = java.arguments.index("java.base/java.util.zip=ALL-UNNAMED") + 1
    end = java.arguments.index("-Xmx1073741824")
    assert without_grouping("".join(java.arguments[start:end])) == without_grouping(argument + flags)


def without_grouping(text):
    """What of flags is no blank, quote or backslash: tests/test_runtime_flags.py compares the words with those of a shell."""
    return re.sub(r"""[\s'"\\]""", "", text)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(name=HOSTILE, repository=HOSTILE, path=st.text(st.sampled_from("abc.$'`;&()"), min_size=1, max_size=8))
def test_a_python_function_from_the_web(name, repository, path):
    configs = {"pythonDependencyRepository": repository, "installUserCodeDependencies": True, "jobName": "job"}
    url = f"https://host/{path}.py"
    config = {"name": name, "className": "a.B", "py": f"{url}#f.zip", "inputs": ["t"]}
    command = command_of("function", config, {"functionRuntimeFactoryConfigs": configs})
    assume(command is not None)
    mkdir, download, python = programs_started(command)
    assert mkdir == Program("mkdir", ["-p", DOWNLOADS])
    assert download == Program("curl", ["-fgsSL", "-o", f"{DOWNLOADS}/f.zip", url])
    assert python.name == "python3"
    assert value_of(python, "--py") == f"{DOWNLOADS}/f.zip"
    assert value_of(python, "--dependency_repository") == repository
    assert value_of(python, "--logging_file") == name


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(name=HOSTILE, subscription=HOSTILE)
@example("x", "s'$(touch x)'")
def test_a_go_function(name, subscription):
    config = {"name": name, "go": "gofn", "inputs": ["t"], "subName": subscription}
    command = command_of("function", config, {"downloadDirectory": "."})
    assume(command is not None)
    command[2] = command[2].replace("/pulsar/./gofn", "gofn")
    download, chmod, go = programs_started(command)
    assert (download.name, chmod, go.name) == ("pulsar-admin", Program("chmod", ["777", "gofn"]), "gofn")
    conf = json.loads(value_of(go, "-instance-conf"))
    assert conf["name"] == name
    assert conf["subscriptionName"] == (subscription if subscription.strip() else "")


def test_secrets_are_not_put_into_the_command_by_the_kubelet():
    provider = "org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator"
    told = {"password": "$(lower.case)$(POD_NAME)$(nothing)"}
    config = {
        "name": "f",
        "className": "a.B",
        "jar": "f.jar",
        "inputs": ["t"],
        "secrets": {"lower.case": {"path": "s", "key": "k"}},
        "userConfig": told,
    }
    command = command_of("function", config, {"secretsProviderConfiguratorClassName": provider})
    _, java = programs_started(command, secrets={"lower.case": "'; touch x; '"})
    assert json.loads(json.loads(value_of(java, "--function_details"))["userConfig"]) == told
    assert "$(nothing)" in command[2], "what the kubelet leaves alone is written as the reference writes it"


def test_a_sink_with_a_transform_function():
    config = {
        "tenant": "t",
        "namespace": "n",
        "name": "s'k",
        "archive": "sink://t/n/s@1",
        "className": "a.S",
        "inputs": ["t"],
        "transformFunction": "function://t/n/f@$(x)",
        "transformFunctionClassName": "a.F",
    }
    programs = programs_started(command_of("sink", config, {}))
    assert [program.name for program in programs] == ["pulsar-admin", "pulsar-admin", "java"]
    assert programs[1].arguments[-4:] == ["download", "function://t/n/f@$(x)", "--path", f"{DOWNLOADS}/f.jar"]
    assert value_of(programs[2], "--transform_function_jar") == f"{DOWNLOADS}/f.jar"


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize(
    "folder", ["it's a dir", "$(touch x)", "a;b&c", "~", "{a,b}", "*", "new\nline", "-x", "#", "ü"]
)
@pytest.mark.parametrize(
    ("code", "program"), [({"jar": "f.jar"}, "java"), ({"py": "f.py"}, "python3"), ({"go": "f"}, "f")]
)
def test_a_root_folder_of_any_name(tmp_path, shell, folder, code, program):
    root, binaries = tmp_path / "of pulsar" / folder, tmp_path / "bin"
    for each in (
        root / "bin" / "pulsar-admin",
        root / "download" / "pulsar_functions" / "f",
        *(binaries / name for name in ("java", "python3", "chmod")),
    ):
        recorder(each)
    config = {"name": "f", "className": "a.B", "inputs": ["t"], **code}
    configs = {"jobName": "job", "pulsarRootDir": str(root)}
    text = command_of("function", config, {"functionRuntimeFactoryConfigs": configs})[2]
    done = subprocess.run(
        [shutil.which(shell[0]), *shell[1:], "-c", expanded_by_kubelet(text, VARIABLES)],
        env={"PATH": str(binaries), "POD_NAME": "pf-x-0", "RECORD": str(tmp_path / "record")},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"shardId=0\n", b"")
    runs = [run.split("\0")[:-1] for run in (tmp_path / "record").read_text(encoding="utf-8").split("\1")[:-1]]
    assert runs[0][0] == str(root / "bin" / "pulsar-admin")
    assert f"{root}/download/pulsar_functions/{next(iter(code.values()))}" in runs[0]
    assert Path(runs[-1][0]).name == program
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bin", "of pulsar", "record"]


def test_wget_fetches_where_there_is_no_curl(tmp_path):
    for name in ("mkdir", "wget", "java"):
        recorder(tmp_path / name)
    config = {"name": "f", "className": "a.B", "jar": "https://host/f.jar?a=b&c=$(x)", "inputs": ["t"]}
    subprocess.run(
        ["/bin/sh", "-c", command_of("function", config, {})[2]],
        env={"PATH": str(tmp_path), "POD_NAME": "pf-x-0", "RECORD": str(tmp_path / "record")},
        capture_output=True,
        check=True,
    )
    mkdir, wget, java = ((tmp_path / "record").read_text(encoding="utf-8")).split("\1")[:-1]
    assert mkdir.split("\0")[1:-1] == ["-p", DOWNLOADS]
    assert wget.split("\0")[1:-1] == ["-q", "-O", f"{DOWNLOADS}/f.jar", "https://host/f.jar?a=b&c=$(x)"]
    assert java.startswith(str(tmp_path / "java"))


FOLDERS_MADE = {
    "pulsar-admin makes the folder itself": ("f.jar", {}, None),
    "nor is it made for the package service": ("function://t/n/f@v", {}, None),
    "curl and wget do not": ("https://host/f.jar", {}, DOWNLOADS),
    "nor into a folder of one's own": ("https://host/f.jar", {"downloadDirectory": "/d/e"}, "/d/e"),
    "the root of Pulsar is there": ("https://host/f.jar", {"downloadDirectory": None}, None),
    "so it is where it ends in a slash": (
        "https://host/f.jar",
        {"downloadDirectory": "", "functionRuntimeFactoryConfigs": {"pulsarRootDir": "/p/"}},
        None,
    ),
    "pulsarctl does not": ("f.jar", {"functionRuntimeFactoryConfigs": {"configAdminCLI": "/bin/pulsarctl"}}, DOWNLOADS),
    "what is in the image needs none": ("local:///a/f.jar", {}, None),
}


@pytest.mark.parametrize(("jar", "worker", "folder"), FOLDERS_MADE.values(), ids=FOLDERS_MADE)
def test_the_folder_of_a_download(jar, worker, folder):
    config = {"name": "f", "className": "a.B", "jar": jar, "inputs": ["t"]}
    text = command_of("function", config, worker)[2]
    assert text.startswith(f"mkdir -p {folder} && " if folder else ("/pulsar/bin/", "if command", "SHARD_ID"))


@pytest.mark.parametrize("failing", ["pulsar-admin"])
def test_nothing_starts_when_the_download_fails(failing, tmp_path):
    (tmp_path / failing).write_text("#!/bin/sh\nexit 3\n", encoding="ascii")
    (tmp_path / failing).chmod(0o755)
    config = {"name": "f", "className": "a.B", "jar": "f.jar", "inputs": ["t"]}
    text = command_of("function", config, {})[2].replace("/pulsar/bin/pulsar-admin", failing)
    done = subprocess.run(["/bin/sh", "-c", text], env={"PATH": str(tmp_path)}, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, b"", b"")
