"""Masking shows the ends that are allowed, and never more."""

import string

from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.differences import differences, flat
from services.residents.domain.masking import STAR, mask_ends, mask_name, mask_paper, mask_phone

numbers = st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=30)


@given(numbers, st.integers(0, 10), st.integers(0, 10))
def test_mask_keeps_length_and_shows_no_more_than_the_ends(text: str, first: int, last: int):
    masked = mask_ends(text, first, last)
    assert len(masked) == len(text)
    shown = [place for place, mark in enumerate(masked) if mark != STAR]
    assert all(place < first or place >= len(text) - last for place in shown)
    assert all(masked[place] == text[place] for place in shown)
    assert masked.count(STAR) >= min(3, len(text))


@given(numbers)
def test_paper_shows_seven_marks_at_most_and_short_ones_two(number: str):
    shown = len(number) - mask_paper(number).count(STAR)
    assert shown <= (7 if len(number) >= 15 else 2)


def test_identity_number_and_phone_show_what_was_agreed():
    assert mask_paper("150299195006150029") == "150***********0029"
    assert mask_phone("11100000055") == "111****0055"
    assert mask_paper("E12345678") == "*******78"


def test_name_shows_the_surname():
    assert [mask_name(name) for name in ("王秀英", "欧阳娜娜", "欧阳", "李")] == ["王*", "欧阳*", "欧*", "李*"]


@given(st.text(min_size=1, max_size=30))
def test_name_shows_two_characters_at_most(name: str):
    assert len(mask_name(name)) <= 3


def test_differences_are_told_with_numbers_masked():
    before = {"name": "王秀英", "paper.number": "150299195006150029", "phone": "11100000055"}
    wanted = {
        "name": "王秀瑛",
        "paper": {"kind": "identity_card", "number": "150299195006150045"},
        "phone": "11100000055",
    }
    told = {d.field: (d.before, d.after) for d in differences(before, flat(wanted))}
    assert told["name"] == ("王秀英", "王秀瑛")
    assert told["paper.number"] == ("150***********0029", "150***********0045")
    assert "phone" not in told
