"""A chart that prints the objects of the functions without pulsarfn: its one template ranges over the values.

The template is what pulsarfn writes for one function, with expressions where functions differ. So Helm fills in texts only: it
checks nothing, and it converts no config. The values hold the configs, and the ids that pulsarfn derives from them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

import corpus
import yaml

_NUMBER = 987654321
_IDS = re.compile(r"--function_id (\S+) --function_version (\S+)")


class Functions(Protocol):
    """Makes the carriers of so many functions, numbered from the first one on."""

    def __call__(self, number: int, *, first: int = 0) -> Iterator[bytes]:
        """Return the carriers."""


def write(folder: Path, functions: Functions, number: int, expanded: Callable[[Iterable[bytes]], str]) -> None:
    """Write the chart of so many functions; `expanded` is pulsarfn."""
    (folder / "templates").mkdir(parents=True)
    one = expanded([*functions(1, first=_NUMBER), corpus.WORKER_CONFIG])
    ids = _IDS.findall(expanded([*functions(number), corpus.WORKER_CONFIG]))
    configs = [_config(carrier) for carrier in functions(number)]
    values = [
        {"number": index, "id": id_, "version": version, "config": config}
        for index, ((id_, version), config) in enumerate(zip(ids, configs, strict=True))
    ]
    files = {
        "Chart.yaml": "apiVersion: v2\nname: functions\nversion: 1.0.0\n",
        "values.yaml": yaml.dump({"functions": values}, Dumper=yaml.CSafeDumper, sort_keys=False),
        "templates/functions.yaml": f"{{{{- range .Values.functions }}}}\n{_template(one)}{{{{- end }}}}\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


def objects(text: str) -> list[str]:
    """The objects of a stream in a form that can be compared."""
    read = yaml.load_all(text, yaml.CSafeLoader)
    return sorted(json.dumps(each, sort_keys=True) for each in read if each is not None)


def _config(carrier: bytes) -> object:
    (text,) = yaml.load(carrier, yaml.CSafeLoader)["data"].values()
    return yaml.load(text, yaml.CSafeLoader)


def _template(text: str) -> str:
    ((id_, version),) = _IDS.findall(text)
    fields = {str(_NUMBER): ".number", id_: ".id", version: ".version"}
    escaped = text.replace("{{", '{{ "{{" }}')
    for value, field in fields.items():
        escaped = escaped.replace(value, f"{{{{ {field} }}}}")
    return escaped
