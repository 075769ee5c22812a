"""What is generated of the documentation, and the pages that show the repository's address or the version."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from man import man_page
from published import published
from pulsarfn.cli.explain_code import pages
from pulsarfn.cli.main import group
from pulsarfn.cli.quick import HELP_FILE, HELP_WIDTH
from reference import annotations_page, commands_page, configs_page, worker_config_page

DOCS = Path(__file__).resolve().parents[1]
EXAMPLES = DOCS.parent / "examples"


def generated() -> dict[Path, Callable[[], str]]:
    """What makes the text of every generated file, by its path."""
    codes = {DOCS / "codes" / name: make for name, make in pages().items()}
    texts = published()
    return {
        DOCS / "pulsarfn.1": man_page,
        Path(HELP_FILE): _help,
        DOCS / "reference" / "commands.md": commands_page,
        DOCS / "reference" / "annotations.md": annotations_page,
        DOCS / "reference" / "configs.md": configs_page,
        DOCS / "reference" / "worker-config.md": worker_config_page,
        DOCS / "images" / "quickstart.svg": partial(_picture, "quickstart"),
        DOCS / "images" / "tutorial.svg": partial(_picture, "tutorial"),
        **codes,
        **{path: partial(texts.__getitem__, path) for path in texts},
    }


def _help() -> str:
    with group.make_context("pulsarfn", [], resilient_parsing=True, terminal_width=HELP_WIDTH - 2) as context:
        return f"{context.get_help()}\n"  # click leaves two columns free


def _picture(example: str) -> str:
    command = [sys.executable, "-m", "pulsarfn", "graph", "--output", "svg", "--filename", EXAMPLES / example]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout
