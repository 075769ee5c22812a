"""What a model refuses, in the words of the config's own keys: no jargon of pydantic, no value that may be a secret."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pulsarfn import codes
from pulsarfn.config.base import Config
from pulsarfn.diagnostics import Path, Problem, nearest, suggestion

_C = TypeVar("_C", bound=Config)

_KEYED_BY_TOPIC = "inputSpecs"
"""The only key under which there are models by name."""

_KINDS = ((bool, "a boolean"), (int | float, "a number"), (str, "a text"), (list, "a list"), (dict, "a mapping"))
_EXPECTED_BY_TYPE = {
    "java.lang.String": "a text",
    "java.lang.Integer": "a whole number",
    "java.lang.Long": "a whole number",
    "double": "a number",
    "boolean": "true or false",
}
_EXPECTED = {
    "string_type": "a text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_JSON_TEXTS = ("customRuntimeOptions", "transformFunctionConfig")
_JSON_TEXTS_BY_TOPIC = ("customSchemaInputs", "customSchemaOutputs")
_ELSEWHERE = {
    "archive": ("jar",),
    "className": ("discoveryTriggererClassName", "cryptoKeyReaderClassName"),
    "configs": ("userConfig", "config"),
    "classname": ("className",),
    "isRegexPattern": ("regexPattern",),
    "jar": ("archive",),
    "output": ("topicName",),
    "replicas": ("parallelism",),
    "subName": ("sourceSubscriptionName",),
    "subscriptionPosition": ("sourceSubscriptionPosition",),
    "topicName": ("output",),
    "userConfig": ("configs",),
}
"""What a key is called where it is called otherwise."""


def refusals(model: type[_C], members: Mapping[str, object]) -> tuple[_C | None, tuple[Problem, ...]]:
    """The config that `members` holds, with everything that `model` refuses of it.

    Where something is refused the config is what remains without it, misspelt keys corrected, so that the rest can be
    checked too; None where nothing remains that could be.
    """
    try:
        return model.model_validate(members), ()
    except ValidationError as error:
        refused = error.errors(include_url=False)
    problems = tuple(_problem(model, each) for each in refused)
    try:
        return model.model_validate(_mended(model, members, refused)), problems
    except ValidationError:
        return None, problems


def _mended(model: type[Config], members: Mapping[str, object], refused: Iterable[ErrorDetails]) -> object:
    """`members` without what is refused; a key that is only misspelt is put right where the right one is free."""
    mended: Any = _copied(members)
    for each in refused:
        *path, last = each["loc"]
        holder = mended
        for part in path:
            holder = holder[part]
        if isinstance(holder, list):
            holder[int(last)] = ""  # the places of the other items stay
            continue
        value = holder.pop(last, None)
        meant = _meant(str(last), _model_at(model, tuple(path))) if each["type"] == "extra_forbidden" else None
        if meant is not None and value is not None:
            holder.setdefault(meant, value)
    return mended


def _copied(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def known_keys(model: type[Config] | None) -> tuple[str, ...]:
    """The keys of a model as they are written in a config."""
    return () if model is None else tuple(field.alias or name for name, field in model.model_fields.items())


def _problem(model: type[Config], error: ErrorDetails) -> Problem:
    path: Path = error["loc"]
    holder = _model_at(model, path[:-1])
    if error["type"] == "extra_forbidden":
        key = str(path[-1])
        where = f" in {path[-2]}" if len(path) > 1 else ""
        return Problem(
            codes.CONFIG_KEY_UNKNOWN, f"unknown key '{key}'{where}", path, _key_hint(key, holder), at_key=True
        )
    if error["type"] == "enum":
        names = error["ctx"]["names"]
        value = error["input"]
        message = f"unknown value of {path[-1]}: {value if isinstance(value, str) else _kind(value)}"
        return Problem(codes.CONFIG_VALUE_UNKNOWN, message, path, suggestion(str(value), names))
    expected = _expected(error)
    kind = _kind(error["input"])
    unlike = "" if kind == "a number" and "number" in expected else f", not {kind}"
    return Problem(
        codes.CONFIG_TYPE_WRONG,
        f"{_label(path, holder)} must be {expected}{unlike}",
        path,
        _type_hint(path, expected=expected, kind=kind),
    )


def _model_at(model: type[Config], path: Path) -> type[Config] | None:
    """The model of the part of a config at `path`, None where there is none."""
    found: type[Config] | None = model
    parts = iter(path)
    for part in parts:
        fields = () if found is None else found.model_fields.values()
        found = next((_model_in(field.annotation) for field in fields if field.alias == part), None)
        if part == _KEYED_BY_TOPIC:
            next(parts, None)
    return found


def _model_in(annotation: Any) -> type[Config] | None:  # noqa: ANN401 - a type annotation may be anything
    if isinstance(annotation, type) and issubclass(annotation, Config):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _kind(value: object) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "null")


def _expected(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    expected = _EXPECTED_BY_TYPE.get(context.get("java_type", ""), "") or _EXPECTED.get(error["type"], "another value")
    if "overflow" in context.get("why", ""):
        return f"{expected} that fits in {'32' if context['java_type'].endswith('Integer') else '64'} bits"
    return expected


def _label(path: Path, holder: type[Config] | None) -> str:
    """How to call the refused value: its key, its place in a list, or its name in a map."""
    last = path[-1]
    if isinstance(last, int):
        return f"{path[-2]}[{last}]"
    if len(path) == 1 or last in known_keys(holder):
        return last
    return f"the value of '{last}' in {path[-2]}"


def _meant(key: str, holder: type[Config] | None) -> str | None:
    """The key of `holder` that is meant by one that it does not have, None where that is anybody's guess."""
    known = known_keys(holder)
    other = next((name for name in _ELSEWHERE.get(key, ()) if name in known), None)
    return other or nearest(key, known)


def _key_hint(key: str, holder: type[Config] | None) -> str:
    known = known_keys(holder)
    other = next((name for name in _ELSEWHERE.get(key, ()) if name in known), None)
    if key == "isRegexPattern" and other:
        return f"the key is called {other}"
    return f"did you mean '{other}'?" if other else suggestion(key, known)


def _type_hint(path: Path, *, expected: str, kind: str) -> str:
    last = str(path[-1])
    if kind == "a mapping" and last in _JSON_TEXTS:
        return f"it is JSON text: write '{last}: |', and the JSON below it, indented"
    if kind == "a mapping" and len(path) > 1 and path[-2] in _JSON_TEXTS_BY_TOPIC:
        return 'it is JSON text, such as \'{"schemaType": "avro"}\''
    if expected == "a list" and kind == "a text":
        example = "persistent://tenant/namespace/topic" if last == "inputs" else "first, second"
        return f"write it as a list: '{last}: [{example}]'"
    if expected == "a mapping" and len(path) > 1 and path[-2] == _KEYED_BY_TOPIC:
        return "write a mapping, such as {schemaType: avro}, or {} for the defaults"
    if expected == "a mapping":
        return f"write its members below '{last}:', indented"
    if last in ("ram", "disk"):
        return "write bytes without a unit, such as 1073741824"
    return "write cores, such as 0.5" if last == "cpu" else ""
