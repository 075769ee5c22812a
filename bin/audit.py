"""Which locked versions have a known vulnerability: python bin/audit.py ADVISORIES.zip LOCK…, without any network.

ADVISORIES.zip is the export of https://osv.dev for PyPI, fetched wherever there is a network:
https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip. Prints a line for each finding and ends with 1, or with 0 for none.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def locked(lock: str) -> dict[str, str]:
    """The versions in the text of a lock file by normalised name."""
    return {canonicalize_name(name): version for name, version in _LOCKED.findall(lock)}


def findings(advisories: Path, versions: dict[str, str]) -> Iterator[str]:
    """A line for each advisory that is about one of the versions."""
    with zipfile.ZipFile(advisories) as archive:
        for member in sorted(archive.namelist()):
            advisory = json.loads(archive.read(member))
            for affected in () if "withdrawn" in advisory else advisory.get("affected", ()):
                name = canonicalize_name(affected.get("package", {}).get("name", ""))
                if name in versions and _is_affected(affected, versions[name]):
                    yield f"{name} {versions[name]}: {advisory['id']} {advisory.get('summary', '')}".rstrip()


def _is_affected(affected: dict, version: str) -> bool:
    """Whether a version is listed, or lies in a range (https://ossf.github.io/osv-schema: the events of a range are in order)."""
    if version in affected.get("versions", ()):
        return True
    return any(_within(each["events"], version) for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM")


def _within(events: list[dict[str, str]], version: str) -> bool:
    within = False
    for event in events:
        try:
            if "introduced" in event:
                within = within or event["introduced"] == "0" or Version(event["introduced"]) <= Version(version)
            elif "fixed" in event:
                within = within and Version(version) < Version(event["fixed"])
            elif "last_affected" in event:
                within = within and Version(version) <= Version(event["last_affected"])
        except InvalidVersion:
            return True  # nobody can tell: a person has to look
    return within


def main() -> int:
    """Print the findings for the lock files."""
    advisories, *locks = map(Path, sys.argv[1:])
    found = [*findings(advisories, {k: v for lock in locks for k, v in locked(lock.read_text("utf-8")).items()})]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
