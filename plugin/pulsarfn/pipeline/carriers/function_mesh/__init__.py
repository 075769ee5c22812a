"""Resources of Function Mesh as carriers: Function, Source, Sink and FunctionMesh of `compute.functionmesh.io/v1alpha1`."""

from pulsarfn.annotations import AUTH_SECRET, EXPAND, FUNCTION_MESH
from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.pipeline.carriers.annotation_checks import check_metadata, is_resource
from pulsarfn.pipeline.carriers.carrier import Carrier
from pulsarfn.pipeline.carriers.metadata import carrier_of
from pulsarfn.values import Manifest, mapping


def is_carrier(manifest: Manifest, *, function_mesh: bool) -> bool:
    """Whether a resource is expanded: all are with the option, otherwise those with the annotation."""
    if not is_resource(manifest):
        return False
    annotations = mapping(mapping(manifest.get("metadata")).get("annotations"))
    return annotations.get(EXPAND) == FUNCTION_MESH or (function_mesh and EXPAND not in annotations)


def recognise_carrier(manifest: Manifest, path: Path, *, lossy: bool) -> tuple[Carrier, tuple[Problem, ...]]:
    """Return the resource as a carrier, and its faults."""
    from pulsarfn.pipeline.carriers.function_mesh.resource import configs_of  # noqa: PLC0415 - few streams have resources

    metadata = mapping(manifest.get("metadata"))
    has_token = AUTH_SECRET in mapping(metadata.get("annotations"))
    configs, problems = configs_of(manifest, path, has_token=has_token, lossy=lossy)
    carrier, wrong, is_template = carrier_of(manifest, configs, path)
    return carrier, wrong if is_template else (*check_metadata(metadata, (*path, "metadata")), *wrong, *problems)
