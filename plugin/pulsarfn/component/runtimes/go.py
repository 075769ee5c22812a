"""Go functions (`RuntimeUtils.getGoInstanceCmd`): the binary is the instance."""

from pulsarfn.component.details.go_instance_conf import GoInstance, go_instance_conf, go_instance_members
from pulsarfn.component.runtimes.base import MAX_BUFFERED_TUPLES, Launch
from pulsarfn.component.shell import in_quotes, setting
from pulsarfn.provenance import derived, embedding, joined

NAME = "GO"
OF_WORKER = -1
"""The instance id that a live worker writes: its pods are externally managed (`SchedulerManager`)."""


def command(launch: Launch) -> str:
    """Return ``chmod 777 … && exec … -instance-conf …``; a binary of the image gets no ``chmod``.

    Quirk of Pulsar: runtimeFlags are ignored (oracle: opt-75-go).
    """
    worker, auth = launch.worker, launch.auth
    instance = GoInstance(
        instance_id=OF_WORKER if launch.of_worker else 0,
        function_id=launch.function_id,
        function_version=launch.function_version,
        port=worker.factory.grpc_port,
        metrics_port=worker.factory.metrics_port,
        max_buffered_tuples=MAX_BUFFERED_TUPLES,
        pulsar_service_url=worker.broker_url,
        state_storage_service_url=worker.state_storage_service_url,
        pulsar_web_service_url=worker.admin_url if worker.expose_admin_client_enabled else None,
        cluster_name=worker.pulsar_functions_cluster,
        client_authentication_plugin=auth.plugin,
        client_authentication_parameters=auth.parameters,
        tls_trust_certs_file_path=auth.trust_certs_path,
        tls_hostname_verification_enable=worker.authentication_enabled and launch.verifies_host_names,
        tls_allow_insecure_connection=worker.authentication_enabled and worker.tls_allow_insecure_connection,
    )
    conf = derived(
        f"-instance-conf {in_quotes(go_instance_conf(launch.details, instance=instance, rules=launch.rules))}",
        launch.details_text,
    )
    conf = embedding(conf, lambda: go_instance_members(launch.details, instance, launch.rules))
    run = [setting("exec ", launch.package.path), conf]
    if launch.package.source == "image":
        return joined(" ", run)
    return joined(" ", [setting("chmod 777 ", launch.package.path), "&&", *run])
