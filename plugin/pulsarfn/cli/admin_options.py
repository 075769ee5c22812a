"""The options that reach Pulsar's admin API: those of pulsar-admin, and its client.conf."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pulsarfn.cli import variables
from pulsarfn.cli.token_file import token
from pulsarfn.named_tuples import NamedTuple

if TYPE_CHECKING:
    from pulsarfn.admin_api.client_conf import Connection


class AdminOptions(NamedTuple):
    """The given options."""

    admin_url: str
    client_conf: Path | None
    auth_plugin: str
    auth_params: str
    admin_token_file: Path | None
    tls_trust_cert_path: str
    client_cert: str
    client_key: str
    tls_allow_insecure: bool
    tls_skip_hostname_verification: bool
    request_timeout: float

    @property
    def is_given(self) -> bool:
        """Whether the command is to ask an admin API; a client.conf in the environment alone does not mean that."""
        return bool(self.admin_url) or self.client_conf is not None


def admin_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options; the command gets them as one value, ``admin``."""
    file = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
    options = [
        click.option(
            "--admin-url", default="", metavar="URL", help="The admin API of Pulsar or of its function worker."
        ),
        click.option(
            "--client-conf",
            type=file,
            help=f"A client.conf of pulsar-admin; with --admin-url also from {variables.CLIENT_CONF}.",
        ),
        click.option(
            "--auth-plugin", default="", metavar="CLASS", help="The authentication plugin, as pulsar-admin has it."
        ),
        click.option(
            "--auth-params", default="", help="Its parameters: file:… or JSON with paths, never a secret itself."
        ),
        click.option(
            "--admin-token-file",
            type=file,
            envvar=variables.ADMIN_TOKEN_FILE,
            show_envvar=True,
            help=f"The token for the admin API; or the token itself in {variables.ADMIN_TOKEN}.",
        ),
        click.option("--tls-trust-cert-path", default="", metavar="FILE", help="The CA of the admin API, in PEM."),
        click.option("--client-cert", default="", metavar="FILE", help="The certificate of the client, in PEM."),
        click.option("--client-key", default="", metavar="FILE", help="The key of that certificate."),
        click.option("--tls-allow-insecure", is_flag=True, help="Trust any certificate."),
        click.option("--tls-skip-hostname-verification", is_flag=True, help="Accept a certificate for another host."),
        click.option(
            "--request-timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=60,
            show_default=True,
            help="Seconds for one request.",
        ),
    ]

    @wraps(command)
    def with_options(*positional: Any, **given: Any) -> None:  # noqa: ANN401 - click's own
        admin = AdminOptions(**{name: given.pop(name) for name in AdminOptions._fields})
        command(*positional, **given, admin=admin)

    for option in reversed(options):
        with_options = option(with_options)
    return with_options


def connection_of(given: AdminOptions) -> "Connection":
    """Return the connection: options win over the client.conf.

    Raises:
        click.ClickException: if the options or the client.conf cannot be used.
    """
    from pulsarfn.admin_api.authentication import holds_secret  # noqa: PLC0415 - for an admin API only
    from pulsarfn.admin_api.client_conf import hosts  # noqa: PLC0415 - likewise

    if holds_secret(given.auth_params):
        message = "--auth-params must not hold a secret, which every user of the machine could read: name a file, or use --admin-token-file"
        raise click.UsageError(message)
    conf = _of_client_conf(given)
    secret = _token(given)
    plugin, parameters = given.auth_plugin or conf.plugin, given.auth_params or conf.parameters
    if secret:
        plugin, parameters = "token", f"token:{secret}"
    found = conf._replace(
        urls=hosts(given.admin_url) or conf.urls,
        plugin=plugin,
        parameters=parameters,
        trust_certs_path=given.tls_trust_cert_path or conf.trust_certs_path,
        certificate_path=given.client_cert or conf.certificate_path,
        key_path=given.client_key or conf.key_path,
        allow_insecure=given.tls_allow_insecure,
        verify_host_names=not given.tls_skip_hostname_verification,
        timeout=given.request_timeout,
    )
    if not found.urls:
        raise click.UsageError(f"{given.client_conf} has no webServiceUrl: give --admin-url")
    return found


def _of_client_conf(given: AdminOptions) -> "Connection":
    from pulsarfn.admin_api.client_conf import Connection, read_client_conf, uses_key_stores  # noqa: PLC0415

    file = given.client_conf or (Path(named) if (named := os.environ.get(variables.CLIENT_CONF)) else None)
    if file is None:
        return Connection()
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    if uses_key_stores(text) and not given.client_cert:
        options = "--client-cert, --client-key and --tls-trust-cert-path"
        message = f"{file} has useKeyStoreTls: pulsarfn reads no key stores; give PEM files with {options}"
        raise click.ClickException(message)
    return read_client_conf(text)


def _token(given: AdminOptions) -> str:
    return token(given.admin_token_file, variables.ADMIN_TOKEN)
