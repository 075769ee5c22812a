"""The calls of the admin API that an import needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from pulsarfn.admin_api.client import AdminClient, AdminError
from pulsarfn.annotations import Component
from pulsarfn.kubernetes.names import Fqfn

KINDS: Final[Mapping[Component, str]] = {"function": "functions", "source": "sources", "sink": "sinks"}
_UNAUTHORIZED, _NOT_FOUND = 401, 404


def namespaces(client: AdminClient, tenant: str = "") -> Iterator[tuple[str, str]]:
    """Return all Pulsar namespaces, or those of a tenant.

    Raises:
        AdminError: if they cannot be listed.
    """
    try:
        tenants = [tenant] if tenant else client.json("/admin/v2/tenants")
        for each in tenants:
            for name in client.json(f"/admin/v2/namespaces/{_word(each)}"):
                yield str(each), str(name).rpartition("/")[2]
    except AdminError as error:
        if error.status != _UNAUTHORIZED:
            raise
        message = f"{error}; to list all namespaces needs a superuser: name one with --namespace TENANT/NAMESPACE"
        raise AdminError(message, error.status) from None


def names_in(client: AdminClient, tenant: str, namespace: str) -> Iterator[tuple[Component, Fqfn]]:
    """Return the components of a namespace.

    Raises:
        AdminError: if they cannot be listed.
    """
    for component, plural in KINDS.items():
        for name in sorted(client.json(f"/admin/v3/{plural}/{_word(tenant)}/{_word(namespace)}")):
            yield component, Fqfn(tenant, namespace, str(name))


def config(client: AdminClient, component: Component, fqfn: Fqfn) -> dict[str, Any]:
    """Return the config that ``pulsar-admin … get`` prints. It lacks types and package, and has other numbers."""
    return _mapping(client.json(f"/admin/v3/{KINDS[component]}/{_path(fqfn)}"), fqfn)


def details(client: AdminClient, fqfn: Fqfn) -> dict[str, Any]:
    """Return the FunctionDetails of a function; the API has none of sources and sinks."""
    return _mapping(client.json(f"/admin/v2/functions/{_path(fqfn)}"), fqfn)


def package_versions(client: AdminClient, component: Component, fqfn: Fqfn, suffix: str = "") -> Sequence[str]:
    """Return the versions of the package that the worker has stored for a component; none if there is no package."""
    kind = "function" if suffix else component
    try:
        found = client.json(f"/admin/v3/packages/{kind}/{_path(fqfn)}{_word(suffix)}")
    except AdminError as error:
        if error.status in (_NOT_FOUND, 400, 405, 500, 503):  # package management is off, or has no such package
            return ()
        raise
    return [str(each) for each in found] if isinstance(found, list) else ()


def newest_package(client: AdminClient, component: Component, fqfn: Fqfn, suffix: str = "") -> str:
    """Return the URL of the newest version of a component's package; empty if there is none."""
    versions = package_versions(client, component, fqfn, suffix)
    if not versions:
        return ""
    newest = max(versions, key=lambda each: (each.isdigit(), int(each) if each.isdigit() else 0, each))
    return f"{'function' if suffix else component}://{fqfn}{suffix}@{newest}"


def download(client: AdminClient, fqfn: Fqfn, file: BinaryIO, *, transform_function: bool = False) -> None:
    """Write the package of a component to a file."""
    query = "?transform-function=true" if transform_function else ""
    client.download(f"/admin/v3/functions/{_path(fqfn)}/download{query}", file)


def _path(fqfn: Fqfn) -> str:
    return "/".join(map(_word, fqfn))


def _word(text: str) -> str:
    return quote(text, safe="")


def _mapping(value: Any, fqfn: Fqfn) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    if not isinstance(value, dict):
        raise AdminError(f"{fqfn}: the worker did not answer with a JSON object")
    return value
