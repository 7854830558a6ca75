"""Ranking entries for a question."""

import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.ranking import (
    ANSWERS,
    MOST_CANDIDATES,
    Candidate,
    gain,
    lookup,
    parts_of,
    question_of,
    rank,
    spans,
)
from services.tickets.domain.words import counted, searchable

TITLES = {"a": "低保怎么申请", "b": "公租房怎么申请", "c": "高龄津贴怎么申请"}


def ranked(text: str, synonyms=()):
    counts = {key: counted([title], []) for key, title in TITLES.items()}
    frequency = Counter(word for key, title in TITLES.items() for word in searchable(counts[key], [title]))
    question = question_of(text, synonyms)
    candidates = [
        Candidate(key, {word: found[word] for word in question.terms if word in found}, sum(found.values()))
        for key, found in counts.items()
    ]
    return rank(question, candidates, frequency, len(TITLES))


def test_entry_that_says_most_of_the_question_comes_first():
    assert ranked("怎么申请公租房")[0].key == "b"


def test_question_that_nothing_answers_is_covered_by_nothing():
    assert all(each.covered < ANSWERS for each in ranked("飞碟停放证"))


def test_synonym_covers_what_it_stands_for():
    alone, helped = ranked("最低生活保障怎么申请"), ranked("最低生活保障怎么申请", [("最低生活保障", "低保")])
    assert helped[0].key == "a"
    assert helped[0].covered > max((each.covered for each in alone), default=0)


def test_particles_say_nothing():
    assert question_of("我的低保呢", ()).said == ("低保",)
    assert question_of("你我", ()).said == ("你我",)


def test_word_that_is_too_common_is_looked_up_in_titles():
    frequency = {"怎么": 5 * MOST_CANDIDATES, "^怎么": 40, "么申": 4 * MOST_CANDIDATES}
    assert lookup(question_of("怎么", ()), frequency) == ["^怎么"]


def test_lookup_stops_once_there_are_enough_candidates():
    frequency = {"低保": 3, "保怎": 3, "怎么": 700, "么申": 790, "申请": 800}
    assert lookup(question_of("低保怎么申请", ()), frequency) == ["低保", "保怎", "怎么", "么申"]


def test_whole_phrase_gains_most_as_title():
    assert (
        gain("低保", ["低保？"], "")
        > gain("低保", ["低保怎么办"], "")
        > gain("低保", ["x"], "低保")
        > gain("低", ["x"], "低")
    )


@given(st.text(alphabet="低保金办理 ab", max_size=40), st.text(alphabet="低保金办理ab", min_size=2, max_size=6))
def test_spans_are_in_order_apart_and_hold_words_of_the_question(text, asked):
    terms = question_of(asked, ()).terms
    found = spans(text, terms)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(found))
    assert all(any(term in text[start:end] for term in terms) for start, end in found)


@given(st.text(max_size=120))
def test_parts_of_any_text_are_few_enough_to_look_up(text):
    assert len(parts_of(text)) <= 120 * 18


@given(st.text(max_size=120), st.lists(st.lists(st.text(min_size=1, max_size=10), min_size=2, max_size=3), max_size=3))
def test_any_question_with_any_synonyms_can_be_ranked(text, synonyms):
    question = question_of(text, synonyms)
    counts = dict.fromkeys(question.terms, 1)
    for each in rank(question, [Candidate("a", counts, 10)], Counter(counts), 10):
        assert 0 <= each.covered <= 1.0001 and each.score >= 0
