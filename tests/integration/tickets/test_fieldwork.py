"""Home visits and patrols through the gateway: what they found is filed, settled on the spot, or refused."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.tickets.usecases import fieldwork
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.fieldwork import RecordVisit, VisitKind
from tests.support.own_database import SetClock, collections, tickets_database, within
from tests.support.pictures import picture
from tests.support.servers import Servers
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150402.022.001.001"
POINT = {"longitude": 102.025, "latitude": 30.025}
HOUR_AGO = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
SETTLED = {"note": "已当场清理"}


class Visitor:
    def __init__(self, town: Town, *areas: str) -> None:
        self.account = uuid.uuid4().hex
        self.person: Person = town.person(Role.GRID_WORKER, account=self.account, areas=areas or (GRID,))


@pytest.fixture(scope="module")
def visitor(town: Town) -> Visitor:
    town.draw_square(GRID, 102.02, 30.02)
    found = Visitor(town)
    report = {"category": "other", "text": "试", "point": POINT}
    eventually(lambda: found.person.post("/v1/tickets", report)["area"] == GRID)
    return found


def visit(**fields: Any) -> dict[str, Any]:
    return {"kind": "home_visit", "area": GRID, "began_at": HOUR_AGO, "minutes": 40, "met": 2} | fields


def matter(**fields: Any) -> dict[str, Any]:
    return {"category": "rubbish", "text": "楼道堆物", "point": POINT} | fields


def photo(person: Person) -> str:
    sent = {"photo": ("a.jpg", picture(), "image/jpeg")}
    return person.send("POST", "/v1/photos", files=sent).json()["id"]


def test_matter_is_settled_on_the_spot_in_one_go(visitor: Visitor):
    person = visitor.person
    made = person.post("/v1/visits", visit(found=[matter(settled=SETTLED), matter(category="road")]))
    settled, handed_in = made["found"]
    assert (settled["settled"], settled["state"]) == (True, "done")
    assert (handed_in["settled"], handed_in["state"]) == (False, "open")
    ticket = person.get(f"/v1/tickets/{settled['ticket']}")
    assert (ticket["channel"], ticket["note"]) == ("home_visit", "已当场清理")
    assert [step["action"] for step in ticket["history"]] == ["open", "accept", "finish"]
    later = person.post(f"/v1/visits/{made['id']}/matters", matter(text="路面破损", category="road"))
    assert (len(later["found"]), later["version"]) == (3, 2)


def test_matter_of_a_resident_who_was_met_is_filed_for_them(town: Town, visitor: Visitor):
    resident = uuid.uuid4().hex
    on_behalf = {"person": resident, "name": "曹国舅", "phone": "13800000002"}
    made = visitor.person.post("/v1/visits", visit(found=[matter(on_behalf=on_behalf, settled=SETTLED)]))
    path = f"/v1/tickets/{made['found'][0]['ticket']}"
    assert town.person(Role.RESIDENT, person=resident).post(f"{path}/rate", {"stars": 5})["state"] == "closed"
    assert visitor.person.get(f"/v1/visits/{made['id']}")["found"][0]["state"] == "closed"


def test_category_that_wants_a_photo_of_what_was_done_gets_one(visitor: Visitor):
    person = visitor.person
    made = person.post("/v1/visits", visit(kind="patrol", route="沿河步道"))
    path = f"/v1/visits/{made['id']}/matters"
    bare = person.refused("POST", path, matter(category="greening", settled=SETTLED))
    assert (bare["code"], bare["errors"][0]["pointer"]) == ("tickets.photo_needed", "/settled/photos")
    done = SETTLED | {"photos": [photo(person)]}
    found = person.post(path, matter(category="greening", photos=[photo(person)], settled=done))["found"]
    assert [(each["category"], each["state"]) for each in found] == [("greening", "done")]
    ticket = person.get(f"/v1/tickets/{found[0]['ticket']}")
    assert ticket["channel"] == "patrol" and len(ticket["photos"]) == len(ticket["proof"]) == 1


def test_what_is_not_in_order_is_refused_with_its_field_and_nothing_is_filed(town: Town, visitor: Visitor):
    person = visitor.person
    before = len(person.get("/v1/visits", area=GRID)["items"])
    theirs = photo(town.person(Role.RESIDENT))
    ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    for body, code, pointer in (
        (visit(began_at=ahead), "tickets.visit_elsewhen", "/began_at"),
        (visit(area="150402.999"), "outside_area", "/area"),
        (visit(building="none"), "tickets.no_such_building", "/building"),
        (visit(found=[matter(), {"category": "road", "text": "坑"}]), "tickets.no_place", "/found/1/point"),
        (visit(found=[matter(category="none")]), "tickets.no_such_category", "/found/0/category"),
        (visit(found=[matter(photos=[theirs])]), "tickets.no_such_photo", "/found/0/photos/0"),
        (
            visit(found=[matter(settled=SETTLED | {"photos": [theirs]})]),
            "tickets.no_such_photo",
            "/found/0/settled/photos/0",
        ),
        (
            visit(found=[matter(category="illegal_building", settled=SETTLED)]),
            "tickets.not_on_the_spot",
            "/found/0/settled",
        ),
        (visit(found=[matter(photos=["0" * 32] * 10)]), "invalid", "/found/0/photos"),
    ):
        problem = person.refused("POST", "/v1/visits", body)
        assert (problem["code"], problem["errors"][0]["pointer"]) == (code, pointer)
    assert len(person.get("/v1/visits", area=GRID)["items"]) == before


def test_visit_is_added_to_by_those_who_went_and_seen_by_staff_of_its_area(town: Town, visitor: Visitor):
    along, neighbour, stranger = Visitor(town), Visitor(town), Visitor(town, "150402.023")
    made = visitor.person.post("/v1/visits", visit(companions=[along.account]))
    path = f"/v1/visits/{made['id']}"
    assert len(along.person.post(f"{path}/matters", matter())["found"]) == 1
    assert neighbour.person.get(path)["found"]
    assert neighbour.person.refused("POST", f"{path}/matters", matter())["code"] == "forbidden"
    assert stranger.person.refused("GET", path)["code"] == "not_found"
    assert stranger.person.refused("GET", "/v1/visits", params={"area": GRID})["code"] == "outside_area"
    assert town.person(Role.RESIDENT).refused("GET", path)["status"] == 403


def test_matters_that_are_filed_at_once_are_all_counted(visitor: Visitor):
    person = visitor.person
    made = person.post("/v1/visits", visit())

    def add(number: int) -> int:
        body = matter(text=f"第{number}件", settled=SETTLED if number % 2 else None)
        answer = person.send("POST", f"/v1/visits/{made['id']}/matters", body)
        return answer.status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(add, range(12)))
    found = person.get(f"/v1/visits/{made['id']}")["found"]
    assert set(codes) <= {201, 409} and len(found) == codes.count(201)
    assert len({each["ticket"] for each in found}) == len(found)


def test_visitor_who_is_forgotten_is_nobody_by_name(servers: Servers):
    clock = SetClock(datetime(2020, 1, 6, 1, tzinfo=UTC))
    by, along = "a" * 32, "b" * 32
    went = RecordVisit(kind=VisitKind.PATROL, area=GRID, began_at=clock.moment, minutes=30, met=1, companions=[along])
    actor = Actor(by, frozenset({Role.GRID_WORKER}), areas=(GRID,))
    with tickets_database(servers, clock, "visits_") as database:
        within(database, lambda store: fieldwork.record_visit(store, actor, went))
        for account in (by, along):
            within(database, lambda store, account=account: store.forget_visitor(account))
        (row,) = collections("visits_")["visits"].find()
        assert by not in str(row) and along not in str(row) and (row["met"], row["minutes"]) == (1, 30)
