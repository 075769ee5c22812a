"""Types of classes that are hard to read, as Pulsar 4.2.4 reads them: `quirky/types.json` holds what its own code says.

The sources are in `quirky/t`; `javac --release 17 -g:none -proc:none` made `quirky.jar` of them, with Pulsar's API on the class path.
"""

import json
from pathlib import Path

import pytest

from pulsarfn.java.classes.archive import Archive
from pulsarfn.java.classes.component_types import Classes, FunctionTypes
from pulsarfn.java.classes.types import NoTypesError

QUIRKY = Path(__file__).parent / "quirky"
EXPECTED = {
    (name.removeprefix("t.jar!"), kind): types
    for name, kinds in json.loads((QUIRKY / "types.json").read_text()).items()
    for kind, types in kinds.items()
}


@pytest.fixture(scope="module")
def classes():
    with Archive((QUIRKY / "quirky.jar").open("rb")) as archive:
        yield Classes(archive.find_class)


def types_of(classes, class_name, kind):
    if kind in ("source", "sink"):
        return getattr(classes, f"{kind}_type")(class_name)
    return [*classes.function_types(class_name, window=kind == "window")]


def test_every_class_is_here():
    assert len(EXPECTED) == 101


@pytest.mark.parametrize(("class_name", "kind"), EXPECTED)
def test_the_types_are_those_that_pulsar_reads(classes, class_name, kind):
    expected = EXPECTED[class_name, kind]
    if str(expected).startswith("!"):
        with pytest.raises(NoTypesError):
            types_of(classes, class_name, kind)
    else:
        assert types_of(classes, class_name, kind) == expected


def test_what_pulsar_misreads():
    with Archive((QUIRKY / "quirky.jar").open("rb")) as archive:
        classes = Classes(archive.find_class)
        misread = {
            name: classes.meant_types(name, window=kind == "window")
            for (name, kind), types in EXPECTED.items()
            if kind in ("function", "window")
            and not str(types).startswith("!")
            and [*(classes.meant_types(name, window=kind == "window") or ())] != types
        }

    assert misread == {
        "t.ImplMy2": FunctionTypes("java.lang.String", "java.lang.Integer"),
        "t.AsyncRec": FunctionTypes("java.lang.String", "java.lang.Integer"),
        "t.RecAsync": FunctionTypes("java.lang.String", "java.util.concurrent.CompletableFuture"),
    }
