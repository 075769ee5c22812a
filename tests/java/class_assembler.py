"""Makes class files for tests, with nothing in them but what the reader looks at, and what it must skip."""

import struct


def class_file(
    name: str,
    *interfaces: str,
    superclass: str | None = "java/lang/Object",
    signature: str | None = None,
    is_interface: bool = False,
) -> bytes:
    """A class with a field and a method, and a Long in its constant pool."""
    pool = [b"\x05" + bytes(8)]  # a Long, which takes two places: 1 and 2
    texts: dict[bytes, int] = {}

    def text(value: str) -> int:
        data = value.encode("utf-8", "surrogatepass")
        if data not in texts:
            pool.append(b"\x01" + struct.pack(">H", len(data)) + data)
            texts[data] = len(pool) + 1
        return texts[data]

    def named(value: str) -> int:
        index = text(value)
        pool.append(b"\x07" + struct.pack(">H", index))
        return len(pool) + 1

    this, parent = named(name), named(superclass) if superclass else 0
    implemented = b"".join(struct.pack(">H", named(each)) for each in interfaces)
    member = struct.pack(">HHHH", 1, text("member"), text("I"), 1) + struct.pack(">HI", text("Code"), 3) + b"abc"
    attributes = [struct.pack(">HI", text("SourceFile"), 2) + struct.pack(">H", text("A.java"))]
    if signature is not None:
        attributes.append(struct.pack(">HI", text("Signature"), 2) + struct.pack(">H", text(signature)))
    flags = 0x0600 if is_interface else 0x0021
    return b"".join(
        (
            b"\xca\xfe\xba\xbe",
            struct.pack(">HH", 0, 61),
            struct.pack(">H", len(pool) + 2),
            *pool,
            struct.pack(">HHHH", flags, this, parent, len(interfaces)),
            implemented,
            (struct.pack(">H", 1) + member) * 2,
            struct.pack(">H", len(attributes)),
            *attributes,
        )
    )
