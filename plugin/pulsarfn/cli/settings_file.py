"""The settings file of a checkout, ``.pulsarfn.yaml``: options that its users would otherwise type with each command.

    workerConfig: deploy/functions_worker.yml     # as --worker-config; paths begin at the folder of this file
    assumeExists: [Secret/database-*]             # as --assume-exists
    ignore: [PF610]                               # as --ignore
    sourceRoot: .                                 # as --source-root

lint, explain, graph and diff look for it at the root of the checkout. The filter does not: its output must not depend on the
folder in which it runs, so it reads only what ``--config`` names.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from pulsarfn.cli.checkout_settings import SettingsFile
from pulsarfn.cli.codes import ignored_codes
from pulsarfn.diagnostics.problem import suggestion
from pulsarfn.stream.positions import Positions
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.values import Value

NAME = ".pulsarfn.yaml"


def settings_file_of(folder: Path) -> Path | None:
    """Return the settings file at the root of the checkout that holds a folder; outside a checkout, the one in the folder."""
    root = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)
    file = Path(os.path.relpath(root / NAME, folder))
    return file if (root / NAME).is_file() else None


def read_settings_file(file: Path) -> SettingsFile:
    """Return the settings in a settings file.

    Raises:
        click.UsageError: if it is not valid; the message names the file and the line.
    """
    try:
        text = decode(file.read_bytes())
        value = read_yaml(text, "kubernetes")
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}") from error
    except ReadError as error:
        raise click.UsageError(f"{file}:{error.line}:{error.column}: {error.message}") from error
    if value is None:
        return SettingsFile()
    if not isinstance(value, dict):
        raise click.UsageError(f"{file}:1:1: write keys with values; known are: {', '.join(_KEYS)}")
    return _Reader(file, text, value).settings


_KEYS = ("assumeExists", "ignore", "sourceRoot", "workerConfig")


class _Reader:
    """Reads the values of a settings file."""

    def __init__(self, file: Path, text: str, value: Mapping[str, Value]) -> None:
        self._file, self._text, self._value = file, text, value

    @property
    def settings(self) -> SettingsFile:
        for key in self._value:
            if key not in _KEYS:
                raise self._wrong(key, f"unknown key '{key}'; {suggestion(key, _KEYS)}")
        worker_config, source_root = self._path("workerConfig"), self._path("sourceRoot")
        if worker_config is not None and not worker_config.is_file():
            raise self._wrong("workerConfig", f"there is no file {worker_config}")
        if source_root is not None and not source_root.is_dir():
            raise self._wrong("sourceRoot", f"there is no folder {source_root}")
        ignored = ignored_codes(self._texts("ignore"), f"{self._place('ignore')}: ignore")
        return SettingsFile(worker_config, tuple(self._texts("assumeExists")), ignored, source_root)

    def _path(self, key: str) -> Path | None:
        given = self._value.get(key)
        if given is None:
            return None
        if not isinstance(given, str) or not given:
            raise self._wrong(key, f"{key} is not a path")
        return self._file.parent / given

    def _texts(self, key: str) -> Iterator[str]:
        given = self._value.get(key)
        for each in given if isinstance(given, list) else [] if given is None else [given]:
            if not isinstance(each, str):
                raise self._wrong(key, f"{key} is not a list of texts")
            yield each

    def _wrong(self, key: str, message: str) -> click.UsageError:
        return click.UsageError(f"{self._place(key)}: {message}")

    def _place(self, key: str) -> str:
        line, column = Positions(self._text).key((key,)) or (1, 1)
        return f"{self._file}:{line}:{column}"
