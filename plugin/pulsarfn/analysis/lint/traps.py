"""Settings that Pulsar takes, and that do not do what they seem to."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.pipeline.expanded import ExpandedComponent

_EXECUTOR: Final = "org.apache.pulsar.functions.source.batch.BatchSourceExecutor"
_BATCH: Final = "batchSourceConfig"
_GLOB: Final = pattern(r"(?<!\\)([\w/:-])\*", re.ASCII)
_ONLY_JAVA: Final = pattern(r"\\[^dDsSwWbB.\W]|\(\?|&&|[*+?}]\+")
_LONGEST: Final = 1000

Trap = tuple[Path, str, str]
"""The path of a setting, what it does, and a hint."""


class Traps(NamedTuple):
    """The runtime of a component, and the traps in its config beside its patterns."""

    runtime: str
    of_config: tuple[Trap, ...]


def keep(component: ExpandedComponent) -> Traps:
    """Keep the traps in the config."""
    return Traps(component.objects.details.runtime, tuple(_of_config(component)))


def check(stream: Stream, kept: Sequence[Traps]) -> Iterator[Finding]:
    """Report each trap at the setting itself."""
    for component, flow, traps in zip(stream.components, stream.topology.flows, kept, strict=True):
        patterns = {each.path: (each.written, each.at_key) for each in flow.inputs if each.is_pattern}
        for path, (written, at_key) in patterns.items():
            for message, hint in _of_pattern(written, traps.runtime):
                yield finding(component, codes.TRAP, message, path, hint, at_key=at_key)
        for path, message, hint in traps.of_config:
            yield finding(component, codes.TRAP, message, path, hint, at_key=True)


def _of_pattern(written: str, runtime: str) -> Iterator[tuple[str, str]]:
    if runtime == "GO":
        message = "a Go function does not process the messages of a topics pattern: it finds no consumer to acknowledge them with"
        yield message, "list the topics under inputs"
    domain, scheme, rest = written.rpartition("//")
    regex = _GLOB.sub(r"\1.*", f".{rest}" if rest.startswith("*") else rest)
    if regex != rest:
        message = (
            "a topics pattern is a regular expression: * repeats the character before it, and does not match any text"
        )
        yield message, f"for any text write .*: {domain}{scheme}{regex}"
    elif not _is_regex(rest):
        message = "the topics pattern is not a regular expression: the instance cannot start with it"
        yield message, "close every bracket, and write a backslash before characters that mean themselves"


def _is_regex(text: str) -> bool:
    """Whether Java may take a text as a regular expression; what only Java knows counts as right."""
    if len(text) > _LONGEST or _ONLY_JAVA.search(text):
        return True
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _of_config(component: ExpandedComponent) -> Iterator[Trap]:
    config = component.objects.config
    if isinstance(config, SourceConfig):
        if config.configs and _BATCH in config.configs:
            message = f"{_BATCH} inside of configs is a setting of the connector: it does not make a batch source"
            yield ("configs", _BATCH), message, f"move {_BATCH} to the top level of the config"
        if config.class_name == _EXECUTOR:
            message = "BatchSourceExecutor runs batch sources and is none: the instance cannot start with it"
            yield ("className",), message, f"set className to the class of the batch source, beside {_BATCH}"
    if isinstance(config, SinkConfig) and not config.transform_function:
        yield from _of_no_transform_function(config)
    if (
        isinstance(config, FunctionConfig)
        and config.window_config is not None
        and config.max_message_retries is not None
    ):
        message = (
            "maxMessageRetries does not retry a window that fails: its messages are acknowledged when they leave it"
        )
        yield ("maxMessageRetries",), message, "remove maxMessageRetries, and handle failures in the function"


def _of_no_transform_function(config: SinkConfig) -> Iterator[Trap]:
    if config.transform_function_class_name:
        message = "without transformFunction the instance looks for the class of the transform function in the sink's own archive"
        hint = "set transformFunction to the package of the class, unless the archive has it"
        yield ("transformFunctionClassName",), message, hint
    elif config.transform_function_config:
        message = "transformFunctionConfig has no effect without transformFunction"
        yield ("transformFunctionConfig",), message, "set transformFunction, or remove transformFunctionConfig"
