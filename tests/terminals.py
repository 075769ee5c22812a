"""Programs on a real pseudo terminal: what a person sees, and what a person types."""

import os
import pty
import re
import select
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 90.0  # seconds, for machines under load; nothing waits for so long when all is well


class Terminal:
    """A pseudo terminal with a program on it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.shown = ""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._descriptor, keys.encode())

    def wait_for(self, pattern: str) -> str:
        """Wait until what is shown matches; what has been shown by then, of which the next wait sees nothing."""
        while not (found := re.search(pattern, self.shown)):
            assert self._read(), f"no {pattern!r} in {self.shown!r}"
        seen, self.shown = self.shown, self.shown[found.end() :]
        return seen

    def wait_for_end(self) -> str:
        """Everything that is shown until the program ends."""
        while self._read():
            pass
        return self.shown

    def _read(self) -> bool:
        if not select.select([self._descriptor], [], [], _PATIENCE)[0]:
            return False
        try:
            content = os.read(self._descriptor, 4096)
        except OSError:  # Linux: nobody has the other end open
            return False
        self.shown += content.decode(errors="replace")
        return bool(content)


@contextmanager
def terminal(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    folder: Path,
    *,
    stdin: int | None = None,
    stdout: int | None = None,
) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    """A program whose streams are a terminal, but for those that are given."""
    ours, its = pty.openpty()
    streams = {"stdin": its if stdin is None else stdin, "stdout": its if stdout is None else stdout, "stderr": its}
    process = subprocess.Popen(command, cwd=folder, env=dict(environment), start_new_session=True, **streams)
    os.close(its)
    try:
        yield Terminal(ours), process
    finally:
        os.close(ours)
        process.send_signal(signal.SIGHUP)  # as a terminal that is closed; a shell ignores SIGTERM
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
