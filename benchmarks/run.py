"""The benchmark: every figure of pulsarfn beside that of its peer, taken in the same run.

    python benchmarks/run.py [--quick]

Installs pulsarfn into a new virtual environment, prints a table, and writes it to docs/benchmark.md and as a picture to
docs/benchmark.svg; ``--quick`` measures each only once and writes nothing. kustomize comes from the cache of the tests.
"""

import os
import platform
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "tests" / "real")]

import corpus  # noqa: E402 - beside this file
import helm_chart  # noqa: E402
from clients import LAYER_32, kustomize_program, layer_programs  # noqa: E402
from measure import Call, Cost, cost, cost_in_a_pipe, costs_in_turn, medians_in_turn  # noqa: E402
from plot import Bar, plot, shown  # noqa: E402

PULSARS_OWN = 3.7
"""Seconds for one function in Pulsar's own runtime code: the start of a JVM and of its libraries (measured once)."""
LOAD_AND_DUMP = """
import sys, yaml
yaml.dump_all(yaml.load_all(sys.stdin.buffer, yaml.CSafeLoader), sys.stdout, yaml.CSafeDumper)
"""


class Row(NamedTuple):
    """A line of the table: a work, what pulsarfn takes for it, and what something beside it takes.

    A `goal` is a time, or how many times what stands beside it.
    """

    work: str
    ours: Cost
    peer: str
    theirs: Cost
    goal: str = ""

    @property
    def reached(self) -> str:
        """How many times what stands beside it."""
        ratio = self.ours.seconds / self.theirs.seconds
        return f"{ratio:.1f} x" if ratio > 1 / 2 else f"1/{1 / ratio:.0f}"


class Bench:
    """The programs and streams of a run, all in one temporary folder."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder, self.runs = folder, runs
        self.environment = folder / "venv"
        venv.create(self.environment, with_pip=True)
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(REPOSITORY)]
        subprocess.run(pip, check=True)
        self.pulsarfn = [str(self.environment / "bin" / "pulsarfn")]
        for name, parts in self.streams().items():
            corpus.write(parts, self.path(name))
        (folder / "kustomization.yaml").write_text("resources: [plain-1.yaml]\n", encoding="utf-8")

    @property
    def python(self) -> Path:
        """The interpreter of the new environment."""
        return self.environment / "bin" / "python"

    def path(self, name: str) -> str:
        """The file of a stream."""
        return str(self.folder / f"{name}.yaml")

    def streams(self) -> dict[str, Iterable[bytes]]:
        """Every stream that is measured."""
        return {
            "plain-1": corpus.stream(1_000_000),
            "plain-100": corpus.stream(100_000_000),
            **{f"functions-{number}": corpus.stream(1_000_000, number) for number in (1, 1_000, 2_000, 10_000)},
            "functions-1-in-100": corpus.stream(100_000_000, 1),
            "list": corpus.listed(corpus.stream(6_000_000, 1)),
            "functions-in-a-list": corpus.listed(chain(corpus.functions(10_000), [corpus.WORKER_CONFIG])),
            "only-functions-1000": [*corpus.functions(1_000), corpus.WORKER_CONFIG],
            "smallest-functions-1000": [*corpus.smallest_functions(1_000), corpus.WORKER_CONFIG],
            "healthy-functions-1000": [*corpus.functions(1_000), corpus.HEALTHY_WORKER_CONFIG],
            "ten-of-them-changed": [*corpus.changed(1_000, 10), corpus.WORKER_CONFIG],
            "tiny": chain(corpus.tiny_documents(1_000_000), corpus.functions(1), [corpus.WORKER_CONFIG]),
            "scalar": chain(corpus.long_scalar(100_000_000), corpus.functions(1), [corpus.WORKER_CONFIG]),
        }

    def expanded(self, parts: Iterable[bytes]) -> str:
        """What pulsarfn writes for a stream."""
        done = subprocess.run(self.pulsarfn, input=b"".join(parts), capture_output=True, check=True)
        return done.stdout.decode()

    def helm_template(self, functions: helm_chart.Functions, number: int) -> list[str]:
        """The command that prints the objects of so many functions with Helm alone; they are checked to be the same."""
        chart = Path(tempfile.mkdtemp(dir=self.folder))
        helm_chart.write(chart, functions, number, self.expanded)
        command = [str(layer_programs(LAYER_32) / "helm" / "helm"), "template", "functions", str(chart)]
        printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        ours = self.expanded([*functions(number), corpus.WORKER_CONFIG])
        if helm_chart.objects(printed) != helm_chart.objects(ours):
            raise SystemExit("Helm does not print the same objects")
        return command

    def ours(self, name: str, runs: int | None = None) -> Cost:
        """What pulsarfn takes for a stream."""
        return cost(self.pulsarfn, self.path(name), runs or self.runs)


def rows(bench: Bench) -> Iterator[Row]:
    """The table, line by line as it is measured."""
    few = max(bench.runs // 4, 1)
    plain, work = bench.ours("plain-1"), "1 MB without carriers"
    peers = {
        "kustomize build of the same objects": ([str(kustomize_program()), "build", str(bench.folder)], few),
        "PyYAML (C) load and dump": ([str(bench.python), "-c", LOAD_AND_DUMP], few),
        "python -c pass": ([str(bench.python), "-c", "pass"], bench.runs),
        "cat": (["cat"], bench.runs),
    }
    goals = {"kustomize build of the same objects": "25 ms, 1/20"}
    for name, (command, runs) in peers.items():
        yield Row(work, plain, name, cost(command, bench.path("plain-1"), runs), goals.get(name, ""))
    ours, cats = (cost_in_a_pipe(each, bench.path("plain-100"), bench.runs) for each in (bench.pulsarfn, ["cat"]))
    yield Row("100 MB without carriers between two cats, all three", ours[1], "cat between two cats", cats[1], "3 x")
    yield Row("the same, without the two cats", ours[0], "cat", cats[0])
    streams = [Call(bench.pulsarfn, bench.path(f"functions-{number}")) for number in (1, 1_000, 2_000)]
    one, thousand, twice = costs_in_turn(streams, bench.runs)
    yield Row("1 function in 1 MB", one, "Pulsar's own code for one", Cost(PULSARS_OWN, 0), "80 ms")
    yield Row("1,000 functions", thousand, "1 function", one, "1.0 s")
    yield Row("2,000 functions", twice, "1,000 functions", thousand, "2 x")
    streams = [
        Call(bench.pulsarfn, bench.path(each)) for each in ("functions-1000", "functions-10000", "functions-in-a-list")
    ]
    tenth, many, listed = costs_in_turn(streams, min(few, 3))
    yield Row("10,000 functions", many, "1,000 functions", tenth, "linear")
    yield Row("10,000 functions in one List", listed, "10,000 functions", many, "linear")
    yield Row("1 function in 100 MB", bench.ours("functions-1-in-100", few), "1 function in 1 MB", one, "linear")
    yield Row("1 function in a List of 6 MB", bench.ours("list", few), "1 function in 1 MB", one, "linear")
    yield Row("1 function and a million documents", bench.ours("tiny", few), "1 function in 1 MB", one, "linear")
    yield Row("1 function and a text of 100 MB", bench.ours("scalar", few), "1 function in 1 MB", one, "linear")
    yield from rows_of_commands(bench)
    yield from rows_of_helm(bench)  # last: they take memory here


def rows_of_helm(bench: Bench) -> Iterator[Row]:
    """The filter and Helm alone, in turn."""
    works = {
        "the objects of 1,000 functions (medians)": ("only-functions-1000", corpus.functions),
        "those of the smallest functions (medians)": ("smallest-functions-1000", corpus.smallest_functions),
    }
    for work, (stream, functions) in works.items():
        calls = Call(bench.pulsarfn, bench.path(stream)), Call(bench.helm_template(functions, 1_000), os.devnull)
        ours, theirs = medians_in_turn(calls, 5 if bench.runs > 1 else 1)
        yield Row(work, ours, "helm template of the same objects", theirs, "1 x")


def rows_of_commands(bench: Bench) -> Iterator[Row]:
    """The other commands beside the filter, on the same stream and in turn with it."""
    stream, changed, healthy = map(bench.path, ("only-functions-1000", "ten-of-them-changed", "healthy-functions-1000"))
    calls = {
        "lint of 1,000 functions without findings": (["lint", "--assume-exists", "Secret/*", healthy], 0, "1.5 x"),
        "lint of 1,000 functions with a warning each": (["lint"], 0, ""),
        "diff of 1,000 functions, ten of them changed": (["diff", stream, changed], 1, "3 x"),
        "explain of one of 1,000 functions": (["explain", "shop/orders/enrich-500"], 0, "1.2 x"),
        "graph of 1,000 functions": (["graph"], 0, "1.5 x"),
        "graph of 1,000 functions as a page": (["graph", "-o", "html"], 0, ""),
    }
    given = [Call([*bench.pulsarfn, *arguments], stream, status) for arguments, status, _ in calls.values()]
    filtered, *costs = costs_in_turn([Call(bench.pulsarfn, stream), *given], max(bench.runs // 4, 1))
    for (work, (*_, goal)), each in zip(calls.items(), costs, strict=True):
        yield Row(work, each, "the filter on the same stream", filtered, goal)


def table(measured: Sequence[Row]) -> str:
    """The rows in Markdown."""
    head = "| work | pulsarfn | memory | peer | its time | goal | reached |\n| --- | ---: | ---: | --- | ---: | --- | ---: |\n"
    return head + "".join(
        f"| {row.work} | {shown(row.ours.seconds)} | {row.ours.megabytes:.0f} MB | {row.peer} | {shown(row.theirs.seconds)} "
        f"| {row.goal} | {row.reached} |\n"
        for row in measured
    )


def page(measured: Sequence[Row]) -> str:
    """docs/benchmark.md."""
    return f"""# Speed and memory

Measured by `python benchmarks/run.py` on two shared cores, {platform.machine()}, Python {platform.python_version()}.
Times are user and system time, the lowest of several runs, because other work on the machine only adds to it. Each peer was
measured in the same run. Memory is the peak of the resident set. Trust ratios more than times.

![The same as bars](benchmark.svg)

{table(measured)}
pulsarfn keeps a long stream in a private file without a name, in `TMPDIR`, until it has accepted all of it. Memory stays below
40 MB plus twice the largest document. This includes a `List` or `ResourceList` of nothing but carriers: pulsarfn decodes and
parses a long document piece by piece, reads at most 32 short configs together, and writes their objects before it reads the
next ones. It keeps about 100 bytes of each function: its place and hashes of its names. An error may cost more, because
pulsarfn then reads the text again to find the position. Pulsar's own code was measured once: the start of a JVM and its
libraries for one function.

The commands beside the filter read the same stream, each in turn with it. They expand it as the filter does, and write what
they print instead. `explain` looks into the named component only, and `diff` into what differs. `lint` and the page of `graph`
take time for each finding, because pulsarfn then reads the text again to find the position and to mask secrets.

Helm alone takes longer, although its charts hold everything already: the charts of the rows with medians
(`benchmarks/helm_chart.py`) fill names and ids into finished manifests. They check nothing, convert no config, and know no
other version of Pulsar. Both programs of such a row were measured in turn, five times each.
"""


def bars(measured: Sequence[Row]) -> list[tuple[str, list[Bar]]]:
    """The groups of the picture: each work, and what stands beside it as far as it is another program."""
    groups: dict[str, list[Bar]] = {}
    for row in measured:
        group = groups.setdefault(row.work, [Bar("pulsarfn", row.ours.seconds, ours=True)])
        if "function" not in row.peer:
            group.append(Bar(row.peer, row.theirs.seconds))
    return list(groups.items())


def main() -> None:
    """Measure, print, and write the page and the picture."""
    quick = sys.argv[1:] == ["--quick"]
    with tempfile.TemporaryDirectory() as folder:
        measured = []
        for row in rows(Bench(Path(folder), runs=1 if quick else 20)):
            measured.append(row)
            print(f"{row.work}: {shown(row.ours.seconds)}; {row.peer}: {shown(row.theirs.seconds)}", flush=True)
    print(table(measured))
    if not quick:
        (REPOSITORY / "docs" / "benchmark.md").write_text(page(measured), encoding="utf-8")
        (REPOSITORY / "docs" / "benchmark.svg").write_text(plot(bars(measured)), encoding="utf-8")


if __name__ == "__main__":
    main()
