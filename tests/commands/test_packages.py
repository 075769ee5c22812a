"""``--package`` and ``--packages-from``: which file is the package of a component, and what is read from it."""

import json
import shutil
import zipfile

import pytest

from conftest import REPOSITORY
from program import URLS, run

QUIRKY = REPOSITORY / "tests" / "java" / "quirky" / "quirky.jar"
FUNCTION = """\
name: exclaim
inputs: [in]
output: out
className: t.Exclaim
jar: function://public/default/exclaim@v1
"""
PYTHON = """\
name: enrich
inputs: [in]
className: enrich.Enrich
py: function://public/default/enrich@v1
"""
STRINGS = '"typeClassName":"java.lang.String"'
CLASS = "class Enrich:\n    def process(self, input, context):\n        return input\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.yaml").write_text(FUNCTION)
    (tmp_path / "p.yaml").write_text(PYTHON)
    shutil.copy(QUIRKY, tmp_path / "quirky.jar")
    return tmp_path


def render(config, *options, kind="function"):
    return run("render", kind, config, *URLS, *options, cwd=".")


def carrier(config):
    lines = "".join(f"    {line}\n" for line in config.splitlines())
    return (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  annotations: {pulsarfn.io/expand: function}\n"
        f"data:\n  c.yaml: |\n{lines}"
    )


def zipped(path, **entries):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return path


def test_without_the_option_no_file_is_read(folder):
    shutil.copy(QUIRKY, folder / "exclaim.jar")

    assert "typeClassName" not in render("f.yaml").out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("options", [("--package", "quirky.jar"), ("--package", "."), ("--package", QUIRKY)])
def test_the_types_are_those_of_the_package(options):
    ran = render("f.yaml", *options)

    assert (ran.status, ran.err, ran.out.count(STRINGS)) == (0, "", 2)


def test_a_file_with_the_name_of_the_package_comes_first(folder):
    zipped(folder / "exclaim.jar", nothing="")

    ran = render("f.yaml", "--package", "quirky.jar", "--package", "exclaim.jar")

    assert "Function class t.Exclaim must be in class path: it is not in exclaim.jar" in ran.err


def test_packages_from_a_folder_go_by_their_names_alone(folder):
    assert "typeClassName" not in render("f.yaml", "--packages-from", ".").out
    shutil.copy(QUIRKY, folder / "exclaim.jar")
    assert render("f.yaml", "--packages-from", ".").out.count(STRINGS) == 2


def test_the_fragment_names_the_file(folder):
    (folder / "f.yaml").write_text(FUNCTION.replace("@v1", "@v1#quirky.jar"))

    assert render("f.yaml", "--packages-from", ".").out.count(STRINGS) == 2


@pytest.mark.parametrize("value", ["../quirky.jar", "..", "#..", "#../quirky.jar"])
def test_no_name_leads_out_of_the_folder(folder, value):
    (folder / "inside").mkdir()
    (folder / "f.yaml").write_text(FUNCTION.replace("@v1", f"@v1{value}"))

    assert "java.lang.String" not in render("f.yaml", "--packages-from", "inside").out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["expand", "lint", "explain", "graph"])
def test_every_command_that_expands_takes_packages(command):
    broken = carrier(FUNCTION.replace("t.Exclaim", "t.Missing"))

    ran = run(command, *URLS, "--package", "quirky.jar", stdin=broken.encode(), cwd=".")

    assert (ran.status, ran.out) == (1, "")
    assert "error[PF318]: Function class t.Missing must be in class path: it is not in quirky.jar" in ran.err


@pytest.mark.usefixtures("folder")
def test_the_filter_takes_packages():
    ran = run(*URLS, "--package", "quirky.jar", stdin=carrier(FUNCTION).encode(), cwd=".")

    assert (ran.status, ran.err, ran.out.count(STRINGS)) == (0, "", 2)


def test_diff_shows_what_a_new_package_changes(folder):
    (folder / "new.yaml").write_text(carrier(FUNCTION))
    (folder / "old.yaml").write_text(carrier(FUNCTION.replace("t.Exclaim", "t.JFun")))

    ran = run("diff", "old.yaml", "new.yaml", *URLS, "--package", "quirky.jar", cwd=".")

    assert ran.status == 1
    assert "- typeClassName: java.lang.Long\n+ typeClassName: java.lang.String\n" in ran.out


@pytest.mark.usefixtures("folder")
def test_explain_names_the_package():
    ran = run("explain", *URLS, "--package", "quirky.jar", "-o", "json", stdin=carrier(FUNCTION).encode(), cwd=".")

    parts = [
        part
        for component in json.loads(ran.out)["components"]
        for each in component["objects"]
        for field in each["fields"]
        for part in field.get("parts", [])
    ]
    (types,) = [
        part
        for part in parts
        if part["path"][-2:] == ["source", "typeClassName"] or "source.typeClassName" in part["path"]
    ]
    assert types["value"] == "java.lang.String"
    assert types["from"] == [{"source": "package", "key": "quirky.jar"}]
    assert types["how"] == "as t.Exclaim declares"


def test_a_package_that_nothing_uses_is_a_warning(folder):
    (folder / "other.py").write_text(CLASS)

    ran = render("f.yaml", "--package", "quirky.jar", "--package", "other.py")

    assert ran.status == 0
    assert "warning[PF322]: no component of the stream has this package" in ran.err
    assert "  --> other.py\n" in ran.err


def test_a_connector_is_named_by_its_package(folder):
    with zipfile.ZipFile(folder / "quirky.jar", "a") as nar:
        nar.writestr("META-INF/services/pulsar-io.yaml", "name: quirky\nsinkClass: t.SnkS\nsourceClass: t.SrcB\n")
    (folder / "s.yaml").write_text("name: s\ninputs: [in]\narchive: sink://public/default/s@v1\n")

    ran = render("s.yaml", "--package", "quirky.jar", kind="sink")

    assert (ran.status, ran.err) == (0, "")
    assert '"className":"t.SnkS"' in ran.out
    assert ran.out.count(STRINGS) == 2


def test_the_package_comes_before_the_table_of_apaches_connectors(folder):
    with zipfile.ZipFile(folder / "quirky.jar", "a") as nar:
        nar.writestr("META-INF/services/pulsar-io.yaml", "sinkClass: t.SnkS\n")
    shutil.move(folder / "quirky.jar", folder / "jdbc-postgres.nar")
    (folder / "s.yaml").write_text("name: s\ninputs: [in]\narchive: builtin://jdbc-postgres\n")

    assert '"className":"t.SnkS"' in render("s.yaml", "--packages-from", ".", kind="sink").out
    assert "org.apache.pulsar.io.jdbc" in render("s.yaml", kind="sink").out


def test_a_class_above_that_is_in_another_package(folder):
    with zipfile.ZipFile(QUIRKY) as whole, zipfile.ZipFile(folder / "part.jar", "w") as part:
        part.writestr("t/SubGen.class", whole.read("t/SubGen.class"))
    config = FUNCTION.replace("t.Exclaim", "t.SubGen")
    (folder / "f.yaml").write_text(config)
    ran = render("f.yaml", "--package", "part.jar")
    assert (
        "error[PF318]: t.SubGen extends t.GenBase, which is not in part.jar: the types of t.SubGen are unknown"
        in ran.err
    )
    assert "hint: set inputTypeClassName and outputTypeClassName" in ran.err

    (folder / "f.yaml").write_text(
        f"{config}inputTypeClassName: java.lang.Long\noutputTypeClassName: java.lang.String\n"
    )
    ran = render("f.yaml", "--package", "part.jar")
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("name", "class_name", "code", "message"),
    [
        ("enrich.py", "enrich.Enrich", CLASS, ""),
        ("enrich.py", "enrich.Enrich", "from other import Enrich\n", ""),
        ("enrich.py", "enrich.Enrich", "from other import *\n", ""),
        (
            "enrich.py",
            "enrich.Enrich",
            "try:\n    class Enrich(Base): pass\nexcept ImportError:\n    Enrich = None\n",
            "",
        ),
        ("enrich.py", "enrich", "def process(input):\n    return input\n", ""),
        ("enrich.py", "enrich.Enrich", "raise SystemExit\n", "enrich.py has no class Enrich"),
        ("enrich.py", "enrich.Enrich", CLASS.replace("Enrich", "Enricher"), "did you mean 'enrich.Enricher'?"),
        ("enrich.py", "enrich", CLASS, "enrich.py has no function process, which the instance calls"),
        ("enrich.py", "enrich.Enrich", CLASS.replace("process", "run"), "has no method process"),
        (
            "other.py",
            "other.Enrich",
            CLASS,
            "the pod saves other.py as enrich.py, so that its module is enrich, not other",
        ),
        ("enrich.py", "enrich.Enrich", "def broken(:\n", "enrich.py is not Python that pulsarfn can read at line 1"),
    ],
)
def test_a_python_file(folder, name, class_name, code, message):
    (folder / "p.yaml").write_text(PYTHON.replace("enrich.Enrich", class_name))
    (folder / name).write_text(code)

    ran = render("p.yaml", "--package", name)

    assert (ran.status, message in ran.err) == (bool(message), True)
    assert message or not ran.err


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"enrich/src/jobs/enrich.py": CLASS}, ""),
        ({"enrich/src/jobs/enrich/__init__.py": ""}, "has no class Enrich"),
        ({"src/jobs/enrich.py": CLASS}, "put it into the folder enrich/src of the zip file"),
        ({"enrich/src/jobs/enrich/x.py": CLASS}, "is a folder, not a module"),
    ],
)
def test_a_python_zip(folder, entries, message):
    config = PYTHON.replace("enrich.Enrich", "jobs.enrich.Enrich").replace("@v1", "@v1#enrich.zip")
    (folder / "p.yaml").write_text(config)

    ran = render("p.yaml", "--package", zipped(folder / "built.zip", **entries))

    assert (ran.status, message in ran.err) == (bool(message), True)


def test_a_file_that_is_missing_is_wrong_usage(folder):
    assert render("f.yaml", "--package", "missing.jar").status == 2
    (folder / "empty").mkdir()
    ran = render("f.yaml", "--package", "empty")
    assert (ran.status, "no .jar, .nar, .py, .whl, .zip file in this folder" in ran.err) == (2, True)
