"""A progress bar for a user at a terminal: on standard error, and removed at the end."""

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

import click

from pulsarfn.pipeline.inputs import InputDocument
from pulsarfn.pipeline.review import Watch
from pulsarfn.pipeline.settings import InputText

AFTER_SECONDS = 1.0
"""A run that takes less time shows no bar."""

_CLEAR_LINE = "\x1b[1A\x1b[K"  # the line above: click ends the bar with a line break


def watching(inputs: Sequence[InputText], *, quiet: bool) -> Watch:
    """Return a watch that shows a bar over the bytes of the inputs, if somebody can see it; else one that does nothing."""
    stream = sys.stderr
    seen = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    if quiet or not seen:
        return lambda documents: documents
    length = sum(len(each.content) for each in inputs)
    return lambda documents: _with_bar(documents, length)


def _with_bar(documents: Iterable[InputDocument], length: int) -> Iterator[InputDocument]:
    started = time.monotonic()
    late = iter(documents)
    for each in late:
        yield each
        if time.monotonic() - started >= AFTER_SECONDS:
            break
    else:
        return
    try:
        with click.progressbar(length=length, label="expanding", file=sys.stderr, show_eta=False) as bar:
            for each in late:
                bar.update(each.order - bar.pos)
                yield each
    finally:
        sys.stderr.write(_CLEAR_LINE)
        sys.stderr.flush()
