"""Completions for kubectl, in the format of cobra, which kubectl passes on to the shell.

kubectl calls `kubectl_complete-pulsarfn` with the words of the command line after its own; the last word is incomplete and
may be empty. The answer has one word a line, with a description after a tab, and `:` and a number on the last line.
"""

from collections.abc import Sequence

from click import Command
from click.shell_completion import CompletionItem, ShellComplete

_FILES, _NO_FILES, _FOLDERS = 0, 4, 16  # cobra's ShellCompDirective: Default, NoFileComp, FilterDirs


def completions(command: Command, words: Sequence[str]) -> str:
    """Return the answer for a command line of these words."""
    *before, typed = words or [""]
    found = ShellComplete(command, {}, "pulsarfn", "").get_completions(list(before), typed)
    lines = [_line(each) for each in found if each.type == "plain"]
    kinds = {each.type for each in found}
    directive = _FILES if "file" in kinds else _FOLDERS if "dir" in kinds else _NO_FILES
    return "".join(f"{line}\n" for line in [*lines, f":{directive}"])


def _line(item: CompletionItem) -> str:
    return f"{item.value}\t{item.help}" if item.help else str(item.value)
