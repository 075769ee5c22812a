"""kubectl: what could be typed next, in the words of cobra, which kubectl passes on to the shell.

kubectl calls `kubectl_complete-pulsarfn` with the words of the command line behind its own, the last one being typed and
perhaps empty. The answer is one word a line, with a description behind a tab, and `:` and a number in the last line.
"""

from collections.abc import Sequence

from click import Command
from click.shell_completion import CompletionItem, ShellComplete

_FILES, _NO_FILES, _FOLDERS = 0, 4, 16  # cobra's ShellCompDirective: Default, NoFileComp, FilterDirs


def completions(command: Command, words: Sequence[str]) -> str:
    """The answer for a command line of those words."""
    *before, typed = words or [""]
    found = ShellComplete(command, {}, "pulsarfn", "").get_completions(list(before), typed)
    lines = [_line(each) for each in found if each.type == "plain"]
    kinds = {each.type for each in found}
    directive = _FILES if "file" in kinds else _FOLDERS if "dir" in kinds else _NO_FILES
    return "".join(f"{line}\n" for line in [*lines, f":{directive}"])


def _line(item: CompletionItem) -> str:
    return f"{item.value}\t{item.help}" if item.help else str(item.value)
