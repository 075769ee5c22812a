"""A client of the admin API: GET requests, under the rules that keep a token where it belongs.

No redirect is followed: it would take the token to another host. Certificates and host names are verified. The size of
an answer is bounded, and so is its time. No message shows a token.
"""

import json
import time
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

from pulsarfn.admin_api.authentication import Authentication, Request, authentication_of
from pulsarfn.admin_api.client_conf import Connection
from pulsarfn.diagnostics.secrecy import MASK

LARGEST_ANSWER: Final = 8 << 20
LARGEST_PACKAGE: Final = 512 << 20
_ATTEMPTS: Final = 5
_BUSY: Final = 503
_OK: Final = 200
_REDIRECTS: Final = range(300, 400)
_PAUSE: Final = 1.0
_PIECE: Final = 64 << 10
_LONGEST_REASON: Final = 300


class AdminError(Exception):
    """A request failed.

    Attributes:
        status: the status of the answer, 0 if there is none.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class AdminClient:
    """A client of one admin API, with its connections."""

    def __init__(self, connection: Connection) -> None:
        for url in connection.urls:
            _check(url)
        self._connection = connection
        self._authentication = Authentication({})
        self._authentication = authentication_of(connection, self._ask)
        self._pools = {url: self._pool(url, self._authentication) for url in connection.urls}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._pools.values():
            each.clear()

    @property
    def url(self) -> str:
        """The first base URL, for messages."""
        return self._connection.urls[0]

    def json(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """Return the JSON answer for a path.

        Raises:
            AdminError: if there is no such answer.
        """
        body = b"".join(self._body(path, LARGEST_ANSWER))
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise AdminError(f"{self.url}{path} did not answer with JSON: is this a Pulsar admin URL?", _OK) from None

    def download(self, path: str, file: BinaryIO) -> None:
        """Write the answer for a path to a file.

        Raises:
            AdminError: if there is no answer, or if it is too large.
        """
        file.writelines(self._body(path, LARGEST_PACKAGE))

    def _body(self, path: str, most: int) -> Iterator[bytes]:
        """Yield the body of the first host that answers; one that cannot be reached is skipped if there are others."""
        *others, last = self._connection.urls
        for url in others:
            try:
                response = self._answer(self._pools[url], url + path)
            except AdminError as error:
                if error.status:
                    raise
            else:
                yield from self._read(response, url + path, most)
                return
        yield from self._read(self._answer(self._pools[last], last + path), last + path, most)

    def _answer(self, pool: urllib3.PoolManager, url: str, form: str = "") -> urllib3.BaseHTTPResponse:
        """Send a request until the server is ready; return its answer, whose status is 200."""
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_PAUSE * attempt)
            response = self._send(pool, url, form)
            if response.status != _BUSY:
                break
            busy = self._reason(response)
        else:
            raise AdminError(f"{url}: {_BUSY} {busy}, {_ATTEMPTS} times", _BUSY)
        if response.status in _REDIRECTS:
            raise AdminError(self._redirected(response, url), response.status)
        if response.status != _OK:
            raise AdminError(f"{url}: {response.status} {self._reason(response)}", response.status)
        return response

    def _send(self, pool: urllib3.PoolManager, url: str, form: str) -> urllib3.BaseHTTPResponse:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "pulsarfn"}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        else:
            headers |= self._authentication.headers
        try:
            return pool.request(
                "POST" if form else "GET",
                url,
                body=form or None,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                timeout=urllib3.Timeout(total=self._connection.timeout),
            )
        except urllib3.exceptions.HTTPError as error:
            raise AdminError(f"{_origin(url)}: {self._failure(error)}") from None
        except (ValueError, OSError) as error:
            raise AdminError(f"{_origin(url)}: {self._hidden(str(error))}") from None

    def _read(self, response: urllib3.BaseHTTPResponse, url: str, most: int) -> Iterator[bytes]:
        """Yield the body in pieces; it may neither be longer than `most` nor take longer than the timeout."""
        end, size = time.monotonic() + self._connection.timeout, 0
        try:
            while piece := response.read1(_PIECE):
                size += len(piece)
                if size > most:
                    raise AdminError(f"{url}: the answer has more than {most >> 20} MiB", _OK)
                if time.monotonic() > end:
                    raise AdminError(f"{url}: the answer takes longer than {self._connection.timeout:g} s", _OK)
                yield piece
        except urllib3.exceptions.HTTPError as error:
            raise AdminError(f"{url}: {self._failure(error)}", _OK) from None
        finally:
            response.close()

    def _reason(self, response: urllib3.BaseHTTPResponse) -> str:
        """Return the reason in a JSON answer; that of HTTP for any other."""
        try:
            body = response.read1(_PIECE)
            said = json.loads(body)["reason"]
        except (ValueError, KeyError, TypeError, RecursionError, urllib3.exceptions.HTTPError):
            said = f"({response.reason}; no reason of Pulsar: is this a Pulsar admin URL?)"
        finally:
            response.close()
        return self._hidden(" ".join(str(said).split()))[:_LONGEST_REASON]

    def _redirected(self, response: urllib3.BaseHTTPResponse, url: str) -> str:
        target = response.headers.get("Location", "")
        response.close()
        where = _origin(target) if urlsplit(target).hostname else "another path"
        return f"{url} answered {response.status} to {self._hidden(where)}: give that as --admin-url"

    def _failure(self, error: urllib3.exceptions.HTTPError) -> str:
        """Return the cause of a failure in words, with what to do about a certificate."""
        cause: BaseException = getattr(error, "reason", None) or error.__cause__ or error
        text = " ".join(str(cause if isinstance(cause, BaseException) else error).split())
        if "Hostname mismatch" in text or "IP address mismatch" in text or "doesn't match" in text:
            return f"the certificate is for another host ({self._hidden(text)}); --tls-skip-hostname-verification accepts that"
        if "CERTIFICATE_VERIFY_FAILED" in text:
            return f"the certificate is not trusted ({self._hidden(text)}); give its CA with --tls-trust-cert-path"
        if isinstance(error, urllib3.exceptions.NewConnectionError):
            return self._hidden(text.partition("): ")[2] or text)
        if isinstance(error, urllib3.exceptions.TimeoutError):
            return f"no answer within {self._connection.timeout:g} s (--request-timeout)"
        return self._hidden(text)

    def _hidden(self, text: str) -> str:
        for secret in self._authentication.secrets:
            text = text.replace(secret, MASK)
        return text

    def _ask(self, request: Request) -> Any:  # noqa: ANN401 - any JSON
        """Answer a request of the authentication itself, which carries no token yet."""
        pool = self._pool(request.url, Authentication({}))
        try:
            body = b"".join(self._read(self._answer(pool, request.url, request.form), request.url, LARGEST_ANSWER))
            return json.loads(body)
        except ValueError:
            raise AdminError(f"{_origin(request.url)} did not answer with JSON") from None
        finally:
            pool.clear()

    def _pool(self, url: str, authentication: Authentication) -> urllib3.PoolManager:
        connection = self._connection
        options: dict[str, Any] = {
            "cert_reqs": "CERT_NONE" if connection.allow_insecure else "CERT_REQUIRED",
            "ca_certs": connection.trust_certs_path or None,
            "cert_file": authentication.certificate_path or None,
            "key_file": authentication.key_path or None,
        }
        if connection.allow_insecure:
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # the user has said so
        if connection.allow_insecure or not connection.verify_host_names:
            options["assert_hostname"] = False
        parts = urlsplit(url)
        proxy = getproxies().get(parts.scheme, "")
        if not proxy or (parts.hostname and proxy_bypass(parts.hostname)):
            return urllib3.PoolManager(**options)
        of_proxy = urlsplit(proxy)
        headers = None
        if of_proxy.username:
            headers = urllib3.make_headers(proxy_basic_auth=f"{of_proxy.username}:{of_proxy.password or ''}")
        bare = f"{of_proxy.scheme or 'http'}://{of_proxy.hostname}:{of_proxy.port or 80}"
        return urllib3.ProxyManager(bare, proxy_headers=headers, **options)


def _check(url: str) -> None:
    """Check a base URL; a password in it would be shown by messages."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - read for its ValueError
    except ValueError:
        raise AdminError("the admin URL is not a URL: write http://HOST:PORT") from None
    if parts.username or parts.password:
        raise AdminError("the admin URL holds a user: authenticate with --auth-plugin basic in a client.conf")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AdminError(f"the admin URL must be http://HOST:PORT or https://HOST:PORT: {url}")


def _origin(url: str) -> str:
    """Return scheme, host and port of a URL, without a user and a password."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}"
