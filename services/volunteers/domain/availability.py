"""When somebody is free."""

from collections.abc import Iterable
from datetime import datetime, time

from shared.contracts.volunteers.people import BAD_SLOT, Slot
from shared.kernel.clock import SHANGHAI


def refuse_backward(slots: Iterable[Slot]) -> None:
    for place, slot in enumerate(slots):
        if slot.until <= slot.since:
            raise BAD_SLOT(f"/slots/{place}/until")


def minutes(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def time_of(minute: int) -> time:
    return time(minute // 60, minute % 60)


def is_free(slots: Iterable[Slot], since: datetime, until: datetime) -> bool:
    """Whether one slot holds the whole of a time within one day in Shanghai; who names no slots is asked at any time."""
    slots = list(slots)
    begins, ends = since.astimezone(SHANGHAI), until.astimezone(SHANGHAI)
    if not slots:
        return True
    return begins.date() == ends.date() and any(
        slot.weekday == begins.isoweekday() and slot.since <= begins.time() and ends.time() <= slot.until
        for slot in slots
    )


def is_resting(until: datetime | None, then: datetime) -> bool:
    return until is not None and then < until
