"""The checksums on which pods roll: of the data alone, whatever its form, and the same wherever the objects stand."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.kubernetes.checksums import checksum
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings

CASES = Path(__file__).parent / "cases"
STREAM = (CASES / "pods-that-roll-on-a-secret-and-a-config-map" / "input.yaml").read_text()
ENTRIES = st.dictionaries(st.text(alphabet="abc.-", min_size=1, max_size=4), st.text(max_size=6), max_size=4)


def secret(**parts):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, **parts}


def encoded(entries):
    return {key: b64encode(value.encode()).decode() for key, value in entries.items()}


def annotations(stream, **settings):
    """The annotations of pods in the expansion of a stream."""
    expansion = expand([InputText("stdin", stream.encode())], Settings(**settings))
    assert not expansion.has_errors, expansion.diagnostics
    return re.findall(r"pulsarfn\.io/checksum: (.*)", b"".join(expansion.chunks).decode())


@given(ENTRIES)
def test_data_and_string_data_are_the_same(entries):
    assert checksum(secret(data=encoded(entries))) == checksum(secret(stringData=entries))


@given(ENTRIES)
def test_the_order_of_keys_and_all_else_do_not_count(entries):
    turned = dict(reversed(entries.items()))
    other = secret(stringData=turned, type="Opaque", immutable=True) | {"metadata": {"name": "t", "labels": {"a": "b"}}}
    assert checksum(secret(stringData=entries)) == checksum(other)


@given(ENTRIES, ENTRIES)
def test_other_entries_have_another_checksum(some, others):
    assert (checksum(secret(stringData=some)) == checksum(secret(stringData=others))) is (some == others)


def test_string_data_replaces_data():
    assert checksum(secret(data=encoded({"a": "old"}), stringData={"a": "new"})) == checksum(
        secret(stringData={"a": "new"})
    )


def test_bytes_of_a_config_map():
    one = {"apiVersion": "v1", "kind": "ConfigMap", "binaryData": {"a": "eA=="}}
    assert checksum(one) == checksum({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "x"}})
    assert checksum(one) != checksum({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "eA=="}})


@pytest.mark.parametrize("odd", [None, 5, True, "no base64", "eA==\n", [1], {"a": "b"}], ids=repr)
def test_odd_values_have_a_checksum_too(odd):
    assert checksum(secret(data={"a": odd})) != checksum(secret(data={"a": "another"}))


def test_objects_may_stand_before_or_after_the_carrier():
    worker, carrier, *others = STREAM.split("---\n")
    first = annotations("---\n".join([worker, carrier, *others]))
    assert first == annotations("---\n".join([*(f"{each.rstrip()}\n" for each in others), carrier, worker]))
    assert len(first) == 1


def test_a_changed_value_changes_its_own_checksum_only():
    (before,), (after,) = annotations(STREAM), annotations(STREAM.replace("bWFkZS11cA==", "Y2hhbmdlZA=="))
    database, logging = before.split(",")
    assert database not in after
    assert logging in after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "data:\n  password: bWFkZS11cA==\n  user: c2hvcA==",
            "# a comment\ndata: {user: c2hvcA==, 'password': bWFkZS11cA==}",
        ),
        ("  name: database", "  name: database\n  labels: {version: '2'}"),
        ("data:\n  password: bWFkZS11cA==\n  user: c2hvcA==", "stringData: {password: made-up, user: shop}"),
    ],
)
def test_another_form_of_the_same_data_rolls_nothing(old, new):
    assert old in STREAM
    assert annotations(STREAM) == annotations(STREAM.replace(old, new))


def test_a_namespace_of_the_run_is_that_of_objects_without_one():
    named = STREAM.replace("  name: database", "  name: database\n  namespace: shop")
    assert annotations(named, kube_namespace="shop") == annotations(STREAM)


def test_a_name_that_kustomize_has_changed():
    renamed = "  name: database-5h2k\n  annotations: {internal.config.kubernetes.io/previousNames: database}"
    assert annotations(STREAM.replace("  name: database", renamed)) == annotations(STREAM)


def test_a_name_in_escapes():
    odd = STREAM.replace(
        "pulsarfn.io/roll-on: secret/database, configmap/logging", r'"pulsarfn.io/\x72oll-on": "secret/d\x61tabase"'
    )
    assert [each.partition(",")[0] for each in annotations(odd)] == [annotations(STREAM)[0].strip('"').split(",")[0]]
