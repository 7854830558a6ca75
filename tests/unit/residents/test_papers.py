"""Identity numbers and other papers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.papers import birth_date_in, checked, sex_in
from shared.contracts.residents.people import Paper, PaperKind, PersonFields, Sex
from shared.kernel.errors import Refusal
from tests.support.papers import identity_number

TODAY = date(2026, 11, 21)
born = st.dates(date(1900, 1, 1), TODAY)
orders = st.integers(1, 999)


def fields(number: str, **more):
    kind = more.pop("kind", PaperKind.IDENTITY_CARD)
    return PersonFields(name="王秀英", paper=Paper(kind=kind, number=number), **more)


def code_of(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.reason.code


@given(born, orders)
def test_identity_number_says_birth_date_and_sex(day: date, order: int):
    number = identity_number(day, order)
    assert (birth_date_in(number), sex_in(number)) == (day, Sex.MALE if order % 2 else Sex.FEMALE)


@given(born, orders, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(day: date, order: int, place: int, off: int):
    number = identity_number(day, order)
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    assert code_of(lambda: birth_date_in(wrong)) == "residents.bad_identity_number"


@given(born, orders, st.integers(0, 15))
def test_two_swapped_digits_are_always_found(day: date, order: int, place: int):
    number = identity_number(day, order)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert code_of(lambda: birth_date_in(swapped)) == "residents.bad_identity_number"


@given(st.text(max_size=20))
def test_text_that_is_no_identity_number_is_refused(text: str):
    try:
        assert isinstance(birth_date_in(text), date)
    except Refusal as refusal:
        assert refusal.reason.code == "residents.bad_identity_number"


def test_sex_and_birth_date_follow_from_the_card():
    assert checked(fields(identity_number(date(1950, 2, 3), 2)), TODAY) == (Sex.FEMALE, date(1950, 2, 3))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"sex": Sex.MALE}, "residents.unlike_paper"),
        ({"birth_date": date(1950, 2, 4)}, "residents.unlike_paper"),
    ],
)
def test_what_contradicts_the_card_is_refused(more, code):
    assert code_of(lambda: checked(fields(identity_number(date(1950, 2, 3), 2), **more), TODAY)) == code


def test_card_of_somebody_unborn_is_refused():
    assert (
        code_of(lambda: checked(fields(identity_number(date(2027, 1, 1), 2)), TODAY)) == "residents.bad_identity_number"
    )


@pytest.mark.parametrize(
    ("kind", "number", "more", "code"),
    [
        (PaperKind.PASSPORT, "E12345678", {}, "residents.missing_with_paper"),
        (PaperKind.PASSPORT, "E12345678", {"sex": Sex.MALE}, "residents.missing_with_paper"),
        (PaperKind.TAIWAN_PERMIT, "E12345678", {}, "residents.bad_paper_number"),
        (PaperKind.HONG_KONG_MACAU_PERMIT, "X00000000", {}, "residents.bad_paper_number"),
    ],
)
def test_other_papers_need_their_shape_and_what_they_do_not_say(kind, number, more, code):
    assert code_of(lambda: checked(fields(number, kind=kind, **more), TODAY)) == code


def test_passport_with_sex_and_birth_date_is_taken():
    stated = {"sex": Sex.MALE, "birth_date": date(1980, 5, 5)}
    assert checked(fields("E12345678", kind=PaperKind.PASSPORT, **stated), TODAY) == (Sex.MALE, date(1980, 5, 5))
