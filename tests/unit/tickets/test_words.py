"""Cutting texts into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.words import counted, normalised, runs_of, searchable, spoken, stem, words


def test_chinese_is_cut_into_overlapping_pairs_and_the_rest_into_words():
    assert words("办理居住证") == ["办理", "理居", "居住", "住证"]
    assert words("65岁老人 Permits") == ["65", "岁老", "老人", "permit"]
    assert words("伞") == ["伞"]
    assert words("雨伞", singles=True) == ["雨伞", "雨", "伞"]


def test_full_width_and_capitals_are_the_same_words():
    assert words("ＡＰＰ办理") == words("app办理")


@pytest.mark.parametrize(
    ("word", "known"),
    [("subsidies", "subsidy"), ("classes", "class"), ("permits", "permit"), ("bus", "bus"), ("glass", "glass")],
)
def test_english_words_lose_their_endings(word, known):
    assert stem(word) == known


@given(st.text(max_size=200))
def test_normalised_text_has_the_same_places(text):
    assert len(normalised(text)) == len(text)


@given(st.text(max_size=200))
def test_words_hold_nothing_that_a_database_key_may_not(text):
    assert all(word and not set(word) & set(".$\x00^| ") for word in words(text, singles=True))


@given(st.text(alphabet="办理居住证低保金", min_size=2, max_size=30), st.data())
def test_every_part_of_a_text_is_found_by_its_own_words(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    assert set(words(text[start:end])) <= set(words(text))


def test_title_words_count_three_times_and_are_marked():
    counts = counted(["低保"], ["低保金"])
    assert (counts["低保"], counts["保金"]) == (4, 1)
    assert {"低保", "^低保", "保金"} <= set(searchable(counts, ["低保"]))


def test_spoken_text_has_no_spaces_and_marks():
    assert spoken("低 保，怎么办？") == "低保怎么办"
    assert runs_of("65岁 Card") == ["65", "岁", "card"]
