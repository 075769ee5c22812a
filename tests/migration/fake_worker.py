"""An HTTP server that answers as a function worker does, from recorded answers, and that can misbehave."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from recorded import answers

from http_servers import served

PREFIX = {"functions": "function", "sources": "source", "sinks": "sink"}


class Behaviour:
    """What the server does, and what it was asked.

    Attributes:
        busy: how many requests are answered with 503 first.
        answer: returns (status, headers, body) for a path, or None for the recorded answers.
        authorization: the value of the header that each request must have.
        slow: seconds before each piece of an answer.
        packages: the bytes of packages, by name of the component.
    """

    def __init__(self, names=(), answer=None, authorization=None, busy=0, slow=0.0, packages=None):
        self.names, self.answer, self.authorization, self.busy, self.slow = names, answer, authorization, busy, slow
        self.packages = packages or {}
        self.asked, self.headers = [], []

    def respond(self, path, headers):
        self.asked.append(path)
        self.headers.append(dict(headers))
        if self.busy:
            self.busy -= 1
            return (
                503,
                {},
                b'{"reason":"Function worker service is not done initializing. Please try again in a little while."}',
            )
        if self.authorization is not None and headers.get("Authorization") != self.authorization:
            return 401, {"Content-Type": "text/html"}, b"<html><body>HTTP ERROR 401</body></html>"
        found = self.answer(path) if self.answer else None
        return found or self.recorded(unquote(path.partition("?")[0]))

    def recorded(self, path):
        parts = path.strip("/").split("/")[1:]  # without admin
        if parts == ["v2", "tenants"]:
            return _json(["public", "pulsar"])
        if parts[:2] == ["v2", "namespaces"]:
            return _json(["public/default"] if parts[2] == "public" else [])
        if parts[:2] == ["v3", "packages"]:
            return _json(["0", "10", "9"]) if parts[-1] in self.packages else _missing(f"package {parts[-1]}")
        version, plural, *rest = parts
        if len(rest) == 2:
            return _json([each for kind, each in self.names if kind == PREFIX[plural]])
        if rest[3:] == ["download"]:
            content = self.packages.get(rest[2])
            return (200, {}, content) if content else _missing(rest[2])
        kind = "v2-details" if version == "v2" else "v3"
        found = answers().get(f"{PREFIX[plural]}-{rest[2]}.{kind}")
        known = (PREFIX[plural], rest[2]) in self.names
        return _json(found) if found and known else _missing(f"{plural[:-1].title()} {rest[2]}")


def _json(value):
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def _missing(what):
    return 404, {"Content-Type": "application/json"}, json.dumps({"reason": f"{what} doesn't exist"}).encode()


@contextmanager
def serving(behaviour, context=None):
    """The URL of a server; with TLS if there is an `ssl.SSLContext`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            status, headers, body = behaviour.respond(self.path, self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for start in range(0, len(body), 1 << 20):
                if behaviour.slow:
                    time.sleep(behaviour.slow)
                try:
                    self.wfile.write(body[start : start + (1 << 20)])
                except OSError:
                    return

        def do_POST(self):
            behaviour.posted = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.do_GET()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with served(server) as url:
        yield url.replace("http:", "https:") if context else url
