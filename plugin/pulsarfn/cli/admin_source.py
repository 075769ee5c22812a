"""What an import reads from the admin API. This module imports the HTTP client."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pulsarfn.admin_api import components as api
from pulsarfn.admin_api.authentication import AuthenticationError
from pulsarfn.admin_api.client import AdminClient, AdminError
from pulsarfn.admin_api.client_conf import Connection
from pulsarfn.annotations import Component
from pulsarfn.cli.import_wishes import ImportOptions, Selection
from pulsarfn.java.classes.archive import Archive, ArchiveError
from pulsarfn.java.classes.class_file import ClassFileError
from pulsarfn.java.classes.component_types import Classes
from pulsarfn.java.classes.types import NoTypesError
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.migration.carriers import ImportedComponent
from pulsarfn.migration.details_check import wrong_members
from pulsarfn.migration.details_to_config import Code, inexpressible
from pulsarfn.migration.from_rest import changed_details, connector_of, differences, function_of
from pulsarfn.migration.packages import WorkerPackage
from pulsarfn.migration.running import RunningComponent

_TRANSFORM = "__sink-function"
_STAYS = ("worker", "upload")
"""The values of ``--package`` for which the package service is not asked."""


class AdminSource:
    """The admin API of one cluster."""

    def __init__(self, client: AdminClient) -> None:
        self._client = client

    @property
    def url(self) -> str:
        """Its base URL."""
        return self._client.url

    def components(self, selection: Selection) -> Iterator[tuple[Fqfn, Component]]:
        """Return the components in the selected namespaces.

        Raises:
            click.ClickException: if they cannot be listed.
        """
        try:
            for namespace in self._namespaces(selection):
                for component, fqfn in api.names_in(self._client, *namespace):
                    yield fqfn, component
        except AdminError as error:
            raise click.ClickException(str(error)) from error

    def _namespaces(self, selection: Selection) -> Iterator[tuple[str, str]]:
        named = dict.fromkeys(each[:2] for each in selection.fqfns)
        if selection.namespace:
            named |= {selection.namespace: None}
        if selection.everything or selection.tenant:
            named |= dict.fromkeys(api.namespaces(self._client, "" if selection.everything else selection.tenant))
        yield from named

    def code(self, component: Component, fqfn: Fqfn, *, with_transform_function: bool) -> Code:
        """Return the code in the package service; empty if it has none.

        Raises:
            click.ClickException: if the packages cannot be listed.
        """
        try:
            package = api.newest_package(self._client, component, fqfn)
            if not with_transform_function:
                return Code(package)
            transform = api.newest_package(self._client, component, fqfn, _TRANSFORM)
            return Code(package if transform else "", transform)
        except AdminError as error:
            raise click.ClickException(str(error)) from error

    def differences(self, running: RunningComponent) -> list[str]:
        """Return what the worker's metadata has that does not run: members of the details, or keys of the config.

        Raises:
            click.ClickException: if the worker does not answer.
        """
        try:
            if running.component == "function":
                return changed_details(running, api.details(self._client, running.fqfn))
            return list(differences(running, api.config(self._client, running.component, running.fqfn)))
        except AdminError as error:
            raise click.ClickException(str(error)) from error

    def imported(
        self, component: Component, fqfn: Fqfn, wishes: ImportOptions
    ) -> tuple[ImportedComponent | None, list[str]]:
        """Return a component with warnings, or None with the reason why it cannot be imported."""
        try:
            if component == "function":
                return self._function(fqfn, wishes)
            return self._connector(component, fqfn, wishes)
        except (AdminError, NoTypesError) as error:
            return None, [str(error)]
        except (ArchiveError, ClassFileError):
            return None, [
                "its package is not a jar or NAR, so that its type cannot be read: --types skip leaves it out"
            ]

    def fetch(self, packages: Iterable[WorkerPackage], folder: Path) -> None:
        """Download packages into a folder, which is made if it is missing. A file that exists is not replaced.

        Raises:
            click.ClickException: if a package cannot be downloaded, or its file exists.
        """
        for each in packages:
            target = folder / each.file
            if target.exists():
                raise click.ClickException(f"{target}: it is there already, and is not replaced")
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with self._package(each.fqfn, transform_function=each.transform_function) as file:
                    shutil.copyfile(file, target)
            except AdminError as error:
                raise click.ClickException(f"{each.fqfn}: {error}") from error
            except OSError as error:
                raise click.ClickException(f"{error.filename or target}: {error.strerror}") from error

    def _function(self, fqfn: Fqfn, wishes: ImportOptions) -> tuple[ImportedComponent | None, list[str]]:
        details = api.details(self._client, fqfn)
        wrong = wrong_members(details)
        if wrong:
            return None, [f"its function details have a value that cannot be: {', '.join(wrong)}"]
        members = inexpressible("function", details)
        if members:
            return None, [f"no config gives {', '.join(members)} of its function details"]
        package = "" if wishes.package in _STAYS else api.newest_package(self._client, "function", fqfn)
        return function_of(details, package), []

    def _connector(
        self, component: Component, fqfn: Fqfn, wishes: ImportOptions
    ) -> tuple[ImportedComponent, list[str]]:
        answer = api.config(self._client, component, fqfn)
        transforms = component == "sink" and any(str(key).startswith("transformFunction") for key in answer)
        code = Code() if wishes.package in _STAYS else self.code(component, fqfn, with_transform_function=transforms)
        if transforms and not code.transform_function:
            code = code._replace(transform_function=f"{fqfn.name}-transform.jar")
        types, warnings = {}, []
        if wishes.downloads:
            types = self._types(component, fqfn, str(answer.get("className", "")), answer, transforms=transforms)
        else:
            warnings.append("its type is not known: give it as inputTypeClassName or outputTypeClassName")
        return connector_of(component, answer, code, types), warnings

    def _types(
        self, component: Component, fqfn: Fqfn, class_name: str, answer: dict[str, object], *, transforms: bool
    ) -> dict[str, str]:
        """Return the type of a connector, read from its package, which is downloaded for that."""
        with self._package(fqfn, transform_function=transforms) as file, Archive(file.open("rb")) as archive:
            classes = Classes(archive.find_class)
            if transforms:
                return {
                    "inputTypeClassName": classes.function_types(str(answer.get("transformFunctionClassName", "")))[0]
                }
            if component == "source":
                return {"outputTypeClassName": classes.source_type(class_name)}
            return {"inputTypeClassName": classes.sink_type(class_name)}

    @contextmanager
    def _package(self, fqfn: Fqfn, *, transform_function: bool) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="pulsarfn-import-") as folder:
            path = Path(folder) / "package"
            with path.open("wb") as file:
                api.download(self._client, fqfn, file, transform_function=transform_function)
            yield path


@contextmanager
def admin_source(connection: Connection) -> Iterator[AdminSource]:
    """Open the admin API.

    Raises:
        click.ClickException: if its authentication cannot be used.
    """
    try:
        client = AdminClient(connection)
    except (AuthenticationError, AdminError) as error:
        raise click.ClickException(str(error)) from error
    with client:
        yield AdminSource(client)
