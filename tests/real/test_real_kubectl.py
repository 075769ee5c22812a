"""How kubectl finds and calls a plugin, and that the control plane behind it works."""

import pytest
from clients import executable
from control_plane import Kube


@pytest.mark.parametrize("name", ["kubectl", "kubectl32"])
def test_kubectl_runs_a_plugin_from_the_path(name, request, tmp_path):
    kubectl = request.getfixturevalue(name)
    executable(tmp_path / "bin" / "kubectl-foo", '#!/bin/sh\nprintf "%s|" "$@"\ncat\nexit 7\n')
    done = kubectl.run("foo", "-n", "a b", "--bar", stdin="in\n")
    assert (done.returncode, done.stdout, done.stderr) == (7, b"-n|a b|--bar|in\n", b"")
    assert kubectl.run("-n", "x", "foo").returncode == 1


@pytest.mark.parametrize("name", ["kubectl", "kubectl32"])
def test_kubectl_asks_a_plugin_for_completions(name, request, tmp_path):
    kubectl = request.getfixturevalue(name)
    executable(tmp_path / "bin" / "kubectl-foo", "#!/bin/sh\n")
    executable(tmp_path / "bin" / "kubectl_complete-foo", "#!/bin/sh\nprintf '%s|' \"$@\"\nprintf '\\n:4\\n'\n")
    done = kubectl.run("__complete", "foo", "expand", "-n", "")
    assert (done.returncode, done.stdout) == (0, b"expand|-n||\n:4\n")


STATEFUL_SET = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: plain}
data: {a: "1"}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: none}]}
"""


def test_the_control_plane_makes_the_pod_of_a_stateful_set(kube: Kube):
    done = kube.run("apply", "--server-side", "-f", "-", stdin=STATEFUL_SET)
    assert done.stdout.decode().splitlines() == [
        "configmap/plain serverside-applied",
        "statefulset.apps/web serverside-applied",
    ], done.stderr.decode()
    assert kube.wait("get", "pods", "-o", "name", expected=b"pod/web-0\n") == b"pod/web-0\n"
