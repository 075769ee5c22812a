"""The settings of the checks of lint, from options and from the settings file."""

import os
import time
from collections.abc import Iterable

import click

from pulsarfn.analysis.lint.stream import AssumedObject, LintSettings
from pulsarfn.cli.options import RunOptions

_KINDS = ("secret", "configmap", "serviceaccount")


def lint_settings(options: RunOptions, assumed: Iterable[str] = ()) -> LintSettings:
    """Return the settings of a run; `assumed` are the values of ``--assume-exists``."""
    exists = tuple(map(assumed_objects, (*options.settings_file.assumed, *assumed)))
    return LintSettings(_clock(), exists, str(options.auth_token_file or "PULSARFN_AUTH_TOKEN"))


def _clock() -> int:
    """Return the current time, or SOURCE_DATE_EPOCH (reproducible-builds.org), in seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isascii() and given.isdecimal()):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {given}")
    return int(given) if given else int(time.time())


def assumed_objects(text: str) -> AssumedObject:
    """Return the objects that a value of ``--assume-exists`` means.

    Raises:
        click.UsageError: if the value has another form.
    """
    kind, *namespace, name = text.split("/") if text.count("/") in (1, 2) else ("", "")
    if kind.lower() not in _KINDS or not name or namespace == [""]:
        raise click.UsageError(
            f"--assume-exists {text}: write KIND/NAME or KIND/NAMESPACE/NAME, of a Secret, ConfigMap or ServiceAccount"
        )
    return AssumedObject(kind.lower(), namespace[0] if namespace else "*", name)
