"""The explanation of a code for the terminal and as a page: cause, fix, and an example with the output of pulsarfn.

The examples are streams, one for each code in `code_examples/`; pulsarfn itself makes their output. An example without a
worker config gets one with an image and the URLs of a cluster.
"""

import shlex
import textwrap
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path

from pulsarfn.analysis.lint.stream import LintSettings
from pulsarfn.analysis.lint.verdict import review_with
from pulsarfn.cli.packages import unused
from pulsarfn.cli.token_file import exposed
from pulsarfn.component.package_files.given import GivenPackages, PackageFile
from pulsarfn.diagnostics.as_text import as_text, visible
from pulsarfn.diagnostics.catalogue import CODES, is_suppressible
from pulsarfn.diagnostics.problem import Code
from pulsarfn.pipeline.krm import expand_resource_list
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth.base import Credentials
from pulsarfn.worker.overrides import parse_override

EXAMPLES = Path(__file__).parent / "code_examples"
CLOCK = 1782864000
"""The date of the run for the examples: 1 July 2026."""

_WIDTH = 100
_WORKER_CONFIG = b"""\
functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
functionRuntimeFactoryConfigs: {pulsarDockerImageName: "apachepulsar/pulsar:4.2.4", percentMemoryPadding: 20}
pulsarServiceUrl: pulsar://pulsar-broker:6650
pulsarWebServiceUrl: http://pulsar-broker:8080
"""
_OPTIONS = b"# $ pulsarfn "
_STAGES = {
    "1": "The stream and its YAML",
    "2": "Carriers",
    "3": "Component configs",
    "4": "Worker config",
    "5": "Objects",
    "6": "The stream as a whole: reported by pulsarfn lint only",
}


def explanation(code: Code) -> str:
    """Return the explanation of a code for a terminal."""
    example, reported = _example(code)
    return (
        f"{code.id}: {code.title} ({code.severity})\n\n{_filled(code.cause)}\n\n{_filled(f'What to do: {code.cure}')}\n"
        f"{_filled_fix(code)}{_suppression(code)}\n"
        f"Example:\n\n{_indented(example)}\npulsarfn says:\n\n{_indented(reported)}"
    )


def page(code: Code) -> str:
    """Return the explanation as a page of the documentation."""
    example, reported = _example(code)
    return (
        f"# {code.id}: {code.title}\n\n*{code.severity}*\n\n{code.cause}\n\n**What to do.** {code.cure}\n{_fix(code)}{_suppression(code)}\n"
        f"## Example\n\n```yaml\n{example}```\n\npulsarfn says:\n\n```text\n{reported}```\n"
    )


def index() -> str:
    """Return the page that lists all codes."""
    lines = [
        "# All messages",
        "",
        "Each message of pulsarfn has a code that never changes its meaning. `pulsarfn lint --explain CODE` shows these pages in",
        "the terminal.",
    ]
    for digit, stage in _STAGES.items():
        lines += ["", f"## PF{digit}xx: {stage}", "", "| code | severity | |", "| --- | --- | --- |"]
        lines += [
            f"| [{each.id}]({each.id}.md) | {each.severity} | {each.title} |"
            for each in CODES.values()
            if each.id[2] == digit
        ]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, Callable[[], str]]:
    """Return what makes each page, by file name."""
    return {"index.md": index, **{f"{each.id}.md": partial(page, each) for each in CODES.values()}}


def _example(code: Code) -> tuple[str, str]:
    """Return the example of a code, and the output of pulsarfn for it."""
    content = (EXAMPLES / f"{code.id}.yaml").read_bytes()
    given = InputText("stdin", content)
    packages = GivenPackages([_package_file(each) for each in _options(content, "--package")])
    settings = _settings(content)._replace(packages=packages)
    review = review_with(LintSettings(CLOCK))
    with closing(packages):
        expansion = expand_resource_list(given, settings, review) or expand([given], settings, review)
    more = [each for name in _options(content, "--auth-token-file") for each in exposed(name, 0o644)]
    more += unused([*map(Path, _options(content, "--package"))], packages)
    reported = "".join(as_text(each) for each in (*more, *expansion.diagnostics) if each.code is code)
    text = content.decode("utf-8", "backslashreplace")
    return "".join(f"{visible(line)}\n" for line in text.splitlines()), reported


def _package_file(name: str) -> PackageFile:
    return PackageFile(name, lambda: (EXAMPLES / name).open("rb"))


def _settings(content: bytes) -> Settings:
    overrides = tuple(map(parse_override, _options(content, "--set")))
    credentials = Credentials("".join(_options(content, "--auth-token-file")))
    brings_one = b"pulsarfn.io/provide" in content or b"PF_functionRuntimeFactoryClassName" in content
    worker_config = None if brings_one else InputText("functions_worker.yml", _WORKER_CONFIG)
    lossy = "--lossy" in _words(content)
    return Settings(worker_config, overrides, credentials=credentials, lossy=lossy)


def _options(content: bytes, name: str) -> list[str]:
    """Return the values of an option in the command on the first line of an example."""
    return [value for option, value in pairwise(_words(content)) if option == name]


def _words(content: bytes) -> list[str]:
    """Return the arguments of the command on the first line of an example; none if it has no such line."""
    line = content.partition(b"\n")[0]
    return shlex.split(line.removeprefix(_OPTIONS).decode()) if line.startswith(_OPTIONS) else []


def _fix(code: Code) -> str:
    return f"\n**What `pulsarfn lint --fix` does.** {code.fixed}\n" if code.fixed else ""


def _filled_fix(code: Code) -> str:
    return f"\n{_filled(f'What pulsarfn lint --fix does: {code.fixed}')}\n" if code.fixed else ""


def _suppression(code: Code) -> str:
    if not is_suppressible(code):
        return ""
    return f"\nA carrier may suppress it, with a reason: `pulsarfn.io/suppress-{code.id}: REASON`\n"


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
