"""Fairs through the gateway: stalls, goods set aside, redeeming on the spot, the end, and what came of it."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.fairs import FairClosed
from tests.support.ear import Ear
from tests.support.points import Community, Holder, collect, no_collection, sums
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150502.002.001"


@pytest.fixture(scope="module")
def place(town: Town) -> Community:
    return Community(town, AREA)


def plan(hours: float = 1, **more) -> dict:
    now = datetime.now(UTC)
    body = {"area": AREA, "name": "福禧集市", "place": "社区广场", "budget": 1000}
    return body | {"starts_at": (now + timedelta(hours=hours)).isoformat(), "ends_at": (now + timedelta(hours=hours + 3)).isoformat()} | more  # fmt: skip


def planned(place: Community, **more) -> str:
    return f"/v1/points/fairs/{place.office.post('/v1/points/fairs', plan(**more))['id']}"


def stall(place: Community, fair: str, shop: dict) -> dict:
    return place.office.put(f"{fair}/stalls/{shop['id']}", {"spot": "3号摊"})


def aside(keeper: Person, fair: str, offer: dict, **body) -> dict:
    return keeper.put(f"{fair}/goods/{offer['id']}", {"count": 5, "price": 10} | body)


def not_aside(keeper: Person, fair: str, offer: dict, **body) -> str:
    return keeper.refused("PUT", f"{fair}/goods/{offer['id']}", {"count": 5, "price": 10} | body)["code"]


def take(holder: Holder, fair: str, good: dict, **more) -> dict:
    return holder.person.post(f"{fair}/redemptions", {"good_id": good["id"]} | more)


def not_taken(holder: Holder, fair: str, good: dict, **more) -> str:
    return holder.person.refused("POST", f"{fair}/redemptions", {"good_id": good["id"]} | more)["code"]


def stock(place: Community, offer: dict) -> int:
    shown = place.office.get("/v1/points/offers", area=AREA, shop=offer["shop"], limit=100)["items"]
    return next(each["stock"] for each in shown if each["id"] == offer["id"])


def test_goods_are_set_aside_redeemed_on_the_spot_and_the_rest_returns(town: Town, place: Community):
    fair, offer = planned(place), place.offer(stock=8)
    stall(place, fair, place.shop)
    assert aside(place.office, fair, offer)["left"] == 5
    good = aside(place.office, fair, offer, count=6, price=7)
    assert (good["set_aside"], good["price"], stock(place, offer)) == (6, 7, 2)
    one, two = place.holder(20), place.holder(20)
    assert not_taken(one, fair, good) == "volunteers.fair_not_open"
    assert place.office.post(f"{fair}/open", {})["state"] == "open"
    taken = [take(one, fair, good, count=2), take(two, fair, good)]
    waiting = take(two, fair, good)
    for each in taken:
        assert collect(place.office, place.shop, each["code"])["state"] == "collected"
    assert no_collection(place.office, place.shop, taken[0]["code"]) == "volunteers.code_used"
    assert (one.points["balance"], two.points["available"]) == (6, 6)
    assert not_aside(place.office, fair, offer, count=3) == "volunteers.goods_taken"
    with Ear(town.servers.broker.amqp_url, FairClosed.TYPE) as ear:
        assert place.office.post(f"{fair}/close", {})["state"] == "closed"
        news = ear.hear(lambda event: fair.endswith(event["subject"]))["data"]
    assert news == {"area": AREA, "visitors": 2, "redemptions": 2, "points": 21}
    assert stock(place, offer) == 4
    two.person.post(f"/v1/points/redemptions/{waiting['id']}/cancel", {})
    assert (stock(place, offer), two.points["available"]) == (5, 13)
    result = place.office.get(f"{fair}/result")
    assert (result["visitors"], result["redemptions"], result["items"], result["points"]) == (2, 2, 3, 21)
    (line,) = result["goods"]
    assert (line["set_aside"], line["collected"], line["left"], line["returned"]) == (6, 3, 0, 3)
    faulty = {"reason": "漏水", "sellable": True}
    assert place.office.post(f"/v1/points/redemptions/{taken[0]['id']}/return", faulty)["state"] == "returned"
    assert (stock(place, offer), one.points["balance"]) == (7, 20)
    assert place.office.get(f"{fair}/result") == result
    assert place.office.refused("POST", f"{fair}/open", {})["code"] == "not_allowed_now"
    assert not_taken(one, fair, good) == "volunteers.fair_not_open"


def test_fairs_refuse_with_their_reason(town: Town, place: Community):
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150502.003",))
    assert stranger.refused("POST", "/v1/points/fairs", plan())["code"] == "outside_area"
    assert place.office.refused("POST", "/v1/points/fairs", plan(hours=-4))["code"] == "volunteers.fair_times"
    fair, offer = planned(place, budget=25), place.offer(stock=4)
    assert stranger.refused("POST", f"{fair}/open", {})["code"] == "outside_area"
    assert stranger.refused("GET", f"{fair}/result")["code"] == "outside_area"
    assert not_aside(place.office, fair, offer) == "volunteers.no_stall"
    stall(place, fair, place.shop)
    assert not_aside(place.office, fair, offer) == "volunteers.out_of_stock"
    assert not_aside(stranger, fair, offer, count=1) == "not_found"
    good = aside(place.office, fair, offer, count=4)
    merchant, shop = place.allied()
    stall(place, fair, shop)
    haircut = aside(merchant.person, fair, place.offer(shop=shop), count=3)
    place.office.post(f"{fair}/open", {})
    assert not_taken(merchant, fair, haircut) == "volunteers.own_shop"
    assert not_taken(place.holder(), fair, good) == "ledger.overdrawn"
    holder = place.holder(100)
    assert not_taken(holder, fair, good, count=5) == "volunteers.out_of_stock"
    assert not_taken(holder, fair, good, count=3) == "volunteers.fair_budget"
    reserved = take(holder, fair, good, count=2)
    assert no_collection(merchant.person, shop, reserved["code"]) == "volunteers.wrong_shop"
    assert not_taken(holder, fair, good) == "volunteers.fair_budget"
    holder.person.post(f"/v1/points/redemptions/{reserved['id']}/cancel", {})
    assert no_collection(place.office, place.shop, reserved["code"]) == "volunteers.code_void"
    take(holder, fair, good)
    shown = holder.person.get(f"{fair}/goods", limit=1)
    assert (shown["items"][0]["id"], "next" in shown) == (haircut["id"], True)
    assert place.office.refused("POST", f"{fair}/cancel", {})["code"] == "not_allowed_now"
    assert place.office.refused("GET", f"/v1/points/fairs/{'0' * 32}")["code"] == "not_found"


def test_a_cancelled_fair_gives_its_goods_back(place: Community):
    fair, offer = planned(place), place.offer(stock=5)
    stall(place, fair, place.shop)
    aside(place.office, fair, offer)
    assert place.office.post(f"{fair}/cancel", {})["state"] == "cancelled"
    assert stock(place, offer) == 5
    assert not_aside(place.office, fair, offer) == "volunteers.fair_not_open"
    listed = place.office.get("/v1/points/fairs", area=AREA, limit=100)["items"]
    assert place.office.get(fair) in listed


def test_a_fair_opens_and_closes_at_its_times(town: Town, place: Community):
    fair, offer, holder = planned(place), place.offer(stock=5), place.holder(50)
    stall(place, fair, place.shop)
    good, rows, name = aside(place.office, fair, offer), town.database("volunteers"), fair.rpartition("/")[2]

    def at(field: str) -> None:
        past = datetime.now(UTC) - timedelta(seconds=1)
        rows["fairs"].update_one({"_id": name}, {"$set": {field: past, "due_at": past}, "$inc": {"version": 1}})

    at("starts_at")
    eventually(lambda: place.office.get(fair)["state"] == "open", 30)
    take(holder, fair, good)
    at("ends_at")
    eventually(lambda: place.office.get(fair)["state"] == "closed", 30)
    assert stock(place, offer) == 4


def test_at_a_crowded_stall_as_many_get_something_as_there_is(town: Town, place: Community):
    fair, offer = planned(place), place.offer(stock=4)
    stall(place, fair, place.shop)
    good = aside(place.office, fair, offer, count=4)
    place.office.post(f"{fair}/open", {})
    crowd = [place.holder(10) for _ in range(12)]

    def try_it(holder: Holder) -> str:
        key = {"Idempotency-Key": uuid.uuid4().hex}

        def attempt() -> str | None:
            answer = holder.person.send("POST", f"{fair}/redemptions", {"good_id": good["id"]}, headers=key)
            code = "won" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline") else code

        return eventually(attempt, 60)

    with ThreadPoolExecutor(12) as visitors:
        answers = list(visitors.map(try_it, crowd))
    won = [code for code in answers if code in ("won", "already_done")]
    assert (len(won), set(answers) - {"won", "already_done"}) == (4, {"volunteers.out_of_stock"})
    assert place.office.get(f"{fair}/result")["reserved"] == 40
    found = sums(town)
    assert found["issued"] == found["available"] + found["held"] + found["spent"] + found["expired"]
