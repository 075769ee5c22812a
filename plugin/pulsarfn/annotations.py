"""The names, values and meanings of the annotations that pulsarfn reads (contract 2, 3)."""

from pulsarfn.typed import Literal, TypeAlias

Component: TypeAlias = Literal["function", "source", "sink"]

PREFIX = "pulsarfn.io/"
EXPAND = f"{PREFIX}expand"
PROVIDE = f"{PREFIX}provide"
WORKER_CONFIG = f"{PREFIX}worker-config"
AUTH_SECRET = f"{PREFIX}auth-secret"
CA_SECRET = f"{PREFIX}ca-secret"
ROLL_ON = f"{PREFIX}roll-on"
CHECKSUM = f"{PREFIX}checksum"
"""The annotation of pods with the checksums of what `ROLL_ON` names: a changed checksum rolls them."""

PULSAR_VERSION = f"{PREFIX}pulsar-version"
FUNCTION_ID = f"{PREFIX}function-id"
FUNCTION_VERSION = f"{PREFIX}function-version"
TRANSFORM_FUNCTION_ID = f"{PREFIX}transform-function-id"
REPLICAS = f"{PREFIX}replicas"
PINS = (FUNCTION_ID, FUNCTION_VERSION, TRANSFORM_FUNCTION_ID, REPLICAS)
"""Values of a component that a function worker has started, so that its pods do not restart when it changes hands."""
SUPPRESS = f"{PREFIX}suppress-"
"""A prefix before a code. The value is the reason why pulsarfn does not report the code for the carrier and its configs."""

OF_HELM_4 = "postrenderer.helm.sh/postrender-filename"
"""The annotation of every document that Helm 4 gives to a post-renderer; Helm 4 removes it from the answer."""

HELM_HOOK, ARGOCD_HOOK = "helm.sh/hook", "argocd.argoproj.io/hook"
HOOKS = {HELM_HOOK: "Helm", ARGOCD_HOOK: "Argo CD"}
"""The annotations that make a hook of an object, with the hosts that run it."""

KEPT_ANNOTATIONS = {
    "helm": ("helm.sh/resource-policy", "keep"),
    "argocd": ("argocd.argoproj.io/sync-options", "Delete=false"),
}
"""By host, the annotation, with the word in its value, with which the host leaves an object where it is."""

COMPONENTS: dict[str, Component] = {"function": "function", "source": "source", "sink": "sink"}
CONSUMED, KEPT = "worker-config", "worker-config-keep"
KINDS = ("ConfigMap", "Secret")
FUNCTION_MESH_API = "compute.functionmesh.io/v1alpha1"
FUNCTION_MESH_KINDS = ("Function", "Source", "Sink", "FunctionMesh")
FUNCTION_MESH = "function-mesh"
"""The value of `EXPAND` on a resource of Function Mesh."""
NOT_PINNED = "none"
"""The value of `REPLICAS` that leaves the number of pods to whoever scales them."""

WHOLE = "*"
"""The key in `AUTH_SECRET` that mounts the whole Secret, as a function worker does."""

MEANINGS = {
    EXPAND: (
        "function, source, sink or function-mesh",
        (
            "Makes the object a carrier: every data key is the config of one component of this type."
            " On a resource of Function Mesh: function-mesh."
        ),
    ),
    WORKER_CONFIG: ("NAME", "On a carrier: the name of the ConfigMap in the stream that holds its worker config."),
    AUTH_SECRET: (
        "NAME, NAME/KEY or NAME/*",
        (
            "On a carrier: a Secret with the token (key token), the key file of OAuth2 (credentials.json), tls.crt and tls.key,"
            " or username and password. * is a pin."
        ),
    ),
    CA_SECRET: (
        "NAME or NAME/KEY",
        "On a carrier: an existing Secret that holds the CA of the brokers, under the key ca.crt if KEY is not given.",
    ),
    ROLL_ON: (
        "secret/NAME, configmap/NAME, …",
        "On a carrier: Secrets and ConfigMaps of the stream. If the data of one changes, the pods are replaced.",
    ),
    PULSAR_VERSION: (
        "4.2, 5.0.1 and the like",
        "On a carrier: the version of Pulsar in its pods. It overrides pulsarVersion in the worker config and the tag of their image.",
    ),
    FUNCTION_ID: (
        "a UUID",
        "A pin: the --function_id of a component that a worker has started. Pins belong on a carrier of one config.",
    ),
    FUNCTION_VERSION: ("a UUID", "A pin: the --function_version that the worker chose."),
    TRANSFORM_FUNCTION_ID: ("a UUID", "A pin: the --transform_function_id of a sink with a transform function."),
    REPLICAS: (
        "a number or none",
        "A pin: the number of pods, if somebody has scaled the StatefulSet; none leaves it to whoever scales.",
    ),
    PROVIDE: (
        "worker-config or worker-config-keep",
        "Makes the object a worker config: functions_worker.yml, or PF_ keys. The output omits the object, or keeps it.",
    ),
    f"{SUPPRESS}CODE": (
        "the reason",
        "On a carrier: pulsarfn does not report the warning or lint finding with this code for the carrier and its configs.",
    ),
}
"""The possible values of each annotation, and its meaning, for the reference documentation."""
