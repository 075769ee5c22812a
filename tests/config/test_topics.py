import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pulsarfn.component.config.topics import check_topic, check_topics, given_topics, topic_fault


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("t", id="short"),
        pytest.param("a/b/t", id="without a domain"),
        pytest.param("persistent://a/b/t", id="in full"),
        pytest.param("non-persistent://a/b/t", id="not persistent"),
        pytest.param("PERSISTENT://a/b/t", id="the domain in any case"),
        pytest.param("persistent://a-=:._9/b/t", id="all that a tenant may hold"),
        pytest.param('persistent://a/b/it\'s "t"', id="quotes and blanks in the topic"),
        pytest.param("persistent://a/b/.*-[0-9]+", id="a pattern"),
        pytest.param("persistent://a/b/ä", id="letters beyond ASCII in the topic"),
    ],
)
def test_pulsar_takes_the_topic(name):
    assert topic_fault(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="blank"),
        pytest.param("a/t", id="two parts"),
        pytest.param("a/b/c/t", id="four parts"),
        pytest.param("a/b/", id="an empty topic"),
        pytest.param("/b/t", id="an empty tenant"),
        pytest.param("persistent://t", id="a domain without tenant and namespace"),
        pytest.param("persistent://a/b", id="a domain without topic"),
        pytest.param("persistent://a/c/b/t", id="a cluster"),
        pytest.param("persistent://a//t", id="an empty namespace"),
        pytest.param("persistent://a/b/ ", id="a blank topic"),
        pytest.param("bad://a/b/t", id="another domain"),
        pytest.param("persistent://a b/c/t", id="a blank in the tenant"),
        pytest.param("persistent://ä/c/t", id="a letter beyond ASCII in the tenant"),
        pytest.param("persistent://a\n/c/t", id="a line feed in the tenant"),
    ],
)
def test_pulsar_does_not_take_the_topic(name):
    assert "write topic, tenant/namespace/topic" in topic_fault(name)


@given(st.from_regex(re.compile(r"[-=:.\w]+", re.ASCII), fullmatch=True) | st.text(), st.text())
@example("a", "t")
@example("a b", "t")
@example("a", "")
def test_a_full_name_is_as_good_as_the_one_without_domain(tenant, topic):
    short = f"{tenant}/ns/{topic}"
    assume("://" not in short)
    assert bool(topic_fault(short)) == bool(topic_fault(f"persistent://{short}"))


def test_a_name_without_domain_may_be_right_or_wrong():
    assert [bool(topic_fault(short)) for short in ("a/ns/t", "a b/ns/t", "a/ns/")] == [False, True, True]


def test_topics_are_found_where_they_are_written():
    topics = given_topics(
        (("inputs", ("a", "b")), ("topicsPattern", ""), ("inputSpecs", {"c": {}}), ("customSerdeInputs", None))
    )
    assert [tuple(topic) for topic in topics] == [
        ("a", ("inputs", 0), False),
        ("b", ("inputs", 1), False),
        ("", ("topicsPattern",), False),
        ("c", ("inputSpecs", "c"), True),
    ]


def test_a_problem_names_the_topic_and_points_at_it():
    (problem,) = check_topics(given_topics((("inputSpecs", {"x/y": {}, "t": {}}),)), "Input topic %s is invalid")
    assert (problem.code.id, problem.message) == ("PF307", "Input topic x/y is invalid")
    assert (problem.path, problem.at_key) == (("inputSpecs", "x/y"), True)


@pytest.mark.parametrize("name", [None, "", "t"])
def test_a_topic_that_need_not_be_there(name):
    assert list(check_topic(name, "logTopic", "LogTopic topic %s is invalid")) == []
