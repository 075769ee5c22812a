"""Which bytes make a text worth parsing: no carrier may be missed, however its annotation is written."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pulsarfn.stream.markers import MARKERS, is_candidate, pieces, plain_length
from pulsarfn.stream.reader import read_yaml


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("pulsarfn.io/expand: function", id="an annotation"),
        pytest.param("# see pulsarfn.io", id="a mention: what is parsed decides"),
        pytest.param("PF_functionRuntimeFactoryClassName: x", id="the chart's key"),
        pytest.param(r'"pulsarfn\u002eio/expand": function', id="four hexadecimal digits"),
        pytest.param(r'"pulsarfn\x2Eio/expand": function', id="two, in upper case"),
        pytest.param(r'"\U00000070ulsarfn.io/expand": function', id="eight"),
        pytest.param(r'"pulsarfn.io\/expand": function', id="an escaped slash"),
        pytest.param('"pulsar\\\n    fn.io/expand": function', id="an escaped line break"),
        pytest.param('"pulsar\\\r\n\tfn.io/expand": function', id="an escaped CRLF"),
        pytest.param('"pulsar\\\rfn.io/expand": function', id="an escaped CR"),
        pytest.param('"pulsar\\\u2028 fn.io/expand": function', id="an escaped line separator"),
        pytest.param(r'"\x70\u0075ls\x61rfn\U0000002eio/expand": function', id="escapes of all kinds"),
        pytest.param(r'"PF\x5ffunctionRuntimeFactoryClassName": x', id="the chart's key with an escape"),
        pytest.param("pulsarfn: x", id="the name alone"),
        pytest.param("pulsarfn.dev/suppress-PF511: x", id="another domain"),
        pytest.param("pulsar-fn.io/expand: function", id="another name"),
    ],
)
def test_what_may_concern_us_is_a_candidate(text):
    assert is_candidate(f"a: b\n{text}\n".encode())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("pulsarf.io/x: function", id="another name"),
        pytest.param(r'a: "\u002e \x2e \U0000002e"', id="escapes of something else"),
        pytest.param(r'a: "pulsar\u00e9fn\x2eio"', id="an escape of another character in the midst"),
        pytest.param("a: \\udevice \\xyz \\U", id="what only looks like an escape"),
    ],
)
def test_what_does_not_concern_us_is_none(text):
    assert not is_candidate(text.encode())


ESCAPES = st.sampled_from(["{}", "\\x{:02x}", "\\x{:02X}", "\\u{:04x}", "\\U{:08x}", "\\\n  {}", "\\\r\n{}"])


@pytest.mark.slow
@settings(deadline=None)
@given(
    st.sampled_from([marker.decode() for marker in MARKERS]).flatmap(
        lambda marker: st.tuples(*(st.tuples(st.just(character), ESCAPES) for character in marker))
    )
)
def test_no_way_to_write_a_marker_hides_it(characters):
    key = "".join(escape.format(ord(character) if ":" in escape else character) for character, escape in characters)
    text = f'? "{key}"\n: 1\n'  # a key of several lines has to be an explicit one
    (read,) = read_yaml(text, "kubernetes")
    assert read.encode() in MARKERS
    assert is_candidate(text.encode())


def test_looking_needs_no_heavy_import():
    code = f"""
import sys
sys.path[:] = {sys.path!r}
before = set(sys.modules)
from pulsarfn.stream.markers import is_candidate
assert not is_candidate(b'a: "b"')
print(sorted(set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "['pulsarfn', 'pulsarfn.stream', 'pulsarfn.stream.markers']\n"


def cut(text, places):
    ends = sorted({min(place, len(text)) for place in places} | {len(text)})
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


TEXTS = st.lists(
    st.sampled_from(
        [
            b"pulsarfn.io",
            b"pulsar",
            b"fn.io",
            b"PF_functionRuntimeFactoryClassName",
            b"PF_",
            b"\\",
            b"\\u002e",
            b"\\x70",
            b"\\U0000002e",
            b"\n",
            b"\r",
            b"  ",
            b"\xe2\x80\xa8",
            b"a",
            b'"',
        ]
    ),
    max_size=12,
).map(b"".join)


@given(TEXTS, st.lists(st.integers(0, 80), max_size=5))
@example(b"pulsarfn.io/expand", [3])
@example(b"a", [])
def test_a_stream_is_looked_at_however_it_is_cut(text, places):
    assert not is_candidate(text[: plain_length(cut(text, places))])
    assert not is_candidate(text[: plain_length([text])])


LONG_TEXTS = st.lists(
    st.one_of(TEXTS, st.sampled_from([b"a" * 700, b" " * 1500, b"\\\n" + b" " * 2000, b"a " * 300])), max_size=9
).map(b"".join)


@pytest.mark.slow
@given(LONG_TEXTS, st.lists(st.integers(0, 9000), max_size=9))
@example(b"a" * 2000 + b"pulsar\\\n" + b" " * 3000 + b"fn.io" + b"a" * 2000, [2008, 3500, 5000, 5500])
@example(b"a" * 2000 + b"pulsarfn.io", [2003])
def test_no_marker_lies_across_two_pieces(text, places):
    found = [*pieces(cut(text, places))]
    assert is_candidate(text) <= any(map(is_candidate, found))
    assert not is_candidate(text[: plain_length(cut(text, places))])


def test_the_pieces_of_a_long_line_are_short():
    blocks = [b'{\\"a\\": \\"\\u003cb\\u003e\\"}, ' * 1000] * 9
    assert max(map(len, pieces(blocks))) < 2 * len(blocks[0])


@pytest.mark.parametrize(
    "text", [b"a: 1\nb: 2\n", b"", b"one line", b"\\u003c \\udevice\n" * 9, b"\n" * 99, b'"\\\n' * 9]
)
def test_what_concerns_nobody_is_plain_however_it_is_cut(text):
    for size in (1, 2, 3, 7, 1000):
        assert plain_length(cut(text, range(0, len(text), size))) == len(text)


@pytest.mark.parametrize("text", [b"\xff\xfea\0", b"\xfe\xff\0a", b"a: 1\nb: \0\n"])
def test_what_is_no_text_is_not_plain_however_it_is_cut(text):
    for size in (1, 2, 3, 7, 1000):
        assert plain_length(cut(text, range(0, len(text), size))) < len(text)


def test_all_blocks_come_by_after_a_hit():
    blocks = iter([b"pulsarfn.io\n", b"a\n", b"b\n"])
    assert plain_length(blocks) == 0
    assert list(blocks) == []


def test_the_lines_before_the_block_of_a_hit_are_plain():
    blocks = [b"a: 1\nb", b": 2\nc: 3\n", b"d: 4\ne", b": pulsarfn.io\n", b"f: 5\n"]
    plain = plain_length(blocks)
    assert b"".join(blocks)[:plain] == b"a: 1\nb: 2\nc: 3\nd: 4"


def test_only_escapes_of_a_markers_characters_need_a_closer_look():
    """JSON in Helm charts is full of ``\\u003c``: it costs nothing."""
    code = f"""
import sys
sys.path[:] = {sys.path!r}
sys.modules["re"] = None
from pulsarfn.stream.markers import is_candidate
assert not is_candidate(rb'a: "\\u003cb\\u003e \\U0001F600 \\x41 \\xzz \\u"')
"""
    subprocess.run([sys.executable, "-I", "-c", code], check=True)
