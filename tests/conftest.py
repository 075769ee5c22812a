"""What all tests share: where the texts of other people are, which tests are left out, and signals by default."""

import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

TEXTS = Path(os.environ.get("SHARED_TEXTS") or REPOSITORY.parent / "shared")
NO_TEXTS = f"read texts of other people, and {TEXTS} does not hold them: set SHARED_TEXTS to the folder that does"

# jsonschema imports this to check IRIs, which takes seconds; no schema of the tests has one.
sys.modules.setdefault("rfc3987_syntax", None)

pytest.register_assert_rewrite("consoles")  # tests in several folders import it
settings.register_profile("pulsarfn", deadline=None)  # a busy machine is no failure
settings.load_profile("pulsarfn")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with texts of other people: real streams and the YAML test suite."""
    assert has_texts(), f"tests {NO_TEXTS}"
    return TEXTS


def has_texts() -> bool:
    return all((TEXTS / folder).is_dir() for folder in ("streams", "yaml-test-suite"))


LEFT_OUT = pytest.StashKey[Counter[str]]()  # the tests that this run leaves out, by reason
NO_TOOLCHAIN = "need Go, a JDK and Maven, or Debian's packages: `sh tests/run.sh --all` runs them too"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="also run the tests with the marker `toolchain`")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = Counter()


def pytest_itemcollected(item: pytest.Item) -> None:
    if "shared" in getattr(item, "fixturenames", ()):
        item.add_marker("others")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without the garbage collector, and keep it from the many objects of collected tests ever after.

    Python would look at all of them again and again, which takes half of the collection's time. Then let it look less often
    than by default, as most of what tests make is freed without it.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        gc.enable()


@pytest.hookimpl(trylast=True)  # after those that set markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--all"):
        _leave_out("toolchain", NO_TOOLCHAIN, config, items)
    if not has_texts() and not os.environ.get("CI"):
        _leave_out("others", NO_TEXTS, config, items)


def _leave_out(marker: str, reason: str, config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if item.get_closest_marker(marker)]
    kept = set(items).difference(left_out)
    items[:] = [item for item in items if item in kept]
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT][reason] = len(left_out)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # this process is a worker, and the main process writes the summary
        session.config.workeroutput["left_out"] = dict(session.config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    node.config.stash[LEFT_OUT] |= Counter(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for reason, count in (+config.stash[LEFT_OUT]).items():
        terminalreporter.write_line(f"Left out: {count} tests that {reason}.", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def _signals_as_by_default() -> Iterator[None]:
    """Let programs start with the default for each signal that the caller ignores, as ``nohup`` and background jobs do.

    A handler that does nothing leaves this process as it is, and does not pass to the programs that it starts. Python
    itself ignores SIGPIPE and SIGXFSZ, and subprocess sets them to the default.
    """
    ignored = [each for each in signal.valid_signals() if signal.getsignal(each) == signal.SIG_IGN]
    ours = [each for each in ignored if each not in {signal.SIGPIPE, signal.SIGXFSZ}]
    for each in ours:
        signal.signal(each, lambda *_: None)
    yield
    for each in ours:
        signal.signal(each, signal.SIG_IGN)
