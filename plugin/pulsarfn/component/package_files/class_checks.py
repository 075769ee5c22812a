"""The worker's checks of the other classes that a config names: serdes, schemas, key readers and payload processors.

Source: `ValidatorUtils`. Classes of Pulsar and of the JDK are on the worker's own class path, and pass.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress

from pulsarfn.component.config.consumer import ConsumerConfig, CryptoConfig, MessagePayloadProcessorConfig
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.config.topic_schemas import is_built_in
from pulsarfn.component.package_files.java_types import Reading
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Path, Problem
from pulsarfn.java.classes.known_types import CRYPTO_KEY_READER, PAYLOAD_PROCESSOR, SCHEMA, SERDE
from pulsarfn.java.classes.types import NoTypesError, erased
from pulsarfn.named_tuples import NamedTuple

_OF_WORKER = ("java.", "javax.", "org.apache.pulsar.")
_NO_ARGUMENTS, _A_MAP = "()V", "(Ljava/util/Map;)V"


class _Use(NamedTuple):
    """A class that a config names.

    Attributes:
        class_name: the class.
        path: the path of the value that names it.
        interface: the interface that it must implement.
        absent: Pulsar's message if it does not exist.
        code: the code of the problems.
    """

    class_name: str
    path: Path
    interface: str
    absent: str
    code: Code = codes.CLASS_INVALID


class _ExpectedType(NamedTuple):
    """The type that a serde or a schema must have.

    Attributes:
        name: the type of the function or connector, empty if it is unknown.
        reads: whether messages are read, and not written.
    """

    name: str
    reads: bool

    def ordered(self, own: str) -> tuple[str, str]:
        """Return the type that values have, and the type that they are used as; `own` is that of the class."""
        return (own, self.name) if self.reads else (self.name, own)


def check_input_classes(config: FunctionConfig | SinkConfig, found: Reading, type_name: str) -> Iterator[Problem]:
    """Check the classes that decode the input, whose type is `type_name`, empty if unknown."""
    checker, typed = _Checker(found), _ExpectedType(type_name, reads=True)
    serdes, serde_key = _serdes(config)
    for topic, name in (serdes or {}).items():
        yield from checker.serde(name, (serde_key, topic), typed)
    for topic, (name, path) in _schemas(config).items():
        yield from checker.schema(name, (path, topic), typed)
    for topic, consumer in (config.input_specs or {}).items():
        yield from checker.consumer(consumer, ("inputSpecs", topic), typed)


def check_output_classes(config: FunctionConfig | SourceConfig, found: Reading, type_name: str) -> Iterator[Problem]:
    """Check the classes that encode the output, whose type is `type_name`, empty if unknown."""
    checker, typed = _Checker(found), _ExpectedType(type_name, reads=False)
    if isinstance(config, FunctionConfig):
        yield from checker.serde(config.output_serde_class_name, ("outputSerdeClassName",), typed)
        yield from checker.schema(config.output_schema_type, ("outputSchemaType",), typed)
    else:
        yield from checker.serde(config.serde_class_name, ("serdeClassName",), typed)
        yield from checker.schema(config.schema_type, ("schemaType",), typed)
    if config.producer_config is not None:
        yield from checker.crypto(config.producer_config.crypto_config, ("producerConfig", "cryptoConfig"))


def _serdes(config: FunctionConfig | SinkConfig) -> tuple[Mapping[str, str] | None, str]:
    if isinstance(config, FunctionConfig):
        return config.custom_serde_inputs, "customSerdeInputs"
    return config.topic_to_serde_class_name, "topicToSerdeClassName"


def _schemas(config: FunctionConfig | SinkConfig) -> Mapping[str, tuple[str, str]]:
    """Return the schema of each topic, with the key that gives it."""
    if isinstance(config, SinkConfig):
        return {topic: (name, "topicToSchemaType") for topic, name in (config.topic_to_schema_type or {}).items()}
    schemas = {}
    for topic, text in (config.custom_schema_inputs or {}).items():
        with suppress(ValueError, RecursionError):  # the checks of the config report these
            consumer = json.loads(text)
            if isinstance(consumer, dict) and isinstance(consumer.get("schemaType"), str):
                schemas[topic] = (consumer["schemaType"], "customSchemaInputs")
    return schemas


class _Checker:
    """Checks classes of one package."""

    def __init__(self, found: Reading) -> None:
        self._file, self._path = found.file.path, found.package.classes.path

    def consumer(self, consumer: ConsumerConfig, path: Path, typed: _ExpectedType) -> Iterator[Problem]:
        yield from self.serde(consumer.serde_class_name, (*path, "serdeClassName"), typed)
        yield from self.schema(consumer.schema_type, (*path, "schemaType"), typed)
        yield from self.crypto(consumer.crypto_config, (*path, "cryptoConfig"))
        yield from self.payload(consumer.message_payload_processor_config, (*path, "messagePayloadProcessorConfig"))

    def serde(self, name: str | None, path: Path, typed: _ExpectedType) -> Iterator[Problem]:
        absent = f"The input serialization/deserialization class {name} does not exist"
        if name:
            use = _Use(name, path, SERDE, absent, codes.SCHEMA_INVALID)
            yield from self._typed(use, typed, "Serializer type mismatch")

    def schema(self, name: str | None, path: Path, typed: _ExpectedType) -> Iterator[Problem]:
        if name and not is_built_in(name):
            use = _Use(name, path, SCHEMA, f"The schema class {name} does not exist", codes.SCHEMA_INVALID)
            yield from self._typed(use, typed, "Schema type mismatch")

    def crypto(self, crypto: CryptoConfig | None, path: Path) -> Iterator[Problem]:
        name = crypto and crypto.crypto_key_reader_class_name
        if name:
            absent = f"The crypto key reader class {name} does not exist"
            use = _Use(name, (*path, "cryptoKeyReaderClassName"), CRYPTO_KEY_READER, absent)
            yield from self._constructed(use, "crypto key reader", _A_MAP)

    def payload(self, processor: MessagePayloadProcessorConfig | None, path: Path) -> Iterator[Problem]:
        if processor is not None and processor.class_name:
            absent = f"The message payload processor class {processor.class_name} does not exist"
            use = _Use(processor.class_name, (*path, "className"), PAYLOAD_PROCESSOR, absent)
            yield from self._constructed(
                use, "message payload processor", _A_MAP if processor.config else _NO_ARGUMENTS
            )

    def _typed(self, use: _Use, typed: _ExpectedType, mismatch: str) -> Iterator[Problem]:
        """Check a serde or schema, which must implement its interface itself: Pulsar reads the type argument there."""
        refused = self._refused(use)
        if refused is not None:
            yield refused
            return
        name = use.class_name.replace(".", "/")
        if not self._path.has(name) or self._path.unknown_ancestor(name):
            return
        own = self._own_type(name, use.interface)
        if not own:
            interface = use.interface.replace("/", ".")
            message = f"{use.class_name} does not implement {interface} with a type argument of its own"
            yield Problem(use.code, message, use.path, f"let it implement {interface}<TYPE> directly")
        elif typed.name and self._path.is_assignable(*typed.ordered(own)) is False:
            hint = f"give a class for {typed.name}, or let the code use {own}"
            yield Problem(use.code, f"{mismatch} {typed.name} vs {own}", use.path, hint)

    def _own_type(self, name: str, interface: str) -> str:
        declared = self._path.declared(name)
        with suppress(NoTypesError):
            argument = self._path.direct_argument(name, interface)
            if argument is not None and declared is not None:
                return erased(argument, dict(declared.parameters))
        return ""

    def _constructed(self, use: _Use, what: str, descriptor: str) -> Iterator[Problem]:
        refused = self._refused(use)
        if refused is not None:
            yield refused
        elif descriptor not in self._constructors(use.class_name):
            message = f"The {what} class {use.class_name} does not implement the desired constructor"
            arguments = "one parameter, a java.util.Map" if descriptor == _A_MAP else "no parameters"
            yield Problem(use.code, message, use.path, f"give it a constructor with {arguments}")

    def _constructors(self, class_name: str) -> tuple[str, ...]:
        name = class_name.replace(".", "/")
        return self._path.constructors(name) if self._path.has(name) else (_NO_ARGUMENTS, _A_MAP)

    def _refused(self, use: _Use) -> Problem | None:
        """Return the problem of a class that does not exist, or implements something else."""
        name = use.class_name.replace(".", "/")
        if use.class_name.startswith(_OF_WORKER):
            return None
        if not self._path.has(name):
            hint = "write the full name of a class in the package"
            return Problem(use.code, f"{use.absent}: it is not in {self._file}", use.path, hint)
        if not self._path.extends(name, use.interface) and not self._path.unknown_ancestor(name):
            interface = use.interface.replace("/", ".")
            message = f"{use.class_name} does not implement {interface}"
            return Problem(use.code, message, use.path, f"write the name of a class that implements {interface}")
        return None
