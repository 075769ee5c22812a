"""Comparing what pulsarfn prints with what Pulsar's own code sent, as README.md describes."""

import re

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SECRET = re.compile(r"pf-secret-[a-z0-9]+")
_OURS = ("apiVersion", "kind")


def comparable(value, path=()):
    """`value` without empty lists and maps, UUIDs and the generated secret's name masked."""
    if isinstance(value, dict):
        members = {key: comparable(each, (*path, key)) for key, each in value.items()}
        return {key: each for key, each in members.items() if each not in ({}, [])}
    if isinstance(value, list):
        return [comparable(each, path) for each in value]
    if isinstance(value, str):
        return _SECRET.sub("pf-secret-*", _UUID.sub("UUID", value))
    return value


def expected_objects(result):
    """The objects of an oracle result in the order in which pulsarfn prints them.

    Their namespace is where they were posted to; the reference's own default is left to kubectl and Helm (contract 4).
    """
    namespaces = result["requestNamespaces"]
    objects = [("Secret", each, where) for each, where in zip(result["secrets"], namespaces["secrets"], strict=True)]
    objects += [("Service", result["service"], namespaces["service"])]
    objects += [("StatefulSet", result["statefulSet"], namespaces["statefulSet"])]
    return [(kind, _posted(comparable(each), where)) for kind, each, where in objects]


def _posted(manifest, namespace):
    metadata = {key: value for key, value in manifest["metadata"].items() if key != "namespace"}
    return {**manifest, "metadata": metadata if namespace == "default" else {**metadata, "namespace": namespace}}


def printed_object(manifest):
    """An object that pulsarfn printed, in the same form."""
    return manifest["kind"], comparable({key: value for key, value in manifest.items() if key not in _OURS})


def differing_paths(expected, printed, path=""):
    """Where two values differ: dotted paths, list indices included."""
    if isinstance(expected, dict) and isinstance(printed, dict):
        found = set()
        for key in expected.keys() | printed.keys():
            found |= differing_paths(expected.get(key), printed.get(key), f"{path}.{key}" if path else str(key))
        return found
    if isinstance(expected, list) and isinstance(printed, list) and len(expected) == len(printed):
        pairs = enumerate(zip(expected, printed, strict=True))
        return set().union(*(differing_paths(old, new, f"{path}.{index}") for index, (old, new) in pairs))
    return set() if expected == printed else {path}


_POD = "StatefulSet.spec.template.spec."
_ASPECTS = {
    "name": ("Service.metadata.name", "StatefulSet.metadata.name", "StatefulSet.spec.serviceName"),
    "namespace": ("Secret.metadata.namespace", "Service.metadata.namespace", "StatefulSet.metadata.namespace"),
    "metadata": ("Service.metadata", "StatefulSet.metadata", "StatefulSet.spec.template.metadata"),
    "command": (f"{_POD}containers.0.command.2",),
    "image": (f"{_POD}containers.0.image",),
    "resources": (f"{_POD}containers.0.resources",),
    "volumes": (f"{_POD}containers.0.volumeMounts", f"{_POD}volumes"),
    "node selector": (f"{_POD}nodeSelector",),
    "tolerations": (f"{_POD}tolerations",),
}


def aspects(paths):
    """What the differing paths are about, in the words of `differences`; a path about nothing known stands for itself."""
    return frozenset(
        next((aspect for aspect, starts in _ASPECTS.items() if path.startswith(starts)), path) for path in paths
    )
