"""No secret is ever told: a canary stands wherever a secret may stand, everything goes wrong, and nothing sings."""

import base64
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import program
from conftest import REPOSITORY
from pulsarfn.analysis.lint.stream import LintSettings
from pulsarfn.analysis.lint.verdict import review_with
from pulsarfn.cli.explain_code import CLOCK
from pulsarfn.cli.token_file import is_exposed
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics.as_text import as_json_lines, as_text
from pulsarfn.diagnostics.secrecy.words import repeats, words
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth.base import Credentials

LINT = LintSettings(CLOCK)
CANARY = "Canary-7!"
WORKER = {
    "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
    "functionRuntimeFactoryConfigs": {"pulsarDockerImageName": "apachepulsar/pulsar:4.2.4"},
    "pulsarServiceUrl": "pulsar://b:6650",
    "pulsarWebServiceUrl": "http://b:8080",
    "authenticationEnabled": True,
    "clientAuthenticationPlugin": "org.apache.pulsar.client.impl.auth.AuthenticationToken",
    "clientAuthenticationParameters": f"token:{CANARY}",
}
CONFIGS = {
    "function": {"name": "f", "className": "a.F", "jar": "f.jar", "inputs": ["t"]},
    "source": {"name": "f", "className": "a.S", "archive": "s.nar", "topicName": "t"},
    "sink": {"name": "f", "className": "a.S", "archive": "s.nar", "inputs": ["t"]},
}
MODELS = {"function": FunctionConfig, "source": SourceConfig, "sink": SinkConfig}
PUBLIC = ("tenant", "namespace", "name", "fqfn")
"""What names the objects: everybody who may list them sees it."""

CANARIES = st.sampled_from(
    [
        CANARY,
        f"https://user:{CANARY}@host/x.jar",
        f"persistent://{CANARY}/x",
        f"token:{CANARY}",
        [CANARY],
        {"a": CANARY},
        {"a": {"path": CANARY}},
        [{"a": CANARY}, 1],
        json.dumps({"a": CANARY}),
        json.dumps({"jobName": CANARY, "tolerations": CANARY, "extraLabels": {"a": CANARY}}),
    ]
)
NOISE = st.text(alphabet="\n :-#'\"|>&*!%@`{}[],?\\~\t0x", min_size=1, max_size=3)


def expanded(stream, worker=WORKER):
    """What the filter, and what `lint` makes of a stream."""
    given_worker = InputText("worker.yaml", yaml.safe_dump(worker).encode())
    credentials = Credentials(token=CANARY, trust_certs=CANARY.encode())
    settings = Settings(worker_config=given_worker, credentials=credentials, noted=True)
    return [expand([InputText("stdin", stream)], settings, review) for review in (None, review_with(LINT))]


def assert_silent(expansions):
    for expansion in expansions:
        told = "".join(map(as_text, expansion.diagnostics)) + as_json_lines(expansion.diagnostics, "pulsarfn")
        assert CANARY not in told + "".join(expansion.notes) + repr(expansion), told


def carrier(component, text, kind="ConfigMap", key="data"):
    metadata = {"name": "c", "annotations": {"pulsarfn.io/expand": component}}
    manifest = {"apiVersion": "v1", "kind": kind, "metadata": metadata, key: {"c.yaml": text}}
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True).encode()


@pytest.mark.slow
@given(component=st.sampled_from([*MODELS]), planted=st.data(), encoded=st.booleans())
def test_every_key_of_a_config_in_a_secret(component, planted, encoded):
    keys = st.sampled_from([key for key in MODELS[component].FIELDS if key not in PUBLIC])
    config = CONFIGS[component] | planted.draw(st.dictionaries(keys, CANARIES, min_size=1, max_size=4))
    text = yaml.safe_dump(config)
    if encoded:
        stream = carrier(component, base64.b64encode(text.encode()).decode(), "Secret")
    else:
        stream = carrier(component, text, "Secret", "stringData")
    assert_silent(expanded(stream))


@pytest.mark.slow
@settings(max_examples=300)
@given(at=st.integers(0, 400), noise=NOISE, cut=st.integers(0, 3))
@example(at=100, noise="!", cut=0)
def test_a_damaged_config_in_a_secret(at, noise, cut):
    config = CONFIGS["function"] | {"userConfig": {"a": CANARY, "b": [CANARY, {"c": f"x\n{CANARY}"}]}, "output": CANARY}
    head, _, text = carrier("function", yaml.safe_dump(config), "Secret", "stringData").decode().partition("c.yaml:")
    at %= len(text)
    assert_silent(expanded(f"{head}c.yaml:{text[:at]}{noise}{text[at + cut :]}".encode()))


SENSITIVE = {
    "function": ("userConfig", "secrets"),
    "source": ("configs", "secrets"),
    "sink": ("configs", "secrets", "transformFunctionConfig"),
}


@pytest.mark.slow
@given(component=st.sampled_from([*MODELS]), planted=st.data())
def test_the_sensitive_keys_of_a_config_that_is_no_secret(component, planted):
    wrong = st.sampled_from(["word", [1], {"a": 1}, 1e999, -1, True])
    others = [key for key in MODELS[component].FIELDS if key not in (*PUBLIC, *SENSITIVE[component])]
    config = CONFIGS[component] | planted.draw(st.dictionaries(st.sampled_from(others), wrong, max_size=4))
    config |= planted.draw(st.dictionaries(st.sampled_from(SENSITIVE[component]), CANARIES, min_size=1))
    assert_silent(expanded(carrier(component, yaml.safe_dump(config))))


@pytest.mark.parametrize(
    "url", [f"https://user:{CANARY}@host:port/x", f"https://{CANARY}@/x y", f"https://us er:{CANARY}@h"]
)
@pytest.mark.parametrize(
    ("component", "key"), [("function", "jar"), ("sink", "archive"), ("sink", "transformFunction")]
)
def test_a_password_in_a_url(component, key, url):
    assert_silent(expanded(carrier(component, yaml.safe_dump(CONFIGS[component] | {key: url}))))


@pytest.mark.parametrize("key", ["clientAuthenticationParameters", "brokerClientAuthenticationParameters"])
@pytest.mark.parametrize("value", [[CANARY], {"token": CANARY}, {CANARY: 1}, f"token:{CANARY}"])
def test_the_authentication_parameters_of_a_worker_config(key, value):
    assert_silent(expanded(carrier("function", yaml.safe_dump(CONFIGS["function"])), WORKER | {key: value}))


def test_a_secret_that_is_no_carrier():
    secret = f"kind: Secret\nmetadata: {{name: f, annotations: {{pulsarfn.io/expnd: x}}}}\nstringData: {{a: {CANARY}, a: {CANARY}}}\n"
    for text in (secret, secret.replace("a: C", "b: C", 1), secret.replace("metadata", "metadata: @")):
        expansions = expanded(text.encode())
        assert all(expansion.has_errors for expansion in expansions)
        assert_silent(expansions)


BROKEN_CUSTOMIZER = """
NAME = "org.example.Broken"

def configure(config):
    raise RuntimeError(f"{config}")
"""


@pytest.fixture
def with_a_bug(tmp_path):
    """The environment and the stream of a run in which a customizer of somebody else raises an exception with all it got."""
    (tmp_path / "broken.py").write_text(BROKEN_CUSTOMIZER, encoding="utf-8")
    (tmp_path / "broken-1.dist-info").mkdir()
    (tmp_path / "broken-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    (tmp_path / "broken-1.dist-info" / "entry_points.txt").write_text(
        "[pulsarfn.customizers]\norg.example.Broken = broken\n"
    )
    worker = WORKER | {"runtimeCustomizerClassName": "org.example.Broken", "runtimeCustomizerConfig": {"a": CANARY}}
    (tmp_path / "worker.yaml").write_text(yaml.safe_dump(worker), encoding="utf-8")
    (tmp_path / "token").write_text(CANARY, encoding="utf-8")
    config = CONFIGS["function"] | {"userConfig": {"a": CANARY}}
    (tmp_path / "stream").write_bytes(carrier("function", yaml.safe_dump(config), "Secret", "stringData"))
    paths = os.pathsep.join([str(REPOSITORY / "plugin"), str(tmp_path)])
    return SimpleNamespace(folder=tmp_path, environment={**os.environ, "PYTHONPATH": paths})


ARGUMENTS = [
    "--worker-config",
    "worker.yaml",
    "--auth-token-file",
    "token",
    "--trust-certs-file",
    "token",
    "--diagnostics",
    "lines",
    "-v",
]


def test_the_report_of_a_bug(with_a_bug):
    done = subprocess.run(
        [sys.executable, "-m", "pulsarfn", *ARGUMENTS],
        input=(with_a_bug.folder / "stream").read_bytes(),
        capture_output=True,
        cwd=with_a_bug.folder,
        env=with_a_bug.environment,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"has a bug: RuntimeError" in done.stderr
    assert CANARY.encode() not in done.stderr
    lines = (with_a_bug.folder / "lines").read_text(encoding="utf-8")
    assert "has a bug: RuntimeError" in lines
    assert CANARY not in lines


FRAMES = """
import sys
import click
from pulsarfn.cli.options import common_options
from pulsarfn.cli.run_settings import settings_of
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText

@click.command()
@common_options
def run(options):
    expand([InputText("stdin", open("stream", "rb").read())], settings_of(options))

try:
    run(sys.argv[1:], standalone_mode=False)
except RuntimeError as error:
    trace = error.__traceback__
    frames = []
    while trace:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    values = [each for frame in frames for each in frame.f_locals.values()]
    values += [each for value in values if isinstance(value, (list, tuple)) for each in value]
    ours = [each for each in values if type(each).__module__.startswith("pulsarfn")]
    print(len(ours), *sorted({type(each).__name__ for each in ours if CANARY in repr(each)}))
"""


def test_what_a_debugger_or_a_traceback_with_values_shows_of_our_own(with_a_bug):
    done = subprocess.run(
        [sys.executable, "-c", f"CANARY = {CANARY!r}\n{FRAMES}", *ARGUMENTS],
        capture_output=True,
        text=True,
        cwd=with_a_bug.folder,
        env=with_a_bug.environment,
        check=True,
    )
    count, *revealing = done.stdout.split()
    assert int(count) > 5
    assert revealing == []


@pytest.mark.parametrize(
    ("told", "withheld", "expected"),
    [
        ("unknown value: hunter2", "a: hunter2", True),
        ("unknown value: hunter2", 'a: {b: ["hunter2"]}', True),
        ("unknown key 'hunter2'", "hunter2: x", False),
        ("unknown key 'hunter2'", '{"hunter2": x}', False),
        ("hunter2 must be a list", """a: '{"hunter2":[]}'""", False),
        ("unknown value: hunter2", """a: '{"b":"hunter2"}'""", True),
        ("must be a mapping, not null", "a: [null]", False),
        ("the tag !hunter2", "a: !hunter2", True),
        ("must be a text", "a: b", False),
        ("anything", "", False),
        ("the request of 1Gi is above the limit of 512Mi", '{"limits": {"memory": "512Mi"}}', False),
    ],
)
def test_what_repeats_a_text_that_is_not_shown(told, withheld, expected):
    assert repeats(told, words(withheld)) is expected
    many = frozenset(f"word-{number}" for number in range(len(told) ** 2 + 1))
    assert repeats(told, words(withheld) | many) is expected


@pytest.mark.parametrize("piece", ["[", "a:", '"', "' ", "\t", "x "])
def test_words_of_long_lines_take_a_linear_time(piece):
    """A quadratic search would take hours."""
    assert len(words(piece * 1_000_000)) <= 1


ME = 1000


@pytest.mark.parametrize(
    ("mode", "owner", "expected"),
    [
        pytest.param(0o100644, ME, True, id="my file, which everybody may read"),
        pytest.param(0o100640, ME, True, id="my file, which my group may read"),
        pytest.param(0o100604, ME, True, id="my file, which all but my group may read"),
        pytest.param(0o100600, ME, False, id="my file, which nobody else may read"),
        pytest.param(0o100400, ME, False, id="my file, which nobody may change"),
        pytest.param(0o100622, ME, False, id="my file, which others may only write"),
        pytest.param(0o100644, 0, False, id="a file of root's, as the kubelet mounts it"),
        pytest.param(0o010644, ME, False, id="a pipe"),
    ],
)
def test_whose_token_file_is_exposed(mode, owner, expected):
    assert is_exposed(SimpleNamespace(st_mode=mode, st_uid=owner), ME) is expected


@pytest.mark.slow
def test_a_token_file_that_others_may_read_is_warned_of(tmp_path):
    stream = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
    token = tmp_path / "token"
    token.write_text("hunter2", encoding="utf-8")

    def run(*options):
        done = program.run("--auth-token-file", token, *options, stdin=stream)
        assert (done.status, "StatefulSet" in done.out) == (0, True)
        return done.err

    token.chmod(0o640)
    assert run() == (
        "warning[PF513]: others may read the token file: its mode is 0640\n"
        f"  --> {token}\n"
        "  hint: chmod 600 it; a Secret that is mounted into a container gets defaultMode: 0400\n"
    )
    assert run("--quiet") == ""
    token.chmod(0o600)
    assert run() == ""


@pytest.mark.parametrize(
    "url", ["builtin://own-1234", "https://u:p@h/own-1234?sig=x", "/a/own-1234#x", "local:///own-1234"]
)
def test_a_message_does_not_name_the_file_of_a_secret_url(url):
    assert repeats("packages upload --path own-1234.nar", words(f"archive: {url}\n"))
    assert not repeats("packages upload --path other.nar", words(f"archive: {url}\n"))
