"""Idle things change hands at a station, each for one swap alone, and nobody learns more of the other than needed."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents import PersonErased
from shared.contracts.volunteers.swaps import ThingsSwapped
from tests.support.delivery import deliver
from tests.support.ear import Ear
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150502.004.001"
PHONE = "微信 near-150502"


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    office = town.person(Role.COMMUNITY_STAFF, areas=(AREA,))
    office.put(f"/v1/swaps/stations/{AREA}", {"name": "军门驿站", "place": "社区服务中心一层"})
    return office


@pytest.fixture
def neighbour(town: Town, office: Person):
    return lambda: town.person(Role.RESIDENT)


def offered(owner: Person, **more) -> dict:
    return owner.post("/v1/swaps/items", {"area": AREA, "title": "儿童推车", "condition": "八成新"} | more)


def asked(asker: Person, item: dict, **more) -> dict:
    return asker.post("/v1/swaps", {"item_id": item["id"]} | more)


def step(who: Person, swap: dict, action: str, **body) -> dict:
    return who.post(f"/v1/swaps/{swap['id']}/{action}", body)


def no_step(who: Person, swap: dict, action: str) -> str:
    return who.refused("POST", f"/v1/swaps/{swap['id']}/{action}", {})["code"]


def state_of(who: Person, item: dict) -> str:
    return who.get(f"/v1/swaps/items/{item['id']}")["state"]


def test_things_change_hands_when_both_sides_say_so(neighbour):
    owner, asker = neighbour(), neighbour()
    pram, books = offered(owner, wanted="绘本"), offered(asker, title="绘本一套")
    swap = asked(asker, pram, in_exchange=books["id"], contact=PHONE)
    seen = owner.get(f"/v1/swaps/{swap['id']}")
    assert (seen["part"], seen["exchange_title"], seen["place"]) == ("owner", "绘本一套", "社区服务中心一层")
    assert "contact" not in seen
    agreed = step(owner, swap, "agree", contact="请在驿站前台留言")
    assert (agreed["state"], agreed["contact"]) == ("agreed", PHONE)
    assert asker.get(f"/v1/swaps/{swap['id']}")["contact"] == "请在驿站前台留言"
    assert (state_of(owner, pram), state_of(owner, books)) == ("reserved", "reserved")
    assert step(asker, swap, "confirm")["confirmed"]
    assert no_step(asker, swap, "confirm") == "forbidden"
    done = step(owner, swap, "confirm")
    assert (done["state"], "contact" in done) == ("done", False)
    assert (state_of(owner, pram), state_of(owner, books)) == ("swapped", "swapped")
    assert owner.get("/v1/swaps")["items"][0]["id"] == asker.get("/v1/swaps")["items"][0]["id"] == swap["id"]


def test_staff_of_the_station_hand_over_and_never_their_own(town: Town, office: Person, neighbour):
    owner, account = neighbour(), uuid.uuid4().hex
    asker = town.person(Role.RESIDENT, account=account)
    pram = offered(owner)
    swap = asked(asker, pram, contact=PHONE)
    step(owner, swap, "agree")
    both = town.person(Role.COMMUNITY_STAFF, account=account, areas=(AREA,))
    assert no_step(both, swap, "hand-over") == "volunteers.own_swap"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150502.005",))
    assert no_step(stranger, swap, "hand-over") == "not_found"
    assert stranger.refused("GET", f"/v1/swaps/stations/{AREA}/waiting")["code"] == "outside_area"
    (waiting,) = [
        each for each in office.get(f"/v1/swaps/stations/{AREA}/waiting")["items"] if each["id"] == swap["id"]
    ]
    assert (waiting["part"], "contact" in waiting) == ("station", False)
    with Ear(town.servers.broker.amqp_url, ThingsSwapped.TYPE) as ear:
        assert step(office, swap, "hand-over")["state"] == "done"
        assert ear.hear(lambda event: event["subject"] == swap["id"])["data"] == {"area": AREA, "things": 1}
    assert no_step(office, swap, "hand-over") == "not_allowed_now"


def test_nothing_tells_whose_a_thing_is(town: Town, neighbour):
    account = uuid.uuid4().hex
    owner, asker = town.person(Role.RESIDENT, account=account), neighbour()
    pram = offered(owner)
    (listed,) = [each for each in asker.get("/v1/swaps/items", area=AREA)["items"] if each["id"] == pram["id"]]
    assert (listed["mine"], account in str(listed)) == (False, False)
    assert owner.get("/v1/swaps/items/mine")["items"][0]["mine"]
    swap = asked(asker, pram, contact=PHONE)
    assert account not in str(asker.get(f"/v1/swaps/{swap['id']}"))
    row = town.database("volunteers")["swaps"].find_one({"_id": swap["id"]})
    assert row["asker_contact"] and PHONE not in str(row)
    assert neighbour().refused("GET", f"/v1/swaps/{swap['id']}")["code"] == "not_found"
    step(owner, swap, "decline")
    assert "asker_contact" not in town.database("volunteers")["swaps"].find_one({"_id": swap["id"]})


def test_swaps_refuse_with_their_reason(neighbour):
    owner, asker, third = neighbour(), neighbour(), neighbour()
    there = {"area": "150502.006", "title": "台灯", "condition": "新"}
    assert owner.refused("POST", "/v1/swaps/items", there)["code"] == "volunteers.no_station"
    assert owner.refused("GET", "/v1/swaps/stations/150502.006")["code"] == "not_found"
    lamp, mine = offered(owner, title="台灯"), offered(asker, title="花盆")

    def no_ask(who: Person, **body) -> str:
        return who.refused("POST", "/v1/swaps", {"item_id": lamp["id"]} | body)["code"]

    assert no_ask(owner) == "volunteers.own_item"
    assert no_ask(third, in_exchange=mine["id"]) == "not_found"
    assert no_ask(third, item_id="0" * 32) == "not_found"
    swap = asked(asker, lamp, in_exchange=mine["id"])
    assert no_ask(asker) == "volunteers.asked_before"
    assert no_step(asker, swap, "agree") == "forbidden"
    assert no_step(third, swap, "agree") == "not_found"
    assert third.refused("POST", f"/v1/swaps/items/{lamp['id']}/withdraw", {})["code"] == "forbidden"
    step(owner, swap, "agree")
    assert no_ask(third) == "volunteers.item_taken"
    assert owner.refused("POST", f"/v1/swaps/items/{lamp['id']}/withdraw", {})["code"] == "not_allowed_now"
    step(asker, swap, "call-off")
    assert (state_of(owner, lamp), state_of(owner, mine)) == ("on_offer", "on_offer")
    assert no_step(asker, swap, "confirm") == "not_allowed_now"
    other = asked(third, lamp)
    assert owner.post(f"/v1/swaps/items/{lamp['id']}/withdraw", {})["state"] == "withdrawn"
    assert third.get(f"/v1/swaps/{other['id']}")["state"] == "expired"


def test_of_two_who_are_agreed_with_at_once_one_gets_it(neighbour):
    owner, pot = neighbour(), neighbour()
    first, second, exchange = offered(owner), offered(neighbour()), offered(pot, title="花盆")
    askers = [neighbour() for _ in range(5)]
    swaps = [asked(each, first) for each in askers] + [asked(pot, first, in_exchange=exchange["id"])]
    assert second["state"] == "on_offer"

    def agree(swap: dict) -> str:
        def attempt() -> str | None:
            answer = owner.send("POST", f"/v1/swaps/{swap['id']}/agree", {})
            code = "agreed" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline") else code

        return eventually(attempt, 60)

    with ThreadPoolExecutor(6) as hands:
        answers = list(hands.map(agree, swaps))
    assert sorted(answers) == ["agreed"] + ["volunteers.item_taken"] * 5


def test_what_nobody_answers_or_fetches_ends_by_itself(town: Town, neighbour):
    owner, asker, late = neighbour(), neighbour(), neighbour()
    lamp, chair = offered(owner, title="台灯"), offered(owner, title="椅子")
    swap, silent = asked(asker, lamp), asked(late, chair)
    step(owner, swap, "agree")
    rows, past = town.database("volunteers"), datetime.now(UTC) - timedelta(seconds=1)
    rows["swaps"].update_many({"_id": {"$in": [swap["id"], silent["id"]]}}, {"$set": {"due_at": past}})
    for who, each in ((asker, swap), (late, silent)):
        eventually(lambda who=who, each=each: who.get(f"/v1/swaps/{each['id']}")["state"] == "expired", 30)
    assert state_of(owner, lamp) == "on_offer"
    rows["idle_items"].update_one({"_id": chair["id"]}, {"$set": {"expires_at": past}})
    eventually(lambda: state_of(owner, chair) == "expired", 30)


def test_who_is_forgotten_has_nothing_on_offer(town: Town, neighbour):
    account, asker = uuid.uuid4().hex, neighbour()
    owner = town.person(Role.RESIDENT, account=account)
    lamp, chair = offered(owner, title="台灯"), offered(owner, title="椅子")
    swap = asked(asker, lamp)
    step(owner, swap, "agree", contact=PHONE)
    deliver(town, "volunteers", PersonErased(person=uuid.uuid4().hex, account=account, area=AREA), account)
    rows = town.database("volunteers")
    eventually(lambda: state_of(asker, chair) == "withdrawn")
    assert (state_of(asker, lamp), asker.get(f"/v1/swaps/{swap['id']}")["state"]) == ("withdrawn", "expired")
    kept = [*rows["idle_items"].find({"area": AREA}), *rows["swaps"].find({"area": AREA})]
    assert account not in str(kept)
