"""The entry point: handles a plain filter call on a stream without carriers itself, and passes all others to `cli`.

It imports only what such a call needs: it runs in every `helm upgrade`, and most streams have nothing to expand.
"""

import gc
import os
import sys

from pulsarfn.cli import variables
from pulsarfn.stream.descriptors import STDIN, STDOUT, write_all
from pulsarfn.stream.markers import plain_length
from pulsarfn.stream.spool import Spool

TYPE_CHECKING = False  # as in `typing`, which is too slow to import on the pass-through path
if TYPE_CHECKING:
    from pulsarfn.pipeline.run import Expansion


def run() -> None:
    """Run the console script; never returns.

    It ends the process without freeing each object first: that would take 4 ms of a call that expands one function.
    """
    os._exit(exit_status())


def complete() -> None:
    """Run the console script that kubectl calls for completions; never returns."""
    sys.argv.insert(1, "__complete")
    run()


def exit_status() -> int:
    """Run the program and return its exit status; everything that it writes is written then."""
    try:
        status = _filter_or_command_line()
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of the output has closed it: exit as SIGPIPE would
        return 141
    except OSError as error:
        _tell(f"{error.filename or 'standard output'}: {error.strerror}")
        return 1
    return status


def _filter_or_command_line() -> int:
    if len(sys.argv) > 1 and sys.stdout is not None:
        from pulsarfn.cli.quick import quick_answer  # noqa: PLC0415 - not for the pass-through path

        if (answer := quick_answer(sys.argv[1:])) is not None:
            write_all(STDOUT, answer.encode())
            return 0
    if len(sys.argv) > 1 or sys.stdin is None or sys.stdin.isatty() or variables.COMPLETION in os.environ:
        return _command_line(None)
    content = Spool()
    try:
        plain = plain_length(content.take_in(STDIN))
    except OSError as error:
        _tell(f"{error.filename or 'standard input'}: {error.strerror}")
        return 1
    is_plain = plain == len(content) and not os.environ.get(variables.FUNCTION_MESH)
    if is_plain and not any(map(_is_missing, variables.FILES)) and _is_plainly_set(os.environ.get(variables.SET, "")):
        content.write_to(STDOUT)
        if not content and variables.HELM_PLUGIN in os.environ:
            write_all(STDOUT, variables.NOTHING_RENDERED)
        return 0
    gc.disable()  # modules are never garbage: collecting while they load, and scanning them later, takes a tenth of the time
    from pulsarfn.cli.environment import settings_of_environment  # noqa: PLC0415
    from pulsarfn.pipeline.at_once import expansion_at_once  # noqa: PLC0415

    gc.freeze()
    settings = settings_of_environment()
    expansion = None if settings is None else expansion_at_once(content, plain, settings)  # it leaves little garbage
    if expansion is None or expansion.diagnostics:
        gc.enable()
        return _command_line(content, expansion)
    for chunk in expansion.chunks:
        write_all(STDOUT, chunk)
    return 0


def _is_missing(variable: str) -> bool:
    """Whether a variable names a file that cannot be read; the command line then reports it."""
    file = os.environ.get(variable)
    return not (file is None or file == "" or os.access(file, os.R_OK))


def _is_plainly_set(overrides: str) -> bool:
    """Whether a simple check shows that the overrides are well-formed; otherwise the command line reads them."""
    if not overrides.isascii() or any(each in overrides for each in "'\"\\"):
        return False
    pairs = [each.partition("=") for each in overrides.split()]
    return all(equals and all(map(str.isalnum, key.split("."))) for key, equals, _ in pairs)


def _tell(message: str) -> None:
    if sys.stderr is not None:  # standard error may be closed
        sys.stderr.write(f"Error: {message}\n")
    from pulsarfn.cli.ending import tell_ending  # noqa: PLC0415 - not for the pass-through path

    tell_ending(message, "pulsarfn", sys.argv[1:])


def _command_line(content: Spool | None, expansion: "Expansion | None" = None) -> int:
    gc.set_threshold(20_000, 20, 20)  # little is garbage: to look for it more often takes a twentieth of the time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # their search is slower than reading a config
    from pulsarfn.cli.main import BareCall, main  # noqa: PLC0415 - click is not for the pass-through path

    return main(sys.argv[1:], None if content is None else BareCall(content, expansion))
