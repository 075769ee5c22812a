"""All codes, by their ids: those of the filter, and those that only a look at the whole stream finds."""

from pulsarfn.diagnostics import codes, lint_codes
from pulsarfn.diagnostics.problem import Code, Severity

CODES: dict[str, Code] = {
    each.id: each for module in (codes, lint_codes) for each in vars(module).values() if isinstance(each, Code)
}


def is_suppressible(code: Code) -> bool:
    """Whether a carrier may suppress it: the filter's errors leave nothing to expand, and are not a matter of opinion."""
    return code.severity is not Severity.ERROR or code.id.startswith(lint_codes.PREFIX)
