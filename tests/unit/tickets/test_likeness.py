"""How much alike two matters are, who speaks in them, and what of them is shown near by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.flow import is_answer
from services.tickets.domain.likeness import likeness, same_words, score
from services.tickets.domain.nearby import SHOWN_CHARACTERS, shortened, without_words
from services.tickets.domain.voices import Voice, batches
from shared.contracts.tickets.matters import TicketState as S

texts = st.text(max_size=60)


@given(texts, texts)
def test_likeness_is_the_same_either_way_and_never_beyond_its_bounds(one: str, other: str):
    assert same_words(one, other) == same_words(other, one)
    assert 0 <= same_words(one, other) <= 1


@given(st.text(alphabet="路面塌陷abc", min_size=1))
def test_text_is_like_itself_and_unlike_others(text: str):
    assert same_words(text, text) == 1
    assert same_words(text, "灯光很暗") == 0


@given(texts, texts, st.booleans(), st.none() | st.floats(0, 10_000), st.integers(0, 5000))
def test_score_is_the_sum_of_its_reasons(one, other, same_category, metres, reach):
    found = likeness(one, other, same_category, metres, reach)
    assert score(found) == found.words + found.distance + found.category <= 100
    assert found.category == (20 if same_category else 0)


def test_nearer_is_more_alike():
    assert [likeness("a", "b", False, metres, 1000).distance for metres in (0, 500, 1000, None)] == [30, 15, 0, 0]


@pytest.mark.parametrize(
    ("voice", "key"),
    [
        (Voice("a", "p", "t"), "person:p"),
        (Voice("a", None, "t"), "a"),
        (Voice(None, None, "t"), "ticket:t"),
        (Voice("a", "p", "t", known_as="erased:1"), "erased:1"),
    ],
)
def test_voice_has_one_key_however_somebody_comes(voice: Voice, key: str):
    assert voice.key == key


def test_nameless_voices_are_never_the_same():
    assert not Voice(report="t").is_same(Voice(report="t"))
    assert Voice("a").is_same(Voice("a", "p")) and Voice(None, "p").is_same(Voice("a", "p"))


@given(st.lists(st.integers()), st.integers(1, 9))
def test_batches_hold_everything_once_and_in_order(whole: list[int], size: int):
    parts = list(batches(whole, size))
    assert [each for part in parts for each in part] == whole
    assert all(0 < len(part) <= size for part in parts)


@given(st.text(max_size=400))
def test_shortened_text_is_never_longer_than_shown(text: str):
    assert len(shortened(text)) <= SHOWN_CHARACTERS
    assert shortened(text)[:-1] == text[: len(shortened(text)) - 1]


def test_only_choices_flags_and_numbers_of_extra_fields_are_shown():
    schema = {
        "properties": {
            "floors": {"type": "integer"},
            "indoors": {"type": "boolean"},
            "kind": {"type": "string", "oneOf": [{"const": "a"}]},
            "needs": {"type": "array", "items": {"enum": ["meals"]}},
            "lamp": {"type": "string"},
            "names": {"type": "array", "items": {"type": "string"}},
        }
    }
    extra = {"floors": 6, "indoors": True, "kind": "a", "needs": ["meals"], "lamp": "张三家", "names": ["x"], "more": 1}
    assert without_words(extra, schema) == {"floors": 6, "indoors": True, "kind": "a", "needs": ["meals"]}


@pytest.mark.parametrize(
    ("action", "source", "target", "told"),
    [
        ("finish", S.ACCEPTED, S.DONE, True),
        ("decline", S.OPEN, S.DECLINED, True),
        ("lapse", S.DONE, S.CLOSED, True),
        ("rate", S.DONE, S.CLOSED, True),
        ("rate", S.CLOSED, S.CLOSED, False),
        ("rate", S.DECLINED, S.CLOSED, False),
        ("disagree", S.CLOSED, S.OPEN, True),
        ("uphold", S.DONE, S.OPEN, True),
        ("hand_over", S.ACCEPTED, S.OPEN, False),
        ("take_in", S.OPEN, S.OPEN, False),
    ],
)
def test_outcomes_and_reopening_are_told_to_all(action: str, source: S, target: S, told: bool):
    assert is_answer(action, source, target) is told
