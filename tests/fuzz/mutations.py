"""Changes of a config, or of any other value: what people mistype, and what nobody should have to expect."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from odd_values import ODD_SCALARS, ODD_TEXTS, long_text, odd_value
from yaml_texts import Pairs, Raw, entries, is_mapping

Path = tuple[Any, ...]

_OF_THE_CODE = (
    "tenant",
    "namespace",
    "name",
    "fqfn",
    "jar",
    "py",
    "go",
    "archive",
    "className",
    "runtime",
    "sinkType",
    "sourceType",
)


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values in a value, its own first; the numbers of entries and items."""
    yield path
    for index, each in enumerate(_parts(value) if len(path) < 40 else ()):
        yield from paths(each, (*path, index))


def _parts(value: Any) -> list[Any]:
    if is_mapping(value):
        return [each for _, each in entries(value)]
    return value if isinstance(value, list) else []


def changed(value: Any, random: Random, donors: list[tuple[str, Any]], times: int) -> Any:
    """A value with so many changes."""
    value = _as_pairs(value)
    for _ in range(times):
        value = _as_pairs(_at(value, random.choice([*paths(value)]), random.choice(_CHANGES), random, donors))
    return value


def crossed(config: Any, other: Any, random: Random) -> Any:
    """A config with some keys of another config of its kind, and with odd values where any value is right."""
    mixed = {**config, **{key: each for key, each in other.items() if key in config or random.random() < 0.3}}
    mixed |= {key: config[key] for key in _OF_THE_CODE if key in config}
    if random.random() < 0.5:
        part = "userConfig" if {"jar", "py", "go"} & set(config) else "configs"
        given = mixed.get(part)
        mixed[part] = {**(given if isinstance(given, dict) else {}), random.choice(ODD_TEXTS): odd_value(random)}
    return {key: each for key, each in mixed.items() if key in config or key not in _OF_THE_CODE}


def _as_pairs(value: Any) -> Any:
    if is_mapping(value):
        return Pairs((key, _as_pairs(each)) for key, each in entries(value))
    return [*map(_as_pairs, value)] if isinstance(value, list | tuple) else value


def _at(value: Any, path: Path, change: Any, random: Random, donors: list[tuple[str, Any]]) -> Any:
    if not path:
        return change(value, random, donors)
    index, *rest = path
    whole = type(value)(value)
    if is_mapping(whole):
        whole[index] = (whole[index][0], _at(whole[index][1], tuple(rest), change, random, donors))
    else:
        whole[index] = _at(whole[index], tuple(rest), change, random, donors)
    return whole


def _odd(_value: Any, random: Random, _donors: Any) -> Any:
    return odd_value(random)


def _given(value: Any, random: Random, donors: list[tuple[str, Any]]) -> Any:
    """Put in a key that another config has, with its value or another one."""
    key, given = random.choice(donors)
    entry = (key, copy.deepcopy(given) if random.random() < 0.6 else odd_value(random))
    if not isinstance(value, Pairs):
        return given
    at = random.randrange(len(value) + 1)
    return Pairs([*value[:at], entry, *value[at:]])


def _misspelt(value: Any, random: Random, _donors: Any) -> Any:
    """Write one of the keys in another way."""
    if not isinstance(value, Pairs) or not value:
        return odd_value(random)
    index = random.randrange(len(value))
    key, each = value[index]
    return Pairs([*value[:index], (_other_spelling(str(key), random), each), *value[index + 1 :]])


def _other_spelling(key: str, random: Random) -> Any:
    at = random.randrange(len(key) + 1)
    return random.choice(
        (
            key.lower(),
            key.upper(),
            key[:at] + key[at + 1 :],
            key[:at] + key[at : at + 1] * 2 + key[at + 1 :],
            key + random.choice((" ", "s", "\u200b", ".", "_")),
            "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in key),
            random.choice(ODD_TEXTS),
            random.choice(ODD_SCALARS),
        )
    )


def _repeated(value: Any, random: Random, _donors: Any) -> Any:
    """Give an entry or an item again, as it is or otherwise."""
    if not isinstance(value, Pairs | list) or not value:
        return [value] * random.choice((2, 3, 40))
    given = random.choice(value)
    if isinstance(value, Pairs):
        again = (given[0], random.choice((given[1], odd_value(random))))
        return Pairs([*value, *[again] * random.choice((1, 1, 30))])
    return [*value, *[given] * random.choice((1, 1, 30))]


def _removed(value: Any, random: Random, _donors: Any) -> Any:
    if not isinstance(value, Pairs | list) or not value:
        return Raw("")
    index = random.randrange(len(value))
    return type(value)([*value[:index], *value[index + 1 :]])


def _of_another_type(value: Any, random: Random, _donors: Any) -> Any:
    if isinstance(value, Pairs):
        keys_only, texts = [key for key, _ in value], [f"{key}={each}" for key, each in value]
        return random.choice((keys_only, texts, [value], [Pairs([each]) for each in value], ",".join(texts)))
    if isinstance(value, list):
        return random.choice(
            (Pairs((str(each)[:99], each) for each in value), ",".join(map(str, value)), [value], *value[:1])
        )
    return random.choice(([value], {"value": value}, str(value), {str(value)[:99]: None}, [value, value]))


def _moved(value: Any, random: Random, _donors: Any) -> Any:
    """Put what belongs here one level deeper, or what belongs below it here."""
    if not isinstance(value, Pairs) or not value:
        return {random.choice(("config", "spec", "data", "value")): value}
    index = random.randrange(len(value))
    key, each = value[index]
    if isinstance(each, Pairs):
        return Pairs([*value[:index], *each, *value[index + 1 :]])
    return Pairs([*value[:index], (random.choice(value)[0], Pairs([(key, each)])), *value[index + 1 :]])


def _strained(value: Any, random: Random, _donors: Any) -> Any:
    """The same value, a little or much beyond what it was."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return random.choice(
            (
                -value,
                value + 1,
                value - 1,
                value * 10**9,
                value / 3,
                float(value) if abs(value) < 2**60 else 0,
                str(value),
            )
        )
    if isinstance(value, str):
        at = random.randrange(len(value) + 1)
        return value[:at] + random.choice(ODD_TEXTS) + value[at:]
    return random.choice((value, long_text(random)))


_CHANGES = (
    _odd,
    _odd,
    _given,
    _given,
    _given,
    _misspelt,
    _misspelt,
    _repeated,
    _removed,
    _of_another_type,
    _moved,
    _strained,
    _strained,
)
