"""Keys of a newer version of Pulsar than the pods run: an instance fails on them, or ignores them."""

from collections.abc import Iterator, Mapping

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, dotted
from pulsarfn.typed import Any
from pulsarfn.worker.pulsar_version import PulsarVersion
from pulsarfn.worker.versions import newer_than
from pulsarfn.worker.versions.rules import Key


def check_newer_keys(config: FunctionConfig | SourceConfig | SinkConfig, version: PulsarVersion) -> Iterator[Problem]:
    """Return a problem for each key that the version does not know, with the first version that knows it."""
    newer = newer_than(version.rules)
    if not newer:
        return
    values, fields = config.__dict__, config.FIELDS
    for rules in newer:
        for key in rules.config_keys:
            if key[0] in fields and values[fields[key[0]].name] is not None:
                for path in _given(config.members(), key):
                    yield _problem(path, rules.name, version)


def _given(members: Mapping[str, Any], key: Key, at: Path = ()) -> Iterator[Path]:
    """Return the paths at which a key is given; ``*`` in it matches any key."""
    first, rest = key[0], key[1:]
    for name in members if first == "*" else (first,):
        if name not in members:
            continue
        if not rest:
            yield (*at, name)
        elif isinstance(members[name], dict):
            yield from _given(members[name], rest, (*at, name))


def _problem(path: Path, name: str, version: PulsarVersion) -> Problem:
    dies = "ignores it" if version.rules.ignores_unknown_members else "refuses it, so that the pod would crash-loop"
    message = f"{path[-1]} is a key of Pulsar {name}, and the pods run {version}, whose instance {dies}"
    hint = f"remove {dotted(path)}, or {version.change_to(name)}"
    return Problem(codes.CONFIG_KEY_NEWER, message, path, hint, at_key=True)
