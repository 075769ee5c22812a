"""Which versions of Pulsar an upgrade of the image is between, in words."""

import pytest

from pulsarfn.analysis.diff.upgrade import upgrade


def running(tag):
    container = {"image": f"apachepulsar/pulsar:{tag}", "command": ["sh", "-c", "true"]}
    return {"spec": {"template": {"spec": {"containers": [container]}}}}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("5.0.1", "6.1.0", ("Pulsar 5.0 becomes 6.1",)),
        ("6.0.0", "6.1.0", ("Pulsar 6.0 becomes 6.1",)),
        ("4.1.3", "4.2.4", ("Pulsar 4.1 becomes 4.2",)),
        ("6.1.0", "6.1.2", ()),
        ("latest", "6.1.2", ()),
    ],
)
def test_the_versions_are_those_of_the_tags(old, new, words):
    assert upgrade(running(old), running(new), "source") == words
