"""Offsets and lines of a text, as they are found by counting line feeds."""

from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.stream.lines import Lines
from pulsarfn.stream.texts import place_of

TEXTS = st.text(alphabet="ab\n\r\x85é\U0001f600", max_size=20)


@given(TEXTS, st.integers(0, 20))
def test_the_place_of_an_offset(text, offset):
    offset = min(offset, len(text))
    assert Lines(text).place(offset) == place_of(text, offset)


@given(TEXTS)
def test_an_offset_is_found_again(text):
    lines = Lines(text)
    for offset in range(len(text)):
        assert lines.offset(lines.place(offset)) == offset


@given(TEXTS, st.integers(1, 9), st.integers(0, 9))
def test_what_is_behind_an_end_is_at_that_end(text, line, column):
    offset = Lines(text).offset((line, column))
    assert 0 <= offset <= len(text)
    assert Lines(text).place(offset)[0] <= line


@given(TEXTS)
def test_lines_have_no_line_break(text):
    lines = Lines(text)
    assert [lines[number] for number in range(1, len(lines) + 1)] == [
        line.removesuffix("\r") for line in text.split("\n")
    ]
    assert lines[0] == lines[len(lines) + 1] == ""
