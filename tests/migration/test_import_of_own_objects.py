"""Objects that pulsarfn itself made are imported exactly, too: every form of code, of authentication and of the worker config."""

import pytest

from conftest import REPOSITORY
from program import run

SNAPSHOTS = REPOSITORY / "tests" / "__snapshots__" / "test_cases"
EXACT = {
    "a-batch-source": 1,
    "a-function-for-pulsar-5": 2,
    "a-go-function-with-everything": 1,
    "a-python-function-with-its-dependencies": 1,
    "a-service-account-token-and-the-brokers-ca": 1,
    "a-service-account-token-and-the-carriers-ca": 1,
    "a-sink-with-a-transform-function": 1,
    "a-source-and-a-sink-with-secrets": 2,
    "a-stateful-function-with-the-admin-client": 3,
    "a-token-of-the-deployer": 1,
    "a-go-function-baked-into-the-image": 1,
    "a-token-in-an-existing-secret": 1,
    "components-that-a-worker-started": 2,
    "every-form-of-the-code-to-run": 13,
    "memory-padding-and-overcommit": 1,
    "names-that-need-quoting": 1,
    "paths-of-packages-that-lead-elsewhere": 5,
    "python-from-private-repositories": 1,
    "runtimes-of-different-versions-of-pulsar": 3,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EXACT)
def test_a_case_is_imported_exactly(name):
    told = run("import", "--live-file", SNAPSHOTS / f"{name}.yaml", "--all")
    assert told.status == 0
    count = EXACT[name]
    assert told.err.endswith(
        f"{count} component{'' if count == 1 else 's'} imported; {count} expand to exactly what runs\n"
    )
