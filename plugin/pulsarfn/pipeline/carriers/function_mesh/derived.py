"""What several fields of a spec make together: the package, types, resources, secrets, TLS, probes and scaling."""

import json
from collections.abc import Iterator

from pulsarfn.annotations import AUTH_SECRET, Component
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.quantity import parse
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.pipeline.carriers.function_mesh.pod import crypto_secrets, logging
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
from pulsarfn.pipeline.carriers.function_mesh.scaling import scaling
from pulsarfn.values import Manifest, Value, mapping
from pulsarfn.worker.auth import function_mesh, oauth2
from pulsarfn.worker.auth.base import TOKEN_PLUGIN
from pulsarfn.worker.secrets_providers import kubernetes

_DEFAULT_TYPE, _DEFAULT_CLUSTER = "[B", "kubernetes"
_CODE = {"java": ("jar", "jarLocation"), "python": ("py", "pyLocation"), "golang": ("go", "goLocation")}
_ROOT = "/pulsar"
"""The folder in which the instances of Function Mesh run."""
_URLS = ("function://", "source://", "sink://", "http://", "https://")
_PROBE = ("periodSeconds", "initialDelaySeconds", "successThreshold", "failureThreshold")
_GENERIC = "genericAuth"
_BESIDE = "does not count beside {}"
_OWN_SECRET = f"annotate the resource with {AUTH_SECRET}: NAME/KEY, a Secret that holds the token alone"
_OAUTH2, _KEY_FILE = "oauth2Config", ("keySecretName", "keySecretKey")
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
    yield from scaling(spec)
    yield from logging(spec)
    yield from crypto_secrets(spec)
    yield from _resources(mapping(spec.get("resources")))
    yield from _secrets(mapping(spec.get("secretsMap")))
    yield from _liveness(mapping(mapping(spec.get("pod")).get("liveness")))
    yield from _connection(spec, has_token=has_token)


def auth_secret(spec: Manifest) -> SecretKeyRef | None:
    """Return the Secret with the key file of OAuth2, or with a plugin and its parameters; None for none."""
    pulsar = mapping(spec.get("pulsar"))
    config, name = pulsar.get("authConfig"), pulsar.get("authSecret")
    if config is not None:
        name, key = map(mapping(mapping(config).get(_OAUTH2)).get, _KEY_FILE)
        return SecretKeyRef(str(name), str(key)) if name and key else None
    return SecretKeyRef(str(name), function_mesh.KEY) if name and "java" in spec else None


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
            yield Loss((runtime, location_key), "is not a URL from which a pod can fetch a package", hint)


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


def _connection(spec: Manifest, *, has_token: bool) -> Iterator[Effect]:
    """The credentials and TLS. In Pulsar nothing about either reaches a pod without authentication."""
    pulsar = mapping(spec.get("pulsar"))
    tls = mapping(pulsar.get("tlsConfig"))
    uses_tls = tls.get("enabled") is True
    found = [*_credentials(spec, pulsar, has_token=has_token)]
    yield from found
    if uses_tls and not any(isinstance(each, Setting) for each in found):
        yield from _plugin("", "", ("pulsar", "tlsConfig"))
    for key, target in _TLS.items() if uses_tls else ():
        yield Setting((target,), tls.get(key) is True, ("pulsar", "tlsConfig", *((key,) if key in tls else ())))
    if pulsar.get("tlsSecret"):
        reason = "names a Secret with settings of TLS, and pods get these from the worker config"
        yield Loss(
            ("pulsar", "tlsSecret"),
            _BESIDE.format("tlsConfig") if tls else reason,
            "remove it" if tls else "write tlsConfig",
        )


def _credentials(spec: Manifest, pulsar: Manifest, *, has_token: bool) -> Iterator[Effect]:
    """The credentials: of the annotation, otherwise of authConfig, otherwise of authSecret."""
    if has_token:
        yield Setting(("authenticationEnabled",), value=True, source=("pulsar",))
    elif pulsar.get("authConfig") is not None:
        yield from _configured(spec, mapping(pulsar["authConfig"]))
    elif pulsar.get("authSecret"):
        yield from _in_secret(spec)


def _configured(spec: Manifest, given: Manifest) -> Iterator[Effect]:
    """The credentials of authConfig: OAuth2 comes first, and authSecret does not count beside it."""
    where: Path = ("pulsar", "authConfig")
    taken = next((key for key in (_OAUTH2, _GENERIC) if given.get(key)), "")
    if taken == _OAUTH2:
        yield from _oauth2(mapping(given[_OAUTH2]))
    elif taken:
        yield from _generic(spec, mapping(given[_GENERIC]))
    ignored = [(*where, key) for key in given if key != taken and given[key]]
    ignored += [("pulsar", "authSecret")] if mapping(spec["pulsar"]).get("authSecret") else []
    for path in ignored:
        beside = {_GENERIC: _OAUTH2, "authSecret": "authConfig"}.get(str(path[-1]))
        yield Loss(
            path, _BESIDE.format(beside) if beside else UNKNOWN, f"remove it, or {beside}" if beside else "remove it"
        )


def _in_secret(spec: Manifest) -> Iterator[Effect]:
    """The name of the plugin and its parameters in a Secret."""
    where: Path = ("pulsar", "authSecret")
    if "java" in spec:
        yield from _plugin("", "", where)
    else:
        reason = "names a Secret whose parameters Pulsar's Python and Go instances would get as an argument"
        yield Loss(where, reason, _OWN_SECRET)


def _generic(spec: Manifest, given: Manifest) -> Iterator[Effect]:
    """A plugin and its parameters: they may be arguments only if they name files."""
    where: Path = ("pulsar", "authConfig", _GENERIC)
    names = ("clientAuthenticationPlugin", "clientAuthenticationParameters")
    for key in given:
        if key not in names:
            yield Loss((*where, key), UNKNOWN, "remove it")
    plugin, parameters = (str(given.get(key) or "") for key in names)
    if not plugin or not parameters:
        yield Fault(where, f"needs {' and '.join(names)}")
    elif not function_mesh.names_files(parameters):
        hint = "put both into a Secret, and name it with authSecret instead" if "java" in spec else _OWN_SECRET
        yield Loss((*where, names[1]), "holds credentials, which would be an argument of the instance", hint)
    elif "golang" in spec and plugin != TOKEN_PLUGIN:
        yield Loss((*where, names[0]), "is a plugin that Pulsar's Go instance does not have", _OWN_SECRET)
    else:
        yield from _plugin(plugin, parameters, where)


def _plugin(plugin: str, parameters: str, where: Path) -> Iterator[Effect]:
    """Return the settings of a plugin of the resource's own, or of none; those of the worker never reach a pod."""
    yield Setting(("authenticationEnabled",), value=True, source=where)
    yield Setting(("functionAuthProviderClassName",), function_mesh.NAME, where)
    yield Setting(("brokerClientAuthenticationPlugin",), plugin, where)
    yield Setting(("brokerClientAuthenticationParameters",), parameters, where)


def _oauth2(given: Manifest) -> Iterator[Effect]:
    """OAuth2 with a key file from a Secret: the provider of the pods, and the parameters that are public."""
    where: Path = ("pulsar", "authConfig", _OAUTH2)
    public = ("issuerUrl", "audience", "scope")
    for key in given:
        if key not in (*public, *_KEY_FILE):
            yield Loss((*where, key), UNKNOWN, "remove it")
    missing = [key for key in ("issuerUrl", *_KEY_FILE) if not given.get(key)]
    if missing:
        yield Fault(where, f"needs {' and '.join(missing)}")
        return
    parameters = {key: given[key] for key in public if given.get(key)}
    yield Setting(("authenticationEnabled",), value=True, source=where)
    for key in ("functionAuthProviderClassName", "brokerClientAuthenticationPlugin"):
        yield Setting((key,), oauth2.NAME, where)
    yield Setting(("brokerClientAuthenticationParameters",), json.dumps(parameters, ensure_ascii=False), where)


def pulsar_config(spec: Manifest) -> str:
    """Return the name of the ConfigMap with the URLs of Pulsar, empty for none."""
    name = mapping(spec.get("pulsar")).get("pulsarConfig")
    return name if isinstance(name, str) else ""
