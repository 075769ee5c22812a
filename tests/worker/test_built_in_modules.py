"""The tables of built-in providers and runtimes, whose modules are imported on first use."""

import pytest

from pulsarfn.component.runtimes import RUNTIMES
from pulsarfn.worker import auth, secrets_providers


@pytest.mark.parametrize("table", [auth.PROVIDERS, secrets_providers.PROVIDERS, RUNTIMES])
def test_each_module_has_the_name_that_selects_it(table):
    assert [module.NAME for module in table.values()] == [*table]
