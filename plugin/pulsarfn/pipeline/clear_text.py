"""Values that a Secret carries and the command of the pods shows: a Secret alone keeps nothing secret."""

from collections.abc import Iterator

from pulsarfn.component.decisions import Config
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.worker.providers import Worker
from pulsarfn.worker.secrets_providers import clear_text

_SECRETS = "secrets"


def in_clear_text(config: Config, worker: Worker) -> Iterator[Problem]:
    """Return the warning for a config in a Secret, at the first key whose value is in clear text in the command."""
    given = [key for key, declared in config.FIELDS.items() if declared.secret and getattr(config, declared.name)]
    if (
        worker.secrets_provider.NAME != clear_text.NAME
    ):  # the other secrets providers put only the names of Secrets there
        given = [key for key in given if key != _SECRETS]
    if given:
        *others, last = given
        keys = f"{', '.join(others)} and {last}" if others else last
        message = f"the values of {keys} are in clear text in the command of the pods, although a Secret carries them"
        hint = (
            "refer to a Secret under secrets, which KubernetesSecretsProviderConfigurator makes environment variables"
        )
        yield Problem(codes.SECRET_IN_COMMAND, message, (given[0],), hint, at_key=True, names_only=True)
