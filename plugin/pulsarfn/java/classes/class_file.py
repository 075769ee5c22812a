"""Reads the parts of a Java class file that determine its types: name, superclass, interfaces and generic signature.

Source: The Java Virtual Machine Specification, chapter 4. The version of the file is ignored.
"""

import struct

from pulsarfn.named_tuples import NamedTuple

LONGEST = 16 * 1024 * 1024
"""The maximum size of a class file, in bytes."""

_MAGIC = b"\xca\xfe\xba\xbe"
_UTF8 = 1
_NAMED = (7, 8, 16, 19, 20)  # Class, String, MethodType, Module, Package: each names one Utf8
_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 17: 4, 18: 4}  # the bytes after the tag
_WIDE = (5, 6)  # Long and Double take two places of the pool
_INTERFACE = 0x0200


class ClassFileError(Exception):
    """The bytes are not a class file, or it is truncated or inconsistent."""


class ClassFile(NamedTuple):
    """The declaration of a class in its class file.

    Attributes:
        name: the name with slashes, as in all class files: ``org/example/Enrich``.
        superclass: the name of the superclass; None for `java/lang/Object` only.
        interfaces: the names of the interfaces that the class itself implements.
        is_interface: whether the class is an interface.
        signature: the generic signature; None for a class whose declaration has no type parameters or arguments.
        constructors: the descriptors of the constructors, such as ``()V``.
    """

    name: str
    superclass: str | None
    interfaces: tuple[str, ...]
    is_interface: bool
    signature: str | None
    constructors: tuple[str, ...] = ()


def read_class(data: bytes) -> ClassFile:
    """Read a class file.

    Raises:
        ClassFileError: if the bytes are not a class file, or a damaged one.
    """
    try:
        return _read(data)
    except (struct.error, IndexError, ValueError) as error:
        raise ClassFileError("not a class file, or a damaged one") from error


def _read(data: bytes) -> ClassFile:
    if not data.startswith(_MAGIC) or len(data) > LONGEST:
        raise ClassFileError("not a class file")
    pool, at = _read_pool(data)
    flags, this, parent, count = struct.unpack_from(">HHHH", data, at)
    interfaces = struct.unpack_from(f">{count}H", data, at + 8)
    _, at = _members(data, at + 8 + 2 * count)
    methods, at = _members(data, at)
    return ClassFile(
        name=pool.named(this),
        superclass=pool.named(parent) if parent else None,
        interfaces=tuple(pool.named(each) for each in interfaces),
        is_interface=bool(flags & _INTERFACE),
        signature=_signature(data, at, pool),
        constructors=tuple(pool.text(each) for name, each in methods if pool.text(name) == "<init>"),
    )


class _Pool(NamedTuple):
    """The part of the constant pool that concerns names.

    Attributes:
        texts: the Utf8 constants, by index.
        names: for each constant that refers to a Utf8 constant, the index of that constant.
    """

    texts: dict[int, bytes]
    names: dict[int, int]

    def text(self, index: int) -> str:
        if index not in self.texts:
            raise ClassFileError(f"no text at {index} of the constant pool")
        return self.texts[index].decode("utf-8", "surrogatepass")

    def named(self, index: int) -> str:
        return self.text(self.names.get(index, 0))


def _read_pool(data: bytes) -> tuple[_Pool, int]:
    """Return the constant pool and the offset of its end."""
    (count,) = struct.unpack_from(">H", data, 8)
    pool = _Pool({}, {})
    at, index = 10, 1
    while index < count:
        tag = data[at]
        if tag == _UTF8:
            (length,) = struct.unpack_from(">H", data, at + 1)
            pool.texts[index] = data[at + 3 : at + 3 + length]
            at += 3 + length
        elif tag in _NAMED:
            (pool.names[index],) = struct.unpack_from(">H", data, at + 1)
            at += 3
        elif tag in _SIZES:
            at += 1 + _SIZES[tag]
        else:
            raise ClassFileError(f"an unknown constant: {tag}")
        index += 2 if tag in _WIDE else 1
    return pool, at


def _members(data: bytes, at: int) -> tuple[list[tuple[int, int]], int]:
    """Return the fields, or methods, that begin at `at`, each as the indexes of its name and descriptor, and the offset of their end."""
    (count,) = struct.unpack_from(">H", data, at)
    at += 2
    found = []
    for _ in range(count):
        name, descriptor, attributes = struct.unpack_from(">HHH", data, at + 2)
        found.append((name, descriptor))
        at += 8
        for _ in range(attributes):
            (length,) = struct.unpack_from(">I", data, at + 2)
            at += 6 + length
    return found, at


def _signature(data: bytes, at: int, pool: _Pool) -> str | None:
    """Return the text of the class attribute ``Signature``; None if the class has none."""
    (count,) = struct.unpack_from(">H", data, at)
    at += 2
    for _ in range(count):
        name, length = struct.unpack_from(">HI", data, at)
        if pool.text(name) == "Signature":
            return pool.text(*struct.unpack_from(">H", data, at + 6))
        at += 6 + length
    return None
