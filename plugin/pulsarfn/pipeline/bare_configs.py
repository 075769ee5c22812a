"""Documents that look like config files of `pulsar-admin`: no object carries them, so pulsarfn does not expand them."""

from collections.abc import Container, Iterator, Sequence

from pulsarfn.annotations import Component
from pulsarfn.component.config.parse import keys_of_config
from pulsarfn.pipeline.inputs import read
from pulsarfn.pipeline.review import documents_with
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.locate import Place
from pulsarfn.values import Value

_COMPONENTS: tuple[Component, ...] = ("function", "sink", "source")  # the first one wins a tie
_TELLING = ("className", "jar", "py", "go", "archive", "inputs", "topicName", "sinkType", "sourceType")


def bare_configs(inputs: Sequence[InputText], carriers: Container[int]) -> Iterator[tuple[Component, Place]]:
    """Return the bare configs among the documents, each with the kind of component that it most likely configures.

    `carriers` as in `documents_with`.
    """
    for given in documents_with(_TELLING, inputs, carriers):
        found = read(given)
        component = None if found is None else _configured(found[0])
        if found and component:
            yield component, found[1]


def _configured(value: Value) -> Component | None:
    """Return the component that a mapping configures, or None.

    A config has a key that only configs have; at least two keys, and two thirds of all keys, belong to a config of the component.
    """
    if (
        not isinstance(value, dict)
        or "apiVersion" in value
        or "kind" in value
        or not any(key in value for key in _TELLING)
    ):
        return None
    counts = {each: len(keys_of_config(each) & value.keys()) for each in _COMPONENTS}
    component = max(_COMPONENTS, key=counts.__getitem__)
    return component if counts[component] >= max(2, len(value) * 2 / 3) else None
