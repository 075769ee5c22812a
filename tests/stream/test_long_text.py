"""A long text is a `str` by another way: its parts are decoded when they are looked at."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.stream.long_text import LongText
from pulsarfn.stream.parser import events

TEXTS = st.text(st.sampled_from("ab\n\u00e9\u2028\U0001f600"), max_size=30)
BLOCKS = st.integers(4, 9)  # no block is shorter than a character


@given(TEXTS, BLOCKS, st.booleans(), st.data())
def test_its_parts_are_those_of_the_text(text, size, marked, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pulsarfn.stream.long_text.BLOCK", size)
        long = LongText(text.encode("utf-8-sig" if marked else "utf-8"))
        start, end = (data.draw(st.integers(-40, 40)) for _ in range(2))
        assert long[start:end] == text[start:end]
        assert (len(long), long[:], long[-1:]) == (len(text), text, text[-1:])
        assert [long.length(at) for at in range(len(text) + 1)] == [
            len(text[:at].encode()) for at in range(len(text) + 1)
        ]
        word = data.draw(TEXTS.filter(bool))
        assert (word in long) == (word in text)


@given(
    st.lists(st.sampled_from(["a: 1\n", "b: \u00e9 # c\n", "c:\n- \U0001f600\n", "%\n", "d: |\n  x\n"]), max_size=9),
    BLOCKS,
)
def test_it_means_the_same(lines, size):
    text = "".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pulsarfn.stream.long_text.BLOCK", size)
        assert parsed(LongText(text.encode())) == parsed(text)


def parsed(text):
    """All that the parser tells of a text, with the places."""
    told = []
    try:
        told.extend((repr(event), event.start_mark.index, event.end_mark.index) for event in events(text))
    except yaml.YAMLError as error:
        told.append((type(error), error.problem))
    return told


@pytest.mark.parametrize("raw", [b"a\xff", b"a\xc3", b"a\0b"])
def test_what_is_no_text_is_refused(raw):
    with pytest.raises(ValueError):
        LongText(raw)


def test_it_shows_nothing_of_itself():
    assert "secret" not in repr(LongText(b"a: secret"))
