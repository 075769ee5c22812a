"""Commands with all the forms of output that they have, and options as people give them, right and wrong."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from random import Random
from typing import NamedTuple

import click
from odd_values import ODD_TEXTS

from pulsarfn.cli.commands import COMMANDS

STREAM, OLD, CONFIG = "stream.yaml", "old.yaml", "config.yaml"
URLS = ("--set", "pulsarServiceUrl=pulsar://b:6650", "--set", "pulsarWebServiceUrl=http://b:8080")
_COMPONENTS = ("function", "source", "sink")
_OVERRIDES = (
    "functionRuntimeFactoryConfigs.pulsarDockerImageName=a:1",
    "functionRuntimeFactoryConfigs.jobNamespace=a",
    "functionRuntimeFactoryConfigs.grpcPort=1" + "0" * 5000,
    "functionRuntimeFactoryConfigs.percentMemoryPadding=1e400",
    "authenticationEnabled=true",
    "clientAuthenticationPlugin=org.apache.pulsar.client.impl.auth.AuthenticationToken",
    "runtimeCustomizerConfig.extraLabels.a=b",
    "pulsarVersion=5.0",
)


class Command(NamedTuple):
    """The arguments of a run.

    Attributes:
        arguments: all of them.
        name: the command, `filter` for none.
        form: what `-o` asks for, empty for the default.
        from_stdin: whether it reads the stream from standard input.
        component: what its input is bare configs of, empty for a stream.
    """

    arguments: tuple[str, ...]
    name: str
    form: str = ""
    from_stdin: bool = False
    component: str = ""


@cache
def _forms(name: str) -> tuple[str, ...]:
    """The values of a command's option `-o`, those of later versions too."""
    params = import_module(COMMANDS[name]).command.params
    return next(
        (tuple(each.type.choices) for each in params if "-o" in each.opts and isinstance(each.type, click.Choice)), ()
    )


def command_of(random: Random) -> Command:
    """A command with its options."""
    name = random.choices(
        ("filter", "expand", "lint", "explain", "diff", "graph", "render", "init", "names", "schema"),
        (30, 10, 20, 10, 10, 8, 8, 3, 2, 0.2),
    )[0]
    if name in ("names", "schema"):
        return Command((name, *_names(name, random)), name)
    form = random.choice(("", *_forms(name))) if name != "filter" else ""
    output = ("-o", form) if form else ()
    if name in ("render", "init"):
        component = random.choice(_COMPONENTS)
        flags = _flags(random) if name == "render" else ()
        folder = ("--output-dir", "made") if name == "init" and form not in ("", "carriers") else ()
        options = _common(random) if name == "render" else ()
        config = random.choice((CONFIG, CONFIG, "config.json"))
        return Command((name, component, config, *output, *folder, *flags, *options), name, form, component=component)
    is_stdin = name == "filter" or random.random() < 0.3
    component = (
        random.choice(_COMPONENTS) if name in ("lint", "explain", "diff", "graph") and random.random() < 0.15 else ""
    )
    files = (OLD, "-" if is_stdin else STREAM) if name == "diff" else () if is_stdin else ("-f", STREAM)
    if component:
        is_stdin, files = False, (CONFIG, "config.json") if name == "diff" else ("-f", CONFIG)
    own = () if name == "filter" else (name, *files, *output, *(("--as", component) if component else ()))
    return Command((*own, *_own(name, random), *_common(random)), name, form, is_stdin, component)


def _own(name: str, random: Random) -> Iterator[str]:
    if name == "lint":
        for option in ("--strict", "--require-carriers"):
            yield from (option,) if random.random() < 0.04 else ()
        if random.random() < 0.04:
            yield from (
                "--assume-exists",
                random.choice(("Secret/*", "secret/a/b", "x", "Secret//", random.choice(ODD_TEXTS))),
            )
        if random.random() < 0.04:
            yield from ("--ignore", random.choice(("PF501", "pf604", "PF999", random.choice(ODD_TEXTS))))
        if random.random() < 0.15:
            yield from random.choice((("--fix",), ("--fix", "--diff")))
        if random.random() < 0.04:
            yield from ("--source-root", ".")
    elif name == "explain" and random.random() < 0.2:
        field = ("spec.template.spec.containers[0]", "metadata", "spec.replica", random.choice(ODD_TEXTS))
        yield from ("--field", random.choice(field))
    elif name == "expand" and random.random() < 0.3:
        yield from ("--output-dir", "made")


def _common(random: Random) -> tuple[str, ...]:
    options = [*URLS] if random.random() < 0.85 else []
    if random.random() < 0.15:
        options += ["--worker-config", "worker.yml"]
    if random.random() < 0.08:
        key, _, value = random.choice(_OVERRIDES).partition("=")
        options += ["--set", f"{key}={random.choice((value, random.choice(ODD_TEXTS)))}"]
    if random.random() < 0.05:
        options += ["-n", random.choice(("ns", "a.b", random.choice(ODD_TEXTS)))]
    if random.random() < 0.1:
        options += ["--auth-token-file", "token"]
    if random.random() < 0.1:
        options += ["--trust-certs-file", "ca.pem"]
    options += [each for each in ("-v", "-q") if random.random() < 0.1]
    if random.random() < 0.3:
        options += ["--diagnostics", "lines"]
    return tuple(each.replace("\0", "").replace("\ud800", "\udcff") for each in options)


def _flags(random: Random) -> tuple[str, ...]:
    flags = (
        "--name",
        "--inputs",
        "--user-config",
        "--cpu",
        "--ram",
        "--parallelism",
        "--classname",
        "--jar",
        "--secrets",
    )
    values = ("a", "1", "0", "a,b", '{"a": 1}', "0.5", "9" * 5000, random.choice(ODD_TEXTS).replace("\0", ""))
    chosen = random.sample(flags, random.choice((0, 0, 1, 2)))
    return tuple(f"{each}={random.choice(values)}".replace("\ud800", "\udcff") for each in chosen)


def _names(name: str, random: Random) -> tuple[str, ...]:
    if name == "schema":
        return (random.choice(("function", "source", "sink", "worker-config", "custom-runtime-options", "x")),)
    parts = ("a", "b-c", "a.b", "ab" * 40, *(each.replace("\0", "").replace("\ud800", "\udcff") for each in ODD_TEXTS))
    return tuple(
        "/".join(random.choice(parts) for _ in range(random.choice((3, 3, 3, 2)))) for _ in range(random.choice((1, 2)))
    )
