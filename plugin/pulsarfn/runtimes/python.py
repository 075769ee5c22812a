"""Python functions (`RuntimeUtils.getCmd`, runtime PYTHON)."""

from pulsarfn.runtimes.base import Launch
from pulsarfn.runtimes.common import connection_arguments, first_arguments, last_arguments
from pulsarfn.shell import quote, split_flags

NAME = "PYTHON"


def command(launch: Launch) -> str:
    """``PYTHONPATH=… exec python3 … python_instance_main.py …``."""
    factory, details = launch.worker.factory, launch.details
    words = [f"PYTHONPATH=${{PYTHONPATH}}:{quote(factory.dependencies_directory)}", "exec python3"]
    if details.runtime_flags:
        words += split_flags(details.runtime_flags)
    words += [
        quote(factory.python_main),
        f"--py {quote(launch.package.path)}",
        "--logging_directory logs/functions",
        f"--logging_file {quote(details.name)}",
        f"--logging_config_file {quote(factory.pulsar_root_dir + '/conf/functions-logging/console_logging_config.ini')}",
    ]
    if factory.install_user_code_dependencies:
        words.append("--install_usercode_dependencies True")
    if factory.python_dependency_repository:
        words.append(f"--dependency_repository {quote(factory.python_dependency_repository)}")
    if factory.python_extra_dependency_repository:
        words.append(f"--extra_dependency_repository {quote(factory.python_extra_dependency_repository)}")
    words += [*first_arguments(launch), *connection_arguments(launch), *last_arguments(launch)]
    return " ".join(words)
