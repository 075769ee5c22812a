"""A real Chromium, driven through two pipes with the messages of its DevTools protocol."""

import base64
import fcntl
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS = 60
SWITCHES = ("--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--remote-debugging-pipe")
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowRight": 39, "ArrowDown": 40}


class Browser:
    """The browser; `page` opens a page."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._number = 0
        self._read = b""
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        """Send a command, and return its result; what the browser tells meanwhile goes to `events`."""
        self._number += 1
        message = {
            "id": self._number,
            "method": method,
            "params": parameters,
            **({"sessionId": session} if session else {}),
        }
        os.write(self._to, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + SECONDS
        while (answer := self._message(end)).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, (method, answer)
        result: dict[str, Any] = answer["result"]
        return result

    def _message(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._from], [], [], max(0.0, end - time.monotonic()))
            assert ready, "the browser does not answer"
            read = os.read(self._from, 1 << 20)
            assert read, "the browser has ended"
            self._read += read
        message, _, self._read = self._read.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def page(self, file: Path, *, width: int = 1400, height: int = 800, dark: bool = False) -> "Page":
        """Open a file in a new page, and wait until it is loaded."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        page = Page(self, self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self.events.clear()
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.ask(f"{domain}.enable")
        page.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        page.ask("Emulation.setEmulatedMedia", features=[scheme])
        page.ask("Page.navigate", url=file.as_uri())
        page.wait("document.readyState === 'complete' && location.protocol === 'file:'")
        return page


class Page:
    """One page of the browser."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser, self._session = browser, session

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command about this page."""
        return self._browser.ask(method, self._session, **parameters)

    def value(self, expression: str) -> Any:
        """The value of an expression of JavaScript, after what the page had to draw."""
        expression = f"new Promise(requestAnimationFrame).then(() => ({expression}))"
        result = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until a condition holds."""
        end = time.monotonic() + SECONDS
        while not self.value(condition):
            assert time.monotonic() < end, f"never true: {condition}"

    def text(self, selector: str) -> str:
        """What an element shows."""
        found: str = self.value(f"document.querySelector({json.dumps(selector)}).innerText")
        return found

    def texts(self, selector: str) -> list[str]:
        """What each element that fits shows, if it is visible."""
        each = "[...document.querySelectorAll({})].filter((e) => e.checkVisibility()).map((e) => e.textContent)"
        found: list[str] = self.value(each.format(json.dumps(selector)))
        return found

    def click(self, selector: str) -> None:
        """Click into the middle of an element, with the mouse."""
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = self.value(f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])({box})")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def wheel(self, x: float, y: float, delta: float) -> None:
        """Turn the wheel of the mouse."""
        self.ask("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=delta)

    def write(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.ask("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press a key."""
        code = KEYS.get(key, ord(key[0]))
        text = {"text": "\r"} if key == "Enter" else {"text": key} if len(key) == 1 else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def screenshot(self) -> bytes:
        """The page as PNG."""
        self.value("1")
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])

    def requests(self) -> list[str]:
        """The addresses that the page asked for."""
        return [str(each["params"]["request"]["url"]) for each in self._events("Network.requestWillBeSent")]

    def complaints(self) -> list[dict[str, Any]]:
        """What the browser complains of: exceptions, errors, what a policy forbids."""
        return [*self._events("Runtime.exceptionThrown"), *self._events("Log.entryAdded")]

    def _events(self, method: str) -> list[dict[str, Any]]:
        self.value("1")
        of_page = (each for each in self._browser.events if each.get("sessionId") == self._session)
        return [each for each in of_page if each["method"] == method]


@contextmanager
def browser(programs: Path, home: Path) -> Iterator[Browser]:
    """Start a browser that has a home of its own; it ends with the pipes."""
    libraries = programs / "usr" / "lib" / "x86_64-linux-gnu"
    environment = {"HOME": str(home), "PATH": os.defpath, "LD_LIBRARY_PATH": f"{libraries}:{libraries / 'pulseaudio'}"}
    its_input, to_browser = _pipe()
    from_browser, its_output = _pipe()
    program = programs / "usr" / "lib" / "chromium" / "chromium-headless-shell"
    command = [
        "bash",
        "-c",
        f'exec "$@" 3<&{its_input} 4>&{its_output}',
        "bash",
        program,
        *SWITCHES,
        f"--user-data-dir={home}",
    ]
    process = subprocess.Popen(
        command, env=environment, pass_fds=(its_input, its_output), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(its_input)
    os.close(its_output)
    try:
        yield Browser(to_browser, from_browser)
    finally:
        os.close(to_browser)
        os.close(from_browser)
        process.terminate()
        process.wait(SECONDS)


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are not 3 or 4, which the browser uses."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
