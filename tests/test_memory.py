"""Of a stream of any length little is kept: differences of memory between a short and a long one (see benchmarks/)."""

import functools
import gc
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from itertools import chain

import corpus
import pytest

import memory_of_streams
from conftest import REPOSITORY
from growing_streams import LONG, MB, functions, spooled
from pulsarfn.diagnostics.codes import CARRIER_METADATA_INVALID
from pulsarfn.diagnostics.problem import Severity
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import Settings

pytestmark = pytest.mark.slow
PATHS = os.pathsep.join(str(REPOSITORY / each) for each in ("plugin", "benchmarks", "tests"))


def held(name, few, many):
    """How many bytes more are held for the larger one of two streams."""
    command = [sys.executable, memory_of_streams.__file__, name, str(few), str(many)]
    done = subprocess.run(command, env={"PYTHONPATH": PATHS, "PYTHONHASHSEED": "0"}, stdout=subprocess.PIPE, check=True)
    of_few, of_many = map(int, done.stdout.split())
    assert of_few > 0
    return of_many - of_few


KEPT_OF_A_FUNCTION = {"functions": 200, "functions that roll on a Secret each": 1_000, "functions in a list": 2_500}


@pytest.mark.parametrize("name", KEPT_OF_A_FUNCTION)
def test_of_a_function_no_more_is_kept_than_where_it_is_and_hashes_of_its_names(name):
    """Each has some 1,000 bytes, and 4,500 come of it.

    A list is a single document, all of whose bytes are looked at together before it is read. Of a Secret on which pods roll,
    with 5,000 bytes, name and checksum are kept.
    """
    assert held(name, 10, 30) < 20 * KEPT_OF_A_FUNCTION[name]


def test_of_what_passes_through_nothing_is_kept():
    assert held("other documents", 100_000, 500_000) < 10_000
    assert held("a function behind tiny documents", 5, 25) < 10_000


def test_of_documents_that_only_mention_us_nothing_is_kept():
    assert held("documents that mention us", 100, 300) < 200 * 50  # a block holds seven of them


@pytest.mark.parametrize("name", LONG)
def test_of_a_long_document_that_is_not_ours_nothing_is_kept(name):
    assert held(name, 20_000, 80_000) < 10_000


def test_of_a_long_line_with_errors_no_more_is_kept_than_is_shown():
    assert held("errors in one line", 25, 75) < 50 * 3_500


def test_a_cache_without_a_bound_does_not_grow_with_the_functions():
    gc.unfreeze()  # else nothing that was imported for the tests is among the objects

    def sizes():
        gc.collect()
        found = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
        counted = Counter()
        for each in found:
            name, info = f"{each.__module__}.{each.__qualname__}", each.cache_info()
            if info.maxsize is None and name.startswith("pulsarfn"):
                counted[name] += info.currsize
        return counted

    def write(number):
        for chunk in expand(spooled(functions(number)), Settings()).chunks:
            assert chunk

    write(50)  # all modules that more functions need are imported now
    before = sizes()
    write(150)
    assert before
    assert not sizes() - before  # what other tests have left may be gone now
    gc.freeze()  # again, as it was


LAUNCHER = f"""
import os, sys
child = os.fork()
if child == 0:
    os.environ["PYTHONPATH"] = {str(REPOSITORY / "plugin")!r}
    os.dup2(os.open(sys.argv[1], os.O_RDONLY), 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss * 1024 if status == 0 else -1)
"""


def resident(parts, folder, options=()):
    """The peak of the resident memory of the program, in bytes; measured by a small process, as it counts in its own."""
    corpus.write(parts, str(folder / "stream"))
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(folder / "stream"), "-m", "pulsarfn", *options]
    done = subprocess.run(launcher, capture_output=True, check=True)
    return int(done.stdout)


@pytest.mark.parametrize("options", [(), ("-n", "ns")], ids=["without an option", "with one"])
@pytest.mark.parametrize("name", LONG)
def test_a_long_document_takes_no_memory(name, options, tmp_path):
    few, many = (resident(LONG[name](size), tmp_path, options) for size in (2 * MB, 6 * MB))
    assert 0 < many < few + 1 * MB


@pytest.mark.parametrize("functions_", [0, 1], ids=["without a carrier", "with one"])
def test_memory_is_that_of_the_program_and_twice_the_largest_document(functions_, tmp_path):
    assert 0 < resident(corpus.stream(1 * MB, functions_), tmp_path) < 40 * MB
    assert 0 < resident(corpus.stream(20 * MB, functions_), tmp_path) < 40 * MB
    scalar = corpus.long_scalar(20 * MB)
    assert 0 < resident(chain(scalar, functions(functions_) if functions_ else ()), tmp_path) < 80 * MB


KEPT = {"explain": 300, "graph": 3_500, "lint": 10_500, "diff": 10_500}
"""Commands, and the bytes that are kept of each function."""


@pytest.mark.parametrize("name", KEPT)
def test_a_command_keeps_little_of_what_it_does_not_print(name):
    """Up to 32 components go through the work together: six wait at the end of the shorter stream, and of the longer one."""
    assert held(name, 38, 70) < 32 * KEPT[name]


def mentioning(size):
    yield b"kind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: see pulsarfn.io/expand\n  b: "
    yield b"x" * size + b"\n"


def resource_list(parts):
    for part in corpus.listed(parts):
        yield part.replace(
            b"apiVersion: v1\nkind: List\n", b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
        )


PARSED = {
    "a long text beside a mention": (23, lambda: chain(mentioning(6 * MB), functions(1))),
    "a List": (5, lambda: chain(corpus.listed(corpus.stream(1 * MB)), [b"- pulsarfn.io/expand\n---\n"], functions(1))),
    "a List with a carrier": (5, lambda: corpus.listed(corpus.stream(1 * MB, 1))),
    "a ResourceList with a carrier": (5, lambda: resource_list(corpus.stream(1 * MB, 1))),
    "a List of carriers": (6.3, lambda: corpus.listed(functions(500))),
    "a ResourceList of carriers": (6.3, lambda: resource_list(functions(500))),
}
"""Documents, and the megabytes that they may take besides those of one function."""


@pytest.mark.parametrize("name", PARSED)
def test_memory_for_a_document_that_is_parsed_is_bounded_too(name, tmp_path, tmp_path_factory):
    """It is taken out of the stream bit by bit, and what is made of one config is put down before the next one's turn."""
    most, parts = PARSED[name]
    assert (
        0
        < resident(parts(), tmp_path)
        < of_one_function("ResourceList" in name, tmp_path_factory.getbasetemp()) + most * MB
    )


@functools.cache
def of_one_function(is_resource_list, folder):
    return resident(resource_list(functions(1)) if is_resource_list else functions(1), folder)


def test_what_one_object_of_kubernetes_cannot_have_is_not_multiplied():
    """Each config of a carrier makes objects with all of its annotations; `inherited` by none, they make one error."""
    annotations = f"  annotations: {{pulsarfn.io/expand: function, big: {'x' * (256 << 10)}}}\n"
    configs = "".join(
        f"  f{index}.yaml: '{{name: f{index}, className: a.F, jar: local:///f.jar, inputs: [t]}}'\n"
        for index in range(10)
    )
    given = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: f\n{annotations}data:\n{configs}"
    inputs = spooled([given.encode(), corpus.WORKER_CONFIG])
    tracemalloc.start()
    try:
        expansion = expand(inputs, Settings())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [each.code for each in expansion.diagnostics if each.severity is Severity.ERROR] == [
        CARRIER_METADATA_INVALID
    ]
    assert peak < 10 * len(given)
