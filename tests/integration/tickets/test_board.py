"""The public board, objections to outcomes, and satisfaction month by month."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

DISTRICT = "150415"
GRID, COMMUNITY = f"{DISTRICT}.001.001.001", f"{DISTRICT}.001.001"
WEST, SOUTH = 114.5, 30.0
REPORT = {
    "category": "noise",
    "text": "家住3号楼的张三太吵",
    "point": {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005},
}


@pytest.fixture(scope="module")
def grid(town: Town) -> str:
    return town.draw_square(GRID, WEST, SOUTH)


@pytest.fixture
def resident(town: Town, grid: str) -> Person:
    return town.person(Role.RESIDENT)


@pytest.fixture
def worker(town: Town, grid: str) -> Person:
    return town.person(Role.GRID_WORKER, areas=(grid,))


@pytest.fixture
def office(town: Town, grid: str) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))


def done(resident: Person, worker: Person, note: str = "已劝止") -> dict:
    ticket = resident.post("/v1/tickets", REPORT)
    worker.post(f"/v1/tickets/{ticket['id']}/accept")
    worker.put(f"/v1/tickets/{ticket['id']}/notice", {"matter": "夜间噪声", "measure": "上门劝导，电话13812345678"})
    return worker.post(f"/v1/tickets/{ticket['id']}/finish", {"note": note})


def on_board(town: Town, ticket: dict) -> dict:
    page = town.nobody().get("/v1/board", area=COMMUNITY, limit=100)
    return next(entry for entry in page["items"] if entry["number"] == ticket["number"])


def test_board_shows_matter_measure_limit_and_outcome_and_nothing_of_the_reporter(town, resident, worker):
    ticket = done(resident, worker, "已与住户协商，身份证150202195001011234已核")
    entry = on_board(town, ticket)
    assert (entry["matter"], entry["measure"]) == ("夜间噪声", "上门劝导，电话138****5678")
    assert entry["note"] == "已与住户协商，身份证150202********1234已核"
    assert (entry["promised_at"], entry["unit"]) == (ticket["promised_at"], ticket["unit"])
    assert "张三" not in str(entry)
    assert {"text", "point", "address", "id", "photos", "history"} & entry.keys() == set()


def test_board_is_filtered_by_category_and_state(town, resident, worker):
    ticket = done(resident, worker)
    board = town.nobody()
    found = board.get("/v1/board", area=COMMUNITY, category="noise", state="done", limit=100)["items"]
    assert ticket["number"] in [entry["number"] for entry in found]
    assert board.get("/v1/board", area=COMMUNITY, state="withdrawn")["items"] == []
    assert board.get("/v1/board", area=f"{DISTRICT}.002")["items"] == []


def test_notice_is_set_by_the_desk_alone(town, resident, office):
    ticket = resident.post("/v1/tickets", REPORT)
    body = {"matter": "x", "measure": "y"}
    stranger = town.person(Role.GRID_WORKER, areas=(f"{DISTRICT}.002",))
    assert resident.refused("PUT", f"/v1/tickets/{ticket['id']}/notice", body)["code"] == "forbidden"
    assert stranger.refused("PUT", f"/v1/tickets/{ticket['id']}/notice", body)["code"] == "not_found"
    assert office.put(f"/v1/tickets/{ticket['id']}/notice", body)["matter"] == "x"


def test_upheld_objection_opens_the_matter_again_one_level_up(town, resident, worker, office):
    ticket = done(resident, worker)
    neighbour = town.person(Role.RESIDENT)
    objection = neighbour.post(f"/v1/board/{ticket['number']}/objections", {"reason": "昨晚还在吵"})
    assert [entry["id"] for entry in office.get("/v1/objections", state="open")["items"]] == [objection["id"]]
    decided = office.post(f"/v1/objections/{objection['id']}/decide", {"upheld": True, "answer": "属实，重新办理"})
    assert (decided["state"], decided["answer"]) == ("upheld", "属实，重新办理")
    again = office.get(f"/v1/tickets/{ticket['id']}")
    assert (again["state"], again["desk"], again["reopened"]) == ("open", COMMUNITY, 1)
    assert [entry["state"] for entry in neighbour.get("/v1/objections")["items"]] == ["upheld"]
    repeated = office.refused("POST", f"/v1/objections/{objection['id']}/decide", {"upheld": False, "answer": "x"})
    assert repeated["code"] == "tickets.objection_decided"


def test_dismissed_objection_leaves_the_matter_as_it_is(town, resident, worker, office):
    ticket = done(resident, worker)
    objection = resident.post(f"/v1/board/{ticket['number']}/objections", {"reason": "x"})
    office.post(f"/v1/objections/{objection['id']}/decide", {"upheld": False, "answer": "已核实"})
    assert resident.get(f"/v1/tickets/{ticket['id']}")["state"] == "done"
    assert resident.refused("POST", f"/v1/board/{ticket['number']}/objections", {"reason": "y"})["code"] == (
        "tickets.objected_already"
    )


def test_objections_are_not_decided_by_who_settled_the_matter(town, resident):
    account = uuid.uuid4().hex
    both = town.person(Role.GRID_WORKER, Role.COMMUNITY_STAFF, account=account, areas=(COMMUNITY,))
    ticket = done(resident, both)
    objection = resident.post(f"/v1/board/{ticket['number']}/objections", {"reason": "x"})
    refused = both.refused("POST", f"/v1/objections/{objection['id']}/decide", {"upheld": False, "answer": "x"})
    assert refused["code"] == "forbidden"


def test_objections_need_an_outcome_and_come_in_time(town, resident, worker):
    ticket = resident.post("/v1/tickets", REPORT)
    here = f"/v1/board/{ticket['number']}/objections"
    assert resident.refused("POST", here, {"reason": "x"})["code"] == "tickets.no_outcome_yet"
    assert resident.refused("POST", "/v1/board/X/objections", {"reason": "x"})["code"] == "not_found"
    settled = done(resident, worker)
    long_ago = datetime.now(UTC) - timedelta(days=7, seconds=1)
    town.database("tickets")["tickets"].update_one({"_id": settled["id"]}, {"$set": {"done_at": long_ago}})
    here = f"/v1/board/{settled['number']}/objections"
    assert resident.refused("POST", here, {"reason": "x"})["code"] == "tickets.notice_over"


def test_matter_does_not_lapse_while_somebody_objects(town, resident, worker):
    ticket = done(resident, worker)
    resident.post(f"/v1/board/{ticket['number']}/objections", {"reason": "x"})
    tickets = town.database("tickets")["tickets"]
    past = datetime.now(UTC) - timedelta(seconds=1)
    tickets.update_one({"_id": ticket["id"]}, {"$set": {"confirm_by": past, "check_at": past}})
    later = eventually_later(tickets, ticket["id"], past)
    assert later["state"] == "done"


def eventually_later(tickets, ticket_id: str, past: datetime) -> dict:
    def look() -> dict | None:
        row = tickets.find_one({"_id": ticket_id})
        return row if row["check_at"] > past + timedelta(minutes=30) else None

    return eventually(look, 20)


def test_month_is_published_once_and_frozen(town, resident, worker, office):
    month, middle = last_month()
    stars = (5, 4, 1)
    rated = [done(resident, worker) for _ in stars]
    for ticket, given in zip(rated, stars, strict=True):
        resident.post(f"/v1/tickets/{ticket['id']}/rate", {"stars": given, "solved": given > 1})
    ratings = town.database("tickets")["ticket_ratings"]
    ratings.update_many({"ticket": {"$in": [ticket["id"] for ticket in rated]}}, {"$set": {"at": middle}})
    published = office.post("/v1/board/months", {"area": COMMUNITY, "month": month})
    assert (published["rated"], published["satisfied"], published["solved"]) == (3, 0.6667, 0.6667)
    assert (published["responded"], published["stars"]) == (1.0, 3.3333)
    ratings.update_many({"ticket": rated[0]["id"]}, {"$set": {"stars": 1}})
    again = office.refused("POST", "/v1/board/months", {"area": COMMUNITY, "month": month})
    assert again["code"] == "tickets.month_frozen"
    assert town.nobody().get("/v1/board/months", area=COMMUNITY)["items"] == [published]


def last_month() -> tuple[str, datetime]:
    first = datetime.now(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    middle = first - timedelta(days=14)
    return f"{middle:%Y-%m}", middle


def test_month_that_is_not_over_or_elsewhere_is_refused(office):
    now = f"{datetime.now(SHANGHAI):%Y-%m}"
    assert (
        office.refused("POST", "/v1/board/months", {"area": COMMUNITY, "month": now})["code"]
        == "tickets.month_not_over"
    )
    assert office.refused("POST", "/v1/board/months", {"area": "150499", "month": "2026-01"})["code"] == "outside_area"
    assert office.refused("POST", "/v1/board/months", {"area": COMMUNITY, "month": "2026-13"})["code"] == "invalid"


def test_merged_matters_show_as_the_one_that_they_were_merged_into(town, resident, worker):
    head, child = (resident.post("/v1/tickets", REPORT) for _ in range(2))
    worker.post(f"/v1/tickets/{child['id']}/merge", {"into": head["id"]})
    shown = {entry["number"] for entry in town.nobody().get("/v1/board", area=COMMUNITY, limit=100)["items"]}
    assert head["number"] in shown
    assert child["number"] not in shown
