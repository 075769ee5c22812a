"""``pulsarfn adopt``: what restarts, what avoids it, who owns what, and the commands that hand it over."""

import json

import pytest
import yaml
from fake_worker import Behaviour, serving
from recorded import dump

from program import run

NAME = "pf-public-default-min"


def carriers(*arguments, change=None):
    told = run("import", "--live-file", "-", "public/default/min", *arguments, stdin=dump(change=change).encode())
    assert told.status == 0, told.err
    return told.out


def adopt(folder, stream, *arguments, change=None, **options):
    (folder / "live.json").write_text(dump(change=change))
    return run("adopt", "-q", "--live-file", folder / "live.json", *arguments, stdin=stream.encode(), **options)


def of_min(what, kind="StatefulSet"):
    """Changes one object of the component min."""

    def change(each):
        if each["metadata"]["name"] == NAME and each["kind"] == kind:
            what(each)

    return change


def annotated(**annotations):
    return of_min(lambda each: each["metadata"].setdefault("annotations", {}).update(annotations))


def test_what_was_imported_is_the_same(tmp_path):
    told = adopt(tmp_path, carriers())
    assert told.status == 0
    assert told.out == f"Service default/{NAME}: same\nStatefulSet default/{NAME}: same\n2 objects: 2 same\n"


def test_a_restart_and_the_pins_that_avoid_it(tmp_path):
    told = adopt(tmp_path, carriers("--no-pins"))
    assert told.status == 1
    assert f"StatefulSet default/{NAME}: RESTART" in told.out
    pinned = [line.split(": ", 1)[1] for line in told.out.splitlines() if line.startswith("  pin: ")]
    assert [each.partition(":")[0] for each in pinned] == ["pulsarfn.io/function-id", "pulsarfn.io/function-version"]
    stream = carriers("--no-pins")
    pins = dict(each.removesuffix(" in the carrier keeps it").split(": ", 1) for each in pinned)
    documents = [*yaml.safe_load_all(stream)]
    documents[1]["metadata"]["annotations"] |= {key: json.loads(value) for key, value in pins.items()}
    assert adopt(tmp_path, yaml.safe_dump_all(documents)).status == 0


def test_a_restart_that_is_allowed(tmp_path):
    assert adopt(tmp_path, carriers("--no-pins"), "--allow-restart", "public/default/min").status == 0


def test_other_labels_of_the_carrier_are_metadata_only(tmp_path):
    documents = [*yaml.safe_load_all(carriers())]
    documents[1]["metadata"]["labels"] = {"team": "orders"}
    told = adopt(tmp_path, yaml.safe_dump_all(documents))
    assert told.status == 0
    assert f"StatefulSet default/{NAME}: metadata only\n  metadata.labels.team absent -> orders\n" in told.out


def test_another_number_of_pods(tmp_path):
    told = adopt(tmp_path, carriers(), change=of_min(lambda each: each["spec"].update(replicas=4)))
    assert told.status == 0
    assert f"StatefulSet default/{NAME}: scales\n  spec.replicas 4 -> 1\n" in told.out
    assert '  pin: pulsarfn.io/replicas: "4" in the carrier keeps it\n' in told.out


def test_a_selector_cannot_change(tmp_path):
    def change(each):
        each["spec"]["selector"]["matchLabels"]["team"] = "orders"

    told = adopt(tmp_path, carriers(), change=of_min(change))
    assert told.status == 1
    assert f"StatefulSet default/{NAME}: FORBIDDEN" in told.out


def test_it_runs_somewhere_else(tmp_path):
    def change(each):
        each["metadata"]["namespace"] = "pulsar"

    told = adopt(tmp_path, carriers(), change=of_min(change))
    assert told.status == 1
    assert f"StatefulSet default/{NAME}: runs elsewhere\n  the component runs as StatefulSet pulsar/{NAME}" in told.out


def test_nothing_runs_yet(tmp_path):
    def change(each):
        each["metadata"]["name"] = "db"
        each["spec"] = {}

    told = adopt(tmp_path, carriers(), change=of_min(change))
    assert told.status == 0
    assert f"StatefulSet default/{NAME}: missing\n  no such object runs: applying creates it\n" in told.out


def test_it_was_not_made_by_a_worker(tmp_path):
    def change(each):
        each["spec"]["template"]["spec"]["containers"][0]["command"] = ["sleep", "infinity"]

    told = adopt(tmp_path, carriers(), change=of_min(change))
    assert told.status == 1
    assert f"StatefulSet default/{NAME}: not made by a worker" in told.out


@pytest.mark.parametrize(
    ("change", "owner"),
    [
        (
            annotated(**{"meta.helm.sh/release-name": "other", "meta.helm.sh/release-namespace": "x"}),
            "Helm release x/other",
        ),
        (annotated(**{"argocd.argoproj.io/tracking-id": "app:apps/StatefulSet:default/x"}), "Argo CD application app"),
        (
            of_min(
                lambda each: each["metadata"].update(
                    ownerReferences=[{"kind": "Function", "name": "min", "controller": True}]
                )
            ),
            "Function min, whose controller makes it",
        ),
    ],
)
def test_it_has_another_owner(change, owner, tmp_path):
    told = adopt(tmp_path, carriers(), "--helm", "mine", "-o", "commands", change=change)
    assert told.status == 1
    assert f"# left out: StatefulSet default/{NAME}: owned by another: {owner}\n" in told.out
    assert f"statefulset/{NAME}" not in told.out


def test_the_commands_for_helm_set_metadata_only(tmp_path):
    told = adopt(tmp_path, carriers(), "--helm", "orders", "--release-namespace", "shop", "-o", "commands")
    assert told.status == 0
    release = "meta.helm.sh/release-name=orders meta.helm.sh/release-namespace=shop"
    assert told.out.splitlines()[2:4] == [
        f"kubectl label statefulset/{NAME} --namespace default --overwrite app.kubernetes.io/managed-by=Helm",
        f"kubectl annotate statefulset/{NAME} --namespace default --overwrite {release}",
    ]
    assert told.out.splitlines()[4].startswith(
        "helm upgrade --install orders CHART --namespace shop --post-renderer pulsarfn"
    )
    assert {line.split()[1] for line in told.out.splitlines() if line.startswith("kubectl")} == {"label", "annotate"}


def test_what_the_release_owns_already_needs_no_command(tmp_path):
    def change(each):
        if each["metadata"]["name"] == NAME:
            each["metadata"]["labels"]["app.kubernetes.io/managed-by"] = "Helm"
            names = {"meta.helm.sh/release-name": "orders", "meta.helm.sh/release-namespace": "default"}
            each["metadata"]["annotations"] = names

    told = adopt(tmp_path, carriers(), "--helm", "orders", "-o", "commands", change=change)
    assert "kubectl" not in told.out


def test_the_commands_for_argo_cd(tmp_path):
    told = adopt(tmp_path, carriers(), "--argocd", "orders", "-o", "commands")
    tracked = f"argocd.argoproj.io/tracking-id=orders:apps/StatefulSet:default/{NAME}"
    assert f"kubectl annotate statefulset/{NAME} --namespace default --overwrite {tracked}" in told.out
    assert f"argocd.argoproj.io/tracking-id=orders:/Service:default/{NAME}" in told.out
    assert "argocd app sync orders" in told.out


def test_as_json(tmp_path):
    told = adopt(tmp_path, carriers("--no-pins"), "-o", "json")
    service, stateful_set = json.loads(told.out)["objects"]
    assert (service["verdict"], stateful_set["verdict"]) == ("same", "RESTART")
    assert stateful_set["component"] == "function public/default/min"
    assert set(stateful_set["pins"]) == {"pulsarfn.io/function-id", "pulsarfn.io/function-version"}


def test_the_worker_still_manages_it(tmp_path):
    with serving(Behaviour((("function", "min"),))) as url:
        told = adopt(tmp_path, carriers(), "--admin-url", url)
    assert f"note: public/default/min: the worker at {url} still manages it: take its rights" in told.out


def test_apply_labels_and_annotates_and_changes_no_spec(tmp_path):
    kubectl = tmp_path / "kubectl"
    (tmp_path / "dump").write_text(dump())
    kubectl.write_text(
        f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\ncase "$*" in *get*) cat {tmp_path}/dump;; *) echo done;; esac\n'
    )
    kubectl.chmod(0o755)
    told = run(
        "adopt",
        "-q",
        "--live",
        "--context",
        "prod",
        "--helm",
        "orders",
        "--apply",
        stdin=carriers().encode(),
        env={"KUBECTL": str(kubectl)},
    )
    assert told.status == 0, told.err
    verbs = [line.split()[1] for line in (tmp_path / "asked").read_text().splitlines()]
    assert verbs == ["get", "label", "annotate", "label", "annotate"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--helm", "a", "--argocd", "b"), "an object has one owner"),
        (("--apply",), "--apply labels the objects of the cluster for an owner"),
    ],
)
def test_wrong_usage(arguments, message, tmp_path):
    told = adopt(tmp_path, "", *arguments)
    assert told.status == 2
    assert message in told.err


def test_standard_input_is_one_of_both():
    told = run("adopt", "--live-file", "-", stdin=dump().encode())
    assert told.status == 2
    assert "standard input is one of both" in told.err


def test_no_source():
    told = run("adopt", stdin=b"")
    assert told.status == 2
    assert "give what runs: --live, or --live-file FILE" in told.err


@pytest.mark.parametrize("stream", ["", "kind: ConfigMap\nmetadata: {name: x}\n"])
def test_no_carrier(stream, tmp_path):
    told = adopt(tmp_path, stream)
    assert (told.status, told.out) == (2, "")
    assert "there is no carrier in the stream: nothing to adopt" in told.err


def test_errors_of_the_stream(tmp_path):
    told = adopt(tmp_path, carriers().replace("pulsarfn.io/function-id: ", "pulsarfn.io/function-id: x"))
    assert (told.status, told.out) == (2, "")
    assert "error[PF202]" in told.err
