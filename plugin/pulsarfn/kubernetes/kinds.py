"""The kinds of Kubernetes whose rules are known here, by their group and name."""

from collections.abc import Iterable

from pulsarfn.kubernetes.kind import Kind, Update
from pulsarfn.kubernetes.refusal import Refusal, and_texts
from pulsarfn.kubernetes.refusals import of_budget, of_service, of_stateful_set
from pulsarfn.typed import Final
from pulsarfn.values import Manifest


def _stored(manifest: Manifest) -> Manifest:
    from pulsarfn.kubernetes.stored import FORMS  # noqa: PLC0415 - for `diff` only

    return FORMS[str(manifest["kind"])](manifest)


def _fixed(update: Update) -> Iterable[str]:
    from pulsarfn.kubernetes.updates import FIXED  # noqa: PLC0415 - for `diff` only

    return FIXED[str(update.new["kind"])](update)


def _with_addresses(old: Manifest, new: Manifest) -> Manifest:
    from pulsarfn.kubernetes.updates import with_addresses  # noqa: PLC0415 - for `diff` only

    return with_addresses(old, new)


def _of_autoscaler(manifest: Manifest) -> Iterable[Refusal]:
    from pulsarfn.kubernetes.autoscaler_refusals import of_autoscaler  # noqa: PLC0415 - few components have one

    return of_autoscaler(manifest)


def _of_network_policy(manifest: Manifest) -> Iterable[Refusal]:
    from pulsarfn.kubernetes.network_refusals import of_network_policy  # noqa: PLC0415 - likewise

    return of_network_policy(manifest)


def _of_custom_resource(manifest: Manifest) -> Iterable[Refusal]:
    from pulsarfn.kubernetes.pod_refusals import of_type  # noqa: PLC0415 - likewise

    return and_texts(of_type(manifest, str(manifest["kind"]), ()), manifest)


def _of_scaled_object(manifest: Manifest) -> Iterable[Refusal]:
    from pulsarfn.kubernetes.autoscaler_refusals import of_scaled_object  # noqa: PLC0415 - likewise

    return and_texts(of_scaled_object(manifest), manifest)


def _of_job(manifest: Manifest) -> Iterable[Refusal]:
    from pulsarfn.kubernetes.pod_refusals import of_job  # noqa: PLC0415 - likewise

    return and_texts(of_job(manifest), manifest)


STATEFUL_SET: Final = Kind("apps/v1", "StatefulSet", _stored, of_stateful_set, _fixed, runs_pods=True)
SERVICE: Final = Kind("v1", "Service", _stored, of_service, _fixed, settled=_with_addresses)
SECRET: Final = Kind("v1", "Secret", _stored, fixed=_fixed)
CONFIG_MAP: Final = Kind("v1", "ConfigMap", fixed=_fixed)
POD_DISRUPTION_BUDGET: Final = Kind("policy/v1", "PodDisruptionBudget", refusals=of_budget)
HORIZONTAL_POD_AUTOSCALER: Final = Kind("autoscaling/v2", "HorizontalPodAutoscaler", _stored, _of_autoscaler)
NETWORK_POLICY: Final = Kind("networking.k8s.io/v1", "NetworkPolicy", _stored, _of_network_policy)
TRIGGER_AUTHENTICATION: Final = Kind("keda.sh/v1alpha1", "TriggerAuthentication", refusals=_of_custom_resource)
SCALED_OBJECT: Final = Kind("keda.sh/v1alpha1", "ScaledObject", refusals=_of_scaled_object)
JOB: Final = Kind("batch/v1", "Job", refusals=_of_job)
POD_MONITOR: Final = Kind("monitoring.coreos.com/v1", "PodMonitor", refusals=_of_custom_resource)

KINDS: Final = {
    each.id: each
    for each in (
        STATEFUL_SET,
        SERVICE,
        SECRET,
        CONFIG_MAP,
        POD_DISRUPTION_BUDGET,
        HORIZONTAL_POD_AUTOSCALER,
        NETWORK_POLICY,
        JOB,
        POD_MONITOR,
        TRIGGER_AUTHENTICATION,
        SCALED_OBJECT,
        Kind("apps/v1", "Deployment", _stored, fixed=_fixed, runs_pods=True),
        Kind("apps/v1", "DaemonSet", _stored, fixed=_fixed, runs_pods=True),
        Kind("v1", "ServiceAccount"),
    )
}
