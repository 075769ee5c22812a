"""Admission checks of the function worker: resources within the worker's limits (`KubernetesRuntimeFactory.doAdmissionChecks`)."""

import math

from pulsarfn.component.details.function_details import Resources
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.java.java_text import double_text
from pulsarfn.worker.worker_config import ResourceLimits, WorkerConfig

_HINT = "change the component's resources, or the worker config's functionInstance{}"


def check_resources(resources: Resources, worker: WorkerConfig) -> tuple[Problem, ...]:
    """Return the problems of a component's resources, with their defaults, against minimum, maximum and granularities."""
    return (
        *_check_bound(resources, worker.function_instance_min_resources, upper=False),
        *_check_bound(resources, worker.function_instance_max_resources, upper=True),
        *_check_granularity(resources, worker),
    )


def _check_bound(resources: Resources, bound: ResourceLimits | None, *, upper: bool) -> list[Problem]:
    if bound is None:
        return []
    words, key = ("greater than the maximum", "MaxResources") if upper else ("less than the minimum", "MinResources")
    problems = []
    for name, given, limit in (
        ("CPU", double_text(resources.cpu), bound.cpu),
        ("RAM", str(resources.ram), bound.ram),
    ):
        if limit is None:
            continue
        amount = resources.cpu if name == "CPU" else resources.ram
        if amount > limit if upper else amount < limit:
            shown = double_text(limit) if isinstance(limit, float) else str(limit)
            problems.append(
                Problem(
                    codes.RESOURCES_NOT_ADMITTED,
                    f"Per instance {name} requested, {given}, for function is {words} required, {shown}",
                    ("resources", name.lower()),
                    _HINT.format(key),
                )
            )
    return problems


def _check_granularity(resources: Resources, worker: WorkerConfig) -> list[Problem]:
    """Quirk of Pulsar: cpu is compared in thousandths of a core, and the lock step is checked only for ram."""
    step = worker.function_instance_resource_granularities
    if step is None:
        return []
    lock_step = worker.function_instance_resource_change_in_lock_step
    problems, multiples = [], 0
    cpu_step = _thousandths(step.cpu) if step.cpu is not None else 0
    if cpu_step > 0:
        cpu = _thousandths(resources.cpu)
        if cpu == 0 or cpu % cpu_step:
            problems.append(_not_a_multiple("cpu", double_text(resources.cpu), double_text(step.cpu or 0.0)))
        elif lock_step:
            multiples = cpu // cpu_step
    if step.ram is not None and step.ram > 0:
        if resources.ram == 0 or resources.ram % step.ram:
            problems.append(_not_a_multiple("ram", str(resources.ram), str(step.ram)))
        elif multiples and multiples != resources.ram // step.ram:
            problems.append(
                Problem(
                    codes.RESOURCES_NOT_ADMITTED,
                    f"Per instance cpu requested, {double_text(resources.cpu)}, ram requested, {resources.ram}, for function should be"
                    f" positive and the same multiple of the granularity, cpu, {double_text(step.cpu or 0.0)}, ram, {step.ram}",
                    ("resources",),
                    _HINT.format("ResourceGranularities"),
                )
            )
    return problems


def _not_a_multiple(name: str, given: str, step: str) -> Problem:
    return Problem(
        codes.RESOURCES_NOT_ADMITTED,
        f"Per instance {name} requested, {given}, for function should be positive and a multiple of the granularity, {step}",
        ("resources", name),
        _HINT.format("ResourceGranularities"),
    )


def _thousandths(cores: float) -> int:
    return math.floor(1000 * cores + 0.5)
