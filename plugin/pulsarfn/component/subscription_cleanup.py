"""The removal of a component's subscription after the component is deleted, as a function worker does it.

Source: `FunctionActioner.terminateFunction` and `.deleteSubscription`: each input's own subscription, for a pattern that of
all topics of its namespace. A broker refuses while a consumer is connected; the worker tries ten times, and so does the script.
"""

from collections.abc import Iterator
from typing import Final

from pulsarfn.annotations import ARGOCD_HOOK, HELM_HOOK, KEPT_ANNOTATIONS, OF_HELM_4
from pulsarfn.component.config.topics import full_name
from pulsarfn.component.decisions import Decisions
from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.giver import giver, written
from pulsarfn.component.plan import SubscriptionCleanup
from pulsarfn.component.shell import quote
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.provenance import derived, origins_of

_HOOKS: Final = {
    "helm": {HELM_HOOK: "post-delete", f"{HELM_HOOK}-delete-policy": "before-hook-creation,hook-succeeded"},
    "argocd": {ARGOCD_HOOK: "PostDelete", f"{ARGOCD_HOOK}-delete-policy": "BeforeHookCreation,HookSucceeded"},
}
_TOPIC, _NAMESPACE = "unsubscribe {} {}", "unsubscribe_all {} {}"
_SCRIPT: Final = """\
admin() { ADMIN "$@"; }
is_gone() {
  found=`admin topics subscriptions "$1" 2>&1`
  code=$?
  printf '%s\\n' "$1: $found"
  case $code in
    0) ! printf '%s\\n' "$found" | grep -Fxq -e "$2" -e "\\"$2\\"" ;;
    1) printf '%s\\n' "$found" | grep -iq 'not found' ;;
    *) false ;;
  esac
}
unsubscribe() {
  for try in 1 2 3 4 5 6 7 8 9 10; do
    is_gone "$1" "$2" && return
    admin topics unsubscribe --subscription "$2" "$1" || sleep 5
  done
  is_gone "$1" "$2" || { echo "$1 still has the subscription $2" >&2; return 1; }
}
unsubscribe_all() {
  for try in 1 2 3 4 5 6 7 8 9 10; do
    admin namespaces unsubscribe --sub "$2" "$1" && return
    sleep 5
  done
  return 1
}
status=0
"""


def plan_cleanup(details: FunctionDetails, host: str, admin: str, subscription: str) -> SubscriptionCleanup | None:
    """Return how the subscription of a component is removed; None if the config keeps it, or if it has none.

    `admin` is pulsar-admin with its URL and authentication.
    """
    if not details.source.is_cleaned:
        return None
    steps = []
    for name, spec in details.source.input_specs.items():
        step, where = (_NAMESPACE, _namespace(name)) if spec.is_regex_pattern else (_TOPIC, full_name(name))
        steps.append(f"{step.format(quote(where), quote(subscription))} || status=1\n")
    script = f"{_SCRIPT.replace('ADMIN', admin)}{''.join(steps)}exit $status\n"
    givers = (admin, subscription, *details.source.input_specs)
    hook = {key: derived(value, host, how=f"the hook of {host}") for key, value in _HOOKS[host].items()}
    return SubscriptionCleanup(hook, derived(script, *givers, how="remove the subscription"))


def _namespace(topics_pattern: str) -> str:
    """Return the namespace of a pattern of topics, as ``TENANT/NAMESPACE``; Pulsar takes no pattern for these two."""
    tenant, namespace, *_ = full_name(topics_pattern).partition("://")[2].split("/")
    return f"{tenant}/{namespace}"


def check_cleanup(decided: Decisions, surroundings: Surroundings) -> Iterator[Problem]:
    """Yield the reasons for which no hook could remove the subscription, or for which it would be removed too early."""
    host = decided.customization.subscription_cleanup
    given = giver(written(origins_of(host))[0]) if origins_of(host) else None
    for message, hint in _reasons(decided, surroundings):
        problem = Problem(codes.CLEANUP_IMPOSSIBLE, f"subscriptionCleanup: {message}", ("customRuntimeOptions",), hint)
        if given is not None:
            problem = problem._replace(path=given.path, text=given.text, at_key=given.at_key, inner=given.inner)
        yield problem


def _reasons(decided: Decisions, surroundings: Surroundings) -> Iterator[tuple[str, str]]:
    annotations = surroundings.annotations
    if decided.customization.subscription_cleanup == "helm" and surroundings.printed and OF_HELM_4 not in annotations:
        yield (
            "this stream is not from the post-renderer of Helm 4: the Job would run at once and remove the subscription",
            "install with Helm 4 and --post-renderer; for Helm 3 write the hook into the chart; where Argo CD applies this, write argocd",
        )
    for key, value in KEPT_ANNOTATIONS.values():
        if value in annotations.get(key, ""):
            yield (
                f"{key}: {value} of the carrier keeps the component, and the hook would remove its subscription",
                "take the annotation away, or the option with null",
            )
    if decided.auth.secret_name:
        yield (
            "the Job needs the Secret with the credentials, which pulsarfn generates and which is deleted before it runs",
            "name a Secret that stays, with pulsarfn.io/auth-secret on the carrier",
        )
