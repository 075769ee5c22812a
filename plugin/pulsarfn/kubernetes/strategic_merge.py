"""Strategic merge: one value laid over another by the rules of Kubernetes' own types, as ``kubectl patch`` does.

Source: k8s.io/apimachinery pkg/util/strategicpatch. Mappings are merged, null takes away, lists with a merge key are merged
item by item, other lists are replaced. Of members of which Kubernetes takes only one, such as the handlers of a probe, the
one of the patch stays.
"""

from collections.abc import Mapping
from typing import Final

from pulsarfn.kubernetes.types import Member, members_of
from pulsarfn.values import Manifest, Value, mapping, sequence

_HANDLERS = frozenset(("exec", "grpc", "httpGet", "sleep", "tcpSocket"))
_ALTERNATIVES: Final[Mapping[str, frozenset[str]]] = {
    "Probe": _HANDLERS,
    "LifecycleHandler": _HANDLERS,
    "EnvVar": frozenset(("value", "valueFrom")),
    "EnvVarSource": frozenset(("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef")),
}
"""The members of a type of which the API server takes only one."""


def merged(base: Value, patch: Value, member: Member) -> Value:
    """Return `base` with `patch` laid over it. No argument is changed; null in `patch` stays only where it is an item."""
    if member.type.startswith("[]") and member.merge is not None and isinstance(patch, list):
        return _merged_lists(sequence(base), patch, member)
    if isinstance(patch, dict):
        return _merged_mappings(mapping(base), patch, member)
    return patch


def _merged_mappings(base: Manifest, patch: Manifest, member: Member) -> Value:
    directive = patch.get("$patch")
    if directive == "delete":
        return None
    members = members_of(member.type) or {}
    inner = Member(member.type.removeprefix("{}"))
    kept = base if directive != "replace" else {}
    if "$retainKeys" in patch:
        retained = sequence(patch["$retainKeys"])
        kept = {key: value for key, value in kept.items() if key in retained}
    chosen = _ALTERNATIVES.get(member.type, frozenset()) & {key for key, value in patch.items() if value is not None}
    others = _ALTERNATIVES[member.type] - chosen if chosen else frozenset[str]()
    result = {key: value for key, value in kept.items() if key not in others}
    for key, value in patch.items():
        if key.startswith("$deleteFromPrimitiveList/"):
            name = key.partition("/")[2]
            result[name] = [each for each in sequence(result.get(name)) if each not in sequence(value)]
        elif key.startswith("$"):
            continue
        else:
            found = merged(result.get(key), value, members.get(key, inner))
            if found is None:
                result.pop(key, None)
            else:
                result[key] = found
    return result


def _merged_lists(base: list[Value], patch: list[Value], member: Member) -> list[Value]:
    """Return both lists as one. An item of `base` takes one item of `patch`: a second one with its key is another item.

    The merge key alone does not tell items apart in some lists: one port may be served by TCP and UDP.
    """
    if not member.merge:  # of texts
        return [*base, *(each for each in patch if each not in base)]
    inner = Member(member.type.removeprefix("[]"))
    replaces = any(mapping(each) == {"$patch": "replace"} for each in patch)
    slots: list[Value] = [] if replaces else [*base]
    free = [*range(len(slots))]
    added: list[Value] = []
    for each in map(mapping, patch):
        if each == {"$patch": "replace"}:
            continue
        key = each.get(member.merge)
        at = next((index for index in free if mapping(slots[index]).get(member.merge) == key), None)
        old: Value = {} if at is None or member.retain_keys else slots[at]
        found = _merged_mappings(mapping(old), each, inner)
        if at is not None:
            free.remove(at)
            slots[at] = found
        elif found is not None and found not in added:
            added.append(found)
    return [*(each for each in slots if each is not None), *added]
