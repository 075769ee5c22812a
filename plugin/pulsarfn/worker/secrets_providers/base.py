"""What a secrets provider is to pulsarfn: how an instance gets at the secrets of its config."""

from collections.abc import Callable, Mapping
from typing import Protocol

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.values import Manifest, Value

Secrets = Mapping[str, Value]
"""The `secrets` of a component config: name to whatever the provider wants to know of it."""


class SecretsProvider(Protocol):
    """A secrets provider configurator: a module of this shape, in `secrets_providers.PROVIDERS` or by an entry point.

    Attributes:
        NAME: the value of secretsProviderConfiguratorClassName that means it.
        CLASS_NAMES: by runtime (JAVA, PYTHON), the class that the instance loads; absent for none.
        provider_config: what `--secrets_provider_config` is told, None for nothing; given secretsProviderConfiguratorConfig.
        check: what is wrong with the secrets (`SecretsProviderConfigurator.doAdmissionChecks`).
        environment: the container's environment variables for them (`.configureKubernetesRuntimeSecretsProvider`).
    """

    NAME: str
    CLASS_NAMES: Mapping[str, str]
    provider_config: Callable[[Value], Value]
    check: Callable[[Secrets], tuple[Problem, ...]]
    environment: Callable[[Secrets], tuple[Manifest, ...]]
