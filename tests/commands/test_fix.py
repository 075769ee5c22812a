"""``pulsarfn lint --fix`` as a user meets it: files, streams, checkouts, differences, and the exit status."""

import json
import os
import stat
from threading import Thread

import pytest
from click import ClickException

from program import URLS, run, run_bytes
from pulsarfn.cli.files import replace_files

CONFIG = "name: f\nclassname: a.B\njar: function://public/default/f@v1\ninputs: a\n"
FIXED = CONFIG.replace("classname", "className").replace("inputs: a", "inputs: [a]")
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, annotations: {pulsarfn.io/expand: function}}\ndata:\n"
TOLD = """\
FILE:2:1: fixed PF301: unknown key 'classname', now className
FILE:4:9: fixed PF302: inputs must be a list, not a text, now a list
"""
SET = (*URLS, "--set", "runtimeCustomizerConfig.profile=production")
IMAGE = ("--set", "functionRuntimeFactoryConfigs.pulsarDockerImageName=p/p:4.2.4")


def carrier(config, name="f"):
    return HEAD.replace("NAME", name) + f"  {name}.yaml: |\n" + "".join(f"    {each}\n" for each in config.splitlines())


def fix(*arguments, **options):
    return run("lint", *SET, *IMAGE, "--fix", *arguments, **options)


def test_files_are_fixed_where_they_are(tmp_path):
    (tmp_path / "manifests").mkdir()
    for name, text in (("a.yaml", carrier(CONFIG)), ("b.yml", carrier(FIXED, "g").replace("name: f", "name: g"))):
        (tmp_path / "manifests" / name).write_text(text)
    (tmp_path / "manifests" / "a.yaml").chmod(0o640)
    before = (tmp_path / "manifests" / "b.yml").stat().st_ino
    done = fix("manifests", cwd=tmp_path)
    told = TOLD.replace("FILE:2:1", "manifests/a.yaml:7:5").replace("FILE:4:9", "manifests/a.yaml:9:13")
    assert done.err.startswith(told)
    assert done.err.endswith("2 components in 2 carriers: 2 fixed\n")
    assert (done.status, done.out) == (0, "")
    assert (tmp_path / "manifests" / "a.yaml").read_text() == carrier(FIXED)
    assert stat.S_IMODE((tmp_path / "manifests" / "a.yaml").stat().st_mode) == 0o640
    assert (tmp_path / "manifests" / "b.yml").stat().st_ino == before
    assert sorted(each.name for each in (tmp_path / "manifests").iterdir()) == ["a.yaml", "b.yml"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "f.yaml").write_text(CONFIG)
    (tmp_path / "f.yaml").symlink_to("there/f.yaml")
    assert fix("--as", "function", "f.yaml", cwd=tmp_path) == (
        0,
        "",
        TOLD.replace("FILE", "f.yaml") + "1 component: 2 fixed\n",
    )
    assert (tmp_path / "f.yaml").is_symlink()
    assert (tmp_path / "there" / "f.yaml").read_text() == FIXED


@pytest.mark.slow
def test_a_stream_is_fixed_on_its_way():
    text = b"\xef\xbb\xbf" + carrier(CONFIG).replace("\n", "\r\n").encode()[:-2]
    done = run_bytes("lint", *SET, *IMAGE, "--fix", stdin=text)
    assert done.stdout == b"\xef\xbb\xbf" + carrier(FIXED).replace("\n", "\r\n").encode()[:-2]
    assert done.returncode == 0
    assert done.stderr.endswith(b"1 component in 1 carrier: 2 fixed\n")
    assert fix("-q", stdin=text)[2] == ""
    assert fix(stdin=b"a: [\r\n") == (0, "a: [\r\n", "no carrier in this stream\n")


def test_what_is_left_is_reported_where_it_is_then(tmp_path):
    options = "customRuntimeOptions:\n  jobNamespace: b\n  jobnam: c\n"
    (tmp_path / "f.yaml").write_text(options + CONFIG + "parallelism: 0\n")
    done = fix("--as", "function", "f.yaml", cwd=tmp_path)
    assert done.status == 1
    assert "f.yaml:5:1: fixed PF301: " in done.err, "the line before the fixes"
    assert "error[PF408]: " in done.err
    assert "  --> f.yaml:6:14\n   | parallelism: 0\n" in done.err, "the line after them"
    assert done.err.endswith("1 component: 2 errors, 3 fixed\n")


def test_a_difference_writes_nothing(tmp_path):
    (tmp_path / "f.yaml").write_text(CONFIG[:-1])
    done = fix("--diff", "--as", "function", "f.yaml", cwd=tmp_path)
    assert done.out == (
        "--- f.yaml\n+++ f.yaml\n@@ -1,4 +1,4 @@\n name: f\n-classname: a.B\n+className: a.B\n"
        " jar: function://public/default/f@v1\n"
        "-inputs: a\n\\ No newline at end of file\n+inputs: [a]\n\\ No newline at end of file\n"
    )
    told = TOLD.replace("FILE", "f.yaml").replace("fixed", "would fix")
    assert (done.status, done.err) == (1, f"{told}1 component: 2 to fix\n")
    assert (tmp_path / "f.yaml").read_text() == CONFIG[:-1]
    (tmp_path / "f.yaml").write_text(FIXED)
    assert fix("--diff", "--as", "function", "f.yaml", cwd=tmp_path) == (0, "", "1 component: no findings\n")


def test_a_difference_reports_what_it_does_not_fix(tmp_path):
    (tmp_path / "f.yaml").write_text(CONFIG + "paralelism: 0\n")
    done = fix("--diff", "--as", "function", "f.yaml", cwd=tmp_path)
    assert "error[PF301]: unknown key 'paralelism'\n  --> f.yaml:5:1\n" in done.err
    assert "error[PF302]" not in done.err


def test_a_difference_can_be_applied(tmp_path):
    lines = "".join(f"# {number}\n" for number in range(20))
    text = carrier(CONFIG) + lines + "---\n" + carrier(CONFIG.replace("name: f", "name: g"), "g")
    (tmp_path / "f.yaml").write_text(text)
    done = fix("--diff", "f.yaml", cwd=tmp_path)
    assert done.out.count("@@ -") == 2
    assert applied(text, done.out) == text.replace("classname", "className").replace("inputs: a", "inputs: [a]")


def applied(text, difference):
    """What `patch` makes of a text."""
    lines, new, at = text.splitlines(keepends=True), [], 0
    for line in difference.splitlines(keepends=True)[2:]:
        if line.startswith("@@"):
            start = int(line.split()[1].partition(",")[0][1:]) - 1
            new += lines[at:start]
            at = start
        elif line[0] == "+":
            new.append(line[1:])
        else:
            assert line[1:] == lines[at]
            new += [line[1:]] if line[0] == " " else []
            at += 1
    return "".join(new + lines[at:])


def test_no_secret_is_in_a_difference(tmp_path):
    secret = (
        carrier(CONFIG + "user-config: {key: hunter2}\n")
        .replace("ConfigMap", "Secret")
        .replace("\ndata:", "\nstringData:")
    )
    inside = carrier(CONFIG.replace("name: f", "name: g") + "userConfig:\n  password: hunter2\n", "g")
    (tmp_path / "f.yaml").write_text(f"{secret}---\n{inside}")
    done = fix("--diff", "f.yaml", cwd=tmp_path)
    assert "hunter2" not in done.out + done.err
    assert "-    classname: a.B\n+    className: a.B\n" in done.out
    assert "+***\n" in done.out


@pytest.mark.slow
def test_the_files_of_a_checkout_are_fixed_and_not_the_stream(tmp_path):
    (tmp_path / "orders" / "files").mkdir(parents=True)
    config = CONFIG + "resources: {memory: 1Gi}\n"
    (tmp_path / "orders" / "files" / "f.yaml").write_bytes(config.replace("\n", "\r\n").encode())
    (tmp_path / "orders" / "template.yaml").write_text("{{ .Values.classname }}\n")
    stream = (carrier(config) + "---\n" + carrier(CONFIG.replace("name: f", "name: g"), "g")).encode()
    told = [
        "orders/files/f.yaml:2:1: ",
        "orders/files/f.yaml:4:9: ",
        "orders/files/f.yaml:5:13: ",
        "orders/files/f.yaml:5:21: ",
    ]
    shown = fix("--diff", "--source-root", "orders", stdin=stream, cwd=tmp_path)
    assert [line.partition("would")[0] for line in shown.err.splitlines()[:4]] == told
    assert shown.out.startswith("--- orders/files/f.yaml\n")
    done = fix("--source-root", "orders", stdin=stream, cwd=tmp_path)
    assert (done.status, done.out) == (1, ""), "the other carrier is in no file"
    assert [line.partition("fixed")[0] for line in done.err.splitlines()[:4]] == told
    assert "error[PF301]: unknown key 'classname'\n  --> stdin:" in done.err
    fixed = FIXED + "resources: {ram: 1073741824}\n"
    assert (tmp_path / "orders" / "files" / "f.yaml").read_bytes() == fixed.replace("\n", "\r\n").encode()


FACTORY = "functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory\n"
WORKER = FACTORY + "functionRuntimeFactoryConfigs: {jobnamespace: functions}  # where\npulsarfunctionscluster: a\n"
FIXED_WORKER = WORKER.replace("jobnamespace", "jobNamespace").replace(
    "pulsarfunctionscluster", "pulsarFunctionsCluster"
)


@pytest.mark.slow
def test_the_file_of_the_worker_config_is_fixed(tmp_path):
    (tmp_path / "worker.yml").write_bytes(b"\xef\xbb\xbf" + WORKER.replace("\n", "\r\n").encode())
    told = "worker.yml:2:33: fixed PF402: unknown key 'functionRuntimeFactoryConfigs.jobnamespace', now jobNamespace\n"
    shown = fix("--diff", "--worker-config", "worker.yml", stdin=carrier(FIXED).encode(), cwd=tmp_path)
    assert shown.out.startswith("--- worker.yml\n+++ worker.yml\n")
    assert (shown.status, shown.err.splitlines(keepends=True)[0]) == (1, told.replace("fixed", "would fix"))
    done = fix("--worker-config", "worker.yml", stdin=carrier(CONFIG).encode(), cwd=tmp_path)
    assert (done.status, done.out) == (0, carrier(FIXED))
    assert told in done.err
    assert done.err.endswith("1 component in 1 carrier: 4 fixed\n")
    fixed = b"\xef\xbb\xbf" + FIXED_WORKER.replace("\n", "\r\n").encode()
    assert (tmp_path / "worker.yml").read_bytes() == fixed


@pytest.mark.slow
def test_the_file_of_the_worker_config_is_in_the_folder_too(tmp_path):
    for name, text in (("worker.yml", WORKER), ("a.yaml", carrier(CONFIG))):
        (tmp_path / name).write_text(text)
    done = fix(".", "--worker-config", "./worker.yml", cwd=tmp_path)
    assert (done.status, (tmp_path / "worker.yml").read_text()) == (0, FIXED_WORKER)
    assert (tmp_path / "a.yaml").read_text() == carrier(FIXED)


def test_a_worker_config_that_is_no_file_is_left(tmp_path):
    os.mkfifo(tmp_path / "worker.yml")
    (tmp_path / "a.yaml").write_text(carrier(FIXED))
    writer = Thread(target=lambda: (tmp_path / "worker.yml").write_text(WORKER))
    writer.start()
    done = fix("a.yaml", "--worker-config", "worker.yml", cwd=tmp_path)
    writer.join()
    assert done.status == 1
    assert "error[PF402]: unknown key 'functionRuntimeFactoryConfigs.jobnamespace'\n  --> worker.yml:2:33" in done.err


@pytest.mark.slow
def test_the_worker_config_of_a_checkout_is_fixed_in_its_file(tmp_path):
    (tmp_path / "worker").mkdir()
    (tmp_path / "worker" / "functions_worker.yml").write_text(WORKER)
    source = HEAD.replace("NAME", "worker").replace(
        "pulsarfn.io/expand: function", "pulsarfn.io/provide: worker-config"
    )
    source += "  functions_worker.yml: |\n" + "".join(f"    {each}\n" for each in WORKER.splitlines())
    done = fix("--source-root", ".", stdin=f"{source}---\n{carrier(FIXED)}".encode(), cwd=tmp_path)
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith("worker/functions_worker.yml:2:33: fixed PF402: ")
    assert (tmp_path / "worker" / "functions_worker.yml").read_text() == FIXED_WORKER


@pytest.mark.slow
def test_other_outputs_are_for_files():
    for arguments in (("-o", "json"), ("-o", "json", "-"), ("--diff", "-o", "sarif", "a.yaml")):
        done = fix(*arguments, stdin=b"")
        assert done.status == 2
        assert "standard output is for the result of --fix here" in done.err
    assert "--diff goes with --fix" in run("lint", "--diff", stdin=b"").err


def test_a_report_is_of_what_is_left(tmp_path):
    (tmp_path / "f.yaml").write_text(CONFIG + "parallelism: 0\n")
    done = fix("-o", "json", "--as", "function", "f.yaml", cwd=tmp_path)
    assert [each["code"] for each in json.loads(done.out)["diagnostics"]] == ["PF306"]


@pytest.mark.parametrize(
    ("writable", "read", "told"),
    [(False, b"old", "not writable"), (True, b"other", "it changed while pulsarfn read it")],
)
def test_a_file_that_cannot_be_replaced_stops_all(tmp_path, monkeypatch, writable, read, told):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda file, _: writable or file.name == "a.yaml")
    with pytest.raises(ClickException, match=f"b.yaml: {told}, so nothing was fixed"):
        replace_files({tmp_path / "a.yaml": (b"old", b"new"), tmp_path / "b.yaml": (read, b"new")})
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a.yaml": b"old", "b.yaml": b"old"}


def test_what_is_no_file_is_left(tmp_path):
    os.mkfifo(tmp_path / "f.yaml")
    writer = Thread(target=lambda: (tmp_path / "f.yaml").write_text(CONFIG))
    writer.start()
    done = fix("--as", "function", "f.yaml", cwd=tmp_path)
    writer.join()
    assert done.status == 1
    assert "f.yaml: not a regular file, so nothing was fixed" in done.err
