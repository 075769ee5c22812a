"""Every command that reads a stream: twice of what can be many takes twice the steps, and says twice as much."""

import corpus
import pytest

from program import URLS
from pulsarfn.cli.main import main
from steps import calls

pytestmark = pytest.mark.slow

COMMANDS = {
    "expand": ("expand", "{}"),
    "lint": ("lint", "-o", "json", "{}"),
    "lint --fix": ("lint", "--fix", "--diff", "{}"),
    "explain": ("explain", "-o", "json", "-f", "{}"),
    "graph": ("graph", "-o", "svg", "{}"),
    "diff": ("diff", "-o", "json", "old.yaml", "{}"),
}
WORKER = corpus.WORKER_CONFIG.decode()


def carrier(name, config="", annotations="", inputs="[t]"):
    return (
        f"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n"
        f"  annotations: {{pulsarfn.io/expand: function{annotations}}}\ndata:\n  f.yaml: |\n"
        f"    name: {name}\n    className: a.F\n    jar: local:///f.jar\n    inputs: {inputs}\n{config}"
    )


def errors_in_one_line(number):
    return carrier("f", f"    inputSpecs: {{{', '.join(f't{index}: {{x: 1}}' for index in range(number))}}}\n") + WORKER


def unknown_keys_of_one_config(number):
    return carrier("f", "".join(f"    bogus{index}: 1\n" for index in range(number))) + WORKER


def faults_inside_of_options(number):
    variables = ", ".join(f'{{"Name": "A{index}", "value": {index}}}' for index in range(number))
    return carrier("f", f"    customRuntimeOptions: '{{\"env\": [{variables}]}}'\n") + WORKER


def topics_of_one_config(number):
    return carrier("f", inputs=f"[{', '.join(f't{index}' for index in range(number))}]") + WORKER


def patterns_and_topics(number):
    return WORKER + "".join(
        carrier(
            f"f{index}",
            f"    output: persistent://public/default/{'a' * 9}{index}\n"
            f"    topicsPattern: 'persistent://public/default/(a|a)*(a*)*b{index}'\n",
        ).replace("    inputs: [t]\n", "")
        for index in range(number)
    )


def worker_configs_by_name(number):
    workers = [WORKER.replace("name: pulsar-functions", f"name: w{index}") for index in range(number)]
    return "".join(workers) + "".join(
        carrier(f"f{index}", annotations=f", pulsarfn.io/worker-config: w{index}") for index in range(number)
    )


def worker_configs_that_are_missing(number):
    return worker_configs_by_name(number).replace("worker-config: w", "worker-config: x")


def worker_configs_without_a_name(number):
    return "".join(WORKER.replace("name: pulsar-functions", f"name: w{index}") for index in range(number)) + carrier(
        "f"
    )


def configs_of_one_carrier_with_annotations(number):
    configs = "".join(
        f"  f{index}.yaml: '{{name: f{index}, className: a.F, jar: local:///f.jar, inputs: [t]}}'\n"
        for index in range(number)
    )
    head = carrier("f", annotations=f", big: {'x' * 5_000}").partition("  f.yaml")[0]
    return head + configs + WORKER


def a_dense_graph(number):
    return WORKER + "".join(
        carrier(
            f"f{index}",
            f"    output: o{index}\n",
            inputs=f"[o{(index * 7 + 1) % number}, o{(index * 13 + 5) % number}, o{(index * 29 + 3) % number}]",
        )
        for index in range(number)
    )


def names_that_collide(number):
    return WORKER + "".join(carrier("f").replace("name: f\n  ann", f"name: c{index}\n  ann") for index in range(number))


SHAPES = (
    errors_in_one_line,
    unknown_keys_of_one_config,
    faults_inside_of_options,
    topics_of_one_config,
    patterns_and_topics,
    worker_configs_by_name,
    worker_configs_that_are_missing,
    worker_configs_without_a_name,
    configs_of_one_carrier_with_annotations,
    a_dense_graph,
    names_that_collide,
)


EXPLAINED = {patterns_and_topics, worker_configs_by_name, configs_of_one_carrier_with_annotations, a_dense_graph}
"""Shapes of which explain explains each function: it takes so many steps that few functions show how they grow."""

MOST = {4: (2.03, 2.1), 8: (2.15, 2.2), 12: (2.1, 2.2), 16: (2.1, 2.6)}
"""How many are compared with twice as many, and the bounds of the ratios of the steps and of the characters."""


def number_of(shape, command):
    if shape is worker_configs_that_are_missing:
        return 16  # a message lists up to twenty names, and twice as many are more
    if command == "explain":
        return 4 if shape in EXPLAINED else 8
    return 12


@pytest.fixture
def cost(tmp_path, monkeypatch, capfd):
    """What a command takes for a stream: the functions that are called, of Python and of C, and the characters that it writes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(carrier("other") + WORKER)

    def measured(command, stream):
        (tmp_path / "new.yaml").write_text(stream)
        count = calls(main, [each.format("new.yaml") for each in (*COMMANDS[command], *URLS)])
        return count, sum(map(len, capfd.readouterr()))

    return measured


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_twice_as_many_cost_twice_as_much(shape, command, cost):
    number = number_of(shape, command)
    most_steps, most_said = MOST[number]
    cost(command, shape(1))  # what is done once
    (steps, said), (more_steps, more_said) = (cost(command, shape(each)) for each in (number, 2 * number))
    assert said > 0
    assert more_steps < most_steps * steps
    assert more_said < most_said * said
