"""Streams with a canary wherever a secret may be, for the tests of what is shown."""

import base64
import json

import yaml

CANARY = "Canary-7!"
FACTORY = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory"
URLS = ("pulsarServiceUrl=pulsar://b:6650", "pulsarWebServiceUrl=http://b:8080")
FUNCTION = {"name": "f", "className": "a.F", "jar": "function://public/default/f@v1", "inputs": ["in"], "output": "out"}
SINK = {"name": "s", "className": "a.S", "archive": "sink://public/default/s@v1", "inputs": ["in"]}


def carrier(component, config, *, kind="ConfigMap", name="c", annotations=None, encoded=False, key="c.yaml"):
    """A carrier of one config, which is a mapping or a text."""
    text = config if isinstance(config, str) else yaml.safe_dump(config, sort_keys=False)
    part = "stringData" if kind == "Secret" and not encoded else "data"
    metadata = {"name": name, "annotations": {"pulsarfn.io/expand": component, **(annotations or {})}}
    data = {key: base64.b64encode(text.encode()).decode() if encoded else text}
    return {"apiVersion": "v1", "kind": kind, "metadata": metadata, part: data}


def worker(config, *, kind="ConfigMap", name="w"):
    """A worker config of the stream."""
    metadata = {"name": name, "annotations": {"pulsarfn.io/provide": "worker-config"}}
    whole = {"functionRuntimeFactoryClassName": FACTORY, "functionRuntimeFactoryConfigs": {}, **config}
    part = "stringData" if kind == "Secret" else "data"
    return {
        "apiVersion": "v1",
        "kind": kind,
        "metadata": metadata,
        part: {"functions_worker.yml": yaml.safe_dump(whole)},
    }


def stream(*objects):
    """The objects as documents."""
    return yaml.safe_dump_all(objects, sort_keys=False, allow_unicode=True).encode()


def listed(*objects):
    """The objects as one List."""
    return stream({"apiVersion": "v1", "kind": "List", "items": list(objects)})


def resource_list(*objects):
    """The objects as a ResourceList."""
    return stream({"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": list(objects)})


def as_json(*objects):
    """The objects as a List on one line."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)}).encode()


WAYS = {"documents": stream, "a List": listed, "a ResourceList": resource_list, "JSON": as_json}
"""The ways in which objects come."""
