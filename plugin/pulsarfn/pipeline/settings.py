"""The settings of the person who runs pulsarfn, from options and environment; not the config of a component."""

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.documents import Content
from pulsarfn.stream.locate import Checkout, Place
from pulsarfn.typed import TYPE_CHECKING, TypeAlias
from pulsarfn.worker.auth.base import Credentials
from pulsarfn.worker.overrides import Override

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulsarfn.component.package_files.given import GivenPackages
    from pulsarfn.pipeline.expanded import ExpandedComponent


class InputText(NamedTuple):
    """A text and the name that people know it by: the path of a file, or ``stdin``.

    The content may not fit into memory: iterate over it with `stream.documents`, or read all of it with ``content[:]``.
    `place` is its place in another text, None for a file of its own. `plain` is the number of bytes at its start that were
    already searched and contain no candidate (`stream.markers`).
    """

    origin: str
    content: Content
    place: Place | None = None
    plain: int = 0

    def __repr__(self) -> str:
        return hidden(self)


def forget(_component: "ExpandedComponent") -> None:
    """Do nothing with a component: what it has to give is in the output."""


Observer: TypeAlias = "Callable[[ExpandedComponent], object]"
"""Takes a component after it is expanded."""


class Settings(NamedTuple):
    """The settings of one run.

    Attributes:
        worker_config: the worker config of ``--worker-config``, None to look for one in the stream.
        overrides: the ``--set`` options, in their order.
        kube_namespace: the value of ``--namespace``, empty for none.
        namespace_option: the option that gives `kube_namespace`.
        credentials: the token and the CA of the deployer.
        worker_config_name: the worker config in the stream for carriers that name none, empty to use the only one.
        bookkeeping: the prefixes of the annotations that the host adds for its own use; generated objects do not get them.
        packages: the package files that the user gave, None for none.
        written: whether the output is made; commands that print something else need none.
        applied: whether the output is for a host that applies it; a comparison makes its output for itself.
        checkout: finds the file of a checkout that contains a config, None to look for none.
        function_mesh: whether the resources of Function Mesh are expanded too.
        lossy: whether fields of such resources without counterpart are dropped with a warning.
        seen: takes each component after it is expanded; a run keeps none itself.
        noted: whether to make a note for each component and worker config, for ``-v``.
    """

    worker_config: InputText | None = None
    overrides: tuple[Override, ...] = ()
    kube_namespace: str = ""
    namespace_option: str = "--namespace"
    credentials: Credentials = Credentials()
    worker_config_name: str = ""
    bookkeeping: tuple[str, ...] = ()
    packages: "GivenPackages | None" = None
    written: bool = True
    applied: bool = True
    checkout: Checkout | None = None
    function_mesh: bool = False
    lossy: bool = False
    noted: bool = False
    seen: Observer = forget
