"""The files that ``pulsarfn init`` makes of configs: carriers, a kustomization or a chart, and the packages that they need."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from pulsarfn.annotations import Component
from pulsarfn.component.config.infer import infer_function, infer_sink, infer_source
from pulsarfn.component.config.parse import ComponentConfig, parse
from pulsarfn.component.package import package_of
from pulsarfn.component.stages import expand_component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.component.worker_packages import upload_command
from pulsarfn.diagnostics.problem import Problem, has_errors
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.one_document import PlacedConfig
from pulsarfn.stream.emit import emit
from pulsarfn.stream.positions import Positions

_CODE = {"jar": "jar", "py": "py", "go": "go", "archive": "archive", "transformFunction": "transform_function"}
_KEY = re.compile(r"[-._a-zA-Z0-9]+\.(?:yaml|yml|json)")
_PLAIN = re.compile(r"[\w./:@-]+")
_NOT_OF_NAMES = re.compile(r"[^a-z0-9.]+")

SAMPLES: Mapping[Component, str] = {
    "function": """\
# what pulsar-admin functions create takes as --function-config-file
tenant: public
namespace: default
name: exclamation
className: org.example.Exclamation
jar: function://public/default/exclamation@v1
inputs: [persistent://public/default/in]
output: persistent://public/default/out
""",
    "source": """\
# what pulsar-admin sources create takes as --source-config-file
tenant: public
namespace: default
name: orders
className: org.example.OrdersSource
archive: source://public/default/orders@v1
topicName: persistent://public/default/orders
configs: {}
""",
    "sink": """\
# what pulsar-admin sinks create takes as --sink-config-file
tenant: public
namespace: default
name: archive
className: org.example.ArchiveSink
archive: sink://public/default/archive@v1
inputs: [persistent://public/default/orders]
configs: {}
""",
}
"""The starting point for users without a config."""


class Config(NamedTuple):
    """A config for a carrier.

    Attributes:
        component: the kind of component that it configures.
        fqfn: the fully qualified name of the component.
        file: the name of its file, which is also the data key.
        text: the config, with packages in place of files on the user's machine.
        uploads: the commands that upload the packages.
    """

    component: Component
    fqfn: Fqfn
    file: str
    text: str
    uploads: tuple[str, ...]

    def __repr__(self) -> str:
        return hidden(self)


def config_of(given: PlacedConfig) -> tuple[Config | None, tuple[Problem, ...]]:
    """Return the config with packages in place of local files, and all its problems; None if there are errors."""
    component, value, place, _ = given
    _, problems = expand_component(component, value, worker=None, surroundings=Surroundings())
    config, _ = parse(component, value)
    if config is None or has_errors(problems):
        return None, problems
    fqfn = _fqfn(config)
    text, uploads = place.text[:].replace("\r\n", "\n"), list[str]()
    for key, name in _CODE.items():
        package, refused = package_of(getattr(config, name, None), field=key, download_directory="")
        problems += refused
        if package is None or package.source in ("http", "image"):
            continue
        if package.source == "package-service":
            uploads.append(upload_command(package.url, package.path.lstrip("/"), fqfn.name))
        elif not (local := str(getattr(config, name))).startswith("builtin://"):
            scheme, suffix = ("function", "-transform") if key == "transformFunction" else (component, "")
            url = f"{scheme}://{fqfn}{suffix}@v1"
            text = _with_scalar(text, key, url)
            uploads.append(upload_command(url, local, fqfn.name))
    if has_errors(problems):
        return None, problems
    file = place.origin.rpartition("/")[2]
    file = file if _KEY.fullmatch(file) else f"{_object_name(fqfn.name)}.yaml"
    return Config(component, fqfn, file, text.rstrip("\n") + "\n", tuple(uploads)), problems


def _fqfn(config: ComponentConfig) -> Fqfn:
    from pulsarfn.component.config.function import FunctionConfig  # noqa: PLC0415 - only for their types
    from pulsarfn.component.config.sink import SinkConfig  # noqa: PLC0415

    inferred: ComponentConfig
    if isinstance(config, FunctionConfig):
        inferred = infer_function(config, forward_source_message_property=True)
    else:
        inferred = infer_sink(config) if isinstance(config, SinkConfig) else infer_source(config)
    return Fqfn(inferred.tenant or "", inferred.namespace or "", inferred.name or "")


def _with_scalar(text: str, key: str, value: str) -> str:
    """Return the text with another value for a top-level key; all other bytes, or the whole text if an alias gives it, stay."""
    found = Positions(text).scalar((key,))
    if found is None:
        return text
    (start, end), style = found
    written = value if not style and _PLAIN.fullmatch(value) else json.dumps(value)
    return text[:start] + written + ("\n" if style in ("|", ">") else "") + text[end:]


def carriers(configs: Sequence[Config]) -> dict[str, str]:
    """Return a carrier for each config, by file name."""
    return {
        f"{name}.yaml": emit(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": name, "annotations": {"pulsarfn.io/expand": each.component}},
                "data": {each.file: each.text},
            }
        )
        for name, each in zip(_names(configs), configs, strict=True)
    }


def kustomization(configs: Sequence[Config], _name: str) -> dict[str, str]:
    """Return a kustomization whose generators make the carriers; its output is piped to pulsarfn."""
    component = configs[0].component
    files = _config_files(configs)
    options = {"annotations": {"pulsarfn.io/provide": "worker-config"}}
    generators = [
        {"name": "pulsar", "files": ["functions_worker.yml"], "options": options},
        {
            "name": f"{component}s",
            "files": [*files],
            "options": {"annotations": {"pulsarfn.io/expand": component}},
        },
    ]
    whole = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "generatorOptions": {"disableNameSuffixHash": True},
        "configMapGenerator": generators,
    }
    head = "# kustomize build . | pulsarfn | kubectl apply --server-side -f -\n"
    return {"kustomization.yaml": head + emit(whole), "functions_worker.yml": _worker_config(), **files}


def chart(configs: Sequence[Config], name: str) -> dict[str, str]:
    """Return a Helm chart whose template makes a carrier of each file."""
    component = configs[0].component
    head = {"apiVersion": "v2", "name": _object_name(name), "version": "0.1.0"}
    values = {"pulsar": {"brokerUrl": _BROKER, "adminUrl": _ADMIN, "image": _IMAGE}}
    return {
        "Chart.yaml": "# helm upgrade --install RELEASE . --post-renderer pulsarfn\n" + emit(head),
        "values.yaml": emit(values),
        f"templates/{component}s.yaml": _TEMPLATE.replace("COMPONENT", component),
        "templates/pulsar.yaml": _WORKER_TEMPLATE + _indented(_worker_config(*_VALUES)),
        **_config_files(configs),
    }


SKELETONS: Mapping[str, Callable[[Sequence[Config], str], dict[str, str]]] = {
    "carriers": lambda configs, _: carriers(configs),
    "kustomization": kustomization,
    "chart": chart,
}
"""From configs and the name of the folder to files, for each value of the option."""

_BROKER, _ADMIN, _IMAGE = (
    "pulsar://pulsar-broker.pulsar:6650",
    "http://pulsar-broker.pulsar:8080",
    "apachepulsar/pulsar:4.2.4",
)
_VALUES = ("{{ .Values.pulsar.brokerUrl }}", "{{ .Values.pulsar.adminUrl }}", "{{ .Values.pulsar.image }}")
_TEMPLATE = """\
{{- range $file, $_ := .Files.Glob "COMPONENTs/*" }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $.Release.Name }}-{{ base $file | trimSuffix (ext $file) | lower | replace "_" "-" }}
  annotations:
    pulsarfn.io/expand: COMPONENT
data:
  {{ base $file }}: |
    {{- $.Files.Get $file | nindent 4 }}
{{- end }}
"""
_WORKER_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-pulsar
  annotations:
    pulsarfn.io/provide: worker-config
data:
  functions_worker.yml: |
"""


def _worker_config(broker: str = _BROKER, admin: str = _ADMIN, image: str = _IMAGE) -> str:
    return (
        "functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory\n"
        f"functionRuntimeFactoryConfigs:\n  pulsarDockerImageName: {image}\n"
        f"pulsarServiceUrl: {broker}\npulsarWebServiceUrl: {admin}\n"
    )


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def _config_files(configs: Sequence[Config]) -> dict[str, str]:
    """Return the configs in a folder, each with a unique name."""
    many = Counter(each.file for each in configs)
    return {
        f"{each.component}s/{each.file if many[each.file] == 1 else f'{name}.yaml'}": each.text
        for name, each in zip(_names(configs), configs, strict=True)
    }


def _names(configs: Sequence[Config]) -> Iterator[str]:
    """Return an object name for each config: the name of the component, with tenant and namespace if the name is not unique."""
    many = Counter(_object_name(each.fqfn.name) for each in configs)
    for each in configs:
        short = _object_name(each.fqfn.name)
        yield short if many[short] == 1 else _object_name(str(each.fqfn))


def _object_name(text: str) -> str:
    """Return a text as a valid name for a ConfigMap."""
    return _NOT_OF_NAMES.sub("-", text.lower()).strip("-.")[:200] or "pulsar"
