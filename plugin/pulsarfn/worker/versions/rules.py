"""The differences between versions of Pulsar in the instance and the function worker."""

from collections.abc import Callable

from pulsarfn.java import gson
from pulsarfn.java.java_text import JAVA_17, Jvm
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import TypeAlias

Key: TypeAlias = tuple[str, ...]
"""A key of a config, after the keys that contain it; ``*`` is any topic."""


class DetailsForm(NamedTuple):
    """The form of the JSON text of FunctionDetails.

    Attributes:
        strings: returns the JSON string of a text.
        orders: all members in order, for each message whose members are not in the order of their numbers.
    """

    strings: Callable[[str], str] = gson.json_string
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Rules(NamedTuple):
    """The rules of one version; each version has the rules of the version before it, with its own changes.

    Attributes:
        name: the version, without the patch number.
        config_keys: the keys of component configs that came with this version. An instance of an older version refuses
            them, or its function worker ignores them.
        worker_keys: the keys of the worker config that came with this version.
        jvm: how the function worker's own JVM prints numbers and orders maps.
        details: the form of the details' JSON.
        logging_flags: arguments of the java command, after the one with the log's config.
        verifies_host_names: the default of tlsEnableHostnameVerification.
        retries_in_python: whether Python functions can retry messages.
        key_ordering_in_go: whether Go functions can keep the order of messages with the same key.
        merges_inputs: whether the values of several keys for one topic are merged; otherwise the last key counts.
        scalable_topics: whether there are topics with the scheme topic://, and the V5 client for them.
        limits_client_memory: whether Java instances get a memory limit for their Pulsar client.
        ignores_unknown_members: whether an instance starts if the details have a member that it does not know.
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
