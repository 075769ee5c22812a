"""What is generated of the documentation."""

from pathlib import Path

from man import man_page

DOCS = Path(__file__).resolve().parents[1]


def generated() -> dict[Path, str]:
    """The text of every generated file, by its path."""
    return {DOCS / "pulsarfn.1": man_page()}
