"""The commands of a Markdown page, run as the page shows them.

``console`` blocks have commands after ``$``, and below each what it prints. ``sh`` blocks have a command a line, which
must succeed; finding differences is a success. A block whose first line is ``# FILE`` shows the content of that file.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BOTH = re.compile(r"^```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINES = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^```\w+\n# ([\w./-]+\.\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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


def write_files(page: Path, folder: Path) -> None:
    """Write the files that a page shows into a folder."""
    for name, content in _FILE.findall(page.read_text(encoding="utf-8")):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def section(text: str, heading: str) -> str:
    """The part of a page below a heading, up to the next one that is not below it."""
    _, found, rest = f"\n{text}".partition(f"\n{heading}\n")
    assert found, f"there is no {heading}"
    level = heading.index(" ")
    return re.split(rf"(?<!```yaml)\n#{{1,{level}}} ", rest)[0]  # the first line of a block may be the name of its file


def lines(page: Path, *, not_run: tuple[str, ...] = (), under: str = "") -> list[str]:
    """The commands of a page's ``sh`` blocks, without comments and those that begin as `not_run`; `under` one heading or all."""
    text = page.read_text(encoding="utf-8")
    return _lines("".join(_LINES.findall(section(text, under) if under else text)), not_run)


def _lines(text: str, not_run: tuple[str, ...] = ()) -> list[str]:
    found = [re.split("(?:^|  )#", line)[0].strip() for line in text.splitlines()]
    return [line for line in found if line and not line.startswith(not_run)]


def check_printed(page: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Run the ``console`` blocks of a page in a folder: they print what it says."""
    for command, printed in commands(page):
        assert (command, run(command, folder, environment)) == (command, printed)


def check_section(page: Path, heading: str, folder: Path, environment: Mapping[str, str]) -> None:
    """Run the commands of both kinds of blocks below a heading, in their order."""
    blocks = _BOTH.findall(section(page.read_text(encoding="utf-8"), heading))
    assert blocks, f"{heading} has no command"
    for kind, block in blocks:
        if kind == "sh":
            check_lines(_lines(block), folder, environment)
        for command, printed in _commands(block) if kind == "console" else ():
            assert (command, printed) == (command, run(command, folder, environment))


def check_lines(found: list[str], folder: Path, environment: Mapping[str, str], **placeholders: str) -> None:
    """Run commands in a folder, placeholders filled in: they succeed."""
    assert found
    for line in found:
        for placeholder, text in placeholders.items():
            line = line.replace(placeholder, text)  # noqa: PLW2901 - filled in
        well = 1 if " diff " in line else 0
        printed = run(f"( {line} ) >out 2>&1; [ $? -le {well} ] && echo done || cat out", folder, environment)
        assert (line, printed) == (line, "done")
