"""The environment variables that pulsarfn reads, by name: nothing is imported, as every call of the program asks for them."""

COMPLETION = "_PULSARFN_COMPLETE"
"""The variable by which a shell asks for completions: click's name for a program called pulsarfn."""

PROGRAM = "_PULSARFN_NAME"
"""What the person has typed, where a script in between starts the program by another name."""

WORKER_CONFIG = "PULSARFN_WORKER_CONFIG"
SET = "PULSARFN_SET"
NAMESPACE = "PULSARFN_NAMESPACE"
AUTH_TOKEN_FILE = "PULSARFN_AUTH_TOKEN_FILE"  # noqa: S105 - a name
AUTH_TOKEN = "PULSARFN_AUTH_TOKEN"  # noqa: S105 - a name
TRUST_CERTS_FILE = "PULSARFN_TRUST_CERTS_FILE"
DIAGNOSTICS = "PULSARFN_DIAGNOSTICS"
CONFIG = "PULSARFN_CONFIG"

FILES = (WORKER_CONFIG, AUTH_TOKEN_FILE, TRUST_CERTS_FILE, CONFIG)
"""Those that name a file which is read: a file that is not there is wrong usage, whatever the stream holds."""

HELM_PLUGIN = "HELM_PLUGIN_NAME"
"""Set by Helm 4 for its plugins."""
NOTHING_RENDERED = b"# pulsarfn: nothing was rendered\n"
"""The answer where a chart renders nothing: Helm 4 takes no empty one from a post-renderer."""
