"""Pulsar's names as Kubernetes' names."""

import re
import uuid

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import has_errors
from pulsarfn.kubernetes import syntax
from pulsarfn.kubernetes.names import (
    Fqfn,
    check_job_name,
    file_name,
    function_id,
    function_version,
    job_name,
    label_value,
    secret_name,
)

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("fqfn", "override", "expected"),
    [
        pytest.param(
            ("public", "default", "fn"),
            "",
            "pf-public-default-fn",
            id="a valid pod name stays as it is, without a hash",
        ),
        pytest.param(
            ("public", "default", "Fn"), "", "pf-public-default-fn-ded86a76", id="a translated name gets a hash"
        ),
        pytest.param(
            ("public", "default", "a_b"), "", "pf-public-default-a-b-bcfde692", id="an underscore becomes a dash"
        ),
        pytest.param(
            ("acme", "apps", "fn.20"), "", "pf-acme-apps-fn-20-bffafc1d", id="a dot becomes a dash, and gets a hash"
        ),
        pytest.param(("acme", "apps", "fn1"), "My_Job.X", "my-job-x-36816a07", id="an override always gets a hash"),
    ],
)
def test_job_name(fqfn, override, expected):
    assert job_name(Fqfn(*fqfn), override) == expected


@pytest.mark.parametrize(
    ("name", "override", "code", "words"),
    [
        pytest.param(
            "a..b",
            "",
            codes.JOB_NAME_INVALID,
            "Kubernetes only admits lower case and numbers. (jobName=pf-t-n-a..b)",
            id="two dots in a row",
        ),
        pytest.param("-", "", codes.JOB_NAME_INVALID, "(jobName=pf-t-n--)", id="a dash at the end"),
        pytest.param(
            "a" * 46,
            "",
            codes.JOB_NAME_TOO_LONG,
            "has 53 characters",
            id="53 characters, which the reference still allows",
        ),
        pytest.param(
            "x",
            "9lives",
            codes.JOB_NAME_NEEDS_NEW_CLUSTER,
            "before Kubernetes 1.36",
            id="a digit first, which only the newest clusters allow: a warning",
        ),
    ],
)
def test_job_names_with_a_problem(name, override, code, words):
    (problem,) = check_job_name(Fqfn("t", "n", name), override)
    assert problem.code is code
    assert words in problem.message
    assert problem.hint


@pytest.mark.parametrize("name", ["fn", "a" * 45, "fn.1", "UPPER", "ünï"])
def test_admitted_job_names(name):
    assert check_job_name(Fqfn("t", "n", name)) == ()


@given(NAMES, NAMES, NAMES, st.sampled_from(["", "job", "My.Job_1"]))
def test_an_admitted_job_name_is_a_service_name_of_at_most_52_characters(tenant, namespace, name, override):
    fqfn = Fqfn(tenant, namespace, name)
    assume(not has_errors(check_job_name(fqfn, override)))
    assert re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", job_name(fqfn, override))
    assert len(job_name(fqfn, override)) <= 52


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("Upper_Case.1", "upper_case.1"),
        ("-lead", "0lead"),
        ("trail-", "trail0"),
        ("a b!", "a-b0"),
        ("", ""),
        ("值", "0"),
        ("a" * 70, "a" * 63),
    ],
)
def test_label_value(text, expected):
    assert label_value(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fn.jar", "fn.jar"),
        ("my fn.jar", "my_fn.jar"),
        ("ünïcode-fn.jar", "unicode-fn.jar"),
        ("值.jar", ".jar"),
        ("a;rm -rf.jar", "a_rm_-rf.jar"),
    ],
)
def test_file_name(name, expected):
    assert file_name(name) == expected


def test_derived_identities_never_change():
    fqfn = Fqfn("public", "default", "exclamation")
    assert function_id(fqfn) == "5e04399c-9af3-565e-9afb-0fca25adfba0"
    assert function_version(fqfn, "{}") == "a3d39bac-6924-54b9-b0bb-1d551e64a381"
    assert secret_name(fqfn) == "pf-secret-3uql6fts"


@given(NAMES, NAMES)
def test_derived_identities_differ_between_names(one, other):
    first, second = Fqfn("t", "n", one), Fqfn("t", "n", other)
    assert (function_id(first) == function_id(second)) == (one == other)
    assert (secret_name(first) == secret_name(second)) == (one == other)


@given(NAMES, NAMES, NAMES)
def test_ids_are_uuids_of_the_fifth_kind(tenant, namespace, name):
    ours = uuid.uuid5(uuid.NAMESPACE_DNS, "pulsarfn.io")
    assert function_id(Fqfn(tenant, namespace, name)) == str(uuid.uuid5(ours, f"{tenant}/{namespace}/{name}"))


PART = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
SYNTAX = {  # the expressions and limits of k8s.io/apimachinery, pkg/util/validation
    syntax.is_dns_label: (PART, 63),
    syntax.is_dns_subdomain: (rf"{PART}(\.{PART})*", 253),
    syntax.is_label_value: (f"({NAME})?", 63),
}


@pytest.mark.parametrize(("admits", "rule"), SYNTAX.items(), ids=lambda each: getattr(each, "__name__", ""))
def test_syntax_is_that_of_the_api_server(admits, rule):
    expression, longest = rule

    @given(
        st.text("aZ0-._/\n", max_size=9)
        | st.from_regex(expression, fullmatch=True)
        | st.builds("{}{}".format, st.just("a" * (longest - 3)), st.text("a-.", max_size=6))
    )
    def check(text):
        assert admits(text) == bool(re.fullmatch(expression, text) and len(text) <= longest)

    check()
