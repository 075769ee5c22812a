"""What is kept of names and of claims on them: enough to find all that collide, and what may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.kubernetes.identity import Identity
from pulsarfn.pipeline.collisions import ClaimedNames, Names
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.overrides import parse_override

IDENTITIES = st.builds(
    Identity,
    st.sampled_from(["", "serving.knative.dev"]),
    st.sampled_from(["Secret", "Service"]),
    st.sampled_from("ab"),
    st.sampled_from("xyz"),
)


@given(st.sets(st.text("abä-", min_size=1, max_size=3)), st.text("abä-", min_size=1, max_size=3))
def test_names_that_are_given_are_found_in_bytes(given_names, other):
    names = Names(given_names)
    assert bool(names) == bool(given_names)
    for name in given_names:
        assert name in names
        assert names.may_stand_in(f"metadata:\n  name: '{name}'\n".encode())
    assert not names.may_stand_in(b"kind: List\n")
    assert given_names or not names.may_stand_in(f"name: {other}\n".encode())


@pytest.mark.slow
@given(st.lists(IDENTITIES), st.lists(IDENTITIES))
def test_the_claims_that_collide_are_found(identities, others):
    claimed = ClaimedNames()
    for identity in identities:
        claimed.add([identity])
    asked_for = [other for other in others if claimed.collides(other)]
    assert asked_for == [each for each in others if each in identities]
    clashing = [each for each in identities if identities.count(each) > 1 or each in asked_for]
    assert [each for each in identities if claimed.may_collide(each)] == clashing
    assert claimed.has_clashes == bool(clashing)


FUNCTION = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: c, annotations: {pulsarfn.io/expand: function}}
data:
  f.yaml: |
    {name: f, className: a.F, jar: "local:///f.jar", inputs: [in]}
---
"""


@pytest.mark.parametrize(
    ("version", "name", "collides"),
    [
        ("v1", "pf-public-default-f", True),
        ("v1", "pf-public-default-g", False),
        ("serving.knative.dev/v1", "pf-public-default-f", False),
    ],
)
def test_a_service_collides_with_one_of_its_group_and_name(version, name, collides):
    other = f"apiVersion: {version}\nkind: Service\nmetadata: {{name: {name}}}\n"
    settings = Settings(overrides=(parse_override("pulsarServiceUrl=pulsar://b:6650"),))
    expansion = expand([InputText("stdin", (FUNCTION + other).encode())], settings)
    assert [each.code.id for each in expansion.diagnostics] == (["PF510"] if collides else [])
