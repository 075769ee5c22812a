"""The documentation site: built strictly, every link leads somewhere, nothing comes from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from clients import REPOSITORY

from made_once import made_once


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "site", build)


def build(folder: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "https_proxy": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def pages(site: Path) -> dict[Path, str]:
    found = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert len(found) > 20
    return found


def test_nothing_is_loaded_from_elsewhere(site):
    loading = re.compile(r"<(?:script|img|iframe|source)[^>]* src=\"(?:https?:)?//|<link[^>]* href=\"(?:https?:)?//")
    assert [path for path, text in pages(site).items() if loading.search(text)] == []
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"@import|url\((?:https?:)?//", styles) == []


def test_every_link_and_picture_is_there(site):
    for path, text in pages(site).items():
        for target in re.findall(r"<(?:a|img)[^>]* (?:href|src)=\"(?![a-z]+:|#)([^\"#?]+)", text):
            if path.name != "404.html":
                assert (path.parent / target).exists(), (path, target)


def test_the_home_page_is_the_readme(site):
    assert 'src="docs/images/' not in pages(site)[site / "index.html"]
    assert "out of your sight" in pages(site)[site / "index.html"]
