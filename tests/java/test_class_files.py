"""What is read of Java classes: their declarations, and the types of functions, sources and sinks."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from class_assembler import class_file

from pulsarfn.java.classes.archive import Archive
from pulsarfn.java.classes.class_file import ClassFile, ClassFileError, read_class
from pulsarfn.java.classes.component_types import Classes
from pulsarfn.java.classes.signature import read_signature
from pulsarfn.java.classes.types import NoTypesError

OBJECT = "Ljava/lang/Object;"
STRING, INTEGER, LONG = "Ljava/lang/String;", "Ljava/lang/Integer;", "Ljava/lang/Long;"
API = "org/apache/pulsar/functions/api/Function"
WINDOW = "org/apache/pulsar/functions/api/WindowFunction"
JAVA = "java/util/function/Function"
RECORD = "org/apache/pulsar/functions/api/Record"
FUTURE = "java/util/concurrent/CompletableFuture"
SOURCE, SINK = "org/apache/pulsar/io/core/Source", "org/apache/pulsar/io/core/Sink"


def classes(**files: bytes) -> Classes:
    """Classes of the package ``t`` by their simple names."""
    return Classes({f"t/{name}": data for name, data in files.items()}.get)


def function(signature: str, *interfaces: str) -> Classes:
    return classes(F=class_file("t/F", *(interfaces or (API,)), signature=signature))


def test_a_class_is_read():
    data = class_file("t/F", API, "java/io/Closeable", superclass="t/Base", signature=f"Lt/Base;L{API}<TA;TB;>;")

    assert read_class(data) == ClassFile("t/F", "t/Base", (API, "java/io/Closeable"), False, f"Lt/Base;L{API}<TA;TB;>;")


def test_a_class_without_generics_has_no_signature():
    assert read_class(class_file("t/I", is_interface=True)) == ClassFile("t/I", "java/lang/Object", (), True, None)


@pytest.mark.parametrize(
    ("takes", "returns", "expected"),
    [
        (STRING, INTEGER, ("java.lang.String", "java.lang.Integer")),
        (INTEGER, f"L{RECORD}<[B>;", ("java.lang.Integer", "[B")),
        (STRING, f"L{FUTURE}<{INTEGER}>;", ("java.lang.String", "java.lang.Integer")),
        (STRING, f"L{RECORD}<L{FUTURE}<{INTEGER}>;>;", ("java.lang.String", "java.lang.Integer")),
        (STRING, f"L{FUTURE}<L{RECORD}<{INTEGER}>;>;", ("java.lang.String", RECORD.replace("/", "."))),
        (f"L{RECORD}<{STRING}>;", STRING, (RECORD.replace("/", "."), "java.lang.String")),
        (f"[{STRING}", "[[I", ("[Ljava.lang.String;", "[[I")),
        (f"Ljava/util/Map<{STRING}{INTEGER}>;", "Lt/Outer<TA;>.Inner;", ("java.util.Map", "t.Outer$Inner")),
    ],
)
def test_a_function_says_its_types(takes, returns, expected):
    assert function(f"{OBJECT}L{API}<{takes}{returns}>;").function_types("t.F") == expected


def test_type_variables_are_replaced_through_the_superclasses():
    package = classes(
        F=class_file("t/F", superclass="t/Middle", signature=f"Lt/Middle<{LONG}>;"),
        Middle=class_file("t/Middle", superclass="t/Base", signature=f"<M:{OBJECT}>Lt/Base<TM;>;"),
        Base=class_file("t/Base", API, signature=f"<T:{OBJECT}>{OBJECT}L{API}<TT;{STRING}>;"),
    )

    assert package.function_types("t.F") == ("java.lang.Long", "java.lang.String")


def test_a_variable_that_nobody_replaces_is_its_bound():
    package = classes(F=class_file("t/F", API, signature=f"<N:Ljava/lang/Number;U:TN;>{OBJECT}L{API}<TN;TU;>;"))

    assert package.function_types("t.F") == ("java.lang.Number", "java.lang.Number")


def test_pulsar_quirk_the_own_interface_gives_its_own_arguments_even_in_another_order():
    mine = class_file("t/My", API, signature=f"<X:{OBJECT}Y:{OBJECT}>{OBJECT}L{API}<TY;TX;>;", is_interface=True)
    package = classes(F=class_file("t/F", "t/My", signature=f"{OBJECT}Lt/My<{INTEGER}{STRING}>;"), My=mine)

    assert package.function_types("t.F") == ("java.lang.Integer", "java.lang.String")


def test_a_window_function_takes_what_the_collection_holds():
    collected = f"Ljava/util/List<Ljava/util/Map<{STRING}{LONG}>;>;"
    package = function(f"{OBJECT}L{JAVA}<{collected}{LONG}>;", JAVA)

    assert package.function_types("t.F", window=True) == ("java.util.Map", "java.lang.Long")
    assert package.function_types("t.F") == ("java.util.List", "java.lang.Long")


def test_a_window_function_of_pulsars_api():
    package = function(f"{OBJECT}L{WINDOW}<{STRING}{LONG}>;", WINDOW)

    assert package.function_types("t.F", window=True) == ("java.lang.String", "java.lang.Long")


def test_sources_and_sinks():
    package = classes(
        In=class_file("t/In", signature="Lorg/apache/pulsar/io/core/PushSource<Lt/Foo;>;", superclass="t/x"),
        Batch=class_file(
            "t/Batch", superclass="t/x", signature=f"Lorg/apache/pulsar/io/core/BatchPushSource<{INTEGER}>;"
        ),
        Out=class_file("t/Out", SINK, signature=f"{OBJECT}L{SINK}<[B>;"),
    )

    assert (package.source_type("t.In"), package.source_type("t.Batch")) == ("t.Foo", "java.lang.Integer")
    assert package.sink_type("t.Out") == "[B"
    with pytest.raises(NoTypesError, match=r"t\.Out implements none of org\.apache\.pulsar\.io\.core\.Source"):
        package.source_type("t.Out")


@pytest.mark.parametrize(
    "signature",
    [None, f"{OBJECT}L{API};", f"{OBJECT}L{API}<{STRING}L{RECORD};>;", f"{OBJECT}L{API}<{STRING}*>;"],
    ids=["raw", "raw with a signature", "a raw Record", "a wildcard"],
)
def test_types_that_are_not_said(signature):
    package = classes(F=class_file("t/F", API, signature=signature))

    with pytest.raises(NoTypesError):
        package.function_types("t.F")


def test_a_class_that_is_missing():
    with pytest.raises(NoTypesError, match=r"t\.F is not in the package"):
        classes().function_types("t.F")


def test_classes_that_extend_each_other_end():
    package = classes(A=class_file("t/A", superclass="t/B"), B=class_file("t/B", superclass="t/A"))

    with pytest.raises(NoTypesError):
        package.function_types("t.A")


def test_arguments_that_double_at_each_class_end():
    doubling = {
        f"C{i}": class_file(f"t/C{i}", superclass="t/x", signature=f"<T:{OBJECT}>Lt/C{i + 1}<Lt/P<TT;TT;>;>;")
        for i in range(60)
    }

    with pytest.raises(NoTypesError, match="too many"):
        classes(F=class_file("t/F", superclass="t/x", signature=f"Lt/C0<{STRING}>;"), **doubling).function_types("t.F")


@pytest.mark.parametrize("text", ["", "<", "<T", "L", "[" * 100 + "I", f"{OBJECT}I", f"{OBJECT}L{API}<" * 100])
def test_damaged_signatures_are_refused(text):
    with pytest.raises(ClassFileError):
        read_signature(text)


def test_damaged_class_files_never_crash():
    good = class_file("t/F", API, signature=f"{OBJECT}L{API}<{STRING}{INTEGER}>;")
    chance = random.Random(1)
    refused = 0
    for _ in range(3000):
        data = bytearray(good[: chance.choice((len(good), chance.randrange(1, len(good))))])
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            classes(F=bytes(data)).function_types("t.F")
        except (ClassFileError, NoTypesError):
            refused += 1

    assert refused > 1000


def test_classes_of_jars_within_an_archive_are_found(tmp_path: Path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as jar:
        jar.writestr("t/Base.class", b"base")
    with zipfile.ZipFile(tmp_path / "x.nar", "w") as nar:
        nar.writestr("t/F.class", b"own")
        nar.writestr("META-INF/bundled-dependencies/base.jar", inner.getvalue())
        nar.writestr("META-INF/bundled-dependencies/broken.jar", b"no zip file")

    with Archive((tmp_path / "x.nar").open("rb")) as archive:
        assert [archive.find_class(name) for name in ("t/F", "t/Base", "t/Missing")] == [b"own", b"base", None]
        assert archive.read("../etc/passwd") is None
