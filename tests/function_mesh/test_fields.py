"""Each field of the custom resource definitions is a part of a config, a key of the worker config, or a problem that names it.

`tools/function_mesh_fields.py` made the list of the fields.
"""

from copy import deepcopy
from pathlib import Path

import pytest

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import dotted
from pulsarfn.pipeline.carriers.function_mesh.fields import FIELDS
from pulsarfn.pipeline.carriers.function_mesh.resource import configs_of
from pulsarfn.pipeline.carriers.function_mesh.rules import Members
from pulsarfn.values import mapping, value_at

LISTED = [
    (kind, tuple(path.split(".")))
    for kind, path in (line.split(" ") for line in (Path(__file__).parent / "fields.txt").read_text().splitlines())
]
COMPONENTS = {"Function": "function", "Source": "source", "Sink": "sink"}
BASE = {
    "name": "orders",
    "className": "com.example.Orders",
    "clusterName": "shop",
    "java": {"jar": "/pulsar/orders.jar"},
    "pod": {"liveness": {"periodSeconds": 5}},
}
SAMPLES = {
    "affinity": {"nodeAffinity": {}},
    "autoAck": False,
    "cleanupSubscription": True,
    "autoScalingBehavior": {"scaleDown": {"stabilizationWindowSeconds": 60}},
    "builtinAutoscaler": ["AverageUtilizationCPUPercent50"],
    "cryptoSecrets": [{"secretName": "keys", "secretKey": "private.pem", "asVolume": "/keys"}],
    "customSchemaSinks": {"placed": "avro"},
    "customSchemaSources": {"placed": "avro"},
    "customSerdeSources": {"placed": "com.example.Serde"},
    "env": [{"name": "LEVEL", "value": "debug"}],
    "forwardSourceMessageProperty": False,
    "imagePullPolicy": "Always",
    "imagePullSecrets": [{"name": "registry"}],
    "initContainers": [{"name": "wait", "image": "busybox"}],
    "format": "json",
    "javaLog4JConfigFileType": "yaml",
    "javaOpts": ["-Dlevel=debug"],
    "level": "warn",
    "location": "function://public/default/orders@v1",
    "logTopicAgent": "sidecar",
    "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete"},
    "processingGuarantee": "manual",
    "resources": {"requests": {"cpu": "100m"}},
    "securityContext": {"runAsNonRoot": True},
    "sidecars": [{"name": "beside", "image": "busybox"}],
    "startupProbe": {"periodSeconds": 5},
    "subscriptionPosition": "earliest",
    "tolerations": [{"key": "spot"}],
    "topics": ["placed"],
    "volumeClaimTemplates": [{"metadata": {"name": "data"}}],
    "volumeMounts": [{"name": "data", "mountPath": "/data"}],
    "volumes": [{"name": "data", "emptyDir": {}}],
}
MAPPINGS = ("labels", "annotations", "nodeSelector", "funcConfig", "sinkConfig", "sourceConfig", "configs")
NUMBERS = ("Replicas", "replicas", "Seconds", "Threshold", "timeout", "Retry", "Requests", "Ms", "Count", "Size")
OAUTH2 = {"issuerUrl": "https://id.example/", "keySecretName": "client", "keySecretKey": "client.json"}
GENERIC = {
    "clientAuthenticationPlugin": "org.apache.pulsar.client.impl.auth.AuthenticationToken",
    "clientAuthenticationParameters": "file:///keys/token",
}
TLS = {"pulsar": {"tlsConfig": {"enabled": True, "certSecretName": "ca", "certSecretKey": "ca.crt"}}}
WITHOUT_EFFECT = {
    "showPreciseParallelism": "the number of instances that a function sees is always the number of replicas",
    "pod.disableDefaultAffinity": "Pulsar's pods have no affinity by default",
    "java.log.javaLog4JConfigFileType": "it is the syntax of the file that the operator makes",
    "python.log.javaLog4JConfigFileType": "it is the syntax of a file for Java",
    "windowConfig.actualWindowFunctionClassName": "the operator overwrites it with className",
    "windowConfig.processingGuarantees": "Pulsar writes it",
}


def sample(path):
    key = path[-1]
    if key in SAMPLES:
        return SAMPLES[key]
    if key.endswith("Location"):
        return SAMPLES["location"]
    if key in MAPPINGS:
        return {"team": "core"}
    return 7 if key.endswith(NUMBERS) else "sample"


def placed(spec, path, value):
    """The spec with a value at a path; `*` is a key of the user."""
    made = deepcopy(spec)
    holder = made
    for key in path[:-1]:
        holder = holder.setdefault("placed" if key == "*" else key, {})
    holder[path[-1]] = value
    return made


def mapped(kind, spec, *, has_token=False):
    return configs_of({"kind": kind, "spec": spec}, (), has_token=has_token, lossy=False)


@pytest.mark.parametrize(("kind", "path"), [each for each in LISTED if each[0] in COMPONENTS], ids=str)
def test_each_field_is_mapped_or_a_problem(kind, path):
    base, has_token = deepcopy(BASE), path[:2] == ("pulsar", "tlsConfig")
    value = sample(path)
    if has_token:
        base |= deepcopy(TLS)
        value = "other" if "certSecret" in path[-1] else path[-1] != "enabled"
    if path[:3] == ("pulsar", "authConfig", "oauth2Config"):
        base = placed(base, path[:3], dict(OAUTH2))
    if path[:3] == ("pulsar", "authConfig", "genericAuth"):
        base = placed(base, path[:3], dict(GENERIC))
        value = {"sample": "file:///keys/other"}.get(value, value)
    if path[0] in ("golang", "python"):
        base = placed(placed(base, ("java",), None), (path[0], {"golang": "go", "python": "py"}[path[0]]), "/pulsar/f")
    if path in (("sinkType",), ("sourceType",)):
        del base["java"]
    if path == ("minReplicas",):
        base["maxReplicas"] = 9
    before, _ = mapped(kind, base, has_token=has_token)
    after, problems = mapped(kind, placed(base, path, value), has_token=has_token)
    given = tuple("placed" if key == "*" else key for key in path)
    named = [each for each in problems if each.path[1:] and given[: len(each.path) - 1] == each.path[1:]]
    assert (after != before or bool(named)) != (".".join(path) in WITHOUT_EFFECT)
    assert all(each.code is codes.RESOURCE_FIELD_WITHOUT_COUNTERPART for each in problems)
    assert all(dotted(each.path) in each.message for each in problems)


def leaves(table, path=()):
    for key, rule in table.items():
        if isinstance(rule, Members):
            yield from leaves(rule.table((*rule.target, "*")), (*path, key, "*"))
        elif callable(rule):
            yield (*path, key)
        else:
            yield from leaves(rule, (*path, key))


@pytest.mark.parametrize("kind", COMPONENTS)
def test_the_table_has_the_fields_of_the_definitions_and_no_others(kind):
    listed = {path for each, path in LISTED if each == kind}
    made = set(leaves(FIELDS[COMPONENTS[kind]]))
    assert [path for path in listed if not any(path[: len(each)] == each for each in made)] == []
    assert [each for each in made if not any(path[: len(each)] == each for path in listed)] == []


def test_a_function_mesh_has_the_listed_members():
    assert {path for kind, path in LISTED if kind == "FunctionMesh"} == {("functions",), ("sources",), ("sinks",)}


@pytest.mark.parametrize("kind", COMPONENTS)
def test_the_place_of_each_part_of_a_config_is_in_the_resource(kind):
    spec = deepcopy(BASE)
    for each, path in LISTED:
        if each == kind and path[0] not in ("golang", "python", "genericRuntime"):
            spec = placed(spec, path, sample(path))
    manifest = {"kind": kind, "spec": spec}
    (config,), _ = configs_of(manifest, (), has_token=False, lossy=True)
    assert len(config.places) > 20
    assert all(value_at(manifest, where) is not None for where in config.places.values())
    assert mapping(config.value)["className"] == "sample"
