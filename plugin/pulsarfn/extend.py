"""The public API for providers in other packages: the only module of pulsarfn that they import.

A customizer, an auth provider or a secrets provider is a module of a few functions that is registered as an entry point:
see ``examples/third-party-customizer``. The names here are stable; every other module may change at any time.
"""

from pulsarfn.diagnostics.codes import AUTH_SECRET_UNUSED
from pulsarfn.diagnostics.problem import Code, Path, Problem, Severity, Text
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.values import Manifest, Value, mapping, sequence
from pulsarfn.worker.auth.base import AuthPlan, AuthRequest, Credentials
from pulsarfn.worker.customizers import basic
from pulsarfn.worker.customizers.base import (
    CannotCustomise,
    ComponentContext,
    Customise,
    Customization,
    CustomizerResult,
)
from pulsarfn.worker.secrets_providers.base import Secrets

__all__ = [
    "AUTH_SECRET_UNUSED",
    "AuthPlan",
    "AuthRequest",
    "CannotCustomise",
    "Code",
    "ComponentContext",
    "Credentials",
    "Customise",
    "Customization",
    "CustomizerResult",
    "Manifest",
    "Path",
    "Problem",
    "SecretKeyRef",
    "Secrets",
    "Severity",
    "Text",
    "Value",
    "basic",
    "mapping",
    "sequence",
]
