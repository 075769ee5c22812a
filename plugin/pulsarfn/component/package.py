"""The code that a pod runs: where it comes from, and its path in the pod (contract 5).

Nothing here reads the file system: a file that happens to exist never changes the output.
"""

import re

from pulsarfn.component.shell import option, quote
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, nearest
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.java.java_text import is_blank
from pulsarfn.kubernetes import names
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.provenance import derived, joined
from pulsarfn.typed import Literal

Source = Literal["worker", "package-service", "http", "image"]

_PACKAGE_URL = pattern(r"(?:function|sink|source)://([^/@#\s]+)/([^/@#\s]+)/([^/@#\s]+)(?:@([^/@#\s]+))?")
_SCHEME = pattern(r"\s*([A-Za-z][A-Za-z0-9+.-]+):.*", re.DOTALL)  # at least two letters: C:\\ is a disk
_PACKAGE_SCHEMES = ("function", "sink", "source")
_HTTP_SCHEMES = ("http", "https")
_SCHEMES = (*_PACKAGE_SCHEMES, *_HTTP_SCHEMES, "local", "builtin")
_EXTENSIONS = {"jar": ".jar", "py": ".py", "go": "", "archive": ".nar", "transformFunction": ".jar"}


class Package(NamedTuple):
    """A jar, NAR, Python file or Go binary, as the pod finds it.

    Attributes:
        source: where it comes from: the function worker, the package service, a web server, or the image.
        url: the URL to fetch, without a fragment; empty for the function worker and the image.
        path: the absolute path of the file in the pod.
    """

    source: Source
    url: str
    path: str

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def needs_admin_url(self) -> bool:
        """Whether the pod downloads the package from Pulsar's admin API."""
        return self.source in ("worker", "package-service")


def package_of(value: str | None, *, field: str, download_directory: str) -> tuple[Package | None, tuple[Problem, ...]]:
    """Read the value of `field` (jar, py, go, archive, transformFunction); None if the config has none."""
    path: Path = (field,)
    if value is None or is_blank(value):
        return None, ()  # the checks of the config have reported this
    scheme = _scheme(value)
    if scheme == "local":
        return _in_image(value, path)
    if scheme in _PACKAGE_SCHEMES:
        source, url, name, problems = _of_package_service(value, field)
    elif scheme in _HTTP_SCHEMES:
        source, url, name, problems = _of_web_server(scheme + value[len(scheme) :], path)
    elif scheme == "builtin" and value.startswith("builtin://"):
        built_in, _, fragment = value.removeprefix("builtin://").partition("#")
        source, url, name, problems = "worker", "", fragment or f"{built_in}.nar", ()
    elif scheme:
        source, url, name, problems = "worker", "", "", (_unknown_scheme(value, scheme, path),)
    else:
        source, url, name, problems = "worker", "", value.rpartition("/")[2], ()
    file = names.file_name(name)
    if not problems and "#" in value:
        problems = _of_name(name, path)
    if not problems and file in ("", ".", "..", ".nar"):
        problems = (
            Problem(
                codes.PACKAGE_INVALID,
                "the package has no file name",  # a URL may hold a password: it is not shown
                path,
                "name the file at the end of the path, or after a '#'",
            ),
        )
    if problems:
        return None, problems
    path_in_pod = derived(f"{download_directory}/{file}", value, download_directory)
    return Package(source, derived(url, value), path_in_pod), ()


def download_command(package: Package, *, admin: str, fqfn: names.Fqfn, transform_function: bool = False) -> str:
    """Return the shell command that fetches the package; empty if it is in the image.

    Source: `KubernetesRuntime.getDownloadCommand`. `admin` is pulsar-admin with its URL and authentication.
    """
    if package.source == "image":
        return ""
    if package.source == "package-service":
        words = [admin, option("packages download", package.url), option("--path", package.path)]
    elif package.source == "http":
        path, url = quote(package.path), quote(package.url)
        fetch = f"then curl -fgsSL -o {path} {url}; else wget -q -O {path} {url}; fi"
        words = ["if command -v curl >/dev/null 2>&1;", derived(fetch, package.url)]
    else:
        words = [admin, "functions download", option("--tenant", fqfn.tenant), option("--namespace", fqfn.namespace)]
        words += [option("--name", fqfn.name), option("--destination-file", package.path)]
        words += ["--transform-function"] if transform_function else []
    return joined(" ", words)


_Parts = tuple[Source, str, str, tuple[Problem, ...]]


def _scheme(value: str) -> str:
    """Return the scheme of a URL, empty for a file name; http and https may be in upper or lower case."""
    match = _SCHEME.fullmatch(value)
    if match is None:
        return ""
    scheme = match[1]
    if value[0].isspace():
        return value[: match.end(1)]
    return scheme.lower() if scheme.lower() in _HTTP_SCHEMES else scheme


def _unknown_scheme(value: str, scheme: str, path: Path) -> Problem:
    """Return the problem of a URL that no pod can fetch. It may hold a password, so only its scheme is shown."""
    if value[0].isspace():
        return Problem(codes.PACKAGE_INVALID, "there is a blank before the package", path, "remove it")
    if scheme == "file":
        message = "a file:// URL is a file of your own machine, which no pod has"
        hint = "write local:///path for a file in the image, or upload it and write function://tenant/namespace/name@version"
        return Problem(codes.PACKAGE_INVALID, message, path, hint)
    meant = "builtin" if scheme == "builtin" else nearest(scheme, _SCHEMES)
    hint = f"did you mean '{meant}://'?" if meant else f"known are: {', '.join(f'{each}://' for each in _SCHEMES)}"
    return Problem(codes.PACKAGE_INVALID, f"unknown scheme of a package: {scheme}:", path, hint)


def _of_name(name: str, path: Path) -> tuple[Problem, ...]:
    """Return the problem of a name after a '#' that is a credential: commands and file names show it."""
    from pulsarfn.diagnostics.secrecy.credentials import masked_text  # noqa: PLC0415 - few packages have such a name

    if masked_text(name) == name:
        return ()
    hint = "write the name of the file after the '#': it is a part of the pod's command"
    return (Problem(codes.PACKAGE_INVALID, "the file name after the '#' holds a credential", path, hint),)


def _in_image(value: str, path: Path) -> tuple[Package | None, tuple[Problem, ...]]:
    file = value.removeprefix("local://")
    if not file.startswith("/") or file.endswith("/"):
        hint = "write local:// and the absolute path of the file in the image"
        return None, (Problem(codes.PACKAGE_INVALID, f"not an absolute path in the image: {value}", path, hint),)
    return Package("image", "", derived(file, value)), ()


def _of_package_service(value: str, field: str) -> _Parts:
    url, _, fragment = value.partition("#")
    match = _PACKAGE_URL.fullmatch(url)
    if match is None:
        hint = f"write it as {url.partition(':')[0]}://tenant/namespace/name@version"
        return (
            "package-service",
            url,
            "",
            (Problem(codes.PACKAGE_INVALID, f"not the name of a package: {value}", (field,), hint),),
        )
    return "package-service", url, fragment or match[3] + _EXTENSIONS[field], ()


def _of_web_server(value: str, path: Path) -> _Parts:
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415 - for packages on web servers only

    url, _, fragment = value.partition("#")
    if not url.partition(":")[2].startswith("//"):
        return (
            "http",
            url,
            "",
            (Problem(codes.PACKAGE_INVALID, "not a URL that can be fetched", path, "write // after the scheme"),),
        )
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - read for its ValueError
    except ValueError:
        parts = None
    if parts is None or not parts.hostname or re.search(r"[\s\x00-\x20]", url):
        hint = "check host and port, and write blanks as %20"  # the URL itself may hold a password: it is not shown
        return "http", url, "", (Problem(codes.PACKAGE_INVALID, "not a URL that can be fetched", path, hint),)
    return "http", url, fragment or unquote(parts.path).rsplit("/", 1)[-1], ()
