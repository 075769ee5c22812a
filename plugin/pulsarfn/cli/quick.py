"""Answers `--help` and `version` from stored text: click takes four times as long to load as Python to start.

It imports only what Python has loaded at its start, and the path of the standard library.
"""

import os
import sys

from pulsarfn import __version__
from pulsarfn.cli import variables

HELP_FILE = os.path.join(os.path.dirname(__file__), "help.txt")  # noqa: PTH118, PTH120 - pathlib is slow to import
"""What click prints for ``pulsarfn --help``: written by ``python docs/generate``, and compared with click's by a test."""

HELP_WIDTH = 80
"""The width of the stored help, in columns: click wraps it for a narrower terminal only."""


def quick_answer(arguments: list[str]) -> str | None:
    """Return what these arguments print, with its last newline, or None if the command line has to find out."""
    if arguments in (["version"], ["--version"]):
        return f"pulsarfn {__version__}\n"
    if arguments in (["--help"], ["-h"]) and _is_called_pulsarfn() and _columns() >= HELP_WIDTH:
        with open(HELP_FILE, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is slow to import
            return file.read()
    return None


def _is_called_pulsarfn() -> bool:
    return variables.PROGRAM not in os.environ and os.path.basename(sys.argv[0]) != "kubectl-pulsarfn"  # noqa: PTH119


def _columns() -> int:
    """Return the width of the terminal as `shutil.get_terminal_size` finds it: click asks that."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or HELP_WIDTH if sys.__stdout__ else HELP_WIDTH
    except (OSError, ValueError):  # standard output is no terminal
        return HELP_WIDTH
