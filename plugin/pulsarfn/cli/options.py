"""The options that commands share; `run_settings` makes settings of them."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path as FilePath
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from pulsarfn.cli import variables
from pulsarfn.cli.checkout_settings import SettingsFile
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple

Command = TypeVar("Command", bound=Callable[..., Any])


class ReportingOptions(NamedTuple):
    """How to report diagnostics.

    Attributes:
        colour: ``auto``, ``always`` or ``never``.
        quiet: whether only errors are shown; the file gets all diagnostics.
        file: the file that also gets the diagnostics, as JSON lines; None for none.
    """

    colour: str = "auto"
    quiet: bool = False
    file: FilePath | None = None


class RunOptions(NamedTuple):
    """The given options of every command that expands, and the values that the settings file adds.

    `namespace_option` is the option or the variable that gives `namespace`.
    """

    worker_config: FilePath | None
    overrides: tuple[str, ...]
    namespace: str
    auth_token_file: FilePath | None
    trust_certs_file: FilePath | None
    diagnostics: FilePath | None
    quiet: bool
    verbose: bool
    color: str
    config: FilePath | None
    packages: tuple[FilePath, ...] = ()
    packages_from: tuple[FilePath, ...] = ()
    function_mesh: bool = False
    lossy: bool = False
    settings_file: SettingsFile = SettingsFile()
    namespace_option: str = "--namespace"

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def reporting(self) -> ReportingOptions:
        """How to report diagnostics."""
        return ReportingOptions(self.color, quiet=self.quiet, file=self.diagnostics)


def common_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every command that expands; the command gets them as one value, ``options``."""
    return options_with("-n", "--namespace", of_streams=True)(command)


def options_of_checkout(command: Callable[..., None]) -> Callable[..., None]:
    """Add the same options to a command that reviews a stream: the settings file of the checkout adds to the given values."""
    return options_with("-n", "--namespace", of_streams=True, looks_for_settings=True)(command)


def options_with(
    *namespace: str, of_streams: bool = False, looks_for_settings: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the common options; `namespace` holds the names of the option for the Kubernetes namespace.

    `of_streams` adds the options for the objects of a stream.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def with_options(*positional: Any, **given: Any) -> None:  # noqa: ANN401 - click's own
            context = click.get_current_context()
            common = {name: given.pop(name) for name in RunOptions._fields if name in given}
            # click takes a variable before the option that is typed before the command
            of_variables = {name for name in common if _source(context, name) is ParameterSource.ENVIRONMENT}
            typed = {name for name in of_variables if _source(context.parent, name) is ParameterSource.COMMANDLINE}
            common |= {name: context.parent.params[name] for name in typed if context.parent}
            named = variables.NAMESPACE if "namespace" in of_variables - typed else namespace[-1]
            run_options = RunOptions(**common, namespace_option=named)
            options = _with_settings_file(run_options, looks_for_settings=looks_for_settings)
            command(*positional, **given, options=options)

        return _with_common_options(_with_stream_options(with_options) if of_streams else with_options, namespace)

    return decorate


def _source(context: click.Context | None, name: str) -> ParameterSource | None:
    return context.get_parameter_source(name) if context else None


def _with_settings_file(options: RunOptions, *, looks_for_settings: bool) -> RunOptions:
    if options.config is None and not looks_for_settings:
        return options
    from pulsarfn.cli.settings_file import read_settings_file, settings_file_of  # noqa: PLC0415 - not for the filter

    file = options.config or settings_file_of(FilePath.cwd())
    if file is None:
        return options
    settings = read_settings_file(file)
    return options._replace(worker_config=options.worker_config or settings.worker_config, settings_file=settings)


def _with_stream_options(command: Command) -> Command:
    mesh = click.option(
        "--function-mesh",
        is_flag=True,
        envvar=variables.FUNCTION_MESH,
        show_envvar=True,
        help="Expand the resources of Function Mesh, too.",
    )
    lossy = click.option(
        "--lossy", is_flag=True, help="Drop fields of Function Mesh without counterpart, with a warning for each."
    )
    return mesh(lossy(command))


_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=FilePath)


def _with_common_options(command: Command, namespace: tuple[str, ...]) -> Command:
    command = _with_run_options(colour_option(command))
    return _with_worker_options(_with_credential_options(_with_package_options(command)), namespace)


def _added(command: Command, *options: Callable[[Command], Command]) -> Command:
    """Return the command with options, in the order of its help."""
    for option in reversed(options):
        command = option(command)
    return command


def _with_worker_options(command: Command, namespace: tuple[str, ...]) -> Command:
    return _added(
        command,
        click.option(
            "--worker-config",
            type=_FILE,
            envvar=variables.WORKER_CONFIG,
            show_envvar=True,
            help="The function worker's functions_worker.yml.",
        ),
        click.option(
            "--set",
            "overrides",
            multiple=True,
            metavar="KEY.PATH=VALUE",
            help="Override a key of the worker config (repeatable); over those that PULSARFN_SET gives, separated by blanks.",
        ),
        click.option(
            *namespace,
            "namespace",
            default="",
            envvar=variables.NAMESPACE,
            show_envvar=True,
            help="Kubernetes namespace where nothing else names one.",
        ),
    )


def _with_credential_options(command: Command) -> Command:
    return _added(
        command,
        click.option(
            "--auth-token-file",
            type=_FILE,
            envvar=variables.AUTH_TOKEN_FILE,
            show_envvar=True,
            help="The token that the pods authenticate with.",
        ),
        click.option(
            "--trust-certs-file",
            type=_FILE,
            envvar=variables.TRUST_CERTS_FILE,
            show_envvar=True,
            help="The CA of the brokers, in PEM.",
        ),
    )


def _with_package_options(command: Command) -> Command:
    return _added(
        command,
        click.option(
            "--package",
            "packages",
            multiple=True,
            type=click.Path(exists=True, readable=True, path_type=FilePath),
            metavar="FILE|DIR",
            help="A jar, NAR or Python package: classes and types are read from it (repeatable).",
        ),
        click.option(
            "--packages-from",
            multiple=True,
            type=click.Path(exists=True, file_okay=False, path_type=FilePath),
            metavar="DIR",
            help="Read the packages in this folder whose names are those of the components' packages (repeatable).",
        ),
    )


def _with_run_options(command: Command) -> Command:
    return _added(
        command,
        click.option(
            "--diagnostics",
            type=click.Path(dir_okay=False, path_type=FilePath),
            envvar=variables.DIAGNOSTICS,
            show_envvar=True,
            help="Also write the diagnostics there, as JSON lines.",
        ),
        click.option(
            "--config",
            type=_FILE,
            envvar=variables.CONFIG,
            show_envvar=True,
            help="A settings file; lint, explain, graph and diff read .pulsarfn.yaml at the root of the checkout without it.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Do not print warnings."),
        click.option("-v", "--verbose", is_flag=True, help="Print what was expanded, and with which worker config."),
    )


def colour_option(command: Command) -> Command:
    """Add ``--color``, for output that may have colours."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Whether to colour what is meant for people; auto: on a terminal, unless NO_COLOR is set.",
    )(command)


def file_option(*, required: bool = False, text: str) -> Callable[[Command], Command]:
    """Add ``-f`` for the input, as in kubectl."""
    return click.option(
        "-f",
        "--filename",
        "files",
        multiple=True,
        required=required,
        type=click.Path(allow_dash=True),
        metavar="FILE|DIR|-",
        help=text,
    )


def file_arguments(command: Command) -> Command:
    """Add the input as arguments without ``-f``: pre-commit and editors pass files in this form."""
    return click.argument("arguments", nargs=-1, type=click.Path(allow_dash=True), metavar="[FILE|DIR|-]...")(command)


def bare_option(command: Command) -> Command:
    """Add ``--as``: the input is bare configs, as for `render`."""
    return click.option(
        "--as",
        "component",
        type=click.Choice(["function", "source", "sink"]),
        help="The files are bare configs of such components, as render takes them.",
    )(command)


def recursive_option(command: Command) -> Command:
    """Add ``-R``, as in kubectl."""
    return click.option("-R", "--recursive", is_flag=True, help="Look into the folders of folders.")(command)
