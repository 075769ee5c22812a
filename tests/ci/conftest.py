"""What the tests of CI pieces share: the project as a repository, and one with functions that a change touches."""

import os

import pytest

from git_repositories import commit, git, the_project
from program import quick_command
from test_cli import STREAM


def pytest_itemcollected(item):
    item.add_marker("slow")  # they install pulsarfn, and start many programs


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """The project as a git repository of its own."""
    return the_project(tmp_path_factory)


@pytest.fixture(scope="session")
def quick(tmp_path_factory):
    """A PATH with the program, for the tests that need not run an installation of it."""
    return f"{quick_command(tmp_path_factory.mktemp('bin') / 'pulsarfn').parent}:{os.environ['PATH']}"


@pytest.fixture
def change(tmp_path):
    """A shallow clone, as CI has it, of the merge of a branch that changes a function: also the base and the branch."""
    origin = tmp_path / "origin"
    first = commit(origin, {"manifests/a/stream.yaml": STREAM, "README.md": b"hello\n"})
    git(origin, "checkout", "--quiet", "-b", "branch")
    head = commit(origin, {"manifests/a/stream.yaml": STREAM.replace(b"parallelism: 2", b"parallelism: 3")})
    git(origin, "checkout", "--quiet", "main")
    base = commit(origin, {"README.md": b"hello again\n"})  # main has moved on since
    git(origin, "checkout", "--quiet", "-b", "merge")
    git(origin, "merge", "--quiet", "--no-edit", "branch")
    clone = tmp_path / "workspace"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=merge", f"file://{origin}", str(clone))
    return {"workspace": clone, "origin": origin, "first": first, "base": base, "head": head}
