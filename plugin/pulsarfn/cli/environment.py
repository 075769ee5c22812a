"""The settings from environment variables, read without the command line: most calls in CI have them, and no options."""

import os

from pulsarfn.cli.variables import (
    AUTH_TOKEN,
    AUTH_TOKEN_FILE,
    CONFIG,
    FUNCTION_MESH,
    NAMESPACE,
    SET,
    TRUST_CERTS_FILE,
    WORKER_CONFIG,
)
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth.base import Credentials
from pulsarfn.worker.overrides import Override, OverrideError, parse_override


def settings_of_environment() -> Settings | None:
    """Return the settings of a call without options; None if there is something to report of them: the command line does that."""
    if os.environ.get(CONFIG) or os.environ.get(FUNCTION_MESH):  # rarely set: the command line reads them
        return None
    given = {name: os.environ.get(name, "") for name in (WORKER_CONFIG, AUTH_TOKEN_FILE, TRUST_CERTS_FILE)}
    try:
        content = {name: _content(file) if file else b"" for name, file in given.items()}
        if _is_exposed(given[AUTH_TOKEN_FILE]):
            return None
    except OSError:
        return None
    token = content[AUTH_TOKEN_FILE] if given[AUTH_TOKEN_FILE] else os.environb.get(AUTH_TOKEN.encode(), b"")
    worker_config = given[WORKER_CONFIG]
    try:
        overrides = overrides_of_environment()
        credentials = Credentials(_token_of(token), content[TRUST_CERTS_FILE])
    except (OverrideError, UnicodeDecodeError):
        return None
    return Settings(
        worker_config=InputText(worker_config, content[WORKER_CONFIG]) if worker_config else None,
        overrides=overrides,
        kube_namespace=os.environ.get(NAMESPACE, ""),
        namespace_option=NAMESPACE,
        credentials=credentials,
    )


def overrides_of_environment() -> tuple[Override, ...]:
    """Return the overrides in PULSARFN_SET, split into words as by a shell.

    Raises:
        OverrideError: if a word is not a valid override.
    """
    given = os.environ.get(SET, "")
    if not given:
        return ()
    import shlex  # noqa: PLC0415 - few calls need it

    try:
        words = shlex.split(given)
    except ValueError as error:
        raise OverrideError("a quotation or an escape has no end") from error
    return tuple(parse_override(each)._replace(option=SET) for each in words)


def _is_exposed(token_file: str) -> bool:
    if not token_file:
        return False
    from pulsarfn.cli.token_file import is_exposed  # noqa: PLC0415 - most calls have no token

    return is_exposed(os.stat(token_file), os.getuid())  # noqa: PTH116 - pathlib is slow to import


def _token_of(content: bytes) -> str:
    if not content:
        return ""
    from pulsarfn.cli.token_file import token_of  # noqa: PLC0415 - likewise

    return token_of(content)


def _content(file: str) -> bytes:
    with open(file, "rb") as opened:  # noqa: PTH123 - pathlib is slow to import
        return opened.read()
