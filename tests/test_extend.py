"""What a module of another package may write with the names of `pulsarfn.extend`."""

import pytest

from pulsarfn import extend

CUSTOMIZER = """
from collections.abc import Callable
from pulsarfn.extend import Customise, CustomizerResult, Manifest, Path, Problem, Value, basic

NAME = "org.example.Annotated"
Change = Callable[[Manifest | None], Manifest | None]
Given = Value | tuple[Value, ...]

def changed(manifest: Manifest | None = None, path: Path | None = None, value: Given | None = None) -> Manifest | None:
    return manifest

def configure(config: Manifest | None) -> CustomizerResult | None:
    return basic.configure(config or {})
"""
ALIASES = ("Customise", "CustomizerResult", "Manifest", "Path", "Value")


@pytest.mark.parametrize("name", ALIASES)
def test_an_alias_is_a_type_at_run_time(name):
    assert getattr(extend, name) | None


def test_a_customizer_with_annotations_is_imported_and_runs():
    module = {}
    exec(CUSTOMIZER, module)
    assert module["changed"]({"a": 1}) == {"a": 1}
    _, problems = module["configure"](None)
    assert problems == ()
