"""``pulsarfn lint`` as a user meets it: a process, what it writes where, and its exit status."""

import json

import pytest

from test_cli import STREAM, run

BARE = STREAM.replace(b"percentMemoryPadding: 10", b"percentMemoryPadding: 20") + (
    b"---\napiVersion: v1\nkind: Secret\nmetadata: {name: database-creds}\nstringData: {password: made-up}\n"
)
CLEAN = BARE.replace(
    b"    pulsarFunctionsCluster:", b"    runtimeCustomizerConfig: {profile: production}\n    pulsarFunctionsCluster:"
)
WARNED = CLEAN.replace(b"name: database-creds", b"name: other-creds")
FAULTY = WARNED.replace(b"parallelism: 2", b"parallelism: 0")
TOKEN = b"eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3ODI3NzQwMDB9.made-up"  # exp: 29 June 2026, 23:00 UTC
AUTHENTICATED = CLEAN.replace(
    b"    pulsarFunctionsCluster:", b"    authenticationEnabled: true\n    pulsarFunctionsCluster:"
)


NOTHING = "1 component in 1 carrier: no findings\n"


def lint(*arguments, stdin, **more):
    return run("lint", *arguments, stdin=stdin, **more)


def test_where_there_is_nothing_to_tell_the_summary_says_what_was_looked_at():
    assert lint(stdin=CLEAN) == lint("--strict", stdin=CLEAN) == (0, "", NOTHING)
    assert lint("-q", stdin=CLEAN) == (0, "", "")


def test_pods_of_pulsars_own_are_an_info():
    status, out, err = lint("--strict", stdin=BARE)
    assert (status, out) == (0, "")
    assert err.startswith("info[PF621]: function shop/orders/enrich has no startupProbe, ")
    assert err.endswith("1 component in 1 carrier: 1 info\n")
    assert lint("--ignore", "PF621", stdin=BARE) == (0, "", NOTHING.replace("\n", ", 1 suppressed\n"))


def test_a_stream_without_carriers_is_fine_unless_they_are_required():
    told = "no carrier in this stream\n"
    assert lint(stdin=b"a: 1\n") == lint(stdin=b"") == lint("--strict", stdin=b"") == (0, "", told)
    required = f"Error: --require-carriers: {told}"
    assert lint("--require-carriers", stdin=b"a: 1\n") == (1, "", told + required)
    assert lint("--require-carriers", "-q", stdin=b"a: 1\n") == (1, "", required)
    assert lint("--require-carriers", stdin=CLEAN) == (0, "", NOTHING)


def test_the_summary_counts_components_carriers_and_findings():
    start, config = FAULTY.index(b"# Source: orders/templates/functions.yaml"), FAULTY.index(b"  enrich.yaml: |\n")
    end = FAULTY.index(b"---\n# Source: orders/templates/web.yaml")
    broken = b"---\n" + FAULTY[start:end] + CLEAN[config:end].replace(b"enrich", b"other")
    status, _, err = lint(stdin=CLEAN + broken)
    assert status == 1
    assert err.splitlines()[-1] == "3 components in 2 carriers: 1 error"
    nearly = b"---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: a, annotations: {pulsarfn.dev/expand: sink}}\n"
    assert lint(stdin=nearly)[2].splitlines()[-1] == "no carrier in this stream: 1 warning"


def test_warnings_do_not_count_but_when_strict():
    status, out, err = lint(stdin=WARNED)
    assert (status, out) == (0, "")
    assert err.startswith("warning[PF601]: Secret database-creds, ")
    assert lint("--strict", stdin=WARNED) == (1, "", err)
    assert lint("-q", stdin=WARNED) == (0, "", "")
    assert lint("-q", "--strict", stdin=WARNED) == (1, "", err)


def test_files_are_arguments_too(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "warned.yaml").write_bytes(WARNED)
    (tmp_path / "clean.yaml").write_bytes(b"a: 1\n")
    told = lint("-f", "clean.yaml", "-f", "folder", stdin=b"", cwd=tmp_path)
    assert told[2].startswith("warning[PF601]")
    assert lint("-f", "clean.yaml", "folder", stdin=b"", cwd=tmp_path) == told
    assert lint("clean.yaml", "folder/warned.yaml", stdin=b"", cwd=tmp_path) == told
    assert lint("clean.yaml", "-", stdin=WARNED, cwd=tmp_path)[2].startswith("warning[PF601]")


def test_codes_that_are_ignored():
    assert lint("--strict", "--ignore", "pf601", stdin=WARNED) == (0, "", NOTHING.replace("\n", ", 1 suppressed\n"))
    assert lint("--ignore", "PF602", stdin=WARNED) == lint(stdin=WARNED)
    (result,) = json.loads(lint("--ignore", "PF601", "-o", "sarif", stdin=WARNED)[1])["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == "--ignore"


@pytest.mark.parametrize(
    ("code", "words"), [("PF999", "--ignore PF999: no such code"), ("PF306", "PF306: this is an error of the filter")]
)
def test_what_cannot_be_ignored(code, words):
    status, out, err = lint("--ignore", code, stdin=WARNED)
    assert (status, out) == (2, "")
    assert words in err


def test_a_code_is_explained_in_small_letters_too():
    assert lint("--explain", "pf601", stdin=b"") == lint("--explain", "PF601", stdin=b"")


def test_infos_never_count():
    name = b"    name: enrich\n"
    start, end = CLEAN.index(b"  enrich.yaml: |\n"), CLEAN.index(b"---\n# Source: orders/templates/web.yaml")
    config = CLEAN[start:end]
    second = config.replace(b"  enrich.yaml: |\n", b"  enhance.yaml: |\n").replace(name, b"    name: enhance\n")
    status, out, err = lint("--strict", stdin=CLEAN[:end] + second + CLEAN[end:])
    assert (status, out) == (0, "")
    assert err.startswith("info[PF603]: ")


def test_errors_count():
    status, out, err = lint(stdin=FAULTY)
    assert (status, out) == (1, "")
    assert "error[PF306]: " in err


@pytest.mark.parametrize("style", ["json", "sarif", "github"])
def test_reports_for_programs_go_to_standard_output(style):
    status, out, err = lint("-o", style, stdin=FAULTY)
    assert (status, err) == (1, "1 component in 1 carrier: 1 error\n")
    assert "PF306" in out


def test_quiet_leaves_warnings_out_of_reports_too():
    _, out, _ = lint("-o", "json", "-q", stdin=WARNED)
    assert json.loads(out)["diagnostics"] == []


def test_the_diagnostics_file_is_written_as_well(tmp_path):
    lint("-o", "sarif", "--diagnostics", str(tmp_path / "lines"), stdin=FAULTY)
    assert json.loads((tmp_path / "lines").read_text(encoding="utf-8").splitlines()[0])["code"] == "PF306"


def test_it_reads_files_and_folders(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "stream.yaml").write_bytes(FAULTY)
    status, out, err = lint("-f", str(tmp_path), "-R", stdin=b"")
    assert (status, out, err.replace(str(tmp_path / "deep" / "stream.yaml"), "stdin")) == lint(stdin=FAULTY)
    status, _, err = lint("-f", str(tmp_path), stdin=b"")
    assert (status, "-R looks into its folders" in err) == (1, True)


@pytest.mark.parametrize("assumed", ["Secret/database-creds", "secret/*-creds", "Secret/orders/database-creds"])
def test_objects_may_be_said_to_exist(assumed):
    assert lint("-n", "orders", "--assume-exists", assumed, stdin=WARNED) == (0, "", NOTHING)


@pytest.mark.parametrize("assumed", ["Secret", "Secret/", "Pod/a", "Secret//a", "Secret/a/b/c", "/a"])
def test_objects_that_nobody_could_mean_are_wrong_usage(assumed):
    status, out, err = lint("--assume-exists", assumed, stdin=CLEAN)
    assert (status, out) == (2, "")
    assert "write KIND/NAME or KIND/NAMESPACE/NAME" in err


@pytest.mark.parametrize(
    ("clock", "told"), [(1782770400, "warning[PF607]"), (1782777600, "error[PF606]"), (1700000000, "")]
)
def test_source_date_epoch_stands_for_the_clock(clock, told, tmp_path):
    (tmp_path / "token.jwt").touch(mode=0o600)
    (tmp_path / "token.jwt").write_bytes(TOKEN)
    environment = {"SOURCE_DATE_EPOCH": str(clock)}
    _, _, err = lint("--auth-token-file", str(tmp_path / "token.jwt"), stdin=AUTHENTICATED, env=environment)
    told = told or NOTHING.partition(":")[0]
    assert err.partition(":")[0] == told
    assert (f"--> {tmp_path / 'token.jwt'}:1:1" in err) is ("PF" in told)
    from_variable = environment | {"PULSARFN_AUTH_TOKEN": TOKEN.decode()}
    assert lint(stdin=AUTHENTICATED, env=from_variable)[2].partition(":")[0] == told


def test_a_token_file_that_others_may_read_is_told(tmp_path):
    (tmp_path / "token").write_bytes(b"made-up")
    (tmp_path / "token").chmod(0o644)
    status, _, err = lint("--strict", "--auth-token-file", str(tmp_path / "token"), stdin=CLEAN)
    assert (status, err.partition(":")[0]) == (1, "warning[PF513]")


def test_without_it_the_clock_counts():
    assert lint(stdin=AUTHENTICATED, env={"PULSARFN_AUTH_TOKEN": TOKEN.decode()})[2].startswith("error[PF606]: ")


def test_a_clock_that_is_none_is_wrong_usage():
    status, _, err = lint(stdin=CLEAN, env={"SOURCE_DATE_EPOCH": "yesterday"})
    assert (status, "SOURCE_DATE_EPOCH is not a number of seconds" in err) == (2, True)


def test_a_code_is_explained():
    status, out, err = lint("--explain", "PF604", stdin=b"")
    assert (status, err) == (0, "")
    for part in (
        "PF604: a subscription that two components share (warning)",
        "What to do: ",
        "Example:",
        "pulsarfn says:",
    ):
        assert part in out
    assert max(map(len, out.splitlines())) < 200


def test_a_code_that_is_none_is_wrong_usage():
    status, out, err = lint("--explain", "PF60", stdin=b"")
    assert (status, out) == (2, "")
    assert "no such code; see 'All messages'" in err


def test_the_filter_takes_suppressions_and_goes_by_them():
    stream = AUTHENTICATED.replace(
        b"    pulsarfn.io/expand: function\n",
        b"    pulsarfn.io/expand: function\n    pulsarfn.io/suppress-PF511: the proxy adds a token\n",
    )
    assert "warning[PF511]" in run(stdin=AUTHENTICATED)[2]
    status, out, err = run(stdin=stream)
    assert (status, err) == (0, "")
    assert "suppress" not in out
    assert out == run(stdin=AUTHENTICATED)[1]


def test_what_is_suppressed_stands_in_reports_with_its_reason():
    stream = WARNED.replace(
        b"    pulsarfn.io/expand: function\n",
        b"    pulsarfn.io/expand: function\n    pulsarfn.io/suppress-PF601: made by hand\n",
    )
    assert lint("--strict", stdin=stream) == (0, "", NOTHING.replace("\n", ", 1 suppressed\n"))
    report = json.loads(lint("-o", "json", stdin=stream)[1])
    assert [(each["code"], each["reason"]) for each in report["suppressed"]] == [("PF601", "made by hand")]
    assert report["diagnostics"] == []


def test_a_resource_list_of_kustomize_is_looked_at_too():
    items = b"".join(
        b"- " + document.lstrip(b"\n").replace(b"\n", b"\n  ").rstrip(b" ") for document in WARNED.split(b"---\n")[1:]
    )
    status, out, err = lint(stdin=b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n" + items)
    assert (status, out) == (0, "")
    assert err.startswith("warning[PF601]")
