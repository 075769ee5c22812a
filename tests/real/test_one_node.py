"""What a machine forbids is an error that says so: the tests with pods never pass without pods."""

import os
import subprocess

import one_node
import pytest
from clients import MissingProgramError
from one_node import running_node


@pytest.fixture(autouse=True)
def no_programs_are_missing(monkeypatch):
    monkeypatch.setattr(one_node, "need", lambda *_: None)


def test_a_user_other_than_root(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(MissingProgramError, match="needs root"), running_node(tmp_path / "node"):
        pass


def test_a_machine_without_a_hierarchy_of_cgroups(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(one_node, "CONTROLLERS", ("memory", "no-such"))
    with pytest.raises(MissingProgramError, match=r"not mounted: \[.*'no-such'\]"), running_node(tmp_path / "node"):
        pass


def test_a_machine_that_forbids_namespaces(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(one_node, "CONTROLLERS", ())
    refused = subprocess.CompletedProcess([], 1, "", "unshare: Operation not permitted")
    monkeypatch.setattr(one_node.subprocess, "run", lambda *_, **__: refused)
    with pytest.raises(MissingProgramError, match="forbids them: unshare: Operation"), running_node(tmp_path / "node"):
        pass
