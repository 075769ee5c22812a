"""The cluster's DNS: a name that begins with one of the given words is this node, as it is given: no search path is added.

usage: names.py ADDRESS WORD…
"""

import socket
import struct
import sys

ADDRESS, INTERNET = 1, 1


def answer(query: bytes, address: bytes, known: frozenset[bytes]) -> bytes:
    """The response to a DNS query of one question: an address of four bytes, no such name, or no data of that kind."""
    end = query.index(b"\0", 12)
    first = query[13 : 13 + query[12]].lower()
    kind, _ = struct.unpack("!HH", query[end + 1 : end + 5])
    found = first in known and not query[:end].lower().endswith(b"\x07cluster\x05local")
    records = 1 if found and kind == ADDRESS else 0
    flags = 0x8580 if found else 0x8583
    header = query[:2] + struct.pack("!HHHHH", flags, 1, records, 0, 0)
    record = b"\xc0\x0c" + struct.pack("!HHIH", ADDRESS, INTERNET, 30, 4) + address
    return header + query[12 : end + 5] + record * records


def serve(address: str, words: list[str]) -> None:
    """Answer until the process is killed."""
    known = frozenset(word.encode() for word in words)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, 53))
        while True:
            query, sender = server.recvfrom(4096)
            server.sendto(answer(query, socket.inet_aton(address), known), sender)


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
