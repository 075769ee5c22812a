"""A canary wherever a secret may be, every command in every format: nothing that pulsarfn says holds it."""

import json
import re

import pytest

import secrecy_streams as streams
from pulsarfn.cli.main import main
from secrecy_streams import CANARY, FUNCTION, SINK, URLS, WAYS, carrier, worker

pytestmark = pytest.mark.slow

SET = [each for url in URLS for each in ("--set", url)]
READERS = (
    ["lint"],
    ["lint", "-o", "json"],
    ["lint", "-o", "sarif"],
    ["lint", "-o", "github"],
    ["explain", "-v"],
    ["explain", "-o", "json"],
    ["graph"],
    ["graph", "-o", "svg"],
    ["graph", "-o", "dot"],
    ["graph", "-o", "html"],
)
"""Every command that reads a stream and says something of it, in every format."""

DIFFS = (["diff"], ["diff", "-o", "markdown"], ["diff", "-o", "json"])


@pytest.fixture
def said(tmp_path, capfd):
    """All that a command says of a stream: both streams, the second with the file of diagnostics."""

    def run(arguments, content=b""):
        (tmp_path / "stream.yaml").write_bytes(content)
        lines = tmp_path / "lines"
        lines.unlink(missing_ok=True)
        file = [] if arguments[0] == "diff" else ["-f", str(tmp_path / "stream.yaml")]
        status = main([*arguments, *file, *SET, "--diagnostics", str(lines)])
        out, err = capfd.readouterr()
        assert status in (0, 1, 2), (status, out, err)
        return out, err + (lines.read_text(encoding="utf-8") if lines.exists() else "")

    return run


@pytest.fixture
def assert_silent(said, tmp_path):
    """Checks that no reader says the canary, nor expand on standard error, nor diff against the same with another value.

    Both values are looked for, so that it does not matter which one is the older.
    """

    def check(content, canary=CANARY):
        for reader in READERS:
            told = "".join(said(reader, content))
            assert canary not in told, (reader, told)
        told = said(["expand", "-v"], content)[1]
        assert canary not in told, told
        before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
        before.write_bytes(content.replace(canary.encode(), b"Another-8"))
        after.write_bytes(content)
        for diff in DIFFS:
            told = "".join(said([*diff, str(before), str(after)]))
            assert canary not in told, (diff, told)
            assert "Another-8" not in told, (diff, told)

    return check


SECRET_FUNCTION = {
    **FUNCTION,
    "inputs": [f"persistent://public/default/in-{CANARY}"],
    "topicsPattern": f"persistent://public/default/{CANARY}-.*",
    "userConfig": {"colour": CANARY, "nested": {"deeper": [CANARY, {"x": CANARY}]}, "list": [1, CANARY]},
    "secrets": {"A": CANARY},
    "runtimeFlags": f"-Dcolour={CANARY} --{CANARY} -X{CANARY}",
    "subName": CANARY,
    "logTopic": f"persistent://public/default/{CANARY}",
    "deadLetterTopic": CANARY,
    "maxMessageRetries": 3,
    "output": f"persistent://public/default/out-{CANARY}",
    "inputSpecs": {
        "other": {
            "schemaProperties": {"a": CANARY},
            "consumerProperties": {"b": CANARY},
            "cryptoConfig": {"cryptoKeyReaderClassName": "a.B", "cryptoKeyReaderConfig": {"k": CANARY}},
        }
    },
    "producerConfig": {"cryptoConfig": {"cryptoKeyReaderClassName": "a.B", "encryptionKeys": [CANARY]}},
    "customRuntimeOptions": json.dumps({"extraAnnotations": {"colour": CANARY}, "nodeSelectorLabels": {"a": "b"}}),
}
SECRET_SINK = {
    **SINK,
    "inputs": ["in", CANARY],
    "configs": {"colour": CANARY, "nested": {"list": [CANARY]}, "url": f"jdbc:x://h/{CANARY}"},
    "sourceSubscriptionName": CANARY,
    "transformFunction": f"https://h/{CANARY}.jar",
    "transformFunctionClassName": f"a.{CANARY.strip('!')}",
    "transformFunctionConfig": json.dumps({"colour": CANARY}),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("encoded", [False, True], ids=["stringData", "data"])
def test_what_a_secret_carries(way, encoded, assert_silent, said):
    content = WAYS[way](
        carrier("function", SECRET_FUNCTION, kind="Secret", encoded=encoded, annotations={"colour": CANARY}),
        carrier("sink", SECRET_SINK, kind="Secret", name="d", encoded=encoded),
    )
    if not encoded:
        assert_silent(content)
        return
    for command in READERS:
        assert CANARY not in "".join(said(command, content))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "fault",
    [
        {"parallelism": 0},
        {"userConfig": [CANARY]},
        {"runtimeFlags": {"a": CANARY}},
        {"customRuntimeOptions": {"a": CANARY}},
        {"customRuntimeOptions": json.dumps({"jobName": CANARY, CANARY: 1})},
        {"processingGuarantees": CANARY},
        {"inputs": CANARY},
        {"output": f"persistent://{CANARY}"},
        {"jar": f"ftp://{CANARY}"},
        {"colour": CANARY},
        {"resources": {"ram": CANARY}},
    ],
    ids=str,
)
def test_faults_of_a_config_in_a_secret(way, fault, assert_silent):
    assert_silent(WAYS[way](carrier("function", {**SECRET_FUNCTION, **fault}, kind="Secret")))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "settings",
    [
        {"functionRuntimeFactoryConfigs": {"pythonDependencyRepository": f"https://x/?a={CANARY}", "grpcPort": "x"}},
        {"functionRuntimeFactoryConfigs": {"pulsarDockerImageName": f"r/{CANARY}", "customLabels": {"a": "b"}}},
        {"runtimeCustomizerConfig": {"extraAnnotations": {"colour": CANARY}}},
        {"runtimeCustomizerConfig": {"extraAnnotations": CANARY}},
        {"additionalJavaRuntimeArguments": [f"-Dcolour={CANARY}"], "stateStorageServiceUrl": f"bk://{CANARY}"},
        {"secretsProviderConfiguratorConfig": {"a": CANARY}, "pulsarFunctionsCluster": CANARY},
        {"authenticationEnabled": CANARY, "useTls": CANARY},
        {"functionAuthProviderClassName": CANARY, "authenticationEnabled": True},
    ],
    ids=str,
)
def test_a_worker_config_in_a_secret(way, settings, assert_silent):
    assert_silent(WAYS[way](worker(settings, kind="Secret"), carrier("function", FUNCTION)))


PLUGINS = "org.apache.pulsar.client.impl.auth"


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
@pytest.mark.parametrize(
    ("plugin", "parameters"),
    [
        ("oauth2.AuthenticationOAuth2", {"issuerUrl": "https://id.example/", "privateKey": f"data:,{CANARY}"}),
        ("oauth2.AuthenticationOAuth2", {"issuerUrl": "https://id.example/", "clientSecret": CANARY}),
        ("oauth2.AuthenticationOAuth2", {"issuerUrl": "https://id.example/", CANARY: "x"}),
        ("oauth2.AuthenticationOAuth2", {"issuerUrl": f"https://id:{CANARY}@id.example/"}),
        ("oauth2.AuthenticationOAuth2", {"issuerUrl": f"https://id.example/?key={CANARY}"}),
        ("oauth2.AuthenticationOAuth2", {"issuerUrl": "https://id.example/", "type": CANARY}),
        ("oauth2.AuthenticationOAuth2", {"issuerUrl": "https://id.example/", "scope": [CANARY]}),
        ("oauth2.AuthenticationOAuth2", f"token:{CANARY}"),
        ("AuthenticationTls", f"tlsCertFile:/a,tlsKeyFile:{CANARY}"),
        ("AuthenticationBasic", {"userId": "worker", "password": CANARY}),
    ],
    ids=str,
)
def test_parameters_of_the_workers_plugin(kind, plugin, parameters, assert_silent, said):
    text = parameters if isinstance(parameters, str) else json.dumps(parameters)
    settings = {
        "authenticationEnabled": True,
        "brokerClientAuthenticationPlugin": f"{PLUGINS}.{plugin}",
        "brokerClientAuthenticationParameters": text,
    }
    secret = {"pulsarfn.io/auth-secret": "functions"}
    content = streams.stream(worker(settings, kind=kind), carrier("function", FUNCTION, annotations=secret))
    assert_silent(content)
    assert CANARY not in said(["expand"], content)[0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["settings", "setting"], ids=["in the stream", "misspelt"])
def test_data_on_which_pods_roll(way, name, assert_silent):
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "settings"}, "stringData": {"colour": CANARY}}
    rolling = {"pulsarfn.io/roll-on": f"secret/{name}"}
    assert_silent(WAYS[way](carrier("function", FUNCTION, annotations=rolling), secret))


FAULT = {"parallelism": 0, "resources": {"ram": "x"}}


@pytest.mark.parametrize(
    "members",
    [
        {"userConfig": CANARY},
        {"userconfig": {"colour": CANARY}},
        {"user-config": {"colour": CANARY}},
        {"usrConfig": [CANARY]},
        {"secret": {"A": CANARY}},
        {"runtimeFlag": CANARY},
        {"runtimeFlags": [f"-Djavax.net.ssl.keyStorePassword={CANARY}"]},
        {"runtimeFlags": {"colour": CANARY}},
        {"customRuntimeOptions": {"password": CANARY}},
        {"jar": f"ftp://user:{CANARY}@host/x.jar"},
        {"jar": f"ftp://host/x.jar?X-Amz-Signature={CANARY}"},
        {"jar": f"ftp://host/x.jar?sv=1&sig={CANARY}"},
        {"pasword": CANARY},
        {"xyz": CANARY},
        {"output": f"jdbc:oracle:thin:app/{CANARY}@db:1521/x"},
        {"clientAuthenticationParameter": CANARY},
        {"api_key": CANARY},
    ],
    ids=str,
)
def test_faults_beside_a_secret_in_a_config_map(members, assert_silent):
    assert_silent(streams.stream(carrier("function", {**FUNCTION, **FAULT, **members})))


@pytest.mark.parametrize(
    "text",
    [
        f"name: f\njar: >-\n  ftp://user:{CANARY}@\n  host/x.jar\ninputs: [a]\n",
        f"name: f\nuserConfig: {{\na: {CANARY}, b:\n}}\nparallelism: 0\n",
        f'name: f\nuserConfig: "\n{CANARY}"\nparallelism: 0\n',
        f"? userConfig\n: {{a: {CANARY}}}\nparallelism: [{CANARY}\n",
        f'{{"name": "f", "userConfig":\n{{"a":\n"{CANARY}",}} "parallelism": 0}}',
        f"x: &a {CANARY}\nuserConfig: {{a: *a}}\n",
        f"userConfig:\n- {CANARY}\n  b: c\n",
        f"runtimeFlags: >\n  -Da={CANARY}\n  -Db\n : x\n",
        f"password:\n  {CANARY}\nname: [\n",
        f'"user\\x43onfig": {{a: {CANARY}}}\n',
        f"configs: |\n  {CANARY}\n: :\n",
    ],
)
@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_texts_that_are_odd_or_broken(text, kind, assert_silent):
    assert_silent(streams.stream(carrier("function", text, kind=kind)))


TELLING_VALUES = (
    f"ghp_{CANARY.strip('!').replace('-', '')}0123456789",
    f"https://user:{CANARY}@host/x",
    f"https://host/x?X-Amz-Signature={CANARY}",
    f"Bearer {CANARY.strip('!')}",
    f"jdbc:oracle:thin:app/{CANARY}@db:1521/x",
    f"--password {CANARY} --verbose",
    f"jdbc:sqlserver://h;user=a;password={CANARY}",
    f'x required username="a" password="{CANARY}";',
    f'{{"password": "{CANARY}"}}',
    f'{{\\"password\\": \\"{CANARY}\\"}}',
    f"a=1\npassword: {CANARY}\nb: 2",
    f"password: |\n  {CANARY}\nb: 2",
    f"postgres://h/db?user=a&password={CANARY}",
    f"ldap://h/o?bindpw={CANARY}",
    f'<property name="db.password" value="{CANARY}"/>',
    f"https://discord.com/api/webhooks/123456/{CANARY}",
    f"https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/{CANARY}/c",
    f"https://api.telegram.org/bot123456789:{CANARY.strip('!')}-aBcDeFgHiJkLm/sendMessage",
)
NAMES = ("password", "dbPass", "api-key", "awsSecretAccessKey", "sasl.jaas.config", "accessToken", "connectionString")
BARE = CANARY.strip("!")


def with_a_telling_value(number, value, place):
    told_in = {
        "userConfig": {"userConfig": {"colour": value}, "runtimeFlags": f"'-Dcolour={value}'"},
        "topics": {"output": value, "subName": value, "logTopic": value},
    }
    return carrier("function", {**FUNCTION, "name": f"f{number}", **told_in[place]}, name=f"c{number}")


@pytest.mark.parametrize("way", [streams.stream, streams.resource_list], ids=["documents", "a ResourceList"])
@pytest.mark.parametrize(
    ("place", "values"),
    [
        ("userConfig", TELLING_VALUES),
        ("topics", [each for each in TELLING_VALUES if "/" not in each]),
        ("topics", [each for each in TELLING_VALUES if "/" in each]),  # an error for each, and no objects
    ],
    ids=["user configs", "topics", "invalid topics"],
)
def test_values_that_tell_in_a_config_map(place, values, way, said):
    """Each in a function of its own; every one of them holds the canary, with or without its hyphen."""
    forms = (BARE, BARE.replace("-", ""))
    assert all(any(form in each for form in forms) for each in values)
    content = way(*(with_a_telling_value(number, each, place) for number, each in enumerate(values)))
    for command in READERS:
        told = "".join(said(command, content))
        assert not [line for line in told.splitlines() if any(form in line for form in forms)], command
        not_shown = [number for number in range(len(values)) if not re.search(rf"\b[cf]{number}\b", told)]
        assert command[0] == "lint" or not not_shown, (command, not_shown)


@pytest.mark.parametrize("form", [str, lambda value: [value], lambda value: {"a": {"b": value}}])
def test_names_that_tell_in_a_config_map(form, assert_silent):
    """Each in a sink of its own, so that no name hides the value of another."""
    configs = ({**SINK, "name": f"s{index}", "configs": {name: form(CANARY)}} for index, name in enumerate(NAMES))
    assert_silent(streams.stream(*(carrier("sink", each, name=each["name"]) for each in configs)))


def test_short_and_rare_names(assert_silent):
    names = ("creds", "db_pw", "userPw", "sshKey", "rsa_key", "hmac-key", "adminJwt", "storageKey", "kennwort")
    assert_silent(streams.stream(carrier("sink", {**SINK, "configs": dict.fromkeys(names, CANARY)})))


@pytest.mark.parametrize("key", ["name", "key", "header"])
def test_names_beside_the_value(key, assert_silent):
    properties = [{key: "password", "value": CANARY}]
    assert_silent(streams.stream(carrier("sink", {**SINK, "configs": {"properties": properties}})))


LABEL = CANARY.strip("!")


@pytest.mark.parametrize("part", ["labels", "annotations"])
def test_metadata_of_a_carrier(part, assert_silent):
    named, secret = carrier("function", FUNCTION), carrier("sink", SINK, kind="Secret", name="d")
    named["metadata"].setdefault(part, {})["password"] = LABEL
    secret["metadata"].setdefault(part, {})["colour"] = LABEL
    assert_silent(streams.stream(named, secret), LABEL)


def test_a_pair_of_name_and_value(assert_silent):
    assert_silent(streams.stream(carrier("sink", {**SINK, "configs": {"headers": [["Authorization", CANARY]]}})))


@pytest.mark.parametrize(
    "members", [{"args": ["--password", CANARY]}, {"env": [{"name": "A_PASSWORD", "value": CANARY}]}]
)
def test_a_config_in_json_over_several_lines(members, assert_silent):
    options = {"sidecars": [{"name": "a", "image": "b:1", **members}]}
    settings = json.dumps({"runtimeCustomizerConfig": options, "unknown": 1, "useTls": "x"}, indent=0)
    provided = worker({})
    provided["data"] = {"functions_worker.yml": settings}
    assert_silent(streams.stream(provided, carrier("function", FUNCTION)))
    assert_silent(streams.stream(carrier("function", json.dumps({**FUNCTION, **options, "parallelism": 0}, indent=0))))


def test_labels_of_the_options(assert_silent):
    options = {"customRuntimeOptions": json.dumps({"extraLabels": {"password": LABEL}})}
    assert_silent(streams.stream(carrier("function", {**FUNCTION, **options})), LABEL)


@pytest.mark.parametrize(
    "options",
    [
        {"volumes": [{"name": "a", "csi": {"driver": "d", "volumeAttributes": {"password": LABEL}}}]},
        {"scaledObject": {"triggers": [{"type": "x", "metadata": {"password": LABEL}}]}},
        {"nodeSelectorLabels": {"password": LABEL}},
        {"sidecars": [{"name": "a", "image": "b:1", "args": ["--password", LABEL]}]},
        {
            "env": [
                {"name": "A", "value": "b"},
                {"name": "OF_THE_DATABASE", "value": "c"},
                {"name": "PASSWORD", "value": LABEL},
            ]
        },
    ],
    ids=lambda options: next(iter(options)),
)
def test_options_of_the_pod(options, assert_silent):
    given = json.dumps(options)
    for indent in (0, 45):  # yaml.safe_dump folds the text somewhere else for each
        assert_silent(
            streams.stream(carrier("function", {**FUNCTION, "customRuntimeOptions": " " * indent + given})), LABEL
        )


def test_a_toleration_in_a_secret(assert_silent):
    options = {"customRuntimeOptions": json.dumps({"tolerations": [{"key": LABEL, "operator": "Exists"}]})}
    assert_silent(streams.stream(carrier("function", {**FUNCTION, **options}, kind="Secret")), LABEL)


@pytest.mark.parametrize("text", [CANARY, f"{CANARY}\n"])
def test_a_token_where_a_config_is_expected(text, assert_silent, said, tmp_path):
    (tmp_path / "token").write_text(text)
    assert_silent(streams.stream(carrier("function", text)))
    told = said(["expand", "--worker-config", str(tmp_path / "token")], streams.stream(carrier("function", FUNCTION)))
    assert CANARY not in "".join(told)


def test_a_misspelt_key_of_function_mesh(said):
    java = {"jar": "a.jar", "jarLocation": "function://public/default/f@v1"}
    spec = {"className": "a.F", "input": {"topics": ["in"]}, "pulsar": {"pulsarConfig": "p"}, "java": java}
    spec["funcConfg"] = {"colour": CANARY}
    function = {"apiVersion": "compute.functionmesh.io/v1alpha1", "kind": "Function", "metadata": {"name": "f"}}
    urls = {"webServiceURL": "http://b:8080", "brokerServiceURL": "pulsar://b:6650"}
    pulsar = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "p"}, "data": urls}
    content = streams.stream({**function, "spec": spec}, pulsar)
    for command in READERS:
        assert CANARY not in "".join(said([*command, "--function-mesh", "--lossy"], content)), command


@pytest.mark.parametrize("key", ["userConfig", "user_config", "Secrets"])
def test_the_diff_of_fixes(key, said):
    """A text in double quotes may go on over several lines, as yaml.safe_dump writes it."""
    carrier_of_text = f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: c, annotations: {{pulsarfn.io/expand: function}}}}
data:
  c.yaml: "name: f\\nclassName: a.F\\njar: function://public/default/f@v1\\ninputs: [in]\\n\\
    resources:\\n  ram: 1Gi\\n{key}:\\n  password:\\
    \\ {CANARY}\\ntimeoutMs: 30s\\n"
"""
    told = said(["lint", "--fix", "--diff"], carrier_of_text.encode())
    assert "+***" in told[0]
    assert CANARY not in "".join(told)


def test_ordinary_values_are_shown(said):
    config = {**FUNCTION, "userConfig": {"colour": "green", "threshold": 5}}
    content = streams.stream(carrier("function", config))
    told = said(["explain"], content)[0]
    assert "green" in told
    assert "function://public/default/f@v1" in told
    wrong = streams.stream(carrier("function", {**config, "processingGuarantees": "ATLEAST", "paralelism": 2}))
    told = said(["lint"], wrong)[1]
    assert "processingGuarantees: ATLEAST\n" in told
    assert "paralelism: 2\n" in told
    assert "unknown value of processingGuarantees: ATLEAST" in told
