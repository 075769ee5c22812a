"""What all component configs share: how their keys are written, and Java's types for their values.

Source: `ObjectMapperFactory` and Jackson's defaults; but unknown keys are errors here (contract 9.4).
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from pulsarfn.java_types import boolean, whole_number, written_text


class Config(BaseModel):
    """A config as a user writes it: keys in camel case, null as good as absent, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_nulls(cls, values: Any) -> Any:  # noqa: ANN401 - whatever the user wrote, before pydantic looks at it
        """Null is absent: the client sends its config without nulls."""
        if isinstance(values, dict) and None in values.values():
            return {key: value for key, value in values.items() if value is not None}
        return values


def _int(value: object) -> object:
    return None if value is None or value == "" else whole_number(value, bits=32)


def _long(value: object) -> object:
    return None if value is None or value == "" else whole_number(value, bits=64)


def _boolean(value: object) -> object:
    return None if value is None or value == "" else boolean(value)


def without_nulls(value: object) -> object:
    """A map without its null members, which the client does not send; anything else is left for pydantic to refuse."""
    if isinstance(value, dict) and None in value.values():
        return {key: each for key, each in value.items() if each is not None}
    return value


def one_of(names: object) -> Callable[[object], object]:
    """A check for an enum of Pulsar's, given as a Literal: the reference takes any other word for unset.

    `parse` words the refusal, from the names in its context.
    """
    known = get_args(names)

    def check(value: object) -> object:
        if value is None or value in known:
            return value
        raise PydanticCustomError("enum", "unknown value", {"names": known})

    return check


Text: TypeAlias = Annotated[str | None, BeforeValidator(written_text)]
"""A String: a number or a boolean in its place is the text as it was written."""

Int: TypeAlias = Annotated[int | None, BeforeValidator(_int)]
"""An Integer of 32 bits."""

Long: TypeAlias = Annotated[int | None, BeforeValidator(_long)]
"""A Long of 64 bits."""

Boolean: TypeAlias = Annotated[bool | None, BeforeValidator(_boolean)]
"""A Boolean."""

Flag: TypeAlias = Annotated[bool, BeforeValidator(boolean)]
"""A boolean that has a default."""

Texts: TypeAlias = tuple[Annotated[str, BeforeValidator(written_text)], ...]
"""A list of Strings."""

TextMap: TypeAlias = Annotated[
    dict[str, Annotated[str, BeforeValidator(written_text)]] | None, BeforeValidator(without_nulls)
]
"""A map from String to String in the order in which it is written; null values are dropped."""

AnyMap: TypeAlias = Annotated[dict[str, Any] | None, BeforeValidator(without_nulls)]
"""A map from String to anything, in the order in which it is written; null values are dropped."""

_Guarantees: TypeAlias = Literal["ATLEAST_ONCE", "ATMOST_ONCE", "EFFECTIVELY_ONCE", "MANUAL"]
_WindowGuarantees: TypeAlias = Literal["ATLEAST_ONCE", "ATMOST_ONCE"]
_Runtime: TypeAlias = Literal["JAVA", "PYTHON", "GO"]
_Position: TypeAlias = Literal["Latest", "Earliest"]
_Compression: TypeAlias = Literal["NONE", "LZ4", "ZLIB", "ZSTD", "SNAPPY"]
_ProducerAction: TypeAlias = Literal["FAIL", "SEND"]
_ConsumerAction: TypeAlias = Literal["FAIL", "DISCARD", "CONSUME"]

ProcessingGuarantees: TypeAlias = Annotated[_Guarantees | None, BeforeValidator(one_of(_Guarantees))]
"""`FunctionConfig.ProcessingGuarantees`. Names of enums are case-sensitive."""

WindowGuarantees: TypeAlias = Annotated[_WindowGuarantees | None, BeforeValidator(one_of(_WindowGuarantees))]
"""`WindowConfig.ProcessingGuarantees`."""

Runtime: TypeAlias = Annotated[_Runtime | None, BeforeValidator(one_of(_Runtime))]
"""`FunctionConfig.Runtime`."""

SubscriptionPosition: TypeAlias = Annotated[_Position | None, BeforeValidator(one_of(_Position))]
"""`SubscriptionInitialPosition`."""

CompressionType: TypeAlias = Annotated[_Compression | None, BeforeValidator(one_of(_Compression))]
"""`CompressionType`."""

ProducerCryptoFailureAction: TypeAlias = Annotated[_ProducerAction | None, BeforeValidator(one_of(_ProducerAction))]
"""`ProducerCryptoFailureAction`."""

ConsumerCryptoFailureAction: TypeAlias = Annotated[_ConsumerAction | None, BeforeValidator(one_of(_ConsumerAction))]
"""`ConsumerCryptoFailureAction`."""
