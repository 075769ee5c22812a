"""All codes by id: those of the filter, and those of `pulsarfn lint`, which need the whole stream."""

from pulsarfn.diagnostics import codes, lint_codes
from pulsarfn.diagnostics.problem import Code, Severity

CODES: dict[str, Code] = {
    each.id: each for module in (codes, lint_codes) for each in vars(module).values() if isinstance(each, Code)
}


def is_suppressible(code: Code) -> bool:
    """Whether a carrier may suppress a code. It may not suppress errors of the filter: the config cannot be expanded then."""
    return code.severity is not Severity.ERROR or code.id.startswith(lint_codes.PREFIX)
