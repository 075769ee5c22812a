"""A fuzzer that coverage guides, over the whole program: python tests/fuzz/fuzz.py TARGET [OPTION…]

TARGET is stream, function, source, sink, worker-config, or all for each in turn; options are libFuzzer's:
-max_total_time=SECONDS, -runs=COUNT, or a file to run once. It starts from the case folders and the corpus; what covers more
is added to .cache/fuzz/TARGET (or below the folder FUZZ_FOLDER). An input that breaks the program is written beside that as
TARGET-crash-…: fix the program, and put the input into the corpus.

TARGET quick is for tests: what they all start from, and some new inputs of each. It instruments only what reads bytes, as the
whole program takes 12 seconds.
"""

import hashlib
import os
import re
import sys
from importlib import import_module
from pathlib import Path

import atheris

IS_QUICK = sys.argv[1:2] == ["quick"]
PLUGIN = Path(__file__).parents[2] / "plugin"
FILES = [each.relative_to(PLUGIN) for each in PLUGIN.rglob("*.py") if each.name not in ("__init__.py", "__main__.py")]
PROGRAM = sorted(".".join(each.with_suffix("").parts) for each in FILES)
READERS = [f"pulsarfn.stream.{name}" for name in ("documents", "markers", "scalars", "texts")]
NEW = 150
"""How many inputs a quick look makes for each target."""

with atheris.instrument_imports(include=["pulsarfn"]):  # not what is imported later
    for name in READERS if IS_QUICK else PROGRAM:
        import_module(name)
for name in PROGRAM:
    import_module(name)

from targets import CORPUS, TARGETS, TESTS, Targets, seeds  # noqa: E402 - they import the program

_WORD = re.compile(rb"[A-Za-z][A-Za-z0-9_./-]{2,40}")
_LIMITS = ("-timeout=20", "-rss_limit_mb=1536", "-max_len=8192")


def _lay_out(target: str, folder: Path) -> int:
    """Write what the fuzzer starts from into a folder, and beside it the words that it may put in at once; how much it is."""
    given = [*seeds(target), *(path.read_bytes() for path in sorted((CORPUS / target).glob("*")))]
    for content in given:
        (folder / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    words = {word.decode() for content in given for word in _WORD.findall(content)}
    folder.with_suffix(".dict").write_text("".join(f'"{word}"\n' for word in sorted(words)), encoding="utf-8")
    return len(given)


def _fuzz(target: str, options: list[str]) -> None:
    """Fuzz until time is up or something breaks; the process ends then."""
    folder = Path(os.environ.get("FUZZ_FOLDER") or TESTS.parent / ".cache" / "fuzz") / target
    folder.mkdir(parents=True, exist_ok=True)
    number = _lay_out(target, folder)
    if IS_QUICK:
        options = [f"-runs={number + NEW}", *options]
    program = Targets()
    folders = [] if any(Path(each).is_file() for each in options) else [str(folder)]
    settings = [f"-dict={folder.with_suffix('.dict')}", f"-artifact_prefix={folder.parent}/{target}-", *_LIMITS]
    atheris.Setup([sys.argv[0], *settings, *options, *folders], lambda content: program.check(target, content))
    atheris.Fuzz()


def main() -> None:
    """Fuzz one target, or each in a process that has the instrumented program from this one."""
    chosen, *options = sys.argv[1:]
    if chosen in TARGETS:
        _fuzz(chosen, options)
    for target in TARGETS:
        child = os.fork()
        if child == 0:
            _fuzz(target, options)
        if os.waitpid(child, 0)[1]:
            sys.exit(1)


if __name__ == "__main__":
    main()
