"""A hazard that goes on as a ticket: only where there is one, and with what becomes of it."""

from datetime import UTC, datetime

import pytest

from services.volunteers.domain.hazards import day_at
from shared.contracts.actor import Role
from tests.support.neighbours import Quarter, act, finished, reported
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150585.001.001.001"


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 121.20, 20.6)


@pytest.fixture
def resident(quarter: Quarter) -> Person:
    return quarter.resident()


def found(quarter: Quarter) -> str:
    seen = {"area": GRID, "place": "2号楼", "kind": "fire", "level": "orange", "text": "外墙开裂"}
    return f"/v1/hazards/{quarter.worker.post('/v1/hazards', seen)['id']}"


def handed_over(quarter: Quarter, hazard: str, ticket: dict) -> dict:
    """What was filed just now is known soon."""
    body = {"ticket_id": ticket["id"]}
    eventually(lambda: quarter.worker.send("POST", f"{hazard}/hand-over", body).status_code == 200)
    return quarter.worker.get(hazard)


def test_hazard_is_resolved_with_its_ticket(quarter: Quarter, resident: Person):
    hazard, ticket = found(quarter), reported(resident, quarter.spot(), category="safety", text="外墙开裂")
    over = handed_over(quarter, hazard, ticket)
    assert (over["state"], over["ticket_id"], over["ticket_state"]) == ("ticketed", ticket["id"], "open")
    finished(quarter.worker, ticket)
    act(resident, ticket, "confirm")
    resolved = eventually(lambda: (seen := quarter.worker.get(hazard))["state"] == "resolved" and seen)
    assert (resolved["treated_on"], resolved["ticket_state"]) == (day_at(datetime.now(UTC)).isoformat(), "closed")
    act(resident, ticket, "disagree", reason="裂缝仍在")
    again = eventually(lambda: (seen := quarter.worker.get(hazard))["state"] == "ticketed" and seen)
    assert "treated_on" not in again


def test_hazard_comes_back_when_its_ticket_comes_to_nothing(quarter: Quarter, resident: Person):
    for end in (
        lambda ticket: act(resident, ticket, "withdraw"),
        lambda ticket: act(quarter.worker, ticket, "decline", reason="不属受理范围"),
    ):
        hazard, ticket = found(quarter), reported(resident, quarter.spot(), category="safety", text="外墙开裂")
        assert handed_over(quarter, hazard, ticket)["state"] == "ticketed"
        end(ticket)
        back = eventually(lambda hazard=hazard: (seen := quarter.worker.get(hazard))["state"] == "found" and seen)
        assert "ticket_id" not in back and "take" in back["actions"]


def test_ticket_that_is_none_elsewhere_or_over_takes_nothing_on(town: Town, quarter: Quarter, resident: Person):
    hazard = found(quarter)

    def why(ticket: str) -> tuple[str, str]:
        problem = quarter.worker.refused("POST", f"{hazard}/hand-over", {"ticket_id": ticket})
        return problem["code"], problem["errors"][0]["pointer"]

    nothing = ("volunteers.no_such_ticket", "/ticket_id")
    assert why("0" * 32) == nothing
    ticket = reported(resident, quarter.spot(), category="safety", text="外墙开裂")
    handed_over(quarter, found(quarter), ticket)
    act(resident, ticket, "withdraw")
    known = town.database("volunteers")["known_tickets"]
    eventually(lambda: known.find_one({"_id": ticket["id"]})["state"] == "withdrawn")
    assert why(ticket["id"]) == nothing
    known.insert_one(
        {"_id": "2" * 32, "area": "150585.002.001", "state": "open", "ticket_version": 1, "moved_at": datetime.now(UTC),
         "version": 1}
    )  # fmt: skip
    assert why("2" * 32) == nothing
    assert town.person(Role.RESIDENT).refused("POST", f"{hazard}/hand-over", {"ticket_id": "2" * 32})["status"] == 403


def test_what_should_have_been_treated_is_listed(town: Town, quarter: Quarter):
    taken, late = found(quarter), found(quarter)
    for each in (taken, late):
        quarter.worker.post(f"{each}/take")
    yesterday = {"$set": {"due_on": "2020-01-01"}}
    town.database("volunteers")["hazards"].update_one({"_id": late.rsplit("/", 1)[1]}, yesterday)
    overdue = quarter.worker.get("/v1/hazards", area=GRID, overdue=True)["items"]
    assert [each["id"] for each in overdue] == [late.rsplit("/", 1)[1]]
    mine = {each["id"] for each in quarter.worker.get("/v1/hazards", area=GRID, mine=True)["items"]}
    assert mine == {each.rsplit("/", 1)[1] for each in (taken, late)}
