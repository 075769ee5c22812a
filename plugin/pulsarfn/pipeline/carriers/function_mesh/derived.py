"""What several fields of a spec make together: the package, types, resources, secrets, TLS, probes and scaling."""

from collections.abc import Iterator

from pulsarfn.annotations import AUTH_SECRET, Component
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.quantity import parse
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.pipeline.carriers.function_mesh.rules import (
    OPTIONS,
    UNKNOWN,
    WITHOUT_COUNTERPART,
    Effect,
    Fault,
    Loss,
    Part,
    Setting,
)
from pulsarfn.values import Manifest, Value, mapping
from pulsarfn.worker.secrets_providers import kubernetes

_DEFAULT_TYPE, _DEFAULT_CLUSTER = "[B", "kubernetes"
_CODE = {"java": ("jar", "jarLocation"), "python": ("py", "pyLocation"), "golang": ("go", "goLocation")}
_ROOT = "/pulsar"
"""The folder in which the instances of Function Mesh run."""
_URLS = ("function://", "source://", "sink://", "http://", "https://")
_PROBE = ("periodSeconds", "initialDelaySeconds", "successThreshold", "failureThreshold")
_TLS = {
    "enabled": "useTls",
    "allowInsecure": "tlsAllowInsecureConnection",
    "hostnameVerification": "tlsEnableHostnameVerification",
}


def derived(component: Component, spec: Manifest, *, has_token: bool) -> Iterator[Effect]:
    """Return the effects of several fields together; `has_token` says whether the resource names a Secret with a token."""
    yield from _package(component, spec)
    yield from _types(component, spec)
    if not spec.get("clusterName"):
        yield Setting(("pulsarFunctionsCluster",), _DEFAULT_CLUSTER, ())
    if component != "source":
        yield from _subscription(spec)
    yield from _replicas(spec)
    yield from _resources(mapping(spec.get("resources")))
    yield from _secrets(mapping(spec.get("secretsMap")))
    yield from _liveness(mapping(mapping(spec.get("pod")).get("liveness")))
    yield from _connection(mapping(spec.get("pulsar")), has_token=has_token)


def ca_secret(spec: Manifest) -> SecretKeyRef | None:
    """Return the Secret with the CA of the brokers, None for none."""
    given = mapping(mapping(spec.get("pulsar")).get("tlsConfig"))
    name, key = given.get("certSecretName"), given.get("certSecretKey")
    return SecretKeyRef(str(name), str(key)) if given.get("enabled") is True and name and key else None


def _package(component: Component, spec: Manifest) -> Iterator[Effect]:
    """A file in the image, or a URL with the name of the file as fragment."""
    for runtime, (key, location_key) in _CODE.items():
        given = mapping(spec.get(runtime))
        file, location = given.get(key), given.get(location_key) or ""
        if not isinstance(file, str) or not file:
            continue
        target = key if component == "function" else "archive"
        path: Path = (runtime, key)
        is_url = isinstance(location, str) and location.startswith(_URLS)
        if not is_url:
            yield Part((target,), f"local://{file if file.startswith('/') else f'{_ROOT}/{file}'}", path)
        if is_url:
            url, _, fragment = str(location).partition("#")
            name = fragment or file.rstrip("/").rpartition("/")[2]
            yield Part((target,), f"{url}#{name}", (runtime, location_key))
        elif location:
            hint = "upload the package, and write function://tenant/namespace/name@version"
            yield Loss((runtime, location_key), "is no URL from which a pod can fetch a package", hint)


def _types(component: Component, spec: Manifest) -> Iterator[Effect]:
    """The types that Function Mesh's webhook fills in; Python and Go have none."""
    if "java" not in spec and "genericRuntime" not in spec and component == "function":
        return
    parts = {"function": ("input", "output"), "source": ("output",), "sink": ("input",)}[component]
    for part in parts:
        if not mapping(spec.get(part)).get("typeClassName"):
            yield Part((f"{part}TypeClassName",), _DEFAULT_TYPE, (part,))


def _subscription(spec: Manifest) -> Iterator[Effect]:
    """Function Mesh keeps the subscription by default, and names its own dead letter topic where a retry is asked for."""
    if spec.get("cleanupSubscription") is None:
        yield Part(("cleanupSubscription",), value=False, source=())
    retries, name = spec.get("maxMessageRetry"), spec.get("subscriptionName") or ""
    if isinstance(retries, int) and retries > 0 and not spec.get("deadLetterTopic") and (not name or "\\" in str(name)):
        tenant, namespace = spec.get("tenant") or "public", spec.get("namespace") or "default"
        yield Part(("deadLetterTopic",), f"{tenant}-{namespace}-{spec.get('name')}-DLQ", ("maxMessageRetry",))


def _replicas(spec: Manifest) -> Iterator[Effect]:
    """A range of replicas needs an autoscaler; a range of one number is that number."""
    least, most = spec.get("minReplicas"), spec.get("maxReplicas")
    count = spec.get("replicas")
    if count is None and isinstance(least, int):
        yield Part(("parallelism",), least, ("minReplicas",))
    count = count if isinstance(count, int) else least if isinstance(least, int) else 1
    if isinstance(most, int) and most > min(count, least if isinstance(least, int) else count):
        hint = "remove it, and scale the StatefulSet with a HorizontalPodAutoscaler of your own"
        for key in ("minReplicas", "maxReplicas"):
            if key in spec:
                yield Loss((key,), f"{WITHOUT_COUNTERPART}: nothing scales there", hint)


def _resources(given: Manifest) -> Iterator[Effect]:
    """Requests are the resources of the component; requests and limits are those of its container."""
    where: Path = ("resources",)
    for key, value in given.items():
        if key not in ("requests", "limits"):
            if value:
                yield Loss((*where, key), WITHOUT_COUNTERPART, "remove it")
        elif value:
            yield Part((OPTIONS, "resourceRequirements", key), value, (*where, key))
    for name, key in (("cpu", "cpu"), ("memory", "ram")):
        asked = next((each for each in ("requests", "limits") if name in mapping(given.get(each))), None)
        amount = None if asked is None else parse(str(mapping(given[asked])[name]))
        if asked and amount is not None and amount.value > 0:
            number: Value = float(amount.value) if key == "cpu" else int(amount.value)
            yield Part(("resources", key), number, (*where, asked, name))


def _secrets(given: Manifest) -> Iterator[Effect]:
    for name, reference in given.items():
        where: Path = ("secretsMap", name)
        if not isinstance(reference, dict):
            yield Fault(where, "must be a mapping", "write path, the name of a Secret, and key")
            continue
        yield Part(("secrets", name), reference, where)
    if given:
        yield Setting(("secretsProviderConfiguratorClassName",), kubernetes.NAME, ("secretsMap",))


def _liveness(given: Manifest) -> Iterator[Effect]:
    """The probe that the operator makes: none without a period."""
    where: Path = ("pod", "liveness")
    period = given.get("periodSeconds")
    for key in given:
        if key not in _PROBE:
            yield Loss((*where, key), UNKNOWN, "remove it")
    if isinstance(period, int) and period > 0:
        probe: Manifest = {"httpGet": {"path": "/", "port": "prometheus"}, "timeoutSeconds": period}
        probe |= {key: given[key] for key in _PROBE if given.get(key)}
        yield Part((OPTIONS, "livenessProbe"), dict(probe), where)


def _connection(pulsar: Manifest, *, has_token: bool) -> Iterator[Effect]:
    """The credentials and TLS. In Pulsar nothing about either reaches a pod without authentication."""
    hint = f"annotate the resource with {AUTH_SECRET}: NAME/KEY, a Secret that holds the token alone"
    given = [key for key in ("authSecret", "authConfig") if pulsar.get(key)]
    for key in () if has_token else given:
        yield Loss(("pulsar", key), "holds credentials in a form that Pulsar's runtime does not take", hint)
    if has_token:
        yield Setting(("authenticationEnabled",), value=True, source=("pulsar",))
    tls = mapping(pulsar.get("tlsConfig"))
    if tls.get("enabled") is not True:
        return
    if not has_token:
        yield Loss(("pulsar", "tlsConfig"), f"{WITHOUT_COUNTERPART} without authentication", hint)
        return
    for key, target in _TLS.items():
        yield Setting((target,), tls.get(key) is True, ("pulsar", "tlsConfig", *((key,) if key in tls else ())))


def pulsar_config(spec: Manifest) -> str:
    """Return the name of the ConfigMap with the URLs of Pulsar, empty for none."""
    name = mapping(spec.get("pulsar")).get("pulsarConfig")
    return name if isinstance(name, str) else ""
