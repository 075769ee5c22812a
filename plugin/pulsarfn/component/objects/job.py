"""The Job that removes the component's subscription: a hook, which its host runs after everything else is deleted."""

from pulsarfn.annotations import HOOKS
from pulsarfn.component.download_container import admin_container
from pulsarfn.component.objects import stateful_set
from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.component.shell import kept_from_kubelet
from pulsarfn.kubernetes.kinds import JOB
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at

_KEPT = (
    *("serviceAccountName", "automountServiceAccountToken", "imagePullSecrets", "securityContext"),
    *("priorityClassName", "runtimeClassName", "schedulerName", "nodeSelector", "tolerations"),
)
"""The members of the component's pod that the pod of the Job has too."""

_OF_PODS = ("prometheus.io/", "pulsarfn.io/")
"""The beginnings of annotations that are for the component's pods only."""

_DAY = 24 * 60 * 60


def _build(plan: Plan) -> Manifest:
    """Return the Job that the customizer asks for; no selector of the component's other objects selects its pods."""
    assert plan.cleanup is not None
    metadata = object_metadata(plan, plan.job_name)
    template = mapping(value_at(stateful_set.KIND.build(plan) or {}, ("spec", "template")))
    given = mapping(template.get("metadata"))
    labels = {key: each for key, each in mapping(given.get("labels")).items() if key not in plan.labels}
    annotations = {key: each for key, each in mapping(given.get("annotations")).items() if not key.startswith(_OF_PODS)}
    of_pod: Manifest = {key: each for key, each in (("labels", labels), ("annotations", annotations)) if each}
    return {
        "apiVersion": JOB.api_version,
        "kind": JOB.name,
        "metadata": {**metadata, "annotations": {**mapping(metadata.get("annotations")), **plan.cleanup.hook}},
        "spec": {
            "backoffLimit": 6,
            "activeDeadlineSeconds": 600,
            "ttlSecondsAfterFinished": _DAY,
            "template": {
                **({"metadata": of_pod} if of_pod else {}),
                "spec": _pod(mapping(template["spec"]), plan.cleanup.script, plan),
            },
        },
    }


def _pod(pod: Manifest, script: str, plan: Plan) -> Manifest:
    command: list[Value] = ["sh", "-c", kept_from_kubelet(script, None)]
    container = admin_container("unsubscribe", pod, command, plan.auth.volumes)
    mounted = {mapping(each).get("name") for each in sequence(container.get("volumeMounts"))}
    volumes = [each for each in sequence(pod.get("volumes")) if mapping(each).get("name") in mounted]
    return {
        "restartPolicy": "Never",
        **{key: pod[key] for key in _KEPT if key in pod},
        "containers": [container],
        **({"volumes": volumes} if volumes else {}),
    }


_POD = "spec.template.spec"
KIND = GeneratedKind(
    JOB,
    _build,
    (
        *(
            (f"metadata.annotations.{key}", Rule("subscriptionCleanup: whose hook it is"))
            for hook in HOOKS
            for key in (hook, f"{hook}-delete-policy")
        ),
        *METADATA,
        ("spec.backoffLimit", Rule("how often the Job tries again")),
        ("spec.activeDeadlineSeconds", Rule("when the Job gives up")),
        ("spec.ttlSecondsAfterFinished", Rule("a Job that has ended is deleted after a day")),
        ("spec.template.metadata.*", Rule("extraLabels and extraAnnotations of the customizer")),
        (f"{_POD}.restartPolicy", Rule("each try is a pod of its own, with a log")),
        (f"{_POD}.tolerations.*.*", Rule("those of the component's pods")),
        (f"{_POD}.containers.*.name", Rule("name of the container")),
        (f"{_POD}.containers.*.image", Rule("image of the component's container")),
        (f"{_POD}.containers.*.command.*", Rule("remove the subscription from each input")),
        (f"{_POD}.containers.*.*", Rule("that of the component's container")),
        (f"{_POD}.*", Rule("that of the component's pods")),
    ),
)
