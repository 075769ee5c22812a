"""What diff says of one change each; tests/real/test_real_diff.py proves that the API server and the controller agree."""

import pytest

from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.effects import gravest
from pulsarfn.kubernetes.identity import identity_of
from spellings import SPELLINGS, spelled


@pytest.mark.parametrize("sentence", SPELLINGS)
def test_a_change_is_told_for_what_it_does(sentence):
    old, new, expected = SPELLINGS[sentence]
    sides = [{identity_of(each): each for each in spelled(sentence, change, "one", "ns")} for change in (old, new)]
    comparison = compare(Stream("old", sides[0]), Stream("new", sides[1]))
    assert gravest(each.effect for each in (*comparison.components, *comparison.others)) == expected
