"""Files that commands write: all of them, or none if there is an obstacle."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import copymode
from tempfile import NamedTemporaryFile

import click

from pulsarfn.pipeline.inputs import InputDocument, documents, read
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.spool import Spool
from pulsarfn.values import mapping

_NOT_OF_NAMES = re.compile(r"[^\w.:-]")
_LONGEST_NAME = 240


def write_files(folder: Path, files: Mapping[str, bytes], *, replaces: bool) -> None:
    """Write files into a folder, which is made if it is missing; existing files are replaced, or refused.

    Raises:
        click.ClickException: if a file cannot be written, or exists and must not be replaced.
    """
    targets = {folder / name: content for name, content in files.items()}
    there = [str(each) for each in targets if each.exists() or each.is_symlink()]
    if there and not replaces:
        raise click.ClickException(f"{', '.join(there)}: nothing was written, as this is there already")
    try:
        for target, content in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)  # writing through a link would change another file
            target.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror}") from error


def may_be_replaced(path: Path) -> bool:
    """Whether `replace_files` can replace a file."""
    return path.is_file() and os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def replace_files(files: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Replace the old content of files by the new one; each file is complete at all times, and keeps its mode and its links.

    Raises:
        click.ClickException: if a file cannot be replaced or has changed since it was read; nothing is written then.
    """
    targets = {path.resolve(): contents for path, contents in files.items()}
    made: dict[Path, Path] = {}
    try:
        for target, (old, new) in targets.items():
            made[target] = _file_beside(target, old, new)
        for target, beside in made.items():
            beside.replace(target)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    finally:
        for beside in made.values():
            beside.unlink(missing_ok=True)


def _file_beside(target: Path, old: bytes, new: bytes) -> Path:
    """Return a new file in the folder of `target`, with its mode and the new content."""
    if not target.is_file():
        raise click.ClickException(
            f"{target}: not a regular file, so nothing was fixed: pipe it in, and keep the output"
        )
    if not os.access(target, os.W_OK):
        raise click.ClickException(f"{target}: not writable, so nothing was fixed")
    if target.read_bytes() != old:
        raise click.ClickException(f"{target}: it changed while pulsarfn read it, so nothing was fixed")
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        file.write(new)
    copymode(target, file.name)
    return Path(file.name)


def object_files(chunks: Iterable[bytes]) -> dict[str, bytes]:
    """Return a file for each object of a stream, named as kustomize names them; a list counts as one object.

    Raises:
        click.ClickException: if two objects get the same file name.
    """
    spool = Spool()
    for chunk in chunks:
        spool.add(chunk)
    files: dict[str, bytes] = {}
    for each in documents([InputText("output", spool)]):
        name = _file_name(each)
        if name in files:
            raise click.ClickException(f"two objects of the stream would be the file {name}: nothing was written")
        if name:
            files[name] = each.raw if each.raw.endswith(b"\n") else each.raw + b"\n"
    return files


def _file_name(document: InputDocument) -> str:
    """Return ``NAMESPACE_GROUP_VERSION_KIND_NAME.yaml``, in lower case except for the name; empty if there is no object."""
    number = document.document.index
    found = read(document)
    if found is None:
        return f"document_{number}.yaml"
    if found[0] is None:
        return ""
    manifest = mapping(found[0])
    metadata = mapping(manifest.get("metadata"))
    namespace, name = metadata.get("namespace") or "", metadata.get("name") or number
    kind = f"{manifest.get('apiVersion') or ''}_{manifest.get('kind') or 'document'}".replace("/", "_").lower()
    parts = [str(each) for each in (namespace, kind.strip("_"), name) if each]
    return f"{_NOT_OF_NAMES.sub('-', '_'.join(parts))[:_LONGEST_NAME]}.yaml"
