"""Pins: values of a component that a function worker has started and that must not restart (contract 2)."""

from pulsarfn.named_tuples import NamedTuple


class Pins(NamedTuple):
    """The values that a worker chose when it started a component; empty or None means that pulsarfn derives the value.

    Attributes:
        function_id: a UUID.
        function_version: a UUID.
        transform_function_id: a UUID, of sinks with a transform function only.
        replicas: the number of pods.
        given: the annotations that give pins.
        scaled_elsewhere: whether the number of pods is left to whoever scales the StatefulSet.
    """

    function_id: str = ""
    function_version: str = ""
    transform_function_id: str = ""
    replicas: int | None = None
    scaled_elsewhere: bool = False
    given: tuple[str, ...] = ()

    @property
    def of_worker(self) -> bool:
        """Whether a worker has started the component: then its objects are as a live worker writes them."""
        return bool(self.function_id or self.function_version)
