"""Who gets a place of a shift, who waits for one, and who moves up when somebody leaves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from shared.contracts.volunteers.activities import SKILL_TWICE, Need
from shared.contracts.volunteers.people import Skill
from shared.contracts.volunteers.shifts import (
    ENDED,
    FULL,
    NOT_NEEDED,
    NOT_QUALIFIED,
    PLACES_TAKEN,
    STAND_BY_FULL,
    TOO_EARLY,
    EntryState,
)
from shared.kernel.clock import SHANGHAI


class Entry(Protocol):
    skill: Skill | None
    state: EntryState


class Window(Protocol):
    opens_at: datetime
    closes_at: datetime


WITHOUT_PLACE = frozenset({EntryState.WAITING, EntryState.STANDING_BY, EntryState.PASSED_OVER})
TO_COME = frozenset({EntryState.SIGNED_UP, EntryState.WAITING, EntryState.STANDING_BY})
"""States that one may still give up."""


def refuse_twice(needs: Sequence[Need]) -> None:
    if len({need.skill for need in needs}) < len(needs):
        raise SKILL_TWICE("/needs")


def refuse_closed(thing: Window, now: datetime) -> None:
    """Out of the time in which one signs up."""
    if now >= thing.closes_at:
        raise ENDED()
    if now < thing.opens_at:
        raise TOO_EARLY(opens_at=f"{thing.opens_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")


def taken(entries: Iterable[Entry], skill: Skill | None) -> int:
    return sum(each.skill == skill and each.state not in WITHOUT_PLACE for each in entries)


def waiting(entries: Iterable[Entry], skill: Skill | None) -> int:
    return sum(each.skill == skill and each.state == EntryState.WAITING for each in entries)


def free(need: Need, entries: Sequence[Entry]) -> int:
    """Places that nobody has; none while others wait for them."""
    return 0 if waiting(entries, need.skill) else max(need.places - taken(entries, need.skill), 0)


def fitting(needs: Sequence[Need], wanted: Skill | None, confirmed: Iterable[Skill]) -> list[Need]:
    """The needs that somebody may sign up for, those of `wanted` only when it is named."""
    confirmed = set(confirmed)
    asked = [need for need in needs if wanted is None or need.skill == wanted]
    if not asked:
        raise NOT_NEEDED("/skill")
    able = [need for need in asked if need.skill is None or need.skill in confirmed]
    if not able:
        raise NOT_QUALIFIED("/skill")
    return able


def seat(able: Sequence[Need], entries: Sequence[Entry], reserve: int, waits: bool) -> tuple[Skill | None, EntryState]:
    """For which skill, and whether with a place or waiting. `reserve`: how many may wait in all."""
    for need in able:
        if free(need, entries):
            return need.skill, EntryState.SIGNED_UP
    if not waits or sum(each.state == EntryState.WAITING for each in entries) >= reserve:
        raise FULL()
    return able[0].skill, EntryState.WAITING


def stand_by(able: Sequence[Need], entries: Sequence[Entry], most: int) -> tuple[Skill | None, EntryState]:
    """As `seat`, for who takes no place and comes when called. `most`: how many may stand by in all."""
    if sum(each.state == EntryState.STANDING_BY for each in entries) >= most:
        raise STAND_BY_FULL()
    return able[0].skill, EntryState.STANDING_BY


def moving_up(needs: Sequence[Need], entries: Sequence[Entry]) -> list[Entry]:
    """Who waits and gets a place now: in the order in which they came, as many as there are places."""
    up: list[Entry] = []
    for need in needs:
        left = max(need.places - taken(entries, need.skill), 0)
        up += [each for each in entries if each.skill == need.skill and each.state == EntryState.WAITING][:left]
    return up


def refuse_too_few(needs: Sequence[Need], entries: Sequence[Entry]) -> None:
    """Nobody loses a place, or what they wait for, by a change of needs."""
    places = {need.skill: need.places for need in needs}
    for entry in entries:
        if taken(entries, entry.skill) > places.get(entry.skill, 0) or entry.skill not in places:
            raise PLACES_TAKEN("/needs")


def collide(starts: datetime, ends: datetime, others_starts: datetime, others_ends: datetime) -> bool:
    """Whether two shifts share any time; one may begin as the other ends."""
    return starts < others_ends and others_starts < ends
