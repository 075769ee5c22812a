"""What is emitted, read by the real kubectl: Go's readers of YAML and of JSON, which Kubernetes has."""

import json
import random

import pytest

from pulsarfn.stream.emit import emit, emit_flow

TRAPS = "yes No ON off null ~ 0o14 0X1F 1_000 12:30:45 2001-01-01 << ="
ALPHABET = "0179.eExXoObB+-_:~ynNfFtT<=aAiI#'\"|>&*!%@`?{}[], \n\t\\\r\x85\xa0\u2028\ufeff\x7fé😀\U000e0001"


def words(count):
    """Texts that some reader might take for another type, another text, or the end of one; the same ones each time."""
    chosen = random.Random(1)
    short = ["".join(chosen.choices(ALPHABET[:33], k=chosen.randint(1, 4))) for _ in range(count)]
    long = ["".join(chosen.choices(ALPHABET, k=chosen.randint(0, 9))) for _ in range(count)]
    points = [chr(point) for point in chosen.sample(range(0x110000), count) if not 0xD800 <= point < 0xE000]
    return list(dict.fromkeys([*TRAPS.split(), *short, *long, *points]))


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
        "numbers": [0, -1, 2**63 - 1, -(2**63), 0.5, -1.5e-7, 1e22, 5e-324, 1.7e308, True, False, None, {}, []],
    }
    done = kubectl.run(
        "patch", "--local", "-f", "-", "-o", "json", "--type", "merge", "-p", "{}", stdin=write(manifest)
    )
    assert done.returncode == 0, done.stderr.decode()
    read = json.loads(done.stdout)
    assert len(texts) > 5000
    assert [pair for pair in zip(texts, read["values"], strict=True) if pair[0] != pair[1]] == []
    assert read == manifest
