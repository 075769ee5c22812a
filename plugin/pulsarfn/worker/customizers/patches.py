"""Patches of generated objects, for what is no option: a strategic merge patch or a JSON patch (RFC 6902) for each kind.

They are written as kustomize has them: ``{"target": {"kind": "StatefulSet"}, "patch": …}``. A patch that is a mapping is
merged by Kubernetes' own merge keys; one that is a list has the operations of a JSON patch. What comes out must fit
Kubernetes' types and be the same object: its kind, name, namespace and selector stay.
"""

from collections.abc import Iterator

from pulsarfn.annotations import HOOKS
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, dotted, suggestion
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes import types
from pulsarfn.kubernetes.kinds import JOB
from pulsarfn.kubernetes.strategic_merge import merged
from pulsarfn.kubernetes.types import Member, TypeFault
from pulsarfn.models.fields import RefusedValueError
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at
from pulsarfn.worker.customizers.base import CannotCustomise

_OPERATIONS = ("add", "copy", "move", "remove", "replace", "test")
_IDENTITY: tuple[Path, ...] = (
    ("apiVersion",),
    ("kind",),
    ("metadata", "name"),
    ("metadata", "namespace"),
    ("spec", "selector"),
    ("spec", "serviceName"),
    ("spec", "podSelector"),
    ("spec", "scaleTargetRef", "apiVersion"),
    ("spec", "scaleTargetRef", "kind"),
    ("spec", "scaleTargetRef", "name"),
)

_HOOK: tuple[Path, ...] = tuple(("metadata", "annotations", each) for each in HOOKS)
"""What makes a hook of a Job: without it, the Job would run at once."""


class Patch(NamedTuple):
    """A patch of the objects of one kind.

    Attributes:
        kind: the kind.
        content: a mapping, which is merged; or a list, whose operations are applied in turn.
        path: its path in the text that gives it.
        text: the text that gives it.
    """

    kind: str
    content: Value
    path: Path = ()
    text: Text = Text.CONFIG

    def __repr__(self) -> str:
        return hidden(self)


def read_patches(value: Value) -> tuple[Patch, ...]:
    """Return the patches.

    Raises:
        RefusedValueError: if one of them cannot be used; ``parts`` of the context has all faults.
    """
    if not isinstance(value, list):
        raise RefusedValueError("list_type", "must be a list")
    faults = [fault for index, each in enumerate(value) for fault in _faults(each, (index,))]
    if faults:
        raise RefusedValueError("kubernetes", faults[0].message, parts=tuple(faults))
    return tuple(Patch(_kind(mapping(each)), _content(mapping(each)["patch"])) for each in value)


def _kind(written: Manifest) -> str:
    target = mapping(written.get("target")).get("kind")
    return str(target if target is not None else mapping(written.get("patch")).get("kind"))


def _content(patch: Value) -> Value:
    return types.read(patch, Member("any")).value


def _faults(written: Value, path: Path) -> Iterator[TypeFault]:
    if not isinstance(written, dict):
        yield TypeFault(path, "must be a mapping with target and patch")
        return
    for holder, known, where in (
        (written, ("patch", "target"), path),
        (mapping(written.get("target")), ("kind",), (*path, "target")),
    ):
        unknown = [key for key in holder if key not in known]
        yield from (TypeFault((*where, key), "", suggestion(key, known), unknown_key=True) for key in unknown)
    kind, patch = _kind(written), written.get("patch")
    if kind not in types.kinds():
        named = mapping(written.get("target")).get("kind") is not None
        where = (*path, "target", "kind") if named else path
        words = (
            "must name a kind of generated object"
            if named
            else "needs a target: the kind of the objects that it changes"
        )
        yield TypeFault(where, words, suggestion(kind, types.kinds()) if named else 'such as {"kind": "StatefulSet"}')
    elif isinstance(patch, dict):
        for fault in types.read(patch, Member(kind), patch=True).faults:
            yield fault._replace(path=(*path, "patch", *fault.path))
    elif isinstance(patch, list):
        for index, each in enumerate(patch):
            yield from _faults_of_operation(each, (*path, "patch", index))
    else:
        yield TypeFault(
            (*path, "patch"), "must be a mapping, which is merged, or the list of operations of a JSON patch"
        )


def _faults_of_operation(operation: Value, path: Path) -> Iterator[TypeFault]:
    if not isinstance(operation, dict):
        yield TypeFault(path, "must be an operation: a mapping with op and path")
        return
    name = operation.get("op")
    if name not in _OPERATIONS:
        yield TypeFault((*path, "op") if "op" in operation else path, f"op must be one of {', '.join(_OPERATIONS)}")
    needed = {"add": ("value",), "replace": ("value",), "test": ("value",), "copy": ("from",), "move": ("from",)}
    for key in ("path", *needed.get(str(name), ())):
        if key not in operation:
            yield TypeFault(path, f"an operation {name} needs {key}")
    for key in ("path", "from"):
        pointer = operation.get(key, "/")
        if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
            yield TypeFault((*path, key), "must be a JSON pointer, such as /spec/replicas")


def patched(manifest: Manifest, patches: tuple[Patch, ...]) -> Manifest:
    """Return an object with the patches for its kind, in their order.

    Raises:
        CannotCustomise: if a patch does not fit the object, or makes something of it that Kubernetes refuses.
    """
    for each in patches:
        if each.kind == manifest["kind"]:
            manifest = _patched(manifest, each)
    return manifest


def _patched(manifest: Manifest, patch: Patch) -> Manifest:
    kind = patch.kind
    if isinstance(patch.content, dict):
        result = mapping(merged(manifest, patch.content, Member(kind)))
    else:
        result = _with_operations(manifest, patch)
    for path in (*_IDENTITY, *(_HOOK if kind == JOB.name else ())):
        if _at(result, path) != _at(manifest, path):
            raise _refused(patch, f"it changes {dotted(path)} of the {kind}, which makes another object of it")
    for fault in types.read(result, Member(kind), complete=True).faults:
        words = fault.message or "unknown field"
        raise _refused(patch, f"with it {dotted(fault.path)} of the {kind} does not fit: {words}")
    return result


def _at(manifest: Manifest, path: Path) -> Value:
    try:
        return value_at(manifest, path)
    except IndexError:
        return None


def _with_operations(manifest: Manifest, patch: Patch) -> Manifest:
    from jsonpatch import JsonPatch, JsonPatchException  # noqa: PLC0415 - few configs have patches
    from jsonpointer import JsonPointerException  # noqa: PLC0415

    result: Value = manifest
    for index, operation in enumerate(map(mapping, sequence(patch.content))):
        try:
            result = JsonPatch([operation]).apply(result)
        except (JsonPatchException, JsonPointerException, TypeError, IndexError, KeyError):
            message = f"operation {index} ({operation['op']} {operation['path']}) does not fit the {patch.kind}"
            raise _refused(patch, message) from None
    if not isinstance(result, dict):
        raise _refused(patch, f"it leaves no {patch.kind}")
    return result


def _refused(patch: Patch, message: str) -> CannotCustomise:
    where = dotted(patch.path)
    path, inner = (patch.path, ()) if patch.text is Text.WORKER_CONFIG else (patch.path[:1], patch.path[1:])
    problem = Problem(codes.PATCH_NOT_APPLICABLE, f"{where}: {message}", path, text=patch.text, inner=inner)
    return CannotCustomise(problem)
