"""The ladder by the hour, with a clock that is moved by hand, and several processes that escalate at once.

The clock lies behind, since nothing is done that is too late.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import mongoengine
import pytest

from services.tickets.entrypoints.escalations import Escalations
from services.tickets.store import TicketStore
from services.tickets.usecases import handling, intake
from services.tickets.usecases.catalogue import seed_catalogue
from services.tickets.usecases.escalation import escalate_ticket
from shared.contracts.actor import Actor, Role
from shared.contracts.model import Point
from shared.contracts.tickets.handling import AcceptTicket
from shared.contracts.tickets.intake import OpenTicket
from shared.kernel.clock import SHANGHAI
from shared.runtime.settings import settings
from shared.storage import sealing
from shared.storage.database import Database
from tests.support.servers import Servers

GRID = "150406.090.001.001"
COMMUNITY, STREET, DISTRICT = GRID[:14], GRID[:10], GRID[:6]
RESIDENT = Actor("a" * 32, frozenset({Role.RESIDENT}))
MONDAY = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
"""In a year whose work calendar is known, with nothing but working days around it."""


class SetClock:
    def __init__(self) -> None:
        self.moment = MONDAY

    def now(self) -> datetime:
        return self.moment


class Timer(Escalations):
    """The timers without the service around them."""

    def __init__(self, store: Database) -> None:
        self.store = store


@pytest.fixture(scope="module")
def opened(servers: Servers) -> Iterator[tuple[Database, SetClock]]:
    clock, patched = SetClock(), pytest.MonkeyPatch()
    patched.setenv("LINLI_DATABASE_PREFIX", "clock_")
    settings.cache_clear()
    sealing._sealing.cache_clear()
    yield Database("tickets", TicketStore, clock, servers.database.url), clock
    mongoengine.disconnect("tickets")
    patched.undo()
    settings.cache_clear()
    sealing._sealing.cache_clear()


@pytest.fixture
def clock(opened: tuple[Database, SetClock]) -> SetClock:
    opened[1].moment = MONDAY
    return opened[1]


@pytest.fixture
def database(opened: tuple[Database, SetClock], clock: SetClock) -> Database:
    """With a catalogue, one grid, and no matters."""
    for name in mongoengine.get_db("tickets").list_collection_names():
        mongoengine.get_db("tickets")[name].delete_many({})
    opened[0].act("catalogue", seed_catalogue)
    ring = [[105.0, 30.0], [105.1, 30.0], [105.1, 30.1], [105.0, 30.1], [105.0, 30.0]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    opened[0].act("grid", lambda store, _actor: store.keep_area(GRID, outline, 1))
    return opened[0]


def filed(database: Database, name: str = "first", category: str = "noise") -> str:
    found: list[str] = []

    def file(store: Any, _actor: Actor) -> None:
        report = OpenTicket(category=category, text="太吵", point=Point(longitude=105.05, latitude=30.05))
        found[:] = [intake.file_matter(store, RESIDENT, report).id]

    database.act(name, file)
    return found[0]


def log_of(database: Database, ticket: str) -> list[tuple[str, str, str, datetime]]:
    """Oldest first."""
    found = reversed(database.look().escalations_of(ticket, None, 100))
    return [(entry.clock.value, entry.from_desk, entry.to_desk, entry.at.astimezone(SHANGHAI)) for entry in found]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_each_level_has_its_own_time_to_the_minute(database: Database, clock: SetClock):
    ticket, timer = filed(database), Timer(database)
    expected = [
        ("state", GRID, COMMUNITY, at(2, 18)),  # one working day at the grid
        ("reaction", COMMUNITY, STREET, at(3, 9)),  # a day on the wall, and nobody has reacted
        ("state", STREET, DISTRICT, at(3, 18)),  # the street's own working day, from nine to six
        ("state", DISTRICT, DISTRICT, at(4, 18)),  # the district's; it stays there
        ("state", DISTRICT, DISTRICT, at(5, 18)),  # flagged again a day later
        ("state", DISTRICT, DISTRICT, at(6, 18)),
    ]
    for seen, entry in enumerate(expected):
        clock.moment = entry[3] - timedelta(minutes=1)
        timer.escalate_matters()
        assert log_of(database, ticket) == expected[:seen]
        clock.moment = entry[3]
        for _ in range(3):
            timer.escalate_matters()
        assert log_of(database, ticket) == expected[: seen + 1]
    stored = database.look().find_ticket(ticket)
    assert stored.citizen_since.astimezone(SHANGHAI) == MONDAY
    assert stored.promised_at.astimezone(SHANGHAI) == at(10, 18)


def test_what_is_accepted_in_time_has_the_time_of_that_state(database: Database, clock: SetClock):
    ticket, timer = filed(database), Timer(database)
    clock.moment = at(2, 17)
    worker = Actor("b" * 32, frozenset({Role.GRID_WORKER}), areas=(GRID,), name="王网格员")
    database.act("accept", lambda store, _actor: handling.accept_ticket(store, worker, AcceptTicket(ticket_id=ticket)))
    clock.moment = at(9, 16, 59)
    timer.escalate_matters()
    assert log_of(database, ticket) == []
    clock.moment = at(9, 17)
    timer.escalate_matters()
    assert log_of(database, ticket) == [("state", GRID, COMMUNITY, at(9, 17))]


def test_many_processes_at_once_and_their_restarts_take_a_matter_up_once(database: Database, clock: SetClock):
    tickets = [filed(database, f"file{number}") for number in range(30)]
    clock.moment = at(2, 18)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: Timer(database).escalate_matters(), range(12)))
    assert [len(log_of(database, ticket)) for ticket in tickets] == [1] * 30
    assert {database.look().find_ticket(ticket).desk for ticket in tickets} == {COMMUNITY}


def test_what_was_looked_for_and_has_moved_since_is_left_alone(database: Database, clock: SetClock):
    ticket, timer = filed(database), Timer(database)
    clock.moment = at(2, 18)
    ((due, seen),) = database.look().matters_overdue()
    worker = Actor("b" * 32, frozenset({Role.GRID_WORKER}), areas=(GRID,))
    database.act("accept", lambda store, _actor: handling.accept_ticket(store, worker, AcceptTicket(ticket_id=ticket)))
    database.act("late", lambda store, _actor: escalate_ticket(store, due, seen))
    timer.escalate_matters()
    assert log_of(database, ticket) == []


def test_a_turn_takes_fifty_and_the_longest_overdue_first(database: Database, clock: SetClock):
    tickets = []
    for number in range(60):
        clock.moment = MONDAY + timedelta(minutes=number)
        tickets.append(filed(database, f"file{number}"))
    clock.moment = at(4, 12)
    timer = Timer(database)
    timer.escalate_matters()
    assert [len(log_of(database, ticket)) for ticket in tickets] == [1] * 50 + [0] * 10
    timer.escalate_matters()
    assert [len(log_of(database, ticket)) for ticket in tickets] == [1] * 60
