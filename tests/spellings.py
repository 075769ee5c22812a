"""One component's objects, changed in one thing each: what the API server and the controller make of it."""

import copy

import yaml

from pulsarfn.analysis.diff.effects import Effect

NOTHING, IN_PLACE, ROLLS, REFUSED = Effect.NOTHING, Effect.IN_PLACE, Effect.ROLLS, Effect.REFUSED

BASE = """
apiVersion: v1
kind: Secret
metadata: {name: NAME-secret}
data: {token: dG9rZW4=}
---
apiVersion: v1
kind: Service
metadata: {name: NAME}
spec:
  clusterIP: None
  ports: [{name: grpc, port: 9093}]
  selector: {name: NAME}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: NAME, labels: {a: "1", b: "2"}}
spec:
  serviceName: NAME
  replicas: 0
  podManagementPolicy: Parallel
  selector: {matchLabels: {name: NAME}}
  template:
    metadata: {labels: {name: NAME, tier: x}}
    spec:
      containers:
      - name: pulsarfunction
        image: apachepulsar/pulsar:4.2.4
        command: [sh, -c, "exec java --function_details '{\\"name\\": \\"n\\", \\"parallelism\\": 1}'"]
        env:
        - {name: A, value: a}
        - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
        resources: {limits: {cpu: "1", memory: 1Gi}, requests: {cpu: 500m, memory: 1Gi}}
        ports: [{name: grpc, containerPort: 9093}]
        volumeMounts: [{name: auth, mountPath: /etc/auth}]
      volumes:
      - {name: auth, secret: {secretName: NAME-secret}}
"""

EXTRA = """
apiVersion: v1
kind: ConfigMap
metadata: {name: NAME}
data: {a: "1"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME-web}
spec:
  replicas: 0
  selector: {matchLabels: {app: NAME}}
  template:
    metadata: {labels: {app: NAME, tier: x}}
    spec: {containers: [{name: web, image: "web:1"}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: NAME-agent}
spec:
  selector: {matchLabels: {app: NAME}}
  template:
    metadata: {labels: {app: NAME, tier: x}}
    spec: {containers: [{name: agent, image: "agent:1"}]}
"""
"""Objects that stand beside the component where the sentence speaks of their kind."""


def _set(kind, path, value):
    """Set (None: remove) what is at a path of the object of that kind."""

    def change(objects):
        target = objects[kind]
        for step in path[:-1]:
            target = target.setdefault(step, {}) if isinstance(target, dict) else target[step]
        if value is None:
            del target[path[-1]]
        else:
            target[path[-1]] = value

    return change


def _both(*changes):
    return lambda objects: [change(objects) for change in changes]


def _spec(*path):
    return lambda value: _set("StatefulSet", ("spec", *path), value)


def _pod(*path):
    return lambda value: _set("StatefulSet", ("spec", "template", "spec", *path), value)


def _container(*path):
    return lambda value: _set("StatefulSet", ("spec", "template", "spec", "containers", 0, *path), value)


def _nothing(_objects):
    return None


_VARIABLES = [
    {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
    {"name": "A", "value": "a"},
]
_TOLERATION = {"key": "k", "operator": "Exists", "effect": "NoExecute"}
_PROBE = {"httpGet": {"port": 9094}}
_FULL_PROBE = {"httpGet": {"port": 9094, "path": "/", "scheme": "HTTP"}, "periodSeconds": 10, "initialDelaySeconds": 0}
_CLAIM = {
    "metadata": {"name": "c"},
    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
}
_DETAILS = _container("command", 2)
_TOKEN = {"serviceAccountToken": {"path": "t", "audience": "a"}}
_FULL_TOKEN = {"serviceAccountToken": {"path": "t", "audience": "a", "expirationSeconds": 3600}}

SPELLINGS = {
    "nothing at all": (_nothing, _nothing, NOTHING),
    "cpu in thousandths": (_nothing, _container("resources", "limits", "cpu")("1000m"), NOTHING),
    "cpu with a fraction": (_nothing, _container("resources", "requests", "cpu")("0.5"), NOTHING),
    "cpu with an exponent": (_nothing, _container("resources", "limits", "cpu")("1e0"), ROLLS),
    "cpu with zeros at its end": (_nothing, _container("resources", "requests", "cpu")("0.500"), NOTHING),
    "cpu in thousandths, of which there are many": (
        _container("resources", "limits", "cpu")("1500m"),
        _container("resources", "limits", "cpu")("1.500"),
        ROLLS,
    ),
    "cpu with less zeros at its end": (
        _container("resources", "limits", "cpu")("1500m"),
        _container("resources", "limits", "cpu")("1.5"),
        NOTHING,
    ),
    "memory with a fraction": (
        _container("resources", "limits", "memory")("1536Mi"),
        _container("resources", "limits", "memory")("1.5Gi"),
        NOTHING,
    ),
    "memory in thousands of bytes": (
        _container("resources", "limits", "memory")("2000000k"),
        _container("resources", "limits", "memory")("2G"),
        NOTHING,
    ),
    "cpu finer than a thousandth": (
        _container("resources", "requests", "cpu")("500.1m"),
        _container("resources", "requests", "cpu")("501m"),
        NOTHING,
    ),
    "memory in Mi": (_nothing, _container("resources", "limits", "memory")("1024Mi"), NOTHING),
    "memory in bytes, as much": (_nothing, _container("resources", "limits", "memory")("1073741824"), ROLLS),
    "memory, more": (_nothing, _container("resources", "limits", "memory")("2Gi"), ROLLS),
    "another order of labels": (_nothing, _set("StatefulSet", ("metadata", "labels"), {"b": "2", "a": "1"}), NOTHING),
    "another order of variables": (_nothing, _container("env")(_VARIABLES), ROLLS),
    "a default of a port": (_nothing, _container("ports", 0, "protocol")("TCP"), NOTHING),
    "no host port": (_nothing, _container("ports", 0, "hostPort")(0), NOTHING),
    "a default of a field reference": (
        _nothing,
        _container("env", 1, "valueFrom", "fieldRef", "apiVersion")("v1"),
        NOTHING,
    ),
    "a default of a container": (_nothing, _container("terminationMessagePath")("/dev/termination-log"), NOTHING),
    "the pull policy of a tag": (_nothing, _container("imagePullPolicy")("IfNotPresent"), NOTHING),
    "the pull policy of no tag": (
        _container("image")("localhost:5000/pulsar"),
        _both(_container("image")("localhost:5000/pulsar"), _container("imagePullPolicy")("Always")),
        NOTHING,
    ),
    "the pull policy of a digest": (
        _container("image")(f"pulsar@sha256:{'0' * 64}"),
        _both(_container("image")(f"pulsar@sha256:{'0' * 64}"), _container("imagePullPolicy")("IfNotPresent")),
        NOTHING,
    ),
    "another pull policy": (_nothing, _container("imagePullPolicy")("Always"), ROLLS),
    "defaults of a pod": (
        _nothing,
        _both(
            _pod("restartPolicy")("Always"),
            _pod("dnsPolicy")("ClusterFirst"),
            _pod("schedulerName")("default-scheduler"),
            _pod("terminationGracePeriodSeconds")(30),
            _pod("securityContext")({}),
            _pod("hostNetwork")(False),
            _pod("nodeSelector")({}),
            _pod("tolerations")([]),
            _pod("initContainers")([]),
        ),
        NOTHING,
    ),
    "no time to end": (_nothing, _pod("terminationGracePeriodSeconds")(0), ROLLS),
    "no service links": (_nothing, _pod("enableServiceLinks")(True), ROLLS),
    "the two names of a service account": (_pod("serviceAccount")("x"), _pod("serviceAccountName")("x"), NOTHING),
    "a service account": (_nothing, _pod("serviceAccountName")("default"), ROLLS),
    "an empty security context of a container": (_nothing, _container("securityContext")({}), ROLLS),
    "empty texts, flags and lists": (
        _nothing,
        _both(
            _container("env", 0)({"name": "A", "value": "a"}),
            _container("envFrom")([]),
            _container("args")([]),
            _container("tty")(False),
            _container("workingDir")(""),
            _container("volumeMounts", 0, "readOnly")(False),
            _container("volumeMounts", 0, "subPath")(""),
        ),
        NOTHING,
    ),
    "an empty variable": (
        _container("env", 0)({"name": "A"}),
        _container("env", 0)({"name": "A", "value": ""}),
        NOTHING,
    ),
    "the mode of files": (_nothing, _pod("volumes", 0, "secret", "defaultMode")(420), NOTHING),
    "another mode of files": (_nothing, _pod("volumes", 0, "secret", "defaultMode")(256), ROLLS),
    "a Secret that must be there": (_nothing, _pod("volumes", 0, "secret", "optional")(False), ROLLS),
    "an empty folder": (
        _pod("volumes", 0)({"name": "auth"}),
        _pod("volumes", 0)({"name": "auth", "emptyDir": {}}),
        NOTHING,
    ),
    "a token's expiry": (
        _pod("volumes", 0)({"name": "auth", "projected": {"sources": [_TOKEN]}}),
        _pod("volumes", 0)({"name": "auth", "projected": {"sources": [_FULL_TOKEN], "defaultMode": 420}}),
        NOTHING,
    ),
    "a folder of the host": (
        _pod("volumes", 0)({"name": "auth", "hostPath": {"path": "/x"}}),
        _pod("volumes", 0)({"name": "auth", "hostPath": {"path": "/x", "type": ""}}),
        NOTHING,
    ),
    "a toleration's empty value": (
        _pod("tolerations")([_TOLERATION]),
        _pod("tolerations")([_TOLERATION | {"value": ""}]),
        NOTHING,
    ),
    "a toleration without time": (
        _pod("tolerations")([_TOLERATION]),
        _pod("tolerations")([_TOLERATION | {"tolerationSeconds": 0}]),
        ROLLS,
    ),
    "defaults of a probe": (_container("readinessProbe")(_PROBE), _container("readinessProbe")(_FULL_PROBE), NOTHING),
    "a label of the pods": (_nothing, _spec("template", "metadata", "labels", "tier")("y"), ROLLS),
    "the command in other bytes": (
        _nothing,
        _DETAILS('exec java --function_details \'{"name": "n",  "parallelism": 1}\''),
        ROLLS,
    ),
    "a label of the StatefulSet": (_nothing, _set("StatefulSet", ("metadata", "labels", "a"), "2"), IN_PLACE),
    "an annotation of the Service": (_nothing, _set("Service", ("metadata", "annotations"), {"a": "1"}), IN_PLACE),
    "defaults of a StatefulSet": (
        _nothing,
        _both(
            _spec("revisionHistoryLimit")(10),
            _spec("minReadySeconds")(0),
            _spec("updateStrategy")({"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}),
            _spec("persistentVolumeClaimRetentionPolicy")({"whenDeleted": "Retain"}),
        ),
        NOTHING,
    ),
    "fewer old revisions": (_nothing, _spec("revisionHistoryLimit")(3), IN_PLACE),
    "pods must be ready for a while": (_nothing, _spec("minReadySeconds")(5), IN_PLACE),
    "claims go with their pods": (
        _nothing,
        _spec("persistentVolumeClaimRetentionPolicy")({"whenDeleted": "Delete"}),
        IN_PLACE,
    ),
    "numbers that start at another one": (_nothing, _spec("ordinals")({"start": 1}), IN_PLACE),
    "another strategy, which leaves a default behind": (
        _nothing,
        _spec("updateStrategy")({"type": "OnDelete"}),
        REFUSED,
    ),
    "pods from another number on": (
        _nothing,
        _spec("updateStrategy")({"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}),
        IN_PLACE,
    ),
    "one pod more": (_nothing, _spec("replicas")(1), IN_PLACE),
    "replicas by default": (_spec("replicas")(1), _spec("replicas")(None), NOTHING),
    "another pod management": (_nothing, _spec("podManagementPolicy")("OrderedReady"), REFUSED),
    "another Service of the StatefulSet": (_nothing, _spec("serviceName")("x"), REFUSED),
    "another selector": (
        _nothing,
        _both(_spec("selector", "matchLabels", "tier")("x"), _spec("template", "metadata", "labels", "tier")("x")),
        REFUSED,
    ),
    "labels that the selector does not match": (
        _nothing,
        _spec("template", "metadata", "labels", "name")("x"),
        REFUSED,
    ),
    "a claim": (_nothing, _spec("volumeClaimTemplates")([_CLAIM]), REFUSED),
    "a default of a claim": (
        _spec("volumeClaimTemplates")([_CLAIM]),
        _spec("volumeClaimTemplates")([_CLAIM | {"spec": _CLAIM["spec"] | {"volumeMode": "Filesystem"}}]),
        NOTHING,
    ),
    "defaults of a Service": (
        _nothing,
        _both(
            _set("Service", ("spec", "type"), "ClusterIP"),
            _set("Service", ("spec", "sessionAffinity"), "None"),
            _set("Service", ("spec", "internalTrafficPolicy"), "Cluster"),
            _set("Service", ("spec", "publishNotReadyAddresses"), False),
            _set("Service", ("spec", "ports", 0, "protocol"), "TCP"),
            _set("Service", ("spec", "ports", 0, "targetPort"), 9093),
        ),
        NOTHING,
    ),
    "another port of the Service": (_nothing, _set("Service", ("spec", "ports", 0, "port"), 9094), IN_PLACE),
    "another selector of the Service": (_nothing, _set("Service", ("spec", "selector", "name"), "x"), IN_PLACE),
    "a Service that was headless": (_nothing, _set("Service", ("spec", "clusterIP"), "10.96.7.7"), REFUSED),
    "a Service that becomes headless": (
        _set("Service", ("spec", "clusterIP"), None),
        _nothing,
        REFUSED,
    ),
    "a Service that leaves its address open": (_nothing, _set("Service", ("spec", "clusterIP"), None), NOTHING),
    "another token": (_nothing, _set("Secret", ("data", "token"), "b3RoZXI="), IN_PLACE),
    "the same token in clear text": (
        _nothing,
        _both(_set("Secret", ("data",), {}), _set("Secret", ("stringData",), {"token": "token"})),
        NOTHING,
    ),
    "the type of a Secret by default": (_nothing, _set("Secret", ("type",), "Opaque"), NOTHING),
    "another type of Secret": (_nothing, _set("Secret", ("type",), "example.org/other"), REFUSED),
    "a Secret that becomes immutable": (_nothing, _set("Secret", ("immutable",), True), IN_PLACE),
    "an immutable Secret": (
        _set("Secret", ("immutable",), True),
        _both(_set("Secret", ("immutable",), True), _set("Secret", ("data", "token"), "b3RoZXI=")),
        REFUSED,
    ),
    "a Secret that was immutable": (_set("Secret", ("immutable",), True), _nothing, REFUSED),
    "the labels of an immutable Secret": (
        _set("Secret", ("immutable",), True),
        _both(_set("Secret", ("immutable",), True), _set("Secret", ("metadata", "labels"), {"a": "1"})),
        IN_PLACE,
    ),
    "a ConfigMap": (_nothing, _set("ConfigMap", ("data", "a"), "2"), IN_PLACE),
    "a ConfigMap with less": (_nothing, _set("ConfigMap", ("data",), {}), IN_PLACE),
    "an immutable ConfigMap": (
        _set("ConfigMap", ("immutable",), True),
        _both(_set("ConfigMap", ("immutable",), True), _set("ConfigMap", ("data", "b"), "2")),
        REFUSED,
    ),
    "a ConfigMap that was immutable": (
        _set("ConfigMap", ("immutable",), True),
        _set("ConfigMap", ("immutable",), False),
        REFUSED,
    ),
    "defaults of a Deployment": (
        _nothing,
        _both(
            _set("Deployment", ("spec", "revisionHistoryLimit"), 10),
            _set("Deployment", ("spec", "progressDeadlineSeconds"), 600),
            _set("Deployment", ("spec", "strategy"), {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%"}}),
            _set("Deployment", ("spec", "template", "spec", "restartPolicy"), "Always"),
        ),
        NOTHING,
    ),
    "another image of a Deployment": (
        _nothing,
        _set("Deployment", ("spec", "template", "spec", "containers", 0, "image"), "web:2"),
        ROLLS,
    ),
    "more pods of a Deployment": (_nothing, _set("Deployment", ("spec", "replicas"), 1), IN_PLACE),
    "another selector of a Deployment": (
        _nothing,
        _set("Deployment", ("spec", "selector", "matchLabels", "tier"), "x"),
        REFUSED,
    ),
    "defaults of a DaemonSet": (
        _nothing,
        _set(
            "DaemonSet", ("spec", "updateStrategy"), {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}}
        ),
        NOTHING,
    ),
    "another image of a DaemonSet": (
        _nothing,
        _set("DaemonSet", ("spec", "template", "spec", "containers", 0, "image"), "agent:2"),
        ROLLS,
    ),
    "another selector of a DaemonSet": (
        _nothing,
        _set("DaemonSet", ("spec", "selector", "matchLabels", "tier"), "x"),
        REFUSED,
    ),
}


def spelled(sentence, change, name, namespace):
    """The objects under that name, changed."""
    found = {each["kind"]: each for each in yaml.safe_load_all(BASE.replace("NAME", name))}
    beside = {each["kind"]: each for each in yaml.safe_load_all(EXTRA.replace("NAME", name))}
    found |= {kind: each for kind, each in beside.items() if kind in sentence}
    found = copy.deepcopy(found)
    change(found)
    for each in found.values():
        each["metadata"]["namespace"] = namespace
    return list(found.values())
