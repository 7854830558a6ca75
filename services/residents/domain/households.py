"""Households: one home at a time, no gaps in headship, no stays that overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.residents.households import (
    ENDS_BEFORE_IT_BEGINS,
    HEADLESS,
    IN_ANOTHER_HOUSEHOLD,
    NAMED_TWICE,
    NOT_A_MEMBER,
    NOT_YET,
    STAYS_OVERLAP,
    Relation,
)


@dataclass(frozen=True)
class Stay:
    """Somebody belongs to a household from `since` to `until`, or still. The day of the move belongs to the new home."""

    person: str
    relation: Relation
    since: date
    until: date | None = None


def refuse_second_home(stays: Sequence[Stay], since: date) -> None:
    """`stays` are those of one person, in any household."""
    if any(stay.until is None for stay in stays):
        raise IN_ANOTHER_HOUSEHOLD()
    last = max((stay.until for stay in stays if stay.until is not None), default=None)
    if last is not None and since < last:
        raise STAYS_OVERLAP("/since", until=last)


def refuse_future(day: date, today: date, pointer: str) -> None:
    """The register says what is; what is to come waits for its day."""
    if day > today:
        raise NOT_YET(pointer)


def refuse_headless(members: Sequence[Stay]) -> None:
    """`members` are those of a new household."""
    if len({stay.person for stay in members}) < len(members):
        raise NAMED_TWICE("/members")
    if sum(stay.relation == Relation.HEAD for stay in members) != 1:
        raise HEADLESS("/members")


def refuse_second_head(relation: Relation) -> None:
    """Into a household that lives, nobody comes as its head."""
    if relation == Relation.HEAD:
        raise HEADLESS("/relation")


def successor(members: Sequence[Stay], leaving: str, new_head: str | None, on: date) -> str | None:
    """Who becomes head when `leaving` goes on that day, where anybody must; refuses to leave others without a head.

    `members` are those who belong to the household now.
    """
    stay = next((stay for stay in members if stay.person == leaving), None)
    if stay is None:
        raise NOT_A_MEMBER("/person_id")
    if on < stay.since:
        raise ENDS_BEFORE_IT_BEGINS("/on", since=stay.since)
    others = {other.person for other in members} - {leaving}
    if stay.relation != Relation.HEAD or not others:
        if new_head is not None:
            raise HEADLESS("/new_head")
        return None
    if new_head is None:
        raise HEADLESS("/new_head")
    if new_head not in others:
        raise NOT_A_MEMBER("/new_head")
    return new_head
