"""Problems of a config against its model, named by the keys of the config; no message holds a value that may be secret."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from typing import Any, TypeVar

from pulsarfn.component.config.json_texts import is_json_text
from pulsarfn.component.config.unknown_keys import certain_key, key_hint, meant_key
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, suggestion
from pulsarfn.models.amounts import amount_hint
from pulsarfn.models.faults import Fault, faults, known_keys, model_at
from pulsarfn.models.fields import Model, RefusedValueError
from pulsarfn.models.fixes import fix_of, refusal_of
from pulsarfn.models.java_types import kind_of
from pulsarfn.models.list_items import plain_items

_C = TypeVar("_C", bound=Model)

_KEYED_BY_TOPIC = "inputSpecs"
"""The only key that holds a mapping from names to models."""


def refusals(model: type[_C], members: Mapping[str, object]) -> tuple[_C | None, tuple[Problem, ...]]:
    """Return the config in `members`, which `model` refuses, and all its problems.

    The config is without the refused values, and its misspelt keys are corrected, so that the rest can be checked too; None if
    nothing is left to check.
    """
    refused = tuple(faults(model, members))
    problems = tuple(_with_fix(model, members, each) for each in refused)
    with suppress(RefusedValueError):
        return model.read(_corrected(model, members, refused)), problems
    return None, problems


def corrected(model: type[Model], members: Mapping[str, object], problems: Iterable[Problem]) -> dict[Path, Path]:
    """Return the paths of misspelt keys, by the corrected paths under which `refusals` put their values."""
    paths: dict[Path, Path] = {}
    for each in problems:
        if each.code is not codes.CONFIG_KEY_UNKNOWN:
            continue
        holder: Any = members
        for part in each.path[:-1]:
            holder = holder[part]
        meant = meant_key(str(each.path[-1]), model_at(model, each.path[:-1]))
        if meant is not None and meant not in holder:
            paths[*each.path[:-1], meant] = each.path
    return paths


def _corrected(model: type[Model], members: Mapping[str, object], refused: Iterable[Fault]) -> object:
    """Return `members` without the refused values; a misspelt key is corrected unless the right key is given too."""
    corrected: Any = _copied(members)
    for each in refused:
        *path, last = each.path
        holder = corrected
        for part in path:
            holder = holder[part]
        if isinstance(holder, list):
            holder[int(last)] = ""  # the other items keep their places
            continue
        value = holder.pop(last, None)
        meant = meant_key(str(last), model_at(model, tuple(path))) if each.unknown_key else None
        if meant is not None and value is not None:
            holder.setdefault(meant, value)
    return corrected


def _copied(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _with_fix(model: type[Model], members: Mapping[str, object], fault: Fault) -> Problem:
    holder = model_at(model, fault.path[:-1])
    meaning = _meaning(holder) if fault.unknown_key else None  # type: ignore[arg-type]  # a class can be hashed
    refusal = refusal_of(fault, members, meaning, takes_json=is_json_text(fault.path))
    problem = _problem(model, fault, refusal.siblings)
    return problem._replace(fix=fix_of(problem.code, refusal))


@cache
def _meaning(holder: type[Model] | None) -> Callable[[str], str | None]:
    return partial(certain_key, holder=holder)


def _problem(model: type[Model], fault: Fault, siblings: Collection[str]) -> Problem:
    path, error = fault.path, fault.error
    holder = model_at(model, path[:-1])
    if fault.unknown_key:
        where = f" in {path[-2]}" if len(path) > 1 else ""
        hint = key_hint(str(path[-1]), holder, model, siblings)
        return Problem(codes.CONFIG_KEY_UNKNOWN, fault.message + where, path, hint, at_key=True)
    if error["type"] == "enum":
        value, names = error["input"], error["ctx"]["names"]
        message = f"unknown value of {path[-1]}: {value if isinstance(value, str) else kind_of(value)}"
        place = str(value).strip()
        if place.isascii() and place.isdecimal() and int(place[:9]) < len(names):  # the ordinal of Java's enum
            meant = names[int(place[:9])]
            hint = f"Pulsar reads a number here as the place of a name, and {place} is {meant}: write the name"
            return Problem(codes.CONFIG_VALUE_UNKNOWN, message, path, hint)
        return Problem(codes.CONFIG_VALUE_UNKNOWN, message, path, suggestion(str(value), names))
    hint = _type_hint(path, wanted=fault.message, value=error["input"])
    return Problem(codes.CONFIG_TYPE_WRONG, f"{_label(path, holder)} {fault.message}", path, hint)


def _label(path: Path, holder: type[Model] | None) -> str:
    """Return the name of a refused value: its key, its place in a list, or its name in a map."""
    last = path[-1]
    if isinstance(last, int):
        return f"{path[-2]}[{last}]"
    if len(path) == 1 or last in known_keys(holder):
        return last
    return f"the value of '{last}' in {path[-2]}"


def _type_hint(path: Path, *, wanted: str, value: object) -> str:
    last, kind = str(path[-1]), kind_of(value)
    if kind == "a mapping" and is_json_text(path):
        return "it is JSON text: write the mapping as JSON, in quotes"
    if wanted.startswith("must be a list") and kind == "a text":
        items = plain_items(str(value))
        return f"write it as a list: {json.dumps(items)}" if items else "write it as a list"
    if wanted.startswith("must be a mapping") and len(path) > 1 and path[-2] == _KEYED_BY_TOPIC:
        return "write a mapping with keys such as schemaType, or {} for the defaults"
    if wanted.startswith("must be a mapping"):
        return "write its members as a mapping"
    return amount_hint(last, value) if kind == "a text" else ""
