"""The logging of an instance, where the customizer's option asks for another one than that of the image.

A Java instance reads a configuration of Log4j, a Python instance one of Python's `logging`. Both come from a key of a
ConfigMap, whose volume is mounted as a folder. A Go instance reads none.
"""

from functools import partial
from typing import Final

from pulsarfn.component.plan import InstanceLogging
from pulsarfn.provenance import derived
from pulsarfn.values import Manifest, mapping

_VOLUME, _FOLDER = "pulsarfn-logging", "/etc/pulsarfn/logging"
_FILES: Final = {"JAVA": "log4j2.xml", "PYTHON": "logging.ini"}
"""The file of each runtime. Log4j knows the syntax by the extension."""


_made: Final = partial(derived, how="by the option logging")


def plan_logging(option: Manifest, runtime: str, job_name: str) -> InstanceLogging | None:
    """Return the logging of a component's instances; None for that of the image."""
    file = _FILES.get(runtime)
    if file is None:
        return None
    reference = option.get("configMapKeyRef")
    files: dict[str, str] = {}
    if isinstance(reference, dict):
        file, source = _given(reference, file)
    else:
        files, source = _generated(option, runtime), {"name": job_name}
    givers = (*option.values(), *mapping(reference).values())
    return InstanceLogging(
        config=_made(f"{_FOLDER}/{file}", *givers),
        python_path=_FOLDER if len(files) > 1 else "",
        volume={"name": _made(_VOLUME, *givers), "configMap": source},
        volume_mount={"name": _made(_VOLUME, *givers), "mountPath": _made(_FOLDER, *givers)},
        files=files,
    )


def _given(reference: Manifest, file: str) -> tuple[str, Manifest]:
    """Return the file that a key of a ConfigMap becomes, and the source of the volume with it."""
    key = reference.get("key")
    file = _made(file.replace(".xml", _extension(str(key))), key)
    source = {name: value for name, value in reference.items() if name != "key"}
    return file, {**source, "items": [{"key": key, "path": file}]}


def _extension(key: str) -> str:
    """Return the extension of a key if Log4j knows it, otherwise that of XML."""
    return next((each for each in (".properties", ".yaml", ".yml", ".json", ".jsn") if key.endswith(each)), ".xml")


def _generated(option: Manifest, runtime: str) -> dict[str, str]:
    """Return the files that give the instance this level and format."""
    level, form = str(option.get("level") or "INFO"), str(option.get("format") or "text")
    is_json, values = form == "json", (option.get("level"), option.get("format"))
    if runtime == "JAVA":
        config = _LOG4J.replace("LEVEL", level).replace("IN_TEXT", "false" if is_json else "true")
        return {_FILES[runtime]: _made(config.replace("PATTERN", _JAVA_JSON if is_json else _JAVA_TEXT), *values)}
    formatter = _PYTHON_JSON if is_json else _PYTHON_TEXT
    config = _LOGGING_INI.replace("LEVEL", _PYTHON_LEVELS.get(level, level)).replace("FORMATTER", formatter)
    module = {f"{_MODULE}.py": _made(_JSON_LINES, option.get("format"))} if is_json else {}
    return {_FILES[runtime]: _made(config, *values), **module}


_LOG4J = """\
<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN">
  <Appenders>
    <Console name="console" target="SYSTEM_OUT">
      <PatternLayout alwaysWriteExceptions="IN_TEXT">
        <Pattern>PATTERN</Pattern>
      </PatternLayout>
    </Console>
  </Appenders>
  <Loggers>
    <Root level="LEVEL">
      <AppenderRef ref="console"/>
    </Root>
  </Loggers>
</Configuration>
"""
_JAVA_TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSZ} [%t] %-5level %logger{36} - %msg%n"
_JAVA_JSON = (
    """{"timestamp":"%d{yyyy-MM-dd'T'HH:mm:ss.SSS}{UTC}Z","level":"%level","thread":"%enc{%t}{JSON}","""
    """"logger":"%enc{%logger}{JSON}","message":"%enc{%msg}{JSON}","exception":"%enc{%throwable}{JSON}"}%n"""
)
"""Log4j's own layouts for JSON need libraries that not every image has; a pattern needs none."""

_MODULE = "pulsarfn_json_lines"
_PYTHON_LEVELS = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}
_LOGGING_INI = """\
[loggers]
keys=root

[handlers]
keys=console

[formatters]
keys=line

[logger_root]
level=LEVEL
handlers=console

[handler_console]
class=StreamHandler
level=LEVEL
formatter=line
args=(sys.stdout,)

[formatter_line]
FORMATTER
"""
_PYTHON_TEXT = "format=[%(asctime)s] [%(levelname)s] %(filename)s: %(message)s\ndatefmt=%Y-%m-%d %H:%M:%S %z"
_PYTHON_JSON = f"class={_MODULE}.JsonLines"
_JSON_LINES = '''\
import json
import logging
import time


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record):
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "timestamp": "%s.%03dZ" % (seconds, record.msecs),
            "level": record.levelname,
            "thread": record.threadName,
            "logger": record.name,
            "message": record.getMessage(),
            "exception": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps(line)
'''
