"""What all tests share: where the shared folder is."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the oracle, the streams and the YAML test suite: ``../shared``, or where PULSARFN_SHARED says."""
    folder = Path(os.environ.get("PULSARFN_SHARED", REPOSITORY.parent / "shared"))
    assert (folder / "oracle" / "cases").is_dir(), f"{folder} is not the shared folder: set PULSARFN_SHARED"
    return folder
