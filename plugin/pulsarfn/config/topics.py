"""Which names Pulsar takes for topics (`FunctionCommon.isValidTopicName`, `TopicName.get`, `NamedEntity`)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pulsarfn import codes
from pulsarfn.diagnostics import Path, Problem

_HINT = "write a short name, tenant/namespace/topic or persistent://tenant/namespace/topic"
_PART = re.compile(r"[-=:.\w]*", re.ASCII)
_DOMAINS = ("persistent", "non-persistent")


def is_valid_topic(name: str) -> bool:
    """Whether `name` is a short name, ``tenant/namespace/topic`` or ``domain://tenant/namespace/topic``."""
    domain, scheme, rest = name.partition("://")
    if not scheme:
        parts = name.split("/")
        if len(parts) == 1:
            parts = ["public", "default", name]
        if len(parts) != 3:  # noqa: PLR2004 - tenant, namespace, topic
            return False
    else:
        if domain not in _DOMAINS:
            return False
        parts = rest.split("/", 3)
        if len(parts) != 3:  # noqa: PLR2004 - four parts are a name of Pulsar 1
            return False
    tenant, namespace, local = parts
    return bool(local.strip() and tenant and namespace and _PART.fullmatch(tenant) and _PART.fullmatch(namespace))


class GivenTopic(NamedTuple):
    """A topic, or a pattern of topics, and the place in the config that names it."""

    name: str
    path: Path


def given_topics(keys: Iterable[tuple[str, str | Iterable[str] | None]]) -> list[GivenTopic]:
    """The topics under each key in turn: one as a text, several as a list, or as the keys of a mapping."""
    topics: list[GivenTopic] = []
    for key, value in keys:
        if isinstance(value, str):
            topics.append(GivenTopic(value, (key,)))
        elif isinstance(value, Mapping):
            topics += [GivenTopic(topic, (key, topic)) for topic in value]
        else:
            topics += [GivenTopic(topic, (key, index)) for index, topic in enumerate(value or ())]
    return topics


def check_topics(topics: Iterable[GivenTopic], message: str) -> Iterator[Problem]:
    """All topics must be valid, an empty one is not; `message` has a ``%s`` for the name."""
    for name, path in topics:
        if not is_valid_topic(name):
            yield Problem(codes.TOPIC_INVALID, message % name, path, _HINT)


def check_topic(name: str | None, key: str, message: str) -> Iterator[Problem]:
    """A topic that may be absent or empty, under `key`."""
    if name:
        yield from check_topics((GivenTopic(name, (key,)),), message)
