"""Components without a credential although authentication is enabled."""

from collections.abc import Iterator, Sequence

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.diagnostics.codes import CA_SECRET_UNUSED, TOKEN_MISSING
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.pipeline.suppressions import spot_of


def keep(component: ExpandedComponent) -> str:
    """Keep the auth provider of a component that gets no credential; empty if it gets one or needs none."""
    worker = component.worker.config
    lacks_one = worker.authentication_enabled and not component.objects.plan.auth.has_credentials
    return str(worker.function_auth_provider_class_name) if lacks_one else ""


def check(stream: Stream, kept: Sequence[str]) -> Iterator[Finding]:
    """Report a missing credential for auth providers that do not report it themselves, as the token provider does."""
    reported = {spot_of(*each) for each in stream.reported if each[0].code in (TOKEN_MISSING, CA_SECRET_UNUSED)}
    for component, provider in zip(stream.components, kept, strict=True):
        if provider and component.carrier not in reported:
            message = f"the worker config enables authentication, but {provider} gives {component} no credential"
            hint = "see what the auth provider needs in kubernetesFunctionAuthProviderConfig"
            yield finding(component, TOKEN_MISSING, message, ("name",), hint)
