"""The class of a Python function in its file, zip or wheel: it is looked up in the syntax tree, and nothing is imported.

Source: `python_instance_main.py` and `util.import_class`: a zip is unpacked beside itself, with its modules in ``NAME/src``.
"""

import ast
import warnings
from collections.abc import Iterator

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.package_files.given import GivenPackages, PackageFile, UnreadableError, WantedPackage, reading
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, nearest
from pulsarfn.java.classes.archive import Archive, ArchiveError
from pulsarfn.named_tuples import NamedTuple

_SUFFIXES = (".py", ".zip", ".whl")
_LONGEST = 2 * 1024 * 1024
_PROCESS = "process"
_BASES = ("Function", "object")


class _Module(NamedTuple):
    """A module of a package.

    Attributes:
        file: the file of the package, with the path in it.
        tree: the syntax tree; None if the module is a folder without ``__init__.py``.
    """

    file: str
    tree: ast.Module | None


def check_python(config: FunctionConfig, packages: GivenPackages, name: str) -> tuple[Problem, ...]:
    """Check that the package of a Python function has its class; `name` is the name of the package's file in the pod."""
    class_name = config.class_name or ""
    if not class_name:
        return ()
    wanted, _, attribute = class_name.rpartition(".")
    module = wanted or attribute

    def fits(file: PackageFile) -> bool:
        return _find(file, module, file.name) is not None

    try:
        file = packages.choose(WantedPackage(name, _SUFFIXES, fits, is_known=(config.py or "").startswith("local://")))
        if file is None:
            return ()
        with reading(file):
            found = _find(file, module, name)
    except UnreadableError as error:
        return (Problem(codes.PACKAGE_UNREADABLE, str(error), ("py",), "correct it, or leave --package out"),)
    if found is None:
        return (_no_module(file, module, name),)
    return tuple(_check(class_name, found, attribute if wanted else _PROCESS))


def _find(file: PackageFile, module: str, name: str) -> _Module | None:
    """Return a module of a package that is called `name` in the pod; None if it has none.

    Raises:
        ArchiveError: if the package or the module cannot be read.
    """
    stem, _, suffix = name.rpartition(".")
    if suffix not in ("zip", "whl"):
        if module != stem:
            return None
        with file.open() as opened:
            return _Module(file.path, _parsed(opened.read(_LONGEST + 1), ""))
    with Archive(file.open()) as archive:
        for folder in ("",) if suffix == "whl" else (f"{stem}/src/", f"{stem}/deps/", ""):
            path = folder + module.replace(".", "/")
            for each in (f"{path}/__init__.py", f"{path}.py"):
                data = archive.read(each)
                if data is not None:
                    return _Module(f"{file.path}, {each}", _parsed(data, f" in {each}"))
            if any(each.startswith(f"{path}/") for each in archive.names):
                return _Module(f"{file.path}, {path}", None)
    return None


def _parsed(data: bytes, where: str) -> ast.Module:
    if len(data) > _LONGEST:
        raise ArchiveError(f"is too large{where}: pulsarfn reads no more than 2 MiB of Python")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data)
    except SyntaxError as error:
        line = f" at line {error.lineno}" if error.lineno else ""
        raise ArchiveError(f"is not Python that pulsarfn can read{where}{line}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ArchiveError(f"is not Python that pulsarfn can read{where}") from error


def _no_module(file: PackageFile, module: str, name: str) -> Problem:
    message = f"the module {module} of className is not in {file.path}"
    stem, _, suffix = name.rpartition(".")
    if suffix == "zip":
        return Problem(
            codes.CLASS_INVALID, message, ("className",), f"put it into the folder {stem}/src of the zip file"
        )
    if suffix == "whl":
        return Problem(codes.CLASS_INVALID, message, ("className",), "correct className, or the package")
    hint = f"write className: {stem}.CLASS, or append #{module}.py to py, so that the file gets this name"
    message = f"the pod saves {file.path} as {name}, so that its module is {stem}, not {module}"
    return Problem(codes.CLASS_INVALID, message, ("className",), hint)


def _check(class_name: str, found: _Module, attribute: str) -> Iterator[Problem]:
    if found.tree is None:
        hint = "name a class in one of its modules"
        yield Problem(codes.CLASS_INVALID, f"{found.file} is a folder, not a module", ("className",), hint)
        return
    bound = dict(_bound(found.tree.body))
    if "*" in bound or "__getattr__" in bound:  # what these bind is unknown
        return
    if attribute not in bound:
        if "." not in class_name:
            message = f"{found.file} has no function {_PROCESS}, which the instance calls"
            hint = f"add it, or set className to {class_name}.CLASS"
        else:
            message, near = f"{found.file} has no class {attribute}", nearest(attribute, bound)
            hint = f"did you mean '{class_name.rpartition('.')[0]}.{near}'?" if near else "correct className"
        yield Problem(codes.CLASS_INVALID, message, ("className",), hint)
        return
    node = bound[attribute]
    if isinstance(node, ast.ClassDef) and not _may_process(node):
        message = f"the class {class_name} in {found.file} has no method {_PROCESS}, which the instance calls"
        yield Problem(codes.CLASS_INVALID, message, ("className",), f"add it: def {_PROCESS}(self, input, context)")


def _may_process(node: ast.ClassDef) -> bool:
    """Whether a class has the method, or may inherit it from a class other than the API's Function."""
    bases = [ast.unparse(each).rpartition(".")[2] for each in node.bases]
    return _PROCESS in dict(_bound(node.body)) or bool(node.keywords) or any(each not in _BASES for each in bases)


def _bound(body: list[ast.stmt]) -> Iterator[tuple[str, ast.AST]]:
    """Return the names that statements bind, with what binds them; ``*`` for an import of everything."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        else:
            for each in ast.walk(node):
                yield from ((name, each) for name in _bound_by(each))


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (each.asname or each.name.partition(".")[0] for each in names)
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
