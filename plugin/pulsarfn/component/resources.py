"""A component's resources as a container's limits and requests (`KubernetesRuntime.getFunctionContainer`).

Doubles are Java's: divisions by zero are infinite, and conversions to whole numbers saturate.
"""

import math
from functools import lru_cache

from pulsarfn.component.details.function_details import Resources
from pulsarfn.java.java_text import double_text
from pulsarfn.kubernetes.quantity import from_double
from pulsarfn.provenance import derived
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig

_LONG_MAX = 2**63 - 1


def limits(resources: Resources, factory: KubernetesRuntimeFactoryConfig, least: int = 0) -> dict[str, str]:
    """Return the limits of cpu (in cores) and memory (in bytes): the component's own, the memory with percentMemoryPadding.

    `least` is the least padding in bytes, whatever the percentage.
    """
    padded = _padded(resources.ram, factory.percent_memory_padding)
    padding, arithmetic = _padding(resources, factory)
    if least and resources.ram and padded < resources.ram + least:
        padded = min(resources.ram + least, _LONG_MAX)
        padding, arithmetic = least, f"{resources.ram} + {least}"
    memory = _memory(padded)
    return {
        "cpu": derived(_cpu(resources.cpu), resources.cpu, how=_cores(resources.cpu)),
        "memory": derived(memory, resources.ram, padding, how=arithmetic if padding else ""),
    }


def requests(resources: Resources, factory: KubernetesRuntimeFactoryConfig) -> dict[str, str]:
    """Return the requests: the limits, each divided by its overcommit ratio.

    Quirk of Pulsar: the memory goes through a double, which loses bytes above 2^53.
    """
    ratio, cpu_ratio = factory.memory_over_commit_ratio, factory.cpu_over_commit_ratio
    memory = _divided(_padded(resources.ram, factory.percent_memory_padding), ratio)
    cpu = _cpu(_divide(resources.cpu, cpu_ratio))
    padding, arithmetic = _padding(resources, factory)
    if ratio == cpu_ratio == 1:
        of_cpu = derived(cpu, resources.cpu, how=_cores(resources.cpu))
        return {"cpu": of_cpu, "memory": derived(memory, resources.ram, padding, how=arithmetic)}
    divided = f"({arithmetic}) / {ratio}" if padding else f"{resources.ram} / {ratio}"
    return {
        "cpu": derived(cpu, resources.cpu, cpu_ratio, how=f"{resources.cpu} / {cpu_ratio}"),
        "memory": derived(memory, resources.ram, padding, ratio, how=divided),
    }


@lru_cache(1024)
def _cores(cpu: float) -> str:
    """Return a part of a core in words; a quantity has it in thousandths."""
    return "" if float(cpu).is_integer() else f"{cpu} cores"


def _padding(resources: Resources, factory: KubernetesRuntimeFactoryConfig) -> tuple[int | None, str]:
    """Return the padding in bytes (None for none), and how it is computed, in words."""
    padding = factory.percent_memory_padding
    return (padding, f"{resources.ram} + {padding} % of it") if padding else (None, "")


@lru_cache(1024)
def _padded(ram: int, percent: int) -> int:
    return min(ram + _round(ram * (percent / 100.0)), _LONG_MAX)


@lru_cache(1024)
def _cpu(cores: float) -> str:
    return from_double(double_text(_round(cores * 1000) / 1000.0)).text


@lru_cache(1024)
def _memory(amount: int) -> str:
    return from_double(str(amount)).text


@lru_cache(1024)
def _divided(memory: int, ratio: float) -> str:
    return _memory(_to_long(_divide(float(memory), ratio)))


def _divide(value: float, ratio: float) -> float:
    if ratio:
        return value / ratio
    return math.copysign(math.inf, value) if value else math.nan


def _round(value: float) -> int:
    """`Math.round`: half up, saturating."""
    if not math.isfinite(value):
        return _to_long(value)
    whole = math.floor(value)
    return _to_long(whole + (value - whole >= 0.5))  # noqa: PLR2004 - half


def _to_long(value: float) -> int:
    """Java's conversion to a long: towards zero, saturating, 0 for not-a-number."""
    if math.isnan(value):
        return 0
    if math.isinf(value):
        return _LONG_MAX if value > 0 else -_LONG_MAX - 1
    return max(min(int(value), _LONG_MAX), -_LONG_MAX - 1)
