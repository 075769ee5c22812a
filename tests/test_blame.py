"""Who is named as the giver of a value that Kubernetes refuses: the one who gave it, whoever else has the same text."""

import json
from types import SimpleNamespace

import pytest

from pulsarfn.models.java_types import OPTIONAL_WRITTEN_TEXT, VALUE_TEXT
from pulsarfn.pipeline.krm import expand_resource_list
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth import PROVIDERS
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.customizers import CUSTOMIZERS
from pulsarfn.worker.customizers.base import Customization
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig
from pulsarfn.worker.overrides import parse_override
from pulsarfn.worker.worker_config import WorkerConfig

CONFIG = {"name": "f", "className": "a.F", "jar": "local:///f.jar", "inputs": ["in"], "output": "out"}
WORKER = {
    "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
    "pulsarServiceUrl": "pulsar://b:6650",
}
FACTORY = "functionRuntimeFactoryConfigs"
LABEL = {"customRuntimeOptions": '{"extraLabels": {"team": "Never-Ever", "memory": "x"}}'}
JOB_NAME = "the jobName must begin and end with a letter from a to z or a digit, and so must each part between dots: choose another"
TOO_LONG = ": put what is long into the component's package, or into a Secret that it reads"
LIMIT, REQUEST = "resourceRequirements.limits.memory", "resourceRequirements.requests.memory"
TOO_MUCH = "move long values to the data of another ConfigMap"
LONG = "x" * (256 * 1024)
IN_CONFIG = ("data", "f.yaml")
IN_OPTIONS = (*IN_CONFIG, "customRuntimeOptions")


def carrier(config=(), metadata=()):
    metadata = {"name": "c", **dict(metadata)}
    metadata["annotations"] = {"pulsarfn.io/expand": "function", **metadata.get("annotations", {})}
    data = {"f.yaml": json.dumps({**CONFIG, **dict(config)}, indent=2)}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def told(config=(), metadata=(), factory=(), worker=(), overrides=(), namespace=""):
    """Where the messages about a carrier point, and their hints."""
    settings = Settings(
        InputText("worker.yaml", json.dumps({**WORKER, FACTORY: dict(factory), **dict(worker)}, indent=2).encode()),
        overrides=tuple(map(parse_override, overrides)),
        kube_namespace=namespace,
    )
    given = InputText("app.yaml", json.dumps(carrier(config, metadata), indent=2).encode())
    return placed(expand([given], settings).diagnostics)


def placed(diagnostics):
    assert all(each.code.id in ("PF509", "PF502", "PF206") for each in diagnostics), diagnostics
    return [(each.location.path, each.hint) for each in diagnostics]


CASES = {
    "an annotation that is too long": (
        {"metadata": {"annotations": {"big": LONG}}},
        (("metadata", "annotations"), TOO_MUCH),
    ),
    "an annotation that is too long, beside customRuntimeOptions": (
        {"metadata": {"annotations": {"big": LONG, "small": "x"}}, "config": LABEL},
        (("metadata", "annotations"), TOO_MUCH),
    ),
    "an annotation of a customizer that is too long": (
        {"worker": {"runtimeCustomizerConfig": {"extraAnnotations": {"big": LONG}}}, "config": LABEL},
        (
            ("runtimeCustomizerConfig", "extraAnnotations", "big"),
            "change runtimeCustomizerConfig.extraAnnotations.big in the worker config",
        ),
    ),
    "an overcommit ratio, beside customRuntimeOptions": (
        {"factory": {"cpuOverCommitRatio": 0.5}, "config": LABEL},
        ((FACTORY, "cpuOverCommitRatio"), f"change {FACTORY}.cpuOverCommitRatio in the worker config"),
    ),
    "an overcommit ratio of an option": (
        {"overrides": [f"{FACTORY}.memoryOverCommitRatio=0.5"], "config": LABEL},
        ((FACTORY, "memoryOverCommitRatio"), f"change --set {FACTORY}.memoryOverCommitRatio"),
    ),
    "a negative padding, with ram that is given": (
        {"factory": {"percentMemoryPadding": -300}, "config": {"resources": {"ram": 1 << 30}}},
        (
            (*IN_CONFIG, "resources", "ram"),
            f"change resources.ram in the config or {FACTORY}.percentMemoryPadding in the worker config",
        ),
    ),
    "a pull policy that is also a label of the carrier": (
        {"factory": {"imagePullPolicy": "Never-Ever"}, "metadata": {"labels": {"a": "Never-Ever"}}, "config": LABEL},
        ((FACTORY, "imagePullPolicy"), f"change {FACTORY}.imagePullPolicy in the worker config"),
    ),
    "an image with blanks that a label also has": (
        {"factory": {"functionDockerImages": {"JAVA": " a "}}, "metadata": {"annotations": {"a": " a "}}},
        (
            (FACTORY, "functionDockerImages", "JAVA"),
            f"change {FACTORY}.functionDockerImages.JAVA in the worker config",
        ),
    ),
    "a namespace of an option": (
        {"namespace": "Team_A", "metadata": {"labels": {"a": "Team_A"}}},
        (("metadata",), "change --namespace"),
    ),
    "a namespace of the carrier, with one of an option": (
        {"namespace": "team-a", "metadata": {"namespace": "Team_A"}},
        (("metadata", "namespace"), "change metadata.namespace in the carrier"),
    ),
    "a jobNamespace, which the carrier also has": (
        {"factory": {"jobNamespace": "Team_A"}, "metadata": {"namespace": "Team_A"}},
        ((FACTORY, "jobNamespace"), f"change {FACTORY}.jobNamespace in the worker config"),
    ),
    "a jobNamespace of an option": (
        {"overrides": ["runtimeCustomizerConfig.jobNamespace=Team_A"], "namespace": "Team_A"},
        (("runtimeCustomizerConfig", "jobNamespace"), "change --set runtimeCustomizerConfig.jobNamespace"),
    ),
    "a jobName of an option": (
        {"overrides": [f"{FACTORY}.jobName=..a.."], "config": LABEL},
        (
            (FACTORY, "jobName"),
            JOB_NAME,
        ),
    ),
    "a jobName of runtimeCustomizerConfig": (
        {"worker": {"runtimeCustomizerConfig": {"jobName": "..a.."}}, "factory": {"jobName": "b"}},
        (
            ("runtimeCustomizerConfig", "jobName"),
            JOB_NAME,
        ),
    ),
    "a label of customRuntimeOptions that is also the carrier's": (
        {"config": {"customRuntimeOptions": '{"extraLabels": {"b": "-"}}'}, "metadata": {"labels": {"b": "-x"}}},
        (IN_OPTIONS, "change extraLabels.b in customRuntimeOptions"),
    ),
    "a label that customRuntimeOptions takes away": (
        {"config": {"customRuntimeOptions": '{"extraLabels": {"name": null}}'}},
        (IN_OPTIONS, "change customRuntimeOptions"),
    ),
    "a node label of runtimeCustomizerConfig": (
        {"worker": {"runtimeCustomizerConfig": {"nodeSelectorLabels": {"-": "x"}}}, "config": LABEL},
        (
            ("runtimeCustomizerConfig", "nodeSelectorLabels", "-"),
            "change runtimeCustomizerConfig.nodeSelectorLabels.- in the worker config",
        ),
    ),
    "a toleration without an operator": (
        {"worker": {"runtimeCustomizerConfig": {"tolerations": [{"effect": "NoExecute"}]}}, "config": LABEL},
        (
            ("runtimeCustomizerConfig", "tolerations", 0),
            "change runtimeCustomizerConfig.tolerations[0] in the worker config",
        ),
    ),
    "an empty toleration of customRuntimeOptions": (
        {"config": {"customRuntimeOptions": '{"tolerations": [{}]}'}},
        (IN_OPTIONS, "change customRuntimeOptions"),
    ),
    "an empty toleration of runtimeCustomizerConfig": (
        {"worker": {"runtimeCustomizerConfig": {"tolerations": [{}]}}, "config": LABEL},
        (("runtimeCustomizerConfig",), "change runtimeCustomizerConfig in the worker config"),
    ),
    "a resource of customRuntimeOptions without a domain": (
        {"config": {"customRuntimeOptions": '{"resourceRequirements": {"limits": {"gpu": "1"}}}'}},
        (IN_OPTIONS, "change resourceRequirements.limits.gpu in customRuntimeOptions"),
    ),
    "a request of the customizer above the limit of customRuntimeOptions": (
        {
            "config": {"customRuntimeOptions": '{"resourceRequirements": {"limits": {"memory": "1Gi"}}}'},
            "worker": {"runtimeCustomizerConfig": {"resourceRequirements": {"requests": {"memory": "2Gi"}}}},
        },
        (
            ("runtimeCustomizerConfig", "resourceRequirements", "requests", "memory"),
            f"change runtimeCustomizerConfig.{REQUEST} in the worker config or {LIMIT} in customRuntimeOptions",
        ),
    ),
    "a name whose label ends badly": (
        {"config": {"tenant": "a" * 62 + "-b", "customRuntimeOptions": '{"jobName": "short"}'}},
        ((*IN_CONFIG, "tenant"), "shorten the name, or choose one that ends in a letter or digit"),
    ),
    "a command that one value makes too long": (
        {"config": {"userConfig": {"a": "x", "table": "x" * 140_000}, "className": "a" * 1000}},
        (
            (*IN_CONFIG, "userConfig", "table"),
            f"most of it is userConfig.table in the config{TOO_LONG}",
        ),
    ),
    "a command that many values make too long": (
        {"config": {"inputs": [f"topic-{number}" for number in range(9000)]}},
        (
            (*IN_CONFIG, "inputs"),
            f"most of it is inputs in the config{TOO_LONG}",
        ),
    ),
    "a command that the worker config makes too long": (
        {"worker": {"additionalJavaRuntimeArguments": ["-Da=" + "x" * 140_000]}, "config": {"className": "a" * 1000}},
        (
            ("additionalJavaRuntimeArguments", 0),
            f"most of it is additionalJavaRuntimeArguments[0] in the worker config{TOO_LONG}",
        ),
    ),
}


@pytest.mark.parametrize(("given", "found"), CASES.values(), ids=CASES)
def test_the_one_who_gave_it_is_named(given, found):
    assert set(told(**given)) == {found}


def test_two_who_give_the_same_text_are_both_named():
    given = {"factory": {"customLabels": {"a b": "x"}}, "metadata": {"labels": {"c d": "y", "a b": "x"}}}
    assert [path for path, _ in told(**given)] == [
        (FACTORY, "customLabels", "a b"),
        ("metadata", "labels", "c d"),
        ("metadata", "labels", "a b"),
    ]


TEXTS = [
    *((FACTORY, key) for key, each in KubernetesRuntimeFactoryConfig.FIELDS.items() if each.kind is VALUE_TEXT),
    *((key,) for key, each in WorkerConfig.FIELDS.items() if each.kind in (OPTIONAL_WRITTEN_TEXT, VALUE_TEXT)),
]


@pytest.mark.parametrize("path", TEXTS, ids=".".join)
def test_a_nul_character_is_found_where_it_was_given(path):
    """In any text of a worker config: it is refused there, or gets into no object."""
    text = {path[-1]: "/x\0y"}
    worker = {
        **WORKER,
        "authenticationEnabled": True,
        "exposeAdminClientEnabled": True,
        "pulsarWebServiceUrl": "http://b",
    }
    worker |= {FACTORY: text} if path[0] == FACTORY else {FACTORY: {}, **text}
    settings = Settings(InputText("worker.yaml", json.dumps(worker).encode()))
    given = InputText("app.yaml", json.dumps(carrier({"jar": "function://public/default/f@v1"})).encode())
    expansion = expand([given], settings)
    assert {each.location.path for each in expansion.diagnostics if each.severity == "error"} <= {path}
    assert b"\0" not in b"".join(expansion.chunks)


def customizer_of(change):
    """A customizer of others, which changes the pod of every component by its own rules."""

    def stateful_set(text, manifest):
        changed = json.loads(json.dumps(manifest))
        change(text, changed["spec"]["template"])
        return changed

    def customise(text):
        return Customization(stateful_set=lambda manifest: stateful_set(text, manifest)), ()

    return SimpleNamespace(configure=lambda _: (customise, ()))


def always(_text, template):
    template["spec"]["nodeSelector"] = {"zone": "-"}


def by_option(text, template):
    template["metadata"]["labels"] |= {"given": "-"} if text else {}


def in_a_container_of_its_own(_text, template):
    template["spec"]["initContainers"] = [{"name": "own", "image": "own:1", "imagePullPolicy": "Sometimes"}]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (always, (("runtimeCustomizerClassName",), "change runtimeCustomizerClassName in the worker config")),
        (by_option, (IN_OPTIONS, "change customRuntimeOptions")),
        (
            in_a_container_of_its_own,
            (("runtimeCustomizerClassName",), "change runtimeCustomizerClassName in the worker config"),
        ),
    ],
)
def test_what_a_customizer_of_others_makes(change, found, monkeypatch):
    monkeypatch.setitem(CUSTOMIZERS, "org.example.Own", customizer_of(change))
    assert told(worker={"runtimeCustomizerClassName": "org.example.Own"}, config=LABEL) == [found]


def test_a_volume_that_a_customizer_and_the_auth_provider_both_make(monkeypatch):
    def change(_text, template):
        template["spec"]["volumes"] = [{"name": "mine", "emptyDir": {}}]

    plan = AuthPlan("a.P", "file:///a", volumes=({"name": "mine", "emptyDir": {}},))
    monkeypatch.setitem(CUSTOMIZERS, "org.example.Own", customizer_of(change))
    monkeypatch.setitem(PROVIDERS, "org.example.Auth", SimpleNamespace(plan_auth=lambda _: (plan, ())))
    worker = {"authenticationEnabled": True, "functionAuthProviderClassName": "org.example.Auth"}
    found = told(worker={**worker, "runtimeCustomizerClassName": "org.example.Own"})
    assert found == [(("runtimeCustomizerClassName",), "change runtimeCustomizerClassName in the worker config")]


def test_the_functionconfig_of_a_resource_list_is_named():
    options = {"namespace": "Team_A", "set": [f"{FACTORY}.imagePullPolicy=Sometimes", "pulsarServiceUrl=pulsar://b"]}
    call = {
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        "items": [carrier(metadata={"namespace": ""})],
        "functionConfig": {"apiVersion": "pulsarfn.io/v1", "kind": "Pulsarfn", "spec": options},
    }
    answer = expand_resource_list(InputText("stdin", json.dumps(call).encode()), Settings())
    assert [(each.location.path, each.hint) for each in answer.diagnostics] == [
        (("items", 0, "metadata"), "change the functionConfig's namespace"),
        (("functionConfig", "spec", "set", 0), f"change the functionConfig's set {FACTORY}.imagePullPolicy"),
    ]


@pytest.mark.parametrize(
    "override", ["imagePullPolicy=Sometimes", "jobName=..a..", "grpcPort=x", "nothing=1", "percentMemoryPadding=-300"]
)
def test_a_value_of_an_option_is_at_the_option_and_not_at_the_line_that_it_replaces(override):
    old = {"imagePullPolicy": "Always", "jobName": "a", "grpcPort": 9093, "percentMemoryPadding": 5}
    file = InputText("worker.yaml", json.dumps({**WORKER, FACTORY: old}, indent=2).encode())
    settings = Settings(file, overrides=(parse_override(f"{FACTORY}.{override}"),))
    reported = expand([InputText("app.yaml", json.dumps(carrier(), indent=2).encode())], settings).diagnostics
    assert {each.location.shown for each in reported} == {(f"--set {FACTORY}.{override.split('=')[0]}", None, None)}
    assert {each.location.source for each in reported} == {""}


def test_a_secret_value_of_an_option_of_a_functionconfig_is_not_shown():
    secret = "brokerClientAuthenticationParameters[0]=token:hunter2-hunter2"
    spec = {"workerConfig": {**WORKER, FACTORY: {}}, "set": [f"brokerClientAuthenticationParameters={secret}", secret]}
    call = {
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        "items": [carrier()],
        "functionConfig": {"apiVersion": "pulsarfn.io/v1", "kind": "Pulsarfn", "spec": spec},
    }
    answer = expand_resource_list(InputText("stdin", json.dumps(call, indent=1).encode()), Settings())
    assert {each.code.id for each in answer.diagnostics} == {"PF416"}
    assert "hunter2" not in repr([tuple(each) for each in answer.diagnostics])
    assert b"message" in b"".join(answer.refusal)
