"""The command line as a user meets it: a process, its output and its exit status."""

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from conftest import REPOSITORY
from program import ENVIRONMENT, PROGRAM, URLS, run
from pulsarfn import __version__
from pulsarfn.cli.commands import COMMANDS, SUMMARIES

STREAM = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
FAULTY = STREAM.replace(b"parallelism: 2", b"parallelism: 0")
CONFIG = b"name: f\npy: f.py\nclassName: f.F\ninputs: [t]\n"


def test_the_filter_expands_standard_input():
    status, out, err = run(stdin=STREAM)
    assert (status, err) == (0, "")
    assert "kind: StatefulSet" in out
    assert out.endswith(STREAM.decode()[STREAM.decode().index("# Source: orders/templates/web.yaml") :])


@pytest.mark.parametrize("arguments", [(), ("-q",), ("expand",)])
def test_helm_4_gets_a_comment_for_a_chart_that_renders_nothing(arguments):
    answer = "# pulsarfn: nothing was rendered\n"
    assert run(*arguments, stdin=b"", env={"HELM_PLUGIN_NAME": "pulsarfn"}) == (0, answer, "")
    assert run(*arguments, stdin=b"a: 1\n", env={"HELM_PLUGIN_NAME": "pulsarfn"}) == (0, "a: 1\n", "")
    assert run(*arguments, stdin=b"") == (0, "", "")


def test_options_of_the_filter_need_no_command():
    status, out, _ = run("-n", "somewhere", stdin=STREAM)
    assert status == 0
    assert out.count("namespace: somewhere") == 2


def test_options_before_a_command_are_those_of_the_command(tmp_path):
    (tmp_path / "s.yaml").write_bytes(STREAM)
    options = ("-n", "somewhere", "--set", "functionRuntimeFactoryConfigs.imagePullPolicy=Always", "-q")
    before = run(*options, "expand", "-f", str(tmp_path / "s.yaml"))
    assert before == run("expand", "-f", str(tmp_path / "s.yaml"), *options)
    assert before[1].count("namespace: somewhere") == 2
    assert "imagePullPolicy: Always" in before[1]


def test_the_list_of_commands_has_the_first_sentence_of_each():
    shown = {name: import_module(module).command.get_short_help_str(1000) for name, module in COMMANDS.items()}
    assert shown == SUMMARIES


def test_options_before_a_command_win_over_variables():
    done = run("-n", "typed", "expand", stdin=STREAM, env={"PULSARFN_NAMESPACE": "of-a-variable"})
    assert done == run("expand", "-n", "typed", stdin=STREAM)


@pytest.mark.parametrize("arguments", [(), ("expand",), ("lint",)])
@pytest.mark.parametrize(("typed", "giver"), [((), "PULSARFN_NAMESPACE"), (("-n", "Team_A"), "--namespace")])
def test_a_message_about_the_namespace_names_who_gives_it(arguments, typed, giver):
    done = run(*typed, *arguments, stdin=STREAM, env={"PULSARFN_NAMESPACE": "Team_B"})
    assert done.status == 1
    assert f"hint: change {giver}\n" in done.err


@pytest.mark.parametrize("arguments", [(), ("expand",)])
def test_a_token_that_is_no_text_is_refused(arguments, tmp_path):
    (tmp_path / "token").write_bytes(b"\xff")
    for name, value, words in (
        ("PULSARFN_AUTH_TOKEN", b"\xff", "PULSARFN_AUTH_TOKEN"),
        ("PULSARFN_AUTH_TOKEN_FILE", str(tmp_path / "token"), str(tmp_path / "token")),
    ):
        done = run(*arguments, stdin=STREAM, env={name: value})
        assert (done.status, done.out) == (2, "")
        assert done.err.endswith(f"Error: {words}: the token is not UTF-8\n")


def test_empty_variables_are_as_good_as_none():
    names = ("AUTH_TOKEN", "AUTH_TOKEN_FILE", "TRUST_CERTS_FILE", "WORKER_CONFIG", "DIAGNOSTICS", "NAMESPACE")
    assert run(stdin=STREAM, env={f"PULSARFN_{name}": "" for name in names}) == run(stdin=STREAM)


@pytest.mark.slow
@pytest.mark.parametrize("stream", [FAULTY, b"a: 1\n"], ids=["with a fault", "without a carrier"])
def test_closed_descriptors_are_no_bug(stream, tmp_path):
    (tmp_path / "stream").write_bytes(stream)
    program = " ".join(PROGRAM)
    expected = {"<&-": 1, "<stream >&-": 1, "<stream 2>&-": int(stream == FAULTY)}
    for redirections, status in expected.items():
        done = subprocess.run(
            ["sh", "-c", f"{program} {redirections}"], capture_output=True, env=ENVIRONMENT, cwd=tmp_path, check=False
        )
        assert done.returncode == status, redirections
        assert b"bug" not in done.stderr


def test_a_file_name_that_is_no_text_is_told_all_the_same(tmp_path):
    (tmp_path / os.fsdecode(b"bad\xff.yaml")).write_bytes(FAULTY.replace(b"# Source", b"# From"))
    status, out, err = run("expand", "-f", ".", "--diagnostics", "lines", cwd=tmp_path)
    assert (status, out) == (1, "")
    assert "  --> bad\\udcff.yaml:41:18 (" in err
    assert json.loads((tmp_path / "lines").read_text(encoding="utf-8"))["origin"] == "bad\udcff.yaml"


def test_on_an_error_nothing_is_written():
    status, out, err = run(stdin=FAULTY)
    assert (status, out) == (1, "")
    assert err.startswith("error[PF306]: Function parallelism must be a positive number\n  --> stdin:41:")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nonsense"], "No such option"),
        (["nonsense"], "No such command"),
        (["lnt"], "Did you mean 'lint'?"),
        (["render", "functoin", "-f", "x"], "is not one of"),
        (["render", "function"], "give a CONFIG"),
        (["--set", "x"], "'=' is expected"),
        (["--worker-config", "/nonexistent"], "does not exist"),
        (["names", "only-a-name"], "not TENANT/NAMESPACE/NAME"),
    ],
)
def test_wrong_usage_is_status_2(arguments, words):
    status, out, err = run(*arguments, stdin=STREAM)
    assert (status, out) == (2, "")
    assert words in err


def test_help_and_version():
    assert run("--help")[0] == run("expand", "-h")[0] == 0
    assert run("version") == run("--version") == (0, f"pulsarfn {__version__}\n", "")


def test_expand_reads_files_folders_and_standard_input(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.yaml").write_bytes(b"b: 1")
    (tmp_path / "a.yml").write_bytes(b"a: 1\n")
    (tmp_path / "notes.txt").write_bytes(b"no")
    (tmp_path / "sub" / "c.json").write_bytes(b'{"c": 1}\n')
    assert run("expand", "-f", str(tmp_path)) == (0, "a: 1\n---\nb: 1", "")
    assert run("expand", "-f", str(tmp_path), "-R") == (0, 'a: 1\n---\nb: 1\n---\n{"c": 1}\n', "")
    assert run("expand", "-f", str(tmp_path / "a.yml"), "-f", "-", stdin=b"x: 1\n") == (0, "a: 1\n---\nx: 1\n", "")
    assert run("expand", stdin=STREAM) == run(stdin=STREAM)


def test_a_worker_config_in_one_file_serves_the_carriers_of_another(tmp_path):
    worker, functions = STREAM.split(b"---\n# Source: orders/templates/functions.yaml")
    (tmp_path / "worker.yaml").write_bytes(worker)
    (tmp_path / "functions.yaml").write_bytes(functions)
    status, out, err = run("expand", "-f", str(tmp_path))
    assert (status, err) == (0, "")
    assert "image: apachepulsar/pulsar:4.2.4" in out


def test_a_file_that_is_not_there_is_told(tmp_path):
    status, out, err = run("expand", "-f", str(tmp_path / "none.yaml"))
    assert (status, out) == (1, "")
    assert "none.yaml: No such file or directory" in err


def test_diagnostics_come_in_the_order_of_the_files(tmp_path):
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_bytes(FAULTY)
    _, _, err = run("expand", "-f", str(tmp_path / "b.yaml"), "-f", str(tmp_path / "a.yaml"))
    places = [line for line in err.splitlines() if "parallelism" not in line and "-->" in line]
    wanted = [str(tmp_path / name) for name in ("b.yaml", "a.yaml")]
    assert [place.split()[1].partition(":41:")[0] for place in places if ":41:" in place] == wanted


def test_render_takes_bare_configs(tmp_path):
    (tmp_path / "f.yaml").write_bytes(CONFIG)
    status, out, err = run("render", "function", "-f", str(tmp_path / "f.yaml"), "-n", "x", "-q", *URLS)
    assert (status, err) == (0, "")
    assert out.startswith(
        "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: pf-public-default-f\n  namespace: x\n"
    )
    assert run("render", "function", "-f", "-", "-n", "x", *URLS, stdin=CONFIG)[1] == out


def test_graph_draws_what_flows_where_and_nothing_where_there_is_an_error():
    status, out, err = run("graph", stdin=STREAM)
    assert (status, err) == (0, "")
    assert out.startswith('flowchart LR\n  subgraph s0["shop/orders"]\n    n0["enrich<br/>function, 2 instances"]\n')
    assert run("graph", "-o", "svg", stdin=STREAM)[1].startswith("<svg ")
    status, out, err = run("graph", "-o", "svg", stdin=FAULTY)
    assert (status, out) == (1, "")
    assert err.startswith("error[PF306]")


def test_names_are_printed_and_their_collisions_told():
    status, out, err = run("names", "public/default/fn", "a-b/c/d", "a/b-c/d")
    assert status == 1
    assert out == "public/default/fn\tpf-public-default-fn\na-b/c/d\tpf-a-b-c-d\na/b-c/d\tpf-a-b-c-d\n"
    assert err.startswith("error[PF510]: pf-a-b-c-d is also the name for a-b/c/d\n")


def test_diagnostics_are_also_written_as_json_lines(tmp_path):
    file = tmp_path / "diagnostics"
    file.write_text("of an earlier run\n", encoding="ascii")
    for options, environment in ((["--diagnostics", str(file)], {}), ([], {"PULSARFN_DIAGNOSTICS": str(file)})):
        before = file.read_text(encoding="utf-8")
        run(*options, stdin=FAULTY, env=environment)
        after = file.read_text(encoding="utf-8")
        assert after.startswith(before)
        (line,) = after.removeprefix(before).splitlines()
        assert json.loads(line)["code"] == "PF306"
        run(*options, stdin=b"a: 1\n", env=environment)
        assert file.read_text(encoding="utf-8") == after


@pytest.mark.parametrize("given", ["file", "file by environment", "environment"])
def test_a_token_comes_from_a_file_or_the_environment_and_is_never_told(tmp_path, given):
    stream = STREAM.replace(
        b"    pulsarFunctionsCluster", b"    authenticationEnabled: true\n    pulsarFunctionsCluster"
    )
    file = tmp_path / "token"
    file.write_text("se.cr.et\n", encoding="ascii")
    options = ["--auth-token-file", str(file)] if given == "file" else []
    environment = {"PULSARFN_AUTH_TOKEN": "se.cr.et"} if given == "environment" else {}
    if given == "file by environment":
        environment = {"PULSARFN_AUTH_TOKEN_FILE": str(file)}
    status, out, err = run("-v", *options, stdin=stream, env=environment)
    assert status == 0
    assert "token: c2UuY3IuZXQ=" in out
    assert "se.cr.et" not in out + err
    assert "c2UuY3IuZXQ" not in err


def test_quiet_hides_warnings_and_verbose_tells_what_was_expanded():
    stream = STREAM.replace(
        b"    pulsarFunctionsCluster", b"    authenticationEnabled: true\n    pulsarFunctionsCluster"
    )
    assert run(stdin=stream)[2].startswith("warning[PF511]")
    assert run("-q", stdin=stream)[2] == ""
    assert run(stdin=STREAM)[2] == ""


@pytest.mark.parametrize("command", ["expand", "lint", "explain", "graph", "diff"])
def test_verbose_tells_what_was_expanded(command, tmp_path):
    (tmp_path / "same.yaml").write_bytes(STREAM)
    sides = (str(tmp_path / "same.yaml"), "-") if command == "diff" else ()
    told = run(command, "-v", *sides, stdin=STREAM)[2]
    assert "worker config: orders/templates/pulsar.yaml, ConfigMap/" in told
    assert "function shop/orders/enrich" in told
    assert "worker config: " not in run(command, *sides, stdin=STREAM)[2]


def test_colour_only_where_it_is_asked_for():
    assert "\x1b[" not in run(stdin=FAULTY)[2]
    assert "\x1b[" in run("--color", "always", stdin=FAULTY)[2]
    assert "\x1b[" in run("--color", "always", stdin=FAULTY, env={"NO_COLOR": "1"})[2], "an option wins over a variable"
    assert "\x1b[" not in run("--color", "never", stdin=FAULTY)[2]


def test_a_reader_that_has_seen_enough_is_no_error():
    """It is told what SIGPIPE would tell, where there is more to write than a pipe holds."""
    command = f"{' '.join(PROGRAM)}; echo $? >&2"
    stream = STREAM + b"---\na: 1\n" * 50_000
    done = subprocess.run(
        ["sh", "-c", f"({command}) | head -c1"], input=stream, capture_output=True, env=ENVIRONMENT, check=True
    )
    assert (done.stdout, done.stderr) == (b"-", b"141\n")


@pytest.mark.parametrize("stream", [STREAM, b"a: 1\n"], ids=["with a carrier", "without"])
def test_a_full_disk_is_told(stream):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(PROGRAM, input=stream, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stderr) == (1, b"Error: standard output: No space left on device\n")


def test_an_interrupt_is_status_130():
    with subprocess.Popen(
        PROGRAM,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        process.stdin.write(b"a: 1\n" * 100_000)  # more than the pipe holds, so that the program has begun to read
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_bug_is_status_3_with_a_report_and_without_values():
    program = (
        "import sys; from pulsarfn.cli import main; from pulsarfn.component import stages\n"
        "def broken(*_): raise ValueError('hunter2')\n"
        "stages.build = broken\n"
        "sys.exit(main.main([]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=STREAM, capture_output=True, env=ENVIRONMENT, check=False
    )
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"has a bug: ValueError" in done.stderr
    assert b"hunter2" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "variables",
    [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Kolkata"}, {"LC_ALL": "tr_TR.UTF-8"}],
)
def test_the_same_bytes_everywhere(variables):
    assert run(stdin=STREAM, env=variables) == run(stdin=STREAM)
    assert run(stdin=FAULTY, env=variables) == run(stdin=FAULTY)
