"""Names of topics: which ones Pulsar accepts, and where a config holds them.

Source: `TopicName`'s constructor, `TopicDomain.getEnum`, `NamespaceName.validateNamespaceName` (pulsar-runtime.md 5).
"""

import re
from collections.abc import Iterable, Iterator

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.java.java_text import is_blank
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.worker.versions import DEFAULT, VERSIONS
from pulsarfn.worker.versions.rules import Rules

_FORMS = "write topic, tenant/namespace/topic or persistent://tenant/namespace/topic"
_ORDINARY = pattern(r"(?:(?:(?:non-)?persistent://)?[-=:.\w]+/[-=:.\w]+/)?[-=:.\w]+", re.ASCII)
"""Most names of topics: they are valid, and one match shows it."""

_NAMED_ENTITY = pattern(r"[-=:.\w]+", re.ASCII)
_DOMAINS = ("persistent", "non-persistent")
_SCALABLE = ("topic", "segment")
_PARTS, _PARTS_WITH_CLUSTER = 3, 4


def topic_fault(name: str, rules: Rules = DEFAULT) -> str:
    """Return what to change in a topic so that Pulsar accepts it; empty if it is valid.

    The local name may hold any character except a slash; the domain is valid in upper and lower case.
    """
    if _ORDINARY.fullmatch(name):
        return ""
    domain, scheme, rest = name.partition("://")
    if rules.scalable_topics and domain.lower() in _SCALABLE:
        return _scalable_fault(domain.lower(), rest)
    if scheme and domain.lower() in _SCALABLE:
        return f"{_FORMS}; {domain}:// is for Pulsar {_since_scalable()} and newer"
    if scheme and domain.lower() not in _DOMAINS:
        return f"{_FORMS}; a topic is persistent:// or non-persistent://"
    parts = (rest if scheme else name).split("/")
    if scheme and len(parts) >= _PARTS_WITH_CLUSTER and all(parts[:_PARTS]):
        return f"{_FORMS}; names with a cluster (V1) and slashes in the topic are not supported"
    if len(parts) != _PARTS and (scheme or len(parts) != 1):
        return _FORMS
    if is_blank(parts[-1]):
        return f"{_FORMS}; the topic itself is blank"
    if not all(_NAMED_ENTITY.fullmatch(part) for part in parts[:-1]):
        return f"{_FORMS}; tenant and namespace may hold letters, digits and any of - = : . _"
    return ""


def _scalable_fault(domain: str, rest: str) -> str:
    """Return what to change in a scalable topic: its local name may hold slashes, and a segment has two more parts."""
    parts = rest.split("/")
    least = _PARTS if domain == "topic" else _PARTS_WITH_CLUSTER
    if len(parts) < least or is_blank("/".join(parts[2:])) or not all(map(_NAMED_ENTITY.fullmatch, parts[:2])):
        return f"write {domain}://tenant/namespace/topic{'' if domain == 'topic' else '/segment'}"
    return ""


def _since_scalable() -> str:
    return next(each.name for each in VERSIONS if each.scalable_topics)


class GivenTopic(NamedTuple):
    """A topic or topics pattern, and its path in the config; `at_key` is true if it is a key of a mapping."""

    name: str
    path: Path
    at_key: bool = False


def given_topics(keys: Iterable[tuple[str, str | Iterable[str] | None]]) -> list[GivenTopic]:
    """Return the topics under each key in turn: a text is one topic, a list or the keys of a mapping are several."""
    topics: list[GivenTopic] = []
    for key, value in keys:
        if value is None:
            continue
        if isinstance(value, str):
            topics.append(GivenTopic(value, (key,)))
        elif isinstance(value, dict):
            topics += [GivenTopic(topic, (key, topic), at_key=True) for topic in value]
        else:
            topics += [GivenTopic(topic, (key, index)) for index, topic in enumerate(value)]
    return topics


def check_topics(topics: Iterable[GivenTopic], message: str, rules: Rules = DEFAULT) -> Iterator[Problem]:
    """Check that all topics are valid and not empty; `message` has a ``%s`` for the name."""
    for name, path, at_key in topics:
        fault = topic_fault(name, rules)
        if fault:
            yield Problem(codes.TOPIC_INVALID, message % name, path, fault, at_key=at_key)


def check_topic(name: str | None, key: str, message: str, rules: Rules = DEFAULT) -> Iterator[Problem]:
    """Check the topic under `key`, which may be absent or empty."""
    if name:
        yield from check_topics((GivenTopic(name, (key,)),), message, rules)


def full_name(topic: str) -> str:
    """Return the full name of a topic name that is valid in Pulsar (`TopicName.get`).

    >>> full_name("in")
    'persistent://public/default/in'
    """
    domain, scheme, rest = topic.partition("://")
    if not scheme:
        domain, rest = "persistent", topic
    return f"{domain.lower()}://{rest if '/' in rest else f'public/default/{rest}'}"
