"""``lint --fix``: what is fixed, to the byte, in every style of scalar that can hold a config; and what is left."""

import base64
import json
import random

import pytest

from case_folders import TESTS, TextFile, YamlFile, case_names, case_settings
from pulsarfn.analysis.lint.fixes import noting_fixes
from pulsarfn.analysis.lint.stream import LintSettings
from pulsarfn.analysis.lint.verdict import review_with
from pulsarfn.cli.explain_code import CLOCK
from pulsarfn.cli.fixing import fixed_by
from pulsarfn.diagnostics.catalogue import CODES
from pulsarfn.models.fixes import FIXES
from pulsarfn.pipeline.krm import expand_resource_list
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.edits import Edit, edited, largest_part, original_offset
from pulsarfn.worker.overrides import parse_override

SNAPSHOTS = TESTS / "__snapshots__" / "test_fixes"
NAMES = case_names("fixes")
URLS = ("pulsarServiceUrl=pulsar://b:6650", "pulsarWebServiceUrl=http://b:8080")
SETTINGS = Settings(None, tuple(map(parse_override, URLS)))


def fixed(content, settings=SETTINGS, component=None):
    """The run that fixes a stream, or with a component a bare config."""

    def lint(inputs, _):
        found = []
        review = noting_fixes(review_with(LintSettings(CLOCK)), found)
        if component:
            return render(component, inputs, settings, review), found
        return expand_resource_list(inputs[0], settings, review) or expand(inputs, settings, review), found

    return fixed_by(lint, [InputText("stdin", content)], of_checkout=False)


def text_of(run):
    return run.targets["stdin"].content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_fixed(name, snapshot):
    settings = case_settings("fixes", name)
    run = fixed((TESTS / "fixes" / name / "input.yaml").read_bytes(), settings)
    told = "".join(each.report("fixed") for each in run.fixed)
    assert "hunter2" not in told
    assert text_of(run) == snapshot(extension_class=YamlFile)
    left = "".join(f"left: {each.message}\n" for each in run.after.diagnostics if each.severity == "error")
    assert told + left == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_fixed_stays_fixed(name):
    settings = case_settings("fixes", name)
    run = fixed((TESTS / "fixes" / name / "input.yaml").read_bytes(), settings)
    again = fixed(text_of(run).encode(), settings)
    assert not again.fixed
    assert text_of(again) == text_of(run)
    assert again.before.diagnostics == run.after.diagnostics


def test_no_snapshot_is_left_behind():
    assert sorted({path.stem for path in SNAPSHOTS.glob("*")}) == NAMES


def test_every_fixable_code_says_what_is_fixed_and_has_a_case():
    assert {each.id for each in FIXES} == {each.id for each in CODES.values() if each.fixed}
    told = "".join(path.read_text(encoding="utf-8") for path in SNAPSHOTS.glob("*.txt"))
    assert all(f"fixed {each.id}: " in told for each in FIXES)


CARRIER = """\
apiVersion: v1
kind: KIND
metadata: {name: a, annotations: {pulsarfn.io/expand: function}}  # ä𝄞
PART:
"""
LINES = [
    ("classname: org.example.F  # the class", "className: org.example.F  # the class"),
    ("inputs: 'a'", "inputs: ['a']"),
    ('user-config: {key: "it\'s"}', 'userConfig: {key: "it\'s"}'),
    ('resources: {cpu: 500m, memory: "1Gi"}', "resources: {cpu: 0.5, ram: 1073741824}"),
    ('processingGuarantees: "atleast-once"', 'processingGuarantees: "ATLEAST_ONCE"'),
    ("? 'log-topic'\n: l", "? 'logTopic'\n: l"),
    (
        "customRuntimeOptions:\n  extraLabels: {team: core}\n  jobName: 'it'",
        'customRuntimeOptions: \'{"extraLabels": {"team": "core"}, "jobName": "it"}\'',
    ),
    ("# ä𝄞 a comment: {classname}", "# ä𝄞 a comment: {classname}"),
    ("timeoutMs: 30s", "timeoutMs: 30000"),
]


def indented(text, by):
    return "".join(f"{' ' * by}{line}\n" if line else "\n" for line in text.splitlines())


def document(kind, part, value):
    return CARRIER.replace("KIND", kind).replace("PART", part) + value


STYLES = {
    "literal": lambda config: document("ConfigMap", "data", f"  a.yaml: |\n{indented(config, 4)}"),
    "stripped": lambda config: document("ConfigMap", "data", f"  a.yaml: |-  # why\n{indented(config, 7)}\n\n"),
    "kept": lambda config: document("ConfigMap", "data", f"  a.yaml: |+\n{indented(config, 4)}\n\n"),
    "with an indicator": lambda config: document("ConfigMap", "data", f"  a.yaml: |4\n\n{indented(config, 6)}"),
    "anchored": lambda config: document("ConfigMap", "data", f"  a.yaml: !!str &config |\n{indented(config, 4)}"),
    "folded": lambda config: document("ConfigMap", "data", f"  a.yaml: >\n{indented(spread(config), 4)}"),
    "in double quotes": lambda config: document("ConfigMap", "data", f"  a.yaml: {quoted(config)}\n"),
    "over several lines": lambda config: document(
        "ConfigMap", "data", "  a.yaml: " + quoted(config).replace("\\n", "\\n\\\n    \\\n  ") + "\n"
    ),
    "in single quotes": lambda config: document(
        "ConfigMap", "data", "  ? a.yaml\n  : '" + config.replace("'", "''").replace("\n", "\n\n    ") + "'\n"
    ),
    "in a flow mapping": lambda config: (
        '{apiVersion: v1, "kind": ConfigMap, metadata: {name: a, annotations: {pulsarfn.io/expand: function}},'
        f" data: {{a.yaml: {quoted(config)}}}}}"
    ),
    "of JSON with tabs": lambda config: (
        '{\n\t"apiVersion": "v1", "kind": "ConfigMap",\n\t"metadata": {"name": "a", "annotations":'
        f' {{"pulsarfn.io/expand": "function"}}}},\n\t"data": {{"a.yaml": {quoted(config)}}}\n}}'
    ),
    "of a Secret": lambda config: document("Secret", "stringData", f"  a.yaml: |\n{indented(config, 4)}"),
    "in base64": lambda config: document("Secret", "data", f"  a.yaml: {encoded(config)} # a\n"),
    "in base64, quoted": lambda config: document("Secret", "data", f"  a.yaml: '{encoded(config)}'\n"),
    "in base64, in a block": lambda config: document("Secret", "data", f"  a.yaml: |\n    {encoded(config)}\n"),
    "in a list": lambda config: (
        "kind: List\napiVersion: v1\nitems:\n-   "
        + document("ConfigMap", "data", f"  a.yaml: |\n{indented(config, 4)}").replace("\n", "\n    ").rstrip(" ")
        + "-   {kind: Secret, apiVersion: v1, metadata: {name: classname}}\n"
    ),
    "of a ResourceList": lambda config: (
        "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n# ä\nitems: []\nfunctionConfig:\n  "
        + document("ConfigMap", "data", f"  a.yaml: |\n{indented(config, 4)}").replace("\n", "\n  ").rstrip(" ")
    ),
    "below others": lambda config: (
        "# ä\nclassname: a\n---\n: {{ broken\n---\n"
        + document("ConfigMap", "data", f"  a.yaml: |\n{indented(config, 4)}")
        + "...\n---\nuser-config: 1\n"
    ),
}


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def spread(text):
    """A config for a folded scalar, which joins lines unless a blank line is between them."""
    lines = text.splitlines()
    return "".join(
        line + ("\n" if line[:1] == " " or after[:1] == " " else "\n\n")
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )


BLOCK, FLOW = (
    "Options:\n  extraLabels: {team: core}\n  jobName: 'it'",
    "Options: {extraLabels: {team: core}, jobName: 'it'}",
)
ON_ONE_LINE = ("folded", "over several lines", "in single quotes")
"""Styles in which the lines of a config cannot be indented."""


def configs(seed):
    """Some lines in some order, before and after they are fixed."""
    chosen = random.Random(seed).sample(LINES, k=len(LINES) - seed % 4)
    head = "name: f\njar: function://public/default/f@v1\n"
    head += "" if LINES[1] in chosen else "inputs: [a]\n"
    head += "" if LINES[0] in chosen else "className: org.example.F\n"
    return [head + "".join(f"{line[side]}\n" for line in chosen) for side in (0, 1)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(4))
def test_every_other_byte_stays(style, seed):
    old, new = configs(seed)
    old = old.replace(BLOCK, FLOW) if style in ON_ONE_LINE else old
    run = fixed(STYLES[style](old).encode())
    assert text_of(run) == STYLES[style](new)
    assert [each.code.id for each in run.after.diagnostics if each.severity == "error"] == []


@pytest.mark.parametrize("seed", range(4))
def test_a_bare_config_is_fixed(seed):
    old, new = configs(seed)
    assert text_of(fixed(old.encode(), component="function")) == new


@pytest.mark.parametrize("style", ["literal", "in double quotes", "in base64", "in a list"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "a: 1\n--- # a\n\ufeff" + text,
        lambda text: text.removesuffix("\n"),
    ],
    ids=["Windows line ends", "a byte order mark", "a byte order mark below", "no line break at the end"],
)
def test_the_form_of_a_file_stays(style, change):
    old, new = (change(STYLES[style](config)) for config in configs(0))
    assert text_of(fixed(old.encode())) == new


def carrier(*lines):
    return STYLES["literal"]("name: f\nclassName: a.B\njar: function://public/default/f@v1\n" + "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    "lines",
    [
        ["inputs: [a]", "classname: c"],  # the right key is there too
        ["inputs: [a]", "log-topic: a", "logtopic: b"],  # two keys that mean the same
        ["inputs: [a]", "paralelism: 2"],  # misspelt: a guess
        ["inputs: [a]", "archive: a.jar"],  # jar, py or go
        ["inputs: [a]", "cpu: 2"],  # belongs into another mapping
        ["inputs: [a]", "processingGuarantees: 1"],
        ["inputs: [a]", "processingGuarantees: atleast"],
        ["inputs: [a]", "resources: {ram: 512MB}"],  # of 1000, or of 1024
        ["inputs: [a]", "resources: {ram: 512m}"],
        ["inputs: [a]", "resources: {ram: 0.3Ki}"],  # no whole number
        ["inputs: [a]", "resources: {ram: 9000000000Gi}"],  # does not fit
        ["inputs: [a]", "timeoutMs: 5m"],  # minutes, or thousandths
        ["inputs: yes"],
        ["inputs: 'a, b c'"],
        ["inputs: ''"],
        ["inputs: {a: b}"],
        ["inputs: >-", "  a"],
        ["inputs: [a]", "customRuntimeOptions: {extraLabels: {a: yes}}"],  # a text in YAML 1.2
        ["inputs: [a]", "customRuntimeOptions: {extraLabels: {a: 010}}"],  # 8 in YAML 1.1
        ["inputs: [a]", "customRuntimeOptions: {extraLabels: {a: .inf}}"],
        ["inputs: [a]", "customRuntimeOptions:", "  # a comment", "  extraLabels: {}", "  # another", "  jobName: a"],
        ["inputs: [a]", "customRuntimeOptions:", "  jobName: a # a comment", "  jobNamespace: b"],
        ["inputs: [a]", "customRuntimeOptions: [a]"],
        ["inputs: &a b", "output: *a"],
        ["inputs: a", "inputs: b"],
        ["inputs: !!str a"],
        ["inputs: [a]", "<<: {user-config: {}}"],
    ],
    ids=lambda lines: "; ".join(lines[-2:]),
)
def test_what_is_not_certain_is_left(lines):
    old = carrier(*lines)
    run = fixed(old.encode())
    assert text_of(run) == old
    assert run.fixed == ()
    assert any(each.severity == "error" for each in run.after.diagnostics)


def test_a_config_that_cannot_be_edited_exactly_is_left_and_others_are_fixed():
    wrapped = document(
        "Secret", "data", f"  b.yaml: |\n{indented(base64.encodebytes(configs(0)[0].encode()).decode(), 4)}"
    )
    shared = STYLES["anchored"](configs(0)[0]) + "other: *config\n"
    old, new = map(STYLES["literal"], configs(0))
    for left in (wrapped, shared):
        assert text_of(fixed(f"{left}---\n{old}".encode())) == f"{left}---\n{new}"


def test_a_fix_brings_up_another_one_and_each_has_its_place_before_all():
    old = carrier(
        "inputs: [a]", "customRuntimeOptions:", "  jobName: a", "  jobNamespace: b", "resources:", "  memory: 1Gi"
    )
    run = fixed(old.encode())
    told = "".join(each.report("fixed") for each in run.fixed)
    line = old.splitlines().index("      memory: 1Gi") + 1
    assert f"stdin:{line}:7: fixed PF301: unknown key 'memory' in resources, now ram\n" in told
    assert f"stdin:{line}:15: fixed PF302: ram must be a whole number, not a text, now 1073741824\n" in told


def test_edits():
    edits = [Edit(4, 5, "ee"), Edit(0, 1, ""), Edit(2, 4, "x")]
    assert edited("abcdef", edits) == "bxeef"
    assert [original_offset(at, edits) for at in range(6)] == [1, 2, 4, 4, 5, 6]


def test_the_largest_part_for_which_a_condition_holds():
    assert largest_part([1, 2, 3, 4], lambda some: 3 not in some) == (1, 2, 4)
    assert largest_part([1, 2, 3, 4], lambda some: len(some) <= 2) == (1, 2)
    assert largest_part([1, 2], lambda some: len(some) > 2) == ()
