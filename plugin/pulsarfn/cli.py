"""The command line: options and files in, bytes and exit status out."""

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path as FilePath
from typing import Any, TypeVar

import click

from pulsarfn import __version__, codes
from pulsarfn.annotations import Component
from pulsarfn.auth.base import Credentials
from pulsarfn.descriptors import STDIN, STDOUT, read_all, write_all
from pulsarfn.diagnostics import Diagnostic, Location, Problem, Severity
from pulsarfn.hosts.krm import expand_resource_list
from pulsarfn.names import Fqfn, check_job_name, job_name
from pulsarfn.pipeline import Expansion, expand, render
from pulsarfn.report import as_json_lines, as_text, visible
from pulsarfn.settings import InputText, Settings
from pulsarfn.worker.overrides import Override, OverrideError, parse_override

_DONE, _ERRORS, _USAGE, _BUG, _INTERRUPTED = 0, 1, 2, 3, 130
_YAML_SUFFIXES = (".yaml", ".yml", ".json")  # what `kubectl apply -f DIR` reads

Command = TypeVar("Command", bound=Callable[..., Any])


def main(arguments: Sequence[str], content: bytes | None = None) -> int:
    """Run the command line and return the exit status; `content` is standard input where it has been read already."""
    if arguments[:1] == ["__complete"]:  # not a command of click's, which would take "--" for itself
        from pulsarfn.hosts.kubectl import completions  # noqa: PLC0415 - for completion only

        click.echo(completions(group, arguments[1:]), nl=False)
        return _DONE
    try:
        group.main(list(arguments), prog_name="pulsarfn", standalone_mode=False, obj=content)
    except _Exit as done:
        return done.status
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except OSError:
        raise  # the file or the output is to blame, not we: see `entry.run`
    except Exception:  # noqa: BLE001 - the one place where bugs are turned into an exit status
        return _report_bug()
    return _DONE


class _Exit(Exception):  # noqa: N818 - not an error
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _report_bug() -> int:
    """Say that it is a bug and where, without the values in play: they may be secret."""
    kind, _, trace = sys.exc_info()
    frames = "".join(f"    {each.filename}:{each.lineno} in {each.name}\n" for each in traceback.extract_tb(trace))
    click.echo(
        f"pulsarfn {__version__} has a bug: {kind.__name__ if kind else 'unknown'}\n{frames}"
        f"  Python {sys.version.split()[0]} on {sys.platform}\n"
        "  Nothing was written. Please report these lines, and the input with its secrets removed.",
        err=True,
    )
    return _BUG


def _common_options(command: Command) -> Command:
    """The options that every expanding command takes."""
    file = click.Path(exists=True, dir_okay=False, readable=True, path_type=FilePath)
    options = [
        click.option(
            "--worker-config",
            type=file,
            envvar="PULSARFN_WORKER_CONFIG",
            help="The function worker's functions_worker.yml.",
        ),
        click.option(
            "--set",
            "overrides",
            multiple=True,
            metavar="KEY.PATH=VALUE",
            help="Override a key of the worker config (repeatable).",
        ),
        click.option(
            "-n",
            "--namespace",
            default="",
            envvar="PULSARFN_NAMESPACE",
            help="Kubernetes namespace where nothing else names one.",
        ),
        click.option(
            "--auth-token-file",
            type=file,
            envvar="PULSARFN_AUTH_TOKEN_FILE",
            help="The token that the pods authenticate with.",
        ),
        click.option(
            "--trust-certs-file", type=file, envvar="PULSARFN_TRUST_CERTS_FILE", help="The CA of the brokers, in PEM."
        ),
        click.option(
            "--diagnostics",
            type=click.Path(dir_okay=False, path_type=FilePath),
            envvar="PULSARFN_DIAGNOSTICS",
            help="Also write the diagnostics there, as JSON lines.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Do not print warnings."),
        click.option("-v", "--verbose", is_flag=True, help="Print what was expanded, and with which worker config."),
        click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to colour messages."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog="Without a command, pulsarfn is a filter: helm template . | pulsarfn | kubectl apply -f -",
)
@_common_options
@click.version_option(__version__, prog_name="pulsarfn", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Expand Apache Pulsar function, source and sink configs in a YAML stream into Kubernetes objects."""
    given = {
        name: value
        for name, value in options.items()
        if context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
    }
    if context.invoked_subcommand is not None:
        context.default_map = {context.invoked_subcommand: given}
        return
    content = context.obj
    if content is None:
        if sys.stdin is not None and sys.stdin.isatty():
            click.echo(context.get_help())
            return
        content = _standard_input()
    _filter([InputText("stdin", content)], options)


@group.command("expand")
@click.option(
    "-f",
    "--filename",
    "files",
    multiple=True,
    type=click.Path(allow_dash=True),
    metavar="FILE|DIR|-",
    help="What to expand (repeatable); default: standard input.",
)
@click.option("-R", "--recursive", is_flag=True, help="Look into the folders of folders.")
@_common_options
def expand_command(files: tuple[str, ...], recursive: bool, **options: Any) -> None:  # noqa: ANN401, FBT001 - click's own
    """Expand the carriers in files and folders.

    All of them are one stream, as for the filter: a worker config in one file serves the carriers of the others.
    """
    _filter([each for file in files or ("-",) for each in _inputs(file, recursive=recursive)], options)


@group.command("render")
@click.argument("component", type=click.Choice(["function", "source", "sink"]))
@click.option(
    "-f",
    "--filename",
    "files",
    multiple=True,
    required=True,
    type=click.Path(allow_dash=True),
    metavar="FILE|DIR|-",
    help="A config as pulsar-admin takes it (repeatable).",
)
@_common_options
def render_command(component: Component, files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's own
    """Expand bare pulsar-admin configs.

    No carrier is needed: each file is what pulsar-admin takes as --function-config-file and the like.
    """
    inputs = [each for file in files for each in _inputs(file, recursive=False)]
    _finish(render(component, inputs, _settings(options)), options)


@group.command("names")
@click.argument("fqfns", nargs=-1, required=True, metavar="TENANT/NAMESPACE/NAME...")
@click.option("--job-name", "override", default="", help="The jobName of customRuntimeOptions or of the worker config.")
def names_command(fqfns: tuple[str, ...], override: str) -> None:
    """Print the Kubernetes names of components.

    A line for each: its name in Pulsar, a tab, the name of its StatefulSet and Service. Collisions among them are errors.
    """
    diagnostics, owners = [], dict[str, str]()
    for text in dict.fromkeys(fqfns):
        parts = text.split("/", 2)
        if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - tenant, namespace, name
            raise click.UsageError(f"not TENANT/NAMESPACE/NAME: {text}")
        fqfn = Fqfn(*parts)
        name = job_name(fqfn, override)
        click.echo(f"{visible(text)}\t{visible(name)}")
        problems = check_job_name(fqfn, override)
        if name in owners:
            hint = "rename one of them, or give one a jobName in customRuntimeOptions"
            problems = (
                *problems,
                Problem(codes.NAME_COLLISION, f"{name} is also the name for {owners[name]}", hint=hint),
            )
        owners.setdefault(name, text)
        diagnostics += [Diagnostic(each.code, each.message, Location(text), each.hint) for each in problems]
    _report(diagnostics, {})
    if diagnostics:
        raise _Exit(_ERRORS)


@group.command("version")
def version_command() -> None:
    """Print the version."""
    click.echo(f"pulsarfn {__version__}")


def _filter(inputs: list[InputText], options: dict[str, Any]) -> None:
    settings = _settings(options)
    answer = expand_resource_list(inputs[0], settings) if len(inputs) == 1 else None
    _finish(answer or expand(inputs, settings), options)


def _finish(expansion: Expansion, options: dict[str, Any]) -> None:
    """Report, then write: everything or nothing."""
    _report(expansion.diagnostics, options)
    if options["verbose"] and not expansion.has_errors:
        click.echo("".join(f"{visible(note)}\n" for note in expansion.notes), nl=False, err=True)
    for chunk in expansion.refusal if expansion.has_errors else expansion.chunks:
        write_all(STDOUT, chunk)
    if expansion.has_errors:
        raise _Exit(_ERRORS)


def _report(diagnostics: Sequence[Diagnostic], options: dict[str, Any]) -> None:
    shown = [each for each in diagnostics if each.severity is Severity.ERROR or not options.get("quiet")]
    colour = _wants_colour(options.get("color", "auto"))
    text = "".join(as_text(each, colour=colour) for each in shown)
    click.echo(text, nl=False, err=True, color=colour)
    file: FilePath | None = options.get("diagnostics")
    if file is not None:
        file.write_text(
            as_json_lines(diagnostics), encoding="utf-8", errors="backslashreplace"
        )  # names of files may be no text
    if text and "HELM_PLUGIN_NAME" in os.environ:  # Helm 4 throws a post-renderer's stderr away
        _write_to_terminal("".join(as_text(each) for each in shown))


def _wants_colour(when: str) -> bool:
    if when == "auto":
        return sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    return when == "always"


def _write_to_terminal(text: str) -> None:
    try:
        with open("/dev/tty", "w", encoding="utf-8") as terminal:  # noqa: PTH123 - a device
            terminal.write(text)
    except OSError:
        return  # there is none, in CI for example


def _settings(options: dict[str, Any]) -> Settings:
    worker_config: FilePath | None = options["worker_config"]
    return Settings(
        worker_config=None if worker_config is None else InputText(str(worker_config), worker_config.read_bytes()),
        overrides=tuple(_override(each) for each in options["overrides"]),
        kube_namespace=options["namespace"],
        credentials=Credentials(_token(options["auth_token_file"]), _content(options["trust_certs_file"])),
    )


def _override(text: str) -> Override:
    try:
        return parse_override(text)
    except OverrideError as error:
        raise click.UsageError(f"--set {text.partition('=')[0]}: {error}") from error


def _token(file: FilePath | None) -> str:
    """The deployer's token; the blanks around it are not part of it, as in Pulsar's own ``file://`` parameters."""
    token = (
        os.environ.get("PULSARFN_AUTH_TOKEN", "") if file is None else _content(file).decode("utf-8", "surrogateescape")
    )
    return token.strip()


def _content(file: FilePath | None) -> bytes:
    return b"" if file is None else file.read_bytes()


def _inputs(name: str, *, recursive: bool) -> Iterable[InputText]:
    """The inputs that a ``-f`` means: standard input, a file, or the YAML and JSON files of a folder in name order."""
    if name == "-":
        yield InputText("stdin", _standard_input())
        return
    path = FilePath(name)
    files = _files_in(path, recursive=recursive) if path.is_dir() else [path]
    for file in files:
        try:
            yield InputText(str(file), file.read_bytes())
        except OSError as error:
            raise _unreadable(f"{file}: {error.strerror}") from error


def _files_in(folder: FilePath, *, recursive: bool) -> list[FilePath]:
    found = [
        each
        for each in (folder.rglob("*") if recursive else folder.iterdir())
        if each.suffix in _YAML_SUFFIXES and each.is_file()
    ]
    if not found:
        raise _unreadable(
            f"{folder}: no {', '.join(_YAML_SUFFIXES)} file in this folder{'' if recursive else ' (-R looks into its folders)'}"
        )
    return sorted(found)


def _unreadable(message: str) -> click.ClickException:
    return click.ClickException(message)


def _standard_input() -> bytes:
    try:
        return read_all(STDIN)
    except OSError as error:
        raise _unreadable(f"standard input: {error.strerror}") from error
