"""The names of the environment variables that pulsarfn reads. This module imports nothing, because every call needs it."""

COMPLETION = "_PULSARFN_COMPLETE"
"""The variable with which a shell asks for completions: the name that click derives from the name pulsarfn."""

PROGRAM = "_PULSARFN_NAME"
"""The command that the user typed, if a script starts the program by another name."""

WORKER_CONFIG = "PULSARFN_WORKER_CONFIG"
SET = "PULSARFN_SET"
NAMESPACE = "PULSARFN_NAMESPACE"
AUTH_TOKEN_FILE = "PULSARFN_AUTH_TOKEN_FILE"  # noqa: S105 - a name
AUTH_TOKEN = "PULSARFN_AUTH_TOKEN"  # noqa: S105 - a name
TRUST_CERTS_FILE = "PULSARFN_TRUST_CERTS_FILE"
DIAGNOSTICS = "PULSARFN_DIAGNOSTICS"
CONFIG = "PULSARFN_CONFIG"
FUNCTION_MESH = "PULSARFN_FUNCTION_MESH"

FILES = (WORKER_CONFIG, AUTH_TOKEN_FILE, TRUST_CERTS_FILE, CONFIG)
"""The variables that name a file to read: a missing file is wrong usage, whatever the stream holds."""

HELM_PLUGIN = "HELM_PLUGIN_NAME"
"""Set by Helm 4 for its plugins."""
NOTHING_RENDERED = b"# pulsarfn: nothing was rendered\n"
"""The answer if a chart renders nothing: Helm 4 accepts no empty answer from a post-renderer."""

ADMIN_TOKEN = "PULSARFN_ADMIN_TOKEN"  # noqa: S105 - a name
ADMIN_TOKEN_FILE = "PULSARFN_ADMIN_TOKEN_FILE"  # noqa: S105 - a name
CLIENT_CONF = "PULSAR_CLIENT_CONF"
"""Pulsar's own variable: the client.conf of pulsar-admin."""
