"""A client certificate from a Secret of the type kubernetes.io/tls, for Pulsar's `AuthenticationTls`."""

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.worker.auth.base import DIRECTORY, AuthPlan, AuthRequest
from pulsarfn.worker.auth.client_plugin import check_client, check_keys
from pulsarfn.worker.auth.secret_files import mounted_files

NAME = "org.apache.pulsar.client.impl.auth.AuthenticationTls"
KEY = "tls.crt"

_PRIVATE_KEY = "tls.key"


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount certificate and key at /etc/auth. The parameters are paths, in the one form that Java and C++ clients read."""
    problem = check_client(NAME, request, "NAME") or check_keys(NAME, request, (KEY, _PRIVATE_KEY))
    if problem is not None:
        return AuthPlan(), (problem,)
    plan = mounted_files(request, ((KEY, KEY), (_PRIVATE_KEY, _PRIVATE_KEY)), {})
    parameters = f"tlsCertFile:{DIRECTORY}/{KEY},tlsKeyFile:{DIRECTORY}/{_PRIVATE_KEY}"
    return plan._replace(plugin=NAME, parameters=parameters), ()
