"""Makes the table of Apache's own connectors from their packages: ``python tools/connector_table.py``.

It needs Maven, 6 GB of disk and some minutes. What Maven fetched stays in its local repository. The connectors are released
apart from Pulsar since 4.2; 4.0.8 is the last release whose packages are in the Maven repository.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree as ET

import yaml

from pulsarfn.java.classes.archive import Archive
from pulsarfn.java.classes.component_types import Classes

VERSION = "4.0.8"
GROUP = "org.apache.pulsar"
ROOT = "pulsar-io"
TABLE = Path(__file__).parent.parent / "plugin" / "pulsarfn" / "component" / "connectors.json"

Connector: TypeAlias = dict[str, str | dict[str, str]]
"""Its names, and for ``source`` and ``sink`` the class and the type of its messages."""

_POM = "{http://maven.apache.org/POM/4.0.0}"
_SERVICE = "META-INF/services/pulsar-io.yaml"
_PROJECT = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>pulsarfn</groupId><artifactId>fetch-{name}</artifactId><version>1</version><packaging>pom</packaging>
  {content}
</project>
"""
_COPY = """<build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId>
    <executions><execution>
      <phase>validate</phase><goals><goal>copy</goal></goals>
      <configuration>
        <outputDirectory>{folder}</outputDirectory>
        <artifactItems><artifactItem>
          <groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version><type>{kind}</type>
        </artifactItem></artifactItems>
      </configuration>
    </execution></executions>
  </plugin></plugins></build>"""


def fetch(names: Iterable[str], *, kind: str, folder: Path) -> dict[str, Path]:
    """The artifacts of these names that Maven can fetch, copied to `folder`; `kind` is ``jar`` or ``pom``.

    Each is a project of its own, so that one that is missing stops no other.
    """
    names = list(names)
    with tempfile.TemporaryDirectory() as scratch:
        modules = "".join(f"<module>{name}</module>" for name in names)
        _write_project(Path(scratch), "all", f"<modules>{modules}</modules>")
        for name in names:
            copy = _COPY.format(folder=folder, group=GROUP, name=name, version=VERSION, kind=kind)
            _write_project(Path(scratch, name), name, copy)
        command = ["mvn", "--batch-mode", "--quiet", "--fail-never", "--file", scratch, "validate"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    files = {name: folder / f"{name}-{VERSION}.{kind}" for name in names}
    return {name: file for name, file in files.items() if file.exists()}


def read_connector(archive: Path) -> Connector | None:
    """What a package says of its connector; None for one that holds none, such as a library."""
    with Archive(archive.open("rb")) as opened:
        text = opened.read(_SERVICE)
        if text is None:
            return None
        service = yaml.safe_load(text)
        classes = Classes(opened.find_class)
        name = archive.name.removeprefix(f"{ROOT}-").removesuffix(f"-{VERSION}.jar").removesuffix("-nar")
        connector: Connector = {"name": service["name"], "archive": name}
        if class_name := service.get("sourceClass"):
            connector["source"] = {"class": class_name, "type": classes.source_type(class_name)}
        if class_name := service.get("sinkClass"):
            connector["sink"] = {"class": class_name, "type": classes.sink_type(class_name)}
    return connector


def table_text(connectors: Iterable[Connector]) -> str:
    """The table as it is kept."""
    ordered = sorted(connectors, key=lambda each: str(each["name"]))
    return json.dumps({"version": VERSION, "connectors": ordered}, indent=2) + "\n"


def _write_project(folder: Path, name: str, content: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "pom.xml").write_text(_PROJECT.format(name=name, content=content), encoding="utf-8")


def _artifacts(folder: Path) -> Iterator[str]:
    """The connectors' artifacts: the modules of Apache's own build, from its POMs."""
    waiting = [ROOT]
    while waiting:
        poms = fetch(waiting, kind="pom", folder=folder)
        for name in sorted({*waiting} - {*poms}):
            print(f"not in the repository: {name}", file=sys.stderr)  # noqa: T201 - for the one who runs it
        waiting = []
        for name, pom in poms.items():
            modules = dict.fromkeys(str(each.text) for each in ET.parse(pom).iter(f"{_POM}module"))
            waiting += [f"{name}-{module}" for module in modules]
            if not modules:
                yield name


def main() -> None:
    """Fetch everything, and write the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        archives = fetch(list(_artifacts(folder)), kind="jar", folder=folder)
        connectors = [found for archive in archives.values() if (found := read_connector(archive))]
    TABLE.write_text(table_text(connectors), encoding="utf-8")


if __name__ == "__main__":
    main()
