"""Every oracle case in which pulsarfn differs from Pulsar on purpose, with the clause of the contract and the reason."""

from typing import NamedTuple


class Difference(NamedTuple):
    """What pulsarfn does instead.

    Attributes:
        clause: the number of the rule in the contract that pulsarfn keeps.
        reason: why.
        outcome: "refused" where it refuses what Pulsar sends, "accepted" where it sends what Pulsar refuses, else what
            the objects differ in, and in nothing else (see `comparison.aspects`).
    """

    clause: str
    reason: str
    outcome: str | frozenset[str]


_LISTED: dict[Difference, tuple[str, ...]] = {
    Difference("3", "a URL that is not known, where the reference writes null", "refused"): (
        "wc-07-pulsarServiceUrl-go",
        "wc-07-pulsarServiceUrl-java",
        "wc-07-pulsarServiceUrl-python",
        "wc-08-pulsarWebServiceUrl-go",
        "wc-08-pulsarWebServiceUrl-java",
        "wc-08-pulsarWebServiceUrl-python",
    ),
    Difference("5", "keys that exclude each other, of which the reference drops one", "refused"): (
        "new-c-0406",
        "new-c-0827",
        "opt-85-go",
        "opt-86-go",
        "opt-86-java",
        "opt-86-python",
        "opt-89-go",
        "opt-89-java",
        "opt-89-python",
    ),
    Difference("5", "the class of a package that is not read, and is no connector of Apache's", "refused"): (
        "min-transform-class-empty",
        "si-36",
    ),
    Difference(
        "5", "a built-in package is called NAME.nar, and its class comes from a table", frozenset({"command"})
    ): (
        "si-37",
        "si-43",
        "so-14",
    ),
    Difference("5", "a serde or schema class lies in the user's package, which pulsarfn does not read", "accepted"): (
        "opt-48-java",
        "opt-53-java",
        "opt-61-java",
        "si-22",
        "si-26",
        "so-06",
    ),
    Difference(
        "5",
        "the file is called after the path in the config, and this case's name is no base name of one",
        frozenset({"command"}),
    ): (
        "file-01",
        "file-13",
    ),
    Difference("5", "the types of the config count: the package is not read", frozenset({"command"})): ("opt-80-java",),
    Difference(
        "6", "the instance id is always 0 on Kubernetes: the oracle asked for another", frozenset({"command"})
    ): ("instance-id-3-go",),
    Difference("9.1", "a string of the config is quoted in the shell command", frozenset({"command"})): (
        "name-09",
        "name-25",
        "name-26",
        "name-27",
        "name-28",
        "name-29",
        "name-30",
        "name-31",
        "name-32",
        "name-38",
        "name-go-01",
        "name-go-02",
        "name-go-03",
        "name-go-06",
        "name-py-01",
        "name-py-02",
        "name-py-05",
        "name-py-06",
        "new-c-1105",
        "new-c-1275",
        "opt-18-go",
        "opt-31-go",
        "opt-76-java",
        "opt-76-python",
        "tn-06",
        "tn-sink-06",
        "wc-04-stateStorageServiceUrl-java",
        "wc-04-stateStorageServiceUrl-python",
        "wc-06-pulsarFunctionsCluster-go",
        "wc-06-pulsarFunctionsCluster-java",
    ),
    Difference(
        "9.2", "a character that server-side apply does not take is an escape in JSON texts", frozenset({"command"})
    ): (
        "new-c-0033",
        "new-c-0075",
        "new-c-0200",
        "new-c-0213",
        "new-c-0223",
        "new-c-0336",
        "new-c-0376",
        "new-c-0411",
        "new-c-0441",
        "new-c-0485",
        "new-c-0558",
        "new-c-0730",
        "new-c-0821",
        "new-c-0879",
        "new-c-1054",
        "new-c-1132",
        "new-c-1154",
        "new-c-1163",
        "new-c-1300",
        "new-c-1321",
        "new-c-1335",
        "new-c-1349",
        "rnd-029",
        "uc-06",
        "uc-py-06",
        "uc-snk-06",
    ),
    Difference(
        "9.2",
        "a secret called POD_NAME hides the name of the pod",
        "refused",
    ): ("sec-k8s-11",),
    Difference(
        "9.2", "Kubernetes issues no service account token for less than 600 seconds or more than 2^32", "refused"
    ): (
        "auth-sa-blankcert",
        "auth-sa-exp-1",
        "auth-sa-java",
        "auth-sa-nullconf",
        "auth-sa-python",
        "auth-sa-sink",
        "cust-auth-sa",
        "rnd-001",
        "rnd-013",
        "rnd-128",
        "rnd-147",
    ),
    Difference("9.2", "a dot in a job name is translated", frozenset({"name"})): (
        "krf-03-jobName-java",
        "krf-03-jobName-python",
        "name-02",
        "rnd-020",
        "rnd-049",
        "rnd-059",
        "tn-01",
        "tn-sink-01",
    ),
    Difference("9.2", "a label that Kubernetes refuses", "refused"): (
        "cust-f-18",
        "cust-raw-09",
        "cust-rawgo-09",
        "cust-w-18",
        "krf-31-customLabels-java",
        "name-long-with-jobname",
        "tenant-long-with-jobname",
    ),
    Difference("9.2", "a limit below its request", "refused"): (
        "krf-44-cpuOverCommitRatio-java",
        "krf-45-cpuOverCommitRatio-java",
        "krf-48-memoryOverCommitRatio-java",
        "rnd-019",
    ),
    Difference("9.2", "a port out of range", "refused"): (
        "krf-53-metricsPort-go",
        "krf-53-metricsPort-java",
        "krf-53-metricsPort-python",
        "krf-54-metricsPort-go",
        "krf-54-metricsPort-java",
        "krf-54-metricsPort-python",
    ),
    Difference("9.2", "a secret that Kubernetes cannot turn into an environment variable", "refused"): (
        "sec-k8s-08",
        "sec-k8s-go-08",
        "sec-k8s-py-08",
        "sec-snk-08",
        "sec-src-08",
    ),
    Difference("9.2", "a C1 control character in the command, which server-side apply refuses", "refused"): (
        "texts-numbers",
    ),
    Difference("9.2", "a toleration that Kubernetes refuses", "refused"): (
        "cust-b-09",
        "cust-raw-14",
        "cust-rawgo-14",
        "rnd-018",
        "rnd-025",
        "rnd-032",
        "rnd-067",
        "rnd-085",
        "rnd-093",
        "rnd-094",
        "rnd-113",
        "rnd-115",
    ),
    Difference(
        "9.2", "an image map that lacks the runtime falls back to pulsarDockerImageName", frozenset({"image"})
    ): (
        "krf-10-functionDockerImages-java",
        "krf-10-functionDockerImages-python",
    ),
    Difference("9.2", "an integer is a fine expiry", "accepted"): ("auth-sa-exp-0",),
    Difference("9.2", "the selector no longer matches the labels of the pods", "refused"): (
        "cust-b-03",
        "cust-f-03",
        "cust-overrides-krf",
        "cust-w-03",
        "rnd-026",
        "rnd-031",
        "rnd-048",
        "rnd-088",
    ),
    Difference("9.2", "the token and the CA share one projected volume at /etc/auth", frozenset({"volumes"})): (
        "auth-sa-cert-go",
        "auth-sa-cert-java",
    ),
    Difference("9.4", "an unknown key, which the reference ignores", "refused"): (
        "cust-b-12",
        "cust-w-12",
        "krf-61-nosuchkey-java",
        "opt-87-go",
        "opt-87-java",
        "opt-87-python",
    ),
    Difference("9.4", "an enum by its number, which means another name after a change of the enum", "refused"): (
        "min-enum-by-number",
        "min-enum-by-number-text",
    ),
    Difference("9.4", "an unknown key whose value is null", "refused"): ("min-unknown-key-null",),
    Difference("9.4", "a tag that nothing reads", "refused"): ("min-tag-foo",),
    Difference("9.4", "a list where customRuntimeOptions have a mapping, which Gson takes", "refused"): (
        "min-customizer-labels-list",
    ),
    Difference("9.2", "null among the tolerations", "refused"): ("min-customizer-toleration-null",),
    Difference("9.2", "a request of cpu that an overcommit ratio of 0 makes endless", "refused"): (
        "min-cpu-over-commit-empty",
    ),
    Difference(
        "9.4",
        "isRegexPattern, which the reference ignores, means regexPattern",
        frozenset({"command"}),
    ): ("opt-54-go", "opt-54-python"),
    Difference("9.4", "an unknown value of an enum, which the reference takes for unset", "refused"): (
        "opt-09-go",
        "opt-09-java",
        "opt-09-python",
        "opt-22-go",
        "opt-22-java",
    ),
    Difference(
        "9.6",
        "customRuntimeOptions and runtimeCustomizerConfig count without a customizer class too",
        frozenset({"node selector", "resources"}),
    ): ("rnd-007",),
    Difference(
        "9.6",
        "customRuntimeOptions and runtimeCustomizerConfig count without a customizer class too",
        frozenset({"metadata", "name", "node selector", "resources", "tolerations"}),
    ): (
        "cust-config-no-class",
        "rnd-011",
        "rnd-096",
        "rnd-057",
        "rnd-058",
        "rnd-076",
        "rnd-084",
        "rnd-108",
        "rnd-123",
        "rnd-143",
    ),
    Difference(
        "9.6",
        "customRuntimeOptions and runtimeCustomizerConfig count without a customizer class too",
        frozenset({"resources"}),
    ): (
        "rnd-077",
        "rnd-079",
    ),
    Difference(
        "9.6",
        "customRuntimeOptions and runtimeCustomizerConfig count without a customizer class too; a dot in a job name is translated (9.2)",
        frozenset({"name", "node selector"}),
    ): ("rnd-098",),
    Difference(
        "9.6",
        "customRuntimeOptions and runtimeCustomizerConfig count without a customizer class too; a dot in a job name is translated (9.2)",
        frozenset({"name", "node selector", "resources"}),
    ): ("rnd-133",),
    Difference(
        "9.6",
        "customRuntimeOptions and runtimeCustomizerConfig count without a class too; the class path is below pulsarRootDir (9.7)",
        frozenset({"command", "metadata", "name", "node selector", "resources", "tolerations"}),
    ): (
        "rnd-051",
        "rnd-138",
    ),
    Difference(
        "9.6",
        "customRuntimeOptions count without a customizer class too, and these make an object that Kubernetes refuses (9.2)",
        "refused",
    ): (
        "rnd-000",
        "rnd-006",
        "rnd-028",
        "rnd-047",
        "rnd-061",
        "rnd-068",
        "rnd-072",
        "rnd-073",
        "rnd-099",
        "rnd-102",
        "rnd-127",
        "rnd-130",
        "rnd-131",
    ),
    Difference(
        "9.6",
        "customRuntimeOptions that are no JSON object: without a customizer class the reference does not look",
        "refused",
    ): (
        "opt-90-go",
        "opt-90-java",
        "opt-90-python",
    ),
    Difference("9.6", "every resource name is kept", frozenset({"resources"})): (
        "cust-f-07",
        "cust-w-07",
    ),
    Difference("9.7", "an admin CLI that does not make the download folder finds it made", frozenset({"command"})): (
        "rnd-124",
        "rnd-134",
    ),
    Difference("9.7", "the class path is <pulsarRootDir>/lib/*", frozenset({"command"})): (
        "krf-15-pulsarRootDir-java",
        "rnd-023",
        "rnd-033",
        "rnd-066",
        "rnd-081",
        "rnd-095",
        "rnd-097",
        "rnd-101",
        "rnd-107",
        "sys-instance-classpath",
    ),
}

_NEWER_KEY = "a key that came with a newer Pulsar, which the reference ignores"
_QUOTE = "the quote in the details' JSON, which LightProto does not escape, is quoted in the shell command"

_OF_PULSAR_5 = (
    "client-AUTO-java",
    "client-AUTO-sink",
    "client-AUTO-source",
    "client-V4-java",
    "client-V4-sink",
    "client-V4-source",
    "client-V5-sink",
    "client-V5-source",
    "clientapi-V5-java",
    "mem-abs-java",
    "memory-both",
    "memory-bytes",
    "memory-empty",
    "memory-empty-over-worker",
    "memory-float",
    "memory-negative",
    "memory-over-worker",
    "memory-percent",
    "memory-percent-101",
    "memory-small",
    "memory-third",
    "memory-zero-bytes",
    "memory-zero-percent",
    "v4-non-persistent",
    "v5-effectively-once",
    "v5-effectively-once-no-output",
    "v5-key-ordering",
    "v5-non-persistent-in",
    "v5-non-persistent-out",
    "v5-ordering",
    "v5-pattern",
    "v5-sink-effectively-once",
    "v5-sink-ordering",
    "v5-sink-retries",
    "v5-skip",
    "v5-source-effectively-once",
    "v5-window",
)
_OF_PULSAR_4_1 = (
    "batching-off",
    "min-batching-off",
    "min-payload-processor",
    "new-c-1105",
    "new-c-1163",
    "new-c-1275",
    "opt-67-go",
    "opt-67-java",
    "opt-67-python",
    "opt-68-go",
    "opt-68-python",
    "payload-processor",
    "rnd-024",
    "rnd-033",
    "rnd-039",
    "rnd-058",
    "rnd-069",
    "rnd-080",
    "rnd-119",
    "rnd-132",
)

_OF_VERSION: dict[str, dict[Difference, tuple[str, ...]]] = {
    "4.0.8": {Difference("9.4", _NEWER_KEY, "refused"): (*_OF_PULSAR_4_1, *_OF_PULSAR_5)},
    "4.2.4": {Difference("9.4", _NEWER_KEY, "refused"): _OF_PULSAR_5},
    "5.0.1": {
        Difference("9.1", _QUOTE, frozenset({"command"})): (
            "cust-raw-07",
            "cust-rawgo-07",
            "min-flags-single-quotes",
            "opt-18-python",
            "opt-31-java",
            "opt-31-python",
            "opt-77-go",
            "opt-77-java",
            "opt-77-python",
            "quote-java",
            "si-42",
        ),
        Difference("9.2", "a toleration that Kubernetes refuses", "refused"): ("rnd-052",),
    },
}
"""Further differences of single versions, and those that are others there."""

VERSIONS = tuple(_OF_VERSION)


def _by_name(listed: dict[Difference, tuple[str, ...]]) -> dict[str, Difference]:
    return {name: difference for difference, names in listed.items() for name in names}


DIFFERENCES = _by_name(_LISTED)
"""Those of all versions."""


def differences(version: str) -> dict[str, Difference]:
    """All of one version, by the name of the case."""
    return DIFFERENCES | _by_name(_OF_VERSION[version])


NOT_YET: dict[str, str] = {}
"""The cases in which pulsarfn is not known to differ on purpose, with what they are about. A case that agrees leaves the list."""
