"""Component configs as values: YAML or JSON, by the rules of pulsar-admin's own reader."""

import re

import yaml

from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError
from pulsarfn.values import Value

_SURROGATE_PAIR = r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"


def read_config(text: str, *, is_json: bool) -> tuple[Value, str]:
    """Return the value of a config, and the text to which the places of its parts refer.

    pulsar-admin reads every file with its YAML reader (`CmdUtils.loadConfig`), so JSON may have a comma after the last
    member, single quotes and comments. If neither reader accepts a JSON text, the fault is that of the JSON reader.
    SnakeYAML accepts a surrogate pair as two escapes, libyaml does not: the text is read with the two joined to one.

    Raises:
        ReadError: for the same faults as `read_json` and `read_yaml`.
    """
    if not is_json:
        return _read_yaml(text)
    from pulsarfn.stream.json_reader import read_json  # noqa: PLC0415 - most configs are YAML

    try:
        return read_json(text), text
    except ReadError as error:
        try:
            return _read_yaml(text)
        except ReadError:
            raise error from None


def _read_yaml(text: str) -> tuple[Value, str]:
    try:
        return read_yaml(text, "jackson"), text
    except ReadError:
        joined = _with_pairs_joined(text) if re.search(_SURROGATE_PAIR, text) else text
        if joined == text:
            raise
        return read_yaml(joined, "jackson"), joined


def _with_pairs_joined(text: str) -> str:
    """Return `text` with one escape for each pair in double quotes; elsewhere a backslash has no special meaning."""
    parts, end = list[str](), 0
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):  # libyaml's own scanner stops at the first pair
            if isinstance(token, yaml.ScalarToken) and token.style == '"':
                start, parted = token.start_mark.index, text[token.start_mark.index : token.end_mark.index]
                parts += (text[end:start], re.sub(_SURROGATE_PAIR, _joined, parted))
                end = token.end_mark.index
    except yaml.YAMLError:
        return text
    return "".join((*parts, text[end:]))


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[2], 16), int(pair[3], 16)
    return f"{pair[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"
