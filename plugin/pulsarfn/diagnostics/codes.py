"""All codes of the filter, by the stage that reports them. The reference pages in docs/codes are generated from this file.

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
    "a key occurs twice",
    "YAML readers disagree on which of two equal keys counts.",
    "Remove one of them.",
)
ALIAS = Code(
    "PF104",
    "an alias",
    "In a config, Pulsar's own reader reads *name as the text name, and Kubernetes' reader replaces it: the meaning is unclear."
    " In a manifest, pulsarfn follows aliases as Kubernetes does, but not inside a carrier, which it replaces, and not to"
    " more than 100,000 values.",
    "Replace the alias with the value of its anchor.",
)
TOO_DEEP = Code(
    "PF105",
    "nested too deeply",
    "Mappings or lists are nested more than 100 levels deep, which no config needs and at which many readers fail.",
    "Flatten the value.",
)
SEVERAL_DOCUMENTS = Code(
    "PF106",
    "several documents in one config",
    "A config is one YAML document, but the text holds a second one after ---.",
    "Give each config its own data key or file.",
)
TAG = Code(
    "PF107",
    "a YAML tag",
    "A tag such as !!python/object names a type, and configs have no tags.",
    "Remove the tag.",
)
BROKEN_JSON = Code(
    "PF108",
    "broken JSON",
    "The config's key or file name ends in .json, but its text is not JSON.",
    "Fix it, or name it .yaml if it is YAML.",
)
MERGE_KEY = Code(
    "PF109",
    "a merge key",
    "Kubernetes merges the value of << into the mapping around it, and the value must be a mapping or a list of mappings.",
    "Write the merged keys themselves, or put the key in quotes.",
)

# PF2xx: carriers ---------------------------------------------------------------------------------------------------

ANNOTATION_UNKNOWN = Code(
    "PF201",
    "an unknown annotation",
    "An annotation begins with pulsarfn.io/ but pulsarfn does not know it: it is probably misspelt.",
    "Correct it, or give it another prefix.",
)
ANNOTATION_INVALID = Code(
    "PF202",
    "an annotation with an unknown value",
    "A pulsarfn.io/ annotation has a value that pulsarfn does not know.",
    "Use one of the values in the annotation reference.",
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
    "a data key that is not a config",
    "Every data key of a carrier is one config; this one has another ending, its value is not a text, or all are larger than 1 MiB.",
    "Name it .yaml, .yml or .json, or move it to another ConfigMap.",
)
CARRIER_METADATA_INVALID = Code(
    "PF206",
    "metadata that Kubernetes would refuse",
    "The carrier has no name, a label or annotation whose value is not a text, or more than 256 KiB of annotations.",
    "Give it a name, put labels and annotations in quotes, and keep long texts out of annotations.",
)
WORKER_CONFIG_SOURCE_INVALID = Code(
    "PF207",
    "a worker config without content",
    "The object is annotated pulsarfn.io/provide, but holds neither functions_worker.yml nor PF_ keys, or it holds both.",
    "Give it one of the two.",
)

FUNCTION_CONFIG_INVALID = Code(
    "PF208",
    "a functionConfig with unknown options",
    "pulsarfn runs as a KRM function, and its functionConfig has a key or a value that is not one of its options.",
    "Options are namespace, workerConfig and set, under spec, or under the data of a ConfigMap.",
)
LABEL_FOR_AN_ANNOTATION = Code(
    "PF209",
    "a label that should be an annotation",
    "A ConfigMap or Secret has a label with the name of a pulsarfn annotation: pulsarfn does not change the object.",
    "Move it to metadata.annotations.",
    Severity.WARNING,
)

CARRIER_IS_HOOK = Code(
    "PF210",
    "a carrier or worker config that is a hook",
    "The carrier is annotated helm.sh/hook or argocd.argoproj.io/hook, which its objects would inherit: they would run as hooks,"
    " and Helm or Argo CD may delete them. Or a worker config is annotated helm.sh/hook: Helm 3 does not pass it to pulsarfn.",
    "Remove the annotation.",
)
CARRIER_NESTED = Code(
    "PF211",
    "a carrier inside another object",
    "An object inside another one, such as a Template, is annotated for pulsarfn, which only expands objects in the stream and in Lists.",
    "Put the carrier into the stream itself.",
    Severity.WARNING,
)

ANNOTATION_NEARLY_OURS = Code(
    "PF212",
    "an annotation that resembles one of pulsarfn's",
    "A ConfigMap or Secret has an annotation whose prefix is nearly pulsarfn.io: pulsarfn does not change the object.",
    "Correct the prefix.",
    Severity.WARNING,
)

RESOURCE_FIELD_WITHOUT_COUNTERPART = Code(
    "PF213",
    "a field of Function Mesh without counterpart",
    "A resource of Function Mesh asks for something that Pulsar's Kubernetes runtime does not do.",
    "Remove the field, or make a warning of it with --lossy.",
)
RESOURCE_FIELD_DROPPED = Code(
    "PF214",
    "a field of Function Mesh that is dropped",
    "With --lossy, the objects are made without what this field of a resource of Function Mesh asks for.",
    "Remove the field if you do not need what it does.",
    Severity.WARNING,
)
RESOURCE_FIELD_INVALID = Code(
    "PF215",
    "a wrong value in a resource of Function Mesh",
    "A field of the resource has a value that its custom resource definition or Kubernetes' own types do not allow.",
    "Correct the value.",
)
RESOURCE_WITHOUT_URLS = Code(
    "PF216",
    "a resource of Function Mesh without the URLs of Pulsar",
    "The ConfigMap that spec.pulsar.pulsarConfig names is not in the stream, or has no brokerServiceURL or webServiceURL.",
    "Add the ConfigMap to the stream, or give the URLs with --set or a worker config.",
)

# PF3xx: component configs ------------------------------------------------------------------------------------------


CONFIG_KEY_UNKNOWN = Code(
    "PF301",
    "an unknown key in a component config",
    "Pulsar does not know a key of a function, source or sink config, and would ignore it.",
    "Correct the spelling, or remove the key.",
    fixed="A key in the wrong case, an option of pulsar-admin such as user-config, and another known name of a key get the right name.",
)
CONFIG_TYPE_WRONG = Code(
    "PF302",
    "a value of the wrong kind",
    "A key of a component config has a value of the wrong kind, such as a text where a list is expected.",
    "Write the value as the message says.",
    fixed="An amount whose unit has one meaning becomes a number, a single value where a list belongs becomes a list,"
    " a mapping where JSON text belongs becomes JSON text, and JSON text where a mapping belongs becomes a mapping.",
)
CONFIG_VALUE_UNKNOWN = Code(
    "PF303",
    "a value that is not allowed",
    "A key of a component config takes one of a few words, and this is not one of them: Pulsar would ignore it.",
    "Write one of the words that the hint lists; they are case-sensitive.",
    fixed="A word in the wrong case gets the right one.",
)
CONFIG_NOT_A_CONFIG = Code(
    "PF304",
    "not a component config",
    "The text is empty, a list, or an object that pulsar-admin does not accept as a config file.",
    "Write one config: its keys with their values.",
)
CONFIG_VALUE_MISSING = Code(
    "PF305",
    "a required value is missing",
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
    "not a topic name",
    "The name of a topic does not have the form that Pulsar requires.",
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
    "delivery settings that contradict each other",
    "Some combinations of processing guarantees, ordering, acknowledgement, retries and timeouts are not allowed.",
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
    "an invalid window",
    "The window of a function has no length, two lengths, or a length or interval that is not positive.",
    "Give windowLengthCount or windowLengthDurationMs, and positive numbers.",
)
SCHEMA_INVALID = Code(
    "PF312",
    "a schema or serde that cannot be used",
    "A topic has both a schema and a serde class, an unknown schema type, or a schema that is not a JSON text.",
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
    "not a valid name for an environment variable",
    "The Kubernetes secrets provider makes an environment variable of each secret, and this name cannot be one.",
    "Rename the secret.",
)
CONFIG_KEYS_EXCLUSIVE = Code(
    "PF315",
    "keys that exclude each other",
    "A config sets one thing in two ways, such as its code as jar and as py: Pulsar would silently drop one of them.",
    "Keep one of the keys that the message names.",
)
SECRET_NAME_LOST = Code(
    "PF316",
    "a secret that the instance may not find",
    "A secret is an environment variable, and shells such as those of Alpine and Debian pass on only names like A_1.",
    "Rename the secret: use letters, digits and _ only, and do not start with a digit.",
    Severity.WARNING,
)

CONFIG_KEY_NEWER = Code(
    "PF317",
    "a key of a newer Pulsar",
    "The key came with a newer version of Pulsar than the one that the pods run. An older instance does not start with it,"
    " or its function worker ignores it.",
    "Remove the key, or run that version in the pods. If they run it and the image's tag does not say so, set pulsarVersion.",
)

CLASS_INVALID = Code(
    "PF318",
    "a class that the package does not have, or that cannot be used",
    "The package that --package gives does not have a class that the config names, or Pulsar cannot use the class: it implements"
    " another interface, or its declaration does not say its types. The function worker refuses such a component, too. Without"
    " --package only the classes of Apache's own connectors are known: a sink is not a source.",
    "Correct the name of the class, or the class.",
)
TYPES_MISREAD = Code(
    "PF319",
    "types that Pulsar misreads",
    "Pulsar reads the types of a Java function from the first interface that leads to Function, in the order in which that interface"
    " has them, and does not look into a CompletableFuture of a Record. So the types differ from those that the code has.",
    "Let the class implement Function with its types directly, or give inputTypeClassName and outputTypeClassName.",
    Severity.WARNING,
)
TYPES_DIFFER = Code(
    "PF320",
    "a type that differs from the package's",
    "The config gives a type, and the class in the package of --package declares another one. pulsarfn uses that of the config; the"
    " function worker uses that of the package.",
    "Remove the key, or correct it.",
    Severity.WARNING,
)
PACKAGE_UNREADABLE = Code(
    "PF321",
    "a package file that cannot be read",
    "A file of --package is not a jar, a NAR or Python code, or it is damaged, or too large.",
    "Build the file again, or give the class and the types in the config and leave --package out.",
)
PACKAGE_UNUSED = Code(
    "PF322",
    "a package file that belongs to no component",
    "The name of a file of --package is not that of any component's package, and no component has its class in the file: pulsarfn"
    " read nothing from it.",
    "Correct the name of the file, or leave it out.",
    Severity.WARNING,
)

# PF4xx: worker config ----------------------------------------------------------------------------------------------

WORKER_CONFIG_INVALID = Code(
    "PF401",
    "an invalid value in the worker config",
    "A key of the worker config has a value of the wrong kind, or one that is out of range.",
    "Correct the value: the message says what is expected.",
    fixed="An amount whose unit has one meaning becomes a number, a single text where a list belongs a list, a mapping where JSON text"
    " belongs JSON text, and JSON text where a mapping belongs a mapping.",
)
WORKER_CONFIG_KEY_UNKNOWN = Code(
    "PF402",
    "an unknown key in the worker config",
    "Pulsar does not know a key under functionRuntimeFactoryConfigs, or of a resource limit, and would ignore it.",
    "Correct the spelling, or remove the key.",
    fixed="A key in the wrong case or with other separators gets the right name.",
)
WORKER_CONFIG_KEY_MISSPELT = Code(
    "PF403",
    "a key of the worker config that looks misspelt",
    "Pulsar does not know a key at the top level of the worker config, but it resembles a key that affects an object.",
    "Correct the spelling; until then the key is ignored.",
    Severity.WARNING,
    "A key in the wrong case or with other separators gets the right name, and has an effect from then on.",
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
    "two ports with one number",
    "grpcPort and metricsPort are equal, and the instance cannot listen on both.",
    "Use different numbers.",
    Severity.WARNING,
)
CUSTOMIZER_OPTION_INVALID = Code(
    "PF407",
    "an invalid value of a customizer option",
    "A member of runtimeCustomizerConfig or customRuntimeOptions has a value of the wrong kind.",
    "Correct the value: the message says what is expected, and for customRuntimeOptions also the place in its text.",
    fixed="A word in the wrong case gets the right one, an amount of time becomes a number, a quantity loses its blanks, a single"
    " word where a list belongs becomes a list, JSON text where a mapping belongs becomes a mapping, and a number or boolean loses or"
    " gets its quotes.",
)
CUSTOMIZER_OPTION_UNKNOWN = Code(
    "PF408",
    "an unknown customizer option",
    "The customizer does not know a member of runtimeCustomizerConfig or customRuntimeOptions, and would ignore it.",
    "Correct the spelling, or remove the member.",
    fixed="A member in the wrong case or with other separators, or with Kubernetes' name of an option, gets the right name.",
)
PATCH_NOT_APPLICABLE = Code(
    "PF421",
    "a patch that does not fit",
    "A patch of runtimeCustomizerConfig or customRuntimeOptions does not fit the object, or makes of it what Kubernetes refuses.",
    "Correct the patch: `pulsarfn render` without it shows the object that it is applied to.",
)
CUSTOM_RUNTIME_OPTIONS_UNREADABLE = Code(
    "PF409",
    "customRuntimeOptions is not a JSON object",
    "The text of customRuntimeOptions does not hold a JSON object, not even a lenient one.",
    'Write a JSON object, such as {"extraLabels": {"team": "core"}}.',
)
ENVIRONMENT_KEYS_CONFLICT = Code(
    "PF410",
    "PF_ keys that contradict each other",
    "Pulsar's gen-yml-from-env.py splits each key at its underscores into nested keys, which is not possible with these keys.",
    "Remove one of the keys, or correct the value.",
)
CONTAINER_FACTORY_DIFFERS = Code(
    "PF411",
    "PF_kubernetesContainerFactory_… differs",
    "Keys from before Pulsar 2.5 differ from PF_functionRuntimeFactoryConfigs_…, which the worker uses.",
    "Remove the old keys, or give both the same value.",
    Severity.WARNING,
)
EMBEDDED_WORKER_KEY_IGNORED = Code(
    "PF412",
    "a PF_ key that a worker in the broker ignores",
    "A worker in the broker takes this setting from the broker's own key.",
    "Set the broker's key, or remove the PF_ key.",
    Severity.WARNING,
)
WORKER_CONFIG_AMBIGUOUS = Code(
    "PF413",
    "more than one worker config",
    "The stream has two ConfigMaps that could be the worker config, and nothing says which one counts.",
    "Annotate the carriers with pulsarfn.io/worker-config: NAME, or pass --worker-config FILE.",
)
WORKER_CONFIG_NOT_FOUND = Code(
    "PF414",
    "the named worker config is not in the stream",
    "A carrier's pulsarfn.io/worker-config names a ConfigMap that the stream does not hold.",
    "Correct the name, or add the ConfigMap to the stream.",
)
WORKER_CONFIG_NOT_A_MAPPING = Code(
    "PF415",
    "the worker config is not a mapping",
    "The worker config is empty, or does not consist of keys with values.",
    "Write it in the form of conf/functions_worker.yml.",
)
OVERRIDE_NOT_APPLICABLE = Code(
    "PF416",
    "--set does not fit the worker config",
    "The path of a --set goes through a value that has no such member.",
    "Set the whole value, or correct the path.",
)

OVERRIDE_UNKNOWN = Code(
    "PF417",
    "--set of a key that has no effect",
    "The worker config has no such key, or no object depends on it.",
    "Correct the key: the settings of the Kubernetes runtime are under functionRuntimeFactoryConfigs.",
)
URL_SCHEME_WRONG = Code(
    "PF418",
    "a URL with the wrong scheme",
    "Pods reach the broker at a pulsar:// or pulsar+ssl:// URL and the admin API at an http:// or https:// URL; the two may be swapped.",
    "Correct the URL that the message names.",
)

CLASS_NOT_FOUND = Code(
    "PF490",
    "an unknown class",
    "The worker config names a customizer, auth provider or secrets provider that is neither built in nor installed.",
    "Correct the name, or install a Python package that registers it as an entry point.",
)

PULSAR_VERSION_NOT_KNOWN = Code(
    "PF419",
    "an unknown version of Pulsar",
    "pulsarfn knows the rules of some versions. For any other version it uses the rules of the nearest older one.",
    "Use a newer pulsarfn, or set pulsarVersion to the version whose rules are right.",
    Severity.WARNING,
)
WORKER_CONFIG_KEY_NEWER = Code(
    "PF420",
    "a worker config key of a newer Pulsar",
    "The version of Pulsar that the pods run does not know the key: it has no effect.",
    "Remove the key, or run that version in the pods. If they run it and the image's tag does not say so, set pulsarVersion.",
    Severity.WARNING,
)

# PF5xx: objects ----------------------------------------------------------------------------------------------------

PACKAGE_INVALID = Code(
    "PF501",
    "the package cannot be fetched",
    "jar, py, go, archive or transformFunction names a package that a pod cannot download or find.",
    "Use function://tenant/namespace/name@version, https://…/file, local:///absolute/path, builtin://name or a file name.",
)
JOB_NAME_INVALID = Code(
    "PF502",
    "not a valid name for a Service and a StatefulSet",
    "Tenant, namespace and name, or the jobName, translate to a name that Kubernetes does not allow.",
    "Rename the component, or set jobName in customRuntimeOptions.",
)
JOB_NAME_TOO_LONG = Code(
    "PF503",
    "the job name is too long",
    "The revision label has at most 63 characters: the StatefulSet's name, and 11 that Kubernetes appends.",
    "Shorten tenant, namespace or name, or set a short jobName in customRuntimeOptions.",
)
RESOURCES_NOT_ADMITTED = Code(
    "PF504",
    "the resources are not allowed",
    "The worker config limits what a component may request, and this component requests something else.",
    "Change resources, or functionInstanceMinResources, …MaxResources or …ResourceGranularities.",
)
URL_MISSING = Code(
    "PF505",
    "the Pulsar cluster is not known",
    "No worker config sets the broker's URL, or the admin URL from which the pod downloads its package.",
    "Pass a worker config, add one to the stream, or pass --set pulsarServiceUrl=… and --set pulsarWebServiceUrl=….",
)
AUTH_SECRET_UNUSED = Code(
    "PF506",
    "an auth Secret that is not used",
    "The carrier names a Secret for authentication, but the worker config does not use one.",
    "Remove the annotation, or enable authentication in the worker config.",
)
CA_SECRET_UNUSED = Code(
    "PF507",
    "a CA Secret that is not used",
    "The carrier names a Secret with a certificate authority, but its component has no token to authenticate with.",
    "Also name an auth Secret, or pass a token.",
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
    "A value that Pulsar accepts leads to an object that Kubernetes does not accept, or to a command that no pod can start.",
    "Change the value that the message names.",
    fixed="A word in the wrong case gets the right one, such as imagePullPolicy: always.",
)
NAME_COLLISION = Code(
    "PF510",
    "two objects with one name",
    "Two components translate to the same Kubernetes name, or another object of the stream already has that name.",
    "Rename one of them, or set jobName in customRuntimeOptions.",
)
TOKEN_MISSING = Code(
    "PF511",
    "authentication without a token",
    "The worker config enables authentication, but there is no token: as with Pulsar, the pods connect anonymously.",
    "Name a Secret with pulsarfn.io/auth-secret, or pass a token with --auth-token-file.",
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
    "The mode of your --auth-token-file lets its group or everybody read it, and whoever has the token can act as the deployer.",
    "Run chmod 600 on it; if the file is a mounted Secret, set defaultMode: 0400.",
    Severity.WARNING,
)
PACKAGE_OF_WORKER = Code(
    "PF514",
    "a package that only a function worker serves",
    "The pod downloads its package from a function worker, which has it only while the same component is registered there too.",
    "Upload the package and name it by function://, sink:// or source://, or use https:// or local://.",
    Severity.WARNING,
)
CONFIGURED_TWICE = Code(
    "PF515",
    "a component that is configured twice",
    "Two configs have the same tenant, namespace and name for the same Pulsar cluster: to Pulsar they are one, whatever the jobName.",
    "Remove or rename one of them.",
)
CA_NOT_IN_POD = Code(
    "PF516",
    "a CA file that is not in the pod",
    "The worker config uses TLS and names a CA file, which is in the worker's own pod: no volume mounts it into the pods of functions.",
    "Name the Secret that holds the CA with pulsarfn.io/ca-secret, or pass --trust-certs-file. Suppress it if the image has the file.",
    Severity.WARNING,
)
SECRET_IN_COMMAND = Code(
    "PF517",
    "a Secret whose values are in clear text in the pods",
    "A Secret carries a config, but the command of the pods holds the values of the config: whoever may read StatefulSets can read them.",
    "Refer to a Secret under secrets, and let the function or connector read it from there. Suppress it if nothing is secret.",
    Severity.WARNING,
)
ROLL_ON_UNKNOWN = Code(
    "PF519",
    "nothing in the stream to roll on",
    "pulsarfn.io/roll-on names a Secret or ConfigMap that is not in the stream: pulsarfn cannot see when its data changes.",
    "Correct the name, or add the object to the stream. Remove it from the annotation if something else makes it.",
)
CLEANUP_IMPOSSIBLE = Code(
    "PF520",
    "a subscription that no hook can remove",
    "subscriptionCleanup asks for a Job that removes the subscription after the component is deleted. Where no host runs the Job"
    " as a hook, it would run at once and remove the subscription of a living component; or it could not run when it should.",
    "Follow the hint of the message, or take the option away with null.",
)
AUTH_PLUGIN_UNUSABLE = Code(
    "PF518",
    "an authentication plugin that the pods cannot use",
    "The pods authenticate with a plugin of Pulsar's client, for which they lack a Secret or a parameter, or which they cannot use.",
    "Name a Secret with pulsarfn.io/auth-secret, and the public parameters in brokerClientAuthenticationParameters of the worker config.",
)
