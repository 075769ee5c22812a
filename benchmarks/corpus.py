"""Streams of any size, made up but shaped as charts are: Deployments, ConfigMaps with JSON in them, Services, and carriers.

They are written block by block: no stream has to fit into memory.
"""

from collections.abc import Iterable, Iterator
from itertools import count

WORKER_CONFIG = b"""---
apiVersion: v1
kind: ConfigMap
metadata:
  name: pulsar-functions
  annotations:
    pulsarfn.io/provide: worker-config
data:
  functions_worker.yml: |
    pulsarFunctionsCluster: standalone
    functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
    functionRuntimeFactoryConfigs:
      jobNamespace: pulsar
      pulsarDockerImageName: apachepulsar/pulsar:4.2.4
      pulsarServiceUrl: pulsar://broker.pulsar:6650
      pulsarAdminUrl: http://broker.pulsar:8080
"""
HEALTHY_WORKER_CONFIG = WORKER_CONFIG.replace(
    b"    functionRuntimeFactoryConfigs:\n",
    b"    secretsProviderConfiguratorClassName: "
    b"org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator\n"
    b"    functionRuntimeFactoryConfigs:\n"
    b"      percentMemoryPadding: 20\n",
)
"""One with which lint finds only in `functions` that the pods are Pulsar's bare ones, if the Secret that they name exists."""
_DEPLOYMENT = """---
# Source: shop/templates/deployment-{0}.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-{0}
  labels:
    app.kubernetes.io/name: shop-{0}
    app.kubernetes.io/managed-by: Helm
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: shop-{0}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: shop-{0}
    spec:
      serviceAccountName: shop
      containers:
        - name: main
          image: "registry.example.com/shop/service-{0}:1.{0}.0"
          args: ["--listen=:8080", "--greeting=\\"hello\\""]
          ports:
            - containerPort: 8080
              name: http
          env:
{1}          resources:
            limits: {{cpu: 500m, memory: 512Mi}}
            requests: {{cpu: 250m, memory: 256Mi}}
          livenessProbe:
            httpGet: {{path: /healthz, port: http}}
"""
_VARIABLES = "".join(
    f"            - name: SETTING_{number}\n              value: value of the setting number {number}\n"
    for number in range(25)
)
_DASHBOARD = """---
# Source: shop/templates/dashboard-{0}.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: dashboard-{0}
data:
  dashboard.json: |
    {{
      "uid": "dashboard-{0}",
{1}      "title": "Shop {0}"
    }}
"""
_PANELS = "".join(
    f'      "panel-{number}": {{"expr": "rate(http_requests_total[5m])", "legend": "{{{{code}}}}", "id": {number}}},\n'
    for number in range(60)
)
_SERVICE = """---
# Source: shop/templates/service-{0}.yaml
apiVersion: v1
kind: Service
metadata:
  name: shop-{0}
spec:
  ports:
    - port: 80
      targetPort: http
  selector:
    app.kubernetes.io/name: shop-{0}
"""
_KINDS = (*[(_DEPLOYMENT, _VARIABLES)] * 5, *[(_DASHBOARD, _PANELS)] * 2, *[(_SERVICE, "")] * 3)
_FUNCTION = """---
# Source: shop/templates/functions.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: enrich-{0}
  labels:
    app.kubernetes.io/managed-by: Helm
  annotations:
    pulsarfn.io/expand: function
data:
  enrich-{0}.yaml: |
    tenant: shop
    namespace: orders
    name: enrich-{0}
    className: org.example.shop.Enrich{0}
    jar: function://shop/orders/enrich@v{0}
    inputs:
      - persistent://shop/orders/placed-{0}
    output: persistent://shop/orders/enriched-{0}
    logTopic: persistent://shop/orders/log
    processingGuarantees: ATLEAST_ONCE
    parallelism: {1}
    autoAck: true
    subName: enrich-{0}
    userConfig:
      currency: EUR
      threshold: {0}
      endpoint: https://prices.example.com/v{0}
    secrets:
      DATABASE_PASSWORD:
        path: database
        key: password
    resources:
      cpu: 0.5
      ram: 536870912
      disk: 1073741824
    maxMessageRetries: 3
    deadLetterTopic: persistent://shop/orders/dead-{0}
"""
_SMALLEST = """---
apiVersion: v1
kind: ConfigMap
metadata: {{name: count-{0}, annotations: {{pulsarfn.io/expand: function}}}}
data:
  count-{0}.yaml: |
    tenant: shop
    namespace: orders
    name: count-{0}
    className: org.example.shop.Count
    jar: function://shop/orders/count@v1
    inputs: [placed]
"""


def documents() -> Iterator[bytes]:
    """Documents that are none of pulsarfn's business, without an end."""
    for number in count():
        text, filling = _KINDS[number % len(_KINDS)]
        yield text.format(number, filling).encode()


def functions(number: int, *, first: int = 0, parallelism: int = 1) -> Iterator[bytes]:
    """Carriers of one function each; with `parallelism` 0 each has an error."""
    for index in range(first, first + number):
        yield _FUNCTION.format(index, parallelism).encode()


def smallest_functions(number: int, *, first: int = 0) -> Iterator[bytes]:
    """Carriers of one function each, with what a function needs and nothing else."""
    for index in range(first, first + number):
        yield _SMALLEST.format(index).encode()


def stream(size: int, number_of_functions: int = 0) -> Iterator[bytes]:
    """So many bytes of ordinary documents, then a worker config and carriers."""
    written = 0
    for document in documents():
        if written >= size:
            break
        written += len(document)
        yield document
    if number_of_functions:
        yield from functions(number_of_functions)
        yield WORKER_CONFIG  # behind the functions that need it, which is the harder case


def changed(number: int, changes: int) -> Iterator[bytes]:
    """The same functions, of which so many count in another currency."""
    for index, part in enumerate(functions(number)):
        yield part if index % (number // changes) else part.replace(b"currency: EUR", b"currency: USD")


def listed(documents: Iterable[bytes]) -> Iterator[bytes]:
    """The same objects as the items of one List."""
    yield b"apiVersion: v1\nkind: List\nitems:\n"
    for document in documents:
        lines = [line for line in document.splitlines() if not line.startswith((b"---", b"#"))]
        yield b"- " + b"\n  ".join(lines) + b"\n"


def tiny_documents(number: int) -> Iterator[bytes]:
    """Documents that are as short as they can be."""
    yield from (b"---\n" * min(1000, number - at) for at in range(0, number, 1000))


def long_scalar(size: int) -> Iterator[bytes]:
    """One document with one text of that many bytes, in a single line."""
    yield b"---\nkind: ConfigMap\ndata:\n  a: "
    yield from (b"x" * min(1 << 16, size - at) for at in range(0, size, 1 << 16))
    yield b"\n"


def write(parts: Iterable[bytes], path: str) -> None:
    """Write a stream to a file."""
    with open(path, "wb") as file:  # noqa: PTH123 - a path as text is what programs are given
        file.writelines(parts)
