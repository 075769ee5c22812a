"""Over all shipped cases: the StatefulSet that Pulsar made, imported alone and expanded, is the same StatefulSet."""

import json
import re

import pytest
from differences import VERSIONS, differences
from oracle_files import groups, read_results

from pulsarfn.kubernetes.identity import identity_of
from pulsarfn.migration.carriers import worker_config_document
from pulsarfn.migration.from_live import find_running, import_running, lost
from pulsarfn.migration.from_rest import function_of
from pulsarfn.migration.verification import compared, expanded
from pulsarfn.pipeline.settings import Settings
from pulsarfn.worker.pulsar_version import rules_of_image

DIFFER = {
    "cust-w-02": "the jobName of the customizer has characters that its name does not show",
    "min-args-escaped-quote": "an argument of the JVM has quotes, and contract 9.1 quotes it otherwise",
}
DIFFER_SINCE_5_0 = {
    "rnd-062": "the tag of the image is of another version than the worker",
    "krf-07-pulsarDockerImageName-java": "likewise",
}


def live(result, version):
    """The StatefulSet as the API server has it: an oracle asked for instance 0, where a worker says -1 for Go."""
    stateful_set = {"apiVersion": "apps/v1", "kind": "StatefulSet", **json.loads(json.dumps(result["statefulSet"]))}
    stateful_set["metadata"]["namespace"] = result["requestNamespaces"]["statefulSet"]
    (container,) = stateful_set["spec"]["template"]["spec"]["containers"]
    container["command"][2] = container["command"][2].replace('"instanceID":0,', '"instanceID":-1,')
    if not re.search(r":[^/]*$", container["image"]):
        container["image"] += f":{version}"
    return stateful_set


def is_same(stateful_set):
    found = find_running([stateful_set])
    assert not found.unreadable
    (running,) = found.running.values()
    assert not lost(running)
    result = import_running([running], {})
    return not compared({identity_of(stateful_set): stateful_set}, result.expansion, []).differs


@pytest.mark.slow
@pytest.mark.parametrize("group", sorted(groups()))
@pytest.mark.parametrize("version", VERSIONS)
def test_what_pulsar_made_is_imported_exactly(version, group):
    results = read_results(version)
    names = [name for name in groups()[group] if "error" not in results[name] and name not in differences(version)]
    listed = {
        **DIFFER,
        **(DIFFER_SINCE_5_0 if rules_of_image(f"apachepulsar/pulsar:{version}").number >= (5, 0) else {}),
    }
    different = {name for name in names if not is_same(live(results[name], version))}
    assert different == listed.keys() & set(names)


def is_exact_from_rest(running):
    """Whether a function is the same when only the admin API tells it: that answers with its details."""
    imported = function_of(running.details, running.code.package)
    worker = worker_config_document(import_running([running], {}).worker_config)
    ((*_, stateful_set),) = expanded([worker, imported.document()], Settings()).objects.values()
    (again,) = find_running([stateful_set]).running.values()
    return list(again.details.items()) == list(running.details.items())


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_a_function_of_each_version_is_exact_from_rest_too(version):
    """Every fifth of them: a member that a version has, or lacks, or has elsewhere, is in several."""
    results = read_results(version)
    found = {
        name: running
        for name in sorted(results)[::5]
        if "error" not in results[name] and name not in differences(version)
        for running in find_running([live(results[name], version)]).running.values()
        if running.component == "function"
    }
    assert len(found) > 50
    assert {name for name, running in found.items() if not is_exact_from_rest(running)} == set()
