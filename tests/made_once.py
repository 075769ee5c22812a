"""Folders that all processes of a test run share: the first process that wants one makes it, the others wait."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from clients import locked
from servers import run_folder


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder with that name; no test may change what is in it."""
    folder = run_folder(factory.getbasetemp()) / name
    ready = folder.with_name(f"{name}.ready")
    with locked(folder.with_name(f"{name}.lock")):
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)  # where making it failed
            folder.mkdir()
            make(folder)
            ready.touch()
    return folder
