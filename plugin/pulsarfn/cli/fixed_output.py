"""What ``lint --fix`` writes: the files, or the stream, or with ``--diff`` neither of them."""

from pathlib import Path

from pulsarfn.cli.files import replace_files
from pulsarfn.cli.fix_diff import fix_diff
from pulsarfn.cli.fixing import FixedRun
from pulsarfn.cli.output import write
from pulsarfn.diagnostics.problem import STDIN, Diagnostic
from pulsarfn.pipeline.run import Expansion


def written(run: FixedRun, *, streamed: bool, differs: bool) -> Expansion:
    """Write the fixes, or their diff, and return what lint is to report then: what is not fixed.

    `streamed` says whether standard input is one of the inputs.
    """
    targets = {name: each for name, each in run.targets.items() if each.text != each.original}
    if differs:
        write(fix_diff(name, each.original, each.text).encode() for name, each in targets.items())
        fixed = {_key(each.diagnostic) for each in run.fixed}
        return run.before._replace(
            diagnostics=tuple(each for each in run.before.diagnostics if _key(each) not in fixed)
        )
    is_stream = streamed and STDIN in run.targets
    replace_files(
        {
            Path(name): (each.original_content, each.content)
            for name, each in targets.items()
            if name != STDIN or not is_stream
        }
    )
    if is_stream:
        write([run.targets[STDIN].content])
    return run.after


def _key(diagnostic: Diagnostic) -> Diagnostic:
    """Return what two diagnostics of one problem share: the hint of a fixed one says what the fix changes."""
    return diagnostic._replace(hint="")
