"""Blue, yellow, red: each grading with the rules that fired, and a person's word against them."""

import uuid
from typing import Any

import pytest

from services.tickets.domain.grading import RULES
from shared.contracts.actor import Role
from shared.contracts.tickets.grading import TicketGraded
from tests.support.ear import Ear
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150401.002.001.001"
WEST, SOUTH = 101.1, 30.0
PLACE = {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005}
FIELDS = {
    "name": "喷泉故障", "name_en": "Broken fountain", "group": "市政设施", "group_en": "Public works", "unit": "园林绿化中心",
    "ticket_class": "ordinary",
}  # fmt: skip


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
def keeper(town: Town) -> Person:
    return town.person(Role.DISTRICT_STAFF, areas=("150401",))


def new_category(keeper: Person, **fields: Any) -> str:
    code = f"c{uuid.uuid4().hex}"
    keeper.put(f"/v1/catalogue/{code}", FIELDS | fields)
    return code


def reported(person: Person, category: str, **fields: Any) -> dict[str, Any]:
    return person.post("/v1/tickets", {"category": category, "text": "喷泉不喷水", "point": PLACE} | fields)


def done(worker: Person, ticket: dict[str, Any]) -> dict[str, Any]:
    worker.post(f"/v1/tickets/{ticket['id']}/accept", {})
    return worker.post(f"/v1/tickets/{ticket['id']}/finish", {"note": "已修好"})


def graded(worker: Person, ticket: dict[str, Any], **body: Any) -> dict[str, Any]:
    return worker.post(f"/v1/tickets/{ticket['id']}/grade", {"reason": "现场查看"} | body)


def fired(ticket: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(each["colour"], each["rules"]) for each in ticket["gradings"]]


def test_rules_are_there_for_everybody(town: Town):
    rules = town.nobody().get("/v1/grading-rules")["items"]
    assert [(each["name"], each["colour"]) for each in rules] == [(rule.name, rule.colour) for rule in RULES]
    assert all(each["zh"] and each["en"] for each in rules)


@pytest.mark.parametrize(
    ("category", "more", "colour", "rules"),
    [
        ("noise", {}, "blue", []),
        ("safety", {}, "red", ["emergency"]),
        ("water", {}, "yellow", ["utility"]),
        ("noise", {"vulnerable": True}, "yellow", ["vulnerable"]),
        ("water", {"vulnerable": True}, "red", ["utility", "vulnerable", "vulnerable_without_utility"]),
    ],
)
def test_new_matter_is_graded_with_the_rules_that_fired(resident: Person, category, more, colour, rules):
    ticket = reported(resident, category, **more)
    assert (ticket["colour"], fired(ticket)) == (colour, [(colour, rules)])


def test_matter_that_comes_back_to_the_same_spot_is_graver(resident: Person, worker: Person, keeper: Person):
    code = new_category(keeper, colours={"repeats_yellow": 1, "repeats_red": 2})
    assert reported(resident, code)["colour"] == "blue"
    colours = []
    for _ in range(3):
        ticket = reported(resident, code)
        colours.append(ticket["colour"])
        done(worker, ticket)
    assert colours == ["blue", "yellow", "red"]
    far = reported(resident, code, point={"longitude": WEST + 0.008, "latitude": SOUTH + 0.005})
    assert far["colour"] == "blue"


def test_time_alone_makes_a_matter_graver_and_tells_partners(town: Town, resident: Person, keeper: Person):
    promise = {"minutes": 1, "measure": "wall"}
    code = new_category(keeper, promise=promise, colours={"share_yellow": 1, "share_red": 10_000})
    with Ear(town.servers.broker.amqp_url, TicketGraded.TYPE) as ear:
        ticket = reported(resident, code)
        told = ear.hear(lambda event: event["subject"] == ticket["id"])
    assert (told["data"]["colour"], told["data"]["rules"], told["data"]["overridden"]) == ("yellow", ["ageing"], False)
    seen = resident.get(f"/v1/tickets/{ticket['id']}")
    assert fired(seen) == [("blue", []), ("yellow", ["ageing"])]


def test_word_of_a_person_holds_until_it_is_lifted(resident: Person, worker: Person, keeper: Person):
    code = new_category(keeper)
    ticket = reported(resident, code)
    assert {"action": "grade", "needs": ["colour", "reason"]} in worker.get(f"/v1/tickets/{ticket['id']}")["actions"]
    set_red = graded(worker, ticket, colour="red")
    assert (set_red["colour"], set_red["overridden"]) == ("red", True)
    keeper.put(f"/v1/catalogue/{code}", FIELDS | {"ticket_class": "utility"})

    def recalculated() -> dict[str, Any]:
        seen = resident.get(f"/v1/tickets/{ticket['id']}")
        assert seen["ticket_class"] == "utility"
        return seen

    seen = eventually(recalculated)
    assert (seen["colour"], len(seen["gradings"])) == ("red", 2)
    last = seen["gradings"][-1]
    assert (last["by_person"], last["reason"], "by" in last) == (True, "现场查看", False)
    assert worker.post(f"/v1/tickets/{ticket['id']}/accept", {})["colour"] == "red"
    lifted = graded(worker, ticket)
    assert (lifted["colour"], lifted["overridden"]) == ("yellow", False)
    assert [each["lifted"] for each in lifted["gradings"]] == [False, False, True, False]
    assert lifted["gradings"][-1]["rules"] == ["utility"]


def test_word_against_the_rules_needs_a_reason_and_a_desk(town: Town, resident: Person, worker: Person):
    ticket = reported(resident, "noise")
    path = f"/v1/tickets/{ticket['id']}/grade"
    assert resident.refused("POST", path, {"colour": "red", "reason": "急"})["status"] == 403
    stranger = town.person(Role.GRID_WORKER, areas=("150401.009",))
    assert stranger.refused("POST", path, {"colour": "red", "reason": "急"})["code"] == "not_found"
    without = worker.refused("POST", path, {"colour": "red"})
    assert without["errors"][0]["pointer"] == "/reason"
    unknown = worker.refused("POST", path, {"colour": "pink", "reason": "x"})
    assert unknown["errors"][0]["pointer"] == "/colour"
    assert worker.refused("POST", path, {"reason": "x"})["code"] == "tickets.not_overridden"
    community = town.person(Role.COMMUNITY_STAFF, areas=("150401.002.001",))
    assert community.post(path, {"colour": "yellow", "reason": "社区核实"})["colour"] == "yellow"


def test_settled_matter_keeps_its_colour(resident: Person, worker: Person):
    ticket = done(worker, reported(resident, "noise"))
    problem = worker.refused("POST", f"/v1/tickets/{ticket['id']}/grade", {"colour": "red", "reason": "x"})
    assert (problem["status"], problem["code"]) == (409, "not_allowed_now")
    assert "grade" not in problem["allowed"]


def test_pause_and_its_end_leave_the_log_of_gradings_alone(resident: Person, worker: Person):
    ticket = reported(resident, "noise")
    worker.post(f"/v1/tickets/{ticket['id']}/accept", {})
    worker.post(f"/v1/tickets/{ticket['id']}/pause", {"reason": "weather", "note": "下雨"})
    assert graded(worker, ticket, colour="yellow")["state"] == "waiting"
    seen = worker.get(f"/v1/tickets/{ticket['id']}")
    assert "until" not in seen["pauses"][0] and "promised_at" not in seen
    assert len(worker.post(f"/v1/tickets/{ticket['id']}/resume", {})["gradings"]) == 2


@pytest.mark.parametrize(
    ("extra", "pointer"),
    [
        ({}, "/extra/floors"),
        ({"floors": 0}, "/extra/floors"),
        ({"floors": "六"}, "/extra/floors"),
        ({"floors": 6, "colour": "red"}, "/extra/colour"),
        ({"floors": 10**30}, "/extra"),
    ],
)
def test_extra_field_that_does_not_fit_is_named(resident: Person, extra, pointer):
    body = {"category": "lift", "text": "加装电梯", "point": PLACE, "extra": extra}
    problem = resident.refused("POST", "/v1/tickets", body)
    assert (problem["status"], problem["errors"][0]["pointer"]) == (422, pointer)


def test_extra_fields_that_fit_are_kept(resident: Person):
    assert reported(resident, "lift", extra={"floors": 6, "households": 24})["extra"] == {"floors": 6, "households": 24}
    assert reported(resident, "elder", extra={"needs": ["meals", "care"]})["extra"] == {"needs": ["meals", "care"]}
    assert (
        resident.refused("POST", "/v1/tickets", {"category": "noise", "text": "吵", "point": PLACE, "extra": {"x": 1}})[
            "code"
        ]
        == "tickets.bad_extra_field"
    )


def test_retired_category_is_not_reported_any_more(resident: Person, keeper: Person):
    code = new_category(keeper)
    ticket = reported(resident, code)
    keeper.post(f"/v1/catalogue/{code}/retire", {})
    problem = resident.refused("POST", "/v1/tickets", {"category": code, "text": "又坏了", "point": PLACE})
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("tickets.category_retired", "/category")
    assert resident.get(f"/v1/tickets/{ticket['id']}")["state"] == "open"
