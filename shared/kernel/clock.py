"""Time is UTC inside; people read Asia/Shanghai. The clock is an argument, so that tests can set it."""

from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, aware, in UTC, whole milliseconds (which is what the database keeps)."""
        ...


def whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class SystemClock:
    def now(self) -> datetime:
        return whole_milliseconds(datetime.now(UTC))
