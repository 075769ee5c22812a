"""Files in pods: the Secret that is the source of a file in a container."""

from collections.abc import Iterator

from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.values import Manifest, mapping, sequence


def mounted_secret(pod: Manifest, file: str) -> SecretKeyRef | None:
    """Return the entry of a Secret that a container of the pod mounts at `file`, an absolute path; None if there is none."""
    volumes = {str(each.get("name")): each for each in map(mapping, sequence(pod.get("volumes")))}
    for container in map(mapping, sequence(pod.get("containers"))):
        for mount in map(mapping, sequence(container.get("volumeMounts"))):
            inside = _below(str(mount.get("mountPath")), file, str(mount.get("subPath") or ""))
            volume = volumes.get(str(mount.get("name")))
            if inside and volume is not None:
                found = next(_entries(volume, inside), None)
                if found is not None:
                    return found
    return None


def environment_config_maps(pod: Manifest) -> Iterator[str]:
    """Return the names of the ConfigMaps under ``envFrom`` of the pod's containers."""
    for container in map(mapping, sequence(pod.get("containers"))):
        for each in map(mapping, sequence(container.get("envFrom"))):
            yield str(mapping(each.get("configMapRef")).get("name"))


def _below(folder: str, file: str, sub_path: str) -> str:
    """Return the path of `file` inside the volume that is mounted at `folder`; empty if the file is not in the volume."""
    if sub_path and folder == file:
        return sub_path
    start = folder.rstrip("/") + "/"
    return "/".join(filter(None, (sub_path, file[len(start) :]))) if file.startswith(start) else ""


def _entries(volume: Manifest, path: str) -> Iterator[SecretKeyRef]:
    """Return the entries of Secrets that the volume has at `path`."""
    projected = [mapping(each) for each in sequence(mapping(volume.get("projected")).get("sources"))]
    for holder, of_name in ((volume, "secretName"), *((each, "name") for each in projected)):
        secret = mapping(holder.get("secret"))
        name, items = secret.get(of_name), [mapping(each) for each in sequence(secret.get("items"))]
        if not isinstance(name, str):
            continue
        keys = {str(each.get("path")): str(each.get("key")) for each in items} if items else {path: path}
        if path in keys:
            yield SecretKeyRef(name, keys[path])
