"""The input of a command: the given files and folders, or else standard input."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from pulsarfn.diagnostics.as_text import visible
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.descriptors import STDIN
from pulsarfn.stream.documents import Content, Part
from pulsarfn.stream.spool import Spool

_YAML_SUFFIXES = (".yaml", ".yml", ".json")  # the files that `kubectl apply -f DIR` reads


def inputs_of(files: Sequence[str], *, recursive: bool = False) -> list[InputText]:
    """Return the inputs for names of files and folders, in their order; standard input if there are none.

    Raises:
        click.ClickException: if something cannot be read, or if there is no name and standard input is a terminal.
    """
    if not files and _is_terminal():
        message = "nothing to read: give a FILE, or pipe a stream into this command; '-' reads what you type"
        raise click.UsageError(message, click.get_current_context(silent=True))
    spool = Spool()
    return [each for file in files or ("-",) for each in _inputs(file, spool, recursive=recursive)]


def is_manifest_file(name: str) -> bool:
    """Whether a word is meant as a file, in a place that also accepts other names."""
    return name.endswith(_YAML_SUFFIXES) and Path(name).is_file()


def standard_input() -> Content:
    """Return all of standard input.

    Raises:
        click.ClickException: if it cannot be read.
    """
    return _taken(Spool(), STDIN, "standard input")


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _inputs(name: str, spool: Spool, *, recursive: bool) -> Iterable[InputText]:
    """Return the inputs for a name: standard input, a file, or the YAML and JSON files of a folder in name order."""
    if name == "-":
        if _is_terminal():
            click.echo("Reading from the terminal: end with Ctrl-D on a line of its own.", err=True)
        yield InputText("stdin", _taken(spool, STDIN, "standard input"))
        return
    path = Path(name)
    for file in _files_in(path, recursive=recursive) if path.is_dir() else [path]:
        try:
            with file.open("rb", buffering=0) as opened:
                yield InputText(str(file), _taken(spool, opened.fileno(), str(file)))
        except OSError as error:
            raise _unreadable(f"{file}: {error.strerror}") from error


def _files_in(folder: Path, *, recursive: bool) -> list[Path]:
    found = sorted(each for each in _all_in(folder, recursive=recursive) if each.suffix in _YAML_SUFFIXES)
    top = folder.resolve()
    inside = [each for each in found if each.resolve().is_relative_to(top)]
    for each in found:
        if each not in inside:
            click.echo(f"Not read, as it is a link out of {visible(str(folder))}: {visible(str(each))}", err=True)
    if not inside:
        suffixes = ", ".join(_YAML_SUFFIXES)
        raise _unreadable(
            f"{folder}: no {suffixes} file in this folder{'' if recursive else ' (-R looks into its folders)'}"
        )
    return inside


def _all_in(folder: Path, *, recursive: bool) -> Iterator[Path]:
    """Return the files of a folder, and of its subfolders if `recursive`; links to folders are not followed."""
    try:
        for where, _, names in os.walk(folder, onerror=_fail):
            yield from (file for file in (Path(where, name) for name in names) if file.is_file())
            if not recursive:
                return
    except OSError as error:
        raise _unreadable(f"{error.filename or folder}: {error.strerror}") from error


def _fail(error: OSError) -> None:
    raise error


def _unreadable(message: str) -> click.ClickException:
    return click.ClickException(message)


def _taken(spool: Spool, descriptor: int, name: str) -> Content:
    """Return the part of the spool that the content of a descriptor fills."""
    start = len(spool)
    try:
        for _ in spool.take_in(descriptor):
            pass
    except OSError as error:
        raise _unreadable(f"{error.filename or name}: {error.strerror}") from error
    return Part(spool, start, len(spool))
