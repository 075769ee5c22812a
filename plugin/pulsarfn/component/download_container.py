"""The init container that downloads the code, where the customizer's option downloadContainer asks for one."""

from collections.abc import Iterator, Sequence

from pulsarfn.component.package import Package
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, Text
from pulsarfn.provenance import derived
from pulsarfn.values import Manifest, Value, mapping, sequence

_NAME, _VOLUME = "download", "package"


def code_folders(packages: Sequence[Package | None]) -> tuple[str, ...]:
    """Return the folders to which packages are downloaded, each once."""
    downloaded = (each for each in packages if each is not None and each.source != "image")
    how = "the folder of the package"
    return (*dict.fromkeys(derived(each.path.rpartition("/")[0] or "/", each.path, how=how) for each in downloaded),)


def check_folders(folders: Sequence[str], root: str) -> Iterator[Problem]:
    """Check that the volume of the code hides nothing of Pulsar, which is in the folder `root` of the image."""
    for folder in folders:
        if f"{root.rstrip('/')}/".startswith(f"{folder.rstrip('/')}/"):
            message = f"downloadContainer cannot download to {folder}: its volume would hide what the image has there"
            hint = "set downloadDirectory to a folder of its own, such as download/pulsar_functions"
            path = ("downloadDirectory",)
            yield Problem(codes.CUSTOMIZER_OPTION_INVALID, message, path, hint, text=Text.WORKER_CONFIG)


def with_volumes(pod: Manifest, folders: Sequence[str]) -> Manifest:
    """Return the pod whose container mounts a volume at each folder of the code, unless it has a volume there already."""
    own, *others = map(mapping, sequence(pod["containers"]))
    mounts = [*map(mapping, sequence(own.get("volumeMounts")))]
    mounted = {str(each.get("mountPath")).rstrip("/") for each in mounts}
    missing = [each for each in folders if each.rstrip("/") not in mounted]
    if not missing:
        return pod
    names = [_VOLUME if number == 0 else f"{_VOLUME}-{number + 1}" for number in range(len(missing))]
    code: list[Value] = [{"name": name, "mountPath": folder} for name, folder in zip(names, missing, strict=True)]
    volumes: list[Value] = [{"name": name, "emptyDir": {}} for name in names]
    own = own | {"volumeMounts": [*mounts, *code]}
    return pod | {"containers": [own, *others], "volumes": [*sequence(pod.get("volumes")), *volumes]}


def admin_container(name: str, pod: Manifest, command: Sequence[Value], auth_volumes: Sequence[Manifest]) -> Manifest:
    """Return a container that runs `command`, which calls pulsar-admin, in place of the component's container of a pod.

    It has image, resources and security context of that container, and of its volumes those that are empty at first and
    those of the auth provider, but none of its environment.
    """
    own = mapping(sequence(pod["containers"])[0])
    volumes = map(mapping, sequence(pod.get("volumes")))
    shared = {each.get("name") for each in volumes if "emptyDir" in each} | {each.get("name") for each in auth_volumes}
    kept = ("image", "imagePullPolicy", "resources", "securityContext")
    mounts = [each for each in sequence(own.get("volumeMounts")) if mapping(each).get("name") in shared]
    return {
        "name": name,
        **{key: own[key] for key in kept if key in own},
        "command": [*command],
        **({"volumeMounts": mounts} if mounts else {}),
    }


def with_container(
    pod: Manifest, command: Sequence[Value], auth_volumes: Sequence[Manifest], option: Manifest
) -> Manifest:
    """Return the pod with the init container, which runs `command`, after the other init containers.

    The option is laid over it.
    """
    container = admin_container(_NAME, pod, command, auth_volumes)
    if option:
        from pulsarfn.kubernetes.strategic_merge import merged  # noqa: PLC0415 - few configs have such options
        from pulsarfn.kubernetes.types import Member  # noqa: PLC0415

        container = mapping(merged(container, option, Member("Container")))
    return pod | {"initContainers": [*sequence(pod.get("initContainers")), container]}
