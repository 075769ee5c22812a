"""Models of the texts that users write: declared fields, and the reading of values into frozen models.

Reading stops at the first fault. `models.validation` then finds all faults, with pydantic models that are derived from
the same declarations: importing pydantic takes longer than expanding a component (benchmarks/).
"""

from collections.abc import Callable, Mapping
from math import isinf

from pulsarfn.typed import Any, ClassVar, Final, Literal, Self, TypeAlias


class RefusedValueError(Exception):
    """A field refuses a value.

    Attributes:
        kind: the kind of fault, as pydantic's ``type``.
        message: the reason, without a full stop; never the value, which may be a misplaced credential.
        context: further facts for the message that the user sees; ``parts``, a tuple of `TypeFault`, are faults of parts of the value.
    """

    def __init__(self, kind: str, message: str, **context: object) -> None:
        super().__init__(message)
        self.kind, self.message, self.context = kind, message, context


class Scalar:
    """A type of values that are not collections.

    Attributes:
        read: converts a value of YAML or JSON to the value of the field; raises `RefusedValueError`.
        value_type: the type of the value, for pydantic; `object` for any that `read` returns.
        accepted: the accepted values, as a JSON Schema.
        definitions: the schemas of the parts to which `accepted` refers, by name.
        takes_null: whether null is a value, read as `NULL`, in a model that treats it as missing otherwise.
    """

    __slots__ = ("accepted", "definitions", "read", "takes_null", "value_type")

    def __init__(
        self,
        read: Callable[[object], Any],
        value_type: object,
        accepted: Mapping[str, Any],
        *,
        definitions: Callable[[], Mapping[str, Any]] = dict,
        takes_null: bool = False,
    ) -> None:
        self.read, self.value_type, self.accepted = read, value_type, accepted
        self.definitions, self.takes_null = definitions, takes_null


class Null:
    """The type of `NULL`."""

    def __repr__(self) -> str:
        return "null"


NULL: Final = Null()
"""Null, where it is given and takes a value away."""


class ListOf:
    """A list of values of one kind, read as a tuple. If `optional`, null is read as an empty tuple."""

    __slots__ = ("item", "optional")

    def __init__(self, item: "Kind", *, optional: bool = False) -> None:
        self.item, self.optional = item, optional

    def read(self, value: object) -> tuple[Any, ...]:
        """Return the values in their order.

        Raises:
            RefusedValueError: if `value` is not a list, or an item is refused.
        """
        if value is None and self.optional:
            return ()
        if not isinstance(value, (list, tuple)):
            raise RefusedValueError("list_type", "must be a list")
        return tuple(map(self.item.read, value))


class MapOf:
    """A map from texts to values of one kind, in the order in which it is written.

    Null members are omitted, unless `nulls` keeps them because null has a meaning.
    """

    __slots__ = ("member", "nulls")

    def __init__(self, member: "Kind", *, nulls: bool = False) -> None:
        self.member, self.nulls = member, nulls

    def read(self, value: object) -> dict[str, Any]:
        """Return the members in their order.

        Raises:
            RefusedValueError: if `value` is not a mapping, or a member is refused.
        """
        if not isinstance(value, dict):
            raise RefusedValueError("dict_type", "must be a mapping")
        read = self.member.read
        if self.nulls:
            return {key: None if each is None else read(each) for key, each in value.items()}
        return {key: read(each) for key, each in value.items() if each is not None}


class NestedModel:
    """A part of a config that is itself a model. If `optional`, null stays null."""

    __slots__ = ("model", "optional")

    def __init__(self, model: "type[Model]", *, optional: bool = False) -> None:
        self.model, self.optional = model, optional

    def read(self, value: object) -> "Model | None":
        """Return the model of the part.

        Raises:
            RefusedValueError: if the model refuses `value`.
        """
        return None if value is None and self.optional else self.model.read(value)


Kind: TypeAlias = Scalar | ListOf | MapOf | NestedModel
"""The kind of the value of a field."""


def _anything(value: object) -> object:
    """Return `value` with ``Infinity`` for numbers beyond Java's doubles, the text that Jackson sends for them."""
    if isinstance(value, float):
        return ("-Infinity" if value < 0 else "Infinity") if isinf(value) else value
    if isinstance(value, dict):
        return {key: _anything(each) for key, each in value.items()} if _has_infinite(value) else value
    if isinstance(value, list):
        return [_anything(each) for each in value] if _has_infinite(value) else value
    return value


def _has_infinite(value: object) -> bool:
    if isinstance(value, float):
        return isinf(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_has_infinite, inner))


ANYTHING = Scalar(_anything, object, {})
"""Any value."""


class Field:
    """A declared field.

    Attributes:
        kind: the kind of its value.
        default: the value if none is given.
        description: one sentence for people who write configs.
        key: its name in a config.
        secret: whether its value, or a part of it, may be secret: no message shows a line of it.
        name: its name in Python.
    """

    __slots__ = ("default", "description", "key", "kind", "name", "secret")

    def __init__(self, kind: Kind, default: object, description: str, key: str, *, secret: bool) -> None:
        self.kind, self.default, self.description, self.key, self.name = kind, default, description, key, ""
        self.secret = secret


def field(kind: Kind, default: object, description: str, *, key: str = "", secret: bool = False) -> Any:  # noqa: ANN401 - the declared type counts
    """Declare a field of a `Model`. Its key is its name in camel case unless `key` is given."""
    return Field(kind, default, description, key, secret=secret)


class Model:
    """A config or a part of one: frozen, with an attribute for each declared field.

    Attributes:
        OTHER_KEYS: the treatment of undeclared keys: they are an error, are ignored, or are kept in `extra`.
        NULL_IS_ABSENT: whether a null member is treated as missing; otherwise the kind of the field decides.
        FIELDS: the declared fields by key, those of base classes first.
        ALIASES: further keys that `prepared` accepts, each with the key that it means.
        extra: the members with undeclared keys, if they are kept.
        origins: if values are traced, the `provenance.Origin` of each field's value, by the name of the field.
    """

    OTHER_KEYS: ClassVar[Literal["refused", "ignored", "kept"]] = "refused"
    NULL_IS_ABSENT: ClassVar[bool] = True
    FIELDS: ClassVar[Mapping[str, Field]] = {}
    ALIASES: ClassVar[Mapping[str, str]] = {}
    _DEFAULTS: ClassVar[Mapping[str, Any]] = {}

    extra: Mapping[str, Any]
    origins: Mapping[str, Any]

    def __init_subclass__(cls) -> None:
        """Collect the fields."""
        fields = dict(cls.FIELDS)
        for name, declared in vars(cls).items():
            if isinstance(declared, Field):
                declared.name = name
                declared.key = declared.key or _camel_case(name)
                fields[declared.key] = declared
        cls.FIELDS = fields
        cls._DEFAULTS = {"extra": {}, "origins": {}, **{each.name: each.default for each in fields.values()}}

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - of the fields' own types
        """Create a config with these values, by name of the field, and the defaults for all other fields."""
        self._check(values)
        self.__dict__.update(self._DEFAULTS, **values)

    @classmethod
    def _check(cls, values: Mapping[str, Any]) -> None:
        if not values.keys() <= cls._DEFAULTS.keys():
            raise TypeError(f"{cls.__name__} has no {values.keys() - cls._DEFAULTS.keys()}")

    @classmethod
    def _of(cls, *values: Mapping[str, Any]) -> Self:
        """Return a config with these values, by name of the field; later mappings win."""
        config = cls.__new__(cls)
        for each in values:
            config.__dict__.update(each)
        return config

    @classmethod
    def read(cls, value: object) -> Self:
        """Return the config that `value`, as read from YAML or JSON, describes.

        Raises:
            RefusedValueError: for the first fault in `value`.
        """
        members = cls.prepared(value)
        if not isinstance(members, dict):
            raise RefusedValueError("model_type", "must be a mapping")
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        fields = cls.FIELDS
        for key, member in members.items():
            declared = fields.get(key)
            if member is None and cls.NULL_IS_ABSENT and (declared is not None or cls.OTHER_KEYS != "refused"):
                if declared is not None and isinstance(declared.kind, Scalar) and declared.kind.takes_null:
                    values[declared.name] = NULL
                continue
            if declared is not None:
                values[declared.name] = declared.kind.read(member)
            elif cls.OTHER_KEYS == "refused":
                raise RefusedValueError("extra_forbidden", "unknown key")
            else:
                extra[key] = member
        if cls.OTHER_KEYS == "kept":
            values["extra"] = extra
        return cls._of(cls._DEFAULTS, values)

    @classmethod
    def prepared(cls, value: object) -> object:
        """Return `value` before its members are read; a model may override this to accept other spellings."""
        return value

    def replace(self, **values: Any) -> Self:  # noqa: ANN401 - of the fields' own types
        """Return a copy of the config with these values replaced."""
        self._check(values)
        return self._of(self.__dict__, values)

    def members(self) -> dict[str, Any]:
        """Return the values that differ from the defaults, by key; models become mappings."""
        return {
            key: _plain(self.__dict__[declared.name])
            for key, declared in self.FIELDS.items()
            if self.__dict__[declared.name] != declared.default
        }

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            self.__dict__[name] == value for name, value in other.__dict__.items() if name != "origins"
        )

    __hash__ = None  # type: ignore[assignment]  # its values may be maps

    def __repr__(self) -> str:
        """Return the names of the given fields, without their values, which may be secret."""
        return f"{type(self).__name__}({', '.join(self.members())})"


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.members()
    if value is NULL:
        return None
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
