"""What the board shows, for how long outcomes can be objected to, and when a month can be published."""

import re
from datetime import date, datetime, timedelta

from shared.contracts.tickets.board import MONTH_NOT_OVER, NOT_OBJECTIONABLE, NOTICE_OVER
from shared.contracts.tickets.matters import TicketState
from shared.kernel.clock import SHANGHAI

NOTICE = timedelta(days=7)
"""How long an outcome is on notice: from when it is told, everybody may object."""
PUBLISHED_ON = 5
"""Day of the following month on which what nobody has published is published by itself."""
TOLD = (TicketState.DONE, TicketState.CLOSED, TicketState.DECLINED)
IDENTITY_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
PHONE = re.compile(r"(?<!\d)(1\d{2})[ -]?\d{4}[ -]?(\d{4})(?!\d)")


def masked(text: str | None) -> str | None:
    """Without whole numbers of phones and identity cards, which slip into what staff write."""
    if text is None:
        return None
    return PHONE.sub(r"\1****\2", IDENTITY_NUMBER.sub(r"\1********\2", text))


def notice_until(state: str, told_at: datetime | None) -> datetime | None:
    """Until when the outcome can be objected to; none without an outcome."""
    return told_at + NOTICE if state in TOLD and told_at is not None else None


def refuse_late_objection(state: str, told_at: datetime | None, now: datetime) -> None:
    until = notice_until(state, told_at)
    if until is None:
        raise NOT_OBJECTIONABLE()
    if now > until:
        raise NOTICE_OVER(until=until.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"))


def span_of(month: str) -> tuple[datetime, datetime]:
    """The first moment of a month in Shanghai, and the first after it."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    return _midnight(first), _midnight(after)


def refuse_unfinished(month: str, now: datetime) -> None:
    if now < span_of(month)[1]:
        raise MONTH_NOT_OVER("/month", month=month)


def month_to_publish(now: datetime) -> str | None:
    """The last month, from the fifth of the following one on."""
    today = now.astimezone(SHANGHAI).date()
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}" if today.day >= PUBLISHED_ON else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
