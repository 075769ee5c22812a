"""Print how many bytes more are held at most while a stream is expanded and written, for two sizes of it; its spool aside.

    python memory_of_streams.py functions 20 60

The buffers and caches of pulsarfn have bounds, and here they are small: short streams fill them, and then show what is kept
for each function or document. Garbage is collected all the time, as Python keeps thousands of freed tuples until then. In a
process of its own the numbers do not depend on what was done before.
"""

import functools
import gc
import sys
import tracemalloc
from itertools import chain

BLOCK, ENTRIES = 1 << 12, 8
OFTEN = (20, 1, 1)


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


def most(inputs):
    gc.collect()
    gc.freeze()
    gc.collect()  # with nothing left to look at, so that each later collection is a whole one
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    write(inputs)
    return tracemalloc.get_traced_memory()[1] - before


def main(name, few, many):
    from growing_streams import LONG, OTHERS, STREAMS, functions, spooled  # noqa: PLC0415 - as above

    def inputs(number):
        return spooled(chain(LONG[name](number), functions(1)) if name in LONG else (STREAMS | OTHERS)[name](number))

    write(inputs(few))  # what is imported once, before it would be traced
    gc.set_threshold(*OFTEN)
    tracemalloc.start()
    most(inputs(few))  # what is kept once
    print(most(inputs(few)), most(inputs(many)))  # noqa: T201


if __name__ == "__main__":
    make_limits_small()
    main(sys.argv[1], *map(int, sys.argv[2:]))
