"""A further kind of generated objects: one module and its entry in the table, and every command knows it."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from pulsarfn.analysis.explain.rules import rule_of
from pulsarfn.cli.main import group
from pulsarfn.component.objects import GENERATED
from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule, selector
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.kubernetes.kind import Kind, Update
from pulsarfn.kubernetes.kinds import KINDS
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.kubernetes.updates import fixed
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.values import mapping
from pulsarfn.worker.customizers import CUSTOMIZERS, DEFAULT
from pulsarfn.worker.customizers.base import Customization
from pulsarfn.worker.customizers.pod_options import OBJECTS
from pulsarfn.worker.overrides import parse_override

STREAM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: functions
  annotations: {pulsarfn.io/expand: function}
data:
  f.yaml: |
    {name: f, className: a.F, jar: "local:///f.jar", inputs: [in], output: out, parallelism: PARALLELISM}
"""
OPTIONS = [
    "--set",
    "pulsarServiceUrl=pulsar://b:6650",
    "--set",
    "functionRuntimeFactoryConfigs.pulsarDockerImageName=p:1",
]


def build(plan):
    if plan.replicas == 1:
        return None
    return {
        "apiVersion": "example.org/v1",
        "kind": "Budget",
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {"maxUnavailable": plan.replicas - 5, "selector": {"matchLabels": {**plan.labels}}},
    }


def refusals(manifest):
    if mapping(manifest["spec"])["maxUnavailable"] < 0:
        yield Refusal(("spec", "maxUnavailable"), "must be greater than or equal to 0", "-1")


def stored(manifest):
    return manifest | {"spec": {"unhealthyPodEvictionPolicy": "IfHealthyBudget", **manifest["spec"]}}


@pytest.fixture(autouse=True)
def _trial(monkeypatch):
    kind = Kind(
        "example.org/v1",
        "Budget",
        stored,
        refusals,
        lambda update: fixed(update, "Budget", ("spec", "selector")),
    )
    rules = (
        *METADATA,
        ("spec.maxUnavailable", Rule("parallelism of the config")),
        *selector("spec.selector.matchLabels"),
    )
    monkeypatch.setitem(GENERATED, kind.id, SimpleNamespace(KIND=GeneratedKind(kind, build, rules)))
    yield
    rule_of.cache_clear()


def expanded(text="", replicas=7):
    """What comes out of the filter, and the messages."""
    settings = Settings(overrides=tuple(map(parse_override, OPTIONS[1::2])))
    given = STREAM.replace("PARALLELISM", str(replicas)) + text
    expansion = expand([InputText("stdin", given.encode())], settings)
    out = "" if expansion.has_errors else b"".join(expansion.chunks).decode()
    return out, [each.message for each in expansion.diagnostics]


def run(tmp_path, command, *arguments, replicas=7):
    file = tmp_path / "stream.yaml"
    file.write_text(STREAM.replace("PARALLELISM", str(replicas)), encoding="utf-8")
    return CliRunner().invoke(group, [command, *OPTIONS, *arguments, "-f", str(file)])


def test_the_filter_writes_it_last():
    out, _ = expanded()
    assert [line for line in out.splitlines() if line.startswith("kind: ")] == [
        "kind: Service",
        "kind: StatefulSet",
        "kind: Budget",
    ]
    out, _ = expanded(replicas=1)
    assert "Budget" not in out


def test_a_customizer_may_ask_for_none_of_a_kind(monkeypatch):
    wanted = Customization(objects=dict.fromkeys(OBJECTS.values()))
    customizer = SimpleNamespace(configure=lambda _config: (lambda _text: (wanted, ()), ()))
    monkeypatch.setitem(CUSTOMIZERS, DEFAULT, customizer)
    out, messages = expanded(replicas=1)
    assert messages == []
    assert [line for line in out.splitlines() if line.startswith("kind: ")] == ["kind: Service", "kind: StatefulSet"]


def test_what_the_api_server_refuses_of_it_is_an_error_of_the_config():
    message = "refuse '-1' in spec.maxUnavailable of the Budget: must be greater than or equal to 0"
    assert expanded(replicas=4) == ("", [f"the API server would {message}"])


def test_a_name_that_is_taken_collides():
    taken = "---\napiVersion: example.org/v1\nkind: Budget\nmetadata: {name: pf-public-default-f}\n"
    out, (message,) = expanded(taken)
    assert out == ""
    assert "Budget pf-public-default-f" in message


def test_lint_looks_at_the_pods_all_the_same(tmp_path):
    found = run(tmp_path, "lint")
    assert (found.exit_code, found.exception) == (0, None)
    assert "PF610" in found.output


def test_explain_tells_what_decides_its_fields(tmp_path):
    found = json.loads(run(tmp_path, "explain", "--output", "json").stdout)
    (budget,) = [each for each in found["components"][0]["objects"] if each["kind"] == "Budget"]
    rules = {each["path"]: each["rule"] for each in budget["fields"]}
    assert rules["spec.maxUnavailable"] == "parallelism of the config"
    assert rules["spec.selector.matchLabels.name"] == "selector: Pulsar's labels and customLabels"
    assert "manifest customizer" not in rules.values()


def diff(tmp_path, capfd, change, replicas=7):
    out, _ = expanded()
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(change(out), encoding="utf-8")
    new.write_text(STREAM.replace("PARALLELISM", str(replicas)), encoding="utf-8")
    CliRunner().invoke(group, ["diff", *OPTIONS, "--output", "json", str(old), str(new)])
    return json.loads(capfd.readouterr().out)


def test_diff_counts_it_among_the_objects_of_its_component(tmp_path, capfd):
    found = diff(tmp_path, capfd, lambda text: text, replicas=8)
    (component,) = found["components"]
    budget = component["objects"][-1]
    assert (budget["kind"], budget["effect"]) == ("Budget", "in-place")
    assert [each["path"] for each in budget["changes"]] == [["spec", "maxUnavailable"]]
    assert found["others"] == []


def test_diff_knows_its_defaults_and_what_cannot_change(tmp_path, capfd):
    explicit = "spec:\n  unhealthyPodEvictionPolicy: IfHealthyBudget\n  maxUnavailable: 2"
    found = diff(tmp_path, capfd, lambda text: text.replace("spec:\n  maxUnavailable: 2", explicit))
    assert [each["effect"] for each in found["components"]] == ["nothing"]
    head, _, tail = expanded()[0].rpartition("name: f")
    found = diff(tmp_path, capfd, lambda _: f"{head}name: g{tail}")
    (component,) = found["components"]
    assert component["effect"] == "refused"
    assert "selector.matchLabels.name of a Budget cannot change" in component["reasons"][0]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_what_is_known_of_a_kind_is_imported_when_it_is_asked_for(kind):
    manifest = {"apiVersion": kind.api_version, "kind": kind.name, "metadata": {"name": "a"}, "spec": {}}
    assert kind.stored(manifest)["kind"] == kind.name
    assert [*kind.fixed(Update("a", manifest, manifest, []))] == []
    assert kind.settled(manifest, manifest) == manifest
