"""PF6xx: findings of `pulsarfn lint`, which need the whole stream. The filter's own codes are in `pulsarfn.diagnostics.codes`."""

from pulsarfn.diagnostics.problem import Code, Severity

PREFIX = "PF6"

REFERENCE_MISSING = Code(
    "PF601",
    "an object that the stream does not hold",
    "A generated object refers to a Secret, ConfigMap or service account that is not in the stream."
    " Without it the pods do not start. It may come from somewhere else, which the stream does not show.",
    "Add it, correct the name or the namespace, or say that it exists: --assume-exists KIND/[NAMESPACE/]NAME.",
    Severity.WARNING,
)
KEY_MISSING = Code(
    "PF602",
    "a key that the Secret or ConfigMap does not have",
    "A generated object refers to a key that a Secret or ConfigMap of the stream does not have.",
    "Add the key, or correct its name.",
    Severity.WARNING,
)
OUTPUT_SHARED = Code(
    "PF603",
    "a topic with several writers",
    "Two components write to the same topic. That may be intended, but readers cannot tell the messages apart, and both must"
    " write the same schema.",
    "If it is intended, do nothing. Otherwise choose another output topic for one of them.",
    Severity.INFO,
)
SUBSCRIPTION_SHARED = Code(
    "PF604",
    "a subscription that two components share",
    "Two components read the same topic under the same subscription name: each message goes to one of them only, or one of"
    " them gets none at all.",
    "Give each its own subscription, with subName or sourceSubscriptionName; without these, Pulsar's default is unique.",
    Severity.WARNING,
)
CYCLE = Code(
    "PF605",
    "functions that feed each other in a cycle",
    "The output of a function comes back to it, directly or through other functions: messages may circulate forever.",
    "Break the cycle, or suppress the warning if the functions make sure that each message ends somewhere.",
    Severity.WARNING,
)
TOKEN_EXPIRED = Code(
    "PF606",
    "a token that has expired",
    "The token with which a component authenticates is a JWT whose exp has passed: the broker refuses it.",
    "Make a new token, or use KubernetesServiceAccountTokenAuthProvider, whose tokens are renewed in the pod.",
)
TOKEN_EXPIRES = Code(
    "PF607",
    "a token that expires soon",
    "The token with which a component authenticates is a JWT that expires within 30 days: after that, pods cannot connect.",
    "Make a new token, or use KubernetesServiceAccountTokenAuthProvider, whose tokens are renewed in the pod.",
    Severity.WARNING,
)
SECRETS_IN_CLEAR_TEXT = Code(
    "PF608",
    "secrets in clear text",
    "Pulsar's default secrets provider writes a component's secrets into the command of its pods: whoever may read"
    " StatefulSets, the cluster's history or the output of pulsarfn reads them.",
    "Set secretsProviderConfiguratorClassName to"
    " org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator in the worker config,"
    " and refer to a Secret.",
    Severity.WARNING,
)
CREDENTIAL_IN_CONFIG = Code(
    "PF609",
    "a config that seems to hold a credential",
    "A value looks like a password, a token or a key, or its key is named like one. It is part of the command of the pods,"
    " which many people may be able to read.",
    "Refer to a Secret under secrets, and let the function or connector read it from there.",
    Severity.WARNING,
)
HEAP_IS_LIMIT = Code(
    "PF610",
    "a memory limit that leaves no room for more than the heap",
    "The container's memory limit is no more than the JVM's heap (-Xmx, the component's ram), but a JVM also needs memory"
    " for threads, classes and buffers: the kernel kills the pod when the heap fills up.",
    "Set percentMemoryPadding under functionRuntimeFactoryConfigs, to 20 for example, or a higher memory limit.",
    Severity.WARNING,
)
IMAGE_WITHOUT_TAG = Code(
    "PF611",
    "an image without a tag",
    "An image without a tag means the tag latest, whatever that is when a node pulls it.",
    "Give the image a tag, or a digest: apachepulsar/pulsar:4.2.4.",
    Severity.WARNING,
)
IMAGE_LATEST = Code(
    "PF612",
    "the image latest",
    "The tag latest changes its meaning over time: two pods of one component may run different versions of Pulsar.",
    "Name the version, or a digest: apachepulsar/pulsar:4.2.4.",
    Severity.WARNING,
)
INSTANCES_IDLE = Code(
    "PF613",
    "more instances than partitions",
    "A component that keeps the order of messages runs one instance for each partition, and its inputs are known to have"
    " fewer partitions than it has instances: the other instances are idle.",
    "Lower parallelism, or give the input more partitions.",
    Severity.WARNING,
)
ONE_PARTITION = Code(
    "PF614",
    "several instances on a topic without partitions",
    "All instances of a component read one topic that is known to have one partition only: one broker serves them all, and"
    " messages are not processed in order.",
    "If that is enough, do nothing. Otherwise give the input as many partitions as there are instances.",
    Severity.INFO,
)
SUPPRESSION_UNUSED = Code(
    "PF615",
    "a suppression that is not used",
    "An annotation pulsarfn.io/suppress-PF… silences a code that is not, or no longer, reported for this carrier.",
    "Remove the annotation.",
    Severity.WARNING,
)
BARE_CONFIG = Code(
    "PF616",
    "a config that no object carries",
    "A document is a config file for pulsar-admin and not a Kubernetes object: pulsarfn does not expand it.",
    "Check it with --as, expand it with pulsarfn render, or put it into the data of a carrier.",
    Severity.WARNING,
)
VERSIONS_DISAGREE = Code(
    "PF617",
    "a version of Pulsar that differs from the image",
    "pulsarVersion, or the annotation of the carrier, differs from the tag of the image. The objects follow the given"
    " version, and an instance of the version in the image may refuse them.",
    "Set the version of the image, or use an image of that version.",
    Severity.WARNING,
)
UNREACHABLE = Code(
    "PF618",
    "an address that no pod reaches",
    "An address in the worker config or in a config is not one that the pods reach: localhost is the pod itself, the IP"
    " address of a pod changes when the pod is replaced, and a short name of a Service is looked for in the namespace of the"
    " pods.",
    "Write the name of a Service with its namespace, NAME.NAMESPACE, or the name of a host outside the cluster.",
    Severity.WARNING,
)
TRAP = Code(
    "PF619",
    "a setting that does not do what it seems to",
    "Pulsar takes the setting, but does something else than its name says: a glob as topicsPattern, topicsPattern for a Go"
    " function, batchSourceConfig inside of configs, BatchSourceExecutor as className, maxMessageRetries with a window,"
    " transformFunctionClassName or transformFunctionConfig without transformFunction.",
    "Follow the hint of the message.",
    Severity.WARNING,
)
NOT_FOR_PRODUCTION = Code(
    "PF621",
    "a pod that lacks what production needs",
    "Pulsar's pod is a bare one: a dead instance is not seen, a roll interrupts the messages, and Pod Security `restricted` refuses"
    " it. The message lists what the pod lacks. If no component of the stream has a profile, one message counts all components"
    " that lack the same.",
    "Set `profile: production`, or the options that you want; `--ignore PF621` or a suppression says that the pod is meant to be bare.",
    Severity.INFO,
)
CLEANUP_WITHOUT_MEANS = Code(
    "PF622",
    "what the Job of subscriptionCleanup needs is deleted before it runs",
    "The Job that removes a subscription runs after everything else of the release is deleted, and needs a Secret, ConfigMap or"
    " service account that belongs to the release.",
    "Keep that object out of the release, or annotate it helm.sh/resource-policy: keep (for Argo CD:"
    " argocd.argoproj.io/sync-options: Delete=false).",
    Severity.WARNING,
)
PIN = Code(
    "PF620",
    "a pin of a component that a function worker has started",
    "An annotation of the carrier pins a value that a function worker chose when it started the component: an id, the number"
    " of pods, or the whole of the worker's Secret. It keeps the pods from a restart when the component changes hands, and has"
    " no use after that.",
    "Remove the pin together with the next change that restarts the pods anyway.",
    Severity.INFO,
)
