"""Write a file as the comment of a pull request on GitHub, or update the one that is there.

usage: python bin/comment.py FILE
The environment is that of a step of GitHub Actions, with GITHUB_TOKEN, PULL_REQUEST (its number) and COMMENT: a name, by
which the comment is found again. A token that may not comment, as that of a fork, is a notice and no failure.
"""

import json
import os
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

LONGEST = 65_536  # characters, by GitHub's own limit
PAGE = 100


def main(file: str) -> int:
    """Create the comment, or update it."""
    mark = f"<!-- pulsarfn diff {os.environ['COMMENT'].replace('--', '')} -->\n"
    body = mark + Path(file).read_text(encoding="utf-8")
    if len(body) > LONGEST:
        body = f"{mark}pulsarfn diff: too long for a comment; all of it is in the summary of the job.\n"
    try:
        found = next((each for each in comments() if each["body"].startswith(mark.strip())), None)
        if found:
            call("PATCH", f"issues/comments/{found['id']}", {"body": body})
        else:
            call("POST", f"issues/{os.environ['PULL_REQUEST']}/comments", {"body": body})
    except HTTPError as error:
        if error.code not in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
            raise
        notice = f"The token may not comment ({error.code}); the diff is in the summary of the job."
        sys.stdout.write(f"::notice::{notice}\n")
    return 0


def comments() -> Iterator[dict[str, Any]]:
    """The comments that the pull request has, page by page."""
    number = 1
    while page := call("GET", f"issues/{os.environ['PULL_REQUEST']}/comments?per_page={PAGE}&page={number}"):
        yield from page
        number += 1


def call(method: str, path: str, body: dict[str, str] | None = None) -> Any:  # noqa: ANN401
    """What GitHub answers."""
    request = Request(  # noqa: S310 - GitHub's own address, from the runner
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        None if body is None else json.dumps(body).encode(),
        {"Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}", "Accept": "application/vnd.github+json"},
        method=method,
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
