"""Objects that are compared share what they have in common: numbers and booleans stay what they are, and so does the order."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.analysis.diff.objects import read_objects, read_to_compare
from pulsarfn.stream.splice import COMPACT_DOCUMENT

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.0, 1.0, 1.5]), st.sampled_from(["", "1", "true"])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
)


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_shared_parts_are_what_was_read(values):
    manifests = [
        {"apiVersion": "v1", "kind": "A", "metadata": {"name": f"n{number}"}, "spec": each}
        for number, each in enumerate(values)
    ]
    for start in ("---\n", COMPACT_DOCUMENT):
        content = "".join(f"{start}{json.dumps(each)}\n" for each in manifests).encode()
        for objects in (read_objects(content), *read_to_compare([content, content.replace(b'"spec"', b'"data"')])[:1]):
            assert json.dumps([*objects.values()]) == json.dumps(manifests)


def test_equal_parts_are_one_object():
    content = b"".join(
        b"---\napiVersion: v1\nkind: A\nmetadata: {name: n%d}\nspec: {ports: [{port: 9093}]}\n" % number
        for number in range(2)
    )
    (objects, _) = read_to_compare([content, b""])
    first, second = objects.values()
    assert first is not second
    assert first["spec"] is second["spec"]


def test_a_document_of_the_user_that_begins_like_a_compact_one_is_read_as_it_is():
    content = f"{COMPACT_DOCUMENT}kind: A\nmetadata: {{name: a}}\n".encode()
    assert [*read_objects(content).values()] == [{"kind": "A", "metadata": {"name": "a"}}]
