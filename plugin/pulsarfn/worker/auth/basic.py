"""User name and password from a Secret of the type kubernetes.io/basic-auth, for Pulsar's `AuthenticationBasic`.

The plugin reads them from its parameters only, which are an argument. Pulsar's Java programs read arguments with picocli,
which takes one from a file in place of ``@FILE``: the pod's shell writes that file before it starts them.
"""

from pulsarfn.annotations import AUTH_SECRET
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.worker.auth.base import DIRECTORY, AuthPlan, AuthRequest
from pulsarfn.worker.auth.client_plugin import FOR_TOKENS, check_client, check_keys, refusal
from pulsarfn.worker.auth.secret_files import mounted_files

NAME = "org.apache.pulsar.client.impl.auth.AuthenticationBasic"
KEY = "username"

_PASSWORD = "password"  # noqa: S105 - a key
_VOLUME, _FOLDER = "function-auth-parameters", "/run/auth"
_FILE = f"{_FOLDER}/parameters"

_WORD = r"""word() { IFS= read -r r; n=; w=; if IFS= read -r n || [ "$n" ]; then refuse; fi; """
_WORD += r"""while [ "$r" ]; do c=${r%"${r#?}"}; r=${r#?}; """
_WORD += r"""case $c in [\"\\]) w=$w'\\\'$c;; [[:cntrl:]]) refuse;; *) w=$w$c;; esac; done; }"""
"""A function of the shell that reads a line and makes of it a part of a JSON string within quotes of picocli.

It uses built-in commands only, which no list of processes shows.
"""

_REFUSE = 'refuse() { echo "username and password must be one line each, without control characters" >&2; exit 1; }'
_PRINT = r"""printf '"{\\"userId\\":\\"%s\\",\\"password\\":\\"%s\\"}"\n' "$u" "$w" """.strip()
_SETUP = (
    f"(umask 077; {_REFUSE}; {_WORD}; word <{DIRECTORY}/{KEY} && u=$w && word <{DIRECTORY}/{_PASSWORD} &&"
    f" rm -f {_FILE} && {_PRINT} >{_FILE})"
)
"""An init container may run as another user: its file is replaced, not written."""


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount user name and password at /etc/auth, and write the plugin's parameters to a file in memory."""
    problem = (
        check_client(NAME, request, "NAME") or check_keys(NAME, request, (KEY, _PASSWORD)) or _check_runtime(request)
    )
    if problem is not None:
        return AuthPlan(), (problem,)
    plan = mounted_files(request, ((KEY, KEY), (_PASSWORD, _PASSWORD)), {})
    return plan._replace(
        plugin=NAME,
        parameters=f"@{_FILE}",
        setup=_SETUP,
        volumes=(*plan.volumes, {"name": _VOLUME, "emptyDir": {"medium": "Memory"}}),
        volume_mounts=(*plan.volume_mounts, {"name": _VOLUME, "mountPath": _FOLDER}),
    ), ()


def _check_runtime(request: AuthRequest) -> Problem | None:
    if request.runtime == "JAVA":
        return None
    message = (
        "Pulsar's Python instance takes the password of AuthenticationBasic as an argument only:"
        " whoever may list processes would see it"
    )
    return refusal(message, f"use OAuth2 or TLS; or {FOR_TOKENS}", AUTH_SECRET)
