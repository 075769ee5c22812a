"""An input of the program for each number: a stream made of mutated real objects, the files beside it, and a command."""

import base64
from itertools import count
from random import Random
from typing import Any, NamedTuple

from commands_of_inputs import Command, command_of
from mutations import changed, crossed
from odd_values import ODD_TEXTS, odd_value
from seeds import EXPAND, PROVIDE, expands, of_kind, seeds
from yaml_texts import block, flow, is_mapping

CANARY = "Kanarienvogel-7"
"""Planted only where nothing that is said may hold it."""

_NAMES = ("tenant", "namespace", "name", "fqfn", "jobName", "jobNamespace")
_BYSTANDERS = (
    "# a comment about pulsarfn {n}, and nothing else\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: by-{n}}}\ndata:\n  a:   'odd   quoting'   # comment\n\n\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: by-{n}, labels: &l {{a: b}}, annotations: *l}}\ndata: {{<<: *l, x: y}}\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: by-{n}\n  name: by-{n}\ndata: {{a: b, a: c}}\n",
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: by-{n}}}\nbinaryData: {{a: !!binary aGk=}}\ndata: {{"k" : 0x1F, ? b : c}}\n',
    "apiVersion: v1\nkind: ConfigMap\r\nmetadata: {{name: by-{n}}}\r\ndata:\r\n  a: |+\r\n    x\r\n\r\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: by-{n}}}\ndata:\n  a: see pulsarfn.io/expand and pulsarfn.io/provide\n",
    ('apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: by-{n}}}\ndata:\n  a: |2\n      x\n   \n'
    '  b: >-\n   y\n\n   z\n  c: "é\\u00e9\\\n    x"\n'),
    "apiVersion: v1\nkind: Secret\nmetadata: {{name: by-{n}}}\nstringData: {{password: CANARY}}\n",
    "apiVersion: v1\nkind: Secret\nmetadata: {{name: by-{n}}}\ndata: {{token: CANARY-IN-BASE64}}\n",
    '{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "by-{n}"}},\n\t"data": {{"a": "\\/"}}}}\n',
    "apiVersion: acme.io/v1\nkind: Function\nmetadata: {{name: by-{n}}}\nspec: {{n: 1e400, m: {digits}, d: 2024-01-01, t: 12:30}}\n",
    "kind: {{}}\nmetadata: []\nby-{n}: [[[[{{a: [b]}}]]]]\n",
    "apiVersion: v1\nkind: []\nmetadata: {{name: {{by: {n}}}, annotations: x}}\n",
)  # fmt: skip


class Part(NamedTuple):
    """One object of a stream, as it is written; a bystander is none of pulsarfn's business."""

    text: str
    is_bystander: bool


class Input(NamedTuple):
    """What the program is given.

    Attributes:
        command: its arguments, and what is known of them.
        stream: the stream, on standard input or in the file `stream.yaml`.
        files: the other files in the folder, by name.
        untouched: texts that must stand in the output, in this order.
        is_planted: whether nothing that is said may hold the canary.
    """

    command: Command
    stream: bytes
    files: dict[str, bytes]
    untouched: list[bytes]
    is_planted: bool


def input_of(number: int) -> Input:
    """The input of that number; the same in each run for the same seeds."""
    random = Random(number)
    command = command_of(random)
    planted = random.random() < 0.4
    is_hostile = random.random() < 0.5
    bare = _config_text(command.component or "function", random, is_hostile=is_hostile, planted=False)
    worker = _text_of(_mutated(random.choice(seeds().workers), random, is_hostile=is_hostile), random)
    files = {
        "config.yaml": _bytes(bare),
        "config.json": _bytes(bare),
        "worker.yml": _bytes(worker),
        "token": CANARY.encode(),
    }
    files |= {"ca.pem": random.choice((b"", b"-----BEGIN CERTIFICATE-----\n", bytes(range(256))))}
    parts = _parts(random, is_hostile=is_hostile, planted=planted)
    text, untouched = _joined(parts, random)
    stream = _bytes(text)
    if is_hostile and not planted and random.random() < 0.25:
        stream, untouched = _scrambled(stream, random), []
    elif random.random() < 0.02:
        stream, untouched, planted = _scrambled(random.choice(seeds().texts), random), [], False
    files["old.yaml"] = (
        stream
        if random.random() < 0.3
        else _bytes(_joined(_parts(random, is_hostile=False, planted=planted), random)[0])
    )
    return Input(command, stream, files, untouched, planted)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _mutated(value: Any, random: Random, *, is_hostile: bool) -> Any:
    return changed(value, random, seeds().donors, random.choice((0, 1, 1, 1, 2, 3, 6)) if is_hostile else 0)


def _parts(random: Random, *, is_hostile: bool, planted: bool) -> list[Part]:
    parts = []
    for number in range(random.choice((1, 1, 2, 3, 4))):
        kind = random.random()
        if kind < 0.6:
            parts.append(Part(_carrier(random, number, is_hostile=is_hostile, planted=planted), is_bystander=False))
        elif kind < 0.7:
            parts.append(Part(_worker(random, number, is_hostile=is_hostile, planted=planted), is_bystander=False))
        elif kind < 0.8:
            manifest = random.choice(seeds().objects)
            parts.append(Part(block(_mutated(manifest, random, is_hostile=is_hostile), random), is_bystander=False))
        else:
            parts.append(Part(_bystander(random, number), is_bystander=True))
    random.shuffle(parts)
    return parts


def _bystander(random: Random, number: int) -> str:
    text = random.choice(_BYSTANDERS).format(n=number, digits="9" * random.choice((9, 5000)))
    encoded = base64.b64encode(CANARY.encode()).decode()
    return text.replace("CANARY-IN-BASE64", encoded).replace("CANARY", CANARY)


def _carrier(random: Random, number: int, *, is_hostile: bool, planted: bool) -> str:
    component = random.choice(("function", "function", "source", "sink"))
    is_secret = random.random() < (0.9 if planted else 0.2)
    data = {}
    for index in range(random.choice((1, 1, 1, 2, 3))):
        ending = random.choice((".yaml", ".yaml", ".yml", ".json"))
        text = _config_text(component, random, is_hostile=is_hostile, planted=planted and is_secret)
        data[f"c{index}{ending}"] = text
    return _written(
        random, number, {EXPAND: component}, data, is_hostile=is_hostile, is_secret=is_secret, planted=planted
    )


def _worker(random: Random, number: int, *, is_hostile: bool, planted: bool) -> str:
    config, is_secret = random.choice(seeds().workers), random.random() < (0.9 if planted else 0.2)
    config = _mutated(config, random, is_hostile=is_hostile)
    if planted and is_secret:
        config = _with_canaries(config, random)
    if random.random() < 0.3 and is_mapping(config):
        data = {f"PF_{key}": each if isinstance(each, str) else flow(each) for key, each in config}
    else:
        data = {"functions_worker.yml": _text_of(config, random)}
    provide = random.choice(("worker-config", "worker-config-keep", "worker-config"))
    return _written(
        random, number, {PROVIDE: provide}, data, is_hostile=is_hostile, is_secret=is_secret, planted=planted
    )


def _written(
    random: Random,
    number: int,
    given: dict[str, str],
    data: dict[str, str],
    *,
    is_hostile: bool,
    is_secret: bool,
    planted: bool,
) -> str:
    """An object that holds texts, mutated around them unless a canary in it must stay in a Secret."""
    for _ in range(random.choice((0, 0, 0, 1, 2)) if is_hostile else 0):
        key, value = random.choice(seeds().donors[:11])
        given = {key: value, **given}
    name = random.choice((f"c{number}", f"c{number}", "pulsar-functions"))
    part, texts = "stringData" if is_secret and (planted or random.random() < 0.5) else "data", data
    if is_secret and part == "data":
        texts = {key: base64.b64encode(_bytes(text)).decode() for key, text in data.items()}
    metadata = {"name": name, "annotations": given}
    if random.random() < 0.3:
        metadata |= {"namespace": "pulsar", "labels": {"app": random.choice(ODD_TEXTS) if is_hostile else "a"}}
    manifest: Any = {"apiVersion": "v1", "kind": "Secret" if is_secret else "ConfigMap", "metadata": metadata}
    if random.random() < 0.1:
        manifest |= {"immutable": True, "type": "Opaque", "binaryData": {"a": "aGk="}}
    manifest |= {part: texts}
    if random.random() < 0.2 and is_hostile and not planted:
        manifest = changed(manifest, random, seeds().donors, 1)
    return block(manifest, random)


def _config(component: str, random: Random, *, is_sound: bool) -> Any:
    """A config of that kind; a sound one expands as it is."""
    tried = (random.choice(of_kind(component)) for _ in count())
    return seeds().configs[next(index for index in tried if not is_sound or expands(index))][1]


def _config_text(component: str, random: Random, *, is_hostile: bool, planted: bool) -> str:
    """The text of a config, which has good chances to expand unless it is hostile."""
    is_sound = not (is_hostile and random.random() < 0.3)
    config = _config(component, random, is_sound=is_sound)
    if random.random() < 0.5:
        config = crossed(config, _config(component, random, is_sound=is_sound), random)
    if random.random() < 0.7:
        config = {**config, "name": f"n{random.randrange(1000)}"}
    config = _mutated(config, random, is_hostile=is_hostile)
    if planted:
        config = _with_canaries(config, random)
    text = _text_of(config, random)
    return _scrambled_text(text, random) if is_hostile and random.random() < 0.1 else text


def _with_canaries(value: Any, random: Random, chance: float = 0.4) -> Any:
    """The value with canaries in place of some texts, except of names, which the objects themselves show."""
    if is_mapping(value):
        return type(value)(
            (key, each if key in _NAMES else _with_canaries(each, random, chance)) for key, each in value
        )
    if isinstance(value, list):
        return [_with_canaries(each, random, chance) for each in value]
    if isinstance(value, str) and random.random() < chance:
        return random.choice(
            (CANARY, f"{value}{CANARY}", f"persistent://public/default/{CANARY}", f"https://u:{CANARY}@h/a.jar")
        )
    return value


def _text_of(value: Any, random: Random) -> str:
    return flow(value) if random.random() < 0.3 else block(value, random)


def _joined(parts: list[Part], random: Random) -> tuple[str, list[bytes]]:
    """The stream of the parts, as documents, a List or a ResourceList, and what of it must pass."""
    way = random.random()
    if way < 0.6:
        texts = [
            "---" + random.choice(("\n", " # here\n", "\n# Source: app/templates/a.yaml\n")) + each.text
            for each in parts
        ]
        end = random.choice(("", "", "...\n", "---\n", "\n\n"))
        kept = [_bytes(text) for text, each in zip(texts, parts, strict=True) if each.is_bystander]
        return random.choice(("", "\ufeff", "# head\n")) + "".join(texts) + end, kept
    items = [each for each in parts if not each.text.startswith("#")]
    texts = ["- " + "\n  ".join(each.text.removesuffix("\n").split("\n")) + "\n" for each in items]
    kept = [_bytes(text[2:-1]) for text, each in zip(texts, items, strict=True) if each.is_bystander]
    if way < 0.85:
        head = "apiVersion: v1\nkind: List\n"
    else:
        head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n" + _function_config(random)
    if len(texts) > 1 and random.random() < 0.05:
        texts, kept = [texts[0], random.choice(("items:\n", "kind: List\nitems:\n", "Items:\n")), *texts[1:]], []
    return f"{head}items:\n{''.join(texts)}" if texts else f"{head}items: []\n", kept


def _function_config(random: Random) -> str:
    if random.random() < 0.5:
        return ""
    spec = random.choice(
        (
            {"set": ["pulsarServiceUrl=pulsar://b:6650"]},
            {"namespace": "a"},
            {"workerConfig": "pulsar-functions"},
            odd_value(random),
        )
    )
    value = {"apiVersion": "pulsarfn.io/v1", "kind": "Expand", "metadata": {"name": "a"}, "spec": spec}
    return "functionConfig: " + flow(_mutated(value, random, is_hostile=random.random() < 0.5)) + "\n"


def _scrambled_text(text: str, random: Random) -> str:
    return _scrambled(_bytes(text), random).decode("utf-8", "replace")


def _scrambled(content: bytes, random: Random) -> bytes:
    """Bytes with some of them changed."""
    for _ in range(random.choice((1, 1, 2, 5))):
        at = random.randrange(len(content) + 1)
        end = min(len(content), at + random.choice((0, 0, 1, 2, 10, 100)))
        odd = (
            *(_bytes(each) for each in ODD_TEXTS),
            b"\xff",
            b"\xef\xbb\xbf",
            b"\r\n",
            b"\r",
            b"\n  ",
            b"&a ",
            b"*a",
            b"<<: ",
            content[at - 40 : at],
        )
        content = content[:at] + random.choice(odd) + content[end:]
    return content.replace(b"\n", b"\r\n") if random.random() < 0.1 else content
