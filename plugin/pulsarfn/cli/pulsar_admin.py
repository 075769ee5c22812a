"""The flags of pulsar-admin for a function, source or sink, and the keys of the config that they set.

Source: `CmdFunctions`, `CmdSources` and `CmdSinks` of pulsar-admin, `processArguments`. The spellings of older versions
(``--userConfig``) are accepted too.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import click

from pulsarfn.annotations import Component
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.models.fields import Model
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.bare import FlagValue
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError, is_utf8
from pulsarfn.values import Value

_MODELS: Mapping[Component, type[Model]] = {"function": FunctionConfig, "source": SourceConfig, "sink": SinkConfig}

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class _NotReadableError(ValueError):
    """A value that is not valid for a flag; the message does not repeat it, because it may be secret."""


def _text(given: str) -> Value:
    return given


def _list(given: str) -> Value:
    return list(given.split(","))


def _json(given: str) -> Value:
    try:
        return read_yaml(given, "jackson")
    except ReadError as error:
        raise _NotReadableError(f"not JSON, at line {error.line}, column {error.column}") from error


class Flag(NamedTuple):
    """A flag.

    Attributes:
        options: its spellings, the long form first.
        keys: the path of the key that it sets, with dots, for each kind of component that has the flag.
        read: converts the text on the command line to the value.
        replaces: the other keys of the file that it replaces.
        is_switch: whether it takes no value and means true.
    """

    options: tuple[str, ...]
    keys: Mapping[Component, str]
    read: Callable[[str], Value] = _text
    replaces: tuple[str, ...] = ()
    is_switch: bool = False

    @property
    def name(self) -> str:
        """The name of the parameter of the click command."""
        return f"flag_{self.options[0].lstrip('-').replace('-', '_')}"

    @property
    def help(self) -> str:
        """The meaning of the key, and the kinds of components that have it."""
        component, key = next(iter(self.keys.items()))
        top, _, inner = key.partition(".")
        field = _MODELS[component].FIELDS[top]
        text = field.kind.model.FIELDS[inner].description if inner else field.description  # type: ignore[union-attr]
        form = " As JSON." if self.read is _json else " Separated by commas." if self.read is _list else ""
        return text + form + ("" if len(self.keys) == len(_MODELS) else f" ({', '.join(self.keys)})")


def _flag(  # noqa: PLR0913 - a line of the table
    *options: str,
    key: str = "",
    function: str = "",
    source: str = "",
    sink: str = "",
    read: Callable[[str], Value] = _text,
    replaces: tuple[str, ...] = (),
    is_switch: bool = False,
) -> Flag:
    """Return a flag whose key is its name in camel case, or `key`, or another key for some kinds of components."""
    keys: Mapping[Component, str] = {"function": function, "source": source, "sink": sink}
    found = {each: name for each, name in keys.items() if name}
    if not found:
        key = key or _camel_case(options[0].lstrip("-"))
        found = {each: key for each, model in _MODELS.items() if key.partition(".")[0] in model.FIELDS}
    return Flag(options, found, read, replaces, is_switch)


def _camel_case(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(map(str.capitalize, others))


FLAGS = (
    _flag("--fqfn", replaces=("tenant", "namespace", "name")),
    _flag("--tenant"),
    _flag("--namespace"),
    _flag("--name"),
    _flag("--classname", key="className"),
    _flag("--jar"),
    _flag("--py"),
    _flag("--go"),
    _flag("--archive", "-a"),
    _flag("--function-type"),
    _flag("--source-type", replaces=("archive",)),
    _flag("--sink-type", replaces=("archive",)),
    _flag("-t", function="functionType", source="sourceType", sink="sinkType", replaces=("archive",)),
    _flag("--inputs", "-i", read=_list),
    _flag("--topics-pattern"),
    _flag("--input-specs", read=_json),
    _flag("--custom-serde-inputs", function="customSerdeInputs", sink="topicToSerdeClassName", read=_json),
    _flag("--custom-schema-inputs", function="customSchemaInputs", sink="topicToSchemaType", read=_json),
    _flag("--custom-schema-outputs", read=_json),
    _flag("--input-type-class-name"),
    _flag("--output-type-class-name"),
    _flag("--output"),
    _flag("-o", function="output", source="topicName"),
    _flag("--output-serde-classname", key="outputSerdeClassName"),
    _flag("--destination-topic-name", source="topicName"),
    _flag("--deserialization-classname", source="serdeClassName"),
    _flag("--schema-type", "-st", function="outputSchemaType", source="schemaType"),
    _flag("--producer-config", read=_json),
    _flag("--batch-builder"),
    _flag("--batch-source-config", read=_json),
    _flag("--forward-source-message-property"),
    _flag("--log-topic"),
    _flag("--dead-letter-topic"),
    _flag("--subs-name", function="subName", sink="sourceSubscriptionName"),
    _flag("--subs-position", function="subscriptionPosition", sink="sourceSubscriptionPosition"),
    _flag("--skip-to-latest"),
    _flag("--cleanup-subscription", is_switch=True),
    _flag("--processing-guarantees"),
    _flag("--retain-ordering", is_switch=True),
    _flag("--retain-key-ordering", is_switch=True),
    _flag("--auto-ack"),
    _flag("--timeout-ms"),
    _flag("--max-message-retries", function="maxMessageRetries"),
    _flag("--max-redeliver-count", sink="maxMessageRetries"),
    _flag("--negative-ack-redelivery-delay-ms"),
    _flag("--parallelism"),
    _flag("--cpu", key="resources.cpu"),
    _flag("--ram", key="resources.ram"),
    _flag("--disk", key="resources.disk"),
    _flag("--window-length-count", key="windowConfig.windowLengthCount"),
    _flag("--window-length-duration-ms", key="windowConfig.windowLengthDurationMs"),
    _flag("--sliding-interval-count", key="windowConfig.slidingIntervalCount"),
    _flag("--sliding-interval-duration-ms", key="windowConfig.slidingIntervalDurationMs"),
    _flag("--user-config", read=_json),
    _flag("--source-config", source="configs", read=_json),
    _flag("--sink-config", sink="configs", read=_json),
    _flag("--secrets", read=_json),
    _flag("--transform-function"),
    _flag("--transform-function-classname", key="transformFunctionClassName"),
    _flag("--transform-function-config"),
    _flag("--runtime-flags"),
    _flag("--custom-runtime-options"),
)
"""All flags of ``pulsar-admin functions|sources|sinks create``."""

CONFIG_FILES = ("--function-config-file", "--source-config-file", "--sink-config-file")
"""The flags of pulsar-admin that name a config file."""

_OLD_SPELLINGS = {_camel_case(each.options[0].lstrip("-")): each.options[0].lstrip("-") for each in FLAGS} | {
    _camel_case(each.lstrip("-")): each.lstrip("-") for each in CONFIG_FILES
}
_OLD_SPELLINGS |= {each.replace("Classname", "ClassName"): new for each, new in _OLD_SPELLINGS.items()}
_OLD_SPELLINGS["className"] = "classname"


def spelt_today(name: str) -> str:
    """Return the current name of a flag, for a name that may have the spelling of an older pulsar-admin."""
    return _OLD_SPELLINGS.get(name, name)


class FlagOption(click.Option):
    """An option that is a flag of pulsar-admin."""


def flag_options(command: Decorated) -> Decorated:
    """Add all flags as options to a command, which gets them as ``flag_NAME``."""
    for each in reversed(FLAGS):
        value = {"is_flag": True, "flag_value": "true", "default": None} if each.is_switch else {"metavar": "VALUE"}
        command = click.option(*each.options, each.name, cls=FlagOption, help=each.help, **value)(command)
    return command


def flag_values(component: Component, given: Mapping[str, str | None]) -> Iterator[FlagValue]:
    """Return the values of the flags for a component.

    Raises:
        click.UsageError: for a flag that this kind of component does not have, or a value that cannot be read.
    """
    for each in FLAGS:
        value, option = given[each.name], each.options[0]
        if value is None:
            continue
        if component not in each.keys:
            raise click.UsageError(f"{option} is for a {' or '.join(each.keys)}, not for a {component}")
        if not is_utf8(value):
            raise click.UsageError(f"{option}: the text is not UTF-8")
        try:
            path = tuple(each.keys[component].split("."))
            yield FlagValue(path, each.read(value), option, each.replaces)
        except _NotReadableError as error:
            raise click.UsageError(f"{option}: {error}") from error
