"""The client of the admin API: what it sends, what it refuses, and that no message shows a token."""

import base64
import io
import json
import ssl
import subprocess

import pytest
from fake_worker import Behaviour, serving

from pulsarfn.admin_api import client as module
from pulsarfn.admin_api.authentication import AuthenticationError, holds_secret
from pulsarfn.admin_api.client import AdminClient, AdminError
from pulsarfn.admin_api.client_conf import Connection, hosts, read_client_conf, uses_key_stores

TOKEN = "eyJhbGciOiJIUzI1NiJ9.hunter2.signature"
TENANTS = "/admin/v2/tenants"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(module, "_PAUSE", 0.0)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def ask(url, path=TENANTS, **options):
    with AdminClient(Connection(urls=(url,), **options)) as client:
        return client.json(path)


def failure(url, path=TENANTS, **options):
    with pytest.raises((AdminError, AuthenticationError)) as caught:
        ask(url, path, **options)
    message = str(caught.value)
    assert "hunter2" not in message
    assert TOKEN not in message
    return message


def token_file(folder):
    file = folder / "token"
    file.write_text(f"{TOKEN}\n")
    return file


@pytest.mark.parametrize("form", ["token:{token}", "{token}", '{{"token": "{token}"}}', "file://{file}", "file:{file}"])
def test_a_token_in_every_form(form, tmp_path):
    parameters = form.format(token=TOKEN, file=token_file(tmp_path))
    with serving(Behaviour(authorization=f"Bearer {TOKEN}")) as url:
        plugin = "org.apache.pulsar.client.impl.auth.AuthenticationToken"
        assert ask(url, plugin=plugin, parameters=parameters) == ["public", "pulsar"]


def test_a_user_and_a_password():
    encoded = base64.b64encode(b"admin:hunter2").decode()
    with serving(Behaviour(authorization=f"Basic {encoded}")) as url:
        parameters = json.dumps({"userId": "admin", "password": "hunter2"})
        assert ask(url, plugin="basic", parameters=parameters) == ["public", "pulsar"]


def test_client_credentials(tmp_path):
    def issue(path):
        if path == "/.well-known/openid-configuration":
            return 200, {}, json.dumps({"token_endpoint": f"{issuer}/oauth/token"}).encode()
        assert path == "/oauth/token"
        return 200, {}, json.dumps({"access_token": TOKEN}).encode()

    key = json.dumps({"client_id": "me", "client_secret": "hunter2"})
    (tmp_path / "key.json").write_text(key)
    inline = "data:application/json;base64," + base64.b64encode(key.encode()).decode()
    identity = Behaviour(answer=issue)
    with serving(identity) as issuer, serving(Behaviour(authorization=f"Bearer {TOKEN}")) as url:
        for location in (f"file://{tmp_path}/key.json", inline):
            parameters = json.dumps({"issuerUrl": issuer, "privateKey": location, "audience": "urn:pulsar"})
            plugin = "org.apache.pulsar.client.impl.auth.oauth2.AuthenticationOAuth2"
            assert ask(url, plugin=plugin, parameters=parameters) == ["public", "pulsar"]
            assert "grant_type=client_credentials" in identity.posted
            assert "client_secret=hunter2" in identity.posted
            assert "audience=urn%3Apulsar" in identity.posted


@pytest.mark.parametrize(
    ("plugin", "parameters", "message"),
    [
        ("org.apache.pulsar.client.impl.auth.AuthenticationSasl", "x", "cannot authenticate with"),
        ("token", "", "the token is empty"),
        ("token", "hunter2 hunter2", "characters that no token has"),
        ("token", "file:///nowhere/token", "/nowhere/token: No such file or directory"),
        ("basic", "hunter2", "needs JSON with userId and password"),
        ("tls", "tlsCertFile:/c", "needs tlsCertFile and tlsKeyFile"),
        ("oauth2.AuthenticationOAuth2", "{}", "needs JSON with issuerUrl and privateKey"),
    ],
)
def test_authentication_that_cannot_be(plugin, parameters, message):
    assert message in failure("http://127.0.0.1:1", plugin=plugin, parameters=parameters)


def test_an_endpoint_less_safe_than_its_issuer(tmp_path):
    (tmp_path / "key.json").write_text('{"client_id": "me", "client_secret": "hunter2"}')
    answer = 200, {}, b'{"token_endpoint": "ftp://elsewhere/token"}'
    with serving(Behaviour(answer=lambda _: answer)) as url:
        parameters = json.dumps({"issuerUrl": url, "privateKey": f"file://{tmp_path}/key.json"})
        assert "no token_endpoint that is as safe as itself" in failure(
            url, plugin="oauth2.AuthenticationOAuth2", parameters=parameters
        )


def test_401_as_html():
    with serving(Behaviour(authorization="Bearer another")) as url:
        message = failure(url, plugin="token", parameters=TOKEN)
    assert message.startswith(f"{url}/admin/v2/tenants: 401 (Unauthorized; no reason of Pulsar")


def test_a_reason_that_repeats_the_token():
    answer = 401, {}, json.dumps({"reason": f"bad token\x1b[2J {TOKEN}"}).encode()
    with serving(Behaviour(answer=lambda _: answer)) as url:
        assert "bad token" in failure(url, plugin="token", parameters=TOKEN)


def test_a_redirect_is_not_followed():
    other = Behaviour()
    with serving(other) as elsewhere:
        answer = 307, {"Location": f"{elsewhere}/admin/v2/tenants"}, b""
        with serving(Behaviour(answer=lambda _: answer)) as url:
            message = failure(url, plugin="token", parameters=TOKEN)
    assert message == f"{url}/admin/v2/tenants answered 307 to {elsewhere}: give that as --admin-url"
    assert other.asked == []


def test_a_worker_that_is_not_ready_yet():
    behaviour = Behaviour(busy=3)
    with serving(behaviour) as url:
        assert ask(url) == ["public", "pulsar"]
    assert len(behaviour.asked) == 4


def test_a_worker_that_never_gets_ready():
    behaviour = Behaviour(busy=99)
    with serving(behaviour) as url:
        assert "503 Function worker service is not done initializing" in failure(url)
    assert len(behaviour.asked) == 5


def test_an_answer_that_takes_too_long():
    with serving(Behaviour(slow=0.4)) as url:
        assert failure(url, timeout=0.1) == f"{url}{TENANTS}: no answer within 0.1 s (--request-timeout)"


def test_an_answer_that_arrives_in_drops():
    with serving(Behaviour(answer=lambda _: (200, {}, bytes(5 << 20)), slow=0.1)) as url:
        assert "takes longer than 0.25 s" in failure(url, timeout=0.25)


def test_an_answer_that_is_too_large():
    with serving(Behaviour(answer=lambda _: (200, {}, bytes((8 << 20) + 1)))) as url:
        assert failure(url) == f"{url}/admin/v2/tenants: the answer has more than 8 MiB"


def test_a_package_that_is_too_large(monkeypatch):
    monkeypatch.setattr(module, "LARGEST_PACKAGE", 1 << 20)
    behaviour = Behaviour(answer=lambda _: (200, {}, bytes((1 << 20) + 1)))
    with (
        serving(behaviour) as url,
        AdminClient(Connection((url,))) as client,
        pytest.raises(AdminError, match="more than 1 MiB"),
    ):
        client.download("/x", io.BytesIO())


def test_an_answer_that_is_no_json():
    with serving(Behaviour(answer=lambda _: (200, {}, b"<html>a proxy</html>"))) as url:
        assert failure(url) == f"{url}{TENANTS} did not answer with JSON: is this a Pulsar admin URL?"


def test_the_next_host_is_asked_if_one_cannot_be_reached():
    with serving(Behaviour()) as url, AdminClient(Connection(("http://127.0.0.1:1", url))) as client:
        assert client.json(TENANTS) == ["public", "pulsar"]


def test_no_host_can_be_reached():
    assert "Connection refused" in failure("http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://x", "must be http://HOST:PORT"),
        ("x", "must be http://HOST:PORT"),
        ("http://me:hunter2@x", "holds a user"),
        ("http://x:port", "is not a URL"),
    ],
)
def test_urls_that_are_none(url, message):
    assert message in failure(url)


def test_a_proxy(monkeypatch):
    proxy = Behaviour(
        answer=lambda path: (200, {}, b'["public"]') if path.startswith("http://pulsar.example") else None
    )
    with serving(proxy) as url:
        monkeypatch.setenv("http_proxy", url.replace("//", "//me:hunter2@"))
        assert ask("http://pulsar.example:8080", plugin="token", parameters=TOKEN) == ["public"]
    assert proxy.asked == ["http://pulsar.example:8080/admin/v2/tenants"]
    headers = {name.lower(): value for name, value in proxy.headers[0].items()}
    assert headers["proxy-authorization"] == "Basic " + base64.b64encode(b"me:hunter2").decode()


def test_a_host_that_needs_no_proxy(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(Behaviour()) as url:
        assert ask(url) == ["public", "pulsar"]


class Certificates:
    """A CA, a certificate of the server for 127.0.0.1 or another name, and one of a client."""

    def __init__(self, folder, name):
        self.folder = folder
        self._openssl(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=ca",
            "-days",
            "2",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
        )
        for each, alternative in (("server", name), ("client", "DNS:client")):
            (folder / "names").write_text(f"subjectAltName={alternative}\n")
            self._openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                f"/CN={each}",
                "-keyout",
                f"{each}.key",
                "-out",
                f"{each}.csr",
            )
            signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
            self._openssl("x509", "-req", "-in", f"{each}.csr", *signing, "-out", f"{each}.pem")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def path(self, name):
        return str(self.folder / name)

    def context(self, *, asks_client=False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path("server.pem"), self.path("server.key"))
        if asks_client:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.path("ca.pem"))
        return context


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("tls"), "IP:127.0.0.1")


@pytest.fixture(scope="module")
def of_another_host(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("tls"), "DNS:pulsar.example")


@pytest.mark.slow
@pytest.mark.toolchain  # openssl
def test_a_ca_of_ones_own(certificates):
    with serving(Behaviour(), certificates.context()) as url:
        assert ask(url, trust_certs_path=certificates.path("ca.pem")) == ["public", "pulsar"]
        assert "give its CA with --tls-trust-cert-path" in failure(url)
        assert ask(url, allow_insecure=True) == ["public", "pulsar"]


@pytest.mark.slow
@pytest.mark.toolchain  # openssl
def test_a_certificate_of_another_host(of_another_host):
    behaviour = Behaviour()
    with serving(behaviour, of_another_host.context()) as url:
        trusted = {"trust_certs_path": of_another_host.path("ca.pem"), "plugin": "token", "parameters": TOKEN}
        assert "--tls-skip-hostname-verification accepts that" in failure(url, **trusted)
        assert behaviour.asked == []
        assert ask(url, **trusted, verify_host_names=False) == ["public", "pulsar"]


@pytest.mark.slow
@pytest.mark.toolchain  # openssl
def test_a_certificate_of_the_client(certificates):
    with serving(Behaviour(), certificates.context(asks_client=True)) as url:
        trusted = {"trust_certs_path": certificates.path("ca.pem"), "plugin": "tls"}
        parameters = f"tlsCertFile:{certificates.path('client.pem')},tlsKeyFile:{certificates.path('client.key')}"
        assert ask(url, **trusted, parameters=parameters) == ["public", "pulsar"]


def test_a_client_conf():
    conf = read_client_conf(
        "# as pulsar-admin has it\n"
        "webServiceUrl = https://a:8443,b:8443/\n"
        "brokerServiceUrl=pulsar://a:6650\n"
        "authPlugin: org.apache.pulsar.client.impl.auth.AuthenticationToken\n"
        "authParams=token:a\\\n   b\\=c\n"
        "tlsTrustCertsFilePath /etc/ca.pem\n"
        "tlsEnableHostnameVerification=false\n"
        "tlsAllowInsecureConnection=true\n"
    )
    assert conf == Connection(
        urls=("https://a:8443", "https://b:8443"),
        plugin="org.apache.pulsar.client.impl.auth.AuthenticationToken",
        parameters="token:ab=c",
        trust_certs_path="/etc/ca.pem",
    )
    assert conf.verify_host_names, "the false that Pulsar ships switches nothing off"
    assert read_client_conf("serviceUrl=http://old:8080").urls == hosts("http://old:8080")
    assert uses_key_stores("useKeyStoreTls=true")


@pytest.mark.parametrize(
    ("parameters", "holds"),
    [
        ("", False),
        ("file:///token", False),
        ("tlsCertFile:/c,tlsKeyFile:/k", False),
        ('{"tlsCertFile": "/c", "tlsKeyFile": "/k"}', False),
        ('{"issuerUrl": "https://x", "privateKey": "file:///k"}', False),
        ("token:abc", True),
        ("abc", True),
        ('{"token": "abc"}', True),
        ('{"userId": "a", "password": "b"}', True),
        ('{"issuerUrl": "https://x", "privateKey": "data:application/json;base64,e30="}', True),
    ],
)
def test_parameters_that_hold_a_secret(parameters, holds):
    assert holds_secret(parameters) is holds
