"""The man page, read by the real groff."""

import subprocess

from pages import DOCS


def test_roff_finds_nothing_to_complain_of_in_the_man_page(debian):
    folder = debian / "usr"
    environment = {
        "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
        "GROFF_FONT_PATH": str(next(folder.glob("share/groff/*/font"))),
        "GROFF_TMAC_PATH": str(next(folder.glob("share/groff/*/tmac"))),
    }
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-c", DOCS / "pulsarfn.1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.count("pulsarfn expand manifests -R") == 3
