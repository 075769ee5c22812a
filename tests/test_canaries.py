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

    Both values are looked for, so that it does not matter which one is the older. Numbers of components are those which each
    command must mention; lint may have found nothing.
    """

    def check(content, canary=CANARY, numbers=()):
        for reader in READERS:
            told = "".join(said(reader, content))
            assert not lines_with(canary, told), reader
            assert reader[0] == "lint" or not not_mentioned(numbers, told), reader
        assert not lines_with(canary, said(["expand", "-v"], content)[1])
        before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
        before.write_bytes(content.replace(canary.encode(), b"Another-8"))
        after.write_bytes(content)
        for diff in DIFFS:
            told = "".join(said([*diff, str(before), str(after)]))
            assert not lines_with(canary, told), diff
            assert not lines_with("Another-8", told), diff

    return check


def own(number, value, canary=CANARY):
    """The same with a canary of its own: no mask of another component hides it, and its number tells whose it is."""
    return json.loads(json.dumps(value).replace(canary, f"{canary}{number:02}"))


def carriers(configs, component="function", *, first=0, canary=CANARY, **options):
    """A carrier for each config, each with a name and a canary of its own."""
    return [
        carrier(component, own(number, {**config, "name": f"f{number}"}, canary), name=f"c{number}", **options)
        for number, config in enumerate(configs, first)
    ]


def lines_with(canary, told):
    """The lines with a canary, whose number is that of the component."""
    return [line for line in told.splitlines() if canary in line]


def not_mentioned(numbers, told):
    """The numbers of carriers and components that a text does not name."""
    mentioned = {int(number) for number in re.findall(r"\b[cf](\d+)\b", told)}
    return set(numbers) - mentioned


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
def test_what_a_secret_carries(way, assert_silent):
    colour = {"kind": "Secret", "annotations": {"colour": CANARY}}
    content = WAYS[way](
        *carriers([SECRET_FUNCTION], first=0, **colour),
        *carriers([SECRET_FUNCTION], first=1, **colour, encoded=True),
        *carriers([SECRET_SINK], "sink", first=2, kind="Secret"),
        *carriers([SECRET_SINK], "sink", first=3, kind="Secret", encoded=True),
    )
    assert_silent(content, numbers=range(4))


FAULTS_IN_A_SECRET = (
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
)


@pytest.mark.parametrize("way", WAYS)
def test_faults_of_a_config_in_a_secret(way, assert_silent):
    given = carriers(({**SECRET_FUNCTION, **fault} for fault in FAULTS_IN_A_SECRET), kind="Secret")
    assert_silent(WAYS[way](*given), numbers=range(len(given)))


VALID_WORKER_CONFIGS = (
    {"functionRuntimeFactoryConfigs": {"pulsarDockerImageName": f"r/{CANARY}", "customLabels": {"a": "b"}}},
    {"runtimeCustomizerConfig": {"extraAnnotations": {"colour": CANARY}}},
    {"additionalJavaRuntimeArguments": [f"-Dcolour={CANARY}"], "stateStorageServiceUrl": f"bk://{CANARY}"},
    {"secretsProviderConfiguratorConfig": {"a": CANARY}, "pulsarFunctionsCluster": CANARY},
)
WRONG_WORKER_CONFIGS = (
    {"functionRuntimeFactoryConfigs": {"pythonDependencyRepository": f"https://x/?a={CANARY}", "grpcPort": "x"}},
    {"runtimeCustomizerConfig": {"extraAnnotations": CANARY}},
    {"authenticationEnabled": CANARY, "useTls": CANARY},
    {"functionAuthProviderClassName": CANARY, "authenticationEnabled": True},
)


def with_worker_configs(configs, kind, annotations=None):
    """Each worker config, with a canary of its own and with a function that names it."""
    objects = []
    for number, config in enumerate(configs):
        name = f"c{number}-worker"
        chosen = {"pulsarfn.io/worker-config": name, **(annotations or {})}
        objects.append(worker(own(number, config), kind=kind, name=name))
        objects += carriers([FUNCTION], first=number, annotations=chosen)
    return objects


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("configs", [VALID_WORKER_CONFIGS, WRONG_WORKER_CONFIGS], ids=["valid", "wrong"])
def test_a_worker_config_in_a_secret(way, configs, assert_silent):
    assert_silent(WAYS[way](*with_worker_configs(configs, "Secret")), numbers=range(len(configs)))


PLUGINS = "org.apache.pulsar.client.impl.auth"


ISSUER = "https://id.example/"
VALID_PARAMETERS = (
    ("oauth2.AuthenticationOAuth2", {"issuerUrl": ISSUER, "privateKey": f"data:,{CANARY}"}),
    ("AuthenticationTls", f"tlsCertFile:/a,tlsKeyFile:{CANARY}"),
    ("AuthenticationBasic", {"userId": "worker", "password": CANARY}),
)
WRONG_PARAMETERS = (
    ("oauth2.AuthenticationOAuth2", {"issuerUrl": ISSUER, "clientSecret": CANARY}),
    ("oauth2.AuthenticationOAuth2", {"issuerUrl": ISSUER, CANARY: "x"}),
    ("oauth2.AuthenticationOAuth2", {"issuerUrl": f"https://id:{CANARY}@id.example/"}),
    ("oauth2.AuthenticationOAuth2", {"issuerUrl": f"{ISSUER}?key={CANARY}"}),
    ("oauth2.AuthenticationOAuth2", {"issuerUrl": ISSUER, "type": CANARY}),
    ("oauth2.AuthenticationOAuth2", {"issuerUrl": ISSUER, "scope": [CANARY]}),
    ("oauth2.AuthenticationOAuth2", f"token:{CANARY}"),
)


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
@pytest.mark.parametrize("given", [VALID_PARAMETERS, WRONG_PARAMETERS], ids=["valid", "wrong"])
def test_parameters_of_the_workers_plugin(kind, given, assert_silent, said):
    configs = [
        {
            "authenticationEnabled": True,
            "brokerClientAuthenticationPlugin": f"{PLUGINS}.{plugin}",
            "brokerClientAuthenticationParameters": text if isinstance(text, str) else json.dumps(text),
        }
        for plugin, text in given
    ]
    content = streams.stream(*with_worker_configs(configs, kind, {"pulsarfn.io/auth-secret": "functions"}))
    assert_silent(content, numbers=range(len(configs)))
    assert CANARY not in said(["expand"], content)[0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["settings", "setting"], ids=["in the stream", "misspelt"])
def test_data_on_which_pods_roll(way, name, assert_silent):
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "settings"}, "stringData": {"colour": CANARY}}
    rolling = {"pulsarfn.io/roll-on": f"secret/{name}"}
    assert_silent(WAYS[way](carrier("function", FUNCTION, annotations=rolling), secret))


FAULT = {"parallelism": 0, "resources": {"ram": "x"}}


BESIDE_A_SECRET = (
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
)


def test_faults_beside_a_secret_in_a_config_map(assert_silent):
    given = carriers({**FUNCTION, **FAULT, **members} for members in BESIDE_A_SECRET)
    assert_silent(streams.stream(*given), numbers=range(len(given)))


ODD_OR_BROKEN_TEXTS = (
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
)


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_texts_that_are_odd_or_broken(kind, assert_silent):
    texts = [own(number, text) for number, text in enumerate(ODD_OR_BROKEN_TEXTS)]
    given = [carrier("function", text, kind=kind, name=f"c{number}") for number, text in enumerate(texts)]
    assert_silent(streams.stream(*given), numbers=range(len(given)))


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
        assert command[0] == "lint" or not not_mentioned(range(len(values)), told), command


@pytest.mark.parametrize("form", [str, lambda value: [value], lambda value: {"a": {"b": value}}])
def test_names_that_tell_in_a_config_map(form, assert_silent):
    """Each in a sink of its own, so that no name hides the value of another."""
    configs = ({**SINK, "name": f"s{index}", "configs": {name: form(CANARY)}} for index, name in enumerate(NAMES))
    assert_silent(streams.stream(*(carrier("sink", each, name=each["name"]) for each in configs)))


SHORT_AND_RARE = ("creds", "db_pw", "userPw", "sshKey", "rsa_key", "hmac-key", "adminJwt", "storageKey", "kennwort")


def test_other_names_that_tell(assert_silent):
    """Short and rare ones, and names beside the value."""
    configs = (
        {name: f"{CANARY}-{name}" for name in SHORT_AND_RARE},
        *({"properties": [{key: "password", "value": CANARY}]} for key in ("name", "key", "header")),
        {"headers": [["Authorization", CANARY]]},
    )
    given = carriers(({**SINK, "configs": each} for each in configs), "sink")
    assert_silent(streams.stream(*given), numbers=range(len(given)))


LABEL = CANARY.strip("!")


@pytest.mark.parametrize("part", ["labels", "annotations"])
def test_metadata_of_a_carrier(part, assert_silent):
    named, secret = carrier("function", FUNCTION), carrier("sink", SINK, kind="Secret", name="d")
    named["metadata"].setdefault(part, {})["password"] = LABEL
    secret["metadata"].setdefault(part, {})["colour"] = LABEL
    assert_silent(streams.stream(named, secret), LABEL)


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


OPTIONS_OF_THE_POD = (
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
)


def test_options_of_the_pod(assert_silent):
    texts = [json.dumps(options) for options in OPTIONS_OF_THE_POD]
    texts += [" " * 45 + text for text in texts]  # yaml.safe_dump folds these somewhere else
    given = carriers(({**FUNCTION, "customRuntimeOptions": text} for text in texts), canary=LABEL)
    assert_silent(streams.stream(*given), LABEL, numbers=range(len(given)))


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
