"""functionRuntimeFactoryConfigs: the settings of Pulsar's Kubernetes runtime.

Source: `KubernetesRuntimeFactoryConfig` and `KubernetesRuntimeFactory.initialize` (pulsar-runtime.md 2).
"""

from pulsarfn.models.fields import MapOf, Model, NestedModel, RefusedValueError, Scalar, field
from pulsarfn.models.java_types import BOOLEAN, DOUBLE, INT, VALUE_TEXT
from pulsarfn.provenance import derived
from pulsarfn.worker.auth_provider_config import KubernetesFunctionAuthProviderConfig

_MAX_PORT = 65535
_EMPTY_IS_GIVEN = "narExtractionDirectory"


def _port(value: object) -> object:
    """Read a TCP port that Kubernetes accepts; Pulsar writes any number (contract 9.2; oracle: krf-metricsPort)."""
    if value == "":  # the worker starts, and fails at the first function
        raise RefusedValueError("port", "is empty: Kubernetes takes 1 to 65535")
    number = INT.read(value)
    if 1 <= number <= _MAX_PORT:
        return number
    raise RefusedValueError("port", f"{number} is not a port: Kubernetes takes 1 to 65535")


_PORT = Scalar(_port, int, {**INT.accepted, "minimum": 1, "exclusiveMaximum": _MAX_PORT + 1})


class FunctionDockerImages(Model):
    """An image for each runtime language."""

    java: str = field(VALUE_TEXT, "", "Image of Java functions, sources and sinks.", key="JAVA")
    python: str = field(VALUE_TEXT, "", "Image of Python functions.", key="PYTHON")
    go: str = field(VALUE_TEXT, "", "Image of Go functions.", key="GO")


class KubernetesRuntimeFactoryConfig(Model):
    """The settings of the Kubernetes runtime, with Pulsar's defaults filled in.

    Null means the default, and so does the empty text of a text, except for narExtractionDirectory, where it means no
    option at all.
    """

    k8_uri: str | None = field(VALUE_TEXT, None, "URL of the Kubernetes API server; not in any object.")
    submitting_inside_pod: bool | None = field(
        BOOLEAN, None, "Whether the worker runs in the cluster itself; not in any object."
    )
    job_namespace: str = field(VALUE_TEXT, "", "Kubernetes namespace of all objects; empty when not given.")
    job_name: str = field(VALUE_TEXT, "", "Name of the objects of all components, before a hash of each one's name.")
    pulsar_docker_image_name: str = field(
        VALUE_TEXT, "apachepulsar/pulsar", "Image of the containers, unless functionDockerImages has one."
    )
    function_docker_images: FunctionDockerImages = field(
        NestedModel(FunctionDockerImages), FunctionDockerImages(), "Images by runtime language: JAVA, PYTHON, GO."
    )
    image_pull_policy: str = field(VALUE_TEXT, "IfNotPresent", "When images are pulled: Always, IfNotPresent or Never.")
    pulsar_root_dir: str = field(VALUE_TEXT, "/pulsar", "Where Pulsar lies in the image.")
    config_admin_cli: str = field(
        VALUE_TEXT,
        "/bin/pulsar-admin",
        "The admin CLI that downloads packages, below pulsarRootDir.",
        key="configAdminCLI",
    )
    pulsar_service_url: str = field(
        VALUE_TEXT, "", "URL at which the pods reach the broker; the worker's own pulsarServiceUrl when not given."
    )
    pulsar_admin_url: str = field(
        VALUE_TEXT,
        "",
        "URL at which the pods reach Pulsar's admin API; the worker's pulsarWebServiceUrl when not given.",
    )
    install_user_code_dependencies: bool = field(
        BOOLEAN, False, "Whether Python pods install the dependencies of the function's package."
    )
    python_dependency_repository: str = field(VALUE_TEXT, "", "Where Python pods find dependencies.")
    python_extra_dependency_repository: str = field(VALUE_TEXT, "", "Where Python pods find further dependencies.")
    extra_function_dependencies_dir: str = field(
        VALUE_TEXT, "instances/deps", "Folder of extra dependencies in the image, below pulsarRootDir unless absolute."
    )
    custom_labels: dict[str, str] = field(MapOf(VALUE_TEXT), {}, "Labels of all objects, pods and selectors.")
    expected_metrics_collection_interval: int = field(INT, 30, "Seconds; not in any object.")
    change_config_map: str | None = field(
        VALUE_TEXT, None, "ConfigMap that a worker re-reads for changed settings; pulsarfn does not."
    )
    change_config_map_namespace: str | None = field(VALUE_TEXT, None, "Namespace of changeConfigMap.")
    percent_memory_padding: int = field(INT, 0, "Percent of memory that a container gets on top of the component's.")
    cpu_over_commit_ratio: float = field(DOUBLE, 1.0, "CPU limit divided by CPU request.")
    memory_over_commit_ratio: float = field(DOUBLE, 1.0, "Memory limit divided by memory request.")
    grpc_port: int = field(_PORT, 9093, "Port at which the worker asks an instance how it is.")
    metrics_port: int = field(_PORT, 9094, "Port at which Prometheus scrapes an instance.")
    nar_extraction_directory: str = field(
        VALUE_TEXT,
        "/tmp",  # noqa: S108 - in the pod (contract 9.7)
        "Where pods unpack NAR packages; empty leaves it to the instance.",
    )
    function_instance_class_path: str = field(
        VALUE_TEXT, "", "Class path of Java instances; <pulsarRootDir>/lib/* when not given."
    )
    grace_period_seconds: int = field(INT, 5, "Seconds before a worker deletes a StatefulSet; not in any object.")
    kubernetes_service_domain_suffix: str = field(
        VALUE_TEXT, "svc.cluster.local", "How the worker completes the names of the pods; not in any object."
    )
    kubernetes_function_auth_provider_config: KubernetesFunctionAuthProviderConfig = field(
        NestedModel(KubernetesFunctionAuthProviderConfig),
        KubernetesFunctionAuthProviderConfig(),
        "Settings of the function auth provider.",
    )

    @classmethod
    def prepared(cls, value: object) -> object:
        """Return the members without the empty texts that mean the default."""
        if not isinstance(value, dict) or "" not in value.values():
            return value
        texts = {key for key, each in cls.FIELDS.items() if each.kind is VALUE_TEXT} - {_EMPTY_IS_GIVEN}
        return {key: member for key, member in value.items() if member != "" or key not in texts}

    @property
    def kube_namespace(self) -> str:
        """The Kubernetes namespace in the config, empty for none (contract 4)."""
        return self.job_namespace

    def image(self, runtime: str) -> str:
        """Return the image of a runtime (JAVA, PYTHON, GO): its own, otherwise pulsarDockerImageName (contract 9.2)."""
        images = self.function_docker_images
        return {"JAVA": images.java, "PYTHON": images.python, "GO": images.go}.get(
            runtime
        ) or self.pulsar_docker_image_name

    @property
    def admin_cli(self) -> str:
        """The path of the admin CLI in the pod: pulsarRootDir, with the configured path after it."""
        path = self.pulsar_root_dir + self.config_admin_cli
        return derived(path, self.config_admin_cli, self.pulsar_root_dir)

    @property
    def dependencies_directory(self) -> str:
        """The folder of extra dependencies in the pod."""
        return self.below_root(self.extra_function_dependencies_dir)

    @property
    def java_instance_jar(self) -> str:
        """The jar that starts a Java instance."""
        return f"{self.pulsar_root_dir}/instances/java-instance.jar"

    @property
    def python_main(self) -> str:
        """The script that starts a Python instance."""
        path = f"{self.pulsar_root_dir}/instances/python-instance/python_instance_main.py"
        return derived(path, self.pulsar_root_dir)

    @property
    def python_logging_config(self) -> str:
        """The config of a Python instance's log."""
        path = f"{self.pulsar_root_dir}/conf/functions-logging/console_logging_config.ini"
        return derived(path, self.pulsar_root_dir)

    @property
    def class_path(self) -> str:
        """The class path of a Java instance; Pulsar's default is the worker's own class path (contract 9.7)."""
        default = derived(f"{self.pulsar_root_dir}/lib/*", self.pulsar_root_dir)
        return self.function_instance_class_path or default

    @property
    def auth_provider_config(self) -> KubernetesFunctionAuthProviderConfig:
        """The settings of the function auth provider."""
        return self.kubernetes_function_auth_provider_config

    def below_root(self, path: str) -> str:
        """Return `path` in the pod: unchanged if absolute, otherwise below pulsarRootDir (which may end in a slash)."""
        if path.startswith("/"):
            return path
        return derived(f"{self.pulsar_root_dir}/{path}", path, self.pulsar_root_dir)
