"""A hazard that a desk confirms earns points for who reported it first, once, over both services."""

import uuid

import pytest

from shared.contracts.actor import Role
from shared.contracts.tickets.hazards import HazardConfirmed
from tests.support.delivery import deliver_again
from tests.support.ear import Ear
from tests.support.neighbours import Quarter, act, finished, reported
from tests.support.points import Community, Holder
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150502.001.001.001"
HAZARD = {"category": "fire_lane", "text": "消防通道被杂物堵住"}


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 121.20, 20.0)


@pytest.fixture(scope="module")
def place(town: Town, quarter: Quarter) -> Community:
    return Community(town, quarter.community)


def snapshot(holder: Holder, quarter: Quarter, **more) -> dict:
    return reported(holder.person, quarter.spot(), **(HAZARD | more))


def closed(quarter: Quarter, holder: Holder, ticket: dict) -> None:
    finished(quarter.worker, ticket, "通道已清理")
    act(holder.person, ticket, "confirm")


def awards(place: Community, ticket: dict) -> list[dict]:
    listed = place.office.get("/v1/points/awards", area=place.area, limit=100)["items"]
    return [each for each in listed if each["deed"] == f"ticket:{ticket['id']}"]


def heard(place: Community) -> int:
    """How many confirmed hazards volunteers has taken in."""
    return place.town.database("volunteers")["journal"].count_documents({"_id": {"$regex": "hazard.confirmed"}})


def settled(place: Community, quarter: Quarter) -> None:
    """A later hazard has earned; so what was told before it is no longer under way."""
    other = place.holder()
    closed(quarter, other, snapshot(other, quarter))
    eventually(lambda: other.points["balance"] == 5)


def test_a_confirmed_hazard_earns_by_the_rule_of_its_area_without_enrolment(place: Community, quarter: Quarter):
    holder = place.holder()
    ticket = snapshot(holder, quarter)
    finished(quarter.worker, ticket)
    assert holder.points["balance"] == 0
    act(holder.person, ticket, "rate", stars=5)
    eventually(lambda: holder.points["balance"] == 5)
    (award,) = awards(place, ticket)
    assert (award["account"], award["kind"], award["edition"]) == (holder.account, "hazard_snapshot", 1)


def test_the_same_hazard_earns_once_whatever_is_repeated(town: Town, place: Community, quarter: Quarter):
    holder = place.holder()
    ticket = snapshot(holder, quarter)
    with Ear(town.servers.broker.amqp_url, HazardConfirmed.TYPE) as ear:
        closed(quarter, holder, ticket)
        eventually(lambda: holder.points["balance"] == 5)
        body = place.deed(holder, kind="hazard_snapshot", deed=f"ticket:{ticket['id']}", area=quarter.grid)
        assert place.office.post("/v1/points/awards", body)["points"] == 5
        act(holder.person, ticket, "disagree", reason="又被堵上了")
        finished(quarter.staff(Role.COMMUNITY_STAFF, quarter.community), ticket, "再次清理")
        act(holder.person, ticket, "confirm")
        first, second = (ear.hear(lambda event: event["subject"] == ticket["id"]) for _ in range(2))
    deliver_again(town, "volunteers", first)
    deliver_again(town, "volunteers", second | {"id": uuid.uuid4().hex})
    settled(place, quarter)
    assert (holder.points["balance"], len(awards(place, ticket))) == (5, 1)


def test_a_manual_award_comes_first_and_nothing_follows(place: Community, quarter: Quarter):
    holder = place.holder()
    ticket = snapshot(holder, quarter)
    place.award(holder, kind="hazard_snapshot", deed=f"ticket:{ticket['id']}")
    closed(quarter, holder, ticket)
    settled(place, quarter)
    assert holder.points["balance"] == 5


def test_of_merged_reports_the_first_alone_earns(place: Community, quarter: Quarter):
    first, second, third = (place.holder() for _ in range(3))
    spot = quarter.spot()
    early, head, late = (reported(each.person, spot, **HAZARD) for each in (first, second, third))
    for child in (early, late):
        act(quarter.worker, child, "merge", into=head["id"])
    closed(quarter, second, head)
    eventually(lambda: first.points["balance"] == 5)
    settled(place, quarter)
    assert (second.points["balance"], third.points["balance"]) == (0, 0)


def test_what_is_no_hazard_or_not_confirmed_or_reported_on_duty_earns_nothing(place: Community, quarter: Quarter):
    holder = place.holder()
    closed(quarter, holder, snapshot(holder, quarter, category="road", text="路面有坑"))
    declined = snapshot(holder, quarter)
    act(quarter.worker, declined, "decline", reason="经查不属实")
    act(holder.person, declined, "rate", stars=1)
    on_duty = Holder(holder.account, place.town.person(Role.RESIDENT, Role.GRID_WORKER, account=holder.account))
    patrolled = snapshot(on_duty, quarter, channel="patrol")
    finished(quarter.worker, patrolled)
    act(on_duty.person, patrolled, "confirm")
    settled(place, quarter)
    assert holder.points["balance"] == 0


def test_nobody_earns_on_a_hazard_that_they_confirmed(place: Community, quarter: Quarter):
    holder = place.holder()
    both = place.town.person(Role.RESIDENT, Role.GRID_WORKER, account=holder.account, areas=(quarter.grid,))
    mine = reported(both, quarter.spot(), **HAZARD, channel="app")
    finished(both, mine)
    act(both, mine, "confirm")
    settled(place, quarter)
    assert (holder.points["balance"], awards(place, mine)) == (0, [])


def test_where_no_rule_is_in_force_a_hazard_earns_nothing(place: Community, quarter: Quarter):
    holder = place.holder()
    rule = f"/v1/points/rules/{quarter.grid}/hazard_snapshot"
    place.office.put(rule, {"name": "隐患随手拍", "points": 5, "active": False})
    before = heard(place)
    closed(quarter, holder, snapshot(holder, quarter))
    eventually(lambda: heard(place) > before)
    place.office.put(rule, {"name": "隐患随手拍", "points": 5})
    settled(place, quarter)
    assert holder.points["balance"] == 0
