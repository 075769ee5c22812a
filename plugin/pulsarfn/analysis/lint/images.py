"""Images that are another one tomorrow: without a tag, or latest."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path, Text
from pulsarfn.pipeline.review import ExpandedComponent
from pulsarfn.values import mapping, path_to, sequence

_FACTORY = "functionRuntimeFactoryConfigs"


def check(stream: Stream) -> Iterator[Finding]:
    """Every image of the pods; one with a digest is certain whatever its tag."""
    for component in stream.components:
        for image in _images(component):
            name, _, digest = image.partition("@")
            tag = name.rpartition("/")[2].partition(":")[2]
            if digest or (tag and tag != "latest"):
                continue
            code, what = (codes.IMAGE_LATEST, "is latest") if tag else (codes.IMAGE_WITHOUT_TAG, "has no tag")
            text, path = _blamed(image, component)
            message = f"the image {image} {what}: which one runs depends on when a node pulls it"
            hint = f"name a version, such as {name.removesuffix(':latest')}:4.2.4"
            yield finding(component, code, message, path, hint, text=text)


def _images(component: ExpandedComponent) -> list[str]:
    pod = mapping(mapping(mapping(component.objects.manifests[-1]["spec"])["template"])["spec"])
    containers = (*sequence(pod.get("initContainers")), *sequence(pod.get("containers")))
    images = [mapping(each).get("image") for each in containers]
    return [*dict.fromkeys(each for each in images if isinstance(each, str))]


def _blamed(image: str, component: ExpandedComponent) -> tuple[Text, Path]:
    """The key that gives the image; where none does, pulsarDockerImageName has Pulsar's default."""
    factory = component.worker.config.factory
    if image in (component.objects.config.custom_runtime_options or ""):
        return Text.CONFIG, ("customRuntimeOptions",)
    runtime = component.objects.details.runtime
    if image == getattr(factory.function_docker_images, runtime.lower()):
        return Text.WORKER_CONFIG, (_FACTORY, "functionDockerImages", runtime)
    found = path_to(image, component.worker.config.runtime_customizer_config)
    if found is not None:
        return Text.WORKER_CONFIG, ("runtimeCustomizerConfig", *found[0])
    return Text.WORKER_CONFIG, (_FACTORY, "pulsarDockerImageName")
