"""A second run takes over what equal documents became in the first, and nobody can tell it from a run of its own."""

from typing import NamedTuple

import pytest

from case_folders import TESTS, case_names, case_settings
from conftest import REPOSITORY
from program import URLS, run
from pulsarfn.analysis.diff.masking import from_secrets
from pulsarfn.pipeline.known import KnownDocuments
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText

HERE = TESTS / "diff"
PAIRS = sorted(path.parent.name for path in HERE.glob("*/old.yaml"))
QUICKSTART = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
CARRIER = next(each for each in QUICKSTART.split(b"---\n") if b"pulsarfn.io/expand" in each)


class Result(NamedTuple):
    """What a run writes and reports."""

    written: bytes
    reported: tuple[object, ...]


def result(stream, settings, known=None):
    expansion = expand([InputText("stdin", stream)], settings, known=known)
    return Result(b"" if expansion.has_errors else b"".join(expansion.chunks), expansion.diagnostics)


def assert_equal_to_a_run_of_its_own(old, new, settings):
    """Return the results of both streams, the second with what is known from the first."""
    known = KnownDocuments()
    before, after = (result(each, settings, known) for each in (old, new))
    assert after == result(new, settings)
    return before, after


@pytest.mark.parametrize("name", case_names("cases"))
def test_a_stream_twice(name):
    settings = case_settings("cases", name)
    stream = (TESTS / "cases" / name / "input.yaml").read_bytes()
    before, after = assert_equal_to_a_run_of_its_own(stream, stream, settings)
    assert before == after
    if settings.packages is not None:
        settings.packages.close()


@pytest.mark.parametrize("name", PAIRS)
def test_two_streams(name):
    settings = case_settings("cases", "a-java-function")
    old, new = ((HERE / name / f"{side}.yaml").read_bytes() for side in ("old", "new"))
    for pair in ((old, new), (new, old)):
        assert_equal_to_a_run_of_its_own(*pair, settings)


ELSEWHERE = {
    "a key of the worker config": ("a-worker-config-by-name", b"imagePullPolicy: Always", b"imagePullPolicy: Never"),
    "a key of the chart's worker config": ("the-ca-of-the-pulsar-chart", b"https://pulsar-broker:8443", b"https://b:1"),
    "the name of a worker config": ("a-worker-config-by-name", b"name: blue\n", b"name: red\n"),
    "which worker config is the usual one": ("a-worker-config-by-name", b"pulsarfn.io/provide: worker-config", b"a: b"),
    "the Secret that the broker mounts": ("the-ca-of-the-pulsar-chart", b"pulsar-ca-tls", b"other-ca-tls"),
    "the URL of a resource's brokers": ("a-function-of-function-mesh", b"//pulsar-broker.pulsar:6650", b"//other:6650"),
    "data on which pods roll": ("pods-that-roll-on-a-secret-and-a-config-map", b"bWFkZS11cA==", b"b3RoZXI="),
}
"""What differs elsewhere than in the carriers: a case, and a text of it that becomes another one."""


@pytest.mark.parametrize("name", ELSEWHERE)
def test_equal_carriers_in_streams_that_differ_elsewhere(name):
    case, old, new = ELSEWHERE[name]
    stream = (TESTS / "cases" / case / "input.yaml").read_bytes()
    assert old in stream
    before, after = assert_equal_to_a_run_of_its_own(stream, stream.replace(old, new), case_settings("cases", case))
    assert before != after


SETTINGS = case_settings("cases", "a-java-function")


def test_a_warning_about_the_worker_config_is_reported_for_both():
    """The carrier that met it first is not in the second stream, and the other carriers are equal."""
    stream = (TESTS / "cases" / "a-worker-config-by-name" / "input.yaml").read_bytes()
    stream = stream.replace(b"pulsarFunctionsCluster: pulsar", b"pulsarFunctionsCluste: pulsar", 1)
    carrier = next(each for each in stream.split(b"---\n") if b"name: in-blue" in each)
    old, new = (
        stream.replace(carrier, before + carrier) for before in (carrier.replace(b"in-blue", b"f") + b"---\n", b"")
    )
    before, after = assert_equal_to_a_run_of_its_own(old, new, SETTINGS)
    assert len(after.reported) == len(before.reported) > 0


def test_the_usual_worker_config_is_another_one():
    """Both have the keys of the chart, and either is annotated."""
    chart = (TESTS / "cases" / "the-ca-of-the-pulsar-chart" / "input.yaml").read_bytes()
    document = chart.split(b"---\n")[0].replace(b'"true"', b'"false"').replace(b"+ssl", b"").replace(b"https", b"http")
    provided = b"\n  annotations: {pulsarfn.io/provide: worker-config-keep}\ndata:"
    one, other = document, document.replace(b"name: pulsar-broker", b"name: other").replace(b"://pulsar", b"://other")
    old, new = (
        b"---\n".join(
            [*((each.replace(b"\ndata:", provided) if each == usual else each) for each in (one, other)), CARRIER]
        )
        for usual in (one, other)
    )
    before, after = assert_equal_to_a_run_of_its_own(old, new, SETTINGS)
    assert before.written
    assert after.written
    assert not before.reported
    assert b"://other" in after.written.partition(b"kind: StatefulSet")[2]


def test_carriers_in_a_list():
    items = b"".join(
        b"- " + CARRIER.replace(b"enrich", name).partition(b"\n")[2].replace(b"\n", b"\n  ") + b"\n"
        for name in (b"one", b"two")
    )
    stream = QUICKSTART.replace(CARRIER, b"apiVersion: v1\nkind: List\nitems:\n" + items)
    before, after = assert_equal_to_a_run_of_its_own(stream, stream.replace(b"name: two", b"name: three"), SETTINGS)
    assert before.written
    assert after.written
    assert_equal_to_a_run_of_its_own(stream, stream, SETTINGS)


def test_a_known_function_that_collides_with_a_new_one_is_refused():
    again = CARRIER.replace(b"  name: ", b"  name: other-", 1)
    before, after = assert_equal_to_a_run_of_its_own(QUICKSTART, QUICKSTART + b"---\n" + again, SETTINGS)
    assert before.written
    assert not after.written
    assert after.reported


def test_a_worker_config_that_moves_into_a_secret_is_noticed():
    stream = (TESTS / "cases" / "a-worker-config-by-name" / "input.yaml").read_bytes()
    secret = stream.replace(b"kind: ConfigMap", b"kind: Secret", 2).replace(b"\ndata:", b"\nstringData:", 2)
    found, known = [], KnownDocuments()
    settings = SETTINGS._replace(seen=lambda component: found.extend(from_secrets(component)))
    for each in (stream, secret):
        result(each, settings, known)
    assert found


def test_a_worker_config_that_kustomize_renamed():
    case = (TESTS / "cases" / "a-worker-config-by-name" / "input.yaml").read_bytes()
    former = b"name: blue-h4sh\n  annotations:\n    internal.config.kubernetes.io/previousNames: "
    stream = case.replace(b"name: blue\n  annotations:\n", former + b"blue\n", 1)
    before, after = assert_equal_to_a_run_of_its_own(stream, stream.replace(former, former + b"light-"), SETTINGS)
    assert before.written
    assert not after.written


@pytest.mark.parametrize(("new", "number"), [(b"name: enrich", 0), (b"name: enhance", 1)])
def test_only_a_carrier_that_differs_is_expanded(new, number):
    found, known = [], KnownDocuments()
    settings = SETTINGS._replace(seen=found.append)
    result(QUICKSTART, settings, known)
    assert len(found) == 1
    result(QUICKSTART.replace(b"name: enrich", new), settings, known)
    assert len(found) == 1 + number


def test_a_package_is_read_for_both(tmp_path):
    """A package that no component of a stream uses would be a warning."""
    case = (TESTS / "cases" / "classes-and-types-from-the-package" / "input.yaml").read_bytes()
    sinks = tmp_path / "sinks.yaml"
    sinks.write_bytes(case.split(b"---\n")[-1])
    done = run("diff", *URLS, "--package", TESTS / "java" / "quirky" / "quirky.jar", sinks, sinks)
    assert (done.status, done.err) == (0, "")
