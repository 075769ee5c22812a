"""What users write, as declared fields: read into frozen values by the declarations alone.

Reading gives up at the first fault. What is wrong, all of it at once, `validation` tells with pydantic models derived
from the same declarations: to import pydantic takes longer than to expand a component (benchmarks/).
"""

from collections.abc import Callable, Mapping
from math import isinf
from typing import Any, ClassVar, Literal, Self, TypeAlias


class Refused(Exception):  # noqa: N818 - not an error of ours
    """A value that a field cannot have.

    Attributes:
        kind: what kind of fault it is, as pydantic's ``type``.
        message: why, without a full stop; never the value, which may be a misplaced credential.
        context: further facts for whoever words the refusal.
    """

    def __init__(self, kind: str, message: str, **context: object) -> None:
        super().__init__(message)
        self.kind, self.message, self.context = kind, message, context


class Scalar:
    """A type of values that are no collections.

    Attributes:
        read: from what YAML or JSON holds to the value; raises `Refused`.
        value_type: the type of the value, for pydantic.
        accepted: what may be written, as a JSON Schema.
    """

    __slots__ = ("accepted", "read", "value_type")

    def __init__(self, read: Callable[[object], Any], value_type: object, accepted: Mapping[str, Any]) -> None:
        self.read, self.value_type, self.accepted = read, value_type, accepted


class ListOf:
    """A list of values of one kind, as a tuple; null is an empty one where that is allowed."""

    __slots__ = ("item", "optional")

    def __init__(self, item: "Kind", *, optional: bool = False) -> None:
        self.item, self.optional = item, optional

    def read(self, value: object) -> tuple[Any, ...]:
        """The values in their order."""
        if value is None and self.optional:
            return ()
        if not isinstance(value, (list, tuple)):
            raise Refused("list_type", "must be a list")
        return tuple(map(self.item.read, value))


class MapOf:
    """A map from texts to values of one kind, in the order in which it is written.

    Null members are left out, unless they say something.
    """

    __slots__ = ("member", "nulls")

    def __init__(self, member: "Kind", *, nulls: bool = False) -> None:
        self.member, self.nulls = member, nulls

    def read(self, value: object) -> dict[str, Any]:
        """The members in their order."""
        if not isinstance(value, dict):
            raise Refused("dict_type", "must be a mapping")
        read = self.member.read
        if self.nulls:
            return {key: None if each is None else read(each) for key, each in value.items()}
        return {key: read(each) for key, each in value.items() if each is not None}


class Nested:
    """A part of a config that is a model itself; null stays null where that is allowed."""

    __slots__ = ("model", "optional")

    def __init__(self, model: "type[Model]", *, optional: bool = False) -> None:
        self.model, self.optional = model, optional

    def read(self, value: object) -> "Model | None":
        """The part."""
        return None if value is None and self.optional else self.model.read(value)


Kind: TypeAlias = Scalar | ListOf | MapOf | Nested
"""What the value of a field can be."""


def _anything(value: object) -> object:
    """A number beyond Java's doubles is infinite, and the client sends that as the text ``Infinity`` (Jackson's JSON)."""
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


ANYTHING = Scalar(_anything, Any, {})
"""Whatever the user wrote."""


class Field:
    """A declared field.

    Attributes:
        kind: what its value can be.
        default: the value where none is given.
        description: one sentence for people who write configs.
        key: how it is called in a config.
        secret: whether what it holds, or something in it, may be secret: no message shows a line of it.
        name: how it is called in Python.
    """

    __slots__ = ("default", "description", "key", "kind", "name", "secret")

    def __init__(self, kind: Kind, default: object, description: str, key: str, *, secret: bool) -> None:
        self.kind, self.default, self.description, self.key, self.name = kind, default, description, key, ""
        self.secret = secret


def field(kind: Kind, default: object, description: str, *, key: str = "", secret: bool = False) -> Any:  # noqa: ANN401 - the declared type counts
    """Declare a field of a `Model`; its key is its name in camel case unless another is given."""
    return Field(kind, default, description, key, secret=secret)


class Model:
    """A config or a part of one: frozen, with an attribute for each declared field.

    Attributes:
        OTHER_KEYS: what becomes of keys that are not declared: an error, nothing, or they are kept in `extra`.
        NULL_IS_ABSENT: whether a null member is as good as none; otherwise its kind decides.
        FIELDS: the declared fields by key, those of base classes first.
        ALIASES: keys that `prepared` takes too, each with the key that it means.
        extra: the keys that are not declared, where they are kept.
        origins: in a run of `explain`, where the value of each field comes from, by its name (`provenance.Origin`).
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
        """A config with these values, by the names of the fields, and the defaults of the others."""
        self._check(values)
        self.__dict__.update(self._DEFAULTS, **values)

    @classmethod
    def _check(cls, values: Mapping[str, Any]) -> None:
        if not values.keys() <= cls._DEFAULTS.keys():
            raise TypeError(f"{cls.__name__} has no {values.keys() - cls._DEFAULTS.keys()}")

    @classmethod
    def _of(cls, *values: Mapping[str, Any]) -> Self:
        """A config with these values by the names of its fields, the last ones first."""
        config = cls.__new__(cls)
        for each in values:
            config.__dict__.update(each)
        return config

    @classmethod
    def read(cls, value: object) -> Self:
        """What `value`, as YAML or JSON holds it, configures.

        Raises:
            Refused: for the first thing that cannot be so.
        """
        members = cls.prepared(value)
        if not isinstance(members, dict):
            raise Refused("model_type", "must be a mapping")
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, member in members.items():
            declared = cls.FIELDS.get(key)
            if member is None and cls.NULL_IS_ABSENT and (declared is not None or cls.OTHER_KEYS != "refused"):
                continue
            if declared is not None:
                values[declared.name] = declared.kind.read(member)
            elif cls.OTHER_KEYS == "refused":
                raise Refused("extra_forbidden", "unknown key")
            else:
                extra[key] = member
        if cls.OTHER_KEYS == "kept":
            values["extra"] = extra
        return cls._of(cls._DEFAULTS, values)

    @classmethod
    def prepared(cls, value: object) -> object:
        """The members that are looked at at all, and what else may be written for them."""
        return value

    def replace(self, **values: Any) -> Self:  # noqa: ANN401 - of the fields' own types
        """The same config with other values."""
        self._check(values)
        return self._of(self.__dict__, values)

    def members(self) -> dict[str, Any]:
        """The values of the fields that differ from their defaults, by key, models as mappings."""
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
        """Which fields are given; no value, as it may be a secret."""
        return f"{type(self).__name__}({', '.join(self.members())})"


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.members()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
