"""Values that carry their origins: the same objects as without, and what they carry is where they come from."""

import json
from functools import cache

import pytest
from oracle_files import read_cases

import pulsarfn.models.tracing  # noqa: F401 - from its import on, values may carry origins
from pulsarfn.component.stages import expand_component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.provenance import Origin, Source, derived, joined, origins_of, sourced
from pulsarfn.worker.auth.base import Credentials
from pulsarfn.worker.providers import set_up

NAME, TENANT = Origin(Source.CONFIG, ("name",)), Origin(Source.CONFIG, ("tenant",))


@cache
def worker_of(config):
    """The worker of a config as text: many cases have the same, and to trace its values takes as long as to expand a case."""
    return set_up(json.loads(config))[0]


def expanded(case, *, traced):
    worker = worker_of(json.dumps(case["workerConfig"]))
    token = (case.get("auth") or {}).get("token") or ""
    surroundings = Surroundings(credentials=Credentials(token), traced=traced)
    component = case["componentType"]
    objects, problems = expand_component(
        component, case[f"{component}Config"], worker=worker, surroundings=surroundings
    )
    return objects and objects.manifests, problems


@pytest.mark.slow
def test_a_traced_run_makes_the_same_objects_and_finds_the_same_faults():
    for case in read_cases().values():
        assert expanded(case, traced=True) == expanded(case, traced=False)


@pytest.mark.parametrize("value", ["text", 5, 0.5])
def test_a_value_is_the_same_with_its_origins(value):
    carrying = sourced(value, NAME)
    assert (carrying, hash(carrying), f"{carrying}", json.dumps(carrying)) == (
        value,
        hash(value),
        f"{value}",
        json.dumps(value),
    )
    assert origins_of(carrying) == (NAME,)


@pytest.mark.parametrize("value", [True, None, ["a"], {"a": "b"}])
def test_what_can_carry_nothing_stays_as_it_is(value):
    assert sourced(value, NAME) is value


def test_what_is_made_of_values_comes_from_where_they_come_from():
    name, tenant = sourced("n", NAME), sourced("t", TENANT)
    assert origins_of(derived("t-n", name, tenant, name, how="joined")) == (NAME, TENANT)
    assert derived("t-n", name, how="joined").how == "joined"
    assert joined("-", (tenant, "x", name)).parts == ("t", "x", "n")
    assert origins_of(joined("-", (tenant, name))) == (TENANT, NAME)


def test_what_is_made_of_plain_values_is_plain():
    assert type(derived("x", "y", 1, None)) is str
    assert type(joined("-", ("x", "y"))) is str
