"""The settings that a settings file gives; `settings_file` reads one."""

from pathlib import Path

from pulsarfn.diagnostics.problem import Code
from pulsarfn.named_tuples import NamedTuple


class SettingsFile(NamedTuple):
    """The settings in a settings file.

    Attributes:
        worker_config: the worker config if no option gives one.
        assumed: the objects that exist, as with ``--assume-exists``.
        ignored: the codes that are not reported.
        source_root: the checkout that messages point into, None for none.
    """

    worker_config: Path | None = None
    assumed: tuple[str, ...] = ()
    ignored: frozenset[Code] = frozenset()
    source_root: Path | None = None
