"""A real Pulsar that asks for authentication: it knows certificates, passwords and tokens, and speaks TLS."""

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import urllib3
from clients import need, pulsar_jars
from servers import free_ports, shared_server
from standalone import Standalone, pulsar

ADMIN = "admin"
BY_CERTIFICATE, BY_PASSWORD, BY_TOKEN = ROLES = ("orders-tls", 'orders "basic" é', "orders-oauth2")
"""The roles of the components, each known by one method only."""
# The broker itself takes no user name or password with a colon
PASSWORD = 'made-up, it\'s "quoted" \\n \\\\ $(id) `id` #@ é'
_PROVIDERS = "org.apache.pulsar.broker.authentication.AuthenticationProvider"
_TOKEN_PLUGIN = "org.apache.pulsar.client.impl.auth.AuthenticationToken"


@dataclass(frozen=True, slots=True)
class AuthenticatedBroker:
    """A running broker: its addresses without and with TLS, and the folder with keys and certificates."""

    folder: Path
    plain: Standalone
    service_url: str
    admin_url: str

    @property
    def token(self) -> str:
        """The token of the superuser."""
        return token(self.folder, ADMIN)

    def request(self, method: str, path: str, **options: Any) -> None:
        """A call of the admin API as superuser, which must succeed."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        url = f"{self.plain.admin_url}/admin/{path}"
        answer = urllib3.request(method, url, headers=headers, timeout=60, **options)
        assert answer.status in (200, 204), (method, path, answer.status, answer.data)

    def upload(self, package: str, content: bytes) -> None:
        """Upload a package, ``function/public/default/x/v1``."""
        file = ("package", content, "application/octet-stream")
        metadata = ("", json.dumps({"description": "of the tests"}), "application/json")
        self.request("POST", f"v3/packages/{package}", fields=[("file", file), ("metadata", metadata)])


@contextmanager
def running_authenticated_broker(folder: Path) -> Iterator[AuthenticatedBroker]:
    """Give the broker of this test run."""
    for name in ("java", "javac", "jar", "openssl", "unshare"):
        need(name, "Pulsar and the functions of its tests need a JDK 17 or newer, and pods their own mounts")
    with shared_server(folder, "authenticated-broker", pulsar_jars(), seconds=500):
        state = folder / "state"
        plain = Standalone(pulsar_jars(), **json.loads((state / "urls.json").read_text(encoding="utf-8")))
        tls = json.loads((folder / "tls.json").read_text(encoding="utf-8"))
        broker = AuthenticatedBroker(folder, plain, f"pulsar+ssl://127.0.0.1:{tls[0]}", f"https://127.0.0.1:{tls[1]}")
        for role in ROLES:
            path = f"v2/namespaces/public/default/permissions/{quote(role)}"
            broker.request("POST", path, json=["produce", "consume", "packages"])
        yield broker


@contextmanager
def authenticated_broker(jars: Path, folder: Path) -> Iterator[None]:
    """Run the broker."""
    _keys(folder)
    ports = free_ports(2)
    (folder / "tls.json").write_text(json.dumps(ports), encoding="utf-8")
    hashed = _openssl(folder, "passwd", "-apr1", "-stdin", stdin=PASSWORD.encode()).decode().strip()
    (folder / "htpasswd").write_text(f"{BY_PASSWORD}:{hashed}\n", encoding="utf-8")
    own = token(folder, ADMIN)
    (folder / "token").write_text(own, encoding="utf-8")
    keys: dict[str, str | int] = {
        "brokerServicePortTls": ports[0],
        "webServicePortTls": ports[1],
        "tlsCertificateFilePath": str(folder / "broker.crt"),
        "tlsKeyFilePath": str(folder / "broker.key"),
        "tlsTrustCertsFilePath": str(folder / "ca.crt"),
        "authenticationEnabled": "true",
        "authorizationEnabled": "true",
        "authenticationProviders": ",".join(f"{_PROVIDERS}{each}" for each in ("Tls", "Basic", "Token")),
        "basicAuthConf": f"file://{folder / 'htpasswd'}",
        "tokenPublicKey": f"file://{folder / 'token.pub'}",
        "superUserRoles": ADMIN,
        "brokerClientAuthenticationPlugin": _TOKEN_PLUGIN,
        "brokerClientAuthenticationParameters": f"file://{folder / 'token'}",
    }
    worker = {key: each for key, each in keys.items() if key.startswith("brokerClient")}
    environment = {"LC_ALL": "C.UTF-8"}  # in which the broker reads user names and passwords
    with pulsar(jars, folder, worker=worker, environment=environment, token=own, **keys):
        yield


def token(folder: Path, subject: str, **claims: str | int) -> str:
    """A JSON Web Token of a role, which the broker checks by a public key."""
    parts: tuple[Mapping[str, Any], ...] = ({"alg": "RS256"}, {"sub": subject, **claims})
    text = ".".join(_base64url(json.dumps(each).encode()) for each in parts)
    signature = _openssl(folder, "dgst", "-sha256", "-sign", "token.key", stdin=text.encode())
    return f"{text}.{_base64url(signature)}"


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _keys(folder: Path) -> None:
    """A CA, with certificates of the broker and of a component; a key for tokens."""
    new = ("-newkey", "rsa:2048", "-nodes")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n", encoding="ascii")
    _openssl(folder, "req", "-x509", *new, "-days", "2", "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "ca.crt")
    for name, subject in (("broker", "127.0.0.1"), ("component", BY_CERTIFICATE)):
        _openssl(folder, "req", *new, "-subj", f"/CN={subject}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        signed = ("-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
        _openssl(folder, "x509", "-req", "-in", f"{name}.csr", *signed, "-out", f"{name}.crt")
    _openssl(folder, "genrsa", "-out", "token.key", "2048")
    _openssl(folder, "rsa", "-in", "token.key", "-pubout", "-outform", "DER", "-out", "token.pub")


def _openssl(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *arguments], cwd=folder, input=stdin, capture_output=True, check=True)
    return done.stdout
