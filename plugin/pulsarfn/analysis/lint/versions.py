"""Versions of Pulsar that disagree: the given version, and the tag of the image that the pods run."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, given
from pulsarfn.component.giver import giver
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.provenance import origins_of
from pulsarfn.worker.pulsar_version import rules_of_image


def check(stream: Stream) -> Iterator[Finding]:
    """Report components whose given version is not the version in the tag of their image."""
    for component in stream.components:
        plan = component.objects.plan
        said, image = plan.version, plan.image
        rules = rules_of_image(str(image))
        if rules is None or not said.given or said.is_tag or rules is said.rules:
            continue
        message = f"Pulsar {said.rules.name} is configured, and the image {image} is Pulsar {rules.name}"
        hint = "write the version of the image, or use an image of that version: what only one of the two knows makes pods fail"
        place = giver(origins_of(component.traced().objects.plan.version.given)[0])
        yield given(component, codes.VERSIONS_DISAGREE, message, place, hint)
