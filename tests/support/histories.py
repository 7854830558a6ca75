"""Random histories of a matter: steps, pauses, hand-overs and changes of its limits, with what they should lead to."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.tickets.domain.flow import FLOW
from shared.contracts.tickets.catalogue import CategoryFields, Limit, LimitedState, Measure, TicketClass
from shared.contracts.tickets.matters import TicketState
from tests.support.office_hours import YEAR_BEGINS, CountedYear, Stretch

STANDING_STILL = {"pause", "resume", "grade", "change_track"}
"""Steps at which no desk's clock starts again."""
CHANGE, LOOK = "change_limits", "show_contact"
EXPECTED = {
    TicketClass.EMERGENCY: (120, False), TicketClass.UTILITY: (1440, False),
    TicketClass.ORDINARY: (3360, True), TicketClass.HARD: (7200, True),
}  # fmt: skip


def random_category(chance: random.Random) -> CategoryFields:
    def limit() -> Limit:
        return Limit(minutes=chance.randint(1, 9000), measure=chance.choice(list(Measure)))

    return CategoryFields(
        name="随机", name_en="random", group="随机", group_en="random", unit="随机", ticket_class=chance.choice(list(TicketClass)),
        promise=limit() if chance.random() < 0.7 else None, state_limits={state: limit() for state in LimitedState},
    )  # fmt: skip


def next_step(chance: random.Random, state: str) -> str | None:
    """Something that may happen to a matter in this state; None where nothing may."""
    possible = sorted({move.action for move in FLOW.moves if state in move.sources and move.action != "rate"})
    if not possible:
        return None
    if state in (TicketState.ACCEPTED, TicketState.WAITING) and chance.random() < 0.5:
        return "pause" if state == TicketState.ACCEPTED else "resume"
    return chance.choice([*possible, CHANGE, CHANGE, LOOK])


def some_time(chance: random.Random) -> timedelta:
    return timedelta(
        seconds=chance.choice([0, 1, chance.randrange(3600), chance.randrange(86_400), chance.randrange(500_000)])
    )


@dataclass
class Expected:
    """What the clocks of a matter should say, kept by rules of its own."""

    opened: datetime
    category: CategoryFields
    state: str = TicketState.OPEN
    since: datetime = YEAR_BEGINS
    paused: list[Stretch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.since = self.opened

    def step(self, action: str, now: datetime) -> str:
        """Does it, and gives the state from then on."""
        if action in (CHANGE, LOOK):
            return self.state
        target = next(move.target for move in FLOW.moves if move.action == action and self.state in move.sources)
        if self.state == TicketState.WAITING and target != TicketState.WAITING:
            self.paused[-1] = (self.paused[-1][0], now)
        if action == "pause":
            self.paused.append((now, None))
        if action not in STANDING_STILL and action not in ("decline", "merge", "confirm", "lapse", "withdraw"):
            self.since = now
        self.state = target
        return target

    def deadlines(self, year: CountedYear) -> tuple[datetime | None, datetime | None]:
        """By when the citizen was promised a result, and by when this state should end."""
        promise = self.category.promise
        minutes, working = (
            (promise.minutes, promise.measure is Measure.WORKING) if promise else EXPECTED[self.category.ticket_class]
        )
        counts_as = {"waiting": "accepted"}.get(self.state, self.state)
        limit = next((limit for state, limit in self.category.state_limits.items() if state == counts_as), None)
        return (
            year.due(self.opened, minutes * 60, working, self.paused),
            year.due(self.since, limit.minutes * 60, limit.measure is Measure.WORKING, self.paused) if limit else None,
        )
