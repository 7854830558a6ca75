"""Identity numbers of people who cannot be."""

import itertools
from datetime import date, timedelta

from stdnum.cn.ric import calc_check_digit

from infra.town.identity import AREA_CODE

_days = itertools.count(0, 97)
"""Birth dates that nobody would take for one another, so that people of one test are no duplicates of each other."""


def identity_number(born: date | None = None, order: int = 2) -> str:
    """Another birth date each time, unless one is given; odd orders are men's, even ones women's."""
    born = born or date(1930, 1, 1) + timedelta(days=next(_days) % 30_000)
    body = f"{AREA_CODE}{born:%Y%m%d}{order:03d}"
    return body + calc_check_digit(body + "0")


def card(number: str) -> dict[str, str]:
    return {"kind": "identity_card", "number": number}
