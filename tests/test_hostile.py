"""Input that is meant to break its reader, too large for a case folder: one clear message, in bounded time and memory.

What fits into one: `errors/an-alias-bomb`, `a-control-character`, `a-merge-key`, `path-tricks-in-packages` and others there.
"""

import re
import resource
import subprocess

import pytest

import program
from pulsarfn.kubernetes.refusals import LONGEST

pytestmark = pytest.mark.slow
LEVELS = 50_000
MEMORY = 3 << 27  # bytes of address space, of which Python and its libraries take most
SECONDS = 60  # of processor time, an eternity for a machine

CARRIER = """apiVersion: v1
kind: ConfigMap
metadata:
  name: hostile
  annotations:
    pulsarfn.io/expand: function
data:
  {key}: |
    {text}
"""


def run(stream):
    """The program's exit status and outputs, with bounds on what it may use."""
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS}
    return program.run(*program.URLS, stdin=stream.encode(), limits=limits)


TOO_DEEP = (
    r"error\[PF105\]: nested more than 100 levels deep\n  --> stdin:{line}:\d+ \(document 1{inside}\)\n"
    r"{source}  hint: no config needs that\n"
)
"""The column is where the reader noticed it: newer versions of libyaml look ahead."""


@pytest.mark.parametrize(
    ("key", "text"),
    [
        pytest.param("f.yaml", "a: " + "[" * LEVELS, id="lists in brackets"),
        pytest.param("f.yaml", "a: " + "{a: " * LEVELS, id="mappings in braces"),
        pytest.param("f.yaml", "a: " + "[" * LEVELS + "]" * LEVELS, id="lists that are closed again"),
        pytest.param("f.yaml", "- " * LEVELS, id="lists of dashes"),
        pytest.param("f.json", "[" * LEVELS, id="lists in JSON"),
        pytest.param("f.json", '{"a":' * LEVELS, id="objects in JSON"),
        pytest.param("f.json", "[" * LEVELS + "]" * LEVELS, id="lists in JSON that are closed again"),
    ],
)
def test_deep_nesting_in_a_config(key, text):
    status, stdout, stderr = run(CARRIER.format(key=key, text=text))
    assert (status, stdout) == (1, "")
    inside = rf", ConfigMap/hostile, {key}:1:\d+"
    assert re.fullmatch(TOO_DEEP.format(line=9, inside=inside, source=r"   \| .{159,160}\n"), stderr)


@pytest.mark.parametrize("nested", ["[" * LEVELS, "{a: " * LEVELS, "[" * LEVELS + "]" * LEVELS])
def test_deep_nesting_beside_a_config(nested):
    status, stdout, stderr = run(CARRIER.format(key="f.yaml", text="a: 1") + f"extra: {nested}\n")
    assert (status, stdout) == (1, "")
    assert re.fullmatch(TOO_DEEP.format(line=10, inside="", source=""), stderr)


@pytest.mark.parametrize(
    "nested", ["[" * LEVELS, "- " * LEVELS, "? " * LEVELS, "!!python/object/apply:os.system [exit]"]
)
def test_what_is_not_ours_is_not_read(nested):
    assert run(f"{nested}\n") == (0, f"{nested}\n", "")


def test_keys_of_keys():
    status, stdout, stderr = run(CARRIER.format(key="f.yaml", text="? " * LEVELS))
    assert (status, stdout) == (1, "")
    assert stderr.startswith(
        "error[PF102]: a mapping as a key\n  --> stdin:9:7 (document 1, ConfigMap/hostile, f.yaml:1:3)\n"
    )
    assert stderr.endswith("\n  hint: quote the key if it is meant as a text\n")


FUNCTION = CARRIER.format(
    key="f.yaml", text="{className: f.F, jar: function://a/b/c@v1, inputs: [t], tenant: a, namespace: b, name: c}"
)
LONG = "x" * 20_000_000
"""A fifth of what `benchmarks/run.py` takes, which measures time and memory too."""


def test_a_long_text_beside_a_carrier_comes_out_as_it_is():
    long = f"kind: ConfigMap\ndata:\n  a: {LONG}\n---\n"
    status, out, err = run(long + FUNCTION)
    assert (status, err) == (0, "")
    assert out.startswith(long + "apiVersion: v1\nkind: Service\n")


JOB_NAME = r"error\[PF503\]: the name of a StatefulSet has 52 characters at most, and this one has \d+: pf-"


@pytest.mark.parametrize(
    ("where", "text", "message"),
    [
        ("name: c", LONG[:1_000_000], JOB_NAME + r"a-b-cx+… \([0-9,]{9} characters\)\n"),
        ("tenant: a", LONG[:1_000_000], JOB_NAME + r"ax+… \([0-9,]{9} characters\)\n"),
        (
            "name: c",
            LONG,
            r"error\[PF205\]: this config has 20,000,0.. characters, and a ConfigMap or Secret holds 1 MiB",
        ),
        ("expand: function", LONG[:200_000], r"error\[PF\d+\]: unknown value of pulsarfn.io/expand: functionx+… "),
    ],
    ids=["name", "tenant", "a name that no ConfigMap can hold", "annotation"],
)
def test_a_long_text_in_a_message_is_cut(where, text, message):
    stream = FUNCTION.replace(where, where + text, 1)
    status, out, err = run(stream)
    assert (status, out) == (1, "")
    assert len(err) < 10_000
    assert re.match(message, err), err[:300]


@pytest.mark.parametrize("text", [LONG, "x: y\n  " * 500_000], ids=["one text", "many keys"])
def test_a_long_document_that_only_mentions_us_takes_little_memory(text):
    """It is looked at before it is read: memory, here of address space, is for the bytes of it and one text at a time."""
    mention = f"kind: ConfigMap\ndata:\n  a: pulsarfn.io/expand\nb:\n- {text}\n---\n"
    status, out, err = run(mention + FUNCTION)
    assert (status, err) == (0, "")
    assert out.startswith(mention + "apiVersion: v1\nkind: Service\n")


def test_a_command_that_no_pod_can_start():
    config = "tenant: a, namespace: b, name: c, userConfig: {text: " + "é" * 66_000 + "}}"
    status, out, err = run(FUNCTION.replace("tenant: a, namespace: b, name: c}", config))
    assert (status, out) == (1, "")
    assert re.match(
        r"error\[PF509\]: Linux would refuse \S+ of the StatefulSet: it has 13.,... bytes,"
        r" and an argument of a program has at most 131,071\n",
        err,
    ), err


def test_the_longest_command_that_a_pod_can_start():
    """As Linux has it here: one byte more is too long."""
    longest = LONGEST - len("exit 7 #")
    assert subprocess.run(["/bin/sh", "-c", "exit 7 #" + "x" * longest], check=False).returncode == 7
    with pytest.raises(OSError, match="Argument list too long"):
        subprocess.run(["/bin/sh", "-c", "exit 7 #" + "x" * (longest + 1)], check=False)


def test_a_carrier_behind_very_many_documents():
    documents = "---\n" * 200_000
    status, out, err = run(documents + "---\n" + FUNCTION)
    assert (status, err) == (0, "")
    assert out.startswith(documents + "---\napiVersion: v1\nkind: Service\n")
    status, out, err = run(documents + "---\n" + FUNCTION.replace("name: c}", "name: c, parallelism: 0}"))
    assert (status, out) == (1, "")
    assert "--> stdin:200010:" in err
    assert "(document 200001, ConfigMap/hostile, f.yaml:1:" in err


WORKER_CONFIG = """---
apiVersion: v1
kind: ConfigMap
metadata:
  name: worker
  annotations:
    pulsarfn.io/provide: worker-config
data:
  functions_worker.yml: |
    functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
    functionRuntimeFactoryConfigs: {{{factory}}}
    authenticationEnabled: true
    functionAuthProviderClassName: org.apache.pulsar.functions.auth.KubernetesServiceAccountTokenAuthProvider
    kubernetesFunctionAuthProviderConfig: {{serviceAccountTokenExpirationSeconds: {expiration}}}
"""
VARIABLES = """---
apiVersion: v1
kind: ConfigMap
metadata:
  name: worker
  annotations:
    pulsarfn.io/provide: worker-config
data:
  PF_functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
"""
CONFIG = "{{name: f, className: a.F, jar: local:///f.jar, inputs: [t], {key}: {value}}}"
DIGITS = "9" * 5_000
MORE_THAN_A_DOUBLE = "9" * 309


def configured(key, value):
    return CARRIER.format(key="f.yaml", text=CONFIG.format(key=key, value=value))


def worker(factory="", expiration="3600"):
    return configured("parallelism", 1) + WORKER_CONFIG.format(factory=factory, expiration=expiration)


OUT_OF_RANGE = {
    "a whole number": configured("parallelism", DIGITS),
    "a whole number below zero": configured("parallelism", f"-{DIGITS}"),
    "a whole number in quotes": configured("timeoutMs", f"' {DIGITS} '"),
    "a whole number of another script": configured("maxMessageRetries", "'" + "٩" * 5_000 + "'"),
    "a whole number of a part": configured("resources", f"{{ram: {DIGITS}}}"),
    "cores": configured("resources", f"{{cpu: {MORE_THAN_A_DOUBLE}}}"),
    "cores below zero": configured("resources", f"{{cpu: -{MORE_THAN_A_DOUBLE}}}"),
    "cores in quotes": configured("resources", f"{{cpu: '{MORE_THAN_A_DOUBLE}'}}"),
    "a number of the worker config": worker(f"percentMemoryPadding: {DIGITS}"),
    "seconds of a token": worker(expiration=f"'{DIGITS}'"),
    "a variable": configured("parallelism", 1) + VARIABLES + f"  PF_workerPort: '{DIGITS}'\n",
    "a variable of the factory": configured("parallelism", 1)
    + f"{VARIABLES}  PF_functionRuntimeFactoryConfigs_grpcPort: '{DIGITS}'\n",
}


@pytest.mark.parametrize("name", OUT_OF_RANGE)
def test_a_number_of_any_length_is_refused(name):
    status, stdout, stderr = run(OUT_OF_RANGE[name])
    assert (status, stdout) == (1, "")
    assert stderr.count("error[PF") == 1
    assert MORE_THAN_A_DOUBLE not in stderr


@pytest.mark.parametrize("command", ["expand", "lint", "graph", "explain"])
def test_a_number_of_any_length_is_refused_by_every_command(command):
    arguments = ("-f", "-") if command != "explain" else ("f", "-f", "-")
    status, stdout, stderr = program.run(
        *program.URLS, command, *arguments, stdin=OUT_OF_RANGE["a whole number"].encode()
    )
    assert (status, stdout) == (1, "")
    assert stderr.startswith("error[PF302]: parallelism must be a whole number")


def test_any_number_of_zeros_above_a_number_changes_nothing():
    status, stdout, _ = run(configured("parallelism", "'" + "0" * 5_000 + "3'"))
    assert status == 0
    assert "\n  replicas: 3\n" in stdout


@pytest.mark.parametrize("value", ["1e-320", MORE_THAN_A_DOUBLE, "'1e400'"])
def test_a_ratio_of_any_size_gives_resources_or_an_error(value):
    status, _, stderr = run(worker(f"cpuOverCommitRatio: {value}, memoryOverCommitRatio: {value}"))
    assert status == ("error[PF" in stderr)


def test_an_index_of_any_length_of_an_override_is_refused():
    status, stdout, stderr = program.run("--set", f"a[{DIGITS}]=x", stdin=b"")
    assert (status, stdout) == (2, "")
    assert stderr.endswith("no list has an item with a number of 5000 digits\n")


def test_an_index_of_any_length_of_a_field_is_that_of_none():
    field = f"spec.template.spec.containers[{DIGITS}]"
    status, stdout, stderr = program.run(
        *program.URLS, "explain", "f", "--field", field, "-f", "-", stdin=configured("parallelism", 1).encode()
    )
    assert (status, stdout) == (1, "")
    assert "no generated object has this field" in stderr


@pytest.mark.parametrize("index", [DIGITS, "٣", "-1", "1"])
def test_an_index_of_kustomize_of_any_length(index):
    item = configured("parallelism", 0).replace(
        "  annotations:\n",
        f"  annotations:\n    config.kubernetes.io/path: a.yaml\n    config.kubernetes.io/index: '{index}'\n",
    )
    listed = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- " + item.replace("\n", "\n  ")
    status, stdout, stderr = run(listed)
    assert (status, stderr.count("error[PF")) == (1, 1)
    assert ("    index: 1\n" in stdout) == (index == "1")


@pytest.mark.parametrize("odd", ["[]", "{}", "1", "null", "[a]"])
def test_other_objects_may_have_anything_as_kind_and_names(odd):
    others = "".join(
        f"- {{apiVersion: {first}, kind: {second}, metadata: {{name: {third}, namespace: {third}, annotations: {third}}}}}\n"
        for first, second, third in ((odd, "Secret", "a"), ("v1", odd, "a"), ("v1", "ConfigMap", odd), (odd, odd, odd))
    )
    listed = "apiVersion: v1\nkind: List\nitems:\n" + others
    alone = "".join(f"---\n{each.removeprefix('- ')}\n" for each in others.splitlines())
    for stream in (configured("parallelism", 1) + f"---\n{listed}", configured("parallelism", 1) + alone):
        for command in ("expand", "lint", "graph"):
            status, _, stderr = program.run(*program.URLS, command, "-f", "-", stdin=stream.encode())
            assert (status, "error[PF" in stderr) == (0, False), stderr
