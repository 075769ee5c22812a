"""The token of the deployer: the file or the variable that holds it, and whether other users can read that file."""

import os
import stat
from typing import TYPE_CHECKING

from pulsarfn.cli.variables import AUTH_TOKEN
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Diagnostic, Location

if TYPE_CHECKING:
    from pathlib import Path


def token(file: "Path | None", variable: str = AUTH_TOKEN) -> str:
    """Return the token in `file`, else in the variable, without the blanks around it (as in ``file://`` of Pulsar).

    Raises:
        click.UsageError: if it is not text.
    """
    try:
        return token_of(os.environb.get(variable.encode(), b"") if file is None else file.read_bytes())
    except UnicodeDecodeError as error:
        import click  # noqa: PLC0415 - the filter reads its environment without it

        raise click.UsageError(f"{file or variable}: the token is not UTF-8") from error


def token_of(content: bytes) -> str:
    """Return the token in the content of a file or a variable, without the blanks around it.

    Raises:
        UnicodeDecodeError: if it is not text.
    """
    return content.decode().strip()


def exposure(file: "Path") -> tuple[Diagnostic, ...]:
    """Return a warning if other users can read the token file."""
    status = file.stat()
    return exposed(str(file), status.st_mode) if is_exposed(status, os.getuid()) else ()


def is_exposed(status: os.stat_result, user: int) -> bool:
    """Whether the file belongs to the user and others can read it: ssh makes the same check of a private key.

    The owner of another file protects it: for example a Secret that the kubelet mounts for a user other than root.
    Anything but a plain file, such as ``<(…)`` in a shell, disappears with the process.
    """
    own = stat.S_ISREG(status.st_mode) and status.st_uid == user
    return own and bool(status.st_mode & (stat.S_IRGRP | stat.S_IROTH))


def exposed(name: str, mode: int) -> tuple[Diagnostic, ...]:
    """Return the warning for a token file of this name."""
    message = f"others may read the token file: its mode is {stat.S_IMODE(mode):04o}"
    hint = "chmod 600 it; a Secret that is mounted into a container gets defaultMode: 0400"
    return (Diagnostic(codes.TOKEN_FILE_EXPOSED, message, Location(name), hint),)
