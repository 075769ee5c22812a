"""A worker config with the providers that it names: customizer, auth provider, secrets provider, each set up once."""

from collections.abc import Callable, Sequence
from functools import cache, partial

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Value
from pulsarfn.worker import auth, customizers, secrets_providers
from pulsarfn.worker.auth.base import AuthProvider
from pulsarfn.worker.customizers.base import Customise
from pulsarfn.worker.overrides import Override
from pulsarfn.worker.parse import parse_worker_config
from pulsarfn.worker.registry import look_up
from pulsarfn.worker.secrets_providers.base import SecretsProvider
from pulsarfn.worker.worker_config import WorkerConfig


class Worker(NamedTuple):
    """Everything that a component needs from its function worker.

    Attributes:
        config: the worker config.
        customise: returns the changes of the customizer to a component's objects.
        auth_provider: the function auth provider; None without authentication.
        secrets_provider: the secrets provider.
        again: sets up the same worker again, from values that carry their origins; None if the values have them already.
    """

    config: WorkerConfig
    customise: Customise
    auth_provider: AuthProvider | None
    secrets_provider: SecretsProvider
    again: Callable[[], "Worker"] | None = None

    @property
    def traced(self) -> "Worker":
        """The same worker, with values that carry their origins."""
        return self if self.again is None else self.again()


def set_up(
    value: Value, overrides: Sequence[Override] = (), *, traced: bool = False
) -> tuple[Worker | None, tuple[Problem, ...]]:
    """Return the function worker of a worker config with the overrides, and the problems; None if there are errors."""
    config, problems = parse_worker_config(value, overrides=overrides, traced=traced)
    if config is None:
        return None, problems
    worker, more = worker_of(config)
    if worker is not None and not traced:
        worker = worker._replace(again=cache(partial(_set_up_again, value, overrides)))
    return worker, (*problems, *more)


def _set_up_again(value: Value, overrides: Sequence[Override]) -> Worker:
    worker, _ = set_up(value, overrides, traced=True)
    assert worker is not None
    return worker


def worker_of(config: WorkerConfig) -> tuple[Worker | None, tuple[Problem, ...]]:
    """Find and set up the providers; None if one of them cannot be used (`FunctionRuntimeManager`'s constructor)."""
    customizer, no_customizer = look_up(
        config.runtime_customizer_class_name or customizers.DEFAULT,
        customizers.CUSTOMIZERS,
        group="customizers",
        path=("runtimeCustomizerClassName",),
    )
    auth_provider, no_auth_provider = _auth_provider(config) if config.authentication_enabled else (None, ())
    secrets_provider, no_secrets_provider = look_up(
        config.secrets_provider_configurator_class_name or secrets_providers.DEFAULT,
        secrets_providers.PROVIDERS,
        group="secrets_providers",
        path=("secretsProviderConfiguratorClassName",),
    )
    customise, not_configured = (
        (None, ()) if customizer is None else customizer.configure(config.runtime_customizer_config)
    )
    problems = (*no_customizer, *not_configured, *no_auth_provider, *no_secrets_provider)
    if customise is None or no_auth_provider or secrets_provider is None:
        return None, problems
    return Worker(config, customise, auth_provider, secrets_provider), problems


def _auth_provider(config: WorkerConfig) -> tuple[AuthProvider | None, tuple[Problem, ...]]:
    return look_up(
        config.function_auth_provider_class_name or auth.DEFAULT,
        auth.PROVIDERS,
        group="auth_providers",
        path=("functionAuthProviderClassName",),
    )
