"""Packages that are damaged, or made to do harm: each is refused or read, within bounds, and nothing crashes."""

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest
from class_assembler import class_file

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.package_files.fill import filled
from pulsarfn.component.package_files.given import GivenPackages, PackageFile
from pulsarfn.diagnostics import codes
from pulsarfn.java.classes import archive as archives

QUIRKY = Path(__file__).parent / "quirky" / "quirky.jar"
API = "org/apache/pulsar/functions/api/Function"
OBJECT, STRING = "Ljava/lang/Object;", "Ljava/lang/String;"
CONFIGS = (
    FunctionConfig().replace(runtime="JAVA", jar="code.jar", class_name="t.SubSub"),
    FunctionConfig().replace(runtime="JAVA", jar="code.jar"),
    FunctionConfig().replace(
        runtime="JAVA", jar="code.jar", class_name="t.Exclaim", custom_serde_inputs={"a": "t.IntSerDe"}
    ),
    SourceConfig().replace(archive="code.jar", class_name="t.SrcPush2"),
    SinkConfig().replace(
        archive="code.jar", transform_function="code.jar", class_name="t.SnkKV", transform_function_class_name="t.ToRec"
    ),
    FunctionConfig().replace(runtime="PYTHON", py="code.zip", class_name="a.b.C"),
)


def problems_of(config, data):
    """The codes of the problems with this package."""
    name = getattr(config, "py", None) or "code.jar"
    packages = GivenPackages([PackageFile(name, lambda: io.BytesIO(data))])
    try:
        _, problems = filled(config, packages)
    finally:
        packages.close()
    return [each.code for each in problems]


def zipped(**entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(f"{name}.class".replace("__", "/"), data)
    return made.getvalue()


def function(**files):
    """The problems of a package with these classes, of which `t.F` is the function."""
    config = FunctionConfig().replace(runtime="JAVA", jar="code.jar", class_name="t.F")
    return problems_of(config, zipped(**{f"t__{name}": data for name, data in files.items()}))


def mutated(chance, data):
    """Some bytes of a package changed, cut off, or put elsewhere; most changes are where the directory of a zip file is."""
    data = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.choice((chance.randrange(len(data)), len(data) - 1 - chance.randrange(min(len(data), 4000))))
        data[at] = chance.choice((0, 255, chance.randrange(256)))
    if chance.random() < 0.2:
        del data[chance.randrange(len(data)) :]
    if chance.random() < 0.1:
        at, length = chance.randrange(len(data) or 1), chance.randrange(500)
        data[at:at] = data[at // 2 : at // 2 + length]
    return bytes(data)


@pytest.mark.parametrize("config", CONFIGS, ids=["inherits", "unnamed", "serde", "source", "transform", "python"])
def test_mutated_packages_are_read_or_refused(config):
    chance, good = random.Random(4), QUIRKY.read_bytes()
    refused = sum(codes.PACKAGE_UNREADABLE in problems_of(config, mutated(chance, good)) for _ in range(40))

    assert refused > 5


def test_class_files_with_any_bytes_are_read_or_refused():
    chance = random.Random(5)
    with zipfile.ZipFile(QUIRKY) as file:
        names = [each for each in file.namelist() if each.endswith(".class")]
        for _ in range(300):
            name = chance.choice(names)
            simple = name.removeprefix("t/").removesuffix(".class")
            config = FunctionConfig().replace(runtime="JAVA", jar="code.jar", class_name=f"t.{simple}")
            problems_of(config, zipped(**{f"t__{simple}": mutated(chance, file.read(name))}))


@pytest.mark.parametrize(
    "signature",
    [
        f"<T:[TT;>{OBJECT}L{API}<TT;TT;>;",
        f"<T:TU;U:TT;>{OBJECT}L{API}<TT;TU;>;",
        f"<T:TT;>{OBJECT}L{API}<TT;{STRING}>;",
        f"{OBJECT}L{API}<*+{STRING}>;",
        f"{OBJECT}L{API}<II>;",
        f"{OBJECT}L{API}<[TX;[[TY;>;",
        f"{OBJECT}L{API}<LOuter<{STRING}>.Inner<TT;>;L{'x/' * 20000}y;>;",
        f"{OBJECT}L{API}<{STRING}>;",
        f"{OBJECT}TX;",
        "",
    ],
)
def test_generics_of_any_shape(signature):
    function(F=class_file("t/F", API, signature=signature))


def test_classes_above_themselves():
    assert function(F=class_file("t/F", "t/I", superclass="t/F"), I=class_file("t/I", "t/F", is_interface=True)) == [
        codes.CLASS_INVALID
    ]
    assert function(F=class_file("t/F", superclass="t/G"), G=class_file("t/G", superclass="t/F")) == [
        codes.CLASS_INVALID
    ]


def test_a_hierarchy_without_end():
    chain = {f"C{i}": class_file(f"t/C{i}", superclass=f"t/C{i + 1}") for i in range(1500)}

    assert function(F=class_file("t/F", superclass="t/C0"), **chain) == [codes.PACKAGE_UNREADABLE]


def test_a_class_that_unpacks_to_too_much():
    assert function(F=bytes(17 * 1024 * 1024)) == [codes.PACKAGE_UNREADABLE]


def test_many_classes_that_unpack_to_too_much(monkeypatch):
    monkeypatch.setattr(archives, "_LARGEST_TOTAL", 1000)
    chain = {f"C{i}": class_file(f"t/C{i}", superclass=f"t/C{i + 1}") for i in range(20)}

    assert function(F=class_file("t/F", superclass="t/C0"), **chain) == [codes.PACKAGE_UNREADABLE]


def test_a_bundled_jar_that_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr(archives, "_LARGEST_TOTAL", 1000)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as nar:
        nar.writestr("META-INF/bundled-dependencies/big.jar", bytes(100_000))

    config = SinkConfig().replace(archive="code.jar", class_name="t.Sink")
    assert problems_of(config, made.getvalue()) == [codes.PACKAGE_UNREADABLE]


def test_a_directory_with_too_many_entries():
    data = bytearray(zipped(t__F=b""))
    at = data.rindex(b"PK\5\6")
    data[at + 12 : at + 16] = struct.pack("<L", 0x7FFFFFFF)

    config = FunctionConfig().replace(runtime="JAVA", jar="code.jar", class_name="t.F")
    assert problems_of(config, bytes(data)) == [codes.PACKAGE_UNREADABLE]


def test_entries_that_overlap():
    data = bytearray(zipped(t__F=class_file("t/F", API), t__G=class_file("t/G")))
    first, second = data.index(b"PK\1\2"), data.rindex(b"PK\1\2")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]

    config = FunctionConfig().replace(runtime="JAVA", jar="code.jar", class_name="t.G")
    assert problems_of(config, bytes(data)) == [codes.PACKAGE_UNREADABLE]


@pytest.mark.parametrize("yaml", [b"", b"[", b"sinkClass: [1]", b"- a", b"sinkClass: t.Missing", b"\xff\xfe"])
def test_a_service_file_with_anything_in_it(yaml):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as nar:
        nar.writestr("META-INF/services/pulsar-io.yaml", yaml)

    assert problems_of(SinkConfig().replace(archive="code.jar"), made.getvalue())


@pytest.mark.parametrize(
    "code", ["(" * 5000, "-" * 100_000 + "1", "a" + ".a" * 50_000, "\0", "x = '\\d'", "def f(:", "if 1:\n " * 3]
)
def test_python_that_cannot_be_read(code, recwarn):
    config = FunctionConfig().replace(runtime="PYTHON", py="code.py", class_name="code.C")

    assert problems_of(config, code.encode())
    assert not recwarn.list
