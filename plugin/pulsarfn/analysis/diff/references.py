"""The readers of a Secret or ConfigMap, and when their running pods see that it changed."""

from collections.abc import Iterable, Iterator

from pulsarfn.kubernetes.references import _REFERENCES, _mounts, _paths, _variables
from pulsarfn.values import Manifest, mapping, sequence


def consequences(kind: str, name: str, workloads: Iterable[tuple[str, Manifest]]) -> Iterator[str]:
    """Return the consequences of a changed Secret or ConfigMap for the running pods of the `workloads` (names and objects).

    The kubelet refreshes mounted files within its sync period and the lifetime of its cache; it sets variables once.
    """
    if kind not in _REFERENCES:
        return
    for owner, manifest in workloads:
        pod = mapping(mapping(mapping(manifest.get("spec")).get("template")).get("spec"))
        variables = [*_variables(kind, name, pod)]
        if variables:
            yield f"running pods of {owner} keep the old {', '.join(variables)}: the environment is set when a pod starts"
        volumes = {
            str(each.get("name")) for each in map(mapping, sequence(pod.get("volumes"))) if _mounts(kind, name, each)
        }
        paths = [*_paths(pod, volumes)]
        fresh = [path for path, is_part in paths if not is_part]
        stale = [path for path, is_part in paths if is_part]
        if fresh:
            yield f"running pods of {owner} find it in {', '.join(fresh)} within a minute or two; none is restarted"
        if stale:
            yield f"running pods of {owner} keep the old {', '.join(stale)}: a subPath is not refreshed"
