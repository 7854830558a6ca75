"""Identity numbers and phone numbers that are well formed and can belong to nobody.

Identity numbers follow GB 11643 (area, birth date, order, ISO 7064 MOD 11-2 check digit) under the area code 150299. In
GB/T 2260 the last two digits 81-99 are county-level cities; the prefecture 1502 has never had one, and the list of all
area codes ever assigned holds none from 150281 to 150299. No authority could have issued such a number. For the same
reason a lookup of the birthplace fails, so check these numbers by check digit and birth date only, never with
`stdnum.cn.ric.validate`.

Phone numbers have eleven digits and begin with 1110 (residents) or 1111 (staff). Mobile numbers begin with 13-19; what
begins with 10, 11 or 12 is kept for service codes, so no subscriber can hold such a number. 111 is the carriers' own
test code, and no emergency call (110, 112, 119, 120, 122) begins like it, so that dialling one by accident alarms
nobody. `phonenumbers` takes them for possible but not for valid numbers.
"""

from __future__ import annotations

from array import array
from datetime import date

from stdnum.cn.ric import calc_check_digit

__all__ = ["AREA_CODE", "RESIDENT_PHONES", "STAFF_PHONES", "IdentityNumbers", "phone"]

AREA_CODE = "150299"
RESIDENT_PHONES = "1110"
STAFF_PHONES = "1111"

_FIRST_DAY = date(1900, 1, 1).toordinal()
_LAST_DAY = date(2100, 1, 1).toordinal()
_ORDERS = 499  # orders a day and sex: odd 001-997 for men, even 002-998 for women
_PHONES = 10_000_000
_STEP = 3_821_477  # coprime to _PHONES, so that every index has its own number


class IdentityNumbers:
    """Hands out identity numbers, each once. Memory is two counters per day of birth, whatever the number of people."""

    def __init__(self) -> None:
        self._given = array("H", [0]) * (2 * (_LAST_DAY - _FIRST_DAY))

    def next(self, birth_date: date, woman: bool) -> str:
        """A fresh number for this birth date and sex. OverflowError when the day has none left (more than 499)."""
        slot = 2 * (birth_date.toordinal() - _FIRST_DAY) + woman
        count = self._given[slot]
        if count == _ORDERS:
            raise OverflowError(f"all identity numbers of {birth_date} are given")
        self._given[slot] = count + 1
        # 499 is prime: the walk visits every order once, and neighbours do not get neighbouring numbers.
        order = 2 * ((count * 211 + slot * 37) % _ORDERS) + 1 + woman
        body = f"{AREA_CODE}{birth_date.isoformat().replace('-', '')}{order:03d}"
        return body + calc_check_digit(body + "0")


def phone(prefix: str, index: int) -> str:
    """The phone number of the `index`-th person under a prefix; different for each index below ten million."""
    return f"{prefix}{(index * _STEP + 4_029_176) % _PHONES:07d}"
