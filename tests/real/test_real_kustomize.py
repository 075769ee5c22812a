"""What kustomize gives an exec function, and what it makes of the answer."""

from pathlib import Path

import pytest
from clients import executable

TEE = "#!/bin/sh\ntee got.yaml\n"
FAILING = "#!/bin/sh\ncat >/dev/null\necho 'error[PF101]: no' >&2\nexit 1\n"
FUNCTION = """\
apiVersion: example.org/v1
kind: Expand
metadata:
  name: expand
  annotations:
    config.kubernetes.io/function: |
      exec: {path: ./fn.sh}
"""
KUSTOMIZATION = """\
transformers: [fn.yaml]
configMapGenerator:
- name: carrier
  files: [f.yaml]
  options: {disableNameSuffixHash: true, annotations: {pulsarfn.io/expand: function}}
"""
RESOURCE_LIST = """\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  data:
    f.yaml: |
      tenant: public   # kept
  kind: ConfigMap
  metadata:
    annotations:
      internal.config.kubernetes.io/generatorBehavior: unspecified
      kustomize.config.k8s.io/id: |
        kind: ConfigMap
        name: carrier
        version: v1
      pulsarfn.io/expand: function
      config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/annotations-migration-resource-id: '0'
      internal.config.kubernetes.io/id: '1'
      config.k8s.io/id: '1'
    name: carrier
functionConfig:
  apiVersion: example.org/v1
  kind: Expand
  metadata:
    annotations:
      config.kubernetes.io/function: |
        exec: {path: ./fn.sh}
      config.kubernetes.io/local-config: 'true'
    name: expand
"""
BUILT = """\
apiVersion: v1
data:
  f.yaml: |
    tenant: public   # kept
kind: ConfigMap
metadata:
  annotations:
    pulsarfn.io/expand: function
  name: carrier
"""


@pytest.fixture
def kustomization(tmp_path: Path) -> Path:
    folder = tmp_path / "kustomization"
    folder.mkdir()
    (folder / "kustomization.yaml").write_text(KUSTOMIZATION)
    (folder / "fn.yaml").write_text(FUNCTION)
    (folder / "f.yaml").write_text("tenant: public   # kept\n")
    return folder


BUILD = ("build", "--enable-alpha-plugins", "--enable-exec")


def test_kustomize_gives_an_exec_function_a_resource_list(kustomize, kustomization):
    executable(kustomization / "fn.sh", TEE)
    done = kustomize.run(*BUILD, kustomization)
    assert (done.returncode, done.stdout.decode()) == (0, BUILT), done.stderr.decode()
    assert (kustomization / "got.yaml").read_text() == RESOURCE_LIST


def test_kustomize_finds_an_exec_function_on_the_path(kustomize, kustomization, tmp_path):
    (kustomization / "fn.yaml").write_text(FUNCTION.replace("./fn.sh", "on-path"))
    executable(tmp_path / "bin" / "on-path", "#!/bin/sh\ncat\n")
    done = kustomize.run(*BUILD, kustomization)
    assert (done.returncode, done.stdout.decode()) == (0, BUILT), done.stderr.decode()


def test_kustomize_shows_what_a_failing_function_said(kustomize, kustomization):
    executable(kustomization / "fn.sh", FAILING)
    done = kustomize.run(*BUILD, kustomization)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"error[PF101]: no\nError: couldn't execute function: exit status 1 \n"


GENERATED = """\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- {apiVersion: v1, kind: Service, metadata: {name: pf-f, annotations: {ANNOTATIONS}}}
- {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: pf-f, annotations: {ANNOTATIONS}},
  spec: {serviceName: pf-f}}
"""
PREVIOUS = ", ".join(
    f"internal.config.kubernetes.io/{key}"
    for key in ("previousNames: carrier", "previousKinds: ConfigMap", "previousNamespaces: default")
)


@pytest.mark.parametrize(
    ("annotations", "service", "service_name"),
    [
        pytest.param("", "new-pf-f", "new-pf-f", id="none: an overlay renames the service and its reference"),
        pytest.param(
            "config.kubernetes.io/index: '0', internal.config.kubernetes.io/index: '0', config.k8s.io/id: '1',"
            " internal.config.kubernetes.io/id: '1', internal.config.kubernetes.io/generatorBehavior: unspecified,"
            " internal.config.kubernetes.io/annotations-migration-resource-id: '0'",
            "new-pf-f",
            "new-pf-f",
            id="those that say where an item stood may stand on several",
        ),
        pytest.param(PREVIOUS, "new-pf-f", "pf-f", id="the carrier's former names break references"),
        pytest.param(
            "internal.config.kubernetes.io/needsHashSuffix: enabled",
            "new-pf-f-dht9c8kf2b",
            "new-pf-f-dht9c8kf2b",
            id="the carrier's wish for a hash hashes the service's name",
        ),
    ],
)
def test_kustomize_bookkeeping_on_several_generated_items(annotations, service, service_name, kustomize, kustomization):
    answer = GENERATED.replace("ANNOTATIONS", annotations)
    executable(kustomization / "fn.sh", f"#!/bin/sh\ncat >/dev/null\ncat <<'END'\n{answer}END\n")
    overlay = kustomize.folder / "overlay"
    overlay.mkdir()
    (overlay / "kustomization.yaml").write_text("namePrefix: new-\nresources: [../kustomization]\n")
    done = kustomize.run(*BUILD, overlay)
    found = [line.split(": ")[1] for line in done.stdout.decode().splitlines() if "ame: " in line]
    assert (found[0], found[-1]) == (service, service_name), done.stderr.decode()
    assert b"annotations" not in done.stdout


def test_kustomize_gives_a_generator_its_own_configuration_as_an_item_too(kustomize, kustomization):
    (kustomization / "kustomization.yaml").write_text("generators: [fn.yaml]\n")
    executable(kustomization / "fn.sh", TEE)
    done = kustomize.run(*BUILD, kustomization)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr.decode()
    items, _, configuration = (kustomization / "got.yaml").read_text().partition("functionConfig:\n")
    assert items.count("kind: Expand") == configuration.count("kind: Expand") == 1
    assert "config.kubernetes.io/local-config: 'true'" in items
