"""A call for help in a neighbours' group: a reaction within a day; what a group cannot solve goes up to the street and the
district, or out to legal aid, counselling and petitions; everybody can follow where it stands."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.ageing import age
from tests.support.desks import act, look, somebody, these_days
from tests.support.town import Person, Town
from tests.support.waiting import eventually

DISTRICT, STREET = "150406", "150406.201"
WEST, SOUTH = 106.0, 30.10
GRIDS, MATTERS = 8, 240
OUTSIDE = ("legal_aid", "counselling", "petitions")
WAYS = {"grid": 168, "community": 24, "street": 24, "district": 12, "outside": 12}
"""How many end where."""


def way_of(number: int) -> str:
    tenth = number % 10
    if tenth < 7:
        return "grid"
    if tenth < 9:
        return ("community", "street")[tenth - 7]
    return "district" if number % 20 == 9 else "outside"


class Ground:
    """Grids of one street, with a worker in each and staff above them."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.grids = [
            town.draw_square(f"{STREET}.{number // 2 + 1:03d}.{number % 2 + 1:03d}", self.west(number), SOUTH)
            for number in range(GRIDS)
        ]
        self.workers = [self.staff(Role.GRID_WORKER, grid) for grid in self.grids]
        self.communities = [self.staff(Role.COMMUNITY_STAFF, grid[:14]) for grid in self.grids]
        self.street = self.staff(Role.STREET_STAFF, STREET)
        self.district = self.staff(Role.DISTRICT_STAFF, DISTRICT)

    def staff(self, role: Role, area: str) -> Person:
        return self.town.person(role, areas=(area,), account=somebody())

    def west(self, number: int) -> float:
        return round(WEST + number * 0.01, 7)

    def called(self, number: int, by: Person) -> dict:
        place = {"longitude": round(self.west(number % GRIDS) + 0.005, 7), "latitude": SOUTH + 0.005}
        body = {"category": "property", "text": f"群里求助{number}", "point": place, "channel": "chat_group"}
        return by.post("/v1/tickets", body)


@pytest.fixture(scope="module")
def ground(town: Town) -> Ground:
    return Ground(town)


def settle(ground: Ground, number: int) -> str:
    """From the call to the neighbour's rating; gives the way that it took."""
    neighbour, way = ground.town.person(Role.RESIDENT), way_of(number)
    ticket = ground.called(number, neighbour)
    last = ground.workers[number % GRIDS]
    act(last, ticket, "accept")
    steps = {"community": 1, "street": 2, "district": 3}.get(way, 0)
    above = (ground.communities[number % GRIDS], ground.street, ground.district)
    for person, desk in list(zip(above, (ticket["area"][:14], STREET, DISTRICT), strict=True))[:steps]:
        act(last, ticket, "hand-over", desk=desk, note="群内无法解决")
        last = person
        act(last, ticket, "accept")
    if way == "outside":
        act(last, ticket, "send-outside", outside_desk=OUTSIDE[number // 20 % 3], note="请专业机构协助")
        update = {
            "ticket_id": ticket["id"], "update_id": f"m01-{number}-{ticket['number']}", "reference": f"登记{number}",
            "state": "answered", "text": "已答复当事人", "updated_at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        last.post("/v1/outside-desks/updates", update)
    act(last, ticket, "finish", note="已解决")
    assert act(neighbour, ticket, "rate", stars=4 + number % 2)["state"] == "closed"
    return way


@pytest.fixture(scope="module")
def played(ground: Ground) -> Counter:
    with ThreadPoolExecutor(6) as pool:
        return Counter(pool.map(lambda number: settle(ground, number), range(MATTERS)))


def test_matters_are_settled_in_the_grid_above_it_or_outside_and_read_back(ground: Ground, played: Counter):
    assert played == WAYS

    def counted() -> dict | None:
        total = ground.street.get("/v1/figures", area=STREET, channel="chat_group", **these_days())["total"]
        return total if total["closed"] == MATTERS else None

    total = eventually(counted, 60)
    assert (total["opened"], total["reacted_in_time"], total["rated"]) == (MATTERS, MATTERS, MATTERS)
    assert (total["solved"], total["satisfied"]) == (1.0, 1.0)
    referred = Counter()
    for code in OUTSIDE:
        page = ground.street.get("/v1/referrals", area=STREET, outside_desk=code, state="answered", limit=100)
        referred[code] = len(page["items"])
        assert all(each["reference"].startswith("登记") for each in page["items"])
    assert referred == dict.fromkeys(OUTSIDE, 4)


def test_whatever_nobody_reacts_to_within_a_day_gets_its_reaction_one_level_up(town: Town, ground: Ground):
    left = [ground.called(number, town.person(Role.RESIDENT)) for number in range(GRIDS)]
    for ticket in left:
        age(town, "tickets", ticket["id"], timedelta(hours=25))

    def gone_up() -> bool:
        found = ground.street.get("/v1/escalations", area=STREET, limit=100)["items"]
        return {ticket["id"] for ticket in left} <= {entry["ticket"] for entry in found}

    eventually(gone_up, 60)
    for number, ticket in enumerate(left):
        seen = look(ground.communities[number], ticket)
        assert seen["desk"] == ticket["area"][:14] and "reacted_at" not in seen
        assert "reacted_at" in act(ground.communities[number], ticket, "accept")


def test_everybody_follows_where_a_matter_stands(town: Town, ground: Ground):
    neighbour = town.person(Role.RESIDENT)
    ticket = ground.called(0, neighbour)

    def on_board() -> dict:
        entries = town.nobody().get("/v1/board", area=ground.grids[0], limit=100)["items"]
        return next(entry for entry in entries if entry["number"] == ticket["number"])

    seen = [on_board()["state"]]
    worker = ground.workers[0]
    for action, body in (
        ("accept", {}),
        ("send-outside", {"outside_desk": "counselling", "note": "请心理疏导"}),
        ("bring-back", {"note": "已疏导"}),
        ("finish", {"note": "已解决"}),
    ):
        act(worker, ticket, action, **body)
        seen.append(on_board()["state"])
    assert seen == ["open", "accepted", "outside", "accepted", "done"]
    assert [step["target"] for step in look(neighbour, ticket)["history"]] == seen
