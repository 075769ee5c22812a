"""conf/client.conf: how pulsar-admin reaches a cluster, and the same from options."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple

_LINE: Final = re.compile(r"\s*((?:\\.|[^\\=:\s])+)\s*[=:\s]\s*(.*)", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LETTERS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


class Connection(NamedTuple):
    """How to reach and to authenticate to an admin API.

    Attributes:
        urls: the base URLs of its hosts, tried in turn.
        plugin: the class of the authentication plugin, or its short name; empty for none.
        parameters: the parameters of the plugin.
        trust_certs_path: a file of CAs, empty for those of the system.
        certificate_path: the client's certificate, empty for none.
        key_path: the key of that certificate.
        allow_insecure: whether any certificate is trusted.
        verify_host_names: whether the certificate must be for the host of the URL.
        timeout: seconds for one request, its body included.
    """

    urls: tuple[str, ...] = ()
    plugin: str = ""
    parameters: str = ""
    trust_certs_path: str = ""
    certificate_path: str = ""
    key_path: str = ""
    allow_insecure: bool = False
    verify_host_names: bool = True
    timeout: float = 60.0

    def __repr__(self) -> str:
        return hidden(self)


def read_client_conf(text: str) -> Connection:
    """Return the connection in a client.conf.

    What weakens TLS is not taken from the file, which ships with tlsEnableHostnameVerification=false: only options of the
    command do that.
    """
    conf = dict(_properties(text))

    def first(*keys: str) -> str:
        return next((conf[key].strip() for key in keys if conf.get(key, "").strip()), "")

    return Connection(
        urls=hosts(first("webServiceUrl", "serviceUrl")),
        plugin=first("authPlugin"),
        parameters=first("authParams"),
        trust_certs_path=first("tlsTrustCertsFilePath"),
        certificate_path=first("tlsCertificateFilePath"),
        key_path=first("tlsKeyFilePath"),
    )


def uses_key_stores(text: str) -> bool:
    """Whether a client.conf asks for Java key stores, which pulsarfn does not read."""
    return dict(_properties(text)).get("useKeyStoreTls", "").strip().lower() == "true"


def hosts(url: str) -> tuple[str, ...]:
    """Return the URLs of a list of hosts, ``http://a:8080,b:8080``.

    >>> hosts("http://a:8080,b:8080/")
    ('http://a:8080', 'http://b:8080')
    """
    scheme, separator, rest = url.partition("://")
    return tuple(f"{scheme}{separator}{each.strip().rstrip('/')}" for each in rest.split(",") if each.strip())


def _properties(text: str) -> Iterator[tuple[str, str]]:
    """Return the entries of a Java .properties file; the last one of a key counts."""
    for line in _logical_lines(text):
        match = _LINE.fullmatch(line) or _LINE.fullmatch(f"{line}=")
        if match is not None:
            yield _unescaped(match[1]), _unescaped(match[2])


def _logical_lines(text: str) -> Iterator[str]:
    held = ""
    for line in text.splitlines():
        stripped = line.lstrip()
        if not held and (not stripped or stripped[0] in "#!"):
            continue
        if (len(line) - len(line.rstrip("\\"))) % 2:
            held += stripped[:-1]
            continue
        yield held + stripped
        held = ""
    if held:
        yield held


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        escape = match[1]
        return chr(int(escape[1:], 16)) if len(escape) > 1 else _LETTERS.get(escape, escape)

    return _ESCAPE.sub(character, text)


def values_of(parameters: str) -> Mapping[str, str]:
    """Return parameters of the form ``key:value,key:value``, each split at its first colon."""
    pairs = (each.partition(":") for each in parameters.split(",") if ":" in each)
    return {key.strip(): value.strip() for key, _, value in pairs}
