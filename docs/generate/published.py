"""The repository's address and the version of a release, equal in every file that shows them.

The address is `project.urls.Source` of pyproject.toml, and nowhere else to be set; the version is the package's.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pulsarfn import __version__

TOP = Path(__file__).resolve().parents[2]
PATTERNS = (
    "*.md",
    "*.yaml",
    "*.yml",
    ".*.yaml",
    "Dockerfile",
    "docs/*.md",
    "docs/hosts/*.md",
    "examples/**/*.md",
    "examples/**/*.yaml",
    "kubectl-plugin/*.yaml",
    "templates/*.yml",
)
"""The files that may show the address or the version of a release."""

_URL = re.compile(r"https://[\w.-]+(?:/(?!-/|raw/|blob/|releases/|templates/)[\w.~-]+)*/pulsarfn(?![\w-])")
_ACTION = re.compile(r"(?<=uses: )[\w.-]+/pulsarfn(?=[@/])")
_VERSION = re.compile(
    r"((?:/pulsarfn(?:\.git#|@|/releases/download/|/-/raw/)|\bpulsarfn-|--version |git tag -s )v)\d+\.\d+\.\d+"
)
_IMAGE = re.compile(r"(\bpulsarfn(?:-argocd)?:)\d+\.\d+\.\d+")
_PRE_COMMIT = re.compile(r"(/pulsarfn\n +rev: v)\d+\.\d+\.\d+")
_MANIFEST = re.compile(r"(\bname: pulsarfn\n(?:spec:\n)? *version: v?)\d+\.\d+\.\d+")


def repository_url() -> str:
    """The one constant."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    url: str = project["urls"]["Source"]
    assert _URL.fullmatch(url), f"{url} must be https and end in /pulsarfn, as `helm plugin update` goes by that name"
    return url


def files() -> Iterator[Path]:
    """The files of `PATTERNS`; the changelog is about the past and stays."""
    found = {path for pattern in PATTERNS for path in TOP.glob(pattern) if path.is_file() and not path.is_symlink()}
    yield from sorted(found - {TOP / "CHANGELOG.md"})


def current(text: str, url: str, version: str) -> str:
    """`text` with this address and this version wherever it shows one of pulsarfn."""
    text = _ACTION.sub(lambda _: urlsplit(url).path.strip("/"), _URL.sub(lambda _: url, text))
    for each in (_VERSION, _IMAGE, _PRE_COMMIT, _MANIFEST):
        text = each.sub(lambda found: found[1] + version, text)
    return text


def published() -> dict[Path, str]:
    """Every file that shows the address or the version, as it should be."""
    url = repository_url()
    texts = {path: path.read_text(encoding="utf-8") for path in files()}
    return {path: current(text, url, __version__) for path, text in texts.items() if current(text, "", "") != text}
