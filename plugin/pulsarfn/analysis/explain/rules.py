"""What decides each field of the generated objects, by Pulsar's own rules; where nothing was given, what stands there then.

A field that none of the rules describes was put there by a customizer.
"""

import re
from collections.abc import Sequence
from functools import cache

from pulsarfn.component.objects import GENERATED
from pulsarfn.component.objects.kind import GeneratedKind, Rule
from pulsarfn.diagnostics.problem import Path

CUSTOMIZER = Rule("manifest customizer", "the runtime customizer that the worker config names")
HEAD = Rule("what the instance is told of the component", "member by member:")
VERSION = Rule(
    "the version of Pulsar: pulsarfn.io/pulsar-version, pulsarVersion of the worker config, the tag of the image",
    "pulsarfn's default, as nothing tells the version",
)
EMBEDDED = Rule("what the instance is told of the component", "Pulsar's default, or its rule for such a component")


def _pattern(text: str) -> re.Pattern[str]:
    """Of a path with dots; ``*`` is one step, and at the end all that follows."""
    inner = re.escape(text).replace(r"\*", "[^\0]+").replace(r"prometheus\.io", "prometheus@io")
    inner = inner.replace(r"\.", "\0").replace("@", r"\.")
    return re.compile(inner.removesuffix("[^\0]+") + ".+" if text.endswith("*") else inner, re.DOTALL)


@cache
def _compiled(kind: GeneratedKind) -> Sequence[tuple[re.Pattern[str], Rule]]:
    return [(_pattern(path), rule) for path, rule in kind.rules]


def rule_of(kind: tuple[str, str], path: Path) -> Rule:
    """The rule for a field of a generated object of that kind (`kubernetes.identity.id_of`)."""
    steps = "\0".join(map(str, path))
    compiled = _compiled(GENERATED[kind]) if kind in GENERATED else ()
    return next((rule for pattern, rule in compiled if pattern.fullmatch(steps)), CUSTOMIZER)
