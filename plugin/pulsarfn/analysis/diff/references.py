"""The readers of a Secret or ConfigMap, and when their running pods see that it changed."""

from collections.abc import Iterable, Iterator

from pulsarfn.analysis.diff.rolled import rolls_on
from pulsarfn.kubernetes.references import KINDS, mount_paths, mounts, variables
from pulsarfn.values import Manifest, mapping, sequence
from pulsarfn.worker.auth.argument_files import makes_arguments_of


def consequences(kind: str, name: str, workloads: Iterable[tuple[str, Manifest]]) -> Iterator[str]:
    """Return the consequences of a changed Secret or ConfigMap for the running pods of the `workloads` (names and objects).

    The kubelet refreshes mounted files within its sync period and the lifetime of its cache; it sets variables once.
    """
    if kind not in KINDS:
        return
    for owner, manifest in workloads:
        if f"{kind.lower()}/{name}" in rolls_on(manifest):
            yield f"the pods of {owner} are replaced: they roll on it"
            continue
        pod = mapping(mapping(mapping(manifest.get("spec")).get("template")).get("spec"))
        stale_variables = [*variables(kind, name, pod)]
        if stale_variables:
            yield f"running pods of {owner} keep the old {', '.join(stale_variables)}: the environment is set when a pod starts"
        volumes = {
            str(each.get("name")) for each in map(mapping, sequence(pod.get("volumes"))) if mounts(kind, name, each)
        }
        paths = [*mount_paths(pod, volumes)]
        fresh = {path: None for path, is_part in paths if not is_part}
        stale = {path: None for path, is_part in paths if is_part}
        if fresh and kind == "Secret" and makes_arguments_of(name, pod):
            yield f"running pods of {owner} keep the old {', '.join(fresh)}: they read it when they start"
        elif fresh:
            yield f"running pods of {owner} find it in {', '.join(fresh)} within a minute or two; none is restarted"
        if stale:
            yield f"running pods of {owner} keep the old {', '.join(stale)}: a subPath is not refreshed"
