"""The ScaledObject of KEDA: it sets the number of pods of the component by the backlog of its subscription."""

from collections.abc import Iterator

from pulsarfn.component.config.topics import full_name
from pulsarfn.component.objects.horizontal_pod_autoscaler import SCALE_TARGET, scale_target
from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.objects.trigger_authentication import is_for_inputs, token_references, triggers_of
from pulsarfn.component.plan import Plan
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.kubernetes.kinds import HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT
from pulsarfn.provenance import derived
from pulsarfn.values import Manifest, mapping
from pulsarfn.worker.customizers.base import CannotCustomise


def _build(plan: Plan) -> Manifest:
    """Return the ScaledObject that the customizer asks for; it scales the StatefulSet.

    Raises:
        CannotCustomise: if KEDA cannot scale the component so.
    """
    given = plan.customization.objects[SCALED_OBJECT.name]
    if plan.customization.asks_for(HORIZONTAL_POD_AUTOSCALER.name):
        raise _refused("horizontalPodAutoscaler sets the number of pods too", "take one of them away with null")
    return {
        "apiVersion": SCALED_OBJECT.api_version,
        "kind": SCALED_OBJECT.name,
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {
            "scaleTargetRef": scale_target(plan),
            **given,
            "triggers": [found for each in triggers_of(given) for found in _of_component(each, plan)],
        },
    }


def _of_component(trigger: Manifest, plan: Plan) -> Iterator[Manifest]:
    """Return a trigger; one of type ``pulsar`` that names no topic is one for each input."""
    settings = mapping(trigger.get("metadata"))
    if not is_for_inputs(trigger):
        yield trigger
        return
    if not plan.inputs:
        raise _refused("the component reads no topic", "write a trigger of another type, or with a topic")
    if not plan.worker.admin_url and "adminURL" not in settings:
        raise _refused("KEDA needs pulsarWebServiceUrl", "give it in the worker config, or as adminURL of the trigger")
    authentication = {} if "authenticationRef" in trigger else _authentication(plan)
    modes: Manifest = {"authModes": "bearer"} if authentication else {}
    for name, spec in plan.inputs.items():
        topic = derived(full_name(name), name)
        if spec.is_regex_pattern or not topic.startswith("persistent://"):
            kind = "is a pattern" if spec.is_regex_pattern else "is not persistent"
            hint = "write a trigger of type pulsar with the topic that counts"
            raise _refused(f"KEDA reads the backlog of persistent topics by their names, and an input {kind}", hint)
        own: Manifest = {
            "adminURL": derived(plan.worker.admin_url.rstrip("/"), plan.worker.admin_url),
            "topic": topic,
            "subscription": plan.subscription,
            **modes,
        }
        yield {**trigger, "metadata": own | settings, **authentication}


def _authentication(plan: Plan) -> Manifest:
    return {"authenticationRef": {"name": plan.job_name}} if token_references(plan) else {}


def _refused(message: str, hint: str) -> CannotCustomise:
    return CannotCustomise(Problem(codes.CUSTOMIZER_OPTION_INVALID, f"scaledObject: {message}", (), hint))


KIND = GeneratedKind(
    SCALED_OBJECT,
    _build,
    (
        *METADATA,
        SCALE_TARGET,
        ("spec.triggers.*.type", Rule("backlog of the subscription")),
        ("spec.triggers.*.metadata.adminURL", Rule("pulsarWebServiceUrl of the worker config")),
        ("spec.triggers.*.metadata.topic", Rule("inputs of the config: one trigger for each")),
        ("spec.triggers.*.metadata.subscription", Rule("the subscription: subName, or the name of the component")),
        ("spec.triggers.*.metadata.authModes", Rule("the token that the pods have")),
        ("spec.triggers.*.authenticationRef.name", Rule("the TriggerAuthentication of the component")),
    ),
)
