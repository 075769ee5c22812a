"""Twice the input takes twice the steps, and no more memory: ratios and counts, never milliseconds (see benchmarks/)."""

import functools
import gc
import subprocess
import sys
import time
import tracemalloc
from contextlib import contextmanager
from itertools import chain, repeat

import corpus
import pytest

from conftest import REPOSITORY
from pulsarfn.cli import output
from pulsarfn.cli.commands import diff
from pulsarfn.cli.main import main
from pulsarfn.diagnostics.codes import CARRIER_KEY_INVALID, CARRIER_METADATA_INVALID, CONFIG_KEY_UNKNOWN
from pulsarfn.diagnostics.problem import Problem, Severity
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream import spool
from pulsarfn.stream.locate import Locator, Place
from pulsarfn.stream.spool import MEMORY, Spool
from steps import calls

pytestmark = pytest.mark.slow


def spooled(parts):
    spool = Spool()
    for part in parts:
        spool.add(part)
    return [InputText("stdin", spool)]


def of_one_carrier(parts):
    head, parts = None, list(parts)
    for part in parts[:-1]:
        head, _, config = part.partition(b"\ndata:\n") if head is None else (b"", *part.partition(b"\ndata:\n")[1:])
        yield (head + b"\ndata:\n" if head else b"") + config
    yield parts[-1]


def functions(number, **options):
    return [*corpus.functions(number, **options), corpus.WORKER_CONFIG]


def rolling(number):
    """Functions that roll on a Secret each, which stand after them."""
    marked = b"pulsarfn.io/expand: function\n"
    for index, part in enumerate(corpus.functions(number)):
        assert marked in part
        yield part.replace(marked, marked + b"    pulsarfn.io/roll-on: secret/s%d\n" % index, 1)
    yield corpus.WORKER_CONFIG
    for index in range(number):
        yield b"---\napiVersion: v1\nkind: Secret\nmetadata: {name: s%d}\nstringData: {a: %s}\n" % (index, b"x" * 5_000)


def colliding(number):
    return [*corpus.functions(number), *functions(number)]


STREAMS = {
    "functions": functions,
    "functions between other documents": lambda number: chain(corpus.stream(number * 5_000), functions(number)),
    "functions in a list": lambda number: corpus.listed(functions(number)),
    "functions that roll on a Secret each": rolling,
    "functions in one carrier": lambda number: of_one_carrier(functions(number)),
    "functions with an error each": lambda number: functions(number, parallelism=0),
    "errors in a list": lambda number: corpus.listed(functions(number, parallelism=0)),
    "errors in one carrier": lambda number: of_one_carrier(functions(number, parallelism=0)),
    "names that collide": colliding,
    "a function behind tiny documents": lambda number: chain(corpus.tiny_documents(number * 1_000), functions(1)),
}


def steps(inputs):
    """How many functions are called, of Python and of C, while a stream is expanded and written; the same in each run."""

    def written():
        for chunk in expand(inputs, Settings()).chunks:
            assert chunk

    return calls(written)


@pytest.mark.parametrize("name", STREAMS)
def test_twice_the_stream_takes_twice_the_steps(name):
    steps(spooled(functions(1)))  # what is done once
    few, many = (steps(spooled(STREAMS[name](number))) for number in (20, 40))
    assert many < 2.2 * few


def test_every_function_with_an_error_is_told():
    for name in ("functions with an error each", "errors in a list", "errors in one carrier"):
        diagnostics = expand(spooled(STREAMS[name](30)), Settings()).diagnostics
        assert len({each.location.line for each in diagnostics if each.severity is Severity.ERROR}) == 30


def seconds(work, number):
    begin = time.process_time()
    work(number)
    return time.process_time() - begin


def test_many_problems_in_one_long_text_take_a_linear_time():
    """C counts line breaks without a call that could be counted, so here time has to tell: four times that of a quarter.

    Another program may disturb a measurement, so that there are three attempts.
    """

    def located(number):
        place = Place("stdin", "items:\n" + "".join(f"- k{index}: {{x: {'y' * 200}}}\n" for index in range(number)))
        paths = [("items", index, f"k{index}", "x") for index in range(number)]
        locator = Locator(SECRET_KEYS)
        found = [locator.locate(Problem(CONFIG_KEY_UNKNOWN, "", path), place) for path in paths]
        assert found[-1].location.line == number + 1

    assert any(seconds(located, 8_000) < 8 * seconds(located, 2_000) for _ in range(3))


@contextmanager
def tracing():
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def most(inputs):
    """The most bytes that are held more while a stream is expanded and written, those of its own spool not counted."""
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    for chunk in expand(inputs, Settings()).chunks:
        assert chunk
    return tracemalloc.get_traced_memory()[1] - before


def peak(inputs):
    with tracing():
        return most(inputs)


def test_of_what_passes_through_nothing_is_kept():
    few, many = (peak(spooled(chain(corpus.stream(size), functions(1)))) for size in (MEMORY * 2, MEMORY * 6))
    assert many < few + 100_000
    tiny = MEMORY // len("---\n")
    few, many = (peak(spooled(chain(corpus.tiny_documents(number * tiny), functions(1)))) for number in (1, 2))
    assert many < few + 100_000


@pytest.fixture
def small_buffers(monkeypatch):
    """All but a little of a stream is in files, of which little is read ahead, so that short streams show what is kept."""
    monkeypatch.setattr(spool, "MEMORY", 1 << 16)
    monkeypatch.setattr(spool, "_AHEAD", 1 << 16)


def lines(size):
    yield b"---\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n"
    yield from repeat(b"    a line of a text\n" * 50, size // 1_050)


def in_quotes(size):
    yield b'---\nkind: ConfigMap\ndata:\n  a: "'
    yield from repeat(b'{\\"a\\": \\"\\u003cb\\"} ' * 50, size // 1_200)
    yield b'"\n'


LONG = {"lines": lines, "one line": corpus.long_scalar, "one line in quotes": in_quotes}


@pytest.mark.usefixtures("small_buffers")
@pytest.mark.parametrize("name", LONG)
def test_of_a_long_document_that_is_not_ours_nothing_is_kept(name):
    few, many = (peak(spooled(chain(LONG[name](size), functions(1)))) for size in (500_000, 1_500_000))
    assert many < few + 50_000


@pytest.mark.parametrize("options", [(), ("-n", "ns")], ids=["without an option", "with one"])
@pytest.mark.parametrize("name", LONG)
def test_a_long_document_takes_no_memory(name, options, tmp_path):
    few, many = (resident(LONG[name](size), tmp_path, options) for size in (5 * MB, 20 * MB))
    assert 0 < many < few + 4 * MB


@pytest.mark.usefixtures("small_buffers")
def test_of_documents_that_only_mention_us_nothing_is_kept():
    mention = b"---\nkind: a\nb: see pulsarfn.io\n" + b"c: d\n" * 100  # 500 of them fill the buffers
    with tracing():  # the first run fills the caches and Python's own lists of free objects
        _, few, many = (most(spooled(chain(repeat(mention, number), functions(1)))) for number in (500, 500, 2_000))
    assert many < few + 1_500 * 12


@pytest.mark.usefixtures("small_buffers")
def test_of_a_function_no_more_is_kept_than_where_it_is_and_hashes_of_its_names():
    """Each has some 1,000 bytes, and 4,500 come of it.

    A list is a single document, all of whose bytes are looked at together before it is read. Of a Secret on which pods roll,
    with 5,000 bytes, name and checksum are kept. The caches, which have bounds, are filled before.
    """
    kept = {"functions": 650, "functions that roll on a Secret each": 2_400, "functions in a list": 2_800}
    with tracing():
        most(spooled(part.replace(b"enrich", b"other") for part in functions(1_100)))
        for name, bound in kept.items():
            few, many = (most(spooled(STREAMS[name](number))) for number in (100, 300))
            assert many < few + 200 * bound, name


def test_a_cache_without_a_bound_does_not_grow_with_the_functions():
    gc.unfreeze()  # else nothing that was imported for the tests is among the objects

    def sizes():
        found = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
        caches = [each for each in found if each.__module__.startswith("pulsarfn")]
        return [(each, info.currsize) for each in caches if (info := each.cache_info()).maxsize is None]

    peak(spooled(functions(10)))
    before = sizes()
    peak(spooled(functions(50)))
    assert before
    assert sizes() == before


LAUNCHER = f"""
import os, sys
child = os.fork()
if child == 0:
    os.environ["PYTHONPATH"] = {str(REPOSITORY / "plugin")!r}
    os.dup2(os.open(sys.argv[1], os.O_RDONLY), 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.executable, [sys.executable, "-m", "pulsarfn", *sys.argv[2:]])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss * 1024 if status == 0 else -1)
"""


def resident(parts, folder, options=()):
    """The peak of the resident memory of the program, in bytes; measured by a small process, as it counts in its own."""
    corpus.write(parts, str(folder / "stream"))
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(folder / "stream"), *options]
    done = subprocess.run(launcher, capture_output=True, check=True)
    return int(done.stdout)


MB = 1_000_000


@pytest.mark.parametrize("functions_", [0, 1], ids=["without a carrier", "with one"])
def test_memory_is_that_of_the_program_and_twice_the_largest_document(functions_, tmp_path):
    assert 0 < resident(corpus.stream(1 * MB, functions_), tmp_path) < 40 * MB
    assert 0 < resident(corpus.stream(20 * MB, functions_), tmp_path) < 40 * MB
    scalar = corpus.long_scalar(20 * MB)
    assert 0 < resident(chain(scalar, functions(functions_) if functions_ else ()), tmp_path) < 80 * MB


KEPT = {
    "explain of one": (("explain", "enrich-5"), 3_500),
    "graph": (("graph",), 8_500),
    "lint": (("lint",), 14_500),
    "diff": (("diff", "{stream}", "{stream}"), 9_500),
}
"""Commands, and the bytes that they keep of each function."""


@pytest.mark.parametrize("name", KEPT)
def test_a_command_keeps_little_of_what_it_does_not_print(name, tmp_path):
    options, kept = KEPT[name]
    words = [each.format(stream=tmp_path / "stream") for each in options]
    few, many = (resident(functions(number), tmp_path, words) for number in (200, 600))
    assert 0 < many < few + 400 * kept


def mentioning(size):
    yield b"kind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: see pulsarfn.io/expand\n  b: "
    yield b"x" * size + b"\n"


def resource_list(parts):
    for part in corpus.listed(parts):
        yield part.replace(
            b"apiVersion: v1\nkind: List\n", b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
        )


PARSED = {
    "a long text beside a mention": (12, lambda: chain(mentioning(12 * MB), functions(1))),
    "a List": (9, lambda: chain(corpus.listed(corpus.stream(9 * MB)), [b"- pulsarfn.io/expand\n---\n"], functions(1))),
    "a List with a carrier": (9, lambda: corpus.listed(corpus.stream(9 * MB, 1))),
    "a ResourceList with a carrier": (9, lambda: resource_list(corpus.stream(9 * MB, 1))),
    "a List of carriers": (2, lambda: corpus.listed(functions(2_000))),
    "a ResourceList of carriers": (2, lambda: resource_list(functions(2_000))),
}


@pytest.mark.parametrize("name", PARSED)
def test_memory_for_a_document_that_is_parsed_is_bounded_too(name, tmp_path):
    """It is taken out of the stream bit by bit, and what is made of one config is put down before the next one's turn."""
    size, parts = PARSED[name]
    assert 0 < resident(parts(), tmp_path) < 40 * MB + 2 * size * MB


def carrier(name, annotations="", config=""):
    return (
        f"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  annotations: {{pulsarfn.io/expand: function{annotations}}}\n"
        f"data:\n  f.yaml: |\n    name: {name}\n    className: a.F\n    jar: local:///f.jar\n    inputs: [t]\n{config}"
    ).encode()


def errors_in_one_line(number):
    keys = ", ".join(f"t{index}: {{x: 1}}" for index in range(number))
    yield carrier("f", config=f"    inputSpecs: {{{keys}}}\n")
    yield corpus.WORKER_CONFIG


def missing_worker_configs(number):
    worker = corpus.WORKER_CONFIG.decode()
    assert "name: pulsar-functions" in worker
    for index in range(number):
        yield worker.replace("name: pulsar-functions", f"name: w{index}").encode()
        yield carrier(f"f{index}", f", pulsarfn.io/worker-config: x{index}")


TOLD = {"errors in one line": errors_in_one_line, "worker configs that are missing": missing_worker_configs}


def told(inputs):
    return sum(
        len(each.message) + len(each.hint) + len(each.location.source)
        for each in expand(inputs, Settings()).diagnostics
    )


@pytest.mark.parametrize("name", TOLD)
def test_twice_the_errors_take_twice_the_steps_and_the_words(name):
    steps(spooled(TOLD[name](1)))
    few, many = (spooled(TOLD[name](number)) for number in (100, 200))
    assert steps(many) < 2.3 * steps(few)
    assert told(many) < 2.3 * told(few)


def test_of_a_long_line_with_errors_no_more_is_kept_than_is_shown():
    few, many = (peak(spooled(errors_in_one_line(number))) for number in (500, 1_000))
    assert many < 2.3 * few


def test_what_one_object_of_kubernetes_cannot_have_is_not_multiplied():
    """Each config of a carrier makes objects with all of its annotations; `inherited` by none, they make one error."""
    annotations = f"  annotations: {{pulsarfn.io/expand: function, big: {'x' * (256 << 10)}}}\n"
    configs = "".join(
        f"  f{index}.yaml: '{{name: f{index}, className: a.F, jar: local:///f.jar, inputs: [t]}}'\n"
        for index in range(10)
    )
    given = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: f\n{annotations}data:\n{configs}"
    expansion = expand(spooled([given.encode(), corpus.WORKER_CONFIG]), Settings())
    assert [each.code for each in expansion.diagnostics if each.severity is Severity.ERROR] == [
        CARRIER_METADATA_INVALID
    ]
    assert peak(spooled([given.encode(), corpus.WORKER_CONFIG])) < 10 * len(given)


def test_a_carrier_holds_no_more_than_kubernetes_takes():
    config = "{name: f, className: a.F, jar: local:///f.jar, inputs: [t]}"
    configs = "".join(f"  f{index}.yaml: '{config}{' ' * (1 << 19)}'\n" for index in range(2))
    given = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: f\n  annotations: {{pulsarfn.io/expand: function}}\ndata:\n{configs}"
    (found,) = expand(spooled([given.encode(), corpus.WORKER_CONFIG]), Settings()).diagnostics
    assert (found.code, found.location.line) == (CARRIER_KEY_INVALID, 6)
    assert "bytes, and a ConfigMap or Secret holds 1 MiB at most" in found.message


LINT, HEALTHY = ("lint", "--assume-exists", "Secret/*"), corpus.HEALTHY_WORKER_CONFIG
BESIDE_THE_FILTER = {
    "lint without warnings": (LINT, HEALTHY, 1.2),
    "lint with a warning for each": (LINT, corpus.WORKER_CONFIG, 1.8),
    "diff with one changed": (("diff", "{changed}"), HEALTHY, 3.3),
    "explain of one": (("explain", "enrich-50", "-f"), HEALTHY, 1.1),
    "graph": (("graph",), HEALTHY, 1.1),
}
"""Commands, and how many times the steps of the filter they take on the same stream."""


@pytest.mark.parametrize("name", BESIDE_THE_FILTER)
def test_a_command_takes_few_steps_beside_the_filter(name, tmp_path, monkeypatch):
    arguments, worker_config, most = BESIDE_THE_FILTER[name]
    stream, changed = str(tmp_path / "stream.yaml"), str(tmp_path / "changed.yaml")
    corpus.write([*corpus.functions(100), worker_config], stream)
    corpus.write([*corpus.changed(100, 1), worker_config], changed)
    for module in (output, diff):
        monkeypatch.setattr(module, "write_all", lambda *_: None)
    (expand_, taken) = (
        steps_of_a_command([each.format(changed=changed) for each in (*words, stream)])
        for words in (("expand",), arguments)
    )
    assert taken < most * expand_


def steps_of_a_command(words):
    """The steps of a command, when what is done once is done."""

    def call():
        assert main(words) == (words[0] == "diff")

    call()
    return calls(call)
