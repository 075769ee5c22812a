"""The commands of the pages about import and adopt: each works, with a kubectl and a worker that answer what was recorded."""

import os

import consoles
import pytest
from clients import executable
from fake_worker import Behaviour, serving
from recorded import dump

from conftest import REPOSITORY
from program import quick_command

DOCS = REPOSITORY / "docs"
COUNTS = {"import.md": 5, "adopt.md": 4}
NAMES = (("function", "full"), ("function", "gof"))


@pytest.mark.slow
@pytest.mark.parametrize("page", COUNTS)
def test_the_commands_of_a_page(page, tmp_path):
    (tmp_path / "dump").write_text(dump())
    executable(tmp_path / "kubectl", f"#!/bin/sh\ncat {tmp_path}/dump\n")
    quick_command(tmp_path / "pulsarfn")
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "token").write_text("abc")
    (folder / "token").chmod(0o600)
    lines = consoles.lines(DOCS / page)
    assert len(lines) == COUNTS[page]
    with serving(Behaviour(NAMES, authorization="Bearer abc")) as url:
        consoles.check_lines(lines, folder, {"PATH": f"{tmp_path}:{os.environ['PATH']}", "ADMIN_URL": url})
    assert [*folder.rglob("gof.yaml")]
