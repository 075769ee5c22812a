"""An auth provider: OAuth2 with the client credentials of a Secret that the carrier names."""

from pulsarfn.extend import AUTH_SECRET_UNUSED, AuthPlan, AuthRequest, Problem, Text

NAME = "com.acme.OAuth2SecretAuthProvider"

_DIRECTORY = "/etc/oauth2"


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount the Secret and tell the client where its key file is."""
    secret = request.auth_secret
    if secret is None:
        path = ("metadata", "annotations")
        hint = "add pulsarfn.io/auth-secret: NAME/KEY"
        message = "OAuth2 needs a Secret with the client's credentials"
        return AuthPlan(), (Problem(AUTH_SECRET_UNUSED, message, path, hint, text=Text.CARRIER),)
    parameters = (
        f'{{"type":"client_credentials","privateKey":"file://{_DIRECTORY}/key.json"'
        f',"issuerUrl":"https://id.acme.example/","audience":"urn:pulsar:{request.worker.pulsar_functions_cluster}"}}'
    )
    plan = AuthPlan(
        plugin="org.apache.pulsar.client.impl.auth.oauth2.AuthenticationOAuth2",
        parameters=parameters,
        volumes=(
            {
                "name": "oauth2",
                "secret": {"secretName": secret.name, "items": [{"key": secret.key, "path": "key.json"}]},
            },
        ),
        volume_mounts=({"name": "oauth2", "mountPath": _DIRECTORY, "readOnly": True},),
    )
    return plan, ()
