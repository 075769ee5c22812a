"""The interface of a secrets provider, which decides how an instance reads the secrets of its config."""

from collections.abc import Callable, Mapping

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.typed import Protocol
from pulsarfn.values import Manifest, Value

Secrets = Mapping[str, Value]
"""The `secrets` of a component config: by name, the value that the provider expects."""


class SecretsProvider(Protocol):
    """A secrets provider configurator: a module of this shape, in `secrets_providers.PROVIDERS` or by an entry point.

    Attributes:
        NAME: the value of secretsProviderConfiguratorClassName that selects it.
        CLASS_NAMES: by runtime (JAVA, PYTHON), the class that the instance loads; absent for none.
        provider_config: given secretsProviderConfiguratorConfig, returns the value of `--secrets_provider_config`; None for none.
        check: returns the problems of the secrets (`SecretsProviderConfigurator.doAdmissionChecks`).
        environment: returns the container's variables for the secrets (`.configureKubernetesRuntimeSecretsProvider`).
    """

    NAME: str
    CLASS_NAMES: Mapping[str, str]
    provider_config: Callable[[Value], Value]
    check: Callable[[Secrets], tuple[Problem, ...]]
    environment: Callable[[Secrets], tuple[Manifest, ...]]
