"""What the person who runs pulsarfn decides, from options and environment: the operator's settings, not a user's config."""

from typing import NamedTuple

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.stream.documents import Content
from pulsarfn.stream.locate import Checkout, Place
from pulsarfn.worker.auth.base import Credentials
from pulsarfn.worker.overrides import Override


class InputText(NamedTuple):
    """A text and the name under which people know it: a file's path, or ``stdin``.

    The content may be longer than memory: go through it with `stream.documents`, or take all of it out as ``content[:]``.
    `place` is where it is in another text, None for a file of its own.
    """

    origin: str
    content: Content
    place: Place | None = None

    def __repr__(self) -> str:
        return hidden(self)


class Settings(NamedTuple):
    """The settings of one run.

    Attributes:
        worker_config: the worker config given by ``--worker-config``, None to look for one in the stream.
        overrides: the ``--set`` options, in their order.
        kube_namespace: ``--namespace``, empty for none.
        namespace_option: the option that gives `kube_namespace`.
        credentials: token and CA of the deployer.
        worker_config_name: the worker config of the stream for carriers that name none, empty to look for the only one.
        bookkeeping: how the annotations begin that the host writes on objects for itself: generated ones have none of them.
        traced: whether values carry their origins, for `explain`.
        checkout: finds the file of a checkout that is a config, None to look for none.
        noted: whether to note what is made of each component and worker config, for ``-v``.
    """

    worker_config: InputText | None = None
    overrides: tuple[Override, ...] = ()
    kube_namespace: str = ""
    namespace_option: str = "--namespace"
    credentials: Credentials = Credentials()
    worker_config_name: str = ""
    bookkeeping: tuple[str, ...] = ()
    traced: bool = False
    checkout: Checkout | None = None
    noted: bool = False
