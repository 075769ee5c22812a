"""What is kept of names and of claims on them: enough to find all that collide, and what may."""

from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.kubernetes.identity import Identity
from pulsarfn.pipeline.collisions import Claim, Claimed, Names
from pulsarfn.stream.locate import Place

NOWHERE = Place("", "")
IDENTITIES = st.builds(Identity, st.sampled_from(["Secret", "Service"]), st.sampled_from("ab"), st.sampled_from("xyz"))


@given(st.sets(st.text("abä-", min_size=1, max_size=3)), st.text("abä-", min_size=1, max_size=3))
def test_names_that_are_given_are_found_in_bytes(given_names, other):
    names = Names(given_names)
    assert bool(names) == bool(given_names)
    for name in given_names:
        assert name in names
        assert names.may_stand_in(f"metadata:\n  name: '{name}'\n".encode())
    assert not names.may_stand_in(b"kind: List\n")
    assert given_names or not names.may_stand_in(f"name: {other}\n".encode())


def test_most_names_that_are_not_given_are_not_found():
    names = Names(f"pf-a-b-{number}" for number in range(1_000))
    assert sum(f"pf-a-c-{number}" in names for number in range(1_000)) < 250


@given(st.lists(st.tuples(IDENTITIES, st.integers(0, 5))), st.lists(IDENTITIES))
def test_the_documents_whose_claims_collide_are_found(claims, others):
    claimed = Claimed()
    for identity, document in claims:
        claimed.add([Claim(identity, "", NOWHERE)], document)
    asked_for = [other for other in others if claimed.collides(other)]
    identities = [identity for identity, _ in claims]
    assert {*asked_for} >= {*others} & {*identities}
    clashing = {document for each, document in claims if identities.count(each) > 1 or each in asked_for}
    assert claimed.clashing() == clashing


def test_of_many_claims_those_that_collide_are_found():
    claimed = Claimed()
    for number in range(50_000):
        claimed.add([Claim(Identity("Service", "a", f"x{number}"), "", NOWHERE)], number)
    claimed.add([Claim(Identity("Service", "a", "x7"), "", NOWHERE)], 60_000)
    assert claimed.clashing() == {7, 60_000}
