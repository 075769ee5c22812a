"""A stand-in for GitHub: runs the steps of a composite action as a runner does, and keeps the comments of a pull request."""

import json
import re
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import yaml

from http_servers import served

EXPRESSION = re.compile(r"\$\{\{ (.+?) }}")


class Run(NamedTuple):
    """What a run of an action leaves: the outcome and output of each step that ran, and the summary of the job."""

    outcomes: dict[str, str]
    output: dict[str, str]
    summary: str


def run_action(action, inputs, contexts, environment, workspace, folder, steps=slice(None)):
    """Run steps of an action one after the other, as GitHub's runner does: docs.github.com, metadata syntax."""
    metadata = yaml.safe_load(action.read_text("utf-8"))
    values = {f"inputs.{name}": each.get("default", "") for name, each in metadata["inputs"].items()} | contexts
    values = {name: evaluated(text, values) for name, text in values.items()}
    unknown = inputs.keys() - metadata["inputs"].keys()
    assert not unknown, unknown
    values |= {f"inputs.{name}": text for name, text in inputs.items()}
    files = {name: folder / name for name in ("GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    (folder / "temp").mkdir(exist_ok=True)
    environment = {
        **environment,
        **{name: str(file) for name, file in files.items()},
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_ACTION_PATH": str(action.parent),
    }
    outcomes, output = {}, {}
    failed = False
    for step in metadata["runs"]["steps"][steps]:
        condition = step.get("if")
        if not (holds(condition, values) if condition else not failed):
            outcomes[step["name"]] = "skipped"
            continue
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            env=environment | {name: evaluated(text, values) for name, text in step.get("env", {}).items()},
            cwd=workspace,
            capture_output=True,
            text=True,
            check=False,
        )
        failed = failed or done.returncode != 0
        outcomes[step["name"]] = "failure" if done.returncode else "success"
        output[step["name"]] = done.stdout + done.stderr
        if name := step.get("id"):
            values[f"steps.{name}.outcome"] = outcomes[step["name"]]
            lines = files["GITHUB_OUTPUT"].read_text().splitlines()
            values |= {f"steps.{name}.outputs.{key}": text for key, _, text in (line.partition("=") for line in lines)}
            files["GITHUB_OUTPUT"].write_text("")
        added = files["GITHUB_PATH"].read_text().splitlines()
        files["GITHUB_PATH"].write_text("")
        environment["PATH"] = ":".join([*added, environment["PATH"]])
    return Run(outcomes, output, files["GITHUB_STEP_SUMMARY"].read_text())


def evaluated(text, values):
    """A text with the expressions in it replaced by what they name."""
    return EXPRESSION.sub(lambda found: values[found[1]], text)


def holds(condition, values):
    """Whether a condition holds: comparisons with a text and `!cancelled()`, joined by `&&`."""
    for part in EXPRESSION.fullmatch(condition)[1].split(" && "):
        if part != "!cancelled()":
            name, literal = re.fullmatch(r"(\S+) == '(.*)'", part).groups()
            if values.get(name, "") != literal:
                return False
    return True


@contextmanager
def comments_of(number, *, allowed=True):
    """A server with the comments of one pull request of the repository o/r; yields its address and the comments."""
    comments = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status, value):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def body(self):
            return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

        def do_GET(self):
            url = urlsplit(self.path)
            assert url.path == f"/repos/o/r/issues/{number}/comments"
            query = {key: int(value[0]) for key, value in parse_qs(url.query).items()}
            start = (query["page"] - 1) * query["per_page"]
            self.answer(200, comments[start : start + query["per_page"]])

        def do_POST(self):
            body = self.body()
            if not allowed or self.headers["Authorization"] != "Bearer made-up":
                return self.answer(403, {"message": "Resource not accessible by integration"})
            assert self.path == f"/repos/o/r/issues/{number}/comments"
            comments.append({"id": 7000 + len(comments), "body": body})
            return self.answer(201, comments[-1])

        def do_PATCH(self):
            (found,) = (each for each in comments if self.path == f"/repos/o/r/issues/comments/{each['id']}")
            found["body"] = self.body()
            self.answer(200, found)

        def log_message(self, *_):
            pass

    with served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as url:
        yield url, comments
