"""Goods that were collected and found faulty go back: once, in time, to their shop, never one's own; what was paid goes back."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Actor, Role
from shared.contracts.ledger import Statement
from shared.contracts.residents import PersonAdmitted, PersonErased
from shared.contracts.volunteers.returning import HoursReturned, PointsReturned
from shared.kernel.clock import SHANGHAI
from shared.ledger import chain
from tests.support import time_bank
from tests.support.delivery import deliver
from tests.support.ear import Ear
from tests.support.points import Community, Holder, collect, no_collection, redeem, sums, this_month
from tests.support.time_bank import proof_of
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150456.001"
FAULTY = {"reason": "漏水", "sellable": False}
WHOLE = {"reason": "颜色不符", "sellable": True}


@pytest.fixture(scope="module")
def place(town: Town) -> Community:
    return Community(town, AREA)


def way(redemption: dict[str, Any]) -> str:
    return f"/v1/points/redemptions/{redemption['id']}/return"


def collected(place: Community, holder: Holder, offer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return collect(place.office, {"id": offer["shop"]}, redeem(holder, offer, **more)["code"])


def left(who: Person, offer: dict[str, Any]) -> int:
    return who.get(f"/v1/points/offers/{offer['id']}")["stock"]


def test_points_of_faulty_goods_go_back_once_by_an_entry_that_names_the_old_one(town: Town, place: Community):
    holder, offer = place.holder(50), place.offer(stock=3)
    bought = collected(place, holder, offer)
    assert holder.points["balance"] == 20
    with Ear(town.servers.broker.amqp_url, PointsReturned.TYPE) as ear:
        done = place.office.post(way(bought), FAULTY)
        news = ear.hear(lambda event: event["subject"] == bought["id"])["data"]
    assert news == {"area": AREA, "shop": place.shop["id"], "points": 30, "count": 1}
    assert (done["state"], done["returned_because"]) == ("returned", "漏水")
    mine = holder.person.get(f"/v1/points/redemptions/{bought['id']}")
    assert (mine["state"], mine["returned_at"], "code" in mine) == ("returned", done["returned_at"], False)
    assert (holder.points["balance"], holder.points["available"]) == (50, 50)
    assert sum(each["points"] for each in holder.points["expiring"]) == 50
    entries = town.database("volunteers")["ledger_entries"]
    (back,) = entries.find({"kind": "reversal", "of": {"$regex": f"^redeem:{bought['id']}"}})
    assert entries.find_one({"_id": back["of"]})["kind"] == "capture"
    assert left(holder.person, offer) == 2
    assert place.office.refused("POST", way(bought), FAULTY)["code"] == "not_allowed_now"
    assert holder.points["balance"] == 50
    assert place.office.get(f"/v1/points/shops/{place.shop['id']}/redemptions", state="returned")["items"][0] == done


def test_what_can_be_sold_again_is_on_the_shelf_again_and_counts_no_more_to_the_cap(place: Community):
    holder, offer = place.holder(100), place.offer(stock=2, monthly_cap=2)
    bought = collected(place, holder, offer, count=2)
    assert left(holder.person, offer) == 0
    place.office.post(way(bought), WHOLE)
    assert left(holder.person, offer) == 2
    assert redeem(holder, offer, count=2)["state"] == "reserved"


def test_of_two_who_take_back_at_once_one_does(place: Community):
    holder, offer = place.holder(30), place.offer(stock=1)
    bought = collected(place, holder, offer)

    def take_back(_number: int) -> str:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        desk = Person(place.office.url, place.office.token)

        def attempt() -> str | None:
            answer = desk.send("POST", way(bought), WHOLE, headers=key)
            code = "won" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline") else code

        return eventually(attempt, 60)

    with ThreadPoolExecutor(6) as desks:
        answers = list(desks.map(take_back, range(6)))
    assert sorted(answers) == ["not_allowed_now"] * 5 + ["won"]
    assert (holder.points["balance"], left(holder.person, offer)) == (30, 1)


def test_goods_go_back_to_the_shop_that_handed_them_over(town: Town, place: Community):
    merchant, shop = place.allied()
    other, _ = place.allied()
    holder, offer = place.holder(30), place.offer(shop=shop)
    bought = collect(merchant.person, shop, redeem(holder, offer)["code"])
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150456.002",))
    for who in (other.person, stranger):
        assert who.refused("POST", way(bought), FAULTY)["code"] == "not_found"
    assert holder.person.refused("POST", way(bought), FAULTY)["code"] == "forbidden"
    assert merchant.person.refused("POST", f"{way({'id': '0' * 32})}", FAULTY)["code"] == "not_found"
    assert merchant.person.refused("POST", way(bought), {"sellable": True})["code"] == "invalid"
    assert merchant.person.post(way(bought), FAULTY)["state"] == "returned"
    assert no_collection(merchant.person, shop, "0" * 10) == "volunteers.code_unknown"


def test_only_what_was_collected_goes_back(place: Community):
    holder = place.holder(60)
    reserved = redeem(holder, place.offer())
    refused = place.office.refused("POST", way(reserved), FAULTY)
    assert (refused["code"], refused["state"]) == ("not_allowed_now", "reserved")
    bought = redeem(holder, place.offer())
    collect(place.office, place.shop, bought["code"])
    place.office.post(way(bought), FAULTY)
    assert no_collection(place.office, place.shop, bought["code"]) == "volunteers.code_used"


def test_after_seven_days_nothing_goes_back(town: Town, place: Community):
    holder = place.holder(30)
    bought = collected(place, holder, place.offer())
    rows = town.database("volunteers")["redemptions"]
    when = rows.find_one({"_id": bought["id"]})["collected_at"] - timedelta(days=7, seconds=1)
    rows.update_one({"_id": bought["id"]}, {"$set": {"collected_at": when}})
    refused = place.office.refused("POST", way(bought), FAULTY)
    assert (refused["code"], refused["days"]) == ("volunteers.return_late", 7)
    assert holder.points["balance"] == 0


def test_nobody_takes_back_their_own_goods_under_whichever_account(town: Town, place: Community):
    holder, human = place.holder(30), uuid.uuid4().hex
    deliver(town, "volunteers", PersonAdmitted(person=human, account=holder.account, area=AREA), human)
    eventually(lambda: town.database("volunteers")["known_accounts"].find_one({"_id": holder.account}))
    bought = collected(place, holder, place.offer())
    for own in (
        town.person(Role.COMMUNITY_STAFF, account=holder.account, areas=(AREA,)),
        town.person(Role.COMMUNITY_STAFF, areas=(AREA,), person=human),
    ):
        assert own.refused("POST", way(bought), FAULTY)["code"] == "volunteers.own_points"
    assert holder.points["balance"] == 0


def test_points_that_are_too_old_expire_when_they_come_back_and_the_book_adds_up(town: Town, place: Community):
    holder, rows = place.holder(30), town.database("volunteers")
    bought = collected(place, holder, place.offer(price=30))
    purse = rows["purses"].find_one({"account": holder.account})["_id"]
    year = rows["points_years"].find_one({"purse": purse})["year"]
    rows["points_years"].update_one({"purse": purse}, {"$set": {"year": year - 2}})
    place.award(holder)
    eventually(lambda: rows["points_years"].find_one({"purse": purse, "year": year - 2})["settled"])
    assert holder.points["balance"] == 10
    place.office.post(way(bought), FAULTY)
    eventually(lambda: holder.points["balance"] == 10)
    assert [each["points"] for each in holder.points["expiring"]] == [10]
    found = sums(town)
    assert found["issued"] == found["available"] + found["held"] + found["spent"] + found["expired"]
    assert proof_of(town).problems == []


def test_a_statement_tells_what_was_taken_back_in_the_month_of_the_return(town: Town, place: Community):
    merchant, shop = place.allied()
    offer = merchant.person.post(f"/v1/points/shops/{shop['id']}/offers", {"title": "水壶", "price": 15})
    first, second = (collect(merchant.person, shop, redeem(place.holder(15), offer)["code"]) for _ in range(2))
    rows = town.database("volunteers")["redemptions"]
    before = (datetime.now(SHANGHAI).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    rows.update_one({"_id": first["id"]}, {"$set": {"collected_month": before}})
    merchant.person.post(way(first), FAULTY)
    now, then = (
        merchant.person.get(f"/v1/points/shops/{shop['id']}/statements/{month}") for month in (this_month(), before)
    )
    one = [{"title": "水壶", "count": 1, "points": 15, "minutes": 0}]
    assert (now["offers"], now["returned"], now["returned_points"]) == (one, one, 15)
    assert (then["offers"], then["returned"]) == (one, [])
    assert (now["taken"]["closing"]["balance"], now["taken"]["lines"][-1]["kind"]) == (15, "reversal")
    assert chain.verify(Statement.model_validate(now["taken"]))
    assert second["state"] == "collected"


def test_of_who_was_forgotten_nothing_goes_back(town: Town, place: Community):
    holder = place.holder(30)
    bought = collected(place, holder, place.offer())
    erased = PersonErased(person=uuid.uuid4().hex, account=holder.account, area=AREA)
    deliver(town, "volunteers", erased, holder.account)
    rows = town.database("volunteers")
    eventually(lambda: rows["redemptions"].find_one({"_id": bought["id"]})["account"] != holder.account)
    assert place.office.refused("POST", way(bought), FAULTY)["code"] == "volunteers.holder_forgotten"


def test_what_the_shop_wrote_goes_with_who_is_forgotten(town: Town, place: Community):
    holder = place.holder(30)
    bought = collected(place, holder, place.offer())
    place.office.post(way(bought), {"reason": "陈女士说漏水", "sellable": False})
    erased = PersonErased(person=uuid.uuid4().hex, account=holder.account, area=AREA)
    deliver(town, "volunteers", erased, holder.account)
    rows = town.database("volunteers")["redemptions"]
    eventually(lambda: "returned_because" not in rows.find_one({"_id": bought["id"]}))


def test_minutes_go_back_to_who_had_paid_them(town: Town):
    here = time_bank.Community(town, "150456.003")
    shop = here.staff.post("/v1/points/shops", {"name": "时间超市", "area": here.area})
    terms = {"title": "血压计", "price": 500, "minutes": 40, "stock": 2}
    offer = here.staff.post(f"/v1/points/shops/{shop['id']}/offers", terms)
    elder = here.elder(100)
    bought = redeem(Holder(elder.account, elder), offer, count=2, pay_with="minutes")
    collect(here.staff, shop, bought["code"])
    assert elder.balance() == 20
    own = town.person(Role.COMMUNITY_STAFF, account=elder.account, areas=(here.area,))
    assert own.refused("POST", way(bought), WHOLE)["code"] == "volunteers.own_points"
    with Ear(town.servers.broker.amqp_url, HoursReturned.TYPE) as ear:
        assert here.staff.post(way(bought), WHOLE)["state"] == "returned"
        news = ear.hear(lambda event: event["subject"] == bought["id"])["data"]
    assert news == {"area": here.area, "shop": shop["id"], "minutes": 80, "count": 2}
    assert here.staff.refused("POST", way(bought), WHOLE)["code"] == "not_allowed_now"
    assert (elder.balance(), left(elder, offer)) == (100, 2)
    told = here.staff.get(f"/v1/points/shops/{shop['id']}/statements/{this_month()}")
    assert (told["minutes"], told["returned_minutes"], told["taken_minutes"]["closing"]["balance"]) == (80, 80, 0)
    assert proof_of(town).problems == []


def test_nobody_takes_back_goods_of_their_hours_by_a_second_account(town: Town):
    here = time_bank.Community(town, "150456.004")
    person, buyer, keeper = (uuid.uuid4().hex for _ in range(3))
    elder = Person(town.url, town.token(Actor(buyer, frozenset({Role.RESIDENT}), person=person)))
    mine = elder.put("/v1/time-bank/me", {"area": here.area})["id"]
    here.fund(40)
    here.grant(mine, 40)
    shop = here.staff.post("/v1/points/shops", {"name": "时间超市", "area": here.area})
    offer = here.staff.post(f"/v1/points/shops/{shop['id']}/offers", {"title": "血压计", "price": 500, "minutes": 40})
    bought = redeem(Holder(buyer, elder), offer, pay_with="minutes")
    collect(here.staff, shop, bought["code"])
    second = town.person(Role.COMMUNITY_STAFF, account=keeper, person=person, areas=(here.area,))
    assert second.refused("POST", way(bought), WHOLE)["code"] == "volunteers.self_dealing"
    assert elder.get("/v1/time-bank/me")["minutes"] == 0


def test_minutes_go_back_across_communities_and_these_owe_each_other_nothing(town: Town):
    here, there = (time_bank.Community(town, "150456.005") for _ in range(2))
    shop = there.staff.post("/v1/points/shops", {"name": "时间超市", "area": there.area})
    offer = there.staff.post(f"/v1/points/shops/{shop['id']}/offers", {"title": "血压计", "price": 500, "minutes": 40})
    elder = here.elder(40)
    bought = redeem(Holder(elder.account, elder), offer, pay_with="minutes")
    collect(there.staff, shop, bought["code"])
    assert here.staff.get(f"/v1/time-bank/clearing/{here.area}")["open"] == -40
    there.staff.post(way(bought), FAULTY)
    assert (elder.balance(), here.staff.get(f"/v1/time-bank/clearing/{here.area}")["open"]) == (40, 0)
    assert proof_of(town).problems == []


def test_minutes_go_back_to_where_their_owner_lives_by_now(town: Town):
    here, there = (time_bank.Community(town, "150456.006") for _ in range(2))
    shop = here.staff.post("/v1/points/shops", {"name": "时间超市", "area": here.area})
    terms = {"title": "血压计", "price": 500, "minutes": 40}
    offer = here.staff.post(f"/v1/points/shops/{shop['id']}/offers", terms)
    elder = here.elder(40)
    bought = redeem(Holder(elder.account, elder), offer, pay_with="minutes")
    collect(here.staff, shop, bought["code"])
    elder.put("/v1/time-bank/me", {"area": there.area})
    here.staff.post(way(bought), FAULTY)
    owed = [each.staff.get(f"/v1/time-bank/clearing/{each.area}")["open"] for each in (here, there)]
    assert (elder.balance(), owed) == (40, [-40, 40])
    assert proof_of(town).problems == []


def test_a_shop_that_has_closed_still_takes_back_what_it_handed_over(place: Community):
    merchant, shop = place.allied()
    holder = place.holder(30)
    bought = collect(merchant.person, shop, redeem(holder, place.offer(shop=shop))["code"])
    place.office.post(f"/v1/points/shops/{shop['id']}/close", {})
    assert merchant.person.post(way(bought), FAULTY)["state"] == "returned"
    assert holder.points["balance"] == 30
