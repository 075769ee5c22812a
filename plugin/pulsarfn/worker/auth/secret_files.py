"""Credentials and CA as files in one volume at /etc/auth: from Secrets that exist, or from a generated one."""

from collections.abc import Iterator, Mapping, Sequence

from pulsarfn.annotations import WHOLE
from pulsarfn.kubernetes import names
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.values import GeneratedPart, Manifest, Value, mapping, sequence
from pulsarfn.worker.auth.base import DIRECTORY, AuthPlan, AuthRequest, mount

CA = "ca.pem"
_VOLUME = "function-auth"

Items = Sequence[tuple[str, str]]
"""Keys of a Secret, each with the name of its file; none for the whole Secret."""


def mounted_files(request: AuthRequest, items: Items, generated: Mapping[str, bytes]) -> AuthPlan:
    """Return the plan of the files: `items` of the carrier's Secret, `generated` entries of a new one, and the CA.

    The plan names the CA, but no plugin.
    """
    ca = ca_secret(request)
    entries = {**generated}
    if ca is None and request.credentials.trust_certs:
        entries = {CA: request.credentials.trust_certs, **entries}
    secret_name = names.secret_name(request.fqfn) if entries else ""
    volume = _volume(request, items, secret_name)
    return AuthPlan(
        trust_certs_path=f"{DIRECTORY}/{CA}" if ca is not None or CA in entries else worker_trust_certs(request),
        volumes=() if volume is None else (volume,),
        volume_mounts=() if volume is None else (mount(_VOLUME),),
        secret_name=secret_name,
        secret_data=entries,
    )


def ca_secret(request: AuthRequest) -> SecretKeyRef | None:
    """Return the existing Secret with the CA: the carrier's, or that of Pulsar's own pods if the deployer gives no CA."""
    return request.ca_secret or (None if request.credentials.trust_certs else request.mounted.ca)


def worker_trust_certs(request: AuthRequest) -> str:
    """Return the CA path. Quirk of Pulsar: the pod gets the worker's own path (oracle: auth-anon-tls, auth-token-tls-java)."""
    return request.worker.tls_trust_certs_file_path or ""


def _volume(request: AuthRequest, items: Items, secret_name: str) -> Manifest | None:
    """Return the volume: one Secret is mounted as in Pulsar, several are projected into one folder; None for none."""
    sources: list[tuple[str, Items]] = []
    if secret_name:
        sources.append((secret_name, ()))
    ca = ca_secret(request)
    if request.auth_secret is not None:
        name, key = request.auth_secret
        sources.append((name, items))
        if key == WHOLE and ca == (name, CA):
            ca = None  # the whole Secret brings it
    if ca is not None:
        sources.append((ca.name, ((ca.key, CA),)))
    if not sources:
        return None
    if len(sources) == 1:
        name, items = sources[0]
        return GeneratedPart(name=_VOLUME, secret={"secretName": name, **_items(items)})
    projected: list[Value] = [{"secret": {"name": name, **_items(items)}} for name, items in sources]
    return GeneratedPart(name=_VOLUME, projected={"sources": projected})


def secrets_of(volume: Manifest) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the names of the Secrets in the volume of the files, each with the names of its files; none for another volume."""
    if volume.get("name") != _VOLUME:
        return
    sources = [mapping(each).get("secret") for each in sequence(mapping(volume.get("projected")).get("sources"))]
    for secret in map(mapping, (volume.get("secret"), *sources)):
        name = secret.get("secretName") or secret.get("name")
        if name:
            yield str(name), tuple(str(mapping(each).get("path")) for each in sequence(secret.get("items")))


def _items(items: Items) -> Manifest:
    listed: list[Value] = [{"key": key, "path": path} for key, path in items]
    return {"items": listed} if listed else {}
