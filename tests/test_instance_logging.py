"""What the generated ConfigMap has is a config that Python's own `logging` reads: each record is one line of JSON, or of text."""

import json
import subprocess
import sys

import pytest

from test_pod_options import rendered

LOGS = """\
import logging.config
logging.config.fileConfig("logging.ini")
log = logging.getLogger()
log.setLevel(logging.INFO)  # as an instance does, whatever the file says
log.debug("never")
log.info('a "word"\\nand %s', "\\u00e9")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
"""
PYTHON = {"jar": None, "py": "local:///f.py"}


def logged(options, folder, **config):
    """What a Python program logs with the files of the ConfigMap."""
    for name, text in rendered({"logging": options}, **PYTHON, **config)["ConfigMap"]["data"].items():
        (folder / name).write_text(text)
    done = subprocess.run([sys.executable, "-c", LOGS], cwd=folder, capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout.splitlines()


def test_json_lines(tmp_path):
    first, second = map(json.loads, logged({"format": "json"}, tmp_path))
    assert (first["level"], first["logger"], first["message"]) == ("INFO", "root", 'a "word"\nand é')
    assert first.keys() == second.keys() == {"timestamp", "level", "thread", "logger", "message", "exception"}
    assert second["level"] == "ERROR"
    assert "ZeroDivisionError" in second["exception"]
    assert first["exception"] == ""


def test_a_level(tmp_path):
    lines = logged({"level": "ERROR"}, tmp_path)
    assert lines[0].endswith("[ERROR] <string>: failed")
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert not any("word" in each for each in lines)


@pytest.mark.parametrize("options", [{}, None])
def test_no_config_map_without_a_level_or_a_format(options):
    assert "ConfigMap" not in rendered({"logging": options})


def test_a_changed_level_replaces_the_pods():
    found = [rendered({"logging": {"level": level}})["StatefulSet"] for level in ("INFO", "WARN")]
    first, second = (each["spec"]["template"]["metadata"]["annotations"] for each in found)
    assert first["pulsarfn.io/checksum"].startswith("configmap/pf-public-default-f=")
    assert first != second
