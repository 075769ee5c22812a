"""The files with arguments that are credentials, which the pod's shell makes of a Secret."""

import json
import re
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.worker.auth import basic, function_mesh
from pulsarfn.worker.auth.base import AuthRequest, Credentials
from pulsarfn.worker.worker_config import WorkerConfig

SHELLS = [
    pytest.param((program, *arguments), id=name)
    for name, *arguments in (("sh",), ("bash", "--posix"), ("busybox", "sh"))
    if (program := shutil.which(name))
]
TEXT = st.text(
    st.one_of(
        st.sampled_from(list("'\"$`\\;&|<>(){}[]*?!#~=: -%^,@abAZ09éÁ值😀")),
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    ),
    max_size=20,
)


def written(folder, username, password, shell=("/bin/sh",), environment=None):
    """Run the shell command for user name and password in a folder; how it ended, and the file."""
    return run(basic, {"username": username, "password": password}, folder, shell, environment)


def run(provider, secret, folder, shell=("/bin/sh",), environment=None):
    """Run the shell command of a provider in a folder that holds the Secret; how it ended, and the file."""
    for key, content in secret.items():
        (folder / key).write_bytes(content)
    (folder / "parameters").unlink(missing_ok=True)
    request = AuthRequest(Fqfn("a", "b", "c"), WorkerConfig(), Credentials(), SecretKeyRef("s", provider.KEY))
    plan, problems = provider.plan_auth(request)
    assert problems == ()
    command = plan.setup.replace("/etc/auth", str(folder)).replace("/run/auth", str(folder))
    variables = {"PATH": "/usr/bin:/bin", **(environment or {})}
    done = subprocess.run([*shell, "-c", command], capture_output=True, check=False, env=variables)
    return done, folder / "parameters"


def as_picocli_reads(text):
    """The one argument that picocli takes from a file: a string of `java.io.StreamTokenizer`."""
    assert text.startswith('"')
    assert text.endswith('"\n')
    return re.sub(r"\\(.)", r"\1", text[1:-2])


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
@example(username='ord"ers\\', password="$(id) `x` it's \\n \\\\ \\u00e9 {\"a\": '%s'} #c @f 100% ")
@example(username=" ", password="\\")
@given(username=TEXT, password=TEXT)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_user_name_and_password_arrives(tmp_path, shell, username, password):
    for end in (b"", b"\n"):
        done, file = written(tmp_path, username.encode(), password.encode() + end, shell)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        argument = as_picocli_reads(file.read_text(encoding="utf-8"))
        assert json.loads(argument) == {"userId": username, "password": password}


@pytest.mark.parametrize("shell", SHELLS)
def test_plugin_and_parameters_of_a_secret_arrive(tmp_path, shell):
    parameters = '{"userId":"ord\\"ers","password":"it\'s $(id) \\\\ é"}'
    secret = {
        "clientAuthenticationPlugin": b"com.example.Plugin",
        "clientAuthenticationParameters": parameters.encode(),
    }
    done, file = run(function_mesh, secret, tmp_path, shell)
    assert (done.returncode, done.stderr) == (0, b"")
    assert as_picocli_reads(file.read_text(encoding="utf-8")) == parameters
    assert as_picocli_reads((tmp_path / "plugin").read_text(encoding="utf-8")) == "com.example.Plugin"


@pytest.mark.parametrize(
    ("parameters", "names_files"),
    [
        ("file:///keys/token", True),
        ("token:file:///keys/token", True),
        ("env:TOKEN", True),
        ("tlsCertFile:/keys/tls.crt,tlsKeyFile:/keys/tls.key", True),
        ('{"type":"client_credentials","issuerUrl":"https://id.example/","private_key":"/keys/client.json"}', True),
        ("token:made-up", False),
        ("made-up", False),
        ("{}", False),
        ("[1]", False),
        ('{"userId":"orders","password":"made-up"}', False),
        ('{"privateKey":"data:application/json;base64,bWFkZS11cA=="}', False),
        ('{"privateKey":{"client_secret":"made-up"}}', False),
        ('{"issuerUrl":"https://orders:made-up@id.example/","privateKey":"/keys/client.json"}', False),
        ("file:///keys/token,password:made-up", False),
        ("tlsCertFile:/keys/tls.crt,tlsKeyFile:/keys/tls.key,password:made-up", False),
    ],
)
def test_only_names_of_files_may_be_arguments(parameters, names_files):
    assert function_mesh.names_files(parameters) == names_files


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_every_byte_arrives(tmp_path, shell, locale):
    """Bytes that are no UTF-8 too; in a locale with UTF-8 no shell cuts or drops one."""
    password = bytes(each for each in range(0x20, 0x100) if each != 0x7F)
    done, file = written(tmp_path, b"u", password, shell, {"LC_ALL": locale})
    assert (done.returncode, done.stderr) == (0, b"")
    escaped = password.replace(b"\\", b"\\\\\\\\").replace(b'"', b'\\\\\\"')
    assert file.read_bytes() == b'"{\\"userId\\":\\"u\\",\\"password\\":\\"' + escaped + b'\\"}"\n'


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("password", [b"made\rup", b"made\r\n", b"made\nup", b"made\n\n", b"made\tup", b"\n \n"])
def test_what_no_password_may_hold_ends_the_container(tmp_path, shell, password):
    """A line end would become a second argument, which picocli would show in its message."""
    done, file = written(tmp_path, b"orders", password, shell)
    assert done.returncode == 1
    assert done.stderr == b"each value of the Secret must be one line without control characters\n"
    assert not file.exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_file_is_for_its_owner_only(tmp_path, shell):
    done, file = written(tmp_path, b"orders", b"made-up", shell)
    assert done.returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600


def test_only_builtin_commands_see_the_password(tmp_path):
    """No program starts but ``rm``, which gets the name of the file."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "rm").write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/calls\n', encoding="ascii")
    (programs / "rm").chmod(0o755)
    done, _ = written(tmp_path, b"orders", b"made-up", ("/bin/sh",), {"PATH": str(programs)})
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "calls").read_text(encoding="ascii") == f"-f {tmp_path}/parameters\n"
