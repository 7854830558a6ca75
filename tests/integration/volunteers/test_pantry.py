"""The food pantry through the gateway: batches, dates, portions per household, alerts and books that add up."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents import HouseholdChanged, PersonErased
from shared.contracts.volunteers.pantry import FoodDiscarded
from shared.kernel.clock import SHANGHAI
from tests.support.delivery import deliver
from tests.support.ear import Ear
from tests.support.households import known_households
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150502.007.001"


def in_days(days: int) -> str:
    return (datetime.now(UTC).astimezone(SHANGHAI).date() + timedelta(days=days)).isoformat()


def opened(town: Town, area: str, portions: int = 5) -> Person:
    office = town.person(Role.COMMUNITY_STAFF, areas=(area,))
    rule = {"name": "食物银行", "place": "军门驿站", "portions": portions, "period": "week"}
    office.put(f"/v1/pantries/{area}", rule)
    office.put(f"/v1/pantries/{area}/foods/rice", {"name": "大米", "low_stock": 4})
    return office


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    return opened(town, AREA)


def received(office: Person, portions: int = 5, days: int = 10, area: str = AREA, **more) -> dict:
    body = {"food": "rice", "portions": portions, "best_before": in_days(days)}
    return office.post(f"/v1/pantries/{area}/batches", body | (more or {"unit": "面包房"}))


def shelved(office: Person, *args, **more) -> dict:
    return office.post(f"/v1/pantries/batches/{received(office, *args, **more)['id']}/shelve", {})


def serving(household: str, portions: int = 1, food: str = "rice") -> dict:
    return {"food": food, "portions": portions, "household": household}


def served(office: Person, household: str, area: str = AREA, **more) -> dict:
    return office.post(f"/v1/pantries/{area}/servings", serving(household, **more))


def not_served(office: Person, household: str, area: str = AREA, **more) -> str:
    return office.refused("POST", f"/v1/pantries/{area}/servings", serving(household, **more))["code"]


def batch(office: Person, one: dict) -> dict:
    return office.get(f"/v1/pantries/batches/{one['id']}")


def test_the_oldest_leaves_first_and_never_after_its_date(town: Town):
    area = "150502.007.002"
    office = opened(town, area)
    late, early = shelved(office, 5, 9, area), shelved(office, 3, 2, area)
    one, two = known_households(town, f"{area}.001", 2)
    given = served(office, one, area, portions=4)
    assert [(part["batch"], part["portions"]) for part in given["batches"]] == [(early["id"], 3), (late["id"], 1)]
    assert (given["left"], batch(office, early)["state"]) == (1, "finished")
    ended = shelved(office, 6, 1, area)
    rows = town.database("volunteers")["food_batches"]
    rows.update_one({"_id": ended["id"]}, {"$set": {"best_before": in_days(-1)}})
    assert not_served(office, two, area, portions=5) == "volunteers.out_of_food"
    eventually(lambda: batch(office, ended)["state"] == "discarded", 30)
    gone = batch(office, ended)
    assert (gone["discarded"], gone["left"], gone["reason"]) == (6, 0, "best_before")
    assert [each["id"] for each in office.get(f"/v1/pantries/{area}/batches", state="discarded")["items"]] == [
        ended["id"]
    ]
    books = office.get(f"/v1/pantries/{area}/books")
    assert (books["received"], books["given"], books["discarded"], books["closing"]) == (14, 4, 6, 4)
    assert (books["on_shelf"], books["households"]) == (4, 1)


def test_a_household_gets_what_the_rule_says_in_a_week(town: Town, office: Person):
    shelved(office, 20)
    household, other = known_households(town, AREA, 2)
    assert served(office, household, portions=3)["left"] == 2
    zh = {"Accept-Language": "zh"}
    refused = office.refused("POST", f"/v1/pantries/{AREA}/servings", serving(household, 3), headers=zh)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("volunteers.allowance_used", "/portions")
    assert refused["detail"] == "该家庭本周内还可领取 2 份。"
    assert served(office, household, portions=2)["left"] == 0
    assert served(office, other, portions=5)["left"] == 0
    assert household in {each["household"] for each in office.get(f"/v1/pantries/{AREA}/servings")["items"]}


def test_households_are_those_that_the_register_has_in_the_area(town: Town, office: Person):
    shelved(office, 20)
    (here,), (elsewhere,) = known_households(town, f"{AREA}.002"), known_households(town, "150502.007.099")
    made_up = office.refused("POST", f"/v1/pantries/{AREA}/servings", serving(uuid.uuid4().hex))
    assert (made_up["code"], made_up["errors"][0]["pointer"]) == ("volunteers.no_such_household", "/household")
    assert not_served(office, elsewhere) == "volunteers.no_such_household"
    assert served(office, here)["household"] == here
    gone = HouseholdChanged(household=here, area=f"{AREA}.002", members=[])
    deliver(town, "volunteers", gone, here)
    eventually(lambda: not_served(office, here) == "volunteers.no_such_household")


def test_pantries_refuse_with_their_reason(town: Town, office: Person):
    account = uuid.uuid4().hex
    both = town.person(Role.COMMUNITY_STAFF, account=account, areas=(AREA,))
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150502.008",))
    there, body = f"/v1/pantries/{AREA}/batches", {"food": "rice", "portions": 1, "best_before": in_days(1)}

    def no_batch(who: Person, path: str = there, **more) -> str:
        return who.refused("POST", path, body | more)["code"]

    assert no_batch(office) == "volunteers.one_donor"
    assert no_batch(office, unit="面包房", donor=account) == "volunteers.one_donor"
    assert no_batch(both, donor=account) == "volunteers.own_batch"
    assert no_batch(office, unit="面包房", best_before=in_days(-1)) == "volunteers.past_best_before"
    assert no_batch(office, unit="面包房", food="gold") == "volunteers.no_such_food"
    assert no_batch(stranger, unit="面包房") == "outside_area"
    assert no_batch(stranger, "/v1/pantries/150502.008/batches", unit="面包房") == "volunteers.no_pantry"
    one = received(office)
    assert stranger.refused("GET", f"/v1/pantries/batches/{one['id']}")["code"] == "not_found"
    here = f"/v1/pantries/batches/{one['id']}"
    office.post(f"{here}/discard", {"reason": "包装破损"})
    assert office.refused("POST", f"{here}/shelve", {})["code"] == "not_allowed_now"
    (household,) = known_households(town, AREA)
    assert not_served(stranger, household) == "outside_area"
    assert not_served(office, household, food="gold") == "volunteers.no_such_food"
    backward = f"/v1/pantries/{AREA}/books?since={in_days(0)}&until={in_days(-1)}"
    assert office.refused("GET", backward)["code"] == "volunteers.period_backward"
    assert stranger.refused("GET", f"/v1/pantries/{AREA}/books")["code"] == "outside_area"


def test_low_and_ending_food_is_told(town: Town):
    area = "150502.007.003"
    office = opened(town, area)
    assert [food["food"] for food in office.get(f"/v1/pantries/{area}/alerts")["low"]] == ["rice"]
    soon, later = shelved(office, 3, 3, area), shelved(office, 3, 4, area)
    alerts = office.get(f"/v1/pantries/{area}/alerts")
    assert (alerts["low"], [each["id"] for each in alerts["ending"]]) == ([], [soon["id"]])
    resident = town.person(Role.RESIDENT)
    (rice,) = resident.get(f"/v1/pantries/{area}/shelf")["items"]
    assert (rice["on_shelf"], rice["next_best_before"], rice["low"]) == (6, in_days(3), False)
    assert resident.get(f"/v1/pantries/{area}")["portions"] == 5
    with Ear(town.servers.broker.amqp_url, FoodDiscarded.TYPE) as ear:
        office.post(f"/v1/pantries/batches/{later['id']}/discard", {"reason": "受潮"})
        news = ear.hear(lambda event: event["subject"] == later["id"])["data"]
    assert news == {"area": area, "food": "rice", "portions": 3, "ended": False}
    assert [food["on_shelf"] for food in office.get(f"/v1/pantries/{area}/alerts")["low"]] == [3]


def test_many_at_the_counter_take_what_there_is_and_the_books_add_up(town: Town):
    area = "150502.009.001"
    office = opened(town, area)
    for days in (1, 2):
        shelved(office, 5, days, area)
    same, *others_there = known_households(town, area, 9)

    def take(household: str) -> str:
        body, key = serving(household, 2), {"Idempotency-Key": uuid.uuid4().hex}

        def attempt() -> str | None:
            answer = office.send("POST", f"/v1/pantries/{area}/servings", body, headers=key)
            code = "given" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline") else code

        return eventually(attempt, 60)

    with ThreadPoolExecutor(8) as queue:
        mine = list(queue.map(take, [same] * 4))
        others = list(queue.map(take, others_there))
    assert sorted(mine) == ["given"] * 2 + ["volunteers.allowance_used"] * 2
    assert sorted(others) == ["given"] * 3 + ["volunteers.out_of_food"] * 5
    district = town.person(Role.DISTRICT_STAFF, areas=("150502",))
    books = district.get("/v1/pantries/150502.009/books", since=in_days(0), until=in_days(0))
    assert (books["received"], books["given"], books["closing"], books["on_shelf"]) == (10, 10, 0, 0)
    assert books["households"] == 4
    later = district.get("/v1/pantries/150502.009/books", since=in_days(1))
    assert (later["opening"], later["received"], later["closing"]) == (0, 0, 0)


def test_a_forgotten_donor_is_named_no_more(town: Town, office: Person):
    account = uuid.uuid4().hex
    one = received(office, donor=account)
    assert batch(office, one)["donor"] == account
    deliver(town, "volunteers", PersonErased(person=uuid.uuid4().hex, account=account, area=AREA), account)
    eventually(lambda: "donor" not in batch(office, one))
