"""The deployer's token: the file or the variable that holds it, and whether others may read that file too."""

import os
import stat
from typing import TYPE_CHECKING

from pulsarfn.cli.variables import AUTH_TOKEN
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Diagnostic, Location

if TYPE_CHECKING:
    from pathlib import Path


def token(file: "Path | None") -> str:
    """The token in `file`, else in PULSARFN_AUTH_TOKEN; the blanks around it are no part of it, as in Pulsar's ``file://`` parameters."""
    if file is None:
        return token_of(os.environb.get(AUTH_TOKEN.encode(), b""))
    return token_of(file.read_bytes())


def token_of(content: bytes) -> str:
    """The token in the content of a file or a variable: the blanks around it are no part of it."""
    return content.decode("utf-8", "surrogateescape").strip()


def exposure(file: "Path") -> tuple[Diagnostic, ...]:
    """A warning where others may read the token file too."""
    status = file.stat()
    return exposed(str(file), status.st_mode) if is_exposed(status, os.getuid()) else ()


def is_exposed(status: os.stat_result, user: int) -> bool:
    """Whether it is the user's own file and others may read it, as ssh asks of a private key.

    A file of somebody else is theirs to protect: a Secret that the kubelet mounts for a user other than root, for example.
    What is no plain file, such as a shell's ``<(…)``, is gone when we are.
    """
    own = stat.S_ISREG(status.st_mode) and status.st_uid == user
    return own and bool(status.st_mode & (stat.S_IRGRP | stat.S_IROTH))


def exposed(name: str, mode: int) -> tuple[Diagnostic, ...]:
    """The warning for a token file called so."""
    message = f"others may read the token file: its mode is {stat.S_IMODE(mode):04o}"
    hint = "chmod 600 it; a Secret that is mounted into a container gets defaultMode: 0400"
    return (Diagnostic(codes.TOKEN_FILE_EXPOSED, message, Location(name), hint),)
