"""The Secrets that Pulsar's own pods in the stream mount, with the CA and the token of the function worker (contract 3)."""

from collections.abc import Iterable

from pulsarfn.kubernetes.mounts import environment_config_maps, mounted_secret
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.values import Manifest
from pulsarfn.worker.auth.base import MountedSecrets
from pulsarfn.worker.worker_config import WorkerConfig

_FILE = "file://"


def mounted_by(pods: Iterable[Manifest], config: WorkerConfig, config_map: str) -> MountedSecrets:
    """Return the Secrets that the pods mount at the paths of CA and token in the worker config.

    The CA is used only from pods that have the worker config, the ConfigMap `config_map`, as their environment: the function
    worker or the broker of the Apache Pulsar chart. The CA of other pods is a guess.
    """
    pods = list(pods)
    own = [pod for pod in pods if config_map in environment_config_maps(pod)]
    ca = config.tls_trust_certs_file_path or config.broker_client_trust_certs_file_path or ""
    token = config.broker_client_authentication_parameters or config.client_authentication_parameters or ""
    return MountedSecrets(
        ca=_only(own, ca) if config.uses_tls else None,
        likely_ca=_only(pods, ca),
        token=_only(pods, token.removeprefix(_FILE)) if token.startswith(_FILE) else None,
    )


def _only(pods: Iterable[Manifest], file: str) -> SecretKeyRef | None:
    """Return the entry that all pods with such a file have in common, None if they differ."""
    found = {secret for pod in pods if (secret := mounted_secret(pod, file))} if file else set()
    return found.pop() if len(found) == 1 else None
