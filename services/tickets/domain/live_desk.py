"""When the live desk streams, who hosts it, and how long a request is followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from services.tickets.domain.hosting import HOST, hosts
from services.tickets.domain.work_calendar import WorkCalendar
from shared.contracts.actor import Actor
from shared.contracts.tickets.desk_requests import (
    FEWEST_EXCHANGES,
    NOT_YOUR_SIDE,
    ONLY_THE_RESIDENT,
    TICKET_STILL_OPEN,
    TOO_FEW_EXCHANGES,
    DeskRequestState,
    ExchangeSide,
)
from shared.contracts.tickets.live_desk import (
    ASKERS,
    LONGEST_PLAN,
    NO_WORKING_DAY,
    PLAN_TOO_LONG,
    QUESTIONS_WAITING,
    STREAM_NOT_BEGUN,
    TOO_FEW_HOSTS,
    StreamState,
)
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.clock import SHANGHAI
from shared.kernel.machine import Machine, Move

GUEST = "guest"
SEATED = "seated"
RESIDENT = "resident"
SEATS = 2
OPENS, CLOSES = time(9), time(11)
OPENS_EARLY = timedelta(minutes=15)
MOST_REPLIES = 20
MOST_EXCHANGES = 100
CALENDAR = WorkCalendar()


@dataclass(frozen=True)
class Readiness:
    """What a stream must have before it goes live."""

    hosts: int
    starts_at: datetime
    now: datetime


@dataclass(frozen=True)
class Following:
    """How far a request has come. `settled`: the resident has said so. `number` is its matter's."""

    exchanges: int
    settled: bool
    number: str
    ticket_open: bool


def _ready(facts: Readiness) -> None:
    if facts.hosts < SEATS:
        raise TOO_FEW_HOSTS(needed=SEATS, taken=facts.hosts)
    if facts.now < facts.starts_at - OPENS_EARLY:
        raise STREAM_NOT_BEGUN(at=(facts.starts_at - OPENS_EARLY).isoformat())


def _all_answered(waiting: int) -> None:
    if waiting:
        raise QUESTIONS_WAITING(count=waiting)


def _followed_to_the_end(facts: Following) -> None:
    if facts.ticket_open:
        raise TICKET_STILL_OPEN(number=facts.number)
    if facts.exchanges < FEWEST_EXCHANGES and not facts.settled:
        raise TOO_FEW_EXCHANGES(count=facts.exchanges, needed=FEWEST_EXCHANGES)


STREAM = Machine(
    name="live-stream",
    states=tuple(StreamState),
    initial=StreamState.PLANNED,
    terminal=frozenset({StreamState.CLOSED, StreamState.CANCELLED}),
    moves=(
        Move("take_seat", (StreamState.PLANNED,), StreamState.PLANNED, frozenset({HOST})),
        Move("leave_seat", (StreamState.PLANNED,), StreamState.PLANNED, frozenset({SEATED})),
        Move("ask", (StreamState.PLANNED,), StreamState.PLANNED, frozenset({GUEST}), needs=("text",)),
        Move("open", (StreamState.PLANNED,), StreamState.OPEN, frozenset({SEATED}), guard=_ready),
        Move("cancel", (StreamState.PLANNED,), StreamState.CANCELLED, frozenset({HOST}), needs=("reason",)),
        Move("ask", (StreamState.OPEN,), StreamState.OPEN, frozenset({GUEST}), needs=("text",)),
        Move("take_request", (StreamState.OPEN,), StreamState.OPEN, frozenset({SEATED}), needs=("mode", "category", "text")),
        Move("end", (StreamState.OPEN,), StreamState.HELD, frozenset({HOST})),
        Move("close", (StreamState.HELD,), StreamState.CLOSED, frozenset({HOST}), guard=_all_answered),
    ),
)  # fmt: skip

REQUEST = Machine(
    name="desk-request",
    states=tuple(DeskRequestState),
    initial=DeskRequestState.FOLLOWED,
    terminal=frozenset({DeskRequestState.CLOSED}),
    moves=(
        Move(
            "record_exchange", (DeskRequestState.FOLLOWED,), DeskRequestState.FOLLOWED, frozenset({HOST, RESIDENT}),
            needs=("mode", "note"),
        ),
        Move(
            "close", (DeskRequestState.FOLLOWED,), DeskRequestState.CLOSED, frozenset({HOST}), needs=("outcome",),
            guard=_followed_to_the_end,
        ),
    ),
)  # fmt: skip


def refuse_other_side(host: bool, known: bool, side: ExchangeSide, settled: bool) -> None:
    """Residents speak for themselves. That it is settled is their word; hosts pass on only that of somebody who is not
    `known` here by account or person and so cannot say it themselves."""
    if not host and side != ExchangeSide.RESIDENT:
        raise NOT_YOUR_SIDE("/side")
    if settled and (side != ExchangeSide.RESIDENT or (host and known)):
        raise ONLY_THE_RESIDENT("/settled")


def planned_days(since: date, until: date) -> list[date]:
    """The working days of a period, both ends counted in."""
    if until < since:
        raise WRONG_PERIOD("/until")
    length = (until - since).days + 1
    if length > LONGEST_PLAN:
        raise PLAN_TOO_LONG("/until", limit=LONGEST_PLAN)
    days = (since + timedelta(days=number) for number in range(length))
    found = [day for day in days if CALENDAR.is_working_day(day)]
    if not found:
        raise NO_WORKING_DAY("/until")
    return found


def broadcast(day: date) -> tuple[datetime, datetime]:
    """From when to when the desk streams on that day, in UTC."""
    return tuple(datetime.combine(day, at, SHANGHAI).astimezone(UTC) for at in (OPENS, CLOSES))  # type: ignore[return-value]


def is_missed(state: StreamState, ends_at: datetime, now: datetime) -> bool:
    return state == StreamState.PLANNED and now >= ends_at


def standing(actor: Actor, area: str, seats: Iterable[str]) -> frozenset[str]:
    """In what capacity somebody stands to a stream. A seat counts only while its holder still has the area."""
    held = {GUEST} if actor.has(*ASKERS) else set()
    if hosts(actor, area):
        held |= {HOST, SEATED} if actor.account in seats else {HOST}
    return frozenset(held)
