"""``--source-root``: the files of a checkout that a host made the stream from."""

import os
from collections.abc import Iterator
from functools import cached_property
from itertools import product
from pathlib import Path, PurePosixPath

from pulsarfn.patterns import pattern

_SUFFIXES = (".yaml", ".yml", ".json")
_LARGEST = 1 << 20  # a ConfigMap cannot hold more
_CHART = "Chart.yaml"
_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml")
_HASH = pattern(r"-[a-z0-9]{10}")
"""What kustomize puts behind the name of what a generator makes."""
_KIND = pattern(r"""\bkind["']?:[ \t]*["']?(\w+)""")
_NAME = pattern(r"""\bname["']?:[ \t]*["']?([\w.-]+)""")
_CHART_NAME = pattern(r"""^name:[ \t]+["']?([\w.-]+)""")


class SourceRoot:
    """A checkout, without hidden files and the targets of links. Its files are read on first use."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def config_file(self, text: str, key: str) -> str:
        """Return the file that contains a config; of several, the one named like the data key. Empty if it is not certain."""
        found = self._by_content.get(_normalised(text), [])
        named = [each for each in found if each.name == key]
        return str((named or found)[0]) if 1 in (len(named), len(found)) else ""

    def file_named(self, name: str, resource: str) -> str:
        """Return the file that a host names: by the end of its path, or in the chart of that name. Unchanged if not certain.

        Of several files of that path, it is the one that holds or generates the resource (``Kind/name``).
        """
        wanted = PurePosixPath(name)
        found = [each for each in self._files if each.parts[-len(wanted.parts) :] == wanted.parts]
        if not found:
            below = [chart.joinpath(*wanted.parts[1:]) for chart in self._charts.get(wanted.parts[0], ())]
            found = [each for each in below if each in self._files]
        if len(found) > 1:
            giving = self._giving(resource)
            found = [each for each in found if each in giving]
        return str(found[0]) if len(found) == 1 else name

    def file_of(self, resource: str) -> str:
        """Return the manifest that holds a resource (``Kind/name``), or the kustomization that generates it; empty if not certain."""
        found = self._giving(resource)
        return str(found[0]) if len(found) == 1 else ""

    def _giving(self, resource: str) -> list[Path]:
        """Return the files that hold a resource as a manifest, or generate it as a kustomization."""
        kind, _, name = resource.partition("/")
        generated = {name, name[:-11] if _HASH.fullmatch(name[-11:]) else name}
        kustomizations = (each for part in generated for each in self._by_name.get(("", part), ()))
        return list(dict.fromkeys((*self._by_name.get((kind, name), ()), *kustomizations))) if name else []

    @cached_property
    def _files(self) -> dict[Path, None]:
        return dict.fromkeys(sorted(self._walked()))

    def _walked(self) -> Iterator[Path]:
        for folder, folders, files in os.walk(self._root):
            folders[:] = [each for each in folders if not each.startswith(".")]
            paths = (Path(folder, each) for each in files if each.endswith(_SUFFIXES))
            yield from (each for each in paths if each.is_file() and not each.is_symlink())

    @cached_property
    def _by_content(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for each in self._files:
            if each.stat().st_size <= _LARGEST:
                found.setdefault(_normalised(_text(each)), []).append(each)
        return found

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Path]]:
        """Return the files that have a kind and a name, by both; kustomizations have no kind here."""
        found: dict[tuple[str, str], list[Path]] = {}
        for each in self._files:
            text = _text(each) if each.stat().st_size <= _LARGEST else ""
            kinds = {""} if each.name in _KUSTOMIZATIONS else {match[1] for match in _KIND.finditer(text)}
            names = {match[1] for match in _NAME.finditer(text)} if kinds else set()
            for both in product(kinds, names):
                found.setdefault(both, []).append(each)
        return found

    @cached_property
    def _charts(self) -> dict[str, list[Path]]:
        """Return the folders of charts, by the names of the charts."""
        found: dict[str, list[Path]] = {}
        for each in self._files:
            lines = _text(each).splitlines() if each.name == _CHART else ()
            for match in filter(None, map(_CHART_NAME.match, lines)):
                found.setdefault(match[1], []).append(each.parent)
        return found


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig", "backslashreplace")


def _normalised(text: str) -> str:
    """Return a text with normalised line ends and end, as hosts and git change them; all positions stay the same."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip()
