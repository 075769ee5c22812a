"""What is recognised in a document, by its parsed annotations: carriers, worker configs, and what is wrong with them."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Text
from pulsarfn.kubernetes.lists import item_of, objects
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.pipeline.carriers.config_maps import recognise_carrier
from pulsarfn.pipeline.carriers.recognise import RecognisedObjects, is_ours, named_worker_configs, outline, recognise
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.emit import emit
from pulsarfn.stream.layout import layout
from pulsarfn.stream.reader import read_document, read_yaml
from pulsarfn.worker.sources import CLASS_NAME_KEY

EXPAND = "metadata: {name: a, annotations: {pulsarfn.io/expand: function}}"
CONFIG_MAP = f"apiVersion: v1\nkind: ConfigMap\n{EXPAND}\n"
SECRET = f"apiVersion: v1\nkind: Secret\n{EXPAND}\n"
DATA = "data: {a.yaml: x}\n"
CLASS = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory"


def recognised(text):
    """All that is recognised in a document, each carrier too, and all that is wrong with it."""
    value = read_yaml(text, "kubernetes")
    found, manifests = recognise(value), {path: manifest for manifest, path in objects(value)}
    carriers = [recognise_carrier(manifests[path], path) for path in found.carriers]
    problems = (*found.problems, *(problem for _, wrong in carriers for problem in wrong))
    return found._replace(carriers=tuple(carrier for carrier, _ in carriers), problems=problems)


def carrier(text):
    found = recognised(text)
    assert found.problems == ()
    (one,) = found.carriers
    return one


def texts(text):
    return [(config.key, config.text) for config in carrier(text).configs]


def annotated(annotations, data=DATA, kind="ConfigMap"):
    return f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: a, annotations: {{{annotations}}}}}\n{data}"


def encoded(text):
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize("component", ["function", "source", "sink"])
def test_a_carrier_says_what_its_configs_configure(component):
    assert carrier(annotated(f"pulsarfn.io/expand: {component}")).configs[0].component == component


def test_all_that_a_carrier_tells():
    found = carrier(
        """
apiVersion: v1
kind: ConfigMap
metadata:
  name: exclamation
  namespace: team-a
  labels: {app: x, pulsarfn.io/note: y}
  annotations:
    pulsarfn.io/expand: function
    pulsarfn.io/worker-config: workers
    pulsarfn.io/auth-secret: token.of-a
    pulsarfn.io/ca-secret: certs/my_ca.crt
    kubectl.kubernetes.io/last-applied-configuration: "{}"
    config.kubernetes.io/index: "3"
data:
  b.yaml: |
    name: b
  a.json: "{}"
"""
    )
    assert found.kube_namespace == "team-a"
    assert found.labels == {"app": "x"}
    assert found.annotations == {"config.kubernetes.io/index": "3"}
    assert found.worker_config == "workers"
    assert found.auth_secret == SecretKeyRef("token.of-a", "")
    assert found.ca_secret == SecretKeyRef("certs", "my_ca.crt")
    assert [(config.key, config.text, config.path) for config in found.configs] == [
        ("b.yaml", "name: b\n", ("data", "b.yaml")),
        ("a.json", "{}", ("data", "a.json")),
    ]


def test_what_a_carrier_does_not_tell_is_empty():
    found = carrier(CONFIG_MAP + DATA)
    assert (found.kube_namespace, found.labels, found.annotations) == ("", {}, {})
    assert (found.worker_config, found.auth_secret, found.ca_secret) == (None, None, None)


def test_an_empty_namespace_is_none():
    text = CONFIG_MAP.replace("name: a", "name: a, namespace: , labels: ") + DATA
    assert carrier(text).kube_namespace == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{SECRET}data: {{a.yaml: {encoded('é: 1')}}}\n", [("a.yaml", "é: 1")], id="in base64"),
        pytest.param(
            f"{SECRET}data:\n  a.yaml: |\n    {encoded('a: 1')[:4]}\n    {encoded('a: 1')[4:]}\n",
            [("a.yaml", "a: 1")],
            id="in base64 over several lines",
        ),
        pytest.param(f"{SECRET}stringData: {{a.yaml: 'a: 1'}}\n", [("a.yaml", "a: 1")], id="as a text"),
        pytest.param(
            f"{SECRET}data: {{a.yaml: {encoded('old')}, b.yaml: {encoded('b')}}}\nstringData: {{c.yml: c, a.yaml: new}}\n",
            [("a.yaml", "new"), ("b.yaml", "b"), ("c.yml", "c")],
            id="stringData wins, in the place where the key stood first",
        ),
        pytest.param(
            f"{SECRET}stringData: {{c.yml: c, a.yaml: new}}\ndata: {{b.yaml: {encoded('b')}, a.yaml: {encoded('old')}}}\n",
            [("c.yml", "c"), ("a.yaml", "new"), ("b.yaml", "b")],
            id="stringData wins where it stands first",
        ),
    ],
)
def test_configs_in_a_secret(text, expected):
    assert texts(text) == expected


def test_a_secret_does_not_show_its_configs():
    assert "hidden" not in repr(carrier(f"{SECRET}stringData: {{a.yaml: hidden}}\n"))


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        pytest.param("kind: List\nitems: [{0}, {0}]", [("items", 0), ("items", 1)], id="a list"),
        pytest.param("kind: ConfigMapList\nitems: [{1}]", [("items", 0)], id="a list that tells the kind"),
        pytest.param("kind: ResourceList\nitems: [{0}]", [("items", 0)], id="a KRM function's list"),
        pytest.param(
            "kind: List\nitems: [x, {{kind: List, items: [null, {0}]}}, {0}]",
            [("items", 1, "items", 1), ("items", 2)],
            id="a list in a list",
        ),
        pytest.param("kind: List\nitems:", [], id="an empty list"),
    ],
)
def test_carriers_in_lists(text, paths):
    item = f"{{apiVersion: v1, kind: ConfigMap, {EXPAND}, {DATA.strip()}}}"
    found = recognise(read_yaml(text.format(item, f"{{{EXPAND}, {DATA.strip()}}}"), "kubernetes"))
    assert (found.carriers, found.problems) == (tuple(paths), ())


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("kind: DaemonSetList\nitems: [{0}]", ("items", 0), id="a list of other objects"),
        pytest.param("spec: {{items: [{0}]}}", ("spec", "items", 0), id="no list"),
        pytest.param(
            "kind: List\nitems: [{{kind: Bundle, a: {{b: {0}}}}}]", ("items", 0, "a", "b"), id="an item's part"
        ),
    ],
)
def test_carriers_elsewhere_are_left_alone_with_a_warning(text, path):
    item = f"{{apiVersion: v1, kind: ConfigMap, {EXPAND}, {DATA.strip()}}}"
    found = recognise(read_yaml(text.format(item), "kubernetes"))
    assert found.carriers == ()
    where = (*path, "metadata", "annotations", "pulsarfn.io/expand")
    assert [(each.code, each.path) for each in found.problems] == [(codes.CARRIER_NESTED, where)]


def test_no_list_is_too_deep():
    item = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "annotations": {"pulsarfn.io/x": ""}}}
    for _ in range(45):
        item = {"kind": "List", "items": [item]}
    assert [each.code for each in recognise(item).problems] == [codes.ANNOTATION_UNKNOWN]


def test_objects_are_the_items_and_not_their_lists():
    text = "kind: List\nitems: [{kind: A}, {kind: SecretList, items: [{metadata: {}}]}]"
    assert [(each["kind"], path) for each, path in objects(read_yaml(text, "kubernetes"))] == [
        ("A", ("items", 0)),
        ("Secret", ("items", 1, "items", 0)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "text",
        "kind: ConfigMap\n",
        "metadata: {annotations: pulsarfn.io/expand}\n",
        "metadata: {annotations: {pulsarfn: io}}\nkind: Pod\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: readme}\ndata: {README: 'annotate pulsarfn.io/expand: function'}\n",
        "kind: {}\nitems: []\n",
        "kind: ConfigMap\ndata: {PF_functionRuntimeFactoryClassName: org.example.Other}\n",
        f"kind: Secret\ndata: {{PF_functionRuntimeFactoryClassName: {CLASS}}}\n",
    ],
)
def test_what_does_not_concern_us(text):
    assert recognised(text) == RecognisedObjects((), frozenset(), frozenset(), (), ())


@pytest.mark.parametrize(
    ("text", "code", "path", "hint"),
    [
        pytest.param(
            annotated("pulsarfn.io/expand: function, pulsarfn.io/worker-confg: a"),
            codes.ANNOTATION_UNKNOWN,
            ("metadata", "annotations", "pulsarfn.io/worker-confg"),
            "did you mean 'pulsarfn.io/worker-config'?",
            id="an unknown annotation",
        ),
        pytest.param(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {annotations: {pulsarfn.io/expnd: function}}",
            codes.ANNOTATION_UNKNOWN,
            ("metadata", "annotations", "pulsarfn.io/expnd"),
            "did you mean 'pulsarfn.io/expand'?",
            id="an unknown annotation alone",
        ),
        pytest.param(
            annotated("pulsarfn.io/expand: functions"),
            codes.ANNOTATION_INVALID,
            ("metadata", "annotations", "pulsarfn.io/expand"),
            "did you mean 'function'?",
            id="an unknown component",
        ),
        pytest.param(
            annotated("pulsarfn.io/expand: [function]"),
            codes.ANNOTATION_INVALID,
            ("metadata", "annotations", "pulsarfn.io/expand"),
            "Kubernetes only has texts in annotations: put it in quotes",
            id="an annotation that is not text",
        ),
        pytest.param(
            annotated("pulsarfn.io/provide: worker", "data: {functions_worker.yml: x}"),
            codes.ANNOTATION_INVALID,
            ("metadata", "annotations", "pulsarfn.io/provide"),
            "did you mean 'worker-config'?",
            id="an unknown thing to provide",
        ),
        pytest.param(
            annotated("pulsarfn.io/expand: sink, pulsarfn.io/provide: worker-config"),
            codes.ANNOTATION_MISPLACED,
            ("metadata", "annotations", "pulsarfn.io/provide"),
            "a carrier and a worker config are two ConfigMaps",
            id="a carrier that provides a worker config",
        ),
        pytest.param(
            annotated("pulsarfn.io/auth-secret: a"),
            codes.ANNOTATION_MISPLACED,
            ("metadata", "annotations", "pulsarfn.io/auth-secret"),
            "add pulsarfn.io/expand: function, source or sink",
            id="a Secret for no carrier",
        ),
        pytest.param(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {annotations: {pulsarfn.io/expand: function}}",
            codes.ANNOTATION_MISPLACED,
            ("metadata", "annotations", "pulsarfn.io/expand"),
            "configs are carried in the data of a v1 ConfigMap or Secret",
            id="on another kind",
        ),
        pytest.param(
            "kind: List\nmetadata: {annotations: {pulsarfn.io/expand: function}}\nitems: []",
            codes.ANNOTATION_MISPLACED,
            ("metadata", "annotations", "pulsarfn.io/expand"),
            "configs are carried in the data of a v1 ConfigMap or Secret",
            id="on a list",
        ),
        pytest.param(
            annotated("pulsarfn.io/expand: sink, pulsarfn.io/worker-config: ''"),
            codes.ANNOTATION_INVALID,
            ("metadata", "annotations", "pulsarfn.io/worker-config"),
            "write the metadata.name of a worker config in the stream",
            id="a worker config without a name",
        ),
        pytest.param(
            CONFIG_MAP.replace("name: a", "generateName: a-") + DATA,
            codes.CARRIER_METADATA_INVALID,
            ("metadata",),
            "set metadata.name: it is how messages tell carriers apart",
            id="no name",
        ),
        pytest.param(
            CONFIG_MAP.replace("name: a", "name: a, namespace: 1") + DATA,
            codes.CARRIER_METADATA_INVALID,
            ("metadata", "namespace"),
            "put it in quotes",
            id="a namespace that is not text",
        ),
        pytest.param(
            CONFIG_MAP.replace("name: a", "name: a, labels: {b: 1}") + DATA,
            codes.CARRIER_METADATA_INVALID,
            ("metadata", "labels", "b"),
            "Kubernetes only has texts in labels: put it in quotes",
            id="a label that is not text",
        ),
        pytest.param(
            CONFIG_MAP.replace("name: a", "name: a, labels: [b]") + DATA,
            codes.CARRIER_METADATA_INVALID,
            ("metadata", "labels"),
            "write key: value",
            id="labels that are a list",
        ),
        pytest.param(
            CONFIG_MAP,
            codes.CARRIER_EMPTY,
            (),
            "put one config under each data key, such as exclamation.yaml: |",
            id="no data",
        ),
        pytest.param(
            f"{CONFIG_MAP}data: {{}}\n",
            codes.CARRIER_EMPTY,
            ("data",),
            "put one config under each data key, such as exclamation.yaml: |",
            id="no keys in the data",
        ),
        pytest.param(
            f"{CONFIG_MAP}data: [a]\n",
            codes.CARRIER_KEY_INVALID,
            ("data",),
            "put one config under each key",
            id="data that is a list",
        ),
        pytest.param(
            f"{CONFIG_MAP}data: {{a.txt: x}}\n",
            codes.CARRIER_KEY_INVALID,
            ("data", "a.txt"),
            "every key of a carrier is one config",
            id="a key with another ending",
        ),
        pytest.param(
            f"{CONFIG_MAP}data: {{a.yaml: {{}}}}\n",
            codes.CARRIER_KEY_INVALID,
            ("data", "a.yaml"),
            "a config is a text: write a block scalar, |",
            id="a config that is not text",
        ),
        pytest.param(
            f"{CONFIG_MAP}data: {{a.yaml: x}}\nbinaryData: {{b.yaml: eA==}}\n",
            codes.CARRIER_KEY_INVALID,
            ("binaryData",),
            "use data",
            id="binary data",
        ),
        pytest.param(
            f"{CONFIG_MAP}data: {{a.yaml: x}}\nstringData: {{b.yaml: x}}\n",
            codes.CARRIER_KEY_INVALID,
            ("stringData",),
            "use data",
            id="stringData of a ConfigMap",
        ),
    ],
)
def test_what_is_refused(text, code, path, hint):
    (problem,) = recognised(text).problems
    assert (problem.code, problem.path, problem.hint, problem.text) == (code, path, hint, Text.CARRIER)


@pytest.mark.parametrize("value", ["A", "a_b", "-a", "a/", "/a", "a/b/c", "a b", "a/ü", "''", "a/b ", "a" * 254])
@pytest.mark.parametrize("annotation", ["pulsarfn.io/auth-secret", "pulsarfn.io/ca-secret"])
def test_what_names_no_secret(annotation, value):
    found = recognised(annotated(f"pulsarfn.io/expand: sink, {annotation}: {value!r}".replace("\"''\"", "''")))
    assert [(each.code, each.message) for each in found.problems] == [
        (codes.ANNOTATION_INVALID, f"{annotation} does not name a Secret")
    ]


@pytest.mark.parametrize("value", ["not base64!", "YQ", "YQ== ", "/w==", "YQ ==", "YQ==\\tYQ=="])
def test_a_secret_that_is_no_base64_of_a_text_is_refused_and_not_shown(value):
    (problem,) = recognised(f'{SECRET}data: {{a.yaml: "{value}"}}\n').problems
    assert (problem.code, problem.path) == (codes.CARRIER_KEY_INVALID, ("data", "a.yaml"))
    assert value not in f"{problem.message} {problem.hint}"


def test_problems_in_lists_stand_in_their_items():
    item = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {pulsarfn.io/expand: x}}, data: {b: ''}}"
    found = recognised(f"kind: List\nitems: [1, {item}]")
    assert [each.path for each in found.problems] == [
        ("items", 1, "metadata", "annotations", "pulsarfn.io/expand"),
        ("items", 1, "data", "b"),
    ]


def test_all_problems_of_a_carrier_are_told_and_its_good_configs_are_kept():
    text = annotated(
        "pulsarfn.io/expand: function, pulsarfn.io/expnd: x, pulsarfn.io/worker-config: 1, other: 2",
        "data: {a.yaml: good, b.txt: x, c.yaml: 3}\nbinaryData: {d: e}\n",
    ).replace("name: a", "namespace: 1, labels: {l: 1, m: x}")
    found = recognised(text)
    assert [each.path[-1] for each in found.problems] == [
        "pulsarfn.io/expnd",
        "pulsarfn.io/worker-config",
        "metadata",
        "l",
        "other",
        "namespace",
        "b.txt",
        "c.yaml",
        "binaryData",
    ]
    (one,) = found.carriers
    assert [config.key for config in one.configs] == ["a.yaml"]
    assert (one.labels, one.annotations, one.worker_config) == ({"m": "x"}, {}, None)


def test_a_missing_version_or_kind_is_named():
    texts = [
        "kind: ConfigMap\nmetadata: {annotations: {pulsarfn.io/provide: worker-config}}\ndata: {PF_a: b}",
        "metadata: {name: a, annotations: {pulsarfn.io/expand: sink}}",
    ]
    assert [recognised(text).problems[0].message for text in texts] == [
        "ConfigMap without apiVersion cannot have annotations of pulsarfn",
        "object without kind cannot have annotations of pulsarfn",
    ]


PROVIDE = "pulsarfn.io/provide: worker-config"


@pytest.mark.parametrize(
    ("text", "consumed", "held"),
    [
        pytest.param(
            annotated(PROVIDE, "data: {functions_worker.yml: 'a: 1'}"),
            True,
            {"functions_worker.yml": "a: 1"},
            id="a file",
        ),
        pytest.param(annotated(PROVIDE, "data: {PF_a: b, c: d}"), True, {"PF_a": "b", "c": "d"}, id="PF_ keys"),
        pytest.param(annotated(f"{PROVIDE}-keep", "data: {PF_a: b}"), False, {"PF_a": "b"}, id="kept"),
        pytest.param(
            annotated(PROVIDE, f"data: {{PF_a: {encoded('b')}}}", "Secret"), True, {"PF_a": "b"}, id="in a Secret"
        ),
    ],
)
def test_a_worker_config_that_is_provided(text, consumed, held):
    found = recognised(text)
    assert found.problems == ()
    (source,) = found.worker_config_sources
    assert (source.name, source.provided, source.consumed, source.path) == ("a", True, consumed, ())
    assert source.data == held
    assert source.places == {key: ("data", key) for key in held}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "data: {a: b}", "the worker config has neither of functions_worker.yml and PF_ keys", id="neither"
        ),
        pytest.param(
            "data: {functions_worker.yml: '', PF_a: b}",
            "the worker config has both of functions_worker.yml and PF_ keys",
            id="both",
        ),
    ],
)
def test_a_worker_config_without_certain_content_is_refused(text, message):
    (problem,) = recognised(annotated(PROVIDE, text)).problems
    assert (problem.code, problem.message) == (codes.WORKER_CONFIG_SOURCE_INVALID, message)


def test_the_charts_worker_config_needs_no_annotation():
    item = (
        f"{{kind: ConfigMap, metadata: {{name: pulsar-broker}}, data: {{PF_functionRuntimeFactoryClassName: {CLASS}}}}}"
    )
    text = f"kind: List\nitems: [{item}]\n"
    (source,) = recognised(text).worker_config_sources
    assert (source.name, source.provided, source.consumed, source.path) == ("pulsar-broker", False, False, ("items", 0))


@pytest.mark.parametrize(
    ("stream", "names"),
    [
        ("pulsar-chart.yaml", ["pulsar-broker"]),
        ("pulsar-chart-jwt-tls.yaml", ["pulsar-broker"]),
        ("pulsar-chart-function-worker.yaml", ["pulsar-function-worker"]),
    ],
)
def test_the_worker_config_of_the_real_chart(stream, names, shared):
    documents = (shared / "streams" / stream).read_text(encoding="utf-8").split("\n---\n")
    marked = [each for each in documents if "PF_functionRuntimeFactoryClassName" in each]
    assert [source.name for each in marked for source in recognised(each).worker_config_sources] == names


def test_a_worker_config_may_be_asked_for_by_name():
    text = "kind: List\nitems: [{kind: ConfigMap, metadata: {name: a}, data: {PF_x: y}}, {kind: ConfigMap, metadata: {name: a}}]"
    value = read_yaml(text, "kubernetes")
    assert [(each.path, each.provided, each.consumed) for each in named_worker_configs(value, {"a"})] == [
        (("items", 0), False, False)
    ]
    assert named_worker_configs(value, {"b"}) == []


@pytest.mark.parametrize(
    ("key", "ours"),
    [
        ("pulsarfn.io/expand", True),
        ("PF_functionRuntimeFactoryClassName", True),
        ("pulsarfn.io", False),
        ("name", False),
    ],
)
def test_which_keys_are_ours(key, ours):
    assert is_ours(key) is ours


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_a_config_is_no_longer_than_an_object_can_be(kind):
    """Of a Secret's data what is encoded counts."""
    for size, is_carried in ((1 << 20, True), ((1 << 20) + 3, False)):
        text = "x" * size
        data = f"data: {{a.yaml: {encoded(text) if kind == 'Secret' else text}}}\n"
        found = recognised(annotated("pulsarfn.io/expand: function", data, kind))
        assert [config.text == text for one in found.carriers for config in one.configs] == [True] * is_carried
        assert [each.code for each in found.problems] == [codes.CARRIER_KEY_INVALID] * (not is_carried)


KEYS = st.sampled_from(["pulsarfn.io/expand", "pulsarfn.io/provide", "pulsarfn.io/unknown", "a", CLASS_NAME_KEY])
VALUES = st.sampled_from(["function", "worker-config", "x", "", CLASS, "name: f\n", None, 1, [], {}])
MEMBERS = st.dictionaries(KEYS | st.just("f.yaml"), VALUES, max_size=3) | VALUES
METADATA = st.fixed_dictionaries({}, optional={"name": VALUES, "annotations": MEMBERS, "labels": MEMBERS}) | VALUES
OBJECT = st.fixed_dictionaries(
    {},
    optional={
        "apiVersion": st.just("v1"),
        "kind": st.sampled_from(["ConfigMap", "Secret", "Deployment", "List"]),
        "metadata": METADATA,
        "data": MEMBERS,
        "items": st.lists(st.fixed_dictionaries({"kind": st.just("ConfigMap"), "metadata": METADATA}), max_size=2),
    },
)
OF_THE_CHART = {"kind": "ConfigMap", "metadata": {"name": "a"}, "data": {CLASS_NAME_KEY: CLASS}}


@given(
    st.sampled_from(["List", "ConfigMapList", "SecretList", "ResourceList"]),
    st.lists(OBJECT | st.just(OF_THE_CHART) | VALUES, max_size=5),
)
def test_of_the_items_of_a_list_all_is_kept_that_is_recognised(kind, items):
    text = emit({"apiVersion": "v1", "kind": kind, "items": items})
    outlined, value = read_document(text, outline).value, read_yaml(text, "kubernetes")
    found, manifests = recognise(value), {path: manifest for manifest, path in objects(value)}
    assert recognise(outlined) == found
    read_again = [(each.path, item_of(outlined, each.path, each.value)) for each in layout(text, found.carriers)]
    assert read_again == [(path, manifests[path]) for path in found.carriers]


def test_a_consumed_worker_config_leaves_what_the_next_document_begins_with():
    consumed = (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, annotations: {{{PROVIDE}}}}}\ndata: {{PF_a: b}}\n"
    )
    expansion = expand([InputText("stdin", f"{consumed}...\n%YAML 1.1\n---\na: b\n".encode())], Settings())
    assert not expansion.diagnostics
    assert b"".join(expansion.chunks) == b"%YAML 1.1\n---\na: b\n"


def test_a_worker_config_is_not_found_by_a_name_that_is_no_text():
    manifest = {"kind": "ConfigMap", "metadata": {"name": ["w"]}, "data": {"PF_a": "b"}}
    assert named_worker_configs(manifest, {"w"}) == []
    assert named_worker_configs({**manifest, "metadata": {"name": "w"}}, {"w"}) != []
