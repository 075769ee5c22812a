"""What is generated of the documentation."""

import subprocess
import sys
from pathlib import Path

from man import man_page

DOCS = Path(__file__).resolve().parents[1]
EXAMPLES = DOCS.parent / "examples"


def generated() -> dict[Path, str]:
    """The text of every generated file, by its path."""
    return {
        DOCS / "pulsarfn.1": man_page(),
        DOCS / "images" / "quickstart.svg": _picture(EXAMPLES / "quickstart" / "stream.yaml"),
    }


def _picture(stream: Path) -> str:
    command = [sys.executable, "-m", "pulsarfn", "graph", "--output", "svg", "--filename", stream]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout
