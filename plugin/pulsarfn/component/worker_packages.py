"""Packages that only a function worker serves: what happens to the pod without one, and what to write instead (contract 5)."""

from pulsarfn.component.connectors import connector_of
from pulsarfn.component.shell import quote
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.models.fields import Model
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern

_VERSION = pattern(r".*:v?([0-9]+\.[0-9]+\.[0-9]+[A-Za-z0-9.+-]*)(?:@.*)?")
_OF_WINDOWS = pattern(r"[A-Za-z]:|\\\\")  # a disk, or another machine
_BUILTIN = "builtin://"


class Request(NamedTuple):
    """A package that a pod requests from the function worker.

    Attributes:
        field: the key of the config for such a package.
        value: the value of that key.
        component: function, source or sink.
        fqfn: the fully qualified name of the component.
        image: the image of the pod.
        root: pulsarRootDir, the folder of Pulsar in the image.
        config: the config.
        own: the config without what only the table of Apache's connectors gives, by the name of the package.
    """

    field: str
    value: str
    component: str
    fqfn: Fqfn
    image: str
    root: str
    config: Model
    own: Model

    @property
    def key(self) -> str:
        """The key that gives this package: the name of a built-in package has a different key."""
        types = {"archive": ("sourceType", "sinkType"), "jar": ("functionType",)}.get(self.field, ())
        given = self.config.members()
        return next((key for key in types if given.get(key)), self.field)


def warning(request: Request) -> Problem:
    """Return the warning: who serves the package, when the pod does not get it, and what to write instead."""
    value, component = request.value, request.component
    message = f"only a function worker hands out {value}, and answers 404 unless {component} {request.fqfn} is registered there too"
    if value.startswith("/") or _OF_WINDOWS.match(value):
        message = f"{value} is a path on the machine of whoever registers the {component}, not in the pod: {message}"
    scheme = "function" if request.field == "transformFunction" else component
    name = f"{request.fqfn}-transform" if request.field == "transformFunction" else str(request.fqfn)
    package = f"{scheme}://{name}@v1"
    command = upload_command(package, _file(request), request.fqfn.name)
    instead = "" if request.key == request.field else f" in place of {request.key}"
    lines = [f"{request.field}: {package}{instead}", *_of_table(request)]
    written = " and ".join(filter(None, (", ".join(lines[:-1]), lines[-1])))
    hint = f"{command}, and write {written}; or give an https:// URL; or {_in_image(request)}"
    return Problem(codes.PACKAGE_OF_WORKER, message, (request.key,), hint)


def _of_table(request: Request) -> list[str]:
    """Return what the config must say itself under another package's name."""
    if request.field == "transformFunction":
        return []
    own = request.own.members()
    added = {key: value for key, value in request.config.members().items() if key not in own}
    return [f"{key}: '{value}'" if value.startswith("[") else f"{key}: {value}" for key, value in added.items()]


def upload_command(package: str, file: str, description: str) -> str:
    """Return the command that uploads a file as a package."""
    return f"pulsar-admin packages upload {quote(package)} --path {quote(file)} --description {quote(description)}"


def _file(request: Request) -> str:
    """Return the path of the file to upload, on the user's machine."""
    if not request.value.startswith(_BUILTIN):
        return request.value
    name, _, file = request.value.removeprefix(_BUILTIN).partition("#")
    return file or _nar(request) or f"{name}.nar"


def _nar(request: Request) -> str:
    """Return the file name of one of Apache's connectors in the version of the image; empty for other packages."""
    connector = connector_of(request.value)
    if connector is None:
        return ""
    if not request.value.startswith(_BUILTIN):
        return request.value.rpartition("/")[2]
    if "#" in request.value:
        return request.value.partition("#")[2]
    version = _VERSION.fullmatch(request.image)
    return f"pulsar-io-{connector.archive}-{version[1] if version else 'VERSION'}.nar"


def _in_image(request: Request) -> str:
    nar = _nar(request)
    if nar:
        return f"{request.field}: local://{request.root}/connectors/{nar} where the image has the connectors"
    if request.value.startswith("/"):
        return f"{request.field}: local://{request.value} where the image has it"
    return f"{request.field}: local:// and the absolute path where the image has it"
