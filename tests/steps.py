"""How much work something is: as a number that is the same in each run, or as time where only time tells."""

import sys
import time


def calls(work, *arguments):
    """Call something; how many functions are called meanwhile, of Python and of C."""
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work(*arguments)
    finally:
        sys.setprofile(None)
    return count


def seconds(work, *arguments):
    """Call something; how much processor time it takes."""
    begin = time.process_time()
    work(*arguments)
    return time.process_time() - begin
