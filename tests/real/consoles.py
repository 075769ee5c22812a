"""The ``console`` blocks of a Markdown page: commands behind ``$``, and below each what it prints."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[tuple[str, str]]:
    """The commands of a page with what the page says that they print."""
    found = [each for block in _BLOCK.findall(page.read_text(encoding="utf-8")) for each in _commands(block)]
    assert found, f"{page} shows no command"
    return found


def _commands(block: str) -> Iterator[tuple[str, str]]:
    for part in ("\n" + block).split("\n$ ")[1:]:
        command, _, printed = part.partition("\n")
        while command.endswith("\\"):
            more, _, printed = printed.partition("\n")
            command = f"{command}\n{more}"
        yield command, printed.removesuffix("\n")


def run(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    """What a command prints on both streams, run by a shell in a folder."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout.removesuffix("\n")
