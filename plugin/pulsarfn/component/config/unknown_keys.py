"""What an unknown key of a config means: another spelling, a key of a part, of customRuntimeOptions or of another component."""

from collections.abc import Collection
from typing import Final

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics.problem import nearest, suggestion
from pulsarfn.models.faults import known_keys
from pulsarfn.models.fields import Model, NestedModel
from pulsarfn.models.spelling import one_spelling
from pulsarfn.worker.customizers.custom_runtime_options import CustomRuntimeOptions
from pulsarfn.worker.customizers.refused_options import OTHER_NAMES

_CONFIG_FILES: Final = ("confFile", "configFile", "functionConfigFile", "sinkConfigFile", "sourceConfigFile")
_ELSEWHERE: Final = {
    "archive": ("jar",),
    "className": ("discoveryTriggererClassName", "cryptoKeyReaderClassName"),
    "configs": ("userConfig", "config"),
    "destinationTopicName": ("topicName",),
    "destinationTopic": ("topicName",),
    "memory": ("ram",),
    "retries": ("maxMessageRetries",),
    "retry": ("maxMessageRetries",),
    "schema": ("schemaType", "outputSchemaType"),
    "schemaType": ("outputSchemaType",),
    "sinkConfig": ("configs",),
    "sinkConfigs": ("configs",),
    "sourceConfig": ("configs",),
    "sourceConfigs": ("configs",),
    "sourceSubscriptionName": ("subName",),
    "sourceSubscriptionPosition": ("subscriptionPosition",),
    "subscription": ("subName", "sourceSubscriptionName"),
    "subsName": ("subName", "sourceSubscriptionName"),
    "subsPosition": ("subscriptionPosition", "sourceSubscriptionPosition"),
    "subscriptionName": ("subName", "sourceSubscriptionName"),
    "classname": ("className",),
    "jar": ("archive",),
    "output": ("topicName",),
    "replicas": ("parallelism",),
    "subName": ("sourceSubscriptionName",),
    "subscriptionPosition": ("sourceSubscriptionPosition",),
    "topic": ("topicName", "inputs"),
    "topicName": ("output",),
    "topics": ("inputs",),
    "userConfig": ("configs",),
}
"""Config keys by the other names that people use for them."""

_GUESSES: Final = ("archive", "className", "retry", "schema", "topic")
"""Names that do not say which key is meant: the code of a function may be jar, py or go, its topic an input or the output."""

_OPTIONS: Final = {
    **{key: key for key in CustomRuntimeOptions.FIELDS},
    **OTHER_NAMES,
    "limits": "resourceRequirements",
    "requests": "resourceRequirements",
}
"""Keys of customRuntimeOptions by the names that people give them."""

_COMPONENTS: Final = {"functions": FunctionConfig, "sources": SourceConfig, "sinks": SinkConfig}


def meant_key(key: str, holder: type[Model] | None) -> str | None:
    """Return the key of `holder` that an unknown key means; None if no key is close enough."""
    known, key = known_keys(holder), _camel_case(key)
    other = next((name for name in (key, *_ELSEWHERE.get(key, ())) if name in known), None) or one_spelling(key, known)
    return other or (None if _belongs_elsewhere(key, holder) else nearest(key, known))


def certain_key(key: str, holder: type[Model] | None) -> str | None:
    """Return the key of `holder` that an unknown key certainly means: another spelling or name of it; None for any other key."""
    known, camel = known_keys(holder), _camel_case(key)
    others = () if camel in _GUESSES else _ELSEWHERE.get(camel, ())
    other = next((name for name in (camel, *others) if name in known), None)
    return other or one_spelling(key.removeprefix("--"), known)


def key_hint(key: str, holder: type[Model] | None, model: type[Model], siblings: Collection[str]) -> str:
    """Return the hint for an unknown key beside `siblings` of `holder`, which is a config of `model` or a part of one."""
    meant = meant_key(key, holder)
    if meant in siblings:
        if meant == certain_key(key, holder):
            return f"it means {meant}, which is here too: remove one of them"
        return f"if it means {meant}, which is here too, remove one of them"
    if meant:
        return f"did you mean '{meant}'?"
    component = model.__name__.removesuffix("Config").lower()
    return (
        _belongs_elsewhere(_camel_case(key), holder)
        or suggestion(key, known_keys(holder))
        or f"pulsarfn schema {component} has all keys"
    )


def _belongs_elsewhere(key: str, holder: type[Model] | None) -> str:
    """Return the hint for a key that has its place outside `holder`; empty for other keys."""
    if key in _CONFIG_FILES:
        return "a config names no other file: write here what that file holds"
    part = _part_with(key, holder)
    if part:
        return f"write it below {part[0]}, as {'.'.join(part)}"
    if holder not in _COMPONENTS.values():
        return ""
    if key == "subscriptionType":
        return "the type is Failover with retainOrdering, Key_Shared with retainKeyOrdering, and otherwise Shared"
    if key in _OPTIONS:
        return f"write it in the JSON of customRuntimeOptions, as {_OPTIONS[key]}"
    for names in ((key,), _ELSEWHERE.get(key, ())):
        owners = [name for name, each in _COMPONENTS.items() if any(one in each.FIELDS for one in names)]
        if owners:
            return f"only {' and '.join(owners)} have such a key"
    return ""


def _part_with(key: str, holder: type[Model] | None) -> tuple[str, ...]:
    """Return the only part of a config that has such a key, and the key in it, such as ``("resources", "cpu")`` for CPU."""
    parts = {} if holder is None else holder.FIELDS
    names = {each.casefold() for each in (key, *_ELSEWHERE.get(key.lower(), ()))}
    found = [
        (name, inner)
        for name, each in parts.items()
        if isinstance(each.kind, NestedModel)
        for inner in each.kind.model.FIELDS
        if inner.casefold() in names
    ]
    return found[0] if len(found) == 1 else ()


def _camel_case(key: str) -> str:
    """Return the config key for an option of pulsar-admin: ``userConfig`` for ``user-config``."""
    first, *others = key.removeprefix("--").split("-")
    return first[:1].lower() + first[1:] + "".join(each[:1].upper() + each[1:] for each in others)
