"""Components without a credential although authentication is enabled."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.diagnostics.codes import CA_SECRET_UNUSED, TOKEN_MISSING
from pulsarfn.diagnostics.problem import Text
from pulsarfn.pipeline.suppressions import spot_of


def check(stream: Stream) -> Iterator[Finding]:
    """Report a missing credential for auth providers that do not report it themselves, as the token provider does."""
    reported = {spot_of(*each) for each in stream.reported if each[0].code in (TOKEN_MISSING, CA_SECRET_UNUSED)}
    for component in stream.components:
        carrier = (component.places[Text.CARRIER].order, component.carrier_path)
        enabled = component.worker.config.authentication_enabled
        if enabled and not component.objects.plan.auth.has_credentials and carrier not in reported:
            provider = component.worker.config.function_auth_provider_class_name
            message = f"the worker config enables authentication, but {provider} gives {component} no credential"
            hint = "see what the auth provider needs in kubernetesFunctionAuthProviderConfig"
            yield finding(component, TOKEN_MISSING, message, ("name",), hint)
