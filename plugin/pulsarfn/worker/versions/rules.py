"""What the instance and the function worker of one version of Pulsar know, where versions differ."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from pulsarfn.java import gson
from pulsarfn.java.java_text import JAVA_17, Jvm

Key: TypeAlias = tuple[str, ...]
"""A key of a config with those that hold it; ``*`` is any topic."""


class DetailsForm(NamedTuple):
    """How the JSON text of FunctionDetails is written.

    Attributes:
        strings: how a text becomes a JSON string.
        orders: of each message whose members are not in the order of their numbers, all members in their order.
    """

    strings: Callable[[str], str] = gson.json_string
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Rules(NamedTuple):
    """The rules of one version; each version is the one before it, with what is new.

    Attributes:
        name: the version, without the number of the patch.
        config_keys: the keys of component configs that came with this version. An instance of an older version refuses
            them, or its function worker ignores them.
        worker_keys: likewise the keys of the worker config.
        jvm: how the function worker's own JVM prints numbers and orders maps.
        details: the form of the details' JSON.
        logging_flags: arguments of the java command, after the one with the log's config.
        verifies_host_names: the default of tlsEnableHostnameVerification.
        retries_in_python: whether Python functions may retry messages.
        key_ordering_in_go: whether Go functions may keep the order of messages with one key.
        merges_inputs: whether what several keys say of one topic is put together; else the last of them counts.
        scalable_topics: whether there are topics with the scheme topic://, and the V5 client for them.
        limits_client_memory: whether Java instances are told how much memory their Pulsar client may take.
        ignores_unknown_members: whether an instance starts all the same where the details have a member that it does not know.
    """

    name: str
    config_keys: tuple[Key, ...] = ()
    worker_keys: tuple[str, ...] = ()
    jvm: Jvm = JAVA_17
    details: DetailsForm = DetailsForm()
    logging_flags: tuple[str, ...] = ()
    verifies_host_names: bool = False
    retries_in_python: bool = False
    key_ordering_in_go: bool = False
    merges_inputs: bool = False
    scalable_topics: bool = False
    limits_client_memory: bool = False
    ignores_unknown_members: bool = False

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, for comparisons."""
        return tuple(map(int, self.name.split(".")))
