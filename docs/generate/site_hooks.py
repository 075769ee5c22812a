"""Hooks of mkdocs: what a page links to in the repository, an example for instance, comes along into the site.

The pages are written for readers of the repository too: their links are those between its files.
"""

import os.path
import re
from pathlib import Path, PurePosixPath
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
HOME = "README.md"
_LINK = re.compile(r"\[([^\[\]]*)\]\((?![a-z]+:|#|/)([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Any, config: Any) -> Any:  # noqa: ANN401 - mkdocs' own
    """Add the files outside of docs that pages link to, and what those link to."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - mkdocs runs this, the tests need not have it

    def add(place: str) -> None:
        if files.get_file_from_path(place) is None and _source(place).is_file():
            files.append(File.generated(config, place, abs_src_path=str(_source(place))))
            if place.endswith(".md"):
                waiting.append(place)

    waiting = [each.src_uri for each in files.documentation_pages()]
    add(HOME)
    while waiting:
        page = waiting.pop()
        for _, target, _ in _LINK.findall(_source(page).read_text(encoding="utf-8")):
            add(in_site(page, target))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:  # noqa: ANN401 - mkdocs' own
    """Let links lead to where the files are in the site; of a folder, only its README is there to lead to."""
    here = page.file.src_uri

    def linked(found: re.Match[str]) -> str:
        text, target, anchor = found.groups(default="")
        place = in_site(here, target)
        if not _source(place).is_file() or "/." in f"/{place}":  # mkdocs leaves out what is hidden
            return text
        return f"[{text}]({os.path.relpath(place, PurePosixPath(here).parent)}{anchor})"

    return _LINK.sub(linked, markdown)


def in_site(page: str, target: str) -> str:
    """The place in the site of what a page of the site links to; of a folder, its README."""
    path = Path(os.path.normpath(_source(page).parent / target))
    if path.is_dir():
        path /= "README.md"
    inside = path.relative_to(REPOSITORY).as_posix()
    return inside.removeprefix("docs/")


def _source(place: str) -> Path:
    """The file in the repository that a place in the site comes from."""
    in_docs = REPOSITORY / "docs" / place
    return in_docs if in_docs.exists() else REPOSITORY / place
