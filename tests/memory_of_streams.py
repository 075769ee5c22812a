"""Print how many bytes more are held at most while a stream is expanded and written, for two sizes of it; its spool aside.

    python memory_of_streams.py functions 20 60
    python memory_of_streams.py lint 20 60

The second is a command in place of the filter.

The buffers and caches of pulsarfn have bounds, and here they are small: short streams fill them, and then show what is kept
for each function or document. Garbage is collected all the time, as Python keeps thousands of freed tuples until then. In a
process of its own the numbers do not depend on what was done before.
"""

import functools
import gc
import os
import sys
import tempfile
import tracemalloc
from itertools import chain
from pathlib import Path

BLOCK, ENTRIES = 1 << 12, 8
OFTEN = (20, 1, 1)
COMMANDS = {
    "explain": ("explain", "enrich-5"),
    "graph": ("graph",),
    "lint": ("lint",),
    "diff": ("diff", "{stream}", "{stream}"),
}


def make_limits_small():
    """Set the limits before other modules of pulsarfn import them."""
    of_any_size = functools.lru_cache

    def lru_cache(maxsize=128, typed=False):  # noqa: FBT002 - as functools has it
        return of_any_size(min(maxsize, ENTRIES) if isinstance(maxsize, int) else maxsize, typed)

    functools.lru_cache = lru_cache
    from pulsarfn.stream import documents, spool  # noqa: PLC0415 - they have caches

    documents.BLOCK = spool.MEMORY = spool._AHEAD = spool._BLOCK = BLOCK


def write(inputs):
    from pulsarfn.pipeline.run import expand  # noqa: PLC0415 - when the limits are small
    from pulsarfn.pipeline.settings import Settings  # noqa: PLC0415

    for chunk in expand(inputs, Settings()).chunks:
        assert chunk


def run(command, stream):
    from pulsarfn.cli.main import main  # noqa: PLC0415 - as above

    with stream.open() as file:
        os.dup2(file.fileno(), 0)
    assert main([word.format(stream=stream) for word in COMMANDS[command]]) == 0


def most(work):
    gc.collect()
    gc.freeze()
    gc.collect()  # with nothing left to look at, so that each later collection is a whole one
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    work()
    return tracemalloc.get_traced_memory()[1] - before


def work_for(name, folder):
    """What makes the work for a number: the filter over that stream, or a command over that many functions."""
    import corpus  # noqa: PLC0415 - as above

    from growing_streams import LONG, OTHERS, STREAMS, functions, spooled  # noqa: PLC0415

    def command(number):
        stream = folder / str(number)
        corpus.write(functions(number), str(stream))
        return functools.partial(run, name, stream)

    def filtering(number):
        parts = chain(LONG[name](number), functions(1)) if name in LONG else (STREAMS | OTHERS)[name](number)
        return functools.partial(write, spooled(parts))

    return command if name in COMMANDS else filtering


def main(name, few, many):
    with (
        tempfile.TemporaryDirectory() as folder,
        os.fdopen(os.dup(1), "w") as result,
        Path(os.devnull).open("w") as nowhere,
    ):
        for descriptor in (1, 2) if name in COMMANDS else ():
            os.dup2(nowhere.fileno(), descriptor)
        work = work_for(name, Path(folder))
        work(few)()  # what is imported once, before it would be traced
        gc.set_threshold(*OFTEN)
        tracemalloc.start()
        most(work(few))  # what is kept once
        print(most(work(few)), most(work(many)), file=result)


if __name__ == "__main__":
    make_limits_small()
    main(sys.argv[1], *map(int, sys.argv[2:]))
