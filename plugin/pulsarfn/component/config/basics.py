"""What every component must have right: its name, its instances and what each instance gets.

Sources: `FunctionConfigUtils.doCommonChecks`, `SourceConfigUtils` and `SinkConfigUtils.validateAndExtractDetails`,
`ResourceConfigUtils.validate` (pulsar-runtime.md 5).
"""

from collections.abc import Iterator
from math import isfinite
from typing import Literal, TypeAlias

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.parts import Resources
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.java.java_text import is_blank

Kind: TypeAlias = Literal["Function", "Source", "Sink"]
"""A component as Pulsar's messages call it."""

_BUILTIN = "builtin"


def check_identity(config: FunctionConfig | SourceConfig | SinkConfig, kind: Kind) -> Iterator[Problem]:
    """Tenant, namespace and name, none of them empty."""
    for key, value in (("tenant", config.tenant), ("namespace", config.namespace), ("name", config.name)):
        if not value:
            hint = "set name, or className, from which it is taken" if (kind, key) == ("Function", "name") else ""
            yield missing(f"{kind} {key} cannot be null", key, hint or f"set {key}")


def check_parallelism(parallelism: int | None, kind: Kind) -> Iterator[Problem]:
    """At least one instance."""
    if parallelism is not None and parallelism <= 0:
        yield out_of_range(f"{kind} parallelism must be a positive number", "parallelism", "set it to 1 or more")


def check_resources(resources: Resources | None) -> Iterator[Problem]:
    """What one instance gets, each more than nothing; the reference says function of sources and sinks too."""
    if resources is None:
        return
    for key, amount in (("cpu", resources.cpu), ("ram", resources.ram), ("disk", resources.disk)):
        if amount is not None and not (amount > 0 and isfinite(amount)):
            message = f"The {key} allocation for the function must be positive"
            if amount > 0:
                message += ", and finite"
            yield out_of_range(message, "resources", "leave it out for Pulsar's default", inner=key)


def check_archive(config: SourceConfig | SinkConfig, kind: Literal["Source", "Sink"]) -> Iterator[Problem]:
    """The connector and its class, which Pulsar would read out of the NAR; the type is a flag of pulsar-admin."""
    type_key = f"{kind.lower()}Type"
    connector_type = config.source_type if isinstance(config, SourceConfig) else config.sink_type
    if connector_type and not config.archive:
        hint = f"set archive: builtin://{connector_type}, which is what pulsar-admin makes of {type_key}"
        yield missing(f"{kind} Package is not provided: {type_key} alone does nothing", type_key, hint)
    if not is_blank(config.class_name):
        return
    if is_builtin(config.archive):
        yield class_not_given(kind, "className", config.archive)
    else:
        message = (
            f"{kind} package doesn't contain the META-INF/services/pulsar-io.yaml file,"
            " as far as pulsarfn can know, which does not read it: className is missing"
        )
        yield missing(message, "className", "set className to the connector's class")


def is_builtin(location: str | None) -> bool:
    """Whether a package is one that the worker has; Pulsar only looks for the word at the beginning."""
    return bool(location) and str(location).startswith(_BUILTIN)


def class_not_given(kind: Kind, key: str, location: str | None) -> Problem:
    """The warning for a built-in package whose class pulsarfn cannot know, as it does not read the package."""
    message = f"{key} is not given: Pulsar's worker would read it out of {location}, which pulsarfn does not have"
    return Problem(codes.CLASS_NAME_NOT_GIVEN, message, (), f"set {key}, or the {kind.lower()} runs without its class")


def missing(message: str, key: str, hint: str) -> Problem:
    """A value that must be there, under `key` of the config."""
    return Problem(codes.CONFIG_VALUE_MISSING, message, (key,), hint)


def out_of_range(message: str, key: str, hint: str, *, inner: str = "") -> Problem:
    """A number that is too small, under `key` of the config, or under `inner` of that."""
    return Problem(codes.CONFIG_NUMBER_OUT_OF_RANGE, message, (key, inner) if inner else (key,), hint)
