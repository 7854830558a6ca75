"""Goods of a points shop are paid in banked minutes: held, spent once, free again, and never more than there are."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.actor import Actor, Role
from shared.contracts.ledger import Statement
from shared.kernel.clock import SHANGHAI
from shared.ledger import chain
from tests.support.points import Holder, collect, no_collection, no_redemption, redeem
from tests.support.replicas import further_replicas
from tests.support.time_bank import Community, Member, proof_of
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150501.001"
AT_ONCE = 100


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, STREET)


@pytest.fixture(scope="module")
def shop(here: Community) -> dict[str, Any]:
    return here.staff.post("/v1/points/shops", {"name": "时间超市", "area": here.area})


def offered(here: Community, shop: dict[str, Any], **terms: Any) -> dict[str, Any]:
    body = {"title": "血压计", "price": 500, "minutes": 40} | terms
    return here.staff.post(f"/v1/points/shops/{shop['id']}/offers", body)


def holder(member: Member) -> Holder:
    return Holder(member.account, member)


def test_goods_are_paid_in_minutes_that_are_held_until_the_shop_hands_over(here: Community, shop: dict[str, Any]):
    elder, offer = here.elder(100), offered(here, shop, stock=2)
    reserved = redeem(holder(elder), offer, count=2, pay_with="minutes")
    assert (reserved["minutes"], reserved["points"], reserved["state"]) == (80, 0, "reserved")
    assert (elder.get("/v1/time-bank/me")["held"], elder.get("/v1/time-bank/me")["available"]) == (80, 20)
    assert collect(here.staff, shop, reserved["code"])["state"] == "collected"
    assert no_collection(here.staff, shop, reserved["code"]) == "volunteers.code_used"
    assert (elder.balance(), elder.get("/v1/time-bank/me")["held"]) == (20, 0)
    month = datetime.now(SHANGHAI).strftime("%Y-%m")
    told = here.staff.get(f"/v1/points/shops/{shop['id']}/statements/{month}")
    assert {"title": "血压计", "count": 2, "points": 0, "minutes": 80} in told["offers"]
    assert told["taken_minutes"]["closing"]["balance"] == told["minutes"] >= 80
    assert chain.verify(Statement.model_validate(told["taken_minutes"]))


def test_minutes_of_goods_that_are_not_taken_are_free_again(town: Town, here: Community, shop: dict[str, Any]):
    elder, offer = here.elder(40), offered(here, shop, stock=1)
    first = redeem(holder(elder), offer, pay_with="minutes")
    assert elder.post(f"/v1/points/redemptions/{first['id']}/cancel")["state"] == "cancelled"
    second = redeem(holder(elder), offer, pay_with="minutes")
    assert elder.get("/v1/time-bank/me")["available"] == 0
    past = {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}
    town.database("volunteers")["redemptions"].update_one({"_id": second["id"]}, {"$set": past})
    eventually(lambda: elder.get(f"/v1/points/redemptions/{second['id']}")["state"] == "expired")
    assert (elder.get("/v1/time-bank/me")["available"], elder.balance()) == (40, 40)


def test_goods_that_minutes_do_not_buy_are_refused_with_the_reason(here: Community, shop: dict[str, Any]):
    elder = holder(here.elder(39))
    assert no_redemption(elder, offered(here, shop), pay_with="minutes") == "ledger.overdrawn"
    assert no_redemption(elder, offered(here, shop), pay_with="points") == "ledger.overdrawn"
    assert no_redemption(elder, offered(here, shop, minutes=None), pay_with="minutes") == "volunteers.not_for_minutes"
    assert no_redemption(elder, offered(here, shop, minutes=1, stock=1), pay_with="minutes", count=2) == (
        "volunteers.out_of_stock"
    )
    without = Holder("", here.street)
    assert no_redemption(without, offered(here, shop), pay_with="minutes") == "volunteers.no_hours_account"
    assert elder.person.get("/v1/time-bank/me")["held"] == 0


def test_nobody_takes_goods_of_their_own_shop_by_a_second_account(town: Town, here: Community):
    person, keeper, buyer = (uuid.uuid4().hex for _ in range(3))
    merchant = Person(town.url, town.token(Actor(keeper, frozenset({Role.MERCHANT, Role.RESIDENT}), person=person)))
    second = Person(town.url, town.token(Actor(buyer, frozenset({Role.RESIDENT}), person=person)))
    own = here.staff.post("/v1/points/shops", {"name": "自营店", "area": here.area, "merchant": keeper})
    mine = second.put("/v1/time-bank/me", {"area": here.area})["id"]
    here.fund(80)
    here.grant(mine, 80)
    reserved = redeem(Holder(buyer, second), offered(here, own), pay_with="minutes")
    assert no_collection(merchant, own, reserved["code"]) == "volunteers.self_dealing"
    assert second.get("/v1/time-bank/me")["held"] == 40
    assert collect(here.staff, own, reserved["code"])["state"] == "collected"
    first = Person(town.url, town.token(Actor(uuid.uuid4().hex, frozenset({Role.RESIDENT}), person=person)))
    theirs = here.staff.post("/v1/points/shops", {"name": "二店", "area": here.area, "merchant": buyer})
    assert no_redemption(Holder(buyer, first), offered(here, theirs), pay_with="minutes") == "volunteers.own_shop"


def test_of_a_hundred_spends_at_once_as_many_succeed_as_the_last_minutes_cover(
    town: Town, here: Community, shop: dict[str, Any]
):
    elder, offer = here.elder(10), offered(here, shop, minutes=3)

    def spend(_number: int) -> str:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        body = {"offer_id": offer["id"], "pay_with": "minutes"}
        asking = Member(elder.url, elder.token)

        def attempt() -> str | None:
            answer = asking.send("POST", "/v1/points/redemptions", body, headers=key)
            code = "reserved" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline", "too_many") else code

        return eventually(attempt, 60)

    with further_replicas(town, "volunteers", 2), ThreadPoolExecutor(25) as crowd:
        outcomes = list(crowd.map(spend, range(AT_ONCE)))
    won = [outcome for outcome in outcomes if outcome in ("reserved", "already_done")]
    assert (len(won), set(outcomes) - {"reserved", "already_done"}) == (3, {"ledger.overdrawn"})
    mine = elder.get("/v1/time-bank/me")
    assert (mine["held"], mine["available"]) == (9, 1)
    assert proof_of(town).problems == []
