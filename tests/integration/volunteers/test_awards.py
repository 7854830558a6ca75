"""Awards: nobody's own under any account, once per hazard, within the budgets of all areas above, and taken back."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.contracts.actor import Actor, Role
from shared.contracts.residents import PersonAdmitted
from tests.support.delivery import deliver
from tests.support.points import Community, Holder, redeem, sums, this_month
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150453.001"


@pytest.fixture(scope="module")
def place(town: Town) -> Community:
    return Community(town, AREA)


def refused(place: Community, body: dict, by: Person | None = None) -> str:
    return (by or place.office).refused("POST", "/v1/points/awards", body)["code"]


def take_back(by: Person, award: dict, reason: str = "登记错误") -> dict:
    return by.post(f"/v1/points/awards/{award['id']}/take-back", {"reason": reason})


def not_taken_back(by: Person, award: dict) -> str:
    return by.refused("POST", f"/v1/points/awards/{award['id']}/take-back", {"reason": "登记错误"})["code"]


def test_nobody_awards_to_another_account_of_theirs(town: Town, place: Community):
    holder, person = place.holder(), uuid.uuid4().hex
    deliver(town, "volunteers", PersonAdmitted(person=person, account=holder.account, area=AREA), person)
    rows = town.database("volunteers")["known_accounts"]
    eventually(lambda: rows.find_one({"_id": holder.account}))
    roles = frozenset({Role.COMMUNITY_STAFF})
    at_work = Person(town.url, town.token(Actor(uuid.uuid4().hex, roles, person=person, areas=(AREA,))))
    assert refused(place, place.deed(holder), by=at_work) == "volunteers.own_points"
    award = place.award(holder)
    assert not_taken_back(at_work, award) == "volunteers.own_points"
    place.award(holder, kind="service", times=3)
    reserved = redeem(holder, place.offer())
    collecting = f"/v1/points/shops/{place.shop['id']}/collections"
    assert at_work.refused("POST", collecting, {"code": reserved["code"]})["code"] == "volunteers.own_points"


def test_one_hazard_earns_for_one_person(place: Community):
    first, second = place.holder(), place.holder()
    hazard = {"kind": "hazard_snapshot", "deed": f"ticket:{uuid.uuid4().hex}"}
    place.award(first, **hazard)
    assert refused(place, place.deed(second, **hazard)) == "volunteers.deed_awarded"
    together = {"kind": "clean_up", "deed": uuid.uuid4().hex}
    place.award(first, **together)
    place.award(second, **together)
    assert (first.points["balance"], second.points["balance"]) == (15, 10)


def test_a_mistake_is_taken_back_and_awarded_to_whom_it_belongs(town: Town, place: Community):
    wrong, right = place.holder(), place.holder()
    deed = {"kind": "hazard_snapshot", "deed": f"ticket:{uuid.uuid4().hex}"}
    budget = f"/v1/points/budgets/{AREA}/{this_month()}"
    before = place.office.put(budget, {"points": 100_000})["awarded"]
    award = place.award(wrong, **deed)
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150453.002",))
    assert not_taken_back(stranger, award) == "not_found"
    assert not_taken_back(wrong.person, award) == "forbidden"
    assert take_back(place.office, award)["taken_back"] == "登记错误"
    assert (wrong.points["balance"], wrong.points["expiring"]) == (0, [])
    assert place.office.get(budget)["awarded"] == before
    assert not_taken_back(place.office, award) == "volunteers.award_taken_back"
    place.award(right, **deed)
    assert (right.points["balance"], place.office.get(budget)["awarded"]) == (5, before + 5)
    statement = wrong.person.get(f"/v1/points/me/statements/{this_month()}")
    assert [line["kind"] for line in statement["lines"]][-2:] == ["transfer", "reversal"]
    found = sums(town)
    assert found["issued"] == found["available"] + found["held"] + found["spent"] + found["expired"]


def test_what_was_spent_cannot_be_taken_back(place: Community):
    holder = place.holder()
    award = place.award(holder)
    redeem(holder, place.offer(price=8))
    assert not_taken_back(place.office, award) == "ledger.overdrawn"
    assert holder.points["balance"] == 10


def test_what_was_taken_back_leaves_room_under_the_cap(place: Community):
    holder = place.holder()
    place.rule("once_a_day", points=4, daily_cap=4)
    award = place.award(holder, kind="once_a_day")
    assert refused(place, place.deed(holder, kind="once_a_day")) == "volunteers.earning_cap"
    take_back(place.office, award)
    place.award(holder, kind="once_a_day")


def test_refusals_are_told_in_chinese(place: Community):
    holder, zh = place.holder(), {"Accept-Language": "zh"}
    place.rule("twice_a_month", points=4, monthly_cap=8)
    for _ in range(2):
        place.award(holder, kind="twice_a_month")

    def told(**body) -> str:
        return place.office.refused("POST", "/v1/points/awards", place.deed(holder, **body), headers=zh)["detail"]

    assert told(kind="twice_a_month") == "超过每月上限 8 分；此前已得 8 分。"
    assert told(kind="goods_given") == "“捐赠物品”的积分须经估价确定。"


def test_awards_at_once_stay_within_the_budgets_of_all_areas_above(town: Town):
    """Two communities with room of their own, in a street that has points for three."""
    street = town.person(Role.STREET_STAFF, areas=("150454.001",))
    street.put(f"/v1/points/budgets/150454.001/{this_month()}", {"points": 35})
    places = [Community(town, f"150454.001.00{number}") for number in (1, 2)]
    for place in places:
        place.office.put(f"/v1/points/budgets/{place.area}/{this_month()}", {"points": 1000})
    holders = [(place, place.holder()) for place in places * 4]

    def award(pair: tuple[Community, Holder]) -> str:
        place, holder = pair
        body = place.deed(holder)

        def attempt() -> str | None:
            answer = place.office.send("POST", "/v1/points/awards", body)
            code = "awarded" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline") else code

        return eventually(attempt, 60)

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(award, holders))
    assert sorted(answers) == ["awarded"] * 3 + ["volunteers.budget_spent"] * 5
    shown = street.get(f"/v1/points/budgets/150454.001/{this_month()}")
    listed = street.get("/v1/points/awards", area="150454.001", limit=100)["items"]
    assert shown["awarded"] == sum(each["points"] for each in listed) == 30
