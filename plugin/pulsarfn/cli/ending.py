"""The message that ends a run goes to the same places as diagnostics: hosts such as Helm 4 discard standard error."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pulsarfn.cli import variables
from pulsarfn.diagnostics.as_text import short, visible

_OPTION = "--diagnostics"


def run_name(command: str) -> str:
    """Return the command and host for a line of the diagnostics file, which several runs share."""
    application = os.environ.get("ARGOCD_APP_NAME")
    host = "Helm" if _is_under_helm_4() else f"Argo CD, application {application}" if application else ""
    return f"{command} ({host})" if host else command


def tell_terminal(text: str) -> None:
    """Write to the controlling terminal, if there is one and the host hides standard error."""
    if not text or not _is_under_helm_4():
        return
    with suppress(OSError), open("/dev/tty", "w", encoding="utf-8") as terminal:  # noqa: PTH123 - a device
        terminal.write(text)


def tell_ending(message: str, command: str, arguments: Sequence[str]) -> None:
    """Write the message that ends a run to the terminal and the diagnostics file. The arguments may be wrong themselves."""
    tell_terminal("Error: " + "\n".join(map(visible, short(message).split("\n"))) + "\n")
    file = _diagnostics_file(arguments)
    if file:
        line = json.dumps(
            {"severity": "error", "message": short(message), "run": run_name(command)}, ensure_ascii=False
        )
        with suppress(OSError), Path(file).open("a", encoding="utf-8", errors="backslashreplace") as opened:
            opened.write(f"{line}\n")


def _diagnostics_file(arguments: Sequence[str]) -> str:
    """Return the file of ``--diagnostics`` or of the environment, empty for none."""
    for number, each in enumerate(arguments):
        if each == _OPTION:
            return "".join(arguments[number + 1 : number + 2])
        if each.startswith(f"{_OPTION}="):
            return each.partition("=")[2]
    return os.environ.get(variables.DIAGNOSTICS, "")


def _is_under_helm_4() -> bool:
    return variables.HELM_PLUGIN in os.environ
