"""Objects that generated ones refer to, but that stand in no document of the stream."""

from collections.abc import Iterator
from typing import NamedTuple

from pulsarfn.analysis.lint.held import Held
from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.annotations import AUTH_SECRET, CA_SECRET
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path, Text, suggestion
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.references import SecretKeyRef, _of_pod
from pulsarfn.pipeline.review import ExpandedComponent
from pulsarfn.values import mapping, path_to

_TRUST_CERTS = (
    "functionRuntimeFactoryConfigs",
    "kubernetesFunctionAuthProviderConfig",
    "brokerClientTrustCertsSecretName",
)


class Reference(NamedTuple):
    """An object that a pod refers to.

    Attributes:
        identity: the object.
        key: the key of it, empty for the whole object.
        use: what the pod needs it for.
    """

    identity: Identity
    key: str
    use: str


def check(stream: Stream) -> Iterator[Finding]:
    """Each missing object and each missing key once for a component."""
    for component in stream.components:
        seen: set[tuple[Identity, str]] = set()
        for each in references(component, stream.kube_namespace):
            held = stream.held.get(each.identity)
            missing = (each.identity, each.key if held is not None else "")
            if missing in seen:
                continue
            seen.add(missing)
            if held is not None:
                yield from _check_key(each, held, component, stream)
            elif not any(assumed.means(each.identity) for assumed in stream.settings.assumed):
                yield _missing(each, component, stream)


def references(component: ExpandedComponent, default_namespace: str) -> Iterator[Reference]:
    """What the pods of a component refer to and cannot start without."""
    for manifest in component.objects.manifests:
        if manifest["kind"] == "StatefulSet":
            where = identity_of(manifest, default_namespace)
            pod = mapping(mapping(mapping(manifest["spec"])["template"])["spec"])
            for kind, name, key, use in _of_pod(pod):
                yield Reference(where._replace(kind=kind, name=name), key, use)


def _missing(reference: Reference, component: ExpandedComponent, stream: Stream) -> Finding:
    identity = reference.identity
    text, path = _blamed(reference, component, member="path")
    who = _who(component, text)
    message = f"{identity}, which {who} need for {reference.use}, stands in no document of the stream"
    hint = f"add it to the stream, or pass --assume-exists {identity.kind}/{identity.name} if something else makes it"
    for other, held in stream.held.items():
        if (other.kind, other.name) == (identity.kind, identity.name) and held.source is not None:
            where = stream.words(held.source.place, (*held.source.path, "metadata", "name"))
            hint = f"the one at {where} is in another namespace: {other.kube_namespace or 'none is given'}"
    return finding(component, codes.REFERENCE_MISSING, message, path, hint, text=text)


def _check_key(reference: Reference, held: Held, component: ExpandedComponent, stream: Stream) -> Iterator[Finding]:
    if not reference.key or held.keys is None or reference.key in held.keys:
        return
    where = "" if held.source is None else f" at {stream.words(held.source.place, held.source.path)}"
    text, path = _blamed(reference, component, member="key")
    who = _who(component, text)
    message = f"{reference.identity}{where} has no key {reference.key}, which {who} need for {reference.use}"
    hint = suggestion(reference.key, held.keys) or "it has no keys at all"
    yield finding(component, codes.KEY_MISSING, message, path, hint, text=text)


def _who(component: ExpandedComponent, text: Text) -> str:
    """Whose pods: what the worker config says is said once for all of them."""
    return "the pods" if text is Text.WORKER_CONFIG else f"the pods of {component}"


def _blamed(reference: Reference, component: ExpandedComponent, *, member: str) -> tuple[Text, Path]:
    """Where a reference comes from: the component's secrets, its carrier, a customizer's options, the worker config."""
    name, key = reference.identity.name, reference.key
    config, given = component.objects.config, component.surroundings
    for secret, value in (config.secrets or {}).items():
        if isinstance(value, dict) and (value.get("path"), value.get("key")) == (name, key):
            return Text.CONFIG, ("secrets", secret, member)
    for annotation, wanted in ((AUTH_SECRET, given.auth_secret), (CA_SECRET, given.ca_secret)):
        if wanted == SecretKeyRef(name, key):
            return Text.CARRIER, ("metadata", "annotations", annotation)
    if component.worker.config.factory.auth_provider_config.broker_client_trust_certs_secret_name == name:
        return Text.WORKER_CONFIG, _TRUST_CERTS
    if name in (config.custom_runtime_options or ""):
        return Text.CONFIG, ("customRuntimeOptions",)
    found = path_to(name, component.worker.config.runtime_customizer_config)
    return Text.WORKER_CONFIG, ("runtimeCustomizerConfig", *(found[0] if found else ()))
