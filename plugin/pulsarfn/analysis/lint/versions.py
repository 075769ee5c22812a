"""Versions of Pulsar that disagree: the given version, and the tag of the image that the pods run."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, given
from pulsarfn.component.giver import giver
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.provenance import origins_of
from pulsarfn.worker.pulsar_version import is_version, version_of_image, without_patch


def check(component: ExpandedComponent) -> Iterator[Finding]:
    """Report a component whose given version is not the version in the tag of its image."""
    said, image = component.objects.plan.version, component.objects.plan.image
    of_image = version_of_image(str(image))
    if not of_image or not is_version(said.given) or not said.setting or of_image == without_patch(said.given):
        return
    message = f"Pulsar {without_patch(said.given)} is configured, and the image {image} is Pulsar {of_image}"
    hint = "write the version of the image, or use an image of that version: what only one of the two knows makes pods fail"
    place = giver(origins_of(component.traced().objects.plan.version.given)[0])
    yield given(component.placed, codes.VERSIONS_DISAGREE, message, place, hint)
