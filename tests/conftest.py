"""What all tests share: where the shared folder is."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

settings.register_profile("pulsarfn", deadline=None)  # a busy machine is no failure
settings.load_profile("pulsarfn")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the oracle, the streams and the YAML test suite: ``../shared``, or where PULSARFN_SHARED says."""
    folder = Path(os.environ.get("PULSARFN_SHARED", REPOSITORY.parent / "shared"))
    assert (folder / "oracle" / "cases").is_dir(), f"{folder} is not the shared folder: set PULSARFN_SHARED"
    return folder
