"""A Python for commands of users, and what is in an environment."""

import re
import subprocess
import sys
from pathlib import Path

import pip
import pytest
from clients import REPOSITORY, executable

from made_once import made_once

_RUNNER = Path(pip.__file__).parent / "__pip-runner__.py"
_COMMAND = f"""\
#!/bin/sh
[ "$1 $2 $#" = "-m venv 3" ] || exec "{sys.executable}" "$@"
"{sys.executable}" -m venv --without-pip "$3" && cd "$3/bin" || exit
printf '#!/bin/sh\\nexec "%s/python" "{_RUNNER}" "$@"\\n' "$PWD" >pip
chmod +x pip
"""


def built_once(factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel of the working tree, which all processes of a test run share."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "hatchling", "build", "-d", folder]
        subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)

    return made_once(factory, "built", build)


_INSTALLED = """\
from importlib.metadata import distributions
for each in distributions():
    print(each.metadata["Name"], each.version, sep="==")
"""


def python_command(path: Path) -> Path:
    """The Python of the tests as `python3`. `pip` in its environments is that of the tests: Python takes seconds to unpack one."""
    return executable(path, _COMMAND)


def locked_packages(name: str) -> set[str]:
    """The names and versions in a lock file."""
    return set(re.findall(r"^([a-z0-9-]+==[^\s;\\]+)", (REPOSITORY / ".ci" / name).read_text(), re.MULTILINE))


def installed_packages(python: Path) -> set[str]:
    """The names and versions in the environment of a Python, without pulsarfn and what makes environments."""
    printed = subprocess.run([python, "-I", "-c", _INSTALLED], capture_output=True, text=True, check=True).stdout
    found = {line.lower().replace("_", "-") for line in printed.splitlines()}
    return {each for each in found if each.partition("==")[0] not in {"pulsarfn", "pip", "setuptools"}}
