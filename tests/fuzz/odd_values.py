"""Values that are seldom right: numbers beyond their types, texts that some reader takes for something else, depth and length."""

from random import Random
from typing import Any

from yaml_texts import Raw

# fmt: off
ODD_TEXTS = (
    "", " ", "a b", "it's", 'say "hi"', "$POD_NAME", "${HOME}", "$(SHARD_ID)", "`id`", "a;b", "a\nb", "a\n", "\n",
    "a\tb", "-", "---", "--- a", "...", "#", "# a", "a: b", "- a", "{", "[", "}", "*a", "&a", "!a", "|", ">", "%",
    "@", "?", ": ", "null", "~", "true", "yes", "off", "0", "-1", "1.0", "1e3", "0x1F", "0o7", "1_000", "12:30",
    ".inf", ".nan", "2024-01-01", "é", "日本", "𝕏", "\u202ea", "\x7f", "\x85", "\u2028", "\ufeff", "\x00", "\x1b[31m",
    "\ud800", "$€", "ß", "İ", "ſ", "10Gi", "512MB", "1d", "500m", "1e400", "30s", "PT5M", "100%", "-0", "+1",
    "1 000", "٣", "http://", "https://h/a.jar", "HTTPS://h/a", "ftp://h/a", "file:///a", "function://a/b/c@d",
    "builtin://x", "builtin:kafka", "local:///a/../b", "persistent://a/b/c", "persistent://a",
    "non-persistent://a/b/c-partition-0", "a/b/c/d", "//", "/", "../x", "pulsar+ssl://b:6651", "http://[::1]:80",
    "http://u:p@h/", "{{ .Values.a }}", "{{- if x }}", "<no value>", "%s", "\\", "\\u0041", '{"a": 1}',
    '{"a": 1, "a": 2}', "{'a': 1,}", "[1]", '"a"', '{"jobName": "j"}', '{"tolerations": [{}]}', "{a: b", "(a|b)*",
    "[", "(?i)a",
)
_WRITTEN = (
    "1e400", "-1e400", "1e-400", "0b1", "0o17", "017", "08", "1_000", "+1", "-0", "-0.0", ".5", "5.", "1e3",
    "12:30:45", ".inf", "-.inf", ".nan", ".NaN", "2024-01-01", "2024-01-01T00:00:00Z", "=", "<<", "~", "Null", "",
    "yes", "NO", "On", "y", "True", "!!binary aGk=", "!!str 1", "!!int '1'", "!!float 1", "!!bool yes", "!!null ''",
    "!!set {a}", "!a b", "!!python/name:os.system x", "&a b", "*a", "&a [*a]", "'it''s'", '"\\x41\\u00e9"',
    '"\\uD83D\\uDE00"', '"\\uD800"', '"\\0"', "\t", "a\tb", "# nothing", "? a",
)
# fmt: on
_LONG_NUMBERS = ("1" + "0" * 5000, "-" + "9" * 400, "0x" + "f" * 4000, "1" + "0" * 308 + ".5")
_POWERS = (2**31 - 1, 2**31, -(2**31), 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 2**64, 1e22, 1e308, 5e-324)
ODD_SCALARS = (*map(Raw, (*_WRITTEN, *_LONG_NUMBERS)), *_POWERS, 0, 1, -1, 2, 3, 100, 0.5, -0.1, True, False, None)


def odd_value(random: Random) -> Any:
    """A value that is seldom right."""
    kind = random.random()
    if kind < 0.4:
        return random.choice(ODD_SCALARS)
    if kind < 0.75:
        return random.choice(ODD_TEXTS)
    if kind < 0.85:
        return long_text(random)
    return random.choice(
        ([], {}, [[]], [{}], {"": ""}, [None], {"a": None}, [1, "a", True], {"a": {"b": ["c"]}}, _deep(random))
    )


def long_text(random: Random) -> str:
    return random.choice(("a", "a.", "A-", "é", "'", "$", "a b", "(a*)*", "\n", "\\", "{", "1", "/a")) * random.choice(
        (30, 64, 300, 3000)
    )


def _deep(random: Random) -> Any:
    value: Any = "a"
    for _ in range(random.choice((5, 60, 120, 300))):
        value = [value] if random.random() < 0.5 else {"a": value}
    return value
