"""``pulsarfn completion``: the script with which a shell completes commands, options and values."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.variables import COMPLETION


@click.command(
    "completion",
    cls=Command,
    examples=[
        Example("In every bash from now on", "echo 'source <(pulsarfn completion bash)' >>~/.bashrc"),
        Example("In every zsh, below the line with compinit", "echo 'source <(pulsarfn completion zsh)' >>~/.zshrc"),
        Example("In every fish", "pulsarfn completion fish >~/.config/fish/completions/pulsarfn.fish"),
    ],
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script for tab completion in a shell.

    You need bash 4.4 or newer (macOS has an older one). `kubectl pulsarfn` needs no script: the completion of kubectl calls
    `kubectl_complete-pulsarfn`, which is installed with pulsarfn.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    # not the class's own `source`: for bash it looks for a bash on this machine, which may not be the user's
    script = ShellComplete.source(kind(context.find_root().command, {}, "pulsarfn", COMPLETION))
    click.echo(script, nl=False)
