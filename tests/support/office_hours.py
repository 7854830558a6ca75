"""Office hours of 2026 counted minute by minute, sharing no code with the calendar: what clocks are held against."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FREE_WEEKDAYS = {
    # New Year, Spring Festival, Tomb Sweeping, Labour Day, Dragon Boat, Mid-Autumn, National Day of 2026.
    *(date(2026, 1, day) for day in (1, 2)), *(date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)),
    date(2026, 4, 6), *(date(2026, 5, day) for day in (1, 4, 5)), date(2026, 6, 19), date(2026, 9, 25),
    *(date(2026, 10, day) for day in (1, 2, 5, 6, 7)),
}  # fmt: skip
MADE_UP = {
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}
YEAR_BEGINS = datetime(2026, 1, 1, tzinfo=SHANGHAI).astimezone(UTC)
MINUTES = 365 * 24 * 60
Stretch = tuple[datetime, datetime | None]


def works(local: datetime) -> bool:
    """Whether the minute that begins at `local` is worked: the only rule here."""
    day = local.date()
    if day not in MADE_UP and (day.weekday() > 4 or day in FREE_WEEKDAYS):
        return False
    return 9 <= local.hour < 12 or 13 <= local.hour < 18


class CountedYear:
    """`worked[n]`: minutes worked in the first n minutes of the year."""

    def __init__(self) -> None:
        first = YEAR_BEGINS.astimezone(SHANGHAI)
        self.each = bytes(works(first + timedelta(minutes=minute)) for minute in range(MINUTES))
        self.worked = [0, *accumulate(self.each)]

    def seconds(self, until: datetime, working: bool) -> int:
        """Whole seconds from the year's beginning, or those of them that are worked."""
        passed = int((until - YEAR_BEGINS).total_seconds())
        if not working:
            return passed
        minute, rest = divmod(passed, 60)
        return self.worked[minute] * 60 + (rest if self.each[minute] else 0)

    def counted(self, start: datetime, until: datetime, working: bool, paused: Iterable[Stretch]) -> int:
        """Seconds from `start` to `until` that count; `paused` in order and apart from each other."""
        total = self.seconds(until, working) - self.seconds(start, working)
        for begins, ends in paused:
            begins, ends = max(begins, start), min(ends or until, until)
            if begins < ends:
                total -= self.seconds(ends, working) - self.seconds(begins, working)
        return total

    def due(self, start: datetime, seconds: int, working: bool, paused: Sequence[Stretch]) -> datetime | None:
        """The first second by which so many count, found by search; None where an open pause is in the way."""
        last = paused[-1][0] if paused and paused[-1][1] is None else None
        ahead = range(int(((last or YEAR_BEGINS + timedelta(days=360)) - start).total_seconds()) + 1)
        after = bisect_left(
            ahead, seconds, key=lambda step: self.counted(start, start + timedelta(seconds=step), working, paused)
        )
        return start + timedelta(seconds=after) if after < len(ahead) else None
