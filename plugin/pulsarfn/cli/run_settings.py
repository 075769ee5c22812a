"""The settings of a run from the common options."""

from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import click

from pulsarfn.cli import variables
from pulsarfn.cli.environment import overrides_of_environment
from pulsarfn.cli.options import RunOptions
from pulsarfn.cli.token_file import exposure, token
from pulsarfn.diagnostics.problem import Diagnostic
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth.base import Credentials
from pulsarfn.worker.overrides import Override, OverrideError, parse_override

if TYPE_CHECKING:
    from pulsarfn.component.package_files.given import GivenPackages


def settings_of(options: RunOptions) -> Settings:
    """Return the settings from the common options."""
    return Settings(
        worker_config=worker_config_of(options),
        overrides=(*_overrides_of_environment(), *(_override(each) for each in options.overrides)),
        kube_namespace=options.namespace,
        namespace_option=options.namespace_option,
        credentials=Credentials(token(options.auth_token_file), _content(options.trust_certs_file)),
        packages=_packages(options),
        function_mesh=options.function_mesh,
        lossy=options.lossy,
        noted=options.verbose,
    )


def worker_config_of(options: RunOptions) -> InputText | None:
    """Return the file of ``--worker-config``, read now; None if there is no such option."""
    file = options.worker_config
    return None if file is None else InputText(str(file), file.read_bytes())


def warnings_of(options: RunOptions) -> tuple[Diagnostic, ...]:
    """Return the diagnostics about the options themselves."""
    return () if options.auth_token_file is None else exposure(options.auth_token_file)


def _packages(options: RunOptions) -> "GivenPackages | None":
    if not options.packages and not options.packages_from:
        return None
    from pulsarfn.cli.packages import packages_of  # noqa: PLC0415 - few calls need it

    return packages_of(options.packages, options.packages_from)


def _overrides_of_environment() -> tuple[Override, ...]:
    try:
        return overrides_of_environment()
    except OverrideError as error:
        raise click.UsageError(f"{variables.SET}: {error}") from error


def _override(text: str) -> Override:
    try:
        return parse_override(text)
    except OverrideError as error:
        key, equals, _ = text.partition("=")
        raise click.UsageError(f"--set {key if equals else MASK}: {error}") from error


def _content(file: FilePath | None) -> bytes:
    return b"" if file is None else file.read_bytes()
