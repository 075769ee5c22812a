"""How much work something is, as a number that is the same in each run."""

import sys


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
