"""Pulsar's own customizer (`BasicKubernetesManifestCustomizer`), used when no other is configured (contract 9.6)."""

from functools import partial

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.values import Manifest, Value, mapping, sequence
from pulsarfn.worker.customizers.base import Customization, CustomizerResult
from pulsarfn.worker.customizers.options import CustomizerOptions, Removable, merge, parse_runtime_customizer_config
from pulsarfn.worker.customizers.pod_options import service_with, stateful_set_with

NAME = "org.apache.pulsar.functions.runtime.kubernetes.BasicKubernetesManifestCustomizer"


def configure(config: Value) -> CustomizerResult:
    """Read runtimeCustomizerConfig: the options of every component, which its customRuntimeOptions override key by key."""
    defaults, problems = parse_runtime_customizer_config(config)
    return (None if defaults is None else partial(_customise, defaults)), problems


def _customise(defaults: CustomizerOptions, text: str) -> tuple[Customization, tuple[Problem, ...]]:
    if not text:
        return _customization(merge(defaults, CustomizerOptions())), ()
    from pulsarfn.worker.customizers.custom_runtime_options import parse_custom_runtime_options  # noqa: PLC0415 - few have any

    given, problems = parse_custom_runtime_options(text)
    return (Customization() if given is None else _customization(merge(defaults, given))), problems


def _customization(options: CustomizerOptions) -> Customization:
    image = options.given().get("image")
    return Customization(
        job_name=options.job_name or "",
        kube_namespace=options.job_namespace or "",
        image=image if isinstance(image, str) else "",
        service=partial(_service, options),
        stateful_set=partial(_stateful_set, options),
    )


def _service(options: CustomizerOptions, manifest: Manifest) -> Manifest:
    given = options.given()
    return _labelled(options, service_with(manifest, given) if given else manifest)


def _labelled(options: CustomizerOptions, manifest: Manifest) -> Manifest:
    return manifest | {"metadata": _metadata(manifest["metadata"], options)}


def _stateful_set(options: CustomizerOptions, manifest: Manifest) -> Manifest:
    """Return the StatefulSet; labels and annotations go on it and its pods, never on the selector (`customizeStatefulSet`)."""
    given = options.given()
    manifest = stateful_set_with(manifest, given) if given else manifest
    spec = mapping(manifest["spec"])
    template = mapping(spec["template"])
    pod = mapping(template["spec"])
    if options.node_selector_labels:
        pod = pod | {"nodeSelector": _over(pod.get("nodeSelector"), options.node_selector_labels)}
    if options.tolerations:
        tolerations = [toleration.manifest() for toleration in options.tolerations]
        pod = pod | {"tolerations": [*sequence(pod.get("tolerations")), *tolerations]}
    if options.resource_requirements is not None:
        own, *others = sequence(pod["containers"])
        pod = pod | {"containers": [_container(mapping(own), options), *others]}
    template = template | {"metadata": _metadata(template["metadata"], options), "spec": pod}
    return _labelled(options, manifest) | {"spec": spec | {"template": template}}


def _metadata(metadata: Value, options: CustomizerOptions) -> Manifest:
    changed = mapping(metadata)
    if options.extra_labels:
        changed = changed | {"labels": _over(changed.get("labels"), options.extra_labels)}
    if options.extra_annotations:
        changed = changed | {"annotations": _over(changed.get("annotations"), options.extra_annotations)}
    return changed


def _container(container: Manifest, options: CustomizerOptions) -> Manifest:
    """Return the container; limits and requests override the computed ones, resource by resource."""
    requirements = options.resource_requirements
    if requirements is None:
        return container
    resources = mapping(container.get("resources"))
    for kind, amounts in (("limits", requirements.limits), ("requests", requirements.requests)):
        if amounts:
            resources = resources | {kind: _over(resources.get(kind), amounts)}
    return container | {"resources": resources}


def _over(present: Value, given: Removable) -> Manifest:
    """Return `present` with the members of `given`; a null removes its key."""
    return {key: value for key, value in {**mapping(present), **given}.items() if value is not None}
