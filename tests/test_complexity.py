"""Twice the input takes twice the steps: ratios and counts, never milliseconds (see benchmarks/)."""

import functools

import corpus
import pytest

from growing_streams import OTHERS, STREAMS, functions, spooled
from pulsarfn.cli import output
from pulsarfn.cli.commands import diff
from pulsarfn.cli.main import main
from pulsarfn.diagnostics.codes import CARRIER_KEY_INVALID, CONFIG_KEY_UNKNOWN
from pulsarfn.diagnostics.problem import Problem, Severity
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.pipeline.settings import Settings
from pulsarfn.stream.locate import Locator, Place
from steps import calls, seconds

pytestmark = pytest.mark.slow


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


def test_many_problems_in_one_long_text_take_a_linear_time():
    """C looks for line breaks without a call that could be counted, so here time has to tell: eight times that of an eighth.

    Of short lines little else is to be done. Another program may disturb a measurement, so that there are three attempts.
    """

    def located(number):
        place = Place("stdin", "items:\n" + "".join(f"- k{index}: {{x: y}}\n" for index in range(number)))
        paths = [("items", index, f"k{index}", "x") for index in range(number)]
        locator = Locator(SECRET_KEYS)
        found = [locator.locate(Problem(CONFIG_KEY_UNKNOWN, "", path), place) for path in paths]
        assert found[-1].location.line == number + 1

    assert any(seconds(located, 4_000) < 14 * seconds(located, 500) for _ in range(3))


def steps_and_words(inputs):
    """The steps of an expansion with errors, and how many characters its diagnostics have."""
    found = []
    taken = calls(lambda: found.extend(expand(inputs, Settings()).diagnostics))
    return taken, sum(len(each.message) + len(each.hint) + len(each.location.source) for each in found)


ERRORS = {"errors in one line": 100, "worker configs that are missing": 50}
"""Streams with errors, and how many errors are compared with twice as many."""


@pytest.mark.parametrize("name", ERRORS)
def test_twice_the_errors_take_twice_the_steps_and_the_words(name):
    steps(spooled(OTHERS[name](1)))
    streams = (OTHERS[name](number) for number in (ERRORS[name], 2 * ERRORS[name]))
    (few, words), (many, more_words) = (steps_and_words(spooled(each)) for each in streams)
    assert many < 2.1 * few
    assert 0 < more_words < 2.2 * words


def test_a_carrier_holds_no_more_than_kubernetes_takes():
    config = "{name: f, className: a.F, jar: local:///f.jar, inputs: [t]}"
    configs = "".join(f"  f{index}.yaml: '{config}{' ' * (1 << 19)}'\n" for index in range(2))
    given = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: f\n  annotations: {{pulsarfn.io/expand: function}}\ndata:\n{configs}"
    (found,) = expand(spooled([given.encode(), corpus.WORKER_CONFIG]), Settings()).diagnostics
    assert (found.code, found.location.line) == (CARRIER_KEY_INVALID, 6)
    assert "bytes, and a ConfigMap or Secret holds 1 MiB at most" in found.message


LINT, HEALTHY = ("lint", "--assume-exists", "Secret/*"), corpus.HEALTHY_WORKER_CONFIG
BESIDE_THE_FILTER = {
    "lint without warnings": (LINT, HEALTHY, 1.3),
    "lint with a warning for each": (LINT, corpus.WORKER_CONFIG, 2.2),
    "diff with one changed": (("diff", "{changed}"), HEALTHY, 2.7),
    "explain of one": (("explain", "enrich-0", "-f"), HEALTHY, 1.15),
    "graph": (("graph",), HEALTHY, 1.15),
}
"""Commands, and how many times the steps of the filter they take on the same stream."""


@functools.cache
def steps_of_the_filter(worker_config):
    steps(spooled([*corpus.functions(1), worker_config]))  # what is done once
    return steps(spooled([*corpus.functions(100), worker_config]))


@pytest.mark.parametrize("name", BESIDE_THE_FILTER)
def test_a_command_takes_few_steps_beside_the_filter(name, tmp_path, monkeypatch):
    arguments, worker_config, most = BESIDE_THE_FILTER[name]
    stream, changed = str(tmp_path / "stream.yaml"), str(tmp_path / "changed.yaml")
    words = [each.format(changed=changed) for each in (*arguments, stream)]
    for module in (output, diff):
        monkeypatch.setattr(module, "write_all", lambda *_: None)

    def command():
        assert main(words) == (words[0] == "diff")

    for number in (1, 100):  # the first time does also what is done once
        corpus.write([*corpus.functions(number), worker_config], stream)
        corpus.write([*corpus.changed(number, 1), worker_config], changed)
        taken = calls(command)
    assert taken < most * steps_of_the_filter(worker_config)
