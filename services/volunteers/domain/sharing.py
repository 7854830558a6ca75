"""Lending idle assets without overbooking."""

from collections.abc import Iterable
from datetime import datetime

Booked = tuple[datetime, datetime, int]


def most_taken(bookings: Iterable[Booked], starts_at: datetime, ends_at: datetime) -> int:
    """The largest quantity that is taken at one moment of the time; one that ends as another begins does not touch it."""
    touching = [each for each in bookings if each[0] < ends_at and starts_at < each[1]]
    moments = {starts_at, *(since for since, _, _ in touching if since > starts_at)}
    return max(sum(many for since, until, many in touching if since <= moment < until) for moment in moments)
