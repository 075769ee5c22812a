"""Write the screenshot of the page of `graph -o html` that the documentation shows: `.venv/bin/python tools/page_screenshot.py`.

The browser is that of the tests, a package of Debian.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "real"))

from browser import browser  # noqa: E402 - in the folder above
from clients import chromium_programs  # noqa: E402 - likewise

STREAM = REPOSITORY / "examples" / "topology" / "stream.yaml"
PICTURE = REPOSITORY / "docs" / "images" / "page.png"


def main() -> None:
    """Open the page of the example, choose a function, and write what the browser shows."""
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "page.html"
        command = [sys.executable, "-m", "pulsarfn", "graph", "-q", "-o", "html", "-f", STREAM.relative_to(REPOSITORY)]
        page.write_bytes(subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=REPOSITORY).stdout)
        with browser(chromium_programs(), Path(name)) as started:
            opened = started.page(page, width=1360, height=680)
            opened.click("#search")
            opened.write("fraud")
            opened.press("Enter")
            opened.value("document.getElementById('search').value = ''")
            opened.value("document.getElementById('filters').dispatchEvent(new Event('input'))")
            opened.click("#out")
            PICTURE.write_bytes(opened.screenshot())


if __name__ == "__main__":
    main()
