"""What is not ours comes out byte for byte: real charts, hand-written manifests, and every oddity of YAML."""

import subprocess
import sys
from functools import cache
from textwrap import indent

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from case_folders import case_names
from conftest import REPOSITORY
from program import ENVIRONMENT, run_bytes
from pulsarfn.pipeline.at_once import expansion_at_once
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.markers import is_candidate, plain_length
from pulsarfn.stream.spool import MEMORY, Spool
from pulsarfn.worker.overrides import parse_override

STREAMS = [
    "kubernetes-examples",
    "prometheus-crds",
    "pulsar-chart",
    "pulsar-chart-function-worker",
    "pulsar-chart-jwt-tls",
]
MOST_PATTERNS = 25
MODULES = REPOSITORY / "tests" / "modules_of_a_filter_call.txt"
CARRIER = b"""---
apiVersion: v1
kind: ConfigMap
metadata:
  name: exclamation
  annotations:
    pulsarfn.io/expand: function
data:
  exclamation.yaml: |
    tenant: public
    namespace: default
    name: exclamation
    className: org.example.Exclamation
    jar: function://public/default/exclamation@v1
    inputs: [persistent://public/default/in]
"""
SETTINGS = Settings(
    overrides=tuple(map(parse_override, ("pulsarServiceUrl=pulsar://b:6650", "pulsarWebServiceUrl=http://b:8080")))
)


def expanded(content, settings=SETTINGS):
    expansion = expand([InputText("stdin", content)], settings)
    assert not expansion.has_errors, expansion.diagnostics
    return b"".join(expansion.chunks)


def suite(shared):
    """The YAML test suite: its files, and each of its cases, as streams."""
    for file in sorted((shared / "yaml-test-suite" / "src").glob("*.yaml")):
        yield file.read_bytes()
        for case in yaml.safe_load(file.read_bytes()):
            if "yaml" in case:
                text = case["yaml"]
                for shown, meant in (("␣", " "), ("∎", ""), ("↵", ""), ("⇔", "\ufeff"), ("←", "\r")):
                    text = text.replace(shown, meant)
                for dashes in ("————»", "———»", "——»", "—»", "»"):
                    text = text.replace(dashes, "\t")
                yield text.encode()


@pytest.mark.parametrize("name", STREAMS)
def test_a_real_stream_comes_out_as_it_went_in(shared, name):
    content = (shared / "streams" / f"{name}.yaml").read_bytes()
    done = run_bytes(stdin=content)
    assert (done.returncode, done.stdout, done.stderr) == (0, content, b"")


@pytest.mark.parametrize("name", STREAMS)
def test_beside_a_carrier_only_the_carriers_bytes_change(shared, name):
    content = (shared / "streams" / f"{name}.yaml").read_bytes()
    out = expanded(content + CARRIER)
    assert out.startswith(content + b"---\napiVersion: v1\nkind: Service\n")
    front = expanded(CARRIER + content)
    assert front.endswith(content)


@pytest.mark.parametrize(
    ("name", "image", "urls", "namespace"),
    [
        (
            "pulsar-chart",
            b"apachepulsar/pulsar-all:4.0.12",
            (b"pulsar://pulsar-broker:6650/", b"http://pulsar-broker:8080/"),
            b"pulsar",
        ),
        (
            "pulsar-chart-jwt-tls",
            b"apachepulsar/pulsar-all:4.0.12",
            (b"pulsar+ssl://pulsar-broker:6651/", b"https://pulsar-broker:8443/"),
            b"pulsar",
        ),
        (
            "pulsar-chart-function-worker",
            b"apachepulsar/pulsar-all:4.0.12",
            (b"pulsar+ssl://pulsar-broker:6651/", b"https://pulsar-function-worker:6751/"),
            b"pulsar",
        ),
    ],
)
def test_a_carrier_beside_the_pulsar_chart_uses_the_charts_own_worker_config(shared, name, image, urls, namespace):
    content = (shared / "streams" / f"{name}.yaml").read_bytes()
    for stream in (content + CARRIER, CARRIER + content):
        out = expanded(stream, Settings()).replace(content, b"")
        assert b"image: " + image + b"\n" in out
        assert b"--pulsar_serviceurl " + urls[0] + b" " in out
        assert b"--admin-url " + urls[1] + b" " in out
        assert out.count(b"\n  namespace: " + namespace + b"\n") == 2


@pytest.mark.slow
def test_every_stream_of_the_yaml_test_suite_comes_out_as_it_went_in(shared):
    streams = list(suite(shared))
    assert len(streams) > 600
    for content in streams:
        assert expanded(content) == content
    joined = b"\n---\n".join(content for content in streams if not content.startswith(b"%") and b"\n%" not in content)
    assert run_bytes(stdin=joined).stdout == joined


@pytest.mark.slow
def test_every_readable_stream_of_the_yaml_test_suite_passes_beside_a_carrier(shared):
    for content in suite(shared):
        stream = CARRIER + b"---\n" + content
        assert expanded(stream).endswith(b"---\n" + content)


@pytest.mark.slow
def test_every_mapping_of_the_yaml_test_suite_passes_beside_a_carrier_in_a_list(shared):
    """Whatever kubectl reads there: aliases, merge keys, keys twice, tags. What libyaml cannot read, Go cannot either."""
    carrier = indent(CARRIER.decode().removeprefix("---\n"), "  ").replace("  apiVersion", "- apiVersion", 1)
    count = 0
    for content in suite(shared):
        try:
            text = content.decode()
        except UnicodeDecodeError:
            continue
        sibling = "-\n" + "".join(f"  {line}" for line in text.splitlines(keepends=True)).rstrip() + "\n"
        stream = f"apiVersion: v1\nkind: List\nitems:\n{sibling}{carrier}"
        if _is_read_as_one_item(stream, f"items:\n{sibling}"):
            count += 1
            head, tail = expanded(stream.encode()).decode().split("- apiVersion: v1\n  kind: Service\n", 1)
            assert head == f"apiVersion: v1\nkind: List\nitems:\n{sibling}"
            assert "kind: StatefulSet" in tail
    assert count > 80


def _is_read_as_one_item(stream, alone):
    """Whether Go would read it: JSON has no keys but texts, and no value that holds itself."""
    try:
        items = yaml.compose(stream, Loader=yaml.CSafeLoader).value[-1][1].value
        yaml.compose(alone, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return False
    return len(items) == 2 and isinstance(items[0], yaml.MappingNode) and _has_plain_keys(items[0])


def _has_plain_keys(node, above=()):
    if node in above:
        return False
    if isinstance(node, yaml.MappingNode):
        return all(
            isinstance(key, yaml.ScalarNode) and _has_plain_keys(value, (*above, node)) for key, value in node.value
        )
    return isinstance(node, yaml.ScalarNode) or all(_has_plain_keys(each, (*above, node)) for each in node.value)


@given(st.binary())
def test_any_bytes_without_a_marker_come_out_as_they_went_in(content):
    assume(not is_candidate(content) and b"\0" not in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"))
    assert expanded(content) == content


def run_and_list_modules(content, *arguments, **variables):
    """What a call writes, and the modules that it has loaded by then."""
    program = "import sys, pulsarfn.entry\npulsarfn.entry.exit_status()\nprint(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=content,
        capture_output=True,
        env=ENVIRONMENT | variables,
        check=True,
    )
    loaded = set(eval(done.stderr.splitlines()[-1]))
    return done.stdout, loaded | {name.partition(".")[0] for name in loaded}


def test_the_pass_through_path_imports_no_library():
    written, loaded = run_and_list_modules(b"a: 1\n")
    assert written == b"a: 1\n"
    assert (
        loaded & {"click", "pydantic", "pydantic_core", "ruamel", "yaml", "json", "re", "typing", "dataclasses"}
        <= site_modules()
    )


def test_a_filter_call_without_faults_imports_no_library_but_for_yaml():
    """What takes longer to import than a function to expand; a model is only derived where something is refused."""
    content = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
    written, loaded = run_and_list_modules(content)
    assert written == expanded(content, Settings())
    assert "yaml" in loaded
    assert (
        loaded & {"click", "pydantic", "pydantic_core", "ruamel", "dataclasses", "inspect", "typing", "json"}
        <= site_modules()
    )


def test_the_modules_of_a_filter_call_with_one_function_are_listed():
    """Each costs a part of a millisecond in every `helm upgrade`: add to the list only what every call needs."""
    _, loaded = run_and_list_modules(CARRIER, PULSARFN_SET=SET)
    ours, listed = {each for each in loaded if each.startswith("pulsarfn.")}, {*MODULES.read_text().split()}
    assert not ours - listed, f"import them where they are needed, or add them to {MODULES.name}"
    assert not listed - ours, f"remove them from {MODULES.name}"
    assert not loaded & {"pathlib", "fractions", "ipaddress", "urllib.parse", "difflib", "traceback"} - site_modules()


@pytest.mark.parametrize("command", ["lint", "graph"])
def test_a_command_that_only_reads_loads_neither_a_network_nor_fixes(command):
    """HTTP and TLS take 4 MB and some 50 ms; a module of XML imports them too."""
    _, loaded = run_and_list_modules(CARRIER, command, PULSARFN_SET=SET)
    assert "click" in loaded
    assert not loaded & {"ssl", "http", "email", "zipfile", "pulsarfn.cli.fixing"} - site_modules()


@pytest.mark.parametrize("argument", ["--help", "-h", "version", "--version"])
def test_help_and_version_load_no_command_line(argument):
    written, loaded = run_and_list_modules(b"", argument)
    assert b"pulsarfn" in written
    assert loaded & {"click", "yaml", "pydantic", "typing", "re", "pathlib", "pulsarfn.cli.main"} <= site_modules()


@pytest.mark.parametrize("columns", ["60", "80", "200", "no number"])
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_stored_answers_are_those_of_the_command_line(option, columns):
    stored, printed = (run_bytes(*options, env={"COLUMNS": columns}) for options in ([option], [option, option]))
    assert stored.stdout == printed.stdout != b""


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_an_option_twice_is_for_the_command_line(option):
    _, loaded = run_and_list_modules(b"", option, option)
    assert "click" in loaded


def test_the_help_has_the_name_that_the_user_typed():
    written, _ = run_and_list_modules(b"", "--help", _PULSARFN_NAME="kubectl pulsarfn")
    assert written.startswith(b"Usage: kubectl pulsarfn [OPTIONS]")


@pytest.fixture
def option_files(tmp_path):
    """What most calls in CI have in their environment."""
    worker_config = tmp_path / "worker.yml"
    factory = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory"
    worker_config.write_text(
        f"functionRuntimeFactoryClassName: {factory}\nfunctionRuntimeFactoryConfigs: {{pulsarDockerImageName: p/p:4.2.4}}\n"
        "pulsarServiceUrl: pulsar://b:6650\npulsarWebServiceUrl: http://b:8080\nauthenticationEnabled: true\n"
        "functionAuthProviderClassName: org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider\n"
    )
    token = tmp_path / "token"
    token.write_text("t0ken\n")
    token.chmod(0o600)
    return {"PULSARFN_WORKER_CONFIG": str(worker_config), "PULSARFN_AUTH_TOKEN_FILE": str(token)}


def test_options_of_the_environment_cost_nothing_where_there_is_nothing_to_do(option_files):
    written, loaded = run_and_list_modules(b"a: 1\n", PULSARFN_NAMESPACE="shop", **option_files)
    assert written == b"a: 1\n"
    assert loaded & {"click", "pydantic", "yaml", "json", "re", "typing"} <= site_modules()


def test_options_of_the_environment_are_read_without_the_command_line(option_files):
    carrier = CARRIER
    written, loaded = run_and_list_modules(carrier, PULSARFN_NAMESPACE="shop", **option_files)
    assert loaded & {"click", "pydantic", "dataclasses", "inspect"} <= site_modules()
    objects = list(yaml.safe_load_all(written))
    assert [each["kind"] for each in objects] == ["Secret", "Service", "StatefulSet"]
    assert {each["metadata"]["namespace"] for each in objects} == {"shop"}
    done = run_bytes("expand", stdin=carrier, env={"PULSARFN_NAMESPACE": "shop", **option_files})
    assert (done.returncode, done.stdout) == (0, written)


@pytest.mark.parametrize(
    "variable", ["PULSARFN_WORKER_CONFIG", "PULSARFN_AUTH_TOKEN_FILE", "PULSARFN_TRUST_CERTS_FILE"]
)
def test_a_file_of_the_environment_that_is_not_there_is_wrong_usage_whatever_the_stream_holds(variable):
    for content in (b"a: 1\n", CARRIER):
        done = run_bytes(stdin=content, env={variable: "/nowhere/at/all"})
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"/nowhere/at/all" in done.stderr


SET = "pulsarServiceUrl=pulsar://b:6650 pulsarWebServiceUrl=http://b:8080"


def test_overrides_of_the_environment_cost_nothing_where_there_is_nothing_to_do():
    written, loaded = run_and_list_modules(b"a: 1\n", PULSARFN_SET=SET)
    assert written == b"a: 1\n"
    assert loaded & {"click", "pydantic", "yaml", "json", "re", "typing", "shlex"} <= site_modules()


def test_overrides_of_the_environment_are_read_without_the_command_line():
    written, loaded = run_and_list_modules(CARRIER, PULSARFN_SET=f"{SET} 'pulsarFunctionsCluster=a b'")
    assert loaded & {"click", "pydantic", "dataclasses", "inspect"} <= site_modules()
    assert b"pulsar://b:6650" in written
    assert b"'a b'" in written


@pytest.mark.parametrize("overrides", ["abc", "a..b=c", "=c", "a='b", "a=b\\", "a=b c", "a=\udcff"])
@pytest.mark.parametrize("content", [b"a: 1\n", CARRIER])
def test_overrides_that_say_nothing_are_wrong_usage_whatever_the_stream_holds(overrides, content):
    done = run_bytes(stdin=content, env={"PULSARFN_SET": overrides})
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Error: PULSARFN_SET: " in done.stderr


@pytest.mark.parametrize("overrides", ["", "  ", "a='b c'", "'a.b[0]={x,y}'", "a\\.b=c"])
def test_overrides_that_only_a_shell_can_read_pass_a_stream_on(overrides):
    done = run_bytes(stdin=b"a: 1\n", env={"PULSARFN_SET": overrides})
    assert (done.returncode, done.stdout, done.stderr) == (0, b"a: 1\n", b"")


def test_options_win_over_overrides_of_the_environment():
    done = run_bytes("--set", "pulsarServiceUrl=pulsar://option:6650", stdin=CARRIER, env={"PULSARFN_SET": SET})
    assert b"pulsar://option:6650" in done.stdout
    assert b"--admin-url http://b:8080 " in done.stdout


def test_a_variable_that_is_no_option_changes_nothing():
    _, loaded = run_and_list_modules(b"a: 1\n", PULSARFN_OF_SOMEBODY_ELSE="1")
    assert loaded & {"click", "yaml"} <= site_modules()


@pytest.mark.parametrize("name", case_names("cases"))
def test_the_filter_writes_what_expand_writes(name):
    """Whether the command line is asked or not."""
    content = (REPOSITORY / "tests" / "cases" / name / "input.yaml").read_bytes()
    spool = Spool()
    spool.add(content)
    at_once = expansion_at_once(spool, plain_length([content]), Settings())
    expansion = expand([InputText("stdin", content)], Settings())
    assert at_once is not None
    assert at_once.diagnostics == expansion.diagnostics
    assert b"".join(at_once.chunks) == b"".join(expansion.chunks)


def test_a_resource_list_and_a_long_stream_are_for_the_command_line():
    for content in (b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n", b"#" * (MEMORY + 1)):
        spool = Spool()
        spool.add(content)
        assert expansion_at_once(spool, 0, Settings()) is None


@cache
def site_modules():
    """What Python itself loads here before anything of ours, by .pth files of other packages."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; print(sorted(sys.modules))"], capture_output=True, check=True
    )
    return {name.partition(".")[0] for name in eval(done.stdout)} - {
        "click",
        "pydantic",
        "pydantic_core",
        "ruamel",
        "yaml",
    }


def test_a_filter_call_with_one_function_compiles_few_patterns():
    """Compiling one takes a fifth of a millisecond: a check that most values pass without a pattern comes first."""
    program = (
        "import re._compiler, sys, pulsarfn.entry\n"
        "compiled, compile_it = [], re._compiler.compile\n"
        "re._compiler.compile = lambda text, *flags: compiled.append(text) or compile_it(text, *flags)\n"
        "pulsarfn.entry.exit_status()\n"
        "print(len(compiled), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=CARRIER,
        capture_output=True,
        env=ENVIRONMENT | {"PULSARFN_SET": SET},
        check=True,
    )
    assert 10 < int(done.stderr) <= MOST_PATTERNS
