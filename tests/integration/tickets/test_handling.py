"""A matter between the report and the close: desks, pauses, the citizen's last word."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150410.001.001.001"
COMMUNITY, STREET, DISTRICT = "150410.001.001", "150410.001", "150410"
WEST, SOUTH = 110.0, 30.0
PLACE = {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005}


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
def community(town: Town, grid: str) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))


def reported(person: Person, **fields) -> dict:
    return person.post("/v1/tickets", {"category": "water", "text": "水管漏水", "point": PLACE} | fields)


def act(person: Person, ticket: dict, action: str, **body) -> dict:
    return person.post(f"/v1/tickets/{ticket['id']}/{action}", body)


def refused(person: Person, ticket: dict, action: str, **body) -> dict:
    return person.refused("POST", f"/v1/tickets/{ticket['id']}/{action}", body)


def names(ticket: dict) -> list[str]:
    return [action["action"] for action in ticket["actions"]]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_report_tells_the_promised_time(resident: Person):
    ticket = reported(resident)
    opened = moment(ticket["opened_at"])
    assert moment(ticket["promised_at"]) - opened == timedelta(hours=24)
    assert moment(ticket["reaction_due"]) - opened == timedelta(hours=24)
    assert (ticket["channel"], ticket["ticket_class"], ticket["desk"]) == ("app", "utility", GRID)


def test_pause_stops_both_clocks_and_its_end_adds_it_to_them(resident: Person, worker: Person):
    ticket = act(worker, reported(resident), "accept")
    paused = act(worker, ticket, "pause", reason="waiting_for_parts", note="等配件")
    assert paused["state"] == "waiting"
    assert "promised_at" not in paused
    assert "state_due" not in paused
    resumed = act(worker, ticket, "resume")
    stood = resumed["pauses"][0]
    still = moment(stood["until"]) - moment(stood["since"])
    assert moment(resumed["promised_at"]) - moment(ticket["promised_at"]) == still
    assert moment(resumed["state_due"]) - moment(ticket["state_due"]) == still


def test_hand_over_restarts_the_clock_of_the_desk_and_not_the_citizens(
    resident: Person, worker: Person, community: Person
):
    ticket = act(worker, reported(resident), "accept")
    handed = act(worker, ticket, "hand-over", desk=COMMUNITY, note="需要社区协调")
    assert (handed["state"], handed["desk"]) == ("open", COMMUNITY)
    assert handed["promised_at"] == ticket["promised_at"]
    assert handed["actions"] == []
    assert names(community.get(f"/v1/tickets/{ticket['id']}"))[0] == "accept"
    assert refused(worker, ticket, "accept")["code"] == "forbidden"


def test_hand_over_to_a_desk_elsewhere_is_refused(resident: Person, worker: Person):
    problem = refused(worker, reported(resident), "hand-over", desk="150410.002", note="x")
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("tickets.desk_elsewhere", "/desk")


def test_hand_over_to_a_named_member_puts_it_into_their_inbox(town: Town, resident: Person, worker: Person):
    lead = uuid.uuid4().hex
    leading = town.person(Role.COMMUNITY_STAFF, account=lead, areas=(COMMUNITY,))
    ticket = act(worker, reported(resident), "hand-over", desk=COMMUNITY, to=lead, to_name="主任甲", note="请牵头")
    assert ticket["responsible"] == "主任甲"
    assert ticket["id"] in [entry["id"] for entry in everything(leading, "/v1/inbox")]


def test_inbox_holds_what_waits_at_my_own_desk_by_the_promised_time(town: Town, grid: str):
    other = town.draw_square("150410.001.001.002", WEST + 0.01, SOUTH)
    worker = town.person(Role.GRID_WORKER, areas=(other,))
    there = {"longitude": WEST + 0.015, "latitude": SOUTH + 0.005}
    slow, fast = (
        reported(town.person(Role.RESIDENT), point=there, category=category) for category in ("noise", "safety")
    )
    assert [entry["id"] for entry in worker.get("/v1/inbox")["items"]] == [fast["id"], slow["id"]]
    assert [entry["id"] for entry in everything(worker, "/v1/inbox", limit=1)] == [fast["id"], slow["id"]]
    act(worker, fast, "hand-over", desk=STREET, note="x")
    assert [entry["id"] for entry in worker.get("/v1/inbox")["items"]] == [slow["id"]]


def test_inbox_refuses_a_cursor_that_it_did_not_give(worker: Person):
    assert worker.refused("GET", "/v1/inbox?cursor=WzFlOTksIngiXQ")["code"] == "bad_cursor"


def everything(person: Person, path: str, **query) -> list[dict]:
    page = person.get(path, **query)
    found = page["items"]
    while page.get("next"):
        page = person.get(path, **query, cursor=page["next"])
        found += page["items"]
    return found


def test_disagreement_opens_the_matter_again_one_level_up_and_not_for_the_same_handler(
    town: Town, resident: Person, community: Person
):
    account = uuid.uuid4().hex
    worker = town.person(Role.GRID_WORKER, account=account, areas=(GRID,))
    ticket = act(worker, reported(resident), "accept")
    act(worker, ticket, "finish", note="修好了")
    again = act(resident, ticket, "disagree", reason="还在漏")
    assert (again["state"], again["desk"], again["reopened"]) == ("open", COMMUNITY, 1)
    both = town.person(Role.COMMUNITY_STAFF, account=account, areas=(COMMUNITY,))
    assert refused(both, ticket, "accept")["code"] == "tickets.not_again_here"
    to_them = refused(community, ticket, "hand-over", desk=GRID, to=account, note="x")
    assert (to_them["code"], to_them["errors"][0]["pointer"]) == ("tickets.not_again_here", "/to")
    act(community, ticket, "accept")
    act(community, ticket, "finish", note="换了水管")
    assert act(resident, ticket, "confirm")["state"] == "closed"


def test_disagreement_is_possible_for_fifteen_days_after_the_close(town: Town, resident: Person, worker: Person):
    ticket = act(worker, reported(resident), "accept")
    act(worker, ticket, "finish", note="好")
    act(resident, ticket, "rate", stars=2)
    long_ago = datetime.now(UTC) - timedelta(days=15, minutes=1)
    town.database("tickets")["tickets"].update_one({"_id": ticket["id"]}, {"$set": {"closed_at": long_ago}})
    assert refused(resident, ticket, "disagree", reason="x")["code"] == "tickets.too_late_to_disagree"


def test_close_is_rated_once_by_the_reporter(resident: Person, worker: Person):
    ticket = act(worker, reported(resident), "accept")
    act(worker, ticket, "finish", note="好")
    assert act(resident, ticket, "rate", stars=4)["state"] == "closed"
    assert refused(resident, ticket, "rate", stars=1)["code"] == "tickets.rated_already"


def test_done_closes_by_itself_when_nobody_disagrees_in_time(town: Town, resident: Person, worker: Person):
    ticket = act(worker, reported(resident), "accept")
    done = act(worker, ticket, "finish", note="好")
    assert moment(done["confirm_by"]) - moment(done["done_at"]) == timedelta(days=7)
    past = datetime.now(UTC) - timedelta(seconds=1)
    town.database("tickets")["tickets"].update_one(
        {"_id": ticket["id"]}, {"$set": {"confirm_by": past, "check_at": past}}
    )
    closed = eventually(lambda: closed_one(resident, ticket))
    assert closed["history"][-1]["action"] == "lapse"


def closed_one(person: Person, ticket: dict) -> dict | None:
    found = person.get(f"/v1/tickets/{ticket['id']}")
    return found if found["state"] == "closed" else None


def test_finish_needs_a_photo_where_the_category_says_so(town: Town, resident: Person, worker: Person):
    district = town.person(Role.DISTRICT_STAFF, areas=("150410",))
    fields = district.get("/v1/catalogue/greening")
    kept = {name: value for name, value in fields.items() if name not in {"code", "revision", "retired"}}
    district.put("/v1/catalogue/greening", kept | {"photo_needed": True})
    ticket = act(worker, reported(resident, category="greening"), "accept")
    problem = refused(worker, ticket, "finish", note="修剪完毕")
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("tickets.photo_needed", "/photos")


def test_declined_matter_can_be_disagreed_with(resident: Person, worker: Person):
    ticket = act(worker, reported(resident), "decline", reason="属业主自有管道")
    assert ticket["state"] == "declined"
    assert act(resident, ticket, "disagree", reason="是公共管道")["desk"] == COMMUNITY


def test_withdrawn_matter_is_over(resident: Person, worker: Person):
    ticket = act(resident, reported(resident), "withdraw")
    assert (ticket["state"], ticket["actions"]) == ("withdrawn", [])
    assert refused(worker, ticket, "accept")["code"] == "not_allowed_now"


def test_matter_about_a_member_of_staff_does_not_exist_for_them(town: Town, resident: Person, community: Person):
    account = uuid.uuid4().hex
    complained_about = town.person(Role.GRID_WORKER, account=account, areas=(GRID,))
    ticket = reported(resident, against=account)
    assert ticket["desk"] == COMMUNITY
    assert complained_about.refused("GET", f"/v1/tickets/{ticket['id']}")["code"] == "not_found"
    problem = refused(community, ticket, "hand-over", desk=GRID, to=account, note="x")
    assert (problem["status"], problem["code"]) == (409, "tickets.complained_about")


def test_worker_files_for_a_resident_who_then_has_the_matter(town: Town, worker: Person):
    person = uuid.uuid4().hex
    ticket = reported(worker, channel="home_visit", on_behalf={"person": person})
    theirs = town.person(Role.RESIDENT, person=person)
    assert [entry["id"] for entry in theirs.get("/v1/tickets")["items"]] == [ticket["id"]]
    act(worker, act(worker, ticket, "accept"), "finish", note="好")
    assert act(theirs, ticket, "rate", stars=5)["state"] == "closed"


def test_contact_is_shown_to_the_desk_alone_and_looking_is_logged(town: Town, resident: Person, worker: Person):
    clerk = town.person(Role.OPERATOR)
    ticket = reported(clerk, on_behalf={"name": "居民甲", "phone": "13800000000"})
    assert ticket["channel"] == "hotline"
    assert refused(clerk, ticket, "contact", reason="x")["code"] == "forbidden"
    shown = act(worker, ticket, "contact", reason="回访")
    assert (shown["name"], shown["phone"]) == ("居民甲", "13800000000")
    looked = worker.get(f"/v1/tickets/{ticket['id']}")["history"][-1]
    assert (looked["action"], looked["note"]) == ("show_contact", "回访")
    stored = town.database("tickets")["tickets"].find_one({"_id": ticket["id"]})
    assert "13800000000" not in str(stored)


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"category": "moon"}, "tickets.no_such_category", "/category"),
        ({"channel": "patrol"}, "tickets.not_your_channel", "/channel"),
        ({"on_behalf": {"name": "某人"}}, "tickets.not_for_others", "/on_behalf"),
        ({"point": None}, "tickets.no_place", "/point"),
        ({"point": None, "building": "LD0"}, "tickets.no_such_building", "/building"),
        ({"photos": ["0" * 32]}, "tickets.no_such_photo", "/photos/0"),
        ({"photos": ["0" * 32] * 10}, "invalid", "/photos"),
        ({"text": ""}, "invalid", "/text"),
    ],
)
def test_bad_report_is_refused_with_the_field(resident: Person, change: dict, code: str, pointer: str):
    body = {"category": "water", "text": "水管漏水", "point": PLACE} | change
    problem = resident.refused(
        "POST", "/v1/tickets", {name: value for name, value in body.items() if value is not None}
    )
    assert (problem["code"], problem["errors"][0]["pointer"]) == (code, pointer)


def test_place_outside_of_every_grid_goes_to_the_duty_desk_of_the_street(town: Town, resident: Person):
    outside = {"longitude": WEST - 0.001, "latitude": SOUTH + 0.005}
    ticket = reported(resident, point=outside)
    assert (ticket["backstop"], ticket["area"], ticket["desk"]) == (True, STREET, STREET)
    duty = town.person(Role.STREET_STAFF, areas=(STREET,))
    placed = act(duty, ticket, "hand-over", desk=GRID, note="归此网格")
    assert (placed["backstop"], placed["area"], placed["desk"]) == (False, GRID, GRID)


def test_address_that_nobody_knows_goes_to_a_duty_desk(resident: Person):
    ticket = reported(resident, point=None, address="不存在路0号")
    assert (ticket["backstop"], ticket["address"]) == (True, "不存在路0号")
    assert "point" not in ticket


def test_number_carries_the_day_in_shanghai(resident: Person):
    ticket = reported(resident)
    assert ticket["number"].startswith(f"{datetime.now(SHANGHAI):%y%m%d}-")
    assert [found["id"] for found in resident.get("/v1/tickets", number=ticket["number"])["items"]] == [ticket["id"]]


def test_building_is_a_place_by_its_code_or_its_address(town: Town, resident: Person):
    code, address = "150410.001.001.001-B01", "测试路1号楼"
    town.person(Role.OPS).put(
        f"/v1/buildings/{code}",
        {"address": address, "storeys": 6, "units": 2, "landing": 2, "point": PLACE},
    )
    eventually(lambda: town.database("tickets")["buildings"].find_one({"_id": code}))
    by_code = reported(resident, point=None, building=code)
    by_address = reported(resident, point=None, address=address)
    for ticket in (by_code, by_address):
        assert (ticket["area"], ticket["building"], ticket["backstop"]) == (GRID, code, False)
        assert ticket["point"] == PLACE
