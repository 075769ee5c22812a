"""What is emitted, read by the real kubectl: Go's readers of YAML and of JSON, which Kubernetes has."""

import json
import math
import random
import struct

import pytest

from pulsarfn.stream.emit import emit, emit_flow

TRAPS = """
y Y n N yes Yes YES no No NO on On ON off Off OFF true True FALSE null Null NULL ~ = << - --- ... .inf -.Inf +.INF .NaN nan
0o14 0O14 -0o17 +0o17 012 08 09 0888 +09 -09 09_ 0_9 0b101 0B101 0x1F 0X1F +0x1F 0x_1 1_000 1_ -_1 +_9 1_0e1_0 1e1_0
1e3 1E3 685e3 7e10 1e+3 1e-3 12345e6 .5 .5e3 +.5 -.5 -.0 1. 0. 12:30:45 190:20:30.15 2001-01-01 2001-1-1 2001-12-14t21:59:43.10-05:00
"""
ALPHABET = "0179.eExXoObB+-_:~ynNfFtT<=aAiI#'\"|>&*!%@`?{}[], \n\t\\\r\x85\xa0\u2028\ufeff\x7fé😀\U000e0001"


def words(count):
    """Texts that some reader might take for another type, another text, or the end of one; the same ones each time."""
    chosen = random.Random(1)
    short = ["".join(chosen.choices(ALPHABET[:33], k=chosen.randint(1, 4))) for _ in range(count)]
    long = ["".join(chosen.choices(ALPHABET, k=chosen.randint(0, 9))) for _ in range(count)]
    points = [chr(point) for point in chosen.sample(range(0x110000), count) if not 0xD800 <= point < 0xE000]
    return list(dict.fromkeys([*TRAPS.split(), *short, *long, *points]))


def numbers(count):
    """Whole numbers as large as Kubernetes takes them, and floats of any size; the same ones each time."""
    chosen = random.Random(2)
    whole = [chosen.randint(-(2**63), 2**63 - 1) >> chosen.randrange(63) for _ in range(count)]
    packed = [struct.unpack("<d", chosen.randbytes(8))[0] for _ in range(count)]
    short = [round(chosen.uniform(-1e6, 1e6), chosen.randrange(9)) for _ in range(count)]
    return [*whole, *filter(math.isfinite, packed), *short]


@pytest.mark.parametrize("write", [emit, emit_flow])
def test_kubectl_reads_every_text_as_it_was_meant(write, kubectl):
    texts = words(2000)
    manifest = {
        "apiVersion": "example.org/v1",
        "kind": "Example",
        "metadata": {"name": "a"},
        "values": texts,
        "keys": {text: index for index, text in enumerate(texts)},
        "nested": [{texts[index]: [texts[index + 1], [texts[index + 2]]]} for index in range(0, 1000, 3)],
        "more": numbers(1000),
        "numbers": [0, -1, 2**63 - 1, -(2**63), 0.5, -1.5e-7, 1e22, 5e-324, 1.7e308, True, False, None, {}, []],
    }
    done = kubectl.run(
        "patch", "--local", "-f", "-", "-o", "json", "--type", "merge", "-p", "{}", stdin=write(manifest)
    )
    assert done.returncode == 0, done.stderr.decode()
    read = json.loads(done.stdout)
    assert len(texts) > 5000
    assert [pair for pair in zip(texts, read["values"], strict=True) if pair[0] != pair[1]] == []
    more = zip(manifest.pop("more"), read.pop("more"), strict=True)  # Go prints large floats without a point
    assert [pair for pair in more if pair[0] != type(pair[0])(pair[1])] == []
    assert read == manifest
