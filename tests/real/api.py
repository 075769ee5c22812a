"""The API server spoken to without kubectl, which takes a tenth of a second for each object."""

import http.client
import json
import ssl
import time
from urllib.parse import urlsplit

import yaml
from control_plane import Kube

from pulsarfn.kubernetes.identity import identity_of

_PATHS = {
    "StatefulSet": "apis/apps/v1/statefulsets",
    "Deployment": "apis/apps/v1/deployments",
    "DaemonSet": "apis/apps/v1/daemonsets",
    "Service": "api/v1/services",
    "Secret": "api/v1/secrets",
    "ConfigMap": "api/v1/configmaps",
}


class Api:
    """One connection to the API server, in the namespace of a test, as the user of its kubeconfig."""

    def __init__(self, kube: Kube) -> None:
        config = yaml.safe_load(kube.kubeconfig.read_text(encoding="utf-8"))
        server = urlsplit(config["clusters"][0]["cluster"]["server"])
        context = ssl._create_unverified_context()  # the certificate of a control plane of the tests
        self._connection = http.client.HTTPSConnection(server.hostname, server.port, context=context, timeout=60)
        self._token = config["users"][0]["user"]["token"]
        self.namespace = kube.namespace

    def close(self):
        self._connection.close()

    def call(self, method, path, body=None):
        """A call of the API; status and answer."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/apply-patch+yaml"}
        self._connection.request(
            method, path, body=None if body is None else json.dumps(body, ensure_ascii=False).encode(), headers=headers
        )
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())

    def path(self, kind, name=""):
        version, _, plural = _PATHS[kind].rpartition("/")
        return f"/{version}/namespaces/{self.namespace}/{plural}/{name}"

    def apply(self, manifest):
        """Server-side apply; what the server says against it, or an empty text."""
        path = self.path(manifest["kind"], manifest["metadata"]["name"])
        status, answer = self.call("PATCH", f"{path}?fieldManager=tests", manifest)
        return "" if status in (200, 201) else answer["message"]

    def make_namespace(self, name):
        """Make a namespace if it is not there."""
        manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        status, answer = self.call("PATCH", f"/api/v1/namespaces/{name}?fieldManager=tests", manifest)
        assert status in (200, 201), answer

    def wait_for_account(self, seconds=20):
        """Wait for the service account without which no pod is accepted; a controller makes it."""
        path, end = f"/api/v1/namespaces/{self.namespace}/serviceaccounts/default", time.monotonic() + seconds
        while (found := self.call("GET", path))[0] != 200:
            assert time.monotonic() < end, found
            time.sleep(0.05)

    def pods(self, expected, seconds=20):
        """The names of the pods, once they are as expected or time is up; for the pod of a Job the name of the Job."""
        path, end = f"/api/v1/namespaces/{self.namespace}/pods", time.monotonic() + seconds
        while True:
            found = {
                each["metadata"].get("labels", {}).get("batch.kubernetes.io/job-name", each["metadata"]["name"])
                for each in self.call("GET", path)[1]["items"]
            }
            if found == expected or time.monotonic() > end:
                return found
            time.sleep(0.05)

    def objects(self):
        """All objects of the kinds that pulsarfn makes, but for the ConfigMap that each namespace has."""
        found = {}
        for kind in _PATHS:
            _, answer = self.call("GET", self.path(kind).rstrip("/"))
            for each in answer["items"]:
                if each["metadata"]["name"] == "kube-root-ca.crt":
                    continue
                manifest = {"apiVersion": answer["apiVersion"], "kind": kind, **each}
                found[identity_of(manifest)] = manifest
        return found

    def settled(self, known=None, rolling=(), seconds=150):
        """The objects, once the controller has seen all StatefulSets, and has new revisions of those that should roll."""
        end = time.monotonic() + seconds
        while True:
            found = self.objects()
            if all(map(_seen, found.values())) and all(
                found[key]["status"]["updateRevision"] != known[key]["status"]["updateRevision"] for key in rolling
            ):
                return found
            assert time.monotonic() < end, "the controller has not come to an end"
            time.sleep(0.5)


def _seen(manifest):
    if manifest["kind"] != "StatefulSet":
        return True
    status = manifest["status"]
    return bool(status.get("updateRevision")) and status.get("observedGeneration") == manifest["metadata"]["generation"]
