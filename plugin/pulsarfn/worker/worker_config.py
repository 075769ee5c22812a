"""functions_worker.yml: the keys of it that reach an object, with Pulsar's defaults.

Sources: `WorkerConfig`, `KubernetesRuntimeFactory.initialize`, `FunctionRuntimeManager`'s constructor
(pulsar-runtime.md 1).
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from pulsarfn.java_types import (
    JavaBoolean,
    JavaInt,
    OptionalDouble,
    OptionalLong,
    OptionalWrittenText,
    WrittenText,
    wrong_type,
)
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig

KUBERNETES_RUNTIME_FACTORY = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory"
"""The only functionRuntimeFactoryClassName that pulsarfn knows."""


def _map(value: object) -> object:
    if value is None or isinstance(value, dict):
        return value
    raise wrong_type("a mapping", value)


def _empty_if_null(value: object) -> object:
    return [] if value is None else value


class ResourceLimits(BaseModel):
    """A minimum, a maximum or a granularity; a member that is absent has Pulsar's default, null switches its check off.

    Source: `org.apache.pulsar.common.functions.Resources`, whose fields are initialised (oracle: limits-03, limits-06).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cpu: OptionalDouble = Field(1.0, description="Cores.")
    ram: OptionalLong = Field(1 << 30, description="Bytes of memory.")
    disk: OptionalLong = Field(10 << 30, description="Bytes of disk; never compared with anything.")


class WorkerConfig(BaseModel):
    """The function worker's config; other keys than these do not matter to any object and are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)

    factory: KubernetesRuntimeFactoryConfig = Field(
        KubernetesRuntimeFactoryConfig(),
        alias="functionRuntimeFactoryConfigs",
        description="Settings of the Kubernetes runtime.",
    )
    function_runtime_factory_class_name: OptionalWrittenText = Field(
        None, description=f"The runtime: {KUBERNETES_RUNTIME_FACTORY}."
    )
    pulsar_functions_cluster: OptionalWrittenText = Field(
        None, description="Name of the Pulsar cluster that instances are told."
    )
    pulsar_service_url: OptionalWrittenText = Field(
        None, description="URL of the broker, unless functionRuntimeFactoryConfigs.pulsarServiceUrl is given."
    )
    pulsar_web_service_url: OptionalWrittenText = Field(
        None, description="URL of Pulsar's admin API, unless functionRuntimeFactoryConfigs.pulsarAdminUrl is given."
    )
    state_storage_service_url: OptionalWrittenText = Field(
        None, description="URL of the state storage of stateful functions."
    )
    download_directory: OptionalWrittenText = Field(
        None, description="Folder into which pods download packages, below pulsarRootDir unless absolute."
    )
    max_pending_async_requests: JavaInt = Field(
        1000, description="Asynchronous requests that a Java instance keeps pending."
    )
    expose_admin_client_enabled: JavaBoolean = Field(
        False, description="Whether functions get an admin client from their context."
    )
    ignore_unknown_config_fields: JavaBoolean = Field(
        False, description="Whether connectors ignore unknown keys of their configs."
    )
    additional_java_runtime_arguments: Annotated[tuple[WrittenText, ...], BeforeValidator(_empty_if_null)] = Field(
        (), description="Further arguments of the java command; each is split into words."
    )
    forward_source_message_property: JavaBoolean = Field(
        True, description="Whether functions may forward the properties of messages."
    )
    function_instance_min_resources: ResourceLimits | None = Field(
        None, description="The least resources of an instance."
    )
    function_instance_max_resources: ResourceLimits | None = Field(
        None, description="The most resources of an instance."
    )
    function_instance_resource_granularities: ResourceLimits | None = Field(
        None, description="What the resources of an instance must be multiples of."
    )
    function_instance_resource_change_in_lock_step: JavaBoolean = Field(
        False, description="Whether cpu and ram must be the same multiples of their granularities."
    )
    authentication_enabled: JavaBoolean = Field(
        False,
        description="Whether instances authenticate; without it nothing about authentication or TLS reaches a pod.",
    )
    broker_client_authentication_plugin: OptionalWrittenText = Field(
        None, description="The worker's own authentication plugin; never handed to pods."
    )
    broker_client_authentication_parameters: OptionalWrittenText = Field(
        None, description="The worker's own authentication parameters; never handed to pods.", repr=False
    )
    client_authentication_plugin: OptionalWrittenText = Field(
        None, description="Old name of brokerClientAuthenticationPlugin."
    )
    client_authentication_parameters: OptionalWrittenText = Field(
        None, description="Old name of brokerClientAuthenticationParameters.", repr=False
    )
    use_tls: JavaBoolean = Field(False, description="Whether instances use TLS.")
    tls_allow_insecure_connection: JavaBoolean = Field(
        False, description="Whether instances take any certificate of the broker."
    )
    tls_enable_hostname_verification: JavaBoolean = Field(
        False, description="Whether instances compare the broker's host name with its certificate."
    )
    tls_trust_certs_file_path: OptionalWrittenText = Field("", description="Path of the CA file, as pods see it.")
    broker_client_trust_certs_file_path: OptionalWrittenText = Field(
        None, description="Path of the CA file that the worker puts into the auth Secret; see --trust-certs-file."
    )
    function_auth_provider_class_name: OptionalWrittenText = Field(
        None, description="How instances get credentials; KubernetesSecretsTokenAuthProvider when not given."
    )
    runtime_customizer_class_name: OptionalWrittenText = Field(
        None, description="What customises the objects; BasicKubernetesManifestCustomizer when not given."
    )
    runtime_customizer_config: Annotated[dict[str, Any] | None, BeforeValidator(_map)] = Field(
        None, description="Options of the customizer, for all components: what customRuntimeOptions holds for one."
    )
    secrets_provider_configurator_class_name: OptionalWrittenText = Field(
        None, description="How instances get their secrets; DefaultSecretsProviderConfigurator when not given."
    )
    secrets_provider_configurator_config: Annotated[dict[str, Any] | None, BeforeValidator(_map)] = Field(
        None, description="Options of the secrets provider configurator."
    )

    @property
    def broker_url(self) -> str:
        """The URL at which pods reach the broker; empty when not known, where the reference writes ``null``."""
        return self.factory.pulsar_service_url or self.pulsar_service_url or ""

    @property
    def admin_url(self) -> str:
        """The URL at which pods reach Pulsar's admin API; empty when not known."""
        return self.factory.pulsar_admin_url or self.pulsar_web_service_url or ""

    @property
    def package_directory(self) -> str:
        """The folder into which pods download their packages."""
        return (
            self.factory.below_root(self.download_directory)
            if self.download_directory
            else self.factory.pulsar_root_dir
        )

    @property
    def client_authentication(self) -> tuple[str | None, str | None]:
        """The worker's own plugin and parameters, by their new names before their old ones; None when not given."""
        plugin, parameters = self.broker_client_authentication_plugin, self.broker_client_authentication_parameters
        return (
            self.client_authentication_plugin if plugin is None else plugin,
            self.client_authentication_parameters if parameters is None else parameters,
        )

    @property
    def worker_trust_certs_file_path(self) -> str:
        """The CA file that the worker would read (`WorkerConfig.getBrokerClientTrustCertsFilePath`), empty for none."""
        given = self.broker_client_trust_certs_file_path or ""
        return given if given.strip() else self.tls_trust_certs_file_path or ""
