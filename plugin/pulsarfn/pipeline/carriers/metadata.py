"""The settings of a carrier from its metadata, whatever kind of object it is, and the faults of its metadata."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from pulsarfn.annotations import (
    AUTH_SECRET,
    CA_SECRET,
    HELM_HOOK,
    HOOKS,
    PREFIX,
    PULSAR_VERSION,
    ROLL_ON,
    WORKER_CONFIG,
)
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.pipeline.carriers.annotation_checks import (
    check_annotations,
    inherited,
    secret_key,
    suppressions,
    texts,
)
from pulsarfn.pipeline.carriers.carrier import CarriedConfig, Carrier, MappedConfig
from pulsarfn.pipeline.carriers.pins import check_pins_of_one, read_pins
from pulsarfn.pipeline.carriers.roll_on import read_roll_on
from pulsarfn.pipeline.unrendered import in_text_of_others
from pulsarfn.values import Manifest, mapping

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def carrier_of(
    manifest: Manifest, configs: Sequence[CarriedConfig | MappedConfig], path: Path
) -> tuple[Carrier, tuple[Problem, ...], bool]:
    """Return the carrier with these configs at `path` of its document, its faults, and whether it is a template.

    A carrier that is an unrendered template has no configs.
    """
    metadata = mapping(manifest.get("metadata"))
    annotations = mapping(metadata.get("annotations"))
    given, where = texts(annotations), (*path, "metadata", "annotations")
    ours = {key: value for key, value in annotations.items() if key.startswith(PREFIX)}
    found = _set_by(tuple(texts(ours).items()))._replace(
        kube_namespace=str(metadata.get("namespace") or ""),
        labels={key: each for key, each in texts(metadata.get("labels")).items() if not key.startswith(PREFIX)},
        annotations={key: each for key, each in inherited(given).items() if key not in ours and key != _LAST_APPLIED},
        configs=tuple(configs),
    )
    wrong = check_annotations(manifest, ours, where, is_carrier=True)
    alone = check_pins_of_one(given, len(configs), where)
    template = (*_template(metadata, found, path),)
    if template:  # the objects would inherit it, and be refused for it again
        found = found._replace(configs=())
    return found, (*wrong, *alone, *_hook(annotations, where), *template), bool(template)


@lru_cache(64)
def _set_by(annotations: tuple[tuple[str, str], ...]) -> Carrier:
    """Return a carrier with no more than what annotations of pulsarfn set; cached, as many carriers have the same ones."""
    given = dict(annotations)
    return Carrier(
        kube_namespace="",
        labels={},
        annotations={},
        worker_config=given.get(WORKER_CONFIG) or None,
        auth_secret=secret_key(given.get(AUTH_SECRET), ""),
        ca_secret=secret_key(given.get(CA_SECRET), "ca.crt"),
        roll_on=read_roll_on(given.get(ROLL_ON)),
        pulsar_version=given.get(PULSAR_VERSION, ""),
        pins=read_pins(given),
        configs=(),
        suppressions=suppressions(given),
    )


def _template(metadata: Manifest, found: Carrier, path: Path) -> Iterator[Problem]:
    """Return the problem of the first action of a Helm template in the metadata that the objects inherit."""
    names = {key: str(metadata.get(key)) for key in ("name", "namespace")}
    if "{{" not in "\n".join((*names.values(), *found.labels.values(), *found.annotations.values())):
        return
    inherits: Manifest = {"metadata": {**names, "labels": {**found.labels}, "annotations": {**found.annotations}}}
    for each in islice(in_text_of_others(inherits, Text.CARRIER), 1):
        yield each._replace(path=(*path, *each.path))


def hook_of_worker_config(manifest: Manifest, path: Path) -> Iterator[Problem]:
    """Return the problem of a worker config that is a hook of Helm: Helm 3 gives no hooks to the filter, but shows them in templates."""
    annotations = mapping(mapping(manifest.get("metadata")).get("annotations"))
    if annotations.get(HELM_HOOK):
        message = "a worker config cannot be a hook of Helm: Helm 3 passes no hooks to pulsarfn, and the settings would be missing"
        where = (*path, "metadata", "annotations", HELM_HOOK)
        yield Problem(codes.CARRIER_IS_HOOK, message, where, f"remove {HELM_HOOK}", at_key=True, text=Text.CARRIER)


def _hook(annotations: Manifest, path: Path) -> Iterator[Problem]:
    """The objects would inherit the annotation: hooks are not kept in sync, and are deleted by their hook-delete-policy."""
    for key, host in HOOKS.items():
        if annotations.get(key):
            whole = "release" if host == "Helm" else "application"
            message = f"a carrier cannot be a hook of {host}: {host} does not keep hooks as part of the {whole}, and may delete them"
            where, hint = (*path, key), f"remove {key}"
            yield Problem(codes.CARRIER_IS_HOOK, message, where, hint, at_key=True, text=Text.CARRIER)
