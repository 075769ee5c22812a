"""The rule of Pulsar for each field of the generated objects, and its value if none is given.

A field without a rule comes from a customizer.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from pulsarfn.component.objects import GENERATED
from pulsarfn.component.objects.kind import COMPONENT_KIND, GeneratedKind, Rule
from pulsarfn.diagnostics.problem import Path

CUSTOMIZER = Rule("manifest customizer", "the runtime customizer that the worker config names")
HEAD = Rule("what the instance gets to know of the component", "member by member:")
VERSION = Rule(
    "the version of Pulsar: pulsarfn.io/pulsar-version, pulsarVersion of the worker config, the tag of the image",
    "pulsarfn's default, as nothing gives the version",
)
_EMBEDDED = Rule("what the instance gets to know of the component", "Pulsar's default")
_COMPONENT_TYPE = Rule("what the instance gets to know of the component", COMPONENT_KIND)


def _pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of a path with dots; ``*`` is one step, and at the end all further steps."""
    inner = re.escape(text).replace(r"\*", "[^\0]+").replace(r"\.io/", "@io/")
    inner = inner.replace(r"\.", "\0").replace("@", r"\.")
    return re.compile(inner.removesuffix("[^\0]+") + ".+" if text.endswith("*") else inner, re.DOTALL)


@cache
def _compiled(kind: GeneratedKind) -> Sequence[tuple[re.Pattern[str], Rule]]:
    return [(_pattern(path), rule) for path, rule in kind.rules]


@lru_cache(maxsize=1024)  # all components have the same fields
def rule_of(kind: tuple[str, str], path: Path) -> Rule:
    """Return the rule for a field of a generated object of this kind (`kubernetes.identity.id_of`)."""
    steps = "\0".join(map(str, path))
    compiled = _compiled(GENERATED[kind].KIND) if kind in GENERATED else ()
    return next((rule for pattern, rule in compiled if pattern.fullmatch(steps)), CUSTOMIZER)


def rule_of_member(path: Path) -> Rule:
    """Return the rule for a member of the JSON in a command."""
    return _COMPONENT_TYPE if path[-1] == "componentType" else _EMBEDDED
