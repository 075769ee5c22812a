"""Single checks, where a case folder would not reach: what only customizers of others do, and graphs of any shape."""

import base64
import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.analysis.lint import credentials, production, references
from pulsarfn.analysis.lint.available import references as references_of
from pulsarfn.analysis.lint.cycles import _circular, _shortest
from pulsarfn.analysis.lint.jwt import expiry
from pulsarfn.analysis.lint.stream import LintSettings, Stream
from pulsarfn.analysis.lint.verdict import review_with
from pulsarfn.analysis.topology import topology
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.codes import ANNOTATION_INVALID
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.locate import Locator
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.customizers import CUSTOMIZERS
from pulsarfn.worker.customizers.base import Customization
from pulsarfn.worker.overrides import parse_override

CARRIER = b"""\
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: shop, annotations: {pulsarfn.io/expand: function}}
data:
  f.yaml: |
    {name: f, className: a.F, jar: "local:///f.jar", inputs: [in], customRuntimeOptions: '{"extraLabels": {"a": "own"}}'}
"""
OVERRIDES = ("pulsarServiceUrl=pulsar://b:6650", "authenticationEnabled=true")


def expanded(*overrides):
    """The component of CARRIER, as a review sees it."""
    seen = []
    settings = Settings(overrides=tuple(map(parse_override, (*OVERRIDES, *overrides))), seen=seen.append)
    expand([InputText("stdin", CARRIER)], settings)
    (component,) = seen
    return component


def referred_by(component):
    return [*references_of(component.objects.stateful_set, component.surroundings.kube_namespace)]


def checked(check, component):
    """What a check finds of a stream of this component alone."""
    flows, referred = topology([component.objects]), [referred_by(component)]
    stream = Stream([component.placed], flows, referred, {}, {}, (), "", Locator(SECRET_KEYS), LintSettings(0))
    return [*check.check(stream, [check.keep(component)])]


def customizer_of(**members):
    """A customizer that puts members into every pod, whatever its options."""

    def stateful_set(manifest):
        changed = json.loads(json.dumps(manifest))
        changed["spec"]["template"]["spec"] |= members
        return changed

    return SimpleNamespace(configure=lambda _: (lambda _: (Customization(stateful_set=stateful_set), ()), ()))


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"serviceAccountName": "own"}, [("ServiceAccount", "own", "")]),
        ({"serviceAccountName": "default"}, []),
        ({"imagePullSecrets": [{"name": "own"}]}, [("Secret", "own", "")]),
        (
            {"initContainers": [{"name": "own", "image": "i:1", "envFrom": [{"configMapRef": {"name": "own"}}]}]},
            [("ConfigMap", "own", "")],
        ),
        (
            {
                "initContainers": [
                    {"name": "own", "image": "i:1", "envFrom": [{"secretRef": {"name": "own", "optional": True}}]}
                ]
            },
            [],
        ),
        (
            {
                "initContainers": [
                    {
                        "name": "own",
                        "image": "i:1",
                        "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "own", "key": "k"}}}],
                    }
                ]
            },
            [("ConfigMap", "own", "k")],
        ),
        ({"volumes": [{"name": "v", "configMap": {"name": "own"}}]}, [("ConfigMap", "own", "")]),
        ({"volumes": [{"name": "v", "secret": {"secretName": "own", "optional": True}}]}, []),
        (
            {
                "volumes": [
                    {
                        "name": "v",
                        "projected": {"sources": [{"secret": {"name": "own", "items": [{"key": "k", "path": "k"}]}}]},
                    }
                ]
            },
            [("Secret", "own", "k")],
        ),
        ({"volumes": [{"name": "v", "emptyDir": {}}]}, []),
    ],
)
def test_what_pods_of_any_customizer_refer_to(members, found, monkeypatch):
    monkeypatch.setitem(CUSTOMIZERS, "org.example.Own", customizer_of(**members))
    component = expanded("runtimeCustomizerClassName=org.example.Own")
    expected = [(Identity("", kind, "shop", name), key) for kind, name, key in found]
    assert [(each.identity, each.made.key) for each in referred_by(component)] == expected
    told = checked(references, component)
    assert [each.problem.code for each in told] == [codes.REFERENCE_MISSING] * len(found)
    for each in told:
        assert each.problem.path == ("runtimeCustomizerClassName",), "not the label of the same text"


def test_a_customizer_of_others_has_no_profile_to_propose(monkeypatch):
    (told,) = checked(production, expanded())
    assert told.problem.hint.startswith("profile: production in customRuntimeOptions")
    monkeypatch.setitem(CUSTOMIZERS, "org.example.Own", customizer_of(serviceAccountName="own"))
    (told,) = checked(production, expanded("runtimeCustomizerClassName=org.example.Own"))
    assert told.problem.hint == "org.example.Own customizes the pod: give it these parts there"


def test_an_auth_provider_that_gives_nothing_is_told():
    component = expanded()
    plan = component.objects.plan._replace(auth=AuthPlan())
    component = component._replace(objects=component.objects._replace(plan=plan))
    (told,) = checked(credentials, component)
    assert told.problem.code.id == "PF511"


def token(payload, header='{"alg": "none"}'):
    parts = (base64.urlsafe_b64encode(text.encode()).decode().rstrip("=") for text in (header, payload))
    return ".".join((*parts, ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (token('{"exp": 5}'), 5),
        (token('{"exp": 5.5}'), 5.5),
        (token("{}"), None),
        (token('{"exp": true}'), None),
        (token('{"exp": "5"}'), None),
        (token('{"exp": Infinity}'), None),
        (token('{"exp": 1e999}'), None),
        (token('{"exp": ' + "9" * 400 + "}"), None),
        (token("[]"), None),
        (token("[" * 5000), None),
        (token('{"exp": 5}', header="no"), None),
        ("a.b.c", None),
        ("org.example.Class", None),
        ("x" * 100000 + "." + "x." * 2, None),
        ("", None),
    ],
)
def test_when_a_token_expires(text, expected):
    assert expiry(text) == expected


GRAPHS = st.integers(1, 7).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size)
)


@given(GRAPHS)
def test_the_circles_of_any_graph(graph):
    size = len(graph)
    reaches = [[False] * size for _ in range(size)]
    for start, readers in enumerate(graph):
        for reader in readers:
            reaches[start][reader] = True
    for via in range(size):
        for start in range(size):
            for end in range(size):
                reaches[start][end] |= reaches[start][via] and reaches[via][end]
    expected = {
        frozenset(other for other in range(size) if reaches[start][other] and reaches[other][start])
        for start in range(size)
        if reaches[start][start]
    }
    assert {frozenset(members) for members in _circular(graph)} == expected
    for members in _circular(graph):
        way = _shortest(min(members), members, graph)
        assert way[-1] == min(members)
        assert all(after in graph[before] for before, after in zip([min(members), *way], way, strict=False))
        assert len(set(way)) == len(way)


def test_a_long_chain_needs_no_deep_stack():
    size = 20000
    ring = [[(number + 1) % size] for number in range(size)]
    (members,) = _circular(ring)
    assert len(_shortest(0, members, ring)) == len(members) == size


def test_a_version_that_is_none_is_reported_once_by_the_filter():
    given = CARRIER.replace(b"expand: function", b"expand: function, pulsarfn.io/pulsar-version: newest")
    overrides = (OVERRIDES[0], "functionRuntimeFactoryConfigs.pulsarDockerImageName=apachepulsar/pulsar:4.2.0")
    settings = Settings(overrides=tuple(map(parse_override, overrides)))
    found = expand([InputText("stdin", given)], settings, review_with(LintSettings(0))).diagnostics
    assert [each.code for each in found if "newest" in each.message] == [ANNOTATION_INVALID]
