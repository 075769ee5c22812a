"""What the documentation and the examples render, in real pods beside a real Pulsar: it answers messages."""

import json
import shutil
import time
from pathlib import Path

import consoles
import pytest
import yaml
from clients import REPOSITORY
from pods import Pods, secret

HERE = Path(__file__).parent
EXAMPLES = REPOSITORY / "examples"
PLACED, ENRICHED = "persistent://shop/orders/placed", "persistent://shop/orders/enriched"
ENRICH = "pf-shop-orders-enrich"


@pytest.fixture
def creds(pods: Pods) -> None:
    """The Secret with which the function `enrich` of most examples runs."""
    pods.apply(secret("database-creds", {"password": "sesame"}))


def instances(answers: list[str]) -> set[str]:
    """Which instances have answered."""
    return {each.split()[3] for each in answers}


@pytest.mark.usefixtures("creds")
def test_the_quickstart_runs_with_two_replicas_and_a_secret(pods):
    expanded = pods.shell("pulsarfn", stdin=(EXAMPLES / "quickstart" / "stream.yaml").read_bytes())
    pods.apply(expanded)
    pods.rolled_out(ENRICH)
    pods.until_read(PLACED, consumers=2)
    answers = pods.answers(PLACED, ENRICHED, *"abcdef")
    assert {each.split()[1] for each in answers} == {*"abcdef"}
    assert instances(answers) == {"0", "1"}
    assert {each.split()[-1] for each in answers} == {"sesame"}
    before = pods.restarts()
    pods.apply(expanded)  # unchanged
    pods.rolled_out(ENRICH)
    assert pods.restarts() == before
    assert {count for _, count in before.values()} == {0}


@pytest.mark.usefixtures("creds")
def test_helm_upgrades_and_rolls_back(pods, examples):
    helm = f"helm upgrade --install --namespace {pods.namespace} orders . --post-renderer pulsarfn"
    folder = examples / "helm"
    names = (ENRICH, "pf-shop-orders-count")
    pods.shell(helm, cwd=folder)
    pods.rolled_out(*names)
    counts = "persistent://shop/orders/counts"
    pods.until_read(ENRICHED)
    first = pods.answers(PLACED, counts, "one", "two")
    assert sorted(each.split()[0] for each in first) == ["1", "2"]
    assert sorted(each.split()[2] for each in first) == ["one", "two"]
    before = pods.restarts()

    pods.shell(helm, cwd=folder)  # unchanged
    pods.rolled_out(*names)
    assert pods.restarts() == before

    file = folder / "functions" / "count.yaml"
    file.write_text(file.read_text() + "userConfig: {changed: true}\n")
    pods.shell(helm, cwd=folder)
    pods.rolled_out(*names)
    changed = pods.restarts()
    assert {name for name in before if changed[name] != before[name]} == {"pf-shop-orders-count-0"}
    assert pods.answers(PLACED, counts, "three")[0].endswith("sesame")

    pods.shell(f"helm rollback --namespace {pods.namespace} orders 2", cwd=folder)
    pods.rolled_out(*names)
    after = pods.restarts()
    assert {name for name in before if after[name] != changed[name]} == {"pf-shop-orders-count-0"}
    assert pods.answers(PLACED, counts, "four")[0].endswith("sesame")
    command = pods.kubectl("get", "pod", "pf-shop-orders-count-0", "-o", "jsonpath={.spec.containers[0].command}")
    assert "changed" not in command


def test_the_tutorial(pods, examples):
    pulsar = pods.in_namespace("pulsar")  # where the chart's worker config puts the functions
    command = "cat pulsar.yaml functions.yaml >stream.yaml; pulsarfn <stream.yaml >rendered.yaml"
    pods.shell(command, cwd=examples / "tutorial")
    pulsar.apply((examples / "tutorial" / "rendered.yaml").read_text())
    pulsar.rolled_out(ENRICH, "pf-shop-orders-count", "pf-shop-orders-fraud")
    suspicious = "persistent://shop/orders/suspicious"
    pulsar.until_read(PLACED, consumers=3)
    assert pulsar.answers(PLACED, suspicious, "100", "900", count=1) == ["900"]
    pulsar.until_read(ENRICHED)
    (counted,) = pulsar.answers(PLACED, "persistent://shop/orders/counts", "300")
    assert " enriched 300 by " in counted


def test_the_first_function_of_the_readme(pods, tmp_path):
    consoles.write_files(REPOSITORY / "README.md", tmp_path)
    command, _ = consoles.commands(REPOSITORY / "README.md")[0]
    pods.shell(command, cwd=tmp_path)
    pods.apply((tmp_path / "expanded.yaml").read_text())
    assert pods.answers("persistent://public/default/in", "persistent://public/default/out", "a", "b") == ["a!", "b!"]


def test_the_example_of_kubectl(pods, examples):
    pods.apply(pods.shell("kubectl pulsarfn expand -f manifests -R", cwd=examples / "kubectl"))
    pods.rolled_out("pf-public-default-exclamation", "pf-public-default-files")
    pods.until_read("persistent://public/default/out")
    assert pods.answers("persistent://public/default/in", "persistent://public/default/out", "a", "b") == ["a!", "b!"]
    command = ("exec", "pf-public-default-files-0", "--", "cat", "/tmp/messages")
    assert pods.until(*command, shown="b!").splitlines() == ["a!", "b!"]


KUSTOMIZE = "kustomize build --enable-alpha-plugins --enable-exec"


@pytest.mark.usefixtures("creds")
def test_the_example_of_kustomize(pods, examples):
    """The base as production, which adds a prefix, and the generator and the pipe, which have one function each."""
    for file in (examples / "kustomize").rglob("*.yaml"):
        file.write_text(file.read_text().replace("namespace: shop\n", f"namespace: {pods.namespace}\n"))
    pods.kubectl("create", "priorityclass", "orders", "--value=1")
    folder = examples / "kustomize"
    pods.apply(pods.shell(f"{KUSTOMIZE} production", cwd=folder))
    pods.apply(pods.shell(f"{KUSTOMIZE} generator", cwd=folder))
    pods.rolled_out(f"production-{ENRICH}", "production-pf-shop-orders-count", "pf-public-default-exclamation")
    pods.until_read(ENRICHED)
    (counted,) = pods.answers(PLACED, "persistent://shop/orders/counts", "one")
    assert counted.startswith("1 enriched one by ")
    assert pods.answers("persistent://public/default/in", "persistent://public/default/out", "a") == ["a!"]
    pods.shell(f"kubectl delete --namespace {pods.namespace} statefulset --all --cascade=foreground")
    pods.apply(pods.shell("kustomize build piped | pulsarfn", cwd=folder))
    assert pods.answers(ENRICHED, "persistent://shop/orders/counts", "two")[0].endswith(" two")


PAGE = REPOSITORY / "docs" / "authentication.md"


@pytest.fixture
def recipes(pods: Pods, tmp_path: Path) -> Path:
    """The files of the page about authentication, and the Secrets that it speaks of: a token that the broker takes, and its CA."""
    consoles.write_files(PAGE, tmp_path)
    token = pods.kubectl("create", "token", "default", "--audience=pulsar")
    certificate = (pods.node.folder / "state" / "pulsar" / "ca.crt").read_text()
    (tmp_path / "token").write_text(token)
    (tmp_path / "ca.pem").write_text(certificate)
    pods.apply(secret("pulsar-token-enrich", {"TOKEN": token}))
    pods.apply(secret("pulsar-ca-tls", {"ca.crt": certificate}))
    return tmp_path


@pytest.mark.parametrize(
    "options",
    [
        "-f worker.yaml -f count.yaml --auth-token-file token --trust-certs-file ca.pem",
        "-f service-account.yaml -f count.yaml",
    ],
    ids=["the token of the one who deploys", "a projected token of the service account, with the CA"],
)
def test_the_page_about_authentication_with_python(pods, recipes, options):
    pods.apply(pods.shell(f"pulsarfn expand {options}", cwd=recipes))
    answers = pods.answers("persistent://public/default/enriched", "persistent://public/default/counts", "a")
    assert answers == ["1 a"]


def test_the_page_about_authentication_with_java(pods, recipes):
    """A token and a CA of existing Secrets, and a projected token: the package comes over TLS too."""
    pods.apply(pods.shell("pulsarfn expand -f worker.yaml -f enrich.yaml", cwd=recipes))
    source, target = "persistent://public/default/placed", "persistent://public/default/enriched"
    assert pods.answers(source, target, "a") == ["enriched a by 0 with null"]
    before = pods.restarts()
    carrier = recipes / "enrich.yaml"
    carrier.write_text("\n".join(each for each in carrier.read_text().splitlines() if "-secret:" not in each))
    pods.apply(pods.shell("pulsarfn expand -f service-account.yaml -f enrich.yaml", cwd=recipes))
    pods.rolled_out(ENRICH)
    assert pods.answers(source, target, "b") == ["enriched b by 0 with null"]
    assert pods.restarts()[f"{ENRICH}-0"] != before[f"{ENRICH}-0"]


def test_a_token_that_the_broker_does_not_take(pods, recipes):
    """The broker really asks: with another token nothing is downloaded, and the pod says why."""
    pods.apply(secret("pulsar-token-enrich", {"TOKEN": "made-up"}))
    pods.apply(pods.shell("pulsarfn expand -f worker.yaml -f enrich.yaml", cwd=recipes))
    said = pods.until("logs", f"{ENRICH}-0", "--tail=100", shown="401")
    assert "JavaInstance" not in said


CODE = {
    "from-worker": {"className": "org.example.Exclamation", "jar": "exclamation.jar"},
    "from-web": {"className": "org.example.Exclamation", "jar": "http://packages.shop.svc:8000/package.jar?a={b}[c]"},
    "python-package": {"className": "exclamation.Exclamation", "py": "function://public/default/exclamation@py"},
    "python-from-web": {"className": "exclamation.Exclamation", "py": "http://packages:8000/exclamation.py"},
    "go-package": {"go": "function://public/default/exclaim@v1"},
    "go-from-web": {"go": "http://packages:8000/exclaim"},
}
"""The ways of getting code that no other test of this file has, for each runtime."""

SERVE = "import http.server, sys; http.server.test(http.server.SimpleHTTPRequestHandler, port=8000)"


def test_each_way_of_getting_code(pods, package, tmp_path):
    """Without a download folder in the worker config: a pod may not write where it likes in Pulsar's image."""
    web = tmp_path / "web"
    web.mkdir()
    for file in (package, HERE / "packages" / "exclaim", HERE / "image" / "functions" / "exclamation.py"):
        shutil.copy(file, web)
    topics = {"inputs": ["persistent://public/default/ways"], "outputTypeClassName": "java.lang.String"}
    types = {"inputTypeClassName": "java.lang.String", **topics}
    registered = {"tenant": "public", "namespace": "default", "name": "from-worker", **types, **CODE["from-worker"]}
    form = ["-F", f"functionConfig={json.dumps({**registered, 'runtime': 'JAVA'})};type=application/json"]
    pods.admin("-X", "POST", *form, "-F", f"data=@{package}", "v3/functions/public/default/from-worker")
    pods.admin("-X", "POST", "v3/functions/public/default/from-worker/stop")
    rendered = []
    for name, code in CODE.items():
        config = {**registered, "jar": None, "name": name, "output": f"persistent://public/default/{name}", **code}
        rendered.append(_rendered(pods, "function", config, tmp_path))
    sink = {"archive": "local:///pulsar/connectors/pulsar-io-file-4.2.4.nar", "className": "org.example.FileSink"}
    transform = {"transformFunction": "function://public/default/exclamation@v1"}
    transform |= {"transformFunctionClassName": "org.example.Exclamation", "inputTypeClassName": "java.lang.String"}
    config = {"name": "transforming", "inputs": topics["inputs"], **sink, **transform}
    pods.apply("".join([*rendered, _rendered(pods, "sink", config, tmp_path)]))
    with pods.server(f"import os; os.chdir({str(web)!r}); {SERVE}"):
        pods.until_read(topics["inputs"][0], consumers=len(CODE) + 1)
    for name in CODE:
        answers = pods.answers(topics["inputs"][0], f"persistent://public/default/{name}", name)
        assert answers == [f"{name}!"]
    shown = pods.until("exec", "pf-public-default-transforming-0", "--", "cat", "/tmp/messages", shown="go-from-web!")
    assert shown.splitlines() == [f"{name}!" for name in CODE]


def _rendered(pods: Pods, component: str, config: dict[str, object], folder: Path) -> str:
    """The objects of a bare config as the commands render it, with nothing else in the worker config than the two URLs."""
    file = folder / f"{config['name']}.json"
    file.write_text(json.dumps({key: value for key, value in config.items() if value is not None}))
    urls = "--set pulsarServiceUrl=pulsar://pulsar-broker:6650 --set pulsarWebServiceUrl=http://pulsar-broker:8080"
    return pods.shell(f"pulsarfn render {component} -f {file} {urls}")


HOOK = """
import http.server, sys
class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[1], "ab") as file:
            file.write(body + b"\\n")
        self.send_response(200)
        self.end_headers()
http.server.test(Hook, port=80)
"""


def test_the_example_of_the_pulsar_chart(pods, stand_in, tmp_path):
    """Of the chart's render only the functions are applied: Pulsar itself runs already."""
    helm = "helm template pulsar apache/pulsar --namespace pulsar --values values.yaml --post-renderer pulsarfn"
    rendered = yaml.safe_load_all(pods.shell(helm, cwd=stand_in))
    ours = [each for each in rendered if each and each["metadata"]["name"].startswith("pf-public-default-")]
    assert len(ours) == 4
    pulsar = pods.in_namespace("pulsar")
    pulsar.apply(json.dumps({"apiVersion": "v1", "kind": "List", "items": ours}))
    heard = tmp_path / "heard"
    with pods.server(HOOK, heard):
        pulsar.until_read("persistent://public/default/shouts")
        shouts = "persistent://public/default/shouts"
        assert pulsar.answers("persistent://public/default/words", shouts, "hello") == ["hello!"]
        pulsar.until("get", "pods", shown="webhook")
        for _ in range(100):
            if heard.exists():
                break
            time.sleep(0.1)
    assert heard.read_text() == "hello!\n"
