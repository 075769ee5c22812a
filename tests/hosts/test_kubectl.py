"""Tab completion as kubectl asks for it."""

import pytest

from pulsarfn.cli.main import main


@pytest.mark.parametrize(
    ("words", "found", "directive"),
    [
        pytest.param([], {"expand", "names", "render", "version"}, 4, id="nothing yet: the commands"),
        pytest.param(["ex"], {"expand"}, 4, id="the beginning of a command"),
        pytest.param(["expand", "-f", ""], set(), 0, id="a file"),
        pytest.param(["expand", "-f", "-", "--worker-config", "a"], set(), 0, id="a file of another option"),
        pytest.param(["expand", "--color", ""], {"auto", "always", "never"}, 4, id="a value out of some"),
        pytest.param(["expand", "--namespace", ""], set(), 4, id="a value that cannot be known"),
        pytest.param(["expand", "-f", "a", "--wor"], {"--worker-config"}, 4, id="an option"),
        pytest.param(["render", "s"], {"source", "sink"}, 4, id="a word out of some"),
        pytest.param(["nonsense", ""], {"expand", "names", "render", "version"}, 4, id="no command that there is"),
    ],
)
def test_completions(words, found, directive, capfd):
    assert main(["__complete", *words]) == 0
    *lines, last = capfd.readouterr().out.splitlines()
    shown = {line.partition("\t")[0] for line in lines}
    assert found <= shown
    assert bool(found) == bool(shown)
    assert last == f":{directive}"


def test_two_dashes_are_the_beginning_of_all_options(capfd):
    assert main(["__complete", "expand", "-f", "a", "--"]) == 0
    assert {"--worker-config\tThe function worker's functions_worker.yml."} < set(capfd.readouterr().out.splitlines())
