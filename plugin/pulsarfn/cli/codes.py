"""Codes as people write them."""

from collections.abc import Iterable

import click

from pulsarfn.diagnostics.catalogue import CODES, is_suppressible
from pulsarfn.diagnostics.problem import Code


def code_called(given: str, option: str) -> Code:
    """Return the code with the given name, in upper or lower case.

    Raises:
        click.UsageError: if there is no such code; `option` is the option that names it.
    """
    if given.upper() not in CODES:
        raise click.UsageError(f"{option} {given}: no such code; see 'All messages' in the documentation for the list")
    return CODES[given.upper()]


def ignored_codes(given: Iterable[str], option: str) -> frozenset[Code]:
    """Return the codes that are not reported.

    Raises:
        click.UsageError: if a code does not exist, or cannot be ignored.
    """
    found = frozenset(code_called(each, option) for each in given)
    for each in found:
        if not is_suppressible(each):
            raise click.UsageError(f"{option} {each.id}: this is an error of the filter too: nothing would be expanded")
    return found
