"""The command line: it finds the command, and handles every way in which a run can end."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from pulsarfn import __version__
from pulsarfn.cli.commands import COMMANDS, SUMMARIES
from pulsarfn.cli.ending import tell_ending
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.exit_status import BUG, DONE, INTERRUPTED, ExitStatus
from pulsarfn.cli.options import RunOptions, common_options
from pulsarfn.cli.variables import COMPLETION, PROGRAM
from pulsarfn.diagnostics.problem import nearest
from pulsarfn.named_tuples import NamedTuple

if TYPE_CHECKING:
    from pulsarfn.pipeline.run import Expansion
    from pulsarfn.stream.documents import Content


class BareCall(NamedTuple):
    """The state of a call without options: standard input, and its expansion if it is already known."""

    content: "Content"
    expansion: "Expansion | None" = None


def main(arguments: Sequence[str], started: BareCall | None = None) -> int:
    """Run the command line and return the exit status; `started` is given if standard input has already been read."""
    if arguments[:1] == ["__complete"]:  # not a click command: click would interpret "--" itself
        from pulsarfn.cli.kubectl_completion import completions  # noqa: PLC0415 - for completion only

        click.echo(completions(group, arguments[1:]), nl=False)
        return DONE
    try:
        group.main(list(arguments), prog_name=_name(), complete_var=COMPLETION, standalone_mode=False, obj=started)
    except ExitStatus as done:
        return done.status
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        _report_wrong_usage(error, arguments)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except SystemExit as done:  # click's own, after it has printed a shell's completions
        return int(done.code or 0)
    except OSError:
        raise  # the file or the output is the cause, not a bug: see `entry.run`
    except Exception:  # noqa: BLE001 - the one place where bugs are turned into an exit status
        return _report_bug(arguments)
    return DONE


def _name() -> str:
    """Return the name that the user typed: kubectl starts a plugin by the name of its file."""
    of_kubectl = PurePath(sys.argv[0]).name == "kubectl-pulsarfn"
    return os.environ.get(PROGRAM) or ("kubectl pulsarfn" if of_kubectl else "pulsarfn")


def command_path(arguments: Sequence[str]) -> str:
    """Return the most likely command for the arguments of a run that ended before click parsed them."""
    return " ".join([_name(), *[each for each in arguments if each in COMMANDS][:1]])


def _report_wrong_usage(error: click.ClickException, arguments: Sequence[str]) -> None:
    from pulsarfn.cli.output import show  # noqa: PLC0415 - help and version print without it
    from pulsarfn.diagnostics.secrecy.credentials import masked_message  # noqa: PLC0415

    show(error, arguments)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else command_path(arguments)
    tell_ending(masked_message(error.format_message(), arguments), command, arguments)


def _report_bug(arguments: Sequence[str]) -> int:
    """Report a bug and its place in the code, without any values: they may be secret."""
    import traceback  # noqa: PLC0415 - for bugs only

    kind, _, trace = sys.exc_info()
    frames = "".join(f"    {each.filename}:{each.lineno} in {each.name}\n" for each in traceback.extract_tb(trace))
    message = (
        f"pulsarfn {__version__} has a bug: {kind.__name__ if kind else 'unknown'}\n{frames}"
        f"  Python {sys.version.split()[0]} on {sys.platform}\n"
        "  Nothing was written. Please report these lines, and the input with its secrets removed."
    )
    click.echo(message, err=True)
    tell_ending(message, command_path(arguments), arguments)
    return BUG


class _Commands(Command, click.Group):
    """The commands, each imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own
        """Write the list of the commands, without importing them."""
        width = formatter.width - 6 - max(map(len, SUMMARIES))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(name, help=each).get_short_help_str(width)) for name, each in SUMMARIES.items()]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word not in COMMANDS:
            if Path(word).exists():
                ctx.fail(f"{word} is a file or a folder, not a command: {ctx.command_path} expand {word}")
            if near := nearest(word, COMMANDS):
                ctx.fail(f"No such command '{word}'. Did you mean '{near}'?")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples=[
        Example(
            "Without a command, pulsarfn is a filter",
            "helm template ./orders | pulsarfn | kubectl apply --server-side -f -",
        ),
        Example("The same as post-renderer of Helm", "helm upgrade --install orders ./orders --post-renderer pulsarfn"),
        Example("Files, or the files of a folder", "pulsarfn expand manifests -R"),
    ],
)
@common_options
@click.version_option(__version__, prog_name="pulsarfn", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context, /, *, options: RunOptions) -> None:
    """Expand Apache Pulsar function, source and sink configs in a YAML stream into Kubernetes objects."""
    given = {
        name: value
        for name, value in context.params.items()
        if context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
    }
    if context.invoked_subcommand is not None:
        context.default_map = {context.invoked_subcommand: given}
        return
    started: BareCall | None = context.obj
    if started is None:
        if sys.stdin is not None and sys.stdin.isatty():
            click.echo(context.get_help())
            return
        from pulsarfn.cli.inputs import standard_input  # noqa: PLC0415 - help and version read nothing

        started = BareCall(standard_input())
    _run_filter(started, options)


def _run_filter(started: BareCall, options: RunOptions) -> None:
    from pulsarfn.cli.output import finish, run_filter  # noqa: PLC0415 - help and version expand nothing
    from pulsarfn.pipeline.settings import InputText  # noqa: PLC0415

    if started.expansion is not None:
        finish(started.expansion, options)
    else:
        run_filter([InputText("stdin", started.content)], options)
