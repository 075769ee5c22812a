"""The package files of ``--package`` and ``--packages-from``."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from pulsarfn.component.package_files.given import GivenPackages, PackageFile
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Diagnostic, Location

_SUFFIXES = (".jar", ".nar", ".py", ".whl", ".zip")


def packages_of(given: Sequence[Path], folders: Sequence[Path]) -> GivenPackages | None:
    """Return the package files of the options, which are closed with the command; None if there are none.

    Raises:
        click.UsageError: if a folder of ``--package`` has no package file.
    """
    if not given and not folders:
        return None
    files = [each for path in given for each in (_files_in(path) if path.is_dir() else [path])]
    packages = GivenPackages(
        [_package_file(each) for each in files],
        lambda name: _in_folders(name, folders),
    )
    click.get_current_context().call_on_close(packages.close)
    return packages


def unused(given: Sequence[Path], packages: GivenPackages) -> tuple[Diagnostic, ...]:
    """Return a warning for each file of ``--package`` that was the package of no component; files of a folder need not be."""
    paths = (str(each) for each in given if not each.is_dir())
    message = "no component of the stream has this package: neither its name nor a class in it is that of a component"
    hint = "call it as the pod calls it, such as wc.jar for function://public/default/wc@v1, or leave it out"
    return tuple(
        Diagnostic(codes.PACKAGE_UNUSED, message, Location(path), hint) for path in paths if path not in packages.used
    )


def _files_in(folder: Path) -> list[Path]:
    found = sorted(each for each in folder.iterdir() if each.suffix in _SUFFIXES and each.is_file())
    if not found:
        raise click.UsageError(f"--package {folder}: no {', '.join(_SUFFIXES)} file in this folder")
    return found


def _in_folders(name: str, folders: Sequence[Path]) -> PackageFile | None:
    """Return the file of a name in the first folder that has it; a name with a path in it is in none."""
    if not name or name != os.path.basename(name) or name in (os.curdir, os.pardir):  # noqa: PTH119 - a name, no path
        return None
    return next((_package_file(folder / name) for folder in folders if (folder / name).is_file()), None)


def _package_file(path: Path) -> PackageFile:
    return PackageFile(str(path), lambda: path.open("rb"))
