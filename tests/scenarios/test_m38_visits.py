"""Visits that find and settle matters: 320 of them, most on the spot, the others handed in and settled by the grid."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150402.038"
GRIDS = tuple(f"{STREET}.{number:03d}.001" for number in (1, 2, 3, 4))
HOME_VISITS, PATROLS = 120, 40
MATTERS_EACH = 2
MATTERS = (HOME_VISITS + PATROLS) * MATTERS_EACH
"""Of four matters three are settled on the spot; the fourth is handed in."""
CATEGORIES = ("rubbish", "road", "noise", "parking")
NOW = datetime.now(UTC)
TODAY = NOW.astimezone(SHANGHAI).date()


class Team:
    """Two grid workers of a grid, who go together."""

    def __init__(self, town: Town, number: int) -> None:
        self.grid = GRIDS[number]
        self.place = {"longitude": 102.205 + number / 100, "latitude": 30.205}
        self.leader, self.other = (
            town.person(Role.GRID_WORKER, account=account, areas=(self.grid,)) for account in self._accounts()
        )

    def _accounts(self) -> tuple[str, str]:
        self.companion = uuid.uuid4().hex
        return uuid.uuid4().hex, self.companion


@pytest.fixture(scope="module")
def teams(town: Town) -> list[Team]:
    for number, grid in enumerate(GRIDS):
        town.draw_square(grid, 102.2 + number / 100, 30.2)
    found = [Team(town, number) for number in range(len(GRIDS))]
    last = {"category": "other", "text": "试", "point": found[-1].place}
    eventually(lambda: found[-1].leader.post("/v1/tickets", last)["area"] == GRIDS[-1])
    return found


@pytest.fixture(scope="module")
def office(town: Town, teams: list[Team]) -> Person:
    return town.person(Role.STREET_STAFF, areas=(STREET,))


def matter(number: int, place: dict[str, float], resident: str | None) -> dict[str, Any]:
    """Every fourth is handed in; on home visits the matters are those of the residents who were met."""
    body: dict[str, Any] = {"category": CATEGORIES[number % 4], "text": f"走访发现第{number}件", "point": place}
    if resident:
        body["on_behalf"] = {"person": resident}
    return body if number % 4 == 3 else body | {"settled": {"note": "当场处理完毕"}}


def go(team: Team, number: int) -> tuple[str, str | None]:
    """One visit: a matter is filed with it, another one after it by who went along."""
    home = number < HOME_VISITS
    resident = uuid.uuid4().hex if home else None
    first = number * MATTERS_EACH
    body = {
        "kind": "home_visit" if home else "patrol", "area": team.grid, "companions": [team.companion],
        "began_at": (NOW - timedelta(days=number % 20, hours=1)).isoformat(), "minutes": 30, "met": 3 if home else 1,
        "found": [matter(first, team.place, resident)],
    } | ({} if home else {"route": "背街小巷"})  # fmt: skip
    visit = team.leader.post("/v1/visits", body)
    team.other.post(f"/v1/visits/{visit['id']}/matters", matter(first + 1, team.place, resident))
    return visit["id"], resident


@pytest.fixture(scope="module")
def visits(teams: list[Team]) -> list[tuple[str, str | None]]:
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(lambda number: go(teams[number % len(teams)], number), range(HOME_VISITS + PATROLS)))


def all_found(office: Person, **query: Any) -> list[dict[str, Any]]:
    found, cursor = [], {}
    while True:
        page = office.get("/v1/visits", area=STREET, limit=100, **query, **cursor)
        found += [matter for visit in page["items"] for matter in visit["found"]]
        if "next" not in page:
            return found
        cursor = {"cursor": page["next"]}


def period(days: int = 21) -> dict[str, str]:
    return {"since": (TODAY - timedelta(days=days)).isoformat(), "until": TODAY.isoformat()}


def test_over_three_hundred_matters_are_found_and_read_back(office: Person, visits):
    figures = office.get("/v1/visits/figures", area=STREET, **period())
    assert (
        (figures["visits"], figures["found"], figures["settled"]) == (160, MATTERS, MATTERS * 3 // 4) == (160, 320, 240)
    )
    assert figures["met"] == HOME_VISITS * 3 + PATROLS and figures["minutes"] == 160 * 30
    kinds = {each["kind"]: (each["visits"], each["found"], each["settled"]) for each in figures["kinds"]}
    assert kinds == {"home_visit": (120, 240, 180), "patrol": (40, 80, 60)}
    assert [part["area"] for part in figures["parts"]] == [grid.rpartition(".")[0] for grid in GRIDS]
    assert {(part["visits"], part["found"]) for part in figures["parts"]} == {(40, 80)}
    week = office.get("/v1/visits/figures", area=GRIDS[0], **period(6))
    assert 0 < week["found"] < figures["parts"][0]["found"]
    assert Counter(each["state"] for each in all_found(office, kind="patrol")) == {"done": 60, "open": 20}


def test_matters_of_visits_are_in_the_ledger_with_their_channel(office: Person, visits):
    ledger: Counter[str] = Counter()
    cursor: dict[str, str] = {}
    while True:
        page = office.get("/v1/tickets", area=STREET, limit=100, **cursor)
        ledger.update(ticket["channel"] for ticket in page["items"] if ticket["text"].startswith("走访发现"))
        if "next" not in page:
            break
        cursor = {"cursor": page["next"]}
    assert ledger == {"home_visit": 240, "patrol": 80}


def test_what_was_handed_in_is_settled_by_the_grid_and_the_visit_shows_it(teams: list[Team], office: Person, visits):
    handed_in = [each for each in all_found(office) if not each["settled"]]
    assert len(handed_in) == 80
    by_grid = {team.grid: team.leader for team in teams}

    def settle(found: dict[str, Any]) -> None:
        path = f"/v1/tickets/{found['ticket']}"
        worker = by_grid[office.get(path)["area"]]
        worker.post(f"{path}/accept")
        worker.post(f"{path}/finish", {"note": "已处理"})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(settle, handed_in))
    assert Counter(each["state"] for each in all_found(office)) == {"done": 320}


def test_resident_who_was_met_rates_what_was_done(town: Town, office: Person, visits):
    visit_id, person = visits[0]
    resident = town.person(Role.RESIDENT, person=person)
    for found in office.get(f"/v1/visits/{visit_id}")["found"]:
        assert resident.post(f"/v1/tickets/{found['ticket']}/rate", {"stars": 5})["state"] == "closed"
    assert {each["state"] for each in office.get(f"/v1/visits/{visit_id}")["found"]} == {"closed"}
