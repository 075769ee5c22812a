"""Patterns of topics: what they match, as Java's own do, and in which time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.analysis.topic_patterns import Patterns


def compiled(pattern):
    """Whether a text is matched by a pattern alone; None for a pattern that is not understood."""
    patterns = Patterns()
    return (lambda text: patterns.matching(text) == [0]) if patterns.add(pattern) else None


@pytest.mark.parametrize(
    ("pattern", "matched", "not_matched"),
    [
        ("", [""], ["a"]),
        ("abc", ["abc"], ["ab", "abcd", ""]),
        ("public/default/in.*", ["public/default/in", "public/default/in-1"], ["public/default/on"]),
        ("a|b", ["a", "b"], ["ab", ""]),
        ("(a|bc)+", ["a", "bcabc"], ["", "ab"]),
        ("(?:ab)?c", ["c", "abc"], ["ac"]),
        ("[a-c]{2,3}", ["ab", "abc"], ["a", "abca", "ad"]),
        ("[^a]", ["b", "]"], ["a", "bb"]),
        ("[]-]+", ["]-"], ["a"]),
        (r"\d+\.\w\s*\S", ["12.a b", "1._x"], ["1xa"]),
        ("a{2}", ["aa"], ["a", "aaa"]),
        ("a{1,}?", ["a", "aaa"], [""]),
        ("^a$", ["a"], ["^a$"]),
        ("a.c", ["abc"], ["a\nc", "ac"]),
    ],
)
def test_what_a_pattern_matches(pattern, matched, not_matched):
    matches = compiled(pattern)
    assert [text for text in (*matched, *not_matched) if matches(text)] == matched


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "a)", "[a", "*", "a**", "a++", "a{", "a{x}", "a{2,1}", "(?=a)", r"\1", r"\bx", "[a&&b]", "[a[b]]", "\\"],
)
def test_of_what_is_not_understood_nothing_is_said(pattern):
    assert compiled(pattern) is None


@pytest.mark.parametrize(
    "pattern", ["a{9999}{9999}", "((a{99}){99}){99}", "(((){999}){999}){999}", "(" * 99 + ")" * 99, "a" * 9999]
)
def test_a_pattern_that_would_grow_without_bounds_is_not_understood(pattern):
    assert compiled(pattern) is None


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)b", "(a?){50}a{50}b"])
def test_a_pattern_that_keeps_backtracking_readers_busy_for_ever_is_decided_at_once(pattern):
    assert compiled(pattern)("a" * 2000) is False


_PATTERNS = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}"])).map(lambda it: f"({it[0]}){it[1]}"),
    ),
    max_leaves=6,
)


@given(_PATTERNS, st.text("ab-", max_size=6))
def test_it_says_what_a_backtracking_reader_says(pattern, text):
    assert compiled(pattern)(text) is (re.fullmatch(pattern, text, re.ASCII) is not None)


def test_of_many_patterns_those_that_match():
    patterns = Patterns()
    assert [patterns.add(each) for each in ("a.*", "(?=a)", "b", "[ab]")] == [True, False, True, True]
    assert [patterns.matching(each) for each in ("a", "ab", "b", "c", "a")] == [[0, 2], [0], [1, 2], [], [0, 2]]
    assert patterns.add("c|a")
    assert [patterns.matching(each) for each in ("a", "c")] == [[0, 2, 3], [3]]


def test_twice_the_patterns_and_topics_make_no_more_than_twice_the_tests():
    """Texts that begin alike are followed once."""

    def tests(number):
        patterns = Patterns()
        for index in range(number):
            patterns.add(f"(a|a)*(a*)*b{index}")
        for index in range(number):
            assert patterns.matching(f"{'a' * 30}b{index}") == [index]
        return sum(map(len, patterns._steps.values())) + len(patterns._steps)

    assert tests(200) < 2.5 * tests(100)
