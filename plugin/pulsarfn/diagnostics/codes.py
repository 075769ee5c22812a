"""Every diagnostic code, by the stage that finds it. The reference page of the documentation is generated from here.

PF1xx the stream and its YAML · PF2xx carriers · PF3xx component configs · PF4xx worker config · PF5xx objects
"""

from pulsarfn.diagnostics.problem import Code, Severity

# PF1xx: the stream and its YAML ------------------------------------------------------------------------------------

NOT_UTF8 = Code(
    "PF101",
    "not UTF-8 text",
    "The bytes are UTF-16, another encoding, or not text at all.",
    "Convert the input to UTF-8, with iconv for example.",
)
BROKEN_YAML = Code(
    "PF102",
    "broken YAML",
    "A YAML reader cannot make sense of the text.",
    "Check quotes, indentation and colons at the place named, or run a YAML linter.",
)
DUPLICATE_KEY = Code(
    "PF103",
    "a key stands twice",
    "YAML readers disagree on which of two equal keys counts.",
    "Remove one of them.",
)
ALIAS = Code(
    "PF104",
    "an alias",
    "In a config Pulsar's own reader takes *name for the text name, Kubernetes' replaces it: what is meant is not certain."
    " In a manifest pulsarfn follows aliases as Kubernetes does, but not into a carrier, which is replaced, and not to more"
    " than 100,000 values.",
    "Write out what the anchor stands for.",
)
TOO_DEEP = Code(
    "PF105",
    "nested too deeply",
    "Mappings or lists are nested more than 100 levels deep, which no config needs and many readers do not survive.",
    "Flatten the value.",
)
SEVERAL_DOCUMENTS = Code(
    "PF106",
    "several documents in one config",
    "A config is one YAML document, but the text holds a second one behind ---.",
    "Give each config a data key, or a file, of its own.",
)
TAG = Code(
    "PF107",
    "a YAML tag",
    "A tag such as !!python/object names a type, which no config has.",
    "Remove the tag.",
)
BROKEN_JSON = Code(
    "PF108",
    "broken JSON",
    "The config's key or file name ends in .json, but its text is not JSON.",
    "Mend it, or name it .yaml when it is YAML.",
)
MERGE_KEY = Code(
    "PF109",
    "a merge key",
    "Kubernetes merges what is under << into the mapping around it, and that must be a mapping or a list of mappings.",
    "Write out what is to be merged, or put the key in quotes.",
)

# PF2xx: carriers ---------------------------------------------------------------------------------------------------

ANNOTATION_UNKNOWN = Code(
    "PF201",
    "an unknown annotation",
    "An annotation begins with pulsarfn.io/ but is none that pulsarfn knows: probably a slip of the pen.",
    "Correct it, or give it another prefix.",
)
ANNOTATION_INVALID = Code(
    "PF202",
    "an annotation with an unknown value",
    "The value of a pulsarfn.io/ annotation is not one that it can have.",
    "Use one of the values that the reference of annotations lists.",
)
ANNOTATION_MISPLACED = Code(
    "PF203",
    "an annotation where it has no meaning",
    "The annotation belongs on a v1 ConfigMap or Secret that carries configs, or together with another annotation.",
    "Move it to a carrier, or remove it.",
)
CARRIER_EMPTY = Code(
    "PF204",
    "a carrier without configs",
    "The ConfigMap or Secret is annotated pulsarfn.io/expand, but its data is empty.",
    "Put each config under a data key that ends in .yaml, .yml or .json.",
)
CARRIER_KEY_INVALID = Code(
    "PF205",
    "a data key that is no config",
    "Every data key of a carrier is one config; this one has another ending, or its value is no text, or has more than 1 MiB.",
    "Name it .yaml, .yml or .json, or move it to another ConfigMap.",
)
CARRIER_METADATA_INVALID = Code(
    "PF206",
    "metadata that Kubernetes would refuse",
    "The carrier has no name, or a label or annotation that is no text.",
    "Give it a name, and put labels and annotations in quotes.",
)
WORKER_CONFIG_SOURCE_INVALID = Code(
    "PF207",
    "a worker config without content",
    "The object is annotated pulsarfn.io/provide, but holds neither functions_worker.yml nor PF_ keys, or both.",
    "Keep one of them.",
)

FUNCTION_CONFIG_INVALID = Code(
    "PF208",
    "a functionConfig with other options",
    "pulsarfn runs as a KRM function, and its functionConfig has a key or a value that is none of its options.",
    "Options are namespace, workerConfig and set, under spec, or under the data of a ConfigMap.",
)
LABEL_FOR_AN_ANNOTATION = Code(
    "PF209",
    "a label that is meant as an annotation",
    "A ConfigMap or Secret has a label of a name that pulsarfn looks for among annotations: it is left as it is.",
    "Put it under metadata.annotations.",
    Severity.WARNING,
)

CARRIER_IS_HOOK = Code(
    "PF210",
    "a carrier that is a Helm hook",
    "The carrier is annotated helm.sh/hook, which its objects would inherit: Helm would run them as hooks and may delete them.",
    "Remove the annotation.",
)
CARRIER_NESTED = Code(
    "PF211",
    "a carrier inside of another object",
    "An object inside of another one, such as a Template, is annotated for pulsarfn, which expands objects of the stream and of Lists.",
    "Put the carrier into the stream itself.",
    Severity.WARNING,
)

ANNOTATION_NEARLY_OURS = Code(
    "PF212",
    "an annotation that is nearly one of pulsarfn",
    "A ConfigMap or Secret has an annotation whose prefix is nearly pulsarfn.io: it is left as it is.",
    "Correct the prefix.",
    Severity.WARNING,
)

# PF3xx: component configs ------------------------------------------------------------------------------------------


CONFIG_KEY_UNKNOWN = Code(
    "PF301",
    "an unknown key in a component config",
    "A key of a function, source or sink config is none of Pulsar's: Pulsar would ignore it.",
    "Correct the spelling, or remove the key.",
)
CONFIG_TYPE_WRONG = Code(
    "PF302",
    "a value of the wrong kind",
    "A key of a component config has a value of a kind that it cannot have, such as a text where a list is expected.",
    "Write the value as the message says.",
)
CONFIG_VALUE_UNKNOWN = Code(
    "PF303",
    "a value that is none of those allowed",
    "A key of a component config takes one of a few words, and this is none of them: Pulsar would ignore it.",
    "Write one of the words that the hint lists; upper and lower case matter.",
)
CONFIG_NOT_A_CONFIG = Code(
    "PF304",
    "not a component config",
    "The text is empty, a list, or another object than what pulsar-admin takes as a config file.",
    "Write one config: its keys with their values.",
)
CONFIG_VALUE_MISSING = Code(
    "PF305",
    "something that must be given is missing",
    "A component config lacks a value without which Pulsar refuses it, such as its name, its class or an input topic.",
    "Add the key that the message names.",
)
CONFIG_NUMBER_OUT_OF_RANGE = Code(
    "PF306",
    "a number out of range",
    "A number of a component config is negative, zero or too large where Pulsar does not allow it.",
    "Change the number as the message says.",
)
TOPIC_INVALID = Code(
    "PF307",
    "not the name of a topic",
    "A topic is not named as Pulsar names topics.",
    "Write topic, tenant/namespace/topic, or persistent://tenant/namespace/topic.",
)
TOPIC_CLASH = Code(
    "PF308",
    "a topic that is input and output",
    "A function would consume what it produces.",
    "Choose another output topic.",
)
DELIVERY_CONTRADICTION = Code(
    "PF309",
    "settings of delivery that contradict each other",
    "Processing guarantees, ordering, acknowledgement, retries and timeouts cannot be combined freely.",
    "Remove one of the settings that the message names.",
)
RUNTIME_FEATURE_UNSUPPORTED = Code(
    "PF310",
    "not supported by the runtime",
    "Pulsar's Python and Go runtimes lack some features of the Java runtime.",
    "Remove the setting, or write the function in Java.",
)
WINDOW_INVALID = Code(
    "PF311",
    "a window that cannot be",
    "The window of a function has no length, two lengths, or a length or interval that is not positive.",
    "Give windowLengthCount or windowLengthDurationMs, and positive numbers.",
)
SCHEMA_INVALID = Code(
    "PF312",
    "schema or serde that cannot be used",
    "A topic has both a schema and a serde class, an unknown schema type, or a schema that is no JSON text.",
    "Give one of the two: a built-in schema type, or the full name of a class in the package.",
)
SECRET_INVALID = Code(
    "PF313",
    "not a reference to a Kubernetes Secret",
    "With the Kubernetes secrets provider, each of a component's secrets names a Secret (path) and a key of it (key).",
    "Write the secret as {path: NAME-OF-SECRET, key: KEY-IN-SECRET}.",
)
SECRET_NAME_REFUSED = Code(
    "PF314",
    "not a name for an environment variable",
    "The Kubernetes secrets provider makes an environment variable of each secret, and this name cannot be one.",
    "Rename the secret.",
)
CONFIG_KEYS_EXCLUSIVE = Code(
    "PF315",
    "keys that exclude each other",
    "A config gives one thing in two ways, such as its code as jar and as py: Pulsar would drop one of them silently.",
    "Keep one of the keys that the message names.",
)
SECRET_NAME_LOST = Code(
    "PF316",
    "a secret that the instance may not find",
    "A secret is an environment variable, and shells such as those of Alpine and Debian hand on only names like A_1.",
    "Rename the secret: letters, digits and _ only, no digit first.",
    Severity.WARNING,
)

CONFIG_KEY_NEWER = Code(
    "PF317",
    "a key of a newer Pulsar",
    "The key came with a newer version of Pulsar than the one that the pods run. An instance of an older version dies of it,"
    " or its function worker ignores it.",
    "Remove the key, or let the pods run that version. Where they do, say so with pulsarVersion, as the image's tag does not.",
)

# PF4xx: worker config ----------------------------------------------------------------------------------------------

WORKER_CONFIG_INVALID = Code(
    "PF401",
    "a value that the worker config cannot have",
    "A key of the worker config has a value of the wrong kind, or one that is out of range.",
    "Correct the value: the message says what is expected.",
)
WORKER_CONFIG_KEY_UNKNOWN = Code(
    "PF402",
    "an unknown key in the worker config",
    "A key under functionRuntimeFactoryConfigs, or of a resource limit, is none of Pulsar's: it would be ignored.",
    "Correct the spelling, or remove the key.",
)
WORKER_CONFIG_KEY_MISSPELT = Code(
    "PF403",
    "a key of the worker config that looks misspelt",
    "A key at the top level of the worker config is none of Pulsar's, but nearly one of those that reach an object.",
    "Correct the spelling; the key is ignored as it stands.",
    Severity.WARNING,
)
RUNTIME_FACTORY_MISSING = Code(
    "PF404",
    "no function runtime factory",
    "The worker config does not say with which runtime functions run, or has no settings for it.",
    "Set functionRuntimeFactoryClassName to Pulsar's KubernetesRuntimeFactory; for …Configs, {} will do.",
)
RUNTIME_FACTORY_UNSUPPORTED = Code(
    "PF405",
    "not the Kubernetes runtime",
    "The worker config runs functions as threads or processes of the worker, or in a runtime that is not Pulsar's.",
    "Set functionRuntimeFactoryClassName to Pulsar's KubernetesRuntimeFactory.",
)
PORTS_EQUAL = Code(
    "PF406",
    "two ports of one number",
    "grpcPort and metricsPort are the same, and the instance could not listen on both.",
    "Give them different numbers.",
    Severity.WARNING,
)
CUSTOMIZER_OPTION_INVALID = Code(
    "PF407",
    "a value that a customizer option cannot have",
    "A member of runtimeCustomizerConfig or customRuntimeOptions has a value of the wrong kind.",
    "Correct the value: the message says what is expected, and for customRuntimeOptions where in its text.",
)
CUSTOMIZER_OPTION_UNKNOWN = Code(
    "PF408",
    "an unknown customizer option",
    "A member of runtimeCustomizerConfig or customRuntimeOptions is not known to the customizer: it would be ignored.",
    "Correct the spelling, or remove the member.",
)
CUSTOM_RUNTIME_OPTIONS_UNREADABLE = Code(
    "PF409",
    "customRuntimeOptions is no JSON object",
    "The text of customRuntimeOptions does not hold a JSON object, not even a lenient one.",
    'Write a JSON object, such as {"extraLabels": {"team": "core"}}.',
)
ENVIRONMENT_KEYS_CONFLICT = Code(
    "PF410",
    "PF_ keys that contradict each other",
    "Pulsar's gen-yml-from-env.py makes nested keys of the parts between underscores, and cannot do so with these.",
    "Remove one of the keys, or correct the value.",
)
CONTAINER_FACTORY_DIFFERS = Code(
    "PF411",
    "PF_kubernetesContainerFactory_… says something else",
    "The keys of before Pulsar 2.5 differ from PF_functionRuntimeFactoryConfigs_…, which the worker goes by.",
    "Remove the old keys, or give both the same value.",
    Severity.WARNING,
)
EMBEDDED_WORKER_KEY_IGNORED = Code(
    "PF412",
    "a PF_ key that a worker in the broker ignores",
    "A worker embedded in the broker takes this setting from the broker's own key.",
    "Set the broker's key, or remove the PF_ key.",
    Severity.WARNING,
)
WORKER_CONFIG_AMBIGUOUS = Code(
    "PF413",
    "more than one worker config",
    "Two ConfigMaps of the stream could be the worker config, with equal right.",
    "Annotate the carriers with pulsarfn.io/worker-config: NAME, or pass --worker-config FILE.",
)
WORKER_CONFIG_NOT_FOUND = Code(
    "PF414",
    "the named worker config is not in the stream",
    "A carrier's pulsarfn.io/worker-config names a ConfigMap that the stream does not hold.",
    "Correct the name, or let the stream hold the ConfigMap.",
)
WORKER_CONFIG_NOT_A_MAPPING = Code(
    "PF415",
    "the worker config is no mapping",
    "The worker config is empty, or something other than keys with values.",
    "Write it as conf/functions_worker.yml is written.",
)
OVERRIDE_NOT_APPLICABLE = Code(
    "PF416",
    "--set does not fit the worker config",
    "The path of a --set leads through a value that has no such part.",
    "Set the whole value, or correct the path.",
)

OVERRIDE_UNKNOWN = Code(
    "PF417",
    "--set of a key without effect",
    "The key of a --set is none of the worker config's, or one on which no object depends.",
    "Correct the key: settings of the Kubernetes runtime are below functionRuntimeFactoryConfigs.",
)
URL_SCHEME_WRONG = Code(
    "PF418",
    "a URL of a wrong scheme",
    "Pods reach the broker at a pulsar:// or pulsar+ssl:// URL and the admin API at an http:// or https:// URL; the two may be swapped.",
    "Correct the URL that the message names.",
)

CLASS_NOT_FOUND = Code(
    "PF490",
    "a class that is not known",
    "The worker config names a customizer, auth provider or secrets provider that is neither built in nor installed.",
    "Correct the name, or install a Python package that registers it as an entry point.",
)

PULSAR_VERSION_NOT_KNOWN = Code(
    "PF419",
    "a version of Pulsar that pulsarfn does not know",
    "pulsarfn knows the rules of some versions. For another one it uses those of the nearest older version.",
    "Use a newer pulsarfn, or set pulsarVersion to the version whose rules are right.",
    Severity.WARNING,
)
WORKER_CONFIG_KEY_NEWER = Code(
    "PF420",
    "a key of the worker config that came with a newer Pulsar",
    "The version of Pulsar that the pods run does not know the key: it has no effect.",
    "Remove the key, or let the pods run that version. Where they do, say so with pulsarVersion, as the image's tag does not.",
    Severity.WARNING,
)

# PF5xx: objects ----------------------------------------------------------------------------------------------------

PACKAGE_INVALID = Code(
    "PF501",
    "the package cannot be fetched",
    "jar, py, go, archive or transformFunction names something that no pod could download or find.",
    "Use function://tenant/namespace/name@version, https://…/file, local:///absolute/path, builtin://name or a file name.",
)
JOB_NAME_INVALID = Code(
    "PF502",
    "not a name for a Service and a StatefulSet",
    "Tenant, namespace and name, or the jobName, translate to a name that Kubernetes does not allow.",
    "Rename the component, or set jobName in customRuntimeOptions.",
)
JOB_NAME_TOO_LONG = Code(
    "PF503",
    "the job name is too long",
    "Kubernetes needs 11 characters behind the StatefulSet's name for the revision label, which ends at 63.",
    "Shorten tenant, namespace or name, or set a short jobName in customRuntimeOptions.",
)
RESOURCES_NOT_ADMITTED = Code(
    "PF504",
    "the resources are not admitted",
    "The worker config limits what a component may ask for, and this one asks for something else.",
    "Change resources, or functionInstanceMinResources, …MaxResources or …ResourceGranularities.",
)
URL_MISSING = Code(
    "PF505",
    "the Pulsar cluster is not known",
    "No worker config tells the broker's URL, or the admin URL from which the pod must download its package.",
    "Give a worker config, let the stream hold one, or pass --set pulsarServiceUrl=… and --set pulsarWebServiceUrl=….",
)
AUTH_SECRET_UNUSED = Code(
    "PF506",
    "an auth Secret without a use",
    "The carrier names a Secret for authentication, but the worker config does not authenticate with one.",
    "Remove the annotation, or enable authentication in the worker config.",
)
CA_SECRET_UNUSED = Code(
    "PF507",
    "a CA Secret without a use",
    "The carrier names a Secret with a certificate authority, but its component has no token to authenticate with.",
    "Name an auth Secret too, or give a token.",
)
TOKEN_EXPIRATION_INVALID = Code(
    "PF508",
    "the service account token's expiration is out of range",
    "Kubernetes issues projected service account tokens for 600 seconds to 2^32 seconds.",
    "Set serviceAccountTokenExpirationSeconds to 600 or more.",
)
API_REFUSAL = Code(
    "PF509",
    "the API server would refuse the object",
    "A value that is fine for Pulsar makes an object that Kubernetes does not accept, or a command that no pod can start.",
    "Change the value that the message names.",
)
NAME_COLLISION = Code(
    "PF510",
    "two objects of one name",
    "Two components translate to the same Kubernetes name, or another object of the stream has it already.",
    "Rename one of them, or set jobName in customRuntimeOptions.",
)
TOKEN_MISSING = Code(
    "PF511",
    "authentication without a token",
    "The worker config enables authentication, but nobody gave a token: as with Pulsar, the pods connect anonymously.",
    "Name a Secret with pulsarfn.io/auth-secret, or give a token with --auth-token-file.",
    Severity.WARNING,
)
JOB_NAME_NEEDS_NEW_CLUSTER = Code(
    "PF512",
    "a name that only new clusters allow",
    "Before Kubernetes 1.36 the name of a Service must start with a letter.",
    "Choose a jobName that starts with a letter.",
    Severity.WARNING,
)
TOKEN_FILE_EXPOSED = Code(
    "PF513",
    "a token file that others may read",
    "The file of --auth-token-file is yours, and its mode lets a group or everybody read it; who has the token is the deployer.",
    "Take the rights away with chmod 600; where a Secret is mounted as the file: defaultMode: 0400.",
    Severity.WARNING,
)
PACKAGE_OF_WORKER = Code(
    "PF514",
    "a package that only a function worker hands out",
    "The pod asks a function worker for its package, which knows it only while the same component is registered there too.",
    "Upload the package and name it by function://, sink:// or source://, or use https:// or local://.",
    Severity.WARNING,
)
CONFIGURED_TWICE = Code(
    "PF515",
    "a component that is configured twice",
    "Two configs have the same tenant, namespace and name for the same Pulsar cluster: Pulsar takes them for one, whatever the jobName.",
    "Remove one of the two, or give it another name.",
)
CA_NOT_IN_POD = Code(
    "PF516",
    "a CA file that is not in the pod",
    "The worker config uses TLS and names a CA file, which is in the worker's own pod: no volume brings it to the pods of functions.",
    "Name the Secret that holds the CA with pulsarfn.io/ca-secret, or give --trust-certs-file. Suppress it where the image has the file.",
    Severity.WARNING,
)
SECRET_IN_COMMAND = Code(
    "PF517",
    "a Secret whose values are in clear text in the pods",
    "A Secret carries a config, but what the config says is in the command of the pods: whoever may read StatefulSets reads it.",
    "Refer to a Secret under secrets, and let the function or connector read it from there. Suppress it where nothing is secret.",
    Severity.WARNING,
)
