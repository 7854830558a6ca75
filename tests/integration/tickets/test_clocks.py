"""Clocks in the real database: whatever happens to matters and their catalogue, what is stored is what the log says."""

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import mongoengine
import pytest

from services.tickets.documents.matters import Ticket
from services.tickets.domain.promises import is_owed
from services.tickets.store import TicketStore
from services.tickets.store.reckoning import course_of
from services.tickets.usecases import catalogue, grading, handling, intake
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.catalogue import PutCategory
from shared.contracts.tickets.handling import (
    AcceptTicket,
    DeclineTicket,
    DisagreeTicket,
    FinishTicket,
    HandOver,
    PauseTicket,
    ResumeTicket,
)
from shared.contracts.tickets.intake import OpenTicket
from shared.contracts.tickets.matters import TicketState
from shared.runtime.settings import settings
from shared.storage.database import Database
from tests.support.histories import CHANGE, Expected, random_category, some_time
from tests.support.office_hours import YEAR_BEGINS, CountedYear
from tests.support.servers import Servers
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150401.001.001.001"
COMMUNITY = "150401.001.001"
WEST, SOUTH = 101.0, 30.0
PLACE = {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005}
HISTORIES = 40
CITIZEN = Actor(uuid.uuid4().hex, frozenset({Role.RESIDENT}))
KEEPER = Actor("k", frozenset({Role.DISTRICT_STAFF}), areas=("150401",))
RING = [[WEST, SOUTH], [WEST + 0.01, SOUTH], [WEST + 0.01, SOUTH + 0.01], [WEST, SOUTH + 0.01], [WEST, SOUTH]]
STEPS: dict[str, Callable[[Any, Actor, str], Any]] = {
    "accept": lambda store, who, key: handling.accept_ticket(store, who, AcceptTicket(ticket_id=key)),
    "pause": lambda store, who, key: handling.pause_ticket(
        store, who, PauseTicket(ticket_id=key, reason="weather", note="下雨")
    ),
    "resume": lambda store, who, key: handling.resume_ticket(store, who, ResumeTicket(ticket_id=key)),
    "hand_over": lambda store, who, key: handling.hand_over_ticket(
        store, who, HandOver(ticket_id=key, desk=GRID, note="转办")
    ),
    "finish": lambda store, who, key: handling.finish_ticket(store, who, FinishTicket(ticket_id=key, note="已办")),
    "decline": lambda store, who, key: handling.decline_ticket(
        store, who, DeclineTicket(ticket_id=key, reason="不属实")
    ),
    "disagree": lambda store, who, key: handling.disagree_ticket(
        store, CITIZEN, DisagreeTicket(ticket_id=key, reason="没修好")
    ),
}
POSSIBLE = {
    "open": ["accept", "accept", "hand_over", "decline"],
    "accepted": ["pause", "pause", "hand_over", "finish"],
    "waiting": ["resume", "hand_over"],
    "done": ["disagree"],
    "declined": ["disagree"],
}


class SetClock:
    def __init__(self) -> None:
        self.moment = YEAR_BEGINS

    def now(self) -> datetime:
        return self.moment


class Ledger:
    """Tickets' own database with a clock that tests set; every body runs in a unit of work of its own."""

    def __init__(self, database: Database, clock: SetClock) -> None:
        self.database = database
        self.clock = clock

    def do(self, body: Callable[[Any], Any]) -> Any:
        given: list[Any] = []
        self.database.act(uuid.uuid4().hex, lambda store, _actor: given.append(body(store)))
        return given[-1]

    def recalculate(self, code: str, revision: int) -> None:
        behind = self.database.look().find_behind(code, revision, 50)
        self.do(lambda store: grading.recalculate(store, behind))


@pytest.fixture
def ledger(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setenv("LINLI_DATABASE_PREFIX", "clocks_")
    settings.cache_clear()
    clock = SetClock()
    opened = Database("tickets", TicketStore, clock, servers.database.url)
    opened.act(
        "grid",
        lambda store, _actor: store.keep_area(GRID, {"type": "Polygon", "coordinates": [RING]}, source_version=1),
    )
    yield Ledger(opened, clock)
    mongoengine.get_connection("tickets").drop_database("clocks_tickets")
    mongoengine.disconnect("tickets")
    monkeypatch.undo()
    settings.cache_clear()


def play(seed: int, ledger: Ledger, year: CountedYear) -> None:
    """A matter of a category of its own, whose limits change while it is handled."""
    chance = random.Random(seed)
    code = f"r{seed}"
    ledger.clock.moment = YEAR_BEGINS + timedelta(seconds=chance.randrange(100 * 86_400))
    expected = Expected(ledger.clock.moment, random_category(chance))

    def put() -> int:
        command = PutCategory(code=code, **dict(expected.category))
        return ledger.do(lambda store: catalogue.put_category(store, KEEPER, command)).revision

    put()
    report = OpenTicket(category=code, text="路面塌陷", point=PLACE)
    key = ledger.do(lambda store: intake.open_ticket(store, CITIZEN, report)).id
    for _ in range(chance.randint(2, 10)):
        action = chance.choice([*POSSIBLE[expected.state], CHANGE])
        ledger.clock.moment += min(some_time(chance), timedelta(days=3))
        if action == CHANGE:
            before = expected.category
            expected.category = random_category(chance)
            ledger.recalculate(code, put())
            if not is_owed(TicketState(expected.state)):
                expected.category = before
        else:
            worker = Actor(uuid.uuid4().hex, frozenset({Role.DISTRICT_STAFF}), areas=("150401",))
            if action == "disagree":
                current = ledger.database.look().find_category(code)
                expected.category = type(expected.category)(
                    **{name: getattr(current, name) for name in type(expected.category).model_fields}
                )
            ledger.do(lambda store, action=action, worker=worker: STEPS[action](store, worker, key))
            expected.step(action, ledger.clock.moment)
        check(ledger, key, expected, year, f"seed {seed}")


def check(ledger: Ledger, key: str, expected: Expected, year: CountedYear, hint: str) -> None:
    ticket = Ticket.objects(id=key).first()
    assert ticket.state == expected.state, hint
    assert (ticket.promised_at, ticket.state_due) == expected.deadlines(year), hint
    assert ticket.reaction_due == expected.opened + timedelta(hours=24), hint
    assert [(each.since, each.until) for each in ticket.pauses] == expected.paused, hint
    recounted, course = ledger.database.look().recounted(ticket), course_of(ticket)
    assert (recounted.state, recounted.state_since) == (course.state, course.state_since), hint


def test_stored_deadlines_are_what_the_log_and_the_catalogue_say(ledger: Ledger):
    year = CountedYear()
    first = random.SystemRandom().randrange(2**31)
    print(f"seeds {first} to {first + HISTORIES - 1}")
    for seed in range(first, first + HISTORIES):
        play(seed, ledger, year)


@pytest.fixture(scope="module")
def grid(town: Town) -> str:
    return town.draw_square(GRID, WEST, SOUTH)


@pytest.fixture
def worker(town: Town, grid: str) -> Person:
    return town.person(Role.GRID_WORKER, areas=(grid,))


@pytest.fixture
def keeper(town: Town) -> Person:
    return town.person(Role.DISTRICT_STAFF, areas=("150401",))


FIELDS = {
    "name": "喷泉故障", "name_en": "Broken fountain", "group": "市政设施", "group_en": "Public works", "unit": "园林绿化中心",
    "ticket_class": "ordinary",
}  # fmt: skip


def wall(minutes: int) -> dict[str, Any]:
    return {"minutes": minutes, "measure": "wall"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_change_of_the_catalogue_reaches_open_matters_and_keeps_their_pauses(town: Town, grid: str, worker, keeper):
    code = f"c{uuid.uuid4().hex}"
    keeper.put(f"/v1/catalogue/{code}", FIELDS | {"promise": wall(600)})
    resident = town.person(Role.RESIDENT)
    report = {"category": code, "text": "喷泉不喷水", "point": PLACE}
    paused, ran, done = (resident.post("/v1/tickets", report) for _ in range(3))
    for ticket in (paused, ran, done):
        worker.post(f"/v1/tickets/{ticket['id']}/accept", {})
    for ticket in (paused, ran):
        worker.post(f"/v1/tickets/{ticket['id']}/pause", {"reason": "weather", "note": "下雨"})
    worker.post(f"/v1/tickets/{ran['id']}/resume", {})
    settled = worker.post(f"/v1/tickets/{done['id']}/finish", {"note": "已修好"})
    other = {"promise": wall(60), "ticket_class": "utility", "unit": "城市管理局", "on_board": False}
    changed = keeper.put(f"/v1/catalogue/{code}", FIELDS | other)
    assert changed["revision"] == 2

    def follows() -> dict[str, Any]:
        seen = resident.get(f"/v1/tickets/{ran['id']}")
        assert seen["ticket_class"] == "utility"
        return seen

    seen = eventually(follows)
    stood = moment(seen["pauses"][0]["until"]) - moment(seen["pauses"][0]["since"])
    assert moment(seen["promised_at"]) == moment(seen["opened_at"]) + timedelta(minutes=60) + stood
    assert (seen["gradings"][-1]["rules"], seen["unit"]) == (["utility"], "城市管理局")
    board = {each["number"] for each in town.nobody().get("/v1/board", area=grid, limit=100)["items"]}
    assert settled["number"] in board and seen["number"] not in board
    still = eventually(lambda: _with_class(resident.get(f"/v1/tickets/{paused['id']}"), "utility"))
    assert "promised_at" not in still and "until" not in still["pauses"][0]
    kept = resident.get(f"/v1/tickets/{done['id']}")
    assert (kept["promised_at"], kept["ticket_class"]) == (settled["promised_at"], "ordinary")


def _with_class(ticket: dict[str, Any], wanted: str) -> dict[str, Any]:
    assert ticket["ticket_class"] == wanted
    return ticket


def test_clocks_tell_what_is_used_up_and_left(town: Town, grid: str, worker):
    resident = town.person(Role.RESIDENT)
    ticket = resident.post("/v1/tickets", {"category": "water", "text": "停水", "point": PLACE})
    clocks = resident.get(f"/v1/tickets/{ticket['id']}/clocks")
    assert clocks["citizen"]["limit"] == wall(24 * 60) and clocks["citizen"]["due"] == ticket["promised_at"]
    assert clocks["state"]["due"] == ticket["state_due"] and clocks["reaction"]["due"] == ticket["reaction_due"]
    assert clocks["citizen"]["spent"] + clocks["citizen"]["left"] == 24 * 3600
    assert not any(clocks[name]["late"] or clocks[name]["stands"] for name in ("reaction", "citizen", "state"))
    worker.post(f"/v1/tickets/{ticket['id']}/accept", {})
    worker.post(f"/v1/tickets/{ticket['id']}/pause", {"reason": "weather", "note": "下雨"})
    clocks = worker.get(f"/v1/tickets/{ticket['id']}/clocks")
    assert clocks["citizen"]["stands"] and clocks["state"]["stands"] and "due" not in clocks["citizen"]
    assert clocks["reaction"]["stands"] and clocks["pauses"][0]["reason"] == "weather"
    stranger = town.person(Role.RESIDENT)
    assert stranger.refused("GET", f"/v1/tickets/{ticket['id']}/clocks")["code"] == "not_found"


def test_emergency_is_promised_in_two_hours_whatever_the_hour(town: Town, grid: str):
    ticket = town.person(Role.RESIDENT).post("/v1/tickets", {"category": "safety", "text": "墙要塌", "point": PLACE})
    assert moment(ticket["promised_at"]) - moment(ticket["opened_at"]) == timedelta(hours=2)
