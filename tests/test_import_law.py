"""Rooms import only downward (ARCHITECTURE): every import of the package is walked, the lazy ones too."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "plugin" / "pulsarfn"
FLOORS = (
    ("typed",),
    ("named_tuples", "patterns", "values", "annotations", "staged"),
    ("diagnostics",),
    ("stream",),
    ("provenance",),
    ("kubernetes",),
    ("java",),
    ("models",),
    ("worker",),
    ("component",),
    ("pipeline",),
    ("analysis",),
    ("migration", "admin_api"),
    ("cli",),
    ("entry",),
    ("__main__", "extend"),
)
"""The rooms and the loose modules, the ground first."""

FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(file: Path) -> str:
    parts = ("pulsarfn", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in FILES}


def room_of(module: str) -> str:
    return [*module.split("."), ""][1]


@cache
def imports(file: Path) -> frozenset[str]:
    """The modules of the package that a file imports, wherever the statement is."""
    return frozenset(_imports(file))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            assert node.level == 0, f"{file} has a relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


def test_every_module_is_in_a_room() -> None:
    assert len(MODULES) > 200
    assert {room_of(module) for module in MODULES if module != "pulsarfn"} == set(FLOOR)


def test_imports_lead_down() -> None:
    led_up = {
        (module, target)
        for module in MODULES.keys() - {"pulsarfn"}
        for target in imports(MODULES[module])
        if room_of(target) not in ("", room_of(module)) and FLOOR[room_of(target)] >= FLOOR[room_of(module)]
    }
    assert led_up == set()


def test_no_module_imports_itself_through_others() -> None:
    graph = {module: imports(file) - {module} for module, file in MODULES.items()}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"a circle: {' -> '.join((*path[path.index(module) :], module))}"
        if module not in done:
            for target in graph[module]:
                visit(target, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())
