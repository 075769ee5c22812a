"""The effect of a change on messages: which subscriptions continue, begin or stay behind on a topic.

Sources: `InstanceUtils.getDefaultSubscriptionName`; `PersistentTopic.subscribe`, which uses the initial position for a new
subscription only; `PersistentSubscription.addConsumer`, which refuses a consumer of another type while one is connected.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pulsarfn.analysis.diff.masking import FromSecrets
from pulsarfn.component.config.topics import full_name
from pulsarfn.component.shell import quote
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest, mapping

_MANY: Final = 3
_KEYS: Final = {"function": "subName", "sink": "sourceSubscriptionName"}
_TYPES: Final = {"SHARED": "Shared", "FAILOVER": "Failover", "KEY_SHARED": "Key_Shared"}


class Reading(NamedTuple):
    """The topics that a component reads.

    Attributes:
        component: function, source or sink.
        fqfn: its fully qualified name.
        topics: the full names of the topics and patterns; empty for a source.
        patterns: those of them that are patterns.
        subscription: the name of its subscription to all of them.
        type: the type of the subscription, ``SHARED`` for example.
        earliest: whether a new subscription begins at the oldest message of a topic.
        traits: what identifies it besides its name: its classes, and the topic that it writes to.
        secret: whether its config came from a Secret, so that names in it are not shown.
    """

    component: str
    fqfn: Fqfn
    topics: tuple[str, ...]
    patterns: frozenset[str]
    subscription: str
    type: str
    earliest: bool
    traits: tuple[str, ...] = ()
    secret: bool = False

    @property
    def identity(self) -> tuple[object, ...]:
        """What a renamed component has in common with the old one."""
        return self.component, self.topics, self.traits

    def hidden_by(self, secret: FromSecrets) -> "Reading":
        """Return the same, with names hidden if the config came from a Secret."""
        return self if self.secret == secret.config else self._replace(secret=secret.config)

    @property
    def durable(self) -> tuple[str, ...]:
        """The topics whose subscriptions keep messages."""
        return tuple(each for each in self.topics if not each.startswith("non-persistent:"))

    def shown(self, topics: Iterable[str]) -> str:
        """Return names of topics for output."""
        names = [*dict.fromkeys(self._shown(each) for each in topics)]
        more = f" and {len(names) - _MANY} more" if len(names) > _MANY else ""
        return f"{', '.join(names[:_MANY])}{more}"

    def _shown(self, topic: str) -> str:
        name = MASK if self.secret else str(masked(topic))
        return f"topics that match {name}" if topic in self.patterns else name

    @property
    def shown_subscription(self) -> str:
        """The name of the subscription for output."""
        is_open = self.subscription == str(self.fqfn)
        return self.subscription if is_open else MASK if self.secret else str(masked(self.subscription))


def reading_of(component: str, fqfn: Fqfn, details: Manifest) -> Reading:
    """Return what a component reads, by the FunctionDetails in its command."""
    source, sink = mapping(details.get("source")), mapping(details.get("sink"))
    specs = {} if component == "source" else mapping(source.get("inputSpecs"))
    return Reading(
        component,
        fqfn,
        tuple(sorted(map(full_name, specs))),
        frozenset(full_name(name) for name, spec in specs.items() if mapping(spec).get("isRegexPattern") is True),
        str(source.get("subscriptionName") or fqfn),
        str(source.get("subscriptionType") or "SHARED"),
        source.get("subscriptionPosition") == "EARLIEST",
        (*(str(each.get("className") or "") for each in (details, source, sink)), str(sink.get("topic") or "")),
    )


def changed(old: Reading, new: Reading) -> Iterator[str]:
    """Return the effect on messages if `new` replaces `old`: sentences without a full stop."""
    stay = [each for each in old.durable if each in new.topics]
    added = [each for each in new.durable if each not in old.topics]
    gone = [each for each in old.durable if each not in new.topics]
    if stay and old.subscription != new.subscription:
        yield _becomes(old, new)
        yield _left(old, stay)
    elif stay:
        yield from _continues(old, new)
    if added:
        yield f"reads {new.shown(added)} from now on: {_begins(new)}"
    if gone:
        yield f"no longer reads {old.shown(gone)}"
        yield _left(old, gone)


def removed(old: Reading) -> Iterator[str]:
    """Return the effect on messages if a component is removed."""
    if old.durable:
        yield _left(old, old.durable)


def renamed(old: Reading, new: Reading) -> Iterator[str]:
    """Return the effect on messages if `new` is the component `old` under another name."""
    yield f"seems to be {old.component} {old.fqfn} under another name: class and topics are the same"
    yield from changed(old, new)
    if old.durable and old.subscription == new.subscription:
        yield f"continues in the subscription {old.shown_subscription} where {old.fqfn} ends"
    elif old.durable:
        yield f"to continue where {old.fqfn} ends, set {_KEYS[new.component]}: {old.shown_subscription}"


def renames(gone: Iterable[Reading], come: Iterable[Reading]) -> dict[Fqfn, Reading]:
    """Return the old form of each new component that differs from exactly one old one in nothing but its name."""
    old, new = ([*each] for each in (gone, come))
    times = Counter(each.identity for each in old), Counter(each.identity for each in new)
    by_identity = {each.identity: each for each in old if all(count[each.identity] == 1 for count in times)}
    return {each.fqfn: by_identity[each.identity] for each in new if each.identity in by_identity}


def _becomes(old: Reading, new: Reading) -> str:
    fate = "messages are processed again" if new.earliest else "messages that wait in the old one are not processed"
    return f"the subscription {old.shown_subscription} becomes {new.shown_subscription}: {_begins(new)}, and {fate}"


def _begins(new: Reading) -> str:
    where = "at the oldest message that the topic still has" if new.earliest else "at the end of the topic"
    return f"a new subscription begins {where}"


def _left(old: Reading, topics: Sequence[str]) -> str:
    """Return what becomes of a subscription that nobody reads any more: only a function worker deletes it."""
    where = f"the subscription {old.shown_subscription} keeps its position and its backlog on {old.shown(topics)}"
    if len(topics) > 1 or old.secret or not old.patterns.isdisjoint(topics):
        return f"{where} until you delete it"
    names = f"{quote(old.shown_subscription)} {quote(old.shown(topics))}"
    return f"{where} until you delete it: pulsar-admin topics unsubscribe --subscription {names}"


def _continues(old: Reading, new: Reading) -> Iterator[str]:
    if old.type != new.type:
        types = " to ".join(_TYPES.get(each, each) for each in (old.type, new.type))
        yield f"the subscription changes from {types}: the broker refuses new pods while an old one is connected"
    if old.earliest != new.earliest:
        yield "another position has no effect on a subscription that exists: it continues where it is"
