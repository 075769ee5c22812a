"""Fills in what the package of a component says of it."""

from typing import Any, TypeVar

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.package import package_of
from pulsarfn.component.package_files.given import GivenPackages
from pulsarfn.component.package_files.java import read_function, read_sink, read_source
from pulsarfn.component.package_files.python import check_python
from pulsarfn.diagnostics.problem import Problem

C = TypeVar("C", FunctionConfig, SourceConfig, SinkConfig)


def filled(config: C, packages: GivenPackages) -> tuple[C, tuple[Problem, ...]]:
    """Return a config with the class and the types that its package gives, and the problems that the worker would have."""
    added, problems = _read(config, packages)
    return config.replace(**added), problems


def _read(
    config: FunctionConfig | SourceConfig | SinkConfig, packages: GivenPackages
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    if isinstance(config, SinkConfig):
        transform = _file_name(config.transform_function, "transformFunction")
        return read_sink(config, packages, _file_name(config.archive, "archive"), transform)
    if isinstance(config, SourceConfig):
        return read_source(config, packages, _file_name(config.archive, "archive"))
    if config.jar:
        return read_function(config, packages, _file_name(config.jar, "jar"))
    if config.py:
        return {}, check_python(config, packages, _file_name(config.py, "py"))
    return {}, ()  # a Go binary has no class


def _file_name(value: str | None, field: str) -> str:
    """Return the name of a package's file in the pod; empty if the config does not name one."""
    package, _ = package_of(value, field=field, download_directory="")
    return "" if package is None else package.path.rpartition("/")[2]
