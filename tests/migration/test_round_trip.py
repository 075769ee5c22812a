"""Over all shipped cases: the StatefulSet that Pulsar made, imported alone and expanded, is the same StatefulSet."""

import json
import re
from functools import cache

import pytest
from differences import VERSIONS, differences
from oracle_files import groups, read_cases, read_results

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


def imported(stateful_set):
    found = find_running([stateful_set])
    assert not found.unreadable
    (running,) = found.running.values()
    assert not lost(running)
    return running, import_running([running], {})


def is_same(stateful_set, result):
    return not compared({identity_of(stateful_set): stateful_set}, result.expansion, []).differs


def is_exact_from_rest(running, worker_config):
    """Whether a function is the same when only the admin API tells it: that answers with its details."""
    document = function_of(running.details, running.code.package).document()
    ((*_, stateful_set),) = expanded([worker_config_document(worker_config), document], Settings()).objects.values()
    (again,) = find_running([stateful_set]).running.values()
    return list(again.details.items()) == list(running.details.items())


@cache
def of_rest(version):
    """Every fifth function: a member that a version has, or lacks, or has elsewhere, is in several."""
    results = read_results(version)
    return {
        name
        for name in sorted(results)[::5]
        if "error" not in results[name]
        and read_cases()[name]["componentType"] == "function"
        and name not in differences(version)
    }


@pytest.mark.slow
@pytest.mark.parametrize("group", sorted(groups()))
@pytest.mark.parametrize("version", VERSIONS)
def test_what_pulsar_made_is_imported_exactly(version, group):
    """From its StatefulSet, and some functions with what the admin API answers and the worker config of the StatefulSet."""
    results = read_results(version)
    names = [name for name in groups()[group] if "error" not in results[name] and name not in differences(version)]
    listed = {
        **DIFFER,
        **(DIFFER_SINCE_5_0 if rules_of_image(f"apachepulsar/pulsar:{version}").number >= (5, 0) else {}),
    }
    different, different_from_rest = set(), set()
    for name in names:
        stateful_set = live(results[name], version)
        running, result = imported(stateful_set)
        if not is_same(stateful_set, result):
            different.add(name)
        if name in of_rest(version) and not is_exact_from_rest(running, result.worker_config):
            different_from_rest.add(name)
    assert different == listed.keys() & set(names)
    assert different_from_rest == set()


@pytest.mark.parametrize("version", VERSIONS)
def test_functions_of_each_version_are_imported_from_rest_too(version):
    assert len(of_rest(version)) > 100
