"""Checks that all components share: names, the number of instances, and the resources of each instance.

Sources: `FunctionConfigUtils.doCommonChecks`, `SourceConfigUtils` and `SinkConfigUtils.validateAndExtractDetails`,
`ResourceConfigUtils.validate` (pulsar-runtime.md 5).
"""

from collections.abc import Iterator
from math import isfinite

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.parts import Resources
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, nearest
from pulsarfn.java.java_text import is_blank
from pulsarfn.typed import Literal, TypeAlias

Kind: TypeAlias = Literal["Function", "Source", "Sink"]
"""The name of a component type in Pulsar's messages."""


def check_identity(config: FunctionConfig | SourceConfig | SinkConfig, kind: Kind) -> Iterator[Problem]:
    """Check that tenant, namespace and name are given and not empty."""
    for key, value in (("tenant", config.tenant), ("namespace", config.namespace), ("name", config.name)):
        if not value:
            hint = "set name, or className, from which it is taken" if (kind, key) == ("Function", "name") else ""
            yield missing(f"{kind} {key} cannot be null", key, hint or f"set {key}")


def check_parallelism(parallelism: int | None, kind: Kind) -> Iterator[Problem]:
    """Check that there is at least one instance."""
    if parallelism is not None and parallelism <= 0:
        yield out_of_range(f"{kind} parallelism must be a positive number", "parallelism", "set it to 1 or more")


def check_resources(resources: Resources | None) -> Iterator[Problem]:
    """Check that each resource is greater than zero. Pulsar's message says "function" for sources and sinks too."""
    if resources is None:
        return
    for key, amount in (("cpu", resources.cpu), ("ram", resources.ram), ("disk", resources.disk)):
        if amount is not None and not (amount > 0 and isfinite(amount)):
            message = f"The {key} allocation for the function must be positive"
            if amount > 0:
                message += ", and finite"
            yield out_of_range(message, "resources", "leave it out for Pulsar's default", inner=key)


def check_archive(config: SourceConfig | SinkConfig, kind: Literal["Source", "Sink"]) -> Iterator[Problem]:
    """Check that a connector and its class are given."""
    if is_blank(config.archive):
        hint = f"set archive to the connector: builtin://NAME, {kind.lower()}://tenant/namespace/name@version, https://…, local:///path"
        yield missing(f"{kind} Package is not provided", "archive", hint)
    elif is_blank(config.class_name):
        yield class_missing("className", config.archive, kind)
    else:
        yield from _check_kind(config.class_name or "", "source" if kind == "Source" else "sink")


def _check_kind(class_name: str, kind: Literal["source", "sink"]) -> Iterator[Problem]:
    """Check that a class of Apache's connectors is not of the other kind."""
    from pulsarfn.component.connectors import kinds_of_class  # noqa: PLC0415 - it reads a table

    kinds = kinds_of_class(class_name)
    if kinds and kind not in kinds:
        (other, connector), *_ = kinds.items()
        own = connector.classes.get(kind)
        message = f"{class_name} is the {other} of Apache's connector {connector.name}, not a {kind}"
        hint = f"set className: {own.class_name}" if own else f"configure it as a {other}"
        yield Problem(codes.CLASS_INVALID, message, ("className",), hint)


def class_missing(key: str, package: str | None, kind: Kind) -> Problem:
    """Return the problem of a missing class, which neither the config nor a package of ``--package`` gives."""
    from pulsarfn.component.connectors import connector_of, connector_table  # noqa: PLC0415 - for problems only

    connector = connector_of(package)
    if connector is not None and kind != "Function" and kind.lower() not in connector.classes:
        message = (
            f"Apache's connector {connector.name} is no {kind.lower()}, it is a {' and a '.join(connector.classes)}"
        )
        return missing(message, "archive", f"configure it as a {next(iter(connector.classes))}, or set {key}")
    message = f"{kind} class name is not provided, and no package was given to read it from"
    hint = f"set {key} to the class of the {kind.lower()}, or give the package with --package FILE"
    name = (package or "").removeprefix("builtin://")
    near = nearest(name, connector_table().by_name) if name and kind != "Function" and "/" not in name else None
    return missing(message, key, f"{hint}; did you mean builtin://{near}?" if near else hint)


def missing(message: str, key: str, hint: str) -> Problem:
    """Return the problem of a required value that is missing under `key` of the config."""
    return Problem(codes.CONFIG_VALUE_MISSING, message, (key,), hint)


def out_of_range(message: str, key: str, hint: str, *, inner: str = "") -> Problem:
    """Return the problem of a number that is too small, under `key` of the config, or under its member `inner`."""
    return Problem(codes.CONFIG_NUMBER_OUT_OF_RANGE, message, (key, inner) if inner else (key,), hint)
