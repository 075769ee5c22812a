"""The filter as a KRM function for kustomize, kpt and others: a ResourceList in, a ResourceList out.

Sources: the KRM functions specification (kustomize, api/krm-functions-spec.md) and the observed behaviour of kustomize 5.8:
it also passes a generator its functionConfig among the items, and its bookkeeping annotations must not occur twice.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pulsarfn.annotations import PREFIX
from pulsarfn.diagnostics.as_text import place_members
from pulsarfn.diagnostics.problem import Diagnostic, Path, Severity, suggested
from pulsarfn.pipeline.carriers.recognise import identified
from pulsarfn.pipeline.inputs import resource_list
from pulsarfn.pipeline.krm_options import options_of
from pulsarfn.pipeline.review import Review
from pulsarfn.pipeline.run import Expansion, expand
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.documents import split
from pulsarfn.stream.emit import emit, emit_flow
from pulsarfn.stream.layout import layout
from pulsarfn.stream.locate import Locator, Place, object_path, place_of, rendered_from, texts
from pulsarfn.stream.parser import DocumentText
from pulsarfn.stream.reader import read_document, read_yaml
from pulsarfn.stream.texts import ReadError, decode, text_of
from pulsarfn.values import Manifest, Value, mapping, sequence

_GROUP = "config.kubernetes.io/"
_BOOKKEEPING = (
    _GROUP,
    f"internal.{_GROUP}",
    f"alpha.{_GROUP}",
    "kustomize.config.k8s.io/",
    "internal.kustomize.config.k8s.io/",
    "config.k8s.io/",
)
_INDEX = (f"internal.{_GROUP}index", f"{_GROUP}index")  # of the specification, and of its previous version
_NOWHERE = Place("", "")
_OF_REFERENCE = ("document", "resource")  # a result has a resourceRef, and a ResourceList is one document
_NOT_BREAK = re.compile(r"[^\r\n]")
_FILE_INDEX = re.compile(r"[0-9]{1,9}")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class _Call:
    """A ResourceList after reading: its text and its members; of lists, only the number of items."""

    given: InputText
    text: DocumentText
    value: Manifest

    @property
    def function_config(self) -> Manifest:
        return mapping(self.value.get("functionConfig"))

    def items(self) -> list[Value]:
        """Return the items that concern pulsarfn, read again: they may be many."""
        return sequence(mapping(read_document(self.text, identified).value).get("items"))


def expand_resource_list(given: InputText, settings: Settings, review: Review[Any] | None = None) -> Expansion | None:
    """Expand the carriers among the items and the functionConfig; return None if the input is not a single ResourceList.

    The `results` of the answer also hold the diagnostics. If the input has errors, the answer has its items
    unchanged.
    """
    call = _read(given)
    if call is None:
        return None
    settings, diagnostics = _with_options(call, settings._replace(bookkeeping=_BOOKKEEPING))
    inputs = [given]
    if _concerns_us(call.function_config) and not _stands_in_items(call):
        inputs.append(InputText(given.origin, _only(call.text, ("functionConfig",)).encode()))
    expansion = expand(inputs, settings, review)
    diagnostics = (*diagnostics, *expansion.diagnostics)
    items = call.items() if diagnostics else []
    results = [_result(each, call, items) for each in diagnostics]
    refusal = _refusal(call, results)
    if any(each.severity is Severity.ERROR for each in diagnostics):
        return Expansion((), diagnostics, refusal=refusal, suppressed=expansion.suppressed, counted=expansion.counted)
    chunks = expansion.chunks
    if results or len(inputs) > 1:
        chunks = _completed(chunks, results)
    return expansion._replace(chunks=chunks, diagnostics=diagnostics, refusal=refusal)


def _refusal(call: _Call, results: Sequence[Manifest]) -> Iterator[bytes]:
    """Return the input with the results, which say why it is refused. The input is read only when this is written."""
    yield _with_results(call.text[:], results).encode()


def _completed(chunks: Iterable[bytes], results: Sequence[Manifest]) -> Iterator[bytes]:
    """Return the answer: the manifests made from the functionConfig, which follow it, become items, and the results are added."""
    answer, *generated = split(b"".join(chunks))
    text = decode(answer.raw)
    if generated:
        text = _with_items(text, [read_yaml(decode(each.raw), "kubernetes") for each in generated])
    yield _with_results(text, results).encode()


def _read(given: InputText) -> _Call | None:
    document = resource_list(given.content)
    if document is None:
        return None
    try:
        text = text_of(document.content)
        value = _outlined(text)
    except ReadError:
        return None  # the filter reports the fault
    if value.get("kind") != "ResourceList" or not str(value.get("apiVersion")).startswith(_GROUP):
        return None
    return _Call(given, text, value)


def _concerns_us(function_config: Manifest) -> bool:
    """Whether the functionConfig is an object to expand or a worker config, and not only options."""
    annotations = mapping(mapping(function_config.get("metadata")).get("annotations"))
    return any(key.startswith(PREFIX) for key in annotations)


def _stands_in_items(call: _Call) -> bool:
    wanted = _identity(call.function_config)
    return any(_identity(mapping(item)) == wanted for item in call.items())


def _identity(manifest: Manifest) -> tuple[Value, ...]:
    metadata = mapping(manifest.get("metadata"))
    return (manifest.get("apiVersion"), manifest.get("kind"), metadata.get("namespace"), metadata.get("name"))


def _with_options(call: _Call, settings: Settings) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Return the settings with the options of the functionConfig; options of the command line take precedence."""
    if _concerns_us(call.function_config):
        return settings, ()
    place = place_of(call.value, Place(call.given.origin, call.text, document=1), ("functionConfig",))
    options, problems = options_of(call.value.get("functionConfig"), place)
    locator = Locator(SECRET_KEYS)
    reported = (each._replace(path=("functionConfig", *each.path)) for each in problems)
    worker_config = settings.worker_config
    if worker_config is None and options.worker_config:
        worker_config = _worker_config(call, options.worker_config, place)
    merged = settings._replace(
        worker_config=worker_config,
        worker_config_name=options.worker_config_name,
        kube_namespace=settings.kube_namespace or options.kube_namespace,
        namespace_option=settings.namespace_option if settings.kube_namespace else "the functionConfig's namespace",
        overrides=(*options.overrides, *settings.overrides),
    )
    return merged, tuple(locator.locate(each, place) for each in reported)


def _worker_config(call: _Call, path: Path, place: Place) -> InputText:
    """Return the worker config at `path` of the functionConfig; a mapping keeps its lines of the input."""
    part, key = path
    value = mapping(call.function_config[str(part)])[str(key)]
    if isinstance(value, str):
        within = place._replace(text=value, key=str(key), within=(place, ("functionConfig", *path)))
        return InputText(place.origin, value.encode(), within)
    return InputText(place.origin, _only(call.text, ("functionConfig", *path)).encode())


def _only(text: DocumentText, path: Path) -> str:
    """Return `text` with blanks for everything except the value at `path`, whose lines and columns do not change."""
    (found,) = layout(text, [path])
    return _NOT_BREAK.sub(" ", text[: found.span.start]) + text[found.span.start : found.span.end]


def _with_items(text: str, more: Sequence[Value]) -> str:
    value = mapping(read_document(text).value)
    return _written({**value, "items": [*sequence(value.get("items")), *more]}, text)


def _with_results(text: str, results: Sequence[Manifest]) -> str:
    """Return `text` with more results: at its end if possible, so that everything above stays unchanged."""
    if not results:
        return text
    appended = text.removesuffix("\n") + "\n" + emit({"results": list(results)})
    with suppress(ReadError):
        read = read_document(appended, lambda _: None)
        is_second = any(each.part == ("results",) for each in read.faults)  # the second one is a fault
        if not is_second and read.value == {**_outlined(text), "results": [None] * len(results)}:
            return appended
    value = mapping(read_document(text).value)
    return _written({**value, "results": [*sequence(value.get("results")), *results]}, text)


def _outlined(text: DocumentText) -> Manifest:
    """Return the members of a document; of lists, only the number of items."""
    return mapping(read_document(text, lambda _: None).value)


def _written(value: Manifest, like: str) -> str:
    return f"{emit_flow(value)}\n" if like.lstrip().startswith("{") else emit(value)


def _result(diagnostic: Diagnostic, call: _Call, items: Sequence[Value]) -> Manifest:
    """Return a result in the form of the KRM functions specification."""
    location, place = diagnostic.location, place_members(diagnostic.location)
    path = object_path(location.path)[:2]
    item = mapping(items[int(path[1])]) if path else call.function_config
    annotations = texts(mapping(item.get("metadata")).get("annotations"))
    tags = {"code": diagnostic.code.id, **({"hint": diagnostic.hint} if diagnostic.hint else {})}
    tags |= {key: str(value) for key, value in place.items() if key not in _OF_REFERENCE}
    result: Manifest = {"message": diagnostic.message, "severity": str(diagnostic.severity)}
    if path or location.resource == place_of(call.function_config, _NOWHERE).resource != "":
        result["resourceRef"] = _reference(item)
        field = location.path[len(path) :] if path else location.path
        proposed = suggested(diagnostic.hint)
        result["field"] = {
            "path": _field(field[1:] if field[:1] == ("functionConfig",) else field),
            **({"proposedValue": proposed} if proposed else {}),
        }
    file = rendered_from("", annotations)
    if file:
        index = next((annotations[key] for key in _INDEX if key in annotations), "")
        result["file"] = {"path": file, **({"index": int(index)} if _FILE_INDEX.fullmatch(index) else {})}
    result["tags"] = dict(tags)
    return result


def _reference(manifest: Manifest) -> Manifest:
    metadata = mapping(manifest.get("metadata"))
    reference = {key: manifest.get(key) for key in ("apiVersion", "kind")}
    reference |= {key: metadata.get(key) for key in ("name", "namespace")}
    return {key: each for key, each in reference.items() if each}


def _field(path: Path) -> str:
    """Return a path in the JSONPath notation of the specification: ``data["f.yaml"].inputs[0]``."""
    steps = (
        f"[{each}]" if isinstance(each, int) else f".{each}" if _PLAIN_KEY.fullmatch(each) else f"[{json.dumps(each)}]"
        for each in path
    )
    return "".join(steps).removeprefix(".")
