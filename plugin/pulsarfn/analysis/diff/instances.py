"""The component that a StatefulSet runs, read from its command: this works also for objects that Pulsar itself made."""

from dataclasses import dataclass

from pulsarfn.analysis.diff.command_view import command_view
from pulsarfn.analysis.diff.messages import Reading, reading_of
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.values import Manifest, mapping, sequence


@dataclass(frozen=True, slots=True)
class Instance:
    """The component of a StatefulSet.

    Attributes:
        component: function, source or sink.
        fqfn: its fully qualified name.
        secrets_provider: the class of its secrets provider, empty for none.
        reading: the topics that it reads.
    """

    component: str
    fqfn: Fqfn
    secrets_provider: str
    reading: Reading


def instance_of(manifest: Manifest) -> Instance | None:
    """Return the component that a StatefulSet runs, None if it runs none."""
    spec = mapping(manifest.get("spec"))
    pod = mapping(mapping(spec.get("template")).get("spec"))
    for container in map(mapping, sequence(pod.get("containers"))):
        words = sequence(container.get("command"))
        text = str(words[-1]) if words else ""
        if "--function_details" not in text and "-instance-conf" not in text:
            continue
        view = mapping(command_view(words))
        details = mapping(view.get("--function_details"))
        conf = mapping(view.get("-instance-conf"))
        name = details.get("name") or conf.get("name")
        if not name:
            continue
        component = str(details.get("componentType") or "function").lower()
        fqfn = Fqfn(
            str(details.get("tenant") or conf.get("tenant")),
            str(details.get("namespace") or conf.get("nameSpace")),
            str(name),
        )
        provider = str(view.get("--secrets_provider") or "")
        return Instance(
            component, fqfn, provider, reading_of(component, fqfn, details or mapping(conf.get("functionDetails")))
        )
    return None
