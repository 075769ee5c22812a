"""Interfaces and classes of Pulsar's API and of the JDK: packages inherit from them and do not contain them."""

from pulsarfn.java.classes.signature import ClassSignature, read_signature

FUNCTION = "org/apache/pulsar/functions/api/Function"
WINDOW_FUNCTION = "org/apache/pulsar/functions/api/WindowFunction"
JAVA_FUNCTION = "java/util/function/Function"
SOURCE = "org/apache/pulsar/io/core/Source"
BATCH_SOURCE = "org/apache/pulsar/io/core/BatchSource"
SINK = "org/apache/pulsar/io/core/Sink"
RECORD = "org/apache/pulsar/functions/api/Record"
FUTURE = "java/util/concurrent/CompletableFuture"
COLLECTION = "java/util/Collection"
SERDE = "org/apache/pulsar/functions/api/SerDe"
SCHEMA = "org/apache/pulsar/client/api/Schema"
CRYPTO_KEY_READER = "org/apache/pulsar/client/api/CryptoKeyReader"
PAYLOAD_PROCESSOR = "org/apache/pulsar/client/api/MessagePayloadProcessor"

_OBJECT = "Ljava/lang/Object;"
_ONE, _TWO = "<T:Ljava/lang/Object;>", "<X:Ljava/lang/Object;T:Ljava/lang/Object;>"
_CLOSEABLE = "Ljava/lang/AutoCloseable;"
_PUSH_SOURCE = "org/apache/pulsar/io/core/AbstractPushSource"
_COLLECTIONS = (
    *(
        "AbstractCollection",
        "AbstractList",
        "AbstractSet",
        "ArrayDeque",
        "ArrayList",
        "Deque",
        "HashSet",
        "LinkedHashSet",
    ),
    *("LinkedList", "List", "NavigableSet", "PriorityQueue", "Queue", "Set", "SortedSet", "TreeSet", "Vector"),
)
_SIGNATURES = {
    FUNCTION: _TWO + _OBJECT,
    WINDOW_FUNCTION: _TWO + _OBJECT,
    JAVA_FUNCTION: _TWO + _OBJECT,
    "java/util/function/UnaryOperator": f"{_ONE}{_OBJECT}L{JAVA_FUNCTION}<TT;TT;>;",
    RECORD: _ONE + _OBJECT,
    "org/apache/pulsar/functions/api/KVRecord": "<K:Ljava/lang/Object;V:Ljava/lang/Object;>"
    f"{_OBJECT}L{RECORD}<Lorg/apache/pulsar/common/schema/KeyValue<TK;TV;>;>;",
    SOURCE: _ONE + _OBJECT + _CLOSEABLE,
    BATCH_SOURCE: _ONE + _OBJECT + _CLOSEABLE,
    SINK: _ONE + _OBJECT + _CLOSEABLE,
    _PUSH_SOURCE: _ONE + _OBJECT,
    "org/apache/pulsar/io/core/PushSource": f"{_ONE}L{_PUSH_SOURCE}<TT;>;L{SOURCE}<TT;>;",
    "org/apache/pulsar/io/core/BatchPushSource": f"{_ONE}L{_PUSH_SOURCE}<TT;>;L{BATCH_SOURCE}<TT;>;",
    FUTURE: _ONE + _OBJECT,
    SERDE: _ONE + _OBJECT,
    SCHEMA: f"{_ONE}{_OBJECT}Ljava/lang/Cloneable;",
    CRYPTO_KEY_READER: f"{_OBJECT}Ljava/io/Serializable;",
    PAYLOAD_PROCESSOR: _OBJECT,
    COLLECTION: _ONE + _OBJECT,
    **{f"java/util/{name}": f"{_ONE}{_OBJECT}L{COLLECTION}<TT;>;" for name in _COLLECTIONS},
}

KNOWN: dict[str, ClassSignature] = {
    "java/lang/Object": ClassSignature((), None, ()),
    **{name: read_signature(text) for name, text in _SIGNATURES.items()},
}
"""The generic declarations of these classes, by name."""

_VALUE = frozenset({"java/io/Serializable", "java/lang/Comparable", "java/lang/constant/Constable"})
_NUMBER = _VALUE | {"java/lang/Number"}
_ARRAY = frozenset({"java/io/Serializable", "java/lang/Cloneable"})

FINAL_CLASSES: dict[str, frozenset[str]] = {
    "java/lang/String": _VALUE | {"java/lang/CharSequence"},
    **{f"java/lang/{name}": _NUMBER for name in ("Byte", "Double", "Float", "Integer", "Long", "Short")},
    **{f"java/lang/{name}": _VALUE for name in ("Boolean", "Character")},
    "java/lang/Void": frozenset(),
    "[B": _ARRAY,
}
"""Classes that nothing extends, each with everything that it extends and implements, except Object."""
