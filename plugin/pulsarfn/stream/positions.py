"""Lines and columns of the values of a text, for diagnostics: only read where there is something to report.

Line and column are 1-based; columns count code points. Nothing here raises: what cannot be found is None.
"""

from collections.abc import Callable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from pulsarfn.diagnostics import Path
from pulsarfn.stream.quoted import place_in_quotes

Place = tuple[int, int]


class Positions:
    """The positions of keys and values of a text, by path."""

    def __init__(self, text: str, keys: dict[Path, Place], values: dict[Path, Place], scalars: dict[Path, Any]) -> None:
        """`scalars` are the composed nodes, for what is embedded in them."""
        self._text, self._keys, self._values, self._scalars = text, keys, values, scalars

    def key(self, path: Path) -> Place | None:
        """Where the key of a member stands; for a list's item the item, for what is not there what should hold it."""
        while path and path not in self._keys and path not in self._values:
            path = path[:-1]
        return self._keys.get(path) or self._values.get(path)

    def value(self, path: Path) -> Place | None:
        """Where a value stands; for what is not there the key of what should hold it."""
        return self._values[path] if path in self._values else self.key(path)

    def embedded(self, path: Path) -> Callable[[Place], Place] | None:
        """From a line and column of the text that the scalar at `path` holds to line and column of this text.

        Exact for literal block scalars and for quoted ones; elsewhere all of it is where the scalar begins.
        """
        node = self._scalars.get(path)
        if node is None:
            return None
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if node.style == "|":
            indent = _indent(self._text, node)
            return lambda place: (line + place[0], place[1] + indent)
        if node.style in ('"', "'"):
            return lambda place: place_in_quotes(self._text, node.start_mark.index, place) or (line, column)
        return lambda _place: (line, column)


def positions(text: str) -> Positions:
    """The positions in a YAML or JSON text; none at all where the text cannot be read."""
    keys: dict[Path, Place] = {}
    values: dict[Path, Place] = {}
    scalars: dict[Path, Any] = {}
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        root = None
    pending: list[tuple[Path, Any]] = [] if root is None else [((), root)]
    while pending:
        path, node = pending.pop()
        values[path] = _place(node)
        if isinstance(node, MappingNode):
            for key, value in node.value:
                member = (*path, str(key.value))
                keys[member] = _place(key)
                pending.append((member, value))
        elif isinstance(node, SequenceNode):
            pending += [((*path, index), item) for index, item in enumerate(node.value)]
        elif isinstance(node, ScalarNode):
            scalars[path] = node
    return Positions(text, keys, values, scalars)


def _place(node: Any) -> Place:  # noqa: ANN401 - ruamel's nodes
    return node.start_mark.line + 1, node.start_mark.column + 1


def _indent(text: str, node: Any) -> int:  # noqa: ANN401 - ruamel's nodes
    """The indentation of a literal block scalar: that of its first line that is not blank."""
    lines = text[node.start_mark.index : node.end_mark.index].split("\n")[1:]
    decoded = node.value.split("\n")
    for line, content in zip(lines, decoded, strict=False):
        if content.strip():
            return len(line.rstrip("\r")) - len(content)
    return 0
