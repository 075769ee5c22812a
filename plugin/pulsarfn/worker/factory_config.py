"""functionRuntimeFactoryConfigs: how Pulsar's Kubernetes runtime lays out its objects.

Source: `KubernetesRuntimeFactoryConfig` and `KubernetesRuntimeFactory.initialize` (pulsar-runtime.md 2).
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from pulsarfn.java_types import JavaBoolean, JavaDouble, JavaInt, ValueText
from pulsarfn.worker.auth_provider_config import KubernetesFunctionAuthProviderConfig

_MAX_PORT = 65535
_EMPTY_IS_GIVEN = frozenset({"narExtractionDirectory"})


def _port(number: int) -> int:
    if 1 <= number <= _MAX_PORT:
        return number
    raise PydanticCustomError("port", "{port} is not a port: Kubernetes wants 1 to 65535", {"port": number})


Port = Annotated[JavaInt, AfterValidator(_port)]
"""A TCP port that Kubernetes takes; the reference writes any number (contract 9.2; oracle: krf-metricsPort)."""


def _given(values: Any) -> Any:  # noqa: ANN401 - whatever the user wrote, before pydantic looks at it
    """Leave out what is null: the reference drops it on the way from YAML (oracle: krf-50, krf-52)."""
    if isinstance(values, dict):
        return {key: value for key, value in values.items() if value is not None}
    return values


class FunctionDockerImages(BaseModel):
    """An image for each runtime language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    java: ValueText = Field("", alias="JAVA", description="Image of Java functions, sources and sinks.")
    python: ValueText = Field("", alias="PYTHON", description="Image of Python functions.")
    go: ValueText = Field("", alias="GO", description="Image of Go functions.")

    _leave_out_nulls = model_validator(mode="before")(_given)


class KubernetesRuntimeFactoryConfig(BaseModel):
    """The settings of the Kubernetes runtime, with Pulsar's defaults filled in.

    Null and the empty text mean the default, except for narExtractionDirectory, where empty means no option at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)

    k8_uri: ValueText | None = Field(None, description="URL of the Kubernetes API server; not in any object.")
    submitting_inside_pod: JavaBoolean | None = Field(
        None, description="Whether the worker runs in the cluster itself; not in any object."
    )
    job_namespace: ValueText = Field("", description="Kubernetes namespace of all objects; empty when not given.")
    job_name: ValueText = Field(
        "", description="Name of the objects of all components, before a hash of each one's name."
    )
    pulsar_docker_image_name: ValueText = Field(
        "apachepulsar/pulsar", description="Image of the containers, unless functionDockerImages has one."
    )
    function_docker_images: FunctionDockerImages = Field(
        FunctionDockerImages(), description="Images by runtime language: JAVA, PYTHON, GO."
    )
    image_pull_policy: ValueText = Field(
        "IfNotPresent", description="When images are pulled: Always, IfNotPresent or Never."
    )
    pulsar_root_dir: ValueText = Field("/pulsar", description="Where Pulsar lies in the image.")
    config_admin_cli: ValueText = Field(
        "/bin/pulsar-admin",
        alias="configAdminCLI",
        description="The admin CLI that downloads packages, below pulsarRootDir.",
    )
    pulsar_service_url: ValueText = Field(
        "", description="URL at which the pods reach the broker; the worker's own pulsarServiceUrl when not given."
    )
    pulsar_admin_url: ValueText = Field(
        "",
        description="URL at which the pods reach Pulsar's admin API; the worker's pulsarWebServiceUrl when not given.",
    )
    install_user_code_dependencies: JavaBoolean = Field(
        False, description="Whether Python pods install the dependencies of the function's package."
    )
    python_dependency_repository: ValueText = Field("", description="Where Python pods find dependencies.")
    python_extra_dependency_repository: ValueText = Field(
        "", description="Where Python pods find further dependencies."
    )
    extra_function_dependencies_dir: ValueText = Field(
        "instances/deps", description="Folder of extra dependencies in the image, below pulsarRootDir unless absolute."
    )
    custom_labels: dict[str, ValueText] = Field({}, description="Labels of all objects, pods and selectors.")
    expected_metrics_collection_interval: JavaInt = Field(30, description="Seconds; not in any object.")
    change_config_map: ValueText | None = Field(
        None, description="ConfigMap that a worker re-reads for changed settings; pulsarfn does not."
    )
    change_config_map_namespace: ValueText | None = Field(None, description="Namespace of changeConfigMap.")
    percent_memory_padding: JavaInt = Field(
        0, description="Percent of memory that a container gets on top of the component's."
    )
    cpu_over_commit_ratio: JavaDouble = Field(1.0, description="CPU limit divided by CPU request.")
    memory_over_commit_ratio: JavaDouble = Field(1.0, description="Memory limit divided by memory request.")
    grpc_port: Port = Field(9093, description="Port at which the worker asks an instance how it is.")
    metrics_port: Port = Field(9094, description="Port at which Prometheus scrapes an instance.")
    nar_extraction_directory: ValueText = Field(
        "/tmp",  # noqa: S108 - in the pod (contract 9.7)
        description="Where pods unpack NAR packages; empty leaves it to the instance.",
    )
    function_instance_class_path: ValueText = Field(
        "", description="Class path of Java instances; <pulsarRootDir>/lib/* when not given."
    )
    grace_period_seconds: JavaInt = Field(
        5, description="Seconds before a worker deletes a StatefulSet; not in any object."
    )
    kubernetes_service_domain_suffix: ValueText = Field(
        "svc.cluster.local", description="How the worker completes the names of the pods; not in any object."
    )
    kubernetes_function_auth_provider_config: KubernetesFunctionAuthProviderConfig = Field(
        KubernetesFunctionAuthProviderConfig(), description="Settings of the function auth provider."
    )

    @model_validator(mode="before")
    @classmethod
    def _leave_out_what_means_the_default(cls, values: Any) -> Any:  # noqa: ANN401 - before pydantic looks at it
        if not isinstance(values, dict):
            return values
        kept = {key: value for key, value in _given(values).items() if value != "" or key in _EMPTY_IS_GIVEN}
        for key in ("customLabels", "kubernetesFunctionAuthProviderConfig"):
            if key in kept:
                kept[key] = _given(kept[key])
        return kept

    @property
    def kube_namespace(self) -> str:
        """The Kubernetes namespace that is explicitly configured, empty for none (contract 4)."""
        return self.job_namespace

    def image(self, runtime: str) -> str:
        """The image of a runtime (JAVA, PYTHON, GO): its own, else pulsarDockerImageName (contract 9.2)."""
        images = self.function_docker_images
        return {"JAVA": images.java, "PYTHON": images.python, "GO": images.go}.get(
            runtime
        ) or self.pulsar_docker_image_name

    @property
    def admin_cli(self) -> str:
        """The path of the admin CLI in the pod: plainly put behind pulsarRootDir."""
        return self.pulsar_root_dir + self.config_admin_cli

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
        return f"{self.pulsar_root_dir}/instances/python-instance/python_instance_main.py"

    @property
    def class_path(self) -> str:
        """The class path of a Java instance, where the reference falls back on the worker's own (contract 9.7)."""
        return self.function_instance_class_path or f"{self.pulsar_root_dir}/lib/*"

    @property
    def auth_provider_config(self) -> KubernetesFunctionAuthProviderConfig:
        """The settings of the function auth provider."""
        return self.kubernetes_function_auth_provider_config

    def below_root(self, path: str) -> str:
        """`path` in the pod: as it is when absolute, else below pulsarRootDir (which may itself end in a slash)."""
        return path if path.startswith("/") else f"{self.pulsar_root_dir}/{path}"
