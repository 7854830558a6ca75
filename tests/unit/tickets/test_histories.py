"""Thousands of random histories: what the clocks say is what the log says, to the second."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from services.tickets.domain.promises import Course, Promises, is_owed, promises
from services.tickets.domain.recounting import LogEntry, recount
from services.tickets.store import TicketStore
from services.tickets.store.reckoning import course_of
from shared.contracts.actor import Actor, Role
from shared.contracts.call import Context
from shared.contracts.tickets.catalogue import Category, CategoryFields
from shared.contracts.tickets.matters import TicketState
from tests.support.histories import CHANGE, Expected, next_step, random_category, some_time
from tests.support.office_hours import YEAR_BEGINS, CountedYear

BUDGET_SECONDS = 20
WORKER = Actor("w", frozenset({Role.GRID_WORKER}))
GRID = "150401.001.001.001"


class Kept(Protocol):
    """A matter that something keeps the log of."""

    def step(self, action: str, target: TicketState, now: datetime, category: CategoryFields) -> None: ...

    def told(self) -> tuple[Course, Promises]: ...


class Log:
    """The log and nothing else."""

    def __init__(self, opened: datetime) -> None:
        self.opened = opened
        self.entries: list[LogEntry] = []
        self.category: CategoryFields

    def step(self, action: str, target: TicketState, now: datetime, category: CategoryFields) -> None:
        if action != CHANGE:
            self.entries.append(LogEntry(action, now, target))
        self.category = category

    def told(self) -> tuple[Course, Promises]:
        course = recount(self.opened, self.entries)
        return course, promises(course, self.category)


class Stored:
    """The document as a service keeps it from step to step."""

    def __init__(self, opened: datetime) -> None:
        self.store = TicketStore(opened, Context("histories", deadline=0), "histories")
        self.ticket = self.store.new_ticket(area=GRID, desk=GRID, category="random")

    def step(self, action: str, target: TicketState, now: datetime, category: CategoryFields) -> None:
        self.store.now = now
        if action != CHANGE:
            self.store.record(self.ticket, action, WORKER, target)
        if action == "pause":
            self.store.start_pause(self.ticket, "waiting_for_parts")
        self.store.reckon(self.ticket, Category(code="random", revision=1, **dict(category)))

    def told(self) -> tuple[Course, Promises]:
        ticket, course = self.ticket, course_of(self.ticket)
        recounted = self.store.recounted(ticket)
        assert (recounted.state, recounted.state_since) == (course.state, course.state_since)
        assert [(each.start, each.end) for each in recounted.pauses] == [
            (each.start, each.end) for each in course.pauses
        ]
        return course, Promises(ticket.reaction_due, ticket.promised_at, ticket.state_due)


def play(seed: int, year: CountedYear, keep: Callable[[datetime], Kept]) -> int:
    """One history, held against the oracle in the middle and at the end; gives its length."""
    chance = random.Random(seed)
    opened = YEAR_BEGINS + timedelta(seconds=chance.randrange(100 * 86_400))
    expected = Expected(opened, random_category(chance))
    kept = keep(opened)

    def check() -> None:
        course, found = kept.told()
        assert (found.promised_at, found.state_due) == expected.deadlines(year), f"seed {seed}"
        assert found.reaction_due == opened + timedelta(hours=24)
        assert (course.state, course.state_since) == (expected.state, expected.since), f"seed {seed}"
        assert [(each.start, each.end) for each in course.pauses] == expected.paused, f"seed {seed}"

    now, length = opened, chance.randint(1, 12)
    kept.step("open", TicketState.OPEN, now, expected.category)
    for number in range(length):
        action = next_step(chance, expected.state)
        if action is None:
            break
        now += some_time(chance)
        if action == CHANGE and is_owed(TicketState(expected.state)):
            expected.category = random_category(chance)
        target = TicketState(expected.step(action, now))
        if action != CHANGE or is_owed(target):
            kept.step(action, target, now, expected.category)
        if number == length // 2:
            check()
    check()
    return length


def play_many(most: int, keep: Callable[[datetime], Kept]) -> int:
    year = CountedYear()
    first = random.SystemRandom().randrange(2**32)
    until = time.monotonic() + BUDGET_SECONDS
    played = steps = 0
    while played < most and time.monotonic() < until:
        steps += play(first + played, year, keep)
        played += 1
    print(f"{played} histories with {steps} steps, seeds {first} to {first + played - 1}")
    return played


def test_deadlines_worked_out_of_the_log_are_those_of_the_oracle():
    assert play_many(10_000, Log) > 1000


def test_recomputed_deadlines_equal_the_stored_ones():
    assert play_many(1_000, Stored) > 100
