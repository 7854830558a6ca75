"""Identity and phone numbers: well formed, unique, and nobody's."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import numdb
from stdnum.cn.ric import calc_check_digit, get_birth_date

from infra.town.identity import AREA_CODE, RESIDENT_PHONES, STAFF_PHONES, IdentityNumbers, phone

birth_dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(birth_dates, st.booleans())
def test_identity_number_carries_birth_date_sex_and_check_digit(born: date, woman: bool) -> None:
    number = IdentityNumbers().next(born, woman)
    assert re.fullmatch(r"150299\d{11}[\dX]", number)
    assert get_birth_date(number) == born
    assert number[-1] == calc_check_digit(number)
    assert (int(number[16]) % 2 == 0) == woman
    assert number[14:17] != "000"


def test_a_day_gives_499_different_numbers_to_each_sex_and_then_refuses() -> None:
    register = IdentityNumbers()
    born = date(1990, 5, 17)
    numbers = {register.next(born, woman) for woman in (True, False) for _ in range(499)}
    assert len(numbers) == 998
    with pytest.raises(OverflowError):
        register.next(born, True)


def test_area_code_was_never_assigned() -> None:
    assert not any("county" in found for _, found in numdb.get("cn/loc").info(AREA_CODE))


def test_phones_differ_for_a_million_people() -> None:
    assert len({phone(RESIDENT_PHONES, index) for index in range(1_000_000)}) == 1_000_000


@given(st.sampled_from([RESIDENT_PHONES, STAFF_PHONES]), st.integers(min_value=0, max_value=9_999_999))
def test_phone_has_eleven_digits_in_the_range_kept_for_service_codes(prefix: str, index: int) -> None:
    number = phone(prefix, index)
    assert re.fullmatch(r"1\d{10}", number)
    assert number.startswith("111")
    assert not number.startswith(("110", "112", "119", "120", "122"))
