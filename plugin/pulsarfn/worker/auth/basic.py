"""Pulsar's `AuthenticationBasic`: refused, as no pod can use it without showing the password."""

from pulsarfn.annotations import AUTH_SECRET
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.worker.auth.base import AuthPlan, AuthRequest
from pulsarfn.worker.auth.client_plugin import FOR_TOKENS, refusal

NAME = "org.apache.pulsar.client.impl.auth.AuthenticationBasic"
KEY = "password"


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Refuse: the plugin reads the password from its parameters only, and they are arguments of the instance."""
    message = (
        "AuthenticationBasic reads its password from its parameters only, and these are arguments of the instance:"
        " whoever may list processes would see it"
    )
    annotation = AUTH_SECRET if request.auth_secret is not None else ""
    return AuthPlan(), (refusal(message, f"use OAuth2 or TLS; or {FOR_TOKENS}", annotation),)
