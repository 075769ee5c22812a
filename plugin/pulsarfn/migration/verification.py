"""The proof of an import: what it wrote is expanded, and the result is compared with what runs."""

from collections.abc import Mapping, Sequence

from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.effects import Comparison
from pulsarfn.analysis.diff.masking import FromSecrets
from pulsarfn.diagnostics.problem import Diagnostic
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.values import Manifest

LIVE, WRITTEN = "running", "imported"


class ExpandedImport(NamedTuple):
    """The expansion of what an import wrote.

    Attributes:
        objects: the objects of each component that could be expanded.
        diagnostics: what the expansion reports.
    """

    objects: Mapping[Fqfn, tuple[Manifest, ...]]
    diagnostics: tuple[Diagnostic, ...]


def expanded(documents: Sequence[str], settings: Settings) -> ExpandedImport:
    """Expand documents in memory."""
    seen: list[ExpandedComponent] = []
    text = [InputText("import", "".join(documents).encode())]
    expansion = expand(text, settings._replace(written=False, seen=seen.append))
    return ExpandedImport({each.objects.fqfn: each.objects.manifests for each in seen}, expansion.diagnostics)


def compared(
    running: Mapping[Identity, Manifest],
    written: ExpandedImport,
    in_clear_text: Sequence[Fqfn],
    kube_namespace: str = "",
) -> Comparison:
    """Compare what runs with the expansion, object by object; kinds that were not read from the cluster are left out."""
    kinds = {each.kind for each in running}
    objects = {
        identity_of(each, kube_namespace): each
        for manifests in written.objects.values()
        for each in manifests
        if each.get("kind") in kinds
    }
    secrets = {str(each): FromSecrets(config=True) for each in in_clear_text}
    return compare(Stream(LIVE, running), Stream(WRITTEN, objects), secrets=secrets)
