"""Pulsar's authentication plugins, as far as HTTP needs them: headers, or a certificate of the client."""

import base64
import binascii
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlencode, urlsplit

from pulsarfn.admin_api.client_conf import Connection, values_of
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple

_PACKAGE: Final = "org.apache.pulsar.client.impl.auth."
_TOKEN: Final = "AuthenticationToken"  # noqa: S105 - a class name
_TLS: Final = "AuthenticationTls"
_BASIC: Final = "AuthenticationBasic"
_OAUTH2: Final = "oauth2.AuthenticationOAuth2"
_SHORT: Final = {"token": _TOKEN, "tls": _TLS, "basic": _BASIC}
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_INLINE: Final = "data:"


class AuthenticationError(Exception):
    """The plugin is not known here, or its parameters cannot be used; the message shows no secret."""


class Request(NamedTuple):
    """A request that authentication itself needs: a JSON answer from `url`, POSTed with `form` if there is one."""

    url: str
    form: str = ""

    def __repr__(self) -> str:
        return hidden(self)


Ask = Callable[[Request], Any]
"""Sends a request and returns its JSON answer."""


class Authentication(NamedTuple):
    """What is sent with each request.

    Attributes:
        headers: the headers.
        certificate_path: the client's certificate, empty for none.
        key_path: the key of that certificate.
        secrets: the texts that no message may show.
    """

    headers: dict[str, str]
    certificate_path: str = ""
    key_path: str = ""
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return hidden(self)


def authentication_of(connection: Connection, ask: Ask) -> Authentication:
    """Return what to send; `ask` is used for OAuth2 only.

    Raises:
        AuthenticationError: if the plugin or its parameters cannot be used.
    """
    name = connection.plugin.removeprefix(_PACKAGE)
    name = _SHORT.get(name.lower(), name)
    if not name:
        return Authentication({}, connection.certificate_path, connection.key_path)
    if name not in _PLUGINS:
        plugin = connection.plugin
        raise AuthenticationError(f"pulsarfn cannot authenticate with {plugin}: give a token with --admin-token-file")
    return _PLUGINS[name](connection, ask)


def holds_secret(parameters: str) -> bool:
    """Whether parameters of a plugin hold a secret themselves, and not only the path of a file."""
    text = parameters.strip()
    if not text:
        return False
    members = _json(text)
    if members is None:
        return not (text.startswith("file:") or set(values_of(text)) >= {"tlsCertFile"})
    return any(key in members for key in ("token", "password")) or str(members.get("privateKey", "")).startswith(
        _INLINE
    )


def bearer(token: str) -> Authentication:
    """Return the authentication with a token."""
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise AuthenticationError("the token is empty, or has characters that no token has")
    return Authentication({"Authorization": f"Bearer {token}"}, secrets=(token,))


def _of_token(connection: Connection, _: Ask) -> Authentication:
    text = connection.parameters.strip()
    members = _json(text)
    if members is not None:
        token = str(members.get("token", ""))
    elif text.startswith("file:"):
        token = _read(text)
    else:
        token = text.removeprefix("token:")
    return bearer(token.strip())


def _of_tls(connection: Connection, _: Ask) -> Authentication:
    given = _json(connection.parameters) or values_of(connection.parameters)
    certificate = str(given.get("tlsCertFile", "")) or connection.certificate_path
    key = str(given.get("tlsKeyFile", "")) or connection.key_path
    if not certificate or not key:
        raise AuthenticationError("AuthenticationTls needs tlsCertFile and tlsKeyFile")
    return Authentication({}, certificate, key)


def _of_basic(connection: Connection, _: Ask) -> Authentication:
    given = _json(connection.parameters) or {}
    if "userId" not in given or "password" not in given:
        raise AuthenticationError("AuthenticationBasic needs JSON with userId and password")
    password = str(given["password"])
    encoded = base64.b64encode(f"{given['userId']}:{password}".encode()).decode("ascii")
    return Authentication({"Authorization": f"Basic {encoded}"}, secrets=(password, encoded))


def _of_oauth2(connection: Connection, ask: Ask) -> Authentication:
    """Get a token with the client credentials (RFC 6749, 4.4), from the endpoint that the issuer names."""
    given = _json(connection.parameters) or {}
    issuer, location = str(given.get("issuerUrl", "")).rstrip("/"), str(given.get("privateKey", ""))
    if not issuer or not location:
        raise AuthenticationError("AuthenticationOAuth2 needs JSON with issuerUrl and privateKey")
    key = _json(_read(location))
    if key is None or "client_id" not in key or "client_secret" not in key:
        raise AuthenticationError("the privateKey of AuthenticationOAuth2 is no JSON with client_id and client_secret")
    metadata = ask(Request(issuer + str(given.get("wellKnownMetadataPath") or _WELL_KNOWN)))
    endpoint = str(metadata.get("token_endpoint", "")) if isinstance(metadata, dict) else ""
    if urlsplit(endpoint).scheme not in ("https", urlsplit(issuer).scheme):
        raise AuthenticationError(f"{issuer} names no token_endpoint that is as safe as itself")
    form = {"grant_type": "client_credentials", "client_id": key["client_id"], "client_secret": key["client_secret"]}
    form |= {name: str(given[name]) for name in ("audience", "scope") if given.get(name)}
    answer = ask(Request(endpoint, urlencode(form)))
    token = str(answer.get("access_token", "")) if isinstance(answer, dict) else ""
    found = bearer(token)
    return found._replace(secrets=(*found.secrets, str(key["client_secret"])))


_PLUGINS: Final[dict[str, Callable[[Connection, Ask], Authentication]]] = {
    _TOKEN: _of_token,
    _TLS: _of_tls,
    _BASIC: _of_basic,
    _OAUTH2: _of_oauth2,
}


def _json(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _read(location: str) -> str:
    """Return the content of a ``file:`` or ``data:`` URL, or of a path."""
    if location.startswith(_INLINE):
        return _inline(location)
    path = location
    if location.startswith("file:"):
        path = unquote(urlsplit(location).path or location.removeprefix("file:"))
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not text"
        raise AuthenticationError(f"{path}: {reason}") from error


def _inline(location: str) -> str:
    head, _, content = location.removeprefix(_INLINE).partition(",")
    if not head.endswith(";base64"):
        return unquote(content)
    try:
        return base64.b64decode(content, validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise AuthenticationError("the data: URL of privateKey is not the base64 of a text") from error
