"""Python functions (`RuntimeUtils.getCmd`, runtime PYTHON)."""

from pulsarfn.component.runtime_flags import split_flags
from pulsarfn.component.runtimes.base import Launch
from pulsarfn.component.runtimes.common import connection_arguments, first_arguments, last_arguments
from pulsarfn.component.shell import option, setting
from pulsarfn.provenance import derived, joined

NAME = "PYTHON"


def command(launch: Launch) -> str:
    """Return ``PYTHONPATH=… exec python3 … python_instance_main.py …``."""
    factory, details = launch.worker.factory, launch.details
    modules = ":".join(filter(None, (factory.dependencies_directory, launch.python_path)))
    words = [setting("PYTHONPATH=${PYTHONPATH}:", derived(modules, factory.dependencies_directory)), "exec python3"]
    if details.runtime_flags:
        words += split_flags(details.runtime_flags)
    words += [
        setting("", factory.python_main),
        option("--py", launch.package.path),
        "--logging_directory logs/functions",
        option("--logging_file", details.name),
        option("--logging_config_file", launch.logging_config or factory.python_logging_config),
    ]
    if factory.install_user_code_dependencies:
        origin = factory.origins.get("install_user_code_dependencies")
        words.append(derived("--install_usercode_dependencies True", origin))
    if factory.python_dependency_repository:
        words.append(option("--dependency_repository", factory.python_dependency_repository))
    if factory.python_extra_dependency_repository:
        words.append(option("--extra_dependency_repository", factory.python_extra_dependency_repository))
    words += [*first_arguments(launch), *connection_arguments(launch), *last_arguments(launch)]
    return joined(" ", words)
