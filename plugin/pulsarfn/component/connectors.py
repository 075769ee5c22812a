"""Apache's own connectors: the classes and types that Pulsar's function worker reads out of their packages.

The table is made by ``tools/connector_table.py``; it holds the version of the packages that it was read from.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern

Kind = Literal["source", "sink"]
"""The kinds of connectors; some connectors are both."""

_TABLE = os.path.join(os.path.dirname(__file__), "connectors.json")  # noqa: PTH118, PTH120 - pathlib is slow to import
_BUILTIN = "builtin://"
_PACKAGE = "org.apache.pulsar.io."
_NAR = pattern(r"pulsar-io-(?P<name>[a-z0-9-]+?)(?:-nar)?(?:-(?P<version>[0-9][A-Za-z0-9.+-]*))?\.nar")


class ConnectorClass(NamedTuple):
    """The class of a connector of one kind, and the type of the messages that it produces or consumes."""

    class_name: str
    type_class_name: str


class Connector(NamedTuple):
    """One of Apache's connectors.

    Attributes:
        name: its name after ``builtin://``.
        archive: its name in the file names of its packages: ``pulsar-io-ARCHIVE-VERSION.nar``.
        classes: its classes, by kind.
    """

    name: str
    archive: str
    classes: Mapping[Kind, ConnectorClass]


class Table(NamedTuple):
    """All connectors of one version, by name."""

    version: str
    by_name: Mapping[str, Connector]
    by_archive: Mapping[str, Connector]


@cache
def connector_table() -> Table:
    """Return the table; it is read when the first connector is looked up."""
    with open(_TABLE, encoding="utf-8") as file:  # noqa: PTH123 - likewise
        content = json.load(file)
    connectors = [_connector(each) for each in content["connectors"]]
    return Table(
        content["version"],
        {each.name: each for each in connectors},
        {each.archive: each for each in connectors},
    )


def connector_of(archive: str | None) -> Connector | None:
    """Return the connector of an `archive`: ``builtin://NAME``, or a file ``pulsar-io-NAME-VERSION.nar`` in any folder."""
    if not archive:
        return None
    if archive.startswith(_BUILTIN):
        return connector_table().by_name.get(archive.removeprefix(_BUILTIN).partition("#")[0])
    file = archive.partition("#")[0].partition("?")[0].rpartition("/")[2]
    match = _NAR.fullmatch(file)
    return None if match is None else connector_table().by_archive.get(match["name"])


def kinds_of_class(class_name: str) -> dict[Kind, Connector]:
    """Return the kinds that a class of Apache's connectors is of, each with its connector; empty for any other class."""
    if not class_name.startswith(_PACKAGE):
        return {}
    connectors = connector_table().by_name.values()
    return {kind: each for each in connectors for kind, found in each.classes.items() if found.class_name == class_name}


def _connector(content: Mapping[str, Mapping[str, str]]) -> Connector:
    kinds: list[Kind] = [kind for kind in ("source", "sink") if kind in content]
    classes = {kind: ConnectorClass(content[kind]["class"], content[kind]["type"]) for kind in kinds}
    return Connector(str(content["name"]), str(content["archive"]), classes)
