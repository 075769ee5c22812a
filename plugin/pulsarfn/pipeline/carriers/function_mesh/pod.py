"""What the operator adds to a pod: the config of the log, and the Secrets of encryption."""

from collections.abc import Iterator

from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.types import members_of
from pulsarfn.pipeline.carriers.function_mesh.rules import (
    OPTIONS,
    UNKNOWN,
    WITHOUT_COUNTERPART,
    Effect,
    Fault,
    Loss,
    Part,
)
from pulsarfn.values import Manifest, Value, mapping, sequence
from pulsarfn.worker.customizers.logging_checks import BELOW_INFO

_LOGGING: Path = (OPTIONS, "logging")
_OPTION = members_of("InstanceLogging") or {}
_LEVELS = {each.lower(): each for each in _OPTION["level"].enum}
_OTHER_LEVELS = ("off", "all", "panic")
_FORMATS = _OPTION["format"].enum


def logging(spec: Manifest) -> Iterator[Effect]:
    """Return the logging of the component's runtime."""
    for runtime in ("java", "python", "golang"):
        given = mapping(spec.get(runtime)).get("log")
        if given is not None and not isinstance(given, dict):
            yield Fault((runtime, "log"), "must be a mapping")
        for key, value in mapping(given).items():
            if value:
                yield from _logged(runtime, key, value, mapping(given))


def _logged(runtime: str, key: str, value: Value, given: Manifest) -> Iterator[Effect]:
    where: Path = (runtime, "log", key)
    if key not in ("level", "format", "logConfig", "rotatePolicy", "javaLog4JConfigFileType"):
        yield Loss(where, UNKNOWN, "remove it: Function Mesh ignores it")
    elif runtime == "golang":
        hint = "remove it; for a level, give the variable LOGGING_LEVEL in pod.env"
        yield Loss(where, f"{WITHOUT_COUNTERPART}: a Go instance reads no config for its log", hint)
    elif key == "rotatePolicy":
        yield Loss(where, f"{WITHOUT_COUNTERPART}: the log goes to standard output only", "remove it")
    elif key == "javaLog4JConfigFileType":
        file = mapping(given.get("logConfig")).get("key")
        if file and (value == "yaml") != str(file).endswith((".yaml", ".yml")):
            yield Loss(where, WITHOUT_COUNTERPART, "remove it: the extension of logConfig.key says what the file is")
    elif key == "logConfig":
        yield Part((*_LOGGING, "configMapKeyRef"), value, where)
    elif given.get("logConfig"):
        yield Loss(where, "has no effect beside logConfig", "remove one of them")
    elif key == "format":
        fault = Fault(where, f"must be one of {', '.join(_FORMATS)}")
        yield Part((*_LOGGING, "format"), value, where) if value in _FORMATS else fault
    else:
        yield _level(runtime, value, where)


def _level(runtime: str, value: Value, where: Path) -> Effect:
    level = _LEVELS.get(value) if isinstance(value, str) else None
    if runtime == "python" and level in BELOW_INFO:
        return Loss(where, "has no effect: a Python instance never logs below INFO", "write info")
    if value in _OTHER_LEVELS:
        return Loss(where, WITHOUT_COUNTERPART, f"write one of {', '.join(_LEVELS)}")
    if level:
        return Part((*_LOGGING, "level"), level, where)
    return Fault(where, f"must be one of {', '.join((*_LEVELS, *_OTHER_LEVELS))}")


def crypto_secrets(spec: Manifest) -> Iterator[Effect]:
    """Return the volumes of the Secrets of encryption, after those of the pod, and where the container mounts them."""
    volumes: dict[tuple[str, str], Value] = {}
    mounts: list[Value] = []
    for where, given in _crypto_configs(spec):
        secrets = given.get("cryptoSecrets")
        if not isinstance(secrets, list | None):
            yield Fault((*where, "cryptoSecrets"), "must be a list")
        for index, each in enumerate(map(mapping, sequence(secrets))):
            at: Path = (*where, "cryptoSecrets", index)
            name, key, folder = (each.get(member) for member in ("secretName", "secretKey", "asVolume"))
            if not (isinstance(name, str) and name and isinstance(key, str) and key):
                yield Fault(at, "needs secretName and secretKey")
            elif not folder:
                yield Loss(at, "has no effect: nothing mounts it", "give asVolume, the folder of the file")
            else:
                volume = mapping(volumes.setdefault((name, key), _volume(name, key, len(volumes))))
                mount: Value = {"name": volume["name"], "mountPath": folder}
                mounts += [] if mount in mounts else [mount]
    if mounts:
        of_pod, of_container = mapping(spec.get("pod")).get("volumes"), spec.get("volumeMounts")
        yield Part((OPTIONS, "volumes"), [*sequence(of_pod), *volumes.values()], ("pod", "volumes"))
        yield Part((OPTIONS, "volumeMounts"), [*sequence(of_container), *mounts], ("volumeMounts",))


def _crypto_configs(spec: Manifest) -> Iterator[tuple[Path, Manifest]]:
    for topic, each in mapping(mapping(spec.get("input")).get("sourceSpecs")).items():
        yield ("input", "sourceSpecs", topic, "cryptoConfig"), mapping(mapping(each).get("cryptoConfig"))
    producer = mapping(mapping(spec.get("output")).get("producerConf"))
    yield ("output", "producerConf", "cryptoConfig"), mapping(producer.get("cryptoConfig"))


def _volume(name: str, key: str, number: int) -> Value:
    return {"name": f"crypto-{number}", "secret": {"secretName": name, "items": [{"key": key, "path": key}]}}
