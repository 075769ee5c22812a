"""The GitHub action, its steps run as a runner runs them, in a shallow clone and against a stand-in for GitHub's API."""

import os

import pytest

from git_repositories import IDENTITY, commit, git
from github_host import comments_of, run_action
from made_once import made_once
from test_cli import FAULTY, STREAM

ALL = ("Render", "Lint", "Diff", "Comment")
MANIFESTS = "manifests/a/stream.yaml"


@pytest.fixture(scope="module")
def action(project, tmp_path_factory):
    """The action in a checkout of its own, and the PATH after its first step, which installs pulsarfn."""

    def install(folder):
        git(folder, "clone", "--quiet", f"file://{project}")
        action = folder / "pulsarfn" / "action.yml"
        contexts = {"github.job": "", "github.token": ""}
        done = run_action(action, {}, contexts, dict(os.environ), folder, folder, slice(1))
        assert done.outcomes == {"Install pulsarfn": "success"}, done.output

    folder = made_once(tmp_path_factory, "actions", install)
    return folder / "pulsarfn" / "action.yml", f"{folder}/temp/pulsarfn"


@pytest.fixture
def run(action, change, quick, tmp_path):
    """Run the action on the change; `api` is the address of GitHub."""

    def run(inputs, api="", event="pull_request", *, installed=False, **contexts):
        folder = tmp_path / f"run-{len([*tmp_path.iterdir()])}"
        (folder / "temp" / "pulsarfn").mkdir(parents=True)
        environment = {
            **os.environ,
            **IDENTITY,
            "PATH": f"{action[1]}:{os.environ['PATH']}" if installed else quick,
            "GITHUB_API_URL": api,
            "GITHUB_REPOSITORY": "o/r",
        }
        known = {
            "github.event_name": event,
            "github.event.number": "12",
            "github.event.pull_request.base.sha": change["first"],
            "github.event.pull_request.head.sha": change["head"],
            "github.job": "functions",
            "github.token": "made-up",
            **contexts,
        }
        return run_action(action[0], inputs, known, environment, change["workspace"], folder, slice(1, None))

    return run


def test_a_pull_request_gets_its_annotations_and_one_comment(run, change):
    with comments_of(12) as (api, comments):
        comments.extend({"id": number, "body": "of a person"} for number in range(120))
        done = run({"path": "manifests"}, api, installed=True)
        assert done.outcomes == dict.fromkeys(ALL, "success"), done.output
        assert "::warning file=" in done.output["Lint"]
        comment = comments[-1]["body"]
        assert comment.startswith("<!-- pulsarfn diff functions -->\n### pulsarfn diff: 1 component: 1 rolling")
        assert "README" not in comment
        assert done.summary == comment.partition("\n")[2]
        commit(change["workspace"], {MANIFESTS: STREAM})
        done = run({"path": "manifests"}, api)
        assert done.outcomes == dict.fromkeys(ALL, "success"), done.output
        assert len(comments) == 121
        assert "1 unchanged" in comments[-1]["body"]
        run({"path": "manifests", "comment": "another"}, api)
        assert len(comments) == 122
    assert git(change["workspace"], "worktree", "list").count("\n") == 0


def test_what_a_command_renders_is_compared_with_what_it_rendered_before(run):
    with comments_of(12) as (api, comments):
        done = run({"render": "cat manifests/*/*.yaml; test -d .git || test -f .git"}, api)
        assert done.outcomes == dict.fromkeys(ALL, "success"), done.output
        assert "1 rolling" in comments[-1]["body"]


RENDERED = """\
cat <<end
# Source: orders/templates/functions.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: orders, annotations: {pulsarfn.io/expand: function}}
data:
  enrich.yaml: |
$(sed 's/^/    /' chart/functions/enrich.yaml)
end
"""


def test_annotations_point_to_the_config_in_the_repository_from_which_it_is_rendered(run, change):
    config = b"name: enrich\nclassName: a.B\njar: function://a/b/c@v1\ninputs: [in]\nparallelism: 0\n"
    commit(change["workspace"], {"chart/functions/enrich.yaml": config})
    options = "--set pulsarServiceUrl=pulsar://b:6650 --set pulsarWebServiceUrl=http://b:8080"
    done = run({"render": RENDERED, "lint-options": options}, event="push")
    assert done.outcomes["Lint"] == "failure"
    assert "::error file=chart/functions/enrich.yaml,line=5,col=14," in done.output["Lint"]


def test_a_checkout_of_the_branch_is_compared_with_the_base_that_the_event_names(run, change):
    git(change["workspace"], "fetch", "--quiet", "--depth=1", "origin", change["head"])
    git(change["workspace"], "checkout", "--quiet", change["head"])
    with comments_of(12) as (api, comments):
        assert run({"path": "manifests"}, api).outcomes["Comment"] == "success"
        assert "1 rolling" in comments[-1]["body"]


def test_a_folder_that_is_new(run, change):
    (change["workspace"] / "manifests").rename(change["workspace"] / "new")
    with comments_of(12) as (api, comments):
        assert run({"path": "new"}, api).outcomes["Comment"] == "success"
        assert "1 created" in comments[-1]["body"]


def test_a_token_that_may_not_comment_is_no_failure(run):
    with comments_of(12, allowed=False) as (api, comments):
        done = run({"path": "manifests"}, api)
        assert done.outcomes == dict.fromkeys(ALL, "success"), done.output
        assert done.output["Comment"].startswith("::notice::The token may not comment (403)")
        assert "1 rolling" in done.summary
        assert not comments


@pytest.mark.parametrize(("event", "inputs"), [("push", {}), ("pull_request", {"diff": "false"})])
def test_without_a_pull_request_there_is_only_lint(event, inputs, run):
    done = run({"path": "manifests", **inputs}, event=event)
    assert done.outcomes == {"Render": "success", "Lint": "success", "Diff": "skipped", "Comment": "skipped"}


def test_an_error_fails_the_job_and_is_annotated(run, change):
    (change["workspace"] / MANIFESTS).write_bytes(FAULTY.replace(b"# Source: ", b"# "))
    done = run({"path": "manifests"})
    assert (done.outcomes["Lint"], done.outcomes["Diff"], done.outcomes["Comment"]) == ("failure", "failure", "skipped")
    assert f"::error file={MANIFESTS},line=" in done.output["Lint"]


def test_options_of_lint_are_words_and_nothing_of_a_value_is_run(run, change):
    commit(change["workspace"], {"Secret/none": b""})  # which the shell would make of the pattern
    for options, outcome in (("--strict", "failure"), ("--strict --assume-exists Secret/*", "success")):
        done = run({"path": "manifests", "lint-options": options}, event="push")
        assert done.outcomes["Lint"] == outcome, done.output
    done = run({"path": "$(touch run)", "lint-options": "$(touch run) `touch run`; touch run"}, event="push")
    assert done.outcomes["Lint"] == "failure"
    assert not (change["workspace"] / "run").exists()


def test_a_command_that_fails_ends_the_action(run):
    done = run({"render": "echo 'a: 1'; false; echo 'b: 2'"})
    assert done.outcomes == {"Render": "failure", **dict.fromkeys(ALL[1:], "skipped")}


def test_a_diff_that_is_too_long_is_in_the_summary(run, change):
    name = "n" * 1000
    labels = b"".join(b"    %s%d: x\n" % (name.encode(), number) for number in range(100))
    stream = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n" + labels
    (change["workspace"] / "manifests" / "more.yaml").write_bytes(stream)
    with comments_of(12) as (api, comments):
        done = run({"path": "manifests"}, api)
        assert done.outcomes["Comment"] == "success", done.output
        assert len(comments[-1]["body"]) <= 65_536
