"""``lint --fix`` in worker configs and inside of customRuntimeOptions: what is fixed, to the byte, in every style that can hold it."""

import json
from itertools import product

import pytest

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.java.lenient_edits import lenient_edits
from test_fixes import STYLES, carrier, configs, encoded, fixed, text_of

WORKER_LINES = [
    ("additional-java-runtime-arguments: '-Xss1m'  # ä𝄞", "additionalJavaRuntimeArguments: ['-Xss1m']  # ä𝄞"),
    ("pulsarfunctionscluster: orders", "pulsarFunctionsCluster: orders"),
    (
        'functionInstanceMaxResources: {cpu: "8000m", RAM: 16Gi}',
        "functionInstanceMaxResources: {cpu: 8, ram: 17179869184}",
    ),
    ("clientAuthenticationParameters: {token: it}", 'clientAuthenticationParameters: \'{"token": "it"}\''),
    (
        "runtimeCustomizerConfig: {node-selector: {a: its}, imagepullpolicy: always, env: [{name: A, value: 1}]}",
        "runtimeCustomizerConfig: {nodeSelectorLabels: {a: its}, imagePullPolicy: Always, env: [{name: A, value: '1'}]}",
    ),
    ("# ä𝄞 a comment: {pulsarfunctionscluster}", "# ä𝄞 a comment: {pulsarfunctionscluster}"),
]
FACTORY = (
    "functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory\n",
    "functionRuntimeFactoryConfigs:\n  {KEY: a/b:4.2.4, percentMemoryPadding: 20}\n",
)
CONFIG = "name: f\nclassName: a.B\ninputs: [a]\njar: function://public/default/f@v1\n"
OPTIONS = (
    (
        '{"nodeselectorlabels": {"disk": "its"}, ServiceAccountName: orders, "image-pull-policy": "always",'
        ' "sidecars": [{"Name": "a", "image": "b", "command": "sh"}], "minReadySeconds": "30s"}'
    ),
    (
        '{"nodeSelectorLabels": {"disk": "its"}, serviceAccountName: orders, "imagePullPolicy": "Always",'
        ' "sidecars": [{"name": "a", "image": "b", "command": ["sh"]}], "minReadySeconds": 30}'
    ),
)
WRITINGS = {
    "in single quotes": lambda text: "customRuntimeOptions: '" + text.replace("'", "''") + "'  # ä\n",
    "in double quotes": lambda text: f"customRuntimeOptions: {json.dumps(text)}\n",
    "literal": lambda text: "customRuntimeOptions: |\n  " + text.replace(", ", ",\n   ") + "\n",
    "folded": lambda text: "customRuntimeOptions: >-  # why\n  " + text.replace(", ", ",\n  ") + "\n",
    "with comments": lambda text: "customRuntimeOptions: |\n  " + text.replace(", ", ", // Labels\n  ") + "\n",
}


def worker_configs():
    old, new = (
        "".join(FACTORY).replace("KEY", key) + "".join(f"{line[side]}\n" for line in WORKER_LINES)
        for side, key in enumerate(("pulsardockerimagename", "pulsarDockerImageName"))
    )
    return old, new


def worker(style, config):
    """A worker config in a style, and a carrier."""
    text = STYLES[style](config).replace("pulsarfn.io/expand: function", "pulsarfn.io/provide: worker-config")
    text = text.replace('"pulsarfn.io/expand": "function"', '"pulsarfn.io/provide": "worker-config"')
    return text.replace("a.yaml", "functions_worker.yml") + "\n---\n" + STYLES["literal"](CONFIG)


@pytest.mark.parametrize("style", sorted({*STYLES} - {"of a ResourceList"}))
def test_a_worker_config_is_fixed_and_every_other_byte_stays(style):
    old, new = worker_configs()
    if style in ("folded", "over several lines", "in single quotes"):  # lines of these cannot be indented
        old, new = (each.replace(":\n  {", ": {") for each in (old, new))
    run = fixed(worker(style, old).encode())
    assert text_of(run) == worker(style, new)
    assert [each.message for each in run.after.diagnostics if each.severity == "error"] == []
    again = fixed(text_of(run).encode())
    assert (again.fixed, text_of(again)) == ((), text_of(run))


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_the_form_of_a_worker_config_stays(change):
    old, new = (change(worker("literal", each)) for each in worker_configs())
    assert text_of(fixed(old.encode())) == new


@pytest.mark.parametrize(
    ("style", "writing"),
    [
        *product(("literal", "in double quotes", "in base64", "in a list"), WRITINGS),
        *product(
            ("folded", "in single quotes"), ("in single quotes", "in double quotes")
        ),  # no line can be indented there
    ],
)
def test_options_are_fixed_inside_of_their_text(style, writing):
    old, new = (STYLES[style](CONFIG + WRITINGS[writing](each)) for each in OPTIONS)
    run = fixed(old.encode())
    assert text_of(run) == new
    assert [each.message for each in run.after.diagnostics if each.severity == "error"] == []


@pytest.mark.parametrize(
    "options",
    [
        '{"extralabels": {"a": "b"}, "labels": {"c": "d"}}',  # two that mean the same
        '{"jobnam": "x"}',  # a guess
        '{"jobname": "x", "jobname": "y"}',
        '{"extraLabels": {"Team": "a"}, "profile": "prod"}',
        '{"sidecars": [{"name": "a", "image": "b", "command": "sh -c x"}]}',  # one word, or three
        '{"sidecars": [{"name": "a", "image": "b", "command": "a,b"}]}',
        '{"terminationGracePeriodSeconds": "5m"}',  # minutes, or thousandths
        '{"automountServiceAccountToken": "yes"}',
        '{"env": [{"name": "A", "value": 1e3}]}',
        '{"jobname": "x"',
    ],
)
def test_options_that_are_not_certain_are_left(options):
    old = carrier("inputs: [a]", f"customRuntimeOptions: '{options}'")
    run = fixed(old.encode())
    assert (text_of(run), run.fixed) == (old, ())
    assert any(each.severity == "error" for each in run.after.diagnostics)


@pytest.mark.parametrize(
    "line",
    [
        "pulsarFunctionsCluster: a\npulsarfunctionscluster: b",
        "pulsarFunctionCluster: a",
        "functionInstanceMaxResources: {ram: 512MB}",
        "additionalJavaRuntimeArguments: -Da=1,2",
        "runtimeCustomizerConfig: 'a: b'",
        "pulsarVersion: '{{ .Values.version }}'\npulsarfunctionscluster: a",
    ],
)
def test_lines_of_a_worker_config_that_are_not_certain_are_left(line):
    old = worker("literal", "".join(FACTORY).replace("KEY", "pulsarDockerImageName") + line + "\n")
    run = fixed(old.encode())
    assert (text_of(run), run.fixed) == (old, ())
    assert run.after.diagnostics


def test_keys_of_the_chart_are_left():
    old = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: w}\ndata:\n"
        "  PF_functionRuntimeFactoryClassName: "
        "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory\n"
        "  PF_functionRuntimeFactoryConfigs_jobnamespace: a\n  PF_additionalJavaRuntimeArguments: -Xss1m\n---\n"
    ) + STYLES["literal"](CONFIG)
    run = fixed(old.encode())
    assert (text_of(run), run.fixed) == (old, ())


def test_a_template_is_left():
    for old in (
        STYLES["literal"](CONFIG.replace("name: f", "name: {{ .Release.Name }}") + "classname: a\n"),
        STYLES["literal"](CONFIG + "{{- if .Values.a }}\nuser-config: {}\n{{- end }}\n"),
        carrier("inputs: [a]", """customRuntimeOptions: '{"labels": {{ .Values.labels | toJson }}}'"""),
        "{{- if .Values.a }}\n" + STYLES["literal"](configs(0)[0]) + "{{- end }}\n",
    ):
        run = fixed(old.encode())
        assert (text_of(run), run.fixed) == (old, ())


def test_wrapped_base64_is_left_and_reported():
    text = encoded("".join(FACTORY).replace("KEY", "jobname") + CONFIG)
    old = worker("in base64, in a block", "a: b\n").replace(encoded("a: b\n"), f"{text[:40]}\n    {text[40:]}")
    run = fixed(old.encode())
    assert (text_of(run), run.fixed) == (old, ())
    assert any(each.code.id == "PF402" for each in run.after.diagnostics)


def test_a_fix_that_would_change_another_part_of_the_text_is_not_made():
    assert lenient_edits('{"a": 1}', [Fix("b", key="b", inner=("c",))]) == []
    assert lenient_edits("{a: 1} b", [Fix("b", key="b", inner=("a",))]) == ()
    ((_, edit),) = lenient_edits("{a: 1}", [Fix("true", key="true", inner=("a",))])
    assert edit == (1, 2, '"true"')
