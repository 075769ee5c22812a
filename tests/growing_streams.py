"""Streams of which more and more can be made: the work for them, and the memory, may not grow faster than they do."""

from itertools import chain, repeat

import corpus

from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.spool import Spool

MB = 1_000_000


def spooled(parts):
    """A stream as the input of a run."""
    spool = Spool()
    for part in parts:
        spool.add(part)
    return [InputText("stdin", spool)]


def of_one_carrier(parts):
    head, parts = None, list(parts)
    for part in parts[:-1]:
        head, _, config = part.partition(b"\ndata:\n") if head is None else (b"", *part.partition(b"\ndata:\n")[1:])
        yield (head + b"\ndata:\n" if head else b"") + config
    yield parts[-1]


def functions(number, **options):
    return [*corpus.functions(number, **options), corpus.WORKER_CONFIG]


def rolling(number):
    """Functions that roll on a Secret each, which stand after them."""
    marked = b"pulsarfn.io/expand: function\n"
    for index, part in enumerate(corpus.functions(number)):
        assert marked in part
        yield part.replace(marked, marked + b"    pulsarfn.io/roll-on: secret/s%d\n" % index, 1)
    yield corpus.WORKER_CONFIG
    for index in range(number):
        yield b"---\napiVersion: v1\nkind: Secret\nmetadata: {name: s%d}\nstringData: {a: %s}\n" % (index, b"x" * 5_000)


def colliding(number):
    return [*corpus.functions(number), *functions(number)]


def carrier(name, annotations="", config=""):
    return (
        f"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  annotations: {{pulsarfn.io/expand: function{annotations}}}\n"
        f"data:\n  f.yaml: |\n    name: {name}\n    className: a.F\n    jar: local:///f.jar\n    inputs: [t]\n{config}"
    ).encode()


def errors_in_one_line(number):
    keys = ", ".join(f"t{index}: {{poolMessages: x}}" for index in range(number))
    yield carrier("f", config=f"    inputSpecs: {{{keys}}}\n")
    yield corpus.WORKER_CONFIG


def missing_worker_configs(number):
    worker = corpus.WORKER_CONFIG.decode()
    assert "name: pulsar-functions" in worker
    for index in range(number):
        yield worker.replace("name: pulsar-functions", f"name: w{index}").encode()
        yield carrier(f"f{index}", f", pulsarfn.io/worker-config: x{index}")


def mentions(number):
    mention = b"---\nkind: a\nb: see pulsarfn.io\nc: %s\n" % (b"d" * 500)
    return chain(repeat(mention, number), functions(1))


def lines(size):
    yield b"---\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n"
    yield from repeat(b"    a line of a text\n" * 50, size // 1_050)


def in_quotes(size):
    yield b'---\nkind: ConfigMap\ndata:\n  a: "'
    yield from repeat(b'{\\"a\\": \\"\\u003cb\\"} ' * 50, size // 1_200)
    yield b'"\n'


LONG = {"lines": lines, "one line": corpus.long_scalar, "one line in quotes": in_quotes}
"""Long documents that are not ours, by their size."""

STREAMS = {
    "functions": functions,
    "functions between other documents": lambda number: chain(corpus.stream(number * 5_000), functions(number)),
    "functions in a list": lambda number: corpus.listed(functions(number)),
    "functions that roll on a Secret each": rolling,
    "functions in one carrier": lambda number: of_one_carrier(functions(number)),
    "functions with an error each": lambda number: functions(number, parallelism=0),
    "errors in a list": lambda number: corpus.listed(functions(number, parallelism=0)),
    "errors in one carrier": lambda number: of_one_carrier(functions(number, parallelism=0)),
    "names that collide": colliding,
    "a function behind tiny documents": lambda number: chain(corpus.tiny_documents(number * 1_000), functions(1)),
}
"""Streams by the number of their functions, or of thousands of documents."""

OTHERS = {
    "other documents": lambda size: chain(corpus.stream(size), functions(1)),
    "documents that mention us": mentions,
    "errors in one line": errors_in_one_line,
    "worker configs that are missing": missing_worker_configs,
}
"""Streams by their bytes, documents or errors."""
