"""Fields of objects, in the notation that people use."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from pulsarfn.patterns import pattern

Steps: TypeAlias = tuple[str, ...]
"""The path to a value: keys of mappings, ``[name]`` for the item of a list, options of a command."""

_WORD: Final = pattern(r"[A-Za-z_$][\w$-]*")


def field_of(path: Steps) -> str:
    """Return a path in the notation that people use.

    >>> field_of(("spec", "containers", "[pulsarfunction]", "command", "--function_details", "sink", "topic"))
    'spec.containers[pulsarfunction].command --function_details sink.topic'
    """
    text = ""
    for step in path:
        if step.startswith("[") and step.endswith("]"):
            text += step
        elif step.startswith("-"):
            text += f" {step}" if text else step
        elif not _WORD.fullmatch(step):
            text += f"[{step}]"
        else:
            last = text.rpartition(" ")[2]
            text += (
                f"{' ' if last.startswith('-') and '.' not in last and '[' not in last else '.' if text else ''}{step}"
            )
    return text


def listed(paths: Iterable[Steps]) -> str:
    """Return the fields as one text, separated by commas, each once."""
    return ", ".join(dict.fromkeys(map(field_of, paths)))
