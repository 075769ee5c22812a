"""Lookup of the classes that a worker config names: built in, or from an installed package.

Third parties register under the entry point groups ``pulsarfn.worker.customizers``, ``pulsarfn.auth_providers`` and
``pulsarfn.worker.secrets_providers``; the entry point is called as the class. They are asked only for what is not built in, so
that no installed package changes the output of a config that does not name it. Nothing is ever imported by a name from the
stream: only what was installed beside pulsarfn.
"""

from collections import UserDict
from collections.abc import Mapping
from importlib import import_module

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, suggestion
from pulsarfn.typed import Any, TypeVar

K = TypeVar("K")
Registered = TypeVar("Registered")


class Modules(UserDict[K, Any]):
    """Modules by what selects them, such as a name: the table says where each is, and it is imported on first use."""

    def __getitem__(self, name: K) -> Any:  # noqa: ANN401 - of the shape that the table declares
        """Return the module."""
        found = self.data[name]
        if isinstance(found, str):
            found = self.data[name] = import_module(found)
        return found


def look_up(
    class_name: str, built_in: Mapping[str, Registered], *, group: str, path: Path
) -> tuple[Registered | None, tuple[Problem, ...]]:
    """Return the object of `class_name`: one of `built_in`, or an entry point of `group`; `path` is the worker config's key."""
    found = built_in.get(class_name)
    if found is not None:
        return found, ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - costs more than all built-in ones together

    for entry_point in entry_points(group=f"pulsarfn.{group}", name=class_name):
        try:
            registered: Registered | None = entry_point.load()
        except (ImportError, AttributeError) as error:
            return None, (_not_imported(class_name, entry_point.value, str(error), path),)
        if registered is None:
            return None, (_not_imported(class_name, entry_point.value, "it is None", path),)
        return registered, ()
    hint = f"{suggestion(class_name, built_in)}, or install a package with an entry point of that name in the group pulsarfn.{group}"
    problem = Problem(
        codes.CLASS_NOT_FOUND, f"User class must be in class path: {class_name}", path, hint, text=Text.WORKER_CONFIG
    )
    return None, (problem,)


def _not_imported(class_name: str, value: str, error: str, path: Path) -> Problem:
    message = f"{class_name} is installed as {value}, which cannot be imported: {error}"
    hint = "install it again, with all that it needs"
    return Problem(codes.CLASS_NOT_FOUND, message, path, hint, text=Text.WORKER_CONFIG)
