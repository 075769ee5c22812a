import pytest

from pulsarfn.worker.secrets_providers.checks import validate_kubernetes_secrets

GOOD = {"path": "my-secret", "key": "password"}


@pytest.mark.parametrize(
    "secrets",
    [
        pytest.param({}, id="none"),
        pytest.param({"PW": GOOD, "_x": {"path": "a.b-1", "key": "ca.pem_2"}}, id="two"),
        pytest.param({"PW": {**GOOD, "extra": "x"}}, id="another member, which Pulsar ignores too"),
        pytest.param({"PW": None}, id="null, which Pulsar drops"),
        pytest.param({"PW": {"path": "a" * 253, "key": "k" * 253}}, id="the longest"),
        pytest.param({"PW": {"path": "a", "key": ".k"}}, id="a key that begins with a dot"),
    ],
)
def test_kubernetes_takes_the_secrets(secrets):
    assert validate_kubernetes_secrets(secrets) == ()


@pytest.mark.parametrize(
    ("secret", "path", "message"),
    [
        pytest.param("plain", (), "Kubernetes Secret should be a Map containing id/key pairs", id="a text"),
        pytest.param([GOOD], (), "Kubernetes Secret should be a Map containing id/key pairs", id="a list"),
        pytest.param({}, (), "Kubernetes Secret should contain id and key", id="nothing"),
        pytest.param({"path": "a"}, (), "Kubernetes Secret should contain id and key", id="no key"),
        pytest.param({"path": "a", "key": None}, (), "Kubernetes Secret should contain id and key", id="a null key"),
        pytest.param({"id": "a", "key": "k"}, (), "Kubernetes Secret should contain id information", id="the word id"),
        pytest.param({"path": "a", "id": "k"}, (), "Kubernetes Secret should contain key information", id="id for key"),
        pytest.param({"path": "a", "key": 2}, ("key",), "key of a Kubernetes Secret must be a text", id="a number"),
        pytest.param({"path": "it's", "key": "k"}, ("path",), "path is not the name of a Secret", id="a quote"),
        pytest.param({"path": "A", "key": "k"}, ("path",), "path is not the name of a Secret", id="upper case"),
        pytest.param({"path": "a" * 254, "key": "k"}, ("path",), "path is not the name of a Secret", id="a long name"),
        pytest.param({"path": "a\n", "key": "k"}, ("path",), "path is not the name of a Secret", id="a line feed"),
        pytest.param({"path": "a", "key": "$k"}, ("key",), "key is not a key that a Secret can have", id="a dollar"),
        pytest.param({"path": "a", "key": "..k"}, ("key",), "key is not a key that a Secret can have", id="two dots"),
        pytest.param({"path": "a", "key": ""}, ("key",), "key is not a key that a Secret can have", id="an empty key"),
    ],
)
def test_a_secret_that_refers_to_nothing(secret, path, message):
    (problem,) = validate_kubernetes_secrets({"PW": secret})
    assert problem.code.id == "PF313"
    assert problem.path == ("secrets", "PW", *path)
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("POD_NAME", id="the instance's own variable"),
        pytest.param("", id="empty"),
        pytest.param("a=b", id="an equals sign"),
        pytest.param("pässword", id="beyond ASCII"),
        pytest.param("a\nb", id="a line feed"),
    ],
)
def test_a_name_that_no_environment_variable_may_have(name):
    (problem,) = validate_kubernetes_secrets({name: GOOD})
    assert (problem.code.id, problem.path, problem.at_key) == ("PF314", ("secrets", name), True)


def test_nothing_of_a_secret_is_shown():
    secrets = {"A": "hunter2", "B": {"path": "Hunter2", "key": "hunter2!"}, "C": {"path": ["hunter2"], "key": 1}}
    problems = validate_kubernetes_secrets(secrets)
    assert len(problems) == 5
    assert not any("hunter2" in (problem.message + problem.hint).lower() for problem in problems)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("bad name!", "most shells drop", id="a blank"),
        pytest.param("1st", "most shells drop", id="a digit first"),
        pytest.param("database.password", "most shells drop", id="a dot, as in a property of Java"),
        pytest.param("SHARD_ID", "the pod's command sets SHARD_ID itself", id="the variable of the ordinal"),
    ],
)
def test_names_that_the_shell_does_not_hand_on_are_warned_of(name, why):
    (problem,) = validate_kubernetes_secrets({name: GOOD})
    assert (problem.code.id, problem.code.severity, problem.path) == ("PF316", "warning", ("secrets", name))
    assert why in problem.message
