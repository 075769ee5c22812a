"""What the user of ``pulsarfn import`` wants."""

from pathlib import Path

from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.named_tuples import NamedTuple


class Selection(NamedTuple):
    """The components to import.

    Attributes:
        fqfns: those that are named.
        everything: whether all are meant.
        tenant: a tenant of which all are meant, empty for none.
        namespace: a namespace of Pulsar of which all are meant.
        cluster: the name of the Pulsar cluster, empty if the objects are of one only.
    """

    fqfns: tuple[Fqfn, ...]
    everything: bool = False
    tenant: str = ""
    namespace: tuple[str, str] | None = None
    cluster: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return not (self.fqfns or self.everything or self.tenant or self.namespace)

    def means(self, fqfn: Fqfn) -> bool:
        """Whether a component is selected."""
        return self.everything or fqfn in self.fqfns or fqfn.tenant == self.tenant or fqfn[:2] == self.namespace


class ImportOptions(NamedTuple):
    """How to import.

    Attributes:
        package: ``worker``, ``packages`` or ``upload``; empty for the default of the source.
        pinned: whether to pin what the worker chose.
        downloads: whether packages may be downloaded to read types from them.
        download_to: the folder for the packages that only the worker has, None to download none.
        include_stopped: whether to import components without a StatefulSet.
    """

    package: str = ""
    pinned: bool = True
    downloads: bool = True
    include_stopped: bool = False
    download_to: Path | None = None
