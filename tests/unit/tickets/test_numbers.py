"""Numbers of matters."""

import re
from datetime import UTC, datetime

from services.tickets.domain.numbers import new_number

LATE = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)


def test_number_begins_with_the_day_in_shanghai():
    assert re.fullmatch(r"261122-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", new_number(LATE))


def test_numbers_of_one_day_do_not_repeat():
    assert len({new_number(LATE) for _ in range(20_000)}) == 20_000
