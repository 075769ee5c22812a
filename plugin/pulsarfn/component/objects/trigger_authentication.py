"""The TriggerAuthentication of KEDA: it reads the backlog with the credentials of the component's pods."""

from collections.abc import Iterator

from pulsarfn.component.objects.kind import AUTH, METADATA, GeneratedKind, Rule
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import SCALED_OBJECT, TRIGGER_AUTHENTICATION
from pulsarfn.values import Manifest, Value, mapping, sequence
from pulsarfn.worker.auth.base import TOKEN_PARAMETERS, TOKEN_PLUGIN
from pulsarfn.worker.auth.secret_files import CA

_FILES = {"bearerToken": "token", "ca": CA}
"""KEDA's parameters, each with the file of the pods that has it."""


def triggers_of(spec: Manifest) -> tuple[Manifest, ...]:
    """Return the triggers of a ScaledObject as they are given; without any, one for the component's backlog."""
    return (*map(mapping, sequence(spec.get("triggers"))),) or ({"type": "pulsar"},)


def is_for_inputs(trigger: Manifest) -> bool:
    """Whether a trigger is for the backlog of the component's inputs: it is of type ``pulsar``, and names no topic."""
    return trigger.get("type") == "pulsar" and "topic" not in mapping(trigger.get("metadata"))


def token_references(plan: Plan) -> tuple[Manifest, ...]:
    """Return the entries of Secrets with which KEDA can authenticate as the pods do; none if they have no token in a Secret."""
    if (plan.auth.plugin, plan.auth.parameters) != (TOKEN_PLUGIN, TOKEN_PARAMETERS):
        return ()
    entries = [*_entries(plan)]
    found = (
        {"parameter": parameter, "name": name, "key": key}
        for parameter, file in _FILES.items()
        for name, key, path in entries
        if path == file
    )
    references: tuple[Manifest, ...] = tuple(found)
    return references if any(each["parameter"] == "bearerToken" for each in references) else ()


def _entries(plan: Plan) -> Iterator[tuple[Value, Value, Value]]:
    """Return the files of the auth volumes that come from Secrets: the name of the Secret, its key and the file."""
    for volume in plan.auth.volumes:
        secret = mapping(volume.get("secret"))
        parts = [
            mapping(mapping(each).get("secret")) for each in sequence(mapping(volume.get("projected")).get("sources"))
        ]
        for each in filter(None, (secret, *parts)):
            name = each.get("secretName") or each.get("name")
            generated = plan.auth.secret_data if name == plan.auth.secret_name else _FILES.values()
            items = [mapping(one) for one in sequence(each.get("items"))] or [
                {"key": one, "path": one} for one in generated
            ]
            yield from ((name, one["key"], one["path"]) for one in items)


def _build(plan: Plan) -> "Manifest | None":
    """Return the authentication of the triggers that have none of their own; None if the token is in no Secret."""
    triggers = filter(is_for_inputs, triggers_of(plan.customization.objects[SCALED_OBJECT.name]))
    references = () if all("authenticationRef" in each for each in triggers) else token_references(plan)
    if not references:
        return None
    return {
        "apiVersion": TRIGGER_AUTHENTICATION.api_version,
        "kind": TRIGGER_AUTHENTICATION.name,
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {"secretTargetRef": [*references]},
    }


KIND = GeneratedKind(
    TRIGGER_AUTHENTICATION,
    _build,
    (
        *METADATA,
        ("spec.secretTargetRef.*.parameter", Rule("what KEDA needs the entry for")),
        ("spec.secretTargetRef.*.*", Rule(AUTH, "the Secret that the pods mount")),
    ),
)
