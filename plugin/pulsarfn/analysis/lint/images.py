"""Images whose content may change between two pulls: without a tag, or latest."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.available import POD
from pulsarfn.analysis.lint.stream import Finding, given
from pulsarfn.component.origins import giver_of
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.references import CONTAINER_LISTS
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.values import Manifest, mapping, sequence, value_at


def check(component: ExpandedComponent) -> Iterator[Finding]:
    """Check every image of the pods; an image with a digest cannot change, whatever its tag."""
    for image, path in _images(component.objects.stateful_set).items():
        name, _, digest = image.partition("@")
        tag = name.rpartition("/")[2].partition(":")[2]
        if digest or (tag and tag != "latest"):
            continue
        code, what = (codes.IMAGE_LATEST, "is latest") if tag else (codes.IMAGE_WITHOUT_TAG, "has no tag")
        traced = component.traced()
        message = f"the image {image} {what}: which one runs depends on when a node pulls it"
        hint = f"name a version or a digest: {name.removesuffix(':latest')}:VERSION"
        place = giver_of(traced, traced.objects.stateful_set, path)
        yield given(component.placed, code, message, place, hint, names_only=False)


def _images(stateful_set: Manifest) -> dict[str, Path]:
    """Return the images of the pod, each with the first path that names it."""
    images: dict[str, Path] = {}
    for kind in CONTAINER_LISTS:
        for index, container in enumerate(sequence(value_at(stateful_set, (*POD, kind)))):
            image = mapping(container).get("image")
            if isinstance(image, str):
                images.setdefault(image, (*POD, kind, index, "image"))
    return images
