"""What may be shown of a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.analysis.diff.changes import ABSENT, Change
from pulsarfn.analysis.diff.masking import masked
from pulsarfn.analysis.diff.shell_words import shell_words
from steps import seconds

COMMAND = ("spec", "template", "spec", "containers", "[pulsarfunction]", "command")
DETAILS = (*COMMAND, "--function_details")
ENV = ("spec", "template", "spec", "containers", "[pulsarfunction]", "env")


def shown(path, old, new, kind="StatefulSet", *, references=False):
    change = masked(Change(path, old, new), kind, references=references)
    return change.old, change.new


SECRET = [
    ("Secret", ("data", "a")),
    ("Secret", ("data", "[")),
    ("ConfigMap", ("data", "db.password")),
    ("StatefulSet", (*DETAILS, "secretsMap", "X")),
    ("StatefulSet", (*DETAILS, "secretsMap", "X", "deeper")),
    ("StatefulSet", (*DETAILS, "userConfig", "dbPass")),
    ("StatefulSet", (*DETAILS, "userConfig", "api-key")),
    ("StatefulSet", (*DETAILS, "userConfig", "credentials", "name")),
    ("StatefulSet", (*DETAILS, "sink", "configs", "awsSecretAccessKey")),
    ("StatefulSet", (*DETAILS, "source", "inputSpecs", "t", "cryptoSpec", "cryptoKeyReaderConfig", "x")),
    ("StatefulSet", (*COMMAND, "-Djavax.net.ssl.keyStorePassword")),
    ("StatefulSet", (*COMMAND, "--client_auth_params")),
    ("StatefulSet", (*COMMAND, "[download]", "--auth-params")),
    ("StatefulSet", (*COMMAND, "--secrets_provider_config", "x")),
    ("StatefulSet", (*COMMAND, "-instance-conf", "clientAuthenticationParameters")),
    ("StatefulSet", (*ENV, "[DATABASE_PASSWORD]", "value")),
    ("StatefulSet", ("spec", "template", "metadata", "annotations", "vault/token")),
]


@pytest.mark.parametrize(("kind", "path"), SECRET)
@given(old=st.text(min_size=1), new=st.text(min_size=1))
def test_secrets_are_masked(kind, path, old, new):
    assert shown(path, old, new, kind) == ("*** (before)", "*** (after)")
    assert shown(path, ABSENT, new, kind) == (ABSENT, "***")
    assert shown(path, old, ABSENT, kind) == ("***", ABSENT)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ((*DETAILS, "userConfig", "threshold"), 1, 2),
        ((*DETAILS, "userConfig", "passes"), 1, 2),
        ((*COMMAND, "--client_auth_params"), "file:///etc/auth/token", "file:///run/token"),
        ((*COMMAND, "--client_auth_params"), ABSENT, "file:///etc/auth/token"),
        ((*COMMAND, "--secrets_provider"), "a", "b"),
        (("spec", "template", "spec", "volumes", "[function-auth]", "secret", "secretName"), "a", "b"),
        ((*ENV, "[DATABASE_PASSWORD]", "valueFrom", "secretKeyRef", "key"), "a", "b"),
        (("spec", "template", "spec", "automountServiceAccountToken"), True, False),
        ((*DETAILS, "sink", "topic"), "persistent://a/b/token", "persistent://a/b/secret"),
    ],
)
def test_what_is_no_secret_is_shown(path, old, new):
    assert shown(path, old, new) == (old, new)


def test_names_of_secrets_are_shown_where_only_names_stand():
    path = (*DETAILS, "secretsMap", "PASSWORD", "key")
    assert shown(path, "a", "b", references=True) == ("a", "b")
    assert shown(path, "a", "b") == ("*** (before)", "*** (after)")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://user:hunter2@host/x", "https://***@host/x"),
        ("https://hunter2@host/x", "https://***@host/x"),
        ("curl https://host/x?a=1&sig=hunter2 -o y", "curl https://host/x?*** -o y"),
        ("https://host/x?page=1", "https://host/x?page=1"),
        ("-Da.password=hunter2 -Xss1m", "-Da.password=*** -Xss1m"),
        ("a=1\npassword: hunter2\nb=2", "a=1\npassword: ***\nb=2"),
        ('{broken "token": "hunter2', '{broken "token": ***'),
        ("persistent://public/default/tokens", "persistent://public/default/tokens"),
    ],
)
def test_secrets_inside_of_a_text(value, expected):
    assert shown((*DETAILS, "userConfig", "x"), value, "other") == (expected, "other")


@pytest.mark.parametrize(
    "value",
    [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.x",
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.x",
        "token:hunter2",
        "-----BEGIN RSA PRIVATE KEY-----\nx",
    ],
)
def test_what_looks_like_a_secret_is_masked_wherever_it_stands(value):
    assert shown((*DETAILS, "userConfig", "x"), value, "other") == ("*** (before)", "*** (after)")


def test_secrets_inside_of_a_list():
    path = (*DETAILS, "userConfig", "list")
    assert shown(path, [1, {"password": "hunter2", "a": ["https://u:hunter2@h"]}], []) == (
        [1, {"password": "***", "a": ["https://***@h"]}],
        [],
    )
    assert shown(path, ["a", ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.x"]], []) == ("*** (before)", "*** (after)")


@pytest.mark.slow
@pytest.mark.parametrize("word", ["a", "token", "?", "eyJ", "-eyJ", "://", "?sig", "token=", "x.", "${", "pass"])
def test_long_texts_take_no_longer_than_reading_them(word):
    """Four times the text takes four times the time. Another program may disturb that, so that there are three attempts."""

    def read(number):
        text = word * number
        old, _ = shown((*DETAILS, "userConfig", "x"), text, "other")
        assert isinstance(old, str)
        shell_words(text)

    assert any(seconds(read, 16_000) < 8 * seconds(read, 4_000) for _ in range(3))


def test_where_only_the_secret_differs_that_is_still_seen():
    path = (*DETAILS, "userConfig", "url")
    assert shown(path, "https://u:a@host", "https://u:b@host") == ("*** (before)", "*** (after)")
