"""``pulsarfn diff`` as a user meets it: what it reads, where it writes, and its exit status."""

import json

import pytest

from conftest import REPOSITORY
from program import URLS, run, run_bytes

PAIRS = REPOSITORY / "tests" / "diff"
ROLLS = PAIRS / "a-changed-config-rolls-the-pods"
SAME = PAIRS / "another-spelling-changes-nothing"


def diff(*arguments, stdin=b"", env=None):
    """Run it where there is no kubectl."""
    return run("diff", *arguments, stdin=stdin, env={"PATH": "/nowhere"} | (env or {}))


def test_differences_are_exit_status_1():
    status, out, err = diff(*URLS, ROLLS / "old.yaml", ROLLS / "new.yaml")
    assert (status, err) == (1, "")
    assert out.startswith("function shop/orders/enrich: rolls the pods\n")
    assert f"\n--- {ROLLS}/old.yaml: StatefulSet pf-shop-orders-enrich\n" in out
    assert out.endswith("\n2 components: 1 rolling, 1 unchanged\n")


def test_no_difference_is_exit_status_0():
    status, out, err = diff(*URLS, SAME / "old.yaml", SAME / "new.yaml")
    assert (status, err) == (0, "")
    assert out.endswith("\n1 component: 1 unchanged; no other object differs\n")


def test_no_component_and_no_object():
    assert diff("-", "-")[:2] == (0, "0 components\n")


def test_one_side_from_standard_input():
    new = (ROLLS / "new.yaml").read_bytes()
    assert diff(*URLS, ROLLS / "old.yaml", "-", "-o", "json", stdin=new)[0] == 1


def test_folders():
    status, out, _ = diff(*URLS, "-o", "json", ROLLS, ROLLS)
    assert status == 2, "both sides of a pair in one stream claim the same names"
    assert out == ""


def test_what_is_rendered_already_is_compared_with_carriers(tmp_path):
    rendered = run_bytes("expand", "-f", ROLLS / "old.yaml", *URLS).stdout
    (tmp_path / "rendered.yaml").write_bytes(rendered)
    assert diff(*URLS, tmp_path / "rendered.yaml", ROLLS / "old.yaml")[0] == 0


@pytest.mark.parametrize(("old", "new"), [("bad", "good"), ("good", "bad")])
def test_input_errors_are_exit_status_2_and_nothing_on_standard_output(tmp_path, old, new):
    good = (ROLLS / "old.yaml").read_text()
    (tmp_path / "good").write_text(good)
    (tmp_path / "bad").write_text(good.replace("parallelism: 2", "parallelism: 0"))
    status, out, err = diff(*URLS, tmp_path / old, tmp_path / new)
    assert (status, out) == (2, "")
    assert err.startswith("error[PF306]: Function parallelism must be a positive number\n  --> ")
    assert f"{tmp_path}/bad:" in err


def test_warnings_are_told_of_the_new_stream_only():
    pair = PAIRS / "from-a-function-to-a-sink"
    assert diff(*URLS, pair / "new.yaml", pair / "old.yaml")[2] == ""
    assert diff(*URLS, pair / "old.yaml", pair / "new.yaml")[2].startswith("warning[PF514]")
    assert diff(*URLS, "-q", pair / "old.yaml", pair / "new.yaml")[2] == ""


def test_diagnostics_are_written_to_their_file(tmp_path):
    pair = PAIRS / "from-a-function-to-a-sink"
    diff(*URLS, pair / "old.yaml", pair / "new.yaml", "--diagnostics", tmp_path / "d")
    assert json.loads((tmp_path / "d").read_text())["code"] == "PF514"


@pytest.mark.parametrize("arguments", [("one",), ("one", "two", "three"), ("one", "two", "-f", "three"), ("-o", "xml")])
def test_wrong_usage(arguments):
    status, out, err = diff(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("Usage: ")


def test_a_file_that_is_not_there():
    status, out, err = diff("/no/such/file", "-")
    assert (status, out) == (2, "")
    assert "/no/such/file" in err


def test_colour_where_it_is_asked_for():
    arguments = (*URLS, ROLLS / "old.yaml", ROLLS / "new.yaml")
    assert "\x1b[" not in diff(*arguments)[1]
    assert "\x1b[31m- threshold: 10\x1b[0m" in diff(*arguments, "--color", "always")[1]


UNREACHED = """\
E1128 15:30:48.890776   20979 memcache.go:265] "Unhandled Error" err="couldn't get current server API group list"
error: unable to recognize "STDIN": Get "http://localhost:8080/api?timeout=32s": dial tcp 127.0.0.1:8080: connect: connection refused
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            UNREACHED,
            "kubectl reaches no cluster: http://localhost:8080: dial tcp 127.0.0.1:8080: connect: connection refused; ",
        ),
        (
            "Unable to connect to the server: dial tcp: lookup x: no such host",
            "kubectl reaches no cluster: dial tcp: lookup x: no such host; ",
        ),
        (
            "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
            "kubectl reaches no cluster: The connection to the server localhost:8080 was refused; ",
        ),
        ('error: context "nope" does not exist\n', 'context "nope" does not exist\n'),
        ("error: one\nerror: two\n", "one error: two\n"),
    ],
)
def test_a_cluster_that_does_not_answer_is_told_in_one_line(tmp_path, said, told):
    (tmp_path / "said").write_text(said)
    kubectl = tmp_path / "kubectl"
    kubectl.write_text(f"#!/bin/sh\n/bin/cat {tmp_path}/said >&2\nexit 1\n")
    kubectl.chmod(0o755)
    status, out, err = diff(*URLS, "-f", ROLLS / "old.yaml", env={"KUBECTL": str(kubectl)})
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"Error: {told}")
    assert ("pulsarfn diff OLD NEW" in err) is told.startswith("kubectl reaches")


def test_without_kubectl_there_is_no_cluster():
    status, out, err = diff(*URLS, "-f", ROLLS / "old.yaml")
    assert (status, out) == (2, "")
    assert err == "Error: kubectl is not on the PATH: install it, or name it in the environment variable KUBECTL\n"
    assert (
        diff(*URLS, "-f", ROLLS / "old.yaml", env={"KUBECTL": "/no/kubectl"})[2]
        == "Error: /no/kubectl: No such file or directory\n"
    )
