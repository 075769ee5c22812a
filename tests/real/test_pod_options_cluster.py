"""Whether pulsarfn refuses the values of options and patches that a real API server refuses, and no others."""

import json
from random import Random

import pytest
import yaml
from clients import REPOSITORY

from pod_values import with_one_odd_value
from pulsarfn.component.objects import refusals_of

SNAPSHOTS = REPOSITORY / "tests" / "__snapshots__" / "test_cases"
CASES = ("settings-of-the-pod", "the-profile-for-production", "patches-of-the-objects", "logging-of-the-instances")
ROUNDS = 600

OTHERS = {
    *("volumeClaimTemplates", "windowsOptions", "ephemeral", "resourceClaims", "claims", "overhead", "restartPolicyRules"),
    *("podCertificate", "clusterTrustBundle", "volumeDevices", "resizePolicy", "resources", "schedulingGroup"),
    *("hostnameOverride", "appArmorProfile", "ownerReferences", "selector", "imagePullSecrets", "divisor", "procMount"),
}  # fmt: skip
"""Members whose rules pulsarfn does not know, or checks more strictly than the API server."""


@pytest.mark.parametrize("case", CASES)
def test_the_api_server_accepts_every_option_strictly(case, kube):
    snapshot = SNAPSHOTS / f"{case}.yaml"
    done = kube.run("apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", snapshot)
    assert done.returncode == 0, done.stderr.decode()


def stateful_set():
    documents = yaml.safe_load_all((SNAPSHOTS / "settings-of-the-pod.yaml").read_text(encoding="utf-8"))
    return next(
        each for each in documents if each["kind"] == "StatefulSet" and each["metadata"]["name"].endswith("everything")
    )


def test_pulsarfn_and_the_api_server_refuse_the_same_values(api):
    manifest, different = stateful_set(), []
    manifest["metadata"].pop("namespace", None)
    path = (
        f"{api.path('StatefulSet', manifest['metadata']['name'])}?fieldManager=tests&dryRun=All&fieldValidation=Strict"
    )
    refused = 0
    for seed in range(ROUNDS):
        changed, at = with_one_odd_value(manifest, Random(seed), [(("spec", "template", "spec"), "PodSpec")])
        value = changed
        for step in at:
            value = value[step]
        if any(f'"{each}"' in json.dumps([at, value]) for each in OTHERS):
            continue
        status, answer = api.call("PATCH", path, changed)
        found = [*refusals_of(changed)]
        refused += bool(found)
        if (status not in (200, 201)) != bool(found):
            different.append((at, value, found, answer.get("message")))
    assert not different, "\n".join(map(str, different))
    assert refused > ROUNDS // 10
