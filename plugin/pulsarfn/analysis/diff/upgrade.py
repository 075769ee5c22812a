"""The effects of another Pulsar version on a component besides the restart, read from the tags of its images and its commands."""

from collections.abc import Iterator

from pulsarfn.analysis.diff.command_view import command_view
from pulsarfn.component.config.parse import MODELS
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at
from pulsarfn.worker.pulsar_version import rules_of_image, version_of_image
from pulsarfn.worker.versions import VERSIONS
from pulsarfn.worker.versions.rules import Rules

_CONTAINER = ("spec", "template", "spec", "containers", 0)


def upgrade(old: Manifest, new: Manifest, component: str) -> tuple[str, ...]:
    """Return sentences without a full stop; none if the version does not change, or if an image tag does not contain it."""
    before, after = mapping(value_at(old, _CONTAINER)), mapping(value_at(new, _CONTAINER))
    images = str(before.get("image")), str(after.get("image"))
    (old_rules, new_rules), (old_name, new_name) = map(rules_of_image, images), map(version_of_image, images)
    if old_rules is None or new_rules is None or old_name == new_name:
        return ()
    commands = [mapping(command_view(sequence(each.get("command")))) for each in (before, after)]
    return (
        f"Pulsar {old_name} becomes {new_name}",
        *_flags(commands[0], commands[1]),
        *_host_names(commands[0], commands[1], new_rules),
        *_keys(old_rules, new_rules, component, _runtime(commands[1])),
    )


def _flags(old: Manifest, new: Manifest) -> Iterator[str]:
    """The arguments that a version adds to the java command."""
    known = dict.fromkeys(flag.partition("=")[0] for rules in VERSIONS for flag in rules.logging_flags)
    for verb, one, other in (("gains", new, old), ("loses", old, new)):
        flags = [f"{name}={one[name]}" for name in known if name in one and name not in other]
        if flags:
            yield f"the java command {verb} {' and '.join(flags)}"


def _host_names(old: Manifest, new: Manifest, rules: Rules) -> Iterator[str]:
    """Return the change of the default of tlsEnableHostnameVerification, if it has an effect."""
    before, after = _verifies(old), _verifies(new)
    if before != after and after is rules.verifies_host_names:
        does = (
            "compare the broker's host name with its certificate" if after else "no longer check the broker's host name"
        )
        yield f"tlsEnableHostnameVerification is {str(after).lower()} by default: the instances {does}"


def _verifies(command: Manifest) -> bool:
    in_conf = mapping(command.get("-instance-conf")).get("tlsHostnameVerificationEnable")
    return command.get("--hostname_verification_enabled") == "true" or in_conf is True


def _runtime(command: Manifest) -> str:
    details: Value = command.get("--function_details")
    if details is None:
        return "GO"
    return str(mapping(details).get("runtime") or "JAVA")


def _keys(old: Rules, new: Rules, component: str, runtime: str) -> Iterator[str]:
    """The keys of the config that only one of the versions refuses."""
    come = [each for each in _accepted(new, component, runtime) if each not in _accepted(old, component, runtime)]
    gone = [each for each in _accepted(old, component, runtime) if each not in _accepted(new, component, runtime)]
    if come:
        yield f"no longer refused: {', '.join(come)}"
    if gone:
        yield f"refused from now on: {', '.join(gone)}"


def _accepted(rules: Rules, component: str, runtime: str) -> list[str]:
    fields = MODELS[component].FIELDS
    known = VERSIONS[: VERSIONS.index(rules) + 1]
    keys = [".".join(key) for each in known for key in each.config_keys if key[0] in fields]
    if component == "function" and runtime == "PYTHON" and rules.retries_in_python:
        keys += ["maxMessageRetries", "deadLetterTopic"]
    if component == "function" and runtime == "GO" and rules.key_ordering_in_go:
        keys.append("retainKeyOrdering")
    return keys
