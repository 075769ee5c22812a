"""functions_worker.yml: the keys that affect the generated objects, with Pulsar's defaults.

Sources: `WorkerConfig`, `KubernetesRuntimeFactory.initialize`, `FunctionRuntimeManager`'s constructor
(pulsar-runtime.md 1). Two defaults are from the conf/functions_worker.yml that Pulsar ships, because no worker runs
without it: pulsarFunctionsCluster and downloadDirectory (contract 9.7).
"""

from pulsarfn.models.fields import ListOf, Model, NestedModel, RefusedValueError, Scalar, field
from pulsarfn.models.java_types import (
    BOOLEAN,
    INT,
    OPTIONAL_DOUBLE,
    OPTIONAL_LONG,
    OPTIONAL_WRITTEN_TEXT,
    WRITTEN_TEXT,
    written_text,
)
from pulsarfn.patterns import pattern
from pulsarfn.typed import Any, Final
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig

KUBERNETES_RUNTIME_FACTORY = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory"
"""The only functionRuntimeFactoryClassName that pulsarfn knows."""

CONFIGS = ("functionRuntimeFactoryConfigs", "kubernetesContainerFactory")
"""The keys of a worker config that may hold the settings of the Kubernetes runtime, the old one last."""


def _map(value: object) -> object:
    if value is None or isinstance(value, dict):
        return value
    raise RefusedValueError("dict_type", "must be a mapping")


_MAP = Scalar(_map, dict[str, object] | None, {"type": ["object", "null"]})


VERSION_TEXT: Final = r"v?[0-9]{1,4}\.[0-9]{1,4}(?:\.[0-9]+)*(?:[-.+_][A-Za-z0-9_.+-]*)?"
"""A regular expression for a version of Pulsar: major and minor number, and any suffix."""


_VERSION_PATTERN = pattern(VERSION_TEXT)


def _version(value: object) -> object:
    text = written_text(value)
    if not text or _VERSION_PATTERN.fullmatch(str(text)):
        return text
    raise RefusedValueError("wrong_type", "must be a version of Pulsar, such as 4.2 or 5.0.1")


_VERSION = Scalar(
    _version,
    str | None,
    {"type": ["string", "number", "null"], "pattern": f"^({VERSION_TEXT})?$", "examples": ["4.2", "5.0.1"]},
)


class MemoryLimit(Model):
    """How much memory a Pulsar client may take (`org.apache.pulsar.common.functions.MemoryLimit`)."""

    limit_in_bytes: int | None = field(OPTIONAL_LONG, None, "Bytes.")
    percent_of_max_direct_memory: float | None = field(
        OPTIONAL_DOUBLE, None, "Percent of the direct memory that the JVM may take: more than 0, 100 at most."
    )


class ResourceLimits(Model):
    """A minimum, a maximum or a granularity; a member that is absent has Pulsar's default, null switches its check off.

    Source: `org.apache.pulsar.common.functions.Resources`, whose fields are initialised (oracle: limits-03, limits-06).
    """

    NULL_IS_ABSENT = False

    cpu: float | None = field(OPTIONAL_DOUBLE, 1.0, "Cores.")
    ram: int | None = field(OPTIONAL_LONG, 1 << 30, "Bytes of memory.")
    disk: int | None = field(OPTIONAL_LONG, 10 << 30, "Bytes of disk; never compared with anything.")


class WorkerConfig(Model):
    """The function worker's config; other keys than these do not matter to any object and are ignored."""

    OTHER_KEYS = "ignored"
    NULL_IS_ABSENT = False
    __hash__ = object.__hash__  # type: ignore[assignment]  # by its identity: what is made of it alone can be cached

    factory: KubernetesRuntimeFactoryConfig = field(
        NestedModel(KubernetesRuntimeFactoryConfig),
        KubernetesRuntimeFactoryConfig(),
        "Settings of the Kubernetes runtime.",
        key="functionRuntimeFactoryConfigs",
    )
    function_runtime_factory_class_name: str | None = field(
        OPTIONAL_WRITTEN_TEXT, None, f"The runtime: {KUBERNETES_RUNTIME_FACTORY}."
    )
    pulsar_functions_cluster: str | None = field(
        OPTIONAL_WRITTEN_TEXT, "standalone", "Name of the Pulsar cluster, for the instances."
    )
    pulsar_version: str | None = field(
        _VERSION,
        None,
        "Version of Pulsar that the pods run, such as 5.0 or 4.2.4; by default the tag of their image, where it is one."
        " Only pulsarfn reads this key.",
    )
    pulsar_service_url: str | None = field(
        OPTIONAL_WRITTEN_TEXT,
        None,
        "URL of the broker, unless functionRuntimeFactoryConfigs.pulsarServiceUrl is given.",
    )
    pulsar_web_service_url: str | None = field(
        OPTIONAL_WRITTEN_TEXT,
        None,
        "URL of Pulsar's admin API, unless functionRuntimeFactoryConfigs.pulsarAdminUrl is given.",
    )
    state_storage_service_url: str | None = field(
        OPTIONAL_WRITTEN_TEXT, None, "URL of the state storage of stateful functions."
    )
    download_directory: str | None = field(
        OPTIONAL_WRITTEN_TEXT,
        "download/pulsar_functions",
        "Folder into which pods download packages, below pulsarRootDir unless absolute; pulsarRootDir itself when empty.",
    )
    max_pending_async_requests: int = field(INT, 1000, "Asynchronous requests that a Java instance keeps pending.")
    pulsar_client_memory_limit: MemoryLimit | None = field(
        NestedModel(MemoryLimit, optional=True),
        None,
        "Since Pulsar 5.0: memory that the Pulsar client of a Java instance may take, unless a function says so itself.",
    )
    expose_admin_client_enabled: bool = field(
        BOOLEAN, False, "Whether functions get an admin client from their context."
    )
    ignore_unknown_config_fields: bool = field(
        BOOLEAN, False, "Whether connectors ignore unknown keys of their configs."
    )
    additional_java_runtime_arguments: tuple[str, ...] = field(
        ListOf(WRITTEN_TEXT, optional=True),
        (),
        "Further arguments of the java command; each is split into words.",
        secret=True,
    )
    forward_source_message_property: bool = field(
        BOOLEAN, True, "Whether functions may forward the properties of messages."
    )
    function_instance_min_resources: ResourceLimits | None = field(
        NestedModel(ResourceLimits, optional=True), None, "The least resources of an instance."
    )
    function_instance_max_resources: ResourceLimits | None = field(
        NestedModel(ResourceLimits, optional=True), None, "The most resources of an instance."
    )
    function_instance_resource_granularities: ResourceLimits | None = field(
        NestedModel(ResourceLimits, optional=True), None, "What the resources of an instance must be multiples of."
    )
    function_instance_resource_change_in_lock_step: bool = field(
        BOOLEAN, False, "Whether cpu and ram must be the same multiples of their granularities."
    )
    authentication_enabled: bool = field(
        BOOLEAN, False, "Whether instances authenticate; without it nothing about authentication or TLS reaches a pod."
    )
    broker_client_authentication_plugin: str | None = field(
        OPTIONAL_WRITTEN_TEXT,
        None,
        "The worker's own authentication plugin; pods use it if their carrier names a Secret for it.",
    )
    broker_client_authentication_parameters: str | None = field(
        OPTIONAL_WRITTEN_TEXT,
        None,
        "The worker's own authentication parameters; pods get the issuer, audience and scope of OAuth2, and nothing else.",
        secret=True,
    )
    client_authentication_plugin: str | None = field(
        OPTIONAL_WRITTEN_TEXT, None, "Old name of brokerClientAuthenticationPlugin."
    )
    client_authentication_parameters: str | None = field(
        OPTIONAL_WRITTEN_TEXT, None, "Old name of brokerClientAuthenticationParameters.", secret=True
    )
    use_tls: bool = field(BOOLEAN, False, "Whether instances use TLS.")
    tls_allow_insecure_connection: bool = field(BOOLEAN, False, "Whether instances take any certificate of the broker.")
    tls_enable_hostname_verification: bool | None = field(
        BOOLEAN,
        None,
        "Whether instances compare the broker's host name with its certificate; default: true since Pulsar 5.0, else false.",
    )
    tls_trust_certs_file_path: str | None = field(OPTIONAL_WRITTEN_TEXT, "", "Path of the CA file, as pods see it.")
    broker_client_trust_certs_file_path: str | None = field(
        OPTIONAL_WRITTEN_TEXT,
        None,
        "Path of the CA file that the worker puts into the auth Secret; see --trust-certs-file.",
    )
    function_auth_provider_class_name: str | None = field(
        OPTIONAL_WRITTEN_TEXT, None, "How instances get credentials; KubernetesSecretsTokenAuthProvider when not given."
    )
    runtime_customizer_class_name: str | None = field(
        OPTIONAL_WRITTEN_TEXT, None, "What customises the objects; BasicKubernetesManifestCustomizer when not given."
    )
    runtime_customizer_config: dict[str, Any] | None = field(
        _MAP, None, "Options of the customizer, for all components: what customRuntimeOptions holds for one."
    )
    secrets_provider_configurator_class_name: str | None = field(
        OPTIONAL_WRITTEN_TEXT,
        None,
        "How instances get their secrets; DefaultSecretsProviderConfigurator when not given.",
    )
    secrets_provider_configurator_config: dict[str, Any] | None = field(
        _MAP, None, "Options of the secrets provider configurator.", secret=True
    )

    @property
    def broker_url(self) -> str:
        """The URL at which pods reach the broker; empty if not known (Pulsar then writes ``null``)."""
        return self.factory.pulsar_service_url or self.pulsar_service_url or ""

    @property
    def admin_url(self) -> str:
        """The URL at which pods reach Pulsar's admin API; empty if not known."""
        return self.factory.pulsar_admin_url or self.pulsar_web_service_url or ""

    @property
    def client_plugin(self) -> str:
        """The class of the worker's own authentication plugin; empty for none."""
        given = self.broker_client_authentication_plugin
        return (self.client_authentication_plugin if given is None else given) or ""

    @property
    def client_parameters(self) -> str:
        """The parameters of the worker's own authentication plugin: a credential, as a rule."""
        given = self.broker_client_authentication_parameters
        return (self.client_authentication_parameters if given is None else given) or ""

    @property
    def uses_tls(self) -> bool:
        """Whether pods reach the broker or the admin API by TLS."""
        return (
            self.use_tls
            or self.broker_url.lower().startswith("pulsar+ssl:")
            or self.admin_url.lower().startswith("https:")
        )

    @property
    def package_directory(self) -> str:
        """The folder into which pods download their packages. Quirk of Pulsar: it has a relative root twice."""
        return self.factory.below_root(self.download_directory or self.factory.pulsar_root_dir)
