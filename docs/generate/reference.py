"""The reference pages: commands, annotations and the keys of configs, from what the program itself goes by."""

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from command_facts import EXIT_STATUSES, CommandFacts, OptionFacts, commands, program, variables
from pulsarfn.annotations import MEANINGS
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.models.fields import Kind, ListOf, MapOf, Model, NestedModel, Scalar
from pulsarfn.worker.customizers.custom_runtime_options import CustomRuntimeOptions
from pulsarfn.worker.worker_config import WorkerConfig

_MADE = "<!-- made by python docs/generate -->"
_FORMS = ("see The code that runs in README.md", "see [the code that runs](../../README.md#the-code-that-runs)")

_TYPES: dict[object, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "array": "list",
    "object": "mapping",
}
"""The words for types of Python and of JSON Schema."""


def commands_page() -> str:
    """Every command with its options, its environment variables and examples."""
    whole = program()
    lines = [_MADE, "# Commands", "", *whole.paragraphs, ""]
    lines += ["## pulsarfn", "", "Without a command pulsarfn is a filter, from standard input to standard output.", ""]
    lines += [*_examples(whole), "The filter and all commands that expand something take these options:", ""]
    lines += _options(whole.options)
    for each in commands():
        lines += [f"## {each.name}", "", f"`pulsarfn {each.name} {each.usage}`", ""]
        lines += [line for paragraph in each.paragraphs for line in (paragraph, "")]
        lines += _options(each.options) if each.options else []
        lines += ["It also takes the options of the filter.", ""] if each.has_common_options else []
        lines += _examples(each)
    lines += [
        "## Environment",
        "",
        *_table(("variable", "meaning"), [(f"`{name}`", text) for name, text in variables().items()]),
    ]
    lines += ["## Exit status", "", *_table(("status", "meaning"), EXIT_STATUSES.items())]
    return _page(lines)


def annotations_page() -> str:
    """Every annotation."""
    lines = [
        _MADE,
        "# Annotations",
        "",
        "These annotations control pulsarfn. Any other `pulsarfn.io/…` annotation is an error.",
        "",
    ]
    rows = [(f"`{name}`", value, meaning) for name, (value, meaning) in MEANINGS.items()]
    lines += _table(("annotation", "value", "meaning"), rows)
    lines += [
        "All other labels and annotations of a carrier go to the generated objects' own metadata, never to their pods or selectors."
    ]
    return _page(lines)


def configs_page() -> str:
    """The keys of function, source and sink configs, and of customRuntimeOptions."""
    configs = (
        "The configs that carriers hold, and that `pulsar-admin` takes with `--function-config-file` and the like."
    )
    lines = [_MADE, "# Keys of configs", "", f"{configs} Unknown keys are errors.", ""]
    models = {
        "Functions": FunctionConfig,
        "Sources": SourceConfig,
        "Sinks": SinkConfig,
        "customRuntimeOptions": CustomRuntimeOptions,
    }
    return _page([*lines, *_models(models)])


def worker_config_page() -> str:
    """The keys of functions_worker.yml that reach an object."""
    lines = [_MADE, "# Keys of the worker config", ""]
    lines += [
        "The keys of `functions_worker.yml` that an object depends on; the file may hold others. In the ConfigMap of the Pulsar chart",
        "",
    ]
    lines[-2] += (
        " they are called `PF_key`, and `PF_functionRuntimeFactoryConfigs_key` below `functionRuntimeFactoryConfigs`."
    )
    return _page([*lines, *_models({"functions_worker.yml": WorkerConfig})])


def _models(models: dict[str, type[Model]]) -> Iterator[str]:
    """A section for each model, then one for each part that they have."""
    parts: dict[type[Model], str] = {}
    for title, model in models.items():
        yield from _section(title, model, parts)
    written: set[type[Model]] = set()
    while new := [each for each in parts if each not in written]:
        for each in new:
            written.add(each)
            yield from _section(parts[each], each, parts)


def _section(title: str, model: type[Model], parts: dict[type[Model], str]) -> Iterator[str]:
    yield from (f"## {title}", "")
    rows = [
        (f"`{key}`", _kind(each.kind, parts), *_default_and_meaning(each.default, _cell(each.description)))
        for key, each in model.FIELDS.items()
    ]
    yield from _table(("key", "value", "default", "meaning"), rows)


def _kind(kind: Kind, parts: dict[type[Model], str]) -> str:
    match kind:
        case Scalar():
            return _scalar(kind)
        case ListOf(item=item):
            return f"list: {_kind(item, parts)}"
        case MapOf(member=member):
            return f"mapping: {_kind(member, parts)}"
        case NestedModel(model=model):
            name = model.__name__.removeprefix("_Gson")
            parts.setdefault(model, name)
            return f"[{name}](#{name.lower()})"


def _scalar(kind: Scalar) -> str:
    accepted = kind.accepted
    if "$ref" in accepted:  # a member of Kubernetes
        accepted = kind.definitions()[accepted["$ref"].rpartition("/")[2]]
    if "enum" in accepted:
        return ", ".join(f"`{name}`" for name in accepted["enum"] if name is not None)
    if not accepted:
        return "anything"
    types = [kind.value_type, *get_args(kind.value_type)]
    if kind.value_type is object:
        named = accepted.get("type", "object")
        types = [named] if isinstance(named, str) else named
    return next((_TYPES[each] for each in types if each in _TYPES), "mapping")


def _default_and_meaning(default: object, description: str) -> tuple[str, str]:
    """The default of a key, also where only its description names one, and the rest of the description."""
    meaning = description.replace(*_FORMS)
    if shown := _default(default):
        return shown, meaning
    if found := re.search(r"[;,] default: ([^.;]+(?:\.[0-9]+)?)\.$", meaning):
        return f"`{found[1]}`", f"{meaning[: found.start()]}."
    named = re.search(r"\b(\w+) \(default\)", meaning)
    return (f"`{named[1]}`" if named else ""), meaning.replace(" (default)", "")


def _default(value: object) -> str:
    if isinstance(value, Model) or value in (None, "", (), {}):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _options(options: Iterable[OptionFacts]) -> list[str]:
    rows = [
        (f"`{_cell(each.written)}`", _cell(each.text), f"`{each.variable}`" if each.variable else "")
        for each in options
    ]
    return _table(("option", "meaning", "variable"), rows)


def _examples(facts: CommandFacts) -> list[str]:
    lines = [line for each in facts.examples for line in (f"# {each.purpose}", each.line)]
    return ["```sh", *lines, "```", ""] if lines else []


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)] + [""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _page(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines).rstrip("\n") + "\n"
