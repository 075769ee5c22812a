"""A component that runs: what a StatefulSet of Pulsar's function worker says of it."""

import json
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, Final

from pulsarfn.analysis.diff.shell_words import Operator, shell_words, steps
from pulsarfn.annotations import COMPONENTS, Component
from pulsarfn.component.plan import CONTAINER
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.migration.details_check import wrong_members
from pulsarfn.migration.details_to_config import Code, built_in
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest, mapping, sequence

_JAVA_MAIN: Final = "org.apache.pulsar.functions.instance.JavaInstanceMain"
_PYTHON_MAIN: Final = "python_instance_main.py"
_CONF: Final = "-instance-conf"
_DETAILS: Final = "--function_details"
_NO_CLUSTER: Final = "null"  # quirk of Pulsar: Java's text of null
_QUOTE: Final = "'\\''"
_TARGETS: Final = ("--destination-file", "--path", "-o")
_EXTENSIONS: Final = {"function": ".jar", "source": ".nar", "sink": ".nar"}


class UnreadableError(Exception):
    """A StatefulSet is not one that Pulsar's function worker made; the message says why."""


class RunningComponent(NamedTuple):
    """A component, as its StatefulSet has it.

    Attributes:
        component: function, source or sink.
        details: its FunctionDetails, in the order of their text.
        downloads: the steps of the command that fetch code, as words.
        jvm: the words between ``java`` and its main class, none for other languages.
        arguments: the words after the main class, or the whole command of a Go function.
        conf: the conf of a Go instance, empty for other languages.
        stateful_set: the object.
    """

    component: Component
    details: Mapping[str, Any]
    downloads: tuple[tuple[str, ...], ...]
    jvm: tuple[str, ...]
    arguments: tuple[str, ...]
    conf: Mapping[str, Any]
    stateful_set: Manifest

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def fqfn(self) -> Fqfn:
        """Its fully qualified name."""
        return Fqfn(*(str(self.details.get(key, "")) for key in ("tenant", "namespace", "name")))

    @property
    def identity(self) -> Identity:
        """The identity of its StatefulSet."""
        return identity_of(self.stateful_set)

    @property
    def runtime(self) -> str:
        """JAVA, PYTHON or GO."""
        return str(self.details.get("runtime", "JAVA"))

    @property
    def pod(self) -> Manifest:
        """The spec of its pods."""
        return mapping(mapping(mapping(self.stateful_set.get("spec")).get("template")).get("spec"))

    @property
    def container(self) -> Manifest:
        """The container of the instance."""
        return _container(self.pod)

    @property
    def cluster(self) -> str:
        """The name of the Pulsar cluster."""
        name = str(self.conf.get("clusterName", "")) or value_of(self.arguments, "--cluster_name") or ""
        return "" if name == _NO_CLUSTER else name

    @property
    def code(self) -> Code:
        """The code that its pods run, as keys of a config give it."""
        connector = self.details.get("source" if self.component == "source" else "sink", {})
        builtin = self.details.get("builtin") if self.component == "function" else connector.get("builtin")
        extension = {"PYTHON": ".py", "GO": ""}.get(self.runtime, _EXTENSIONS[self.component])
        package = self._location(self._path, builtin or "", extension)
        transform = value_of(self.arguments, "--transform_function_jar")
        if transform is None:
            return Code(package)
        return Code(package, self._location(transform, self.details.get("builtin") or "", ".jar"))

    @property
    def _path(self) -> str:
        """The file that the instance runs."""
        given = value_of(self.arguments, "--jar") or value_of(self.arguments, "--py")
        if given is None and self.conf:
            given = self.arguments[1] if self.arguments[:1] == ("exec",) else self.arguments[0]
        return given or ""

    def _location(self, path: str, builtin: str, extension: str) -> str:
        """Return where the pod gets a file from: from a step that fetches it, otherwise from the image."""
        for step in self.downloads:
            if path in (value_of(step, each) for each in _TARGETS):
                return _location(step, path.rpartition("/")[2], builtin, extension)
        return f"local://{path}" if path else ""


def read_running(stateful_set: Manifest) -> RunningComponent:
    """Read a StatefulSet.

    Raises:
        UnreadableError: if Pulsar's function worker did not make it, or if its command cannot be read.
    """
    pod = mapping(mapping(mapping(stateful_set.get("spec")).get("template")).get("spec"))
    command = sequence(_container(pod).get("command"))
    text = str(command[-1]) if command else ""
    if _DETAILS not in text and _CONF not in text:
        raise UnreadableError(f"container {CONTAINER} has no function details: not made by Pulsar's worker")
    words = shell_words(text)
    if words is None:
        raise UnreadableError("the command of its container has a quote that is not closed")
    *before, instance = steps(words)
    conf = _json_after(text, instance, _CONF)
    details = _details_in(conf) if conf else _json_after(text, instance, _DETAILS)
    component = COMPONENTS.get(str(mapping(details).get("componentType", "FUNCTION")).lower())
    if component is None or not details.get("name"):
        raise UnreadableError("its function details name no component")
    wrong = wrong_members(details)
    if wrong:
        raise UnreadableError(f"its function details have a value that cannot be: {', '.join(wrong)}")
    jvm, arguments = _parts(instance)
    downloads = tuple(tuple(each) for each in before if _fetches(each))
    return RunningComponent(component, details, downloads, jvm, arguments, conf, stateful_set)


def value_of(words: Sequence[str], name: str) -> str | None:
    """Return the word after an option, None if the option is not there."""
    return words[words.index(name) + 1] if name in words[:-1] else None


def _container(pod: Manifest) -> Manifest:
    containers = map(mapping, sequence(pod.get("containers")))
    return next((each for each in containers if each.get("name") == CONTAINER), {})


def _json_after(text: str, words: Sequence[str], option: str) -> dict[str, Any]:
    """Return the JSON object after an option. Quirk of Pulsar: a quote in a Go instance's conf ends the word."""
    try:
        found = json.loads(value_of(words, option) or "{}")
    except (ValueError, RecursionError):
        _, _, rest = text.partition(f"{option} '")
        try:
            found, _ = json.JSONDecoder().raw_decode(rest.replace(_QUOTE, "'"))
        except (ValueError, RecursionError):
            raise UnreadableError(f"the JSON after {option} in its command cannot be read") from None
    return found if isinstance(found, dict) else {}


def _details_in(conf: Mapping[str, Any]) -> dict[str, Any]:
    """Return the FunctionDetails in the conf of a Go instance."""
    try:
        found = json.loads(str(conf.get("functionDetails")))
    except (ValueError, RecursionError):
        raise UnreadableError("functionDetails in the conf of its instance cannot be read") from None
    return found if isinstance(found, dict) else {}


def _parts(instance: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words before the main class or script of an instance, and those after it."""
    for index, word in enumerate(instance):
        if word == _JAVA_MAIN or word.endswith(f"/{_PYTHON_MAIN}"):
            return tuple(instance[: index + 1]), tuple(instance[index + 1 :])
    return (), tuple(instance)


def _fetches(step: Sequence[str]) -> bool:
    return "download" in step or "-fgsSL" in step  # the flags of curl, as pulsarfn writes them


def _location(step: Sequence[str], file: str, builtin: str, extension: str) -> str:
    """Return the location of a package that a step fetches; a fragment names its file if that is not called after it."""
    if "packages" in step:
        url = value_of(step, "download") or ""
        name = url.rpartition("/")[2].partition("@")[0]
        return url if file == f"{name}{extension}" else f"{url}#{file}"
    if "-fgsSL" in step:
        *_, url = takewhile(lambda word: not isinstance(word, Operator), step[step.index("-fgsSL") :])
        return url if file == url.rpartition("/")[2] else f"{url}#{file}"
    return built_in(builtin, file) if builtin else file
