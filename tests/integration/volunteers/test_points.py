"""Points are earned by rules, redeemed at shops, expire, and add up, through the gateway."""

import os
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents import PersonErased
from tests.support.delivery import deliver
from tests.support.points import (
    Community,
    Holder,
    collect,
    no_collection,
    no_redemption,
    redeem,
    sums,
    this_month,
)
from tests.support.town import Town
from tests.support.waiting import eventually

AREA = "150452.001"


@pytest.fixture(scope="module")
def place(town: Town) -> Community:
    return Community(town, AREA)


def refused_award(place: Community, body: dict, **who) -> str:
    return (who.get("by") or place.office).refused("POST", "/v1/points/awards", body)["code"]


def test_a_deed_earns_once(place: Community):
    holder = place.holder()
    body = place.deed(holder, kind="hazard_snapshot", deed="ticket:42")
    first = place.office.post("/v1/points/awards", body)
    assert (first["points"], first["edition"]) == (5, 1)
    assert place.office.post("/v1/points/awards", body) == first
    assert refused_award(place, body | {"times": 2}) == "volunteers.deed_awarded"
    points = holder.points
    assert (points["balance"], points["held"], points["available"]) == (5, 0, 5)
    assert [each["points"] for each in points["expiring"]] == [5]
    listed = place.office.get("/v1/points/awards", area=AREA)["items"]
    assert first in listed


def test_hours_count_by_the_hour(place: Community):
    assert place.award(place.holder(), kind="service", times=3)["points"] == 30


def test_awards_are_refused_with_their_reason(town: Town, place: Community):
    holder = place.holder()
    assert refused_award(place, place.deed(holder, kind="singing")) == "volunteers.no_earning_rule"
    assert refused_award(place, place.deed(holder, kind="goods_given")) == "volunteers.needs_appraisal"
    assert refused_award(place, place.deed(holder, area="150452.002")) == "outside_area"
    both = town.person(Role.COMMUNITY_STAFF, account=holder.account, areas=(AREA,))
    assert refused_award(place, place.deed(holder), by=both) == "volunteers.own_points"
    assert refused_award(place, place.deed(holder), by=holder.person) == "forbidden"
    assert holder.points["balance"] == 0


def test_nobody_earns_more_than_the_cap_of_the_day_and_the_month(place: Community):
    holder = place.holder()
    place.rule("snapshots_a_day", points=4, daily_cap=8, monthly_cap=100)
    for _ in range(2):
        place.award(holder, kind="snapshots_a_day")
    assert refused_award(place, place.deed(holder, kind="snapshots_a_day")) == "volunteers.earning_cap"
    place.rule("snapshots_a_month", points=4, monthly_cap=4)
    place.award(holder, kind="snapshots_a_month")
    assert refused_award(place, place.deed(holder, kind="snapshots_a_month")) == "volunteers.earning_cap"


def test_rules_change_by_edition_and_the_nearest_counts(town: Town, place: Community):
    grid = f"{AREA}.001"
    kind = f"kind_{uuid.uuid4().hex[:8].translate(str.maketrans('0123456789', 'ghijklmnop'))}"
    assert [place.rule(kind, points=points)["edition"] for points in (3, 7)] == [1, 2]
    holder = place.holder()
    assert place.award(holder, kind=kind, area=grid)["points"] == 7
    place.office.put(f"/v1/points/rules/{grid}/{kind}", {"name": kind, "points": 9})
    assert place.award(holder, kind=kind, area=grid)["points"] == 9
    shown = [(rule["area"], rule["points"]) for rule in place.office.get(f"/v1/points/rules/{grid}")["items"]]
    assert shown.index((grid, 9)) < shown.index((AREA, 7))
    place.office.put(f"/v1/points/rules/{grid}/{kind}", {"name": kind, "points": 9, "active": False})
    assert refused_award(place, place.deed(holder, kind=kind, area=grid)) == "volunteers.no_earning_rule"
    page = holder.person.get(f"/v1/points/rules/{AREA}/{kind}", limit=1)
    assert [rule["edition"] for rule in page["items"]] == [2]
    rest = holder.person.get(f"/v1/points/rules/{AREA}/{kind}", limit=1, cursor=page["next"])
    assert [rule["edition"] for rule in rest["items"]] == [1]
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150452.002",))
    body = {"name": kind, "points": 9}
    assert stranger.refused("PUT", f"/v1/points/rules/{AREA}/{kind}", body)["code"] == "outside_area"


def test_a_budget_limits_what_its_area_awards_in_a_month(town: Town):
    place = Community(town, "150452.003")
    budget = f"/v1/points/budgets/{place.area}/{this_month()}"
    assert place.office.refused("GET", budget)["code"] == "not_found"
    place.award(place.holder())
    assert place.office.put(budget, {"points": 25})["awarded"] == 10
    place.award(place.holder(), area=f"{place.area}.001")
    assert refused_award(place, place.deed(place.holder())) == "volunteers.budget_spent"
    shown = place.office.get(budget)
    assert (shown["points"], shown["awarded"]) == (25, 20)
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150452.002",))
    assert stranger.refused("PUT", budget, {"points": 1})["code"] == "outside_area"
    assert stranger.refused("GET", budget)["code"] == "outside_area"


def test_awards_at_once_stay_within_the_budget(town: Town):
    place = Community(town, "150452.004")
    place.office.put(f"/v1/points/budgets/{place.area}/{this_month()}", {"points": 35})
    holders = [place.holder() for _ in range(8)]

    def award(holder: Holder) -> str:
        body = place.deed(holder)

        def attempt() -> str | None:
            answer = place.office.send("POST", "/v1/points/awards", body)
            code = "awarded" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline") else code

        return eventually(attempt, 60)

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(award, holders))
    assert sorted(answers) == ["awarded"] * 3 + ["volunteers.budget_spent"] * 5


def test_points_are_held_until_the_shop_hands_over(place: Community):
    holder, offer = place.holder(50), place.offer(stock=1)
    reserved = redeem(holder, offer)
    assert (reserved["state"], reserved["points"], len(reserved["code"])) == ("reserved", 30, 10)
    assert (holder.points["held"], holder.points["available"]) == (30, 20)
    assert holder.person.get(f"/v1/points/redemptions/{reserved['id']}") == reserved
    done = collect(place.office, place.shop, reserved["code"])
    assert (done["state"], "code" in done) == ("collected", False)
    assert (holder.points["held"], holder.points["balance"]) == (0, 20)
    assert no_collection(place.office, place.shop, reserved["code"]) == "volunteers.code_used"
    statement = holder.person.get(f"/v1/points/me/statements/{this_month()}")
    assert (statement["closing"]["balance"], statement["lines"][-1]["kind"]) == (20, "capture")


def test_codes_are_refused_with_their_reason(town: Town, place: Community):
    holder, offer = place.holder(60), place.offer()
    merchant, shop = place.allied()
    reserved = redeem(holder, offer)
    assert no_collection(merchant.person, shop, reserved["code"]) == "volunteers.wrong_shop"
    assert no_collection(merchant.person, place.shop, reserved["code"]) == "not_found"
    assert no_collection(place.office, place.shop, "0000000000") == "volunteers.code_unknown"
    keeper = town.person(Role.COMMUNITY_STAFF, account=holder.account, areas=(AREA,))
    assert no_collection(keeper, place.shop, reserved["code"]) == "volunteers.own_points"
    cancel = f"/v1/points/redemptions/{reserved['id']}/cancel"
    assert merchant.person.refused("POST", cancel, {})["code"] == "not_found"
    assert holder.person.post(cancel, {})["state"] == "cancelled"
    assert no_collection(place.office, place.shop, reserved["code"]) == "volunteers.code_void"
    assert holder.person.refused("POST", cancel, {})["code"] == "not_allowed_now"
    assert holder.points["available"] == 60


def test_redemptions_are_refused_with_their_reason(place: Community):
    holder = place.holder(100)
    assert no_redemption(place.holder(), place.offer()) == "ledger.overdrawn"
    assert no_redemption(holder, place.offer(price=101)) == "ledger.overdrawn"
    assert no_redemption(holder, {"id": "0" * 32}) == "not_found"
    assert no_redemption(holder, place.offer(stock=1), count=2) == "volunteers.out_of_stock"
    assert no_redemption(holder, place.offer(active=False)) == "volunteers.offer_closed"
    capped = place.offer(price=1, monthly_cap=2)
    redeem(holder, capped, count=2)
    assert no_redemption(holder, capped) == "volunteers.offer_cap"
    merchant, shop = place.allied()
    place.award(merchant, kind="service", times=5)
    assert no_redemption(merchant, place.offer(shop=shop)) == "volunteers.own_shop"


def test_what_is_cancelled_is_on_the_shelf_again(place: Community):
    holder, offer = place.holder(60), place.offer(stock=1)
    reserved = redeem(holder, offer)
    assert no_redemption(holder, offer) == "volunteers.out_of_stock"
    holder.person.post(f"/v1/points/redemptions/{reserved['id']}/cancel", {})
    again = redeem(holder, offer)
    listed = holder.person.get("/v1/points/redemptions")["items"]
    assert [each["state"] for each in listed] == ["reserved", "cancelled"] and listed[0] == again


def test_what_nobody_collects_is_free_again(town: Town, place: Community):
    holder, offer = place.holder(30), place.offer(stock=1)
    reserved = redeem(holder, offer)
    rows, week = town.database("volunteers"), timedelta(days=8)
    kept = rows["redemptions"].find_one({"_id": reserved["id"]})["expires_at"] - week
    rows["ledger_holds"].update_one({"_id": f"redeem:{reserved['id']}"}, {"$set": {"expires_at": kept}})
    rows["redemptions"].update_one({"_id": reserved["id"]}, {"$set": {"expires_at": kept}})
    here = f"/v1/points/redemptions/{reserved['id']}"
    eventually(lambda: holder.person.get(here)["state"] == "expired")
    assert no_collection(place.office, place.shop, reserved["code"]) == "volunteers.code_void"
    assert holder.points["available"] == 30
    redeem(holder, offer)
    entry = rows["ledger_entries"].find_one({"_id": f"redeem:{reserved['id']}"})
    due = {"expires_at": entry["facts"]["expires_at"]}
    rows["ledger_holds"].update_one({"_id": f"redeem:{reserved['id']}"}, {"$set": due})


def test_goods_are_checked_valued_and_shelved(place: Community):
    giver = place.holder()
    gifts = f"/v1/points/shops/{place.shop['id']}/gifts"
    gift = giver.person.post(gifts, {"title": "全新电饭煲", "count": 2})
    here = f"/v1/points/gifts/{gift['id']}"
    worth = {"value": 20, "condition": "未拆封"}
    assert place.office.refused("POST", f"{here}/appraise", worth | {"value": 51})["code"] == "volunteers.over_value"
    assert place.office.refused("POST", f"{here}/shelve", {"price": 25})["code"] == "not_allowed_now"
    assert place.office.post(f"{here}/appraise", worth)["state"] == "accepted"
    assert giver.points["balance"] == 40
    shelved = place.office.post(f"{here}/shelve", {"price": 25})
    shown = giver.person.get("/v1/points/offers", area=AREA, shop=place.shop["id"])["items"]
    (offer,) = [each for each in shown if each["id"] == shelved["offer"]]
    assert (offer["title"], offer["price"], offer["stock"]) == ("全新电饭煲", 25, 2)
    assert giver.person.get(here)["state"] == "shelved"
    assert place.office.get(gifts, state="shelved")["items"][0]["id"] == gift["id"]


def test_goods_can_be_declined_or_withdrawn_and_nobody_values_their_own(town: Town, place: Community):
    giver, gifts = place.holder(), f"/v1/points/shops/{place.shop['id']}/gifts"
    first, second = (giver.person.post(gifts, {"title": "旧衣物"}) for _ in range(2))
    both = town.person(Role.COMMUNITY_STAFF, account=giver.account, areas=(AREA,))
    worth = {"value": 20, "condition": "良好"}
    own = both.refused("POST", f"/v1/points/gifts/{first['id']}/appraise", worth)
    assert own["code"] == "forbidden"
    declined = place.office.post(f"/v1/points/gifts/{first['id']}/decline", {"reason": "已破损"})
    assert (declined["state"], declined["note"]) == ("declined", "已破损")
    assert giver.person.post(f"/v1/points/gifts/{second['id']}/withdraw", {})["state"] == "withdrawn"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150452.002",))
    assert stranger.refused("GET", f"/v1/points/gifts/{first['id']}")["code"] == "not_found"
    assert stranger.refused("GET", gifts)["code"] == "not_found"


def test_allied_shops_earn_redeem_and_get_a_statement(place: Community):
    merchant, shop = place.allied("爱心理发店")
    again = {"name": "第二家", "area": AREA, "merchant": merchant.account}
    assert place.office.refused("POST", "/v1/points/shops", again)["code"] == "volunteers.merchant_allied"
    place.award(merchant, kind="service", times=4)
    tissues = redeem(merchant, place.offer())
    collect(place.office, place.shop, tissues["code"])
    body = {"title": "理发一次", "price": 15}
    cut = merchant.person.post(f"/v1/points/shops/{shop['id']}/offers", body)
    for _ in range(2):
        collect(merchant.person, shop, redeem(place.holder(15), cut)["code"])
    statement = merchant.person.get(f"/v1/points/shops/{shop['id']}/statements/{this_month()}")
    assert (statement["points"], statement["offers"]) == (
        30,
        [{"title": "理发一次", "count": 2, "points": 30, "minutes": 0}],
    )
    assert statement["taken"]["closing"]["balance"] == 30
    assert statement["earned"]["closing"]["balance"] == 10
    other, _ = place.allied()
    hidden = f"/v1/points/shops/{shop['id']}/statements/{this_month()}"
    assert other.person.refused("GET", hidden)["code"] == "not_found"
    terms = {"price": 20, "stock": 5}
    assert other.person.refused("PUT", f"/v1/points/offers/{cut['id']}", terms)["code"] == "not_found"
    assert merchant.person.put(f"/v1/points/offers/{cut['id']}", terms)["price"] == 20
    assert shop["id"] in [each["id"] for each in merchant.person.get("/v1/points/shops", area=AREA, limit=100)["items"]]


def test_old_points_expire_the_oldest_first_and_held_ones_later(town: Town, place: Community):
    holder = place.holder(30)
    rows = town.database("volunteers")
    reserved, other = (redeem(holder, place.offer(price=price)) for price in (10, 5))
    purse = rows["purses"].find_one({"account": holder.account})["_id"]
    year = rows["points_years"].find_one({"purse": purse})["year"]
    rows["points_years"].update_one({"purse": purse}, {"$set": {"year": year - 2}})
    eventually(lambda: holder.points["available"] == 0)
    assert holder.points["held"] == 15
    place.award(holder)
    collect(place.office, place.shop, reserved["code"])
    holder.person.post(f"/v1/points/redemptions/{other['id']}/cancel", {})
    eventually(lambda: holder.points["balance"] == 10)
    lapsed = rows["ledger_accounts"].find({"_id": {"$regex": "^points:expired"}})
    assert sum(each["balance"] for each in lapsed) >= 20
    assert (holder.points["balance"], sum(each["points"] for each in holder.points["expiring"])) == (10, 10)


def test_who_is_forgotten_has_no_points_and_no_reservations(town: Town, place: Community):
    holder, offer = place.holder(50), place.offer(stock=1)
    reserved = redeem(holder, offer)
    gifts = f"/v1/points/shops/{place.shop['id']}/gifts"
    gift = holder.person.post(gifts, {"title": "台灯"})
    deliver(
        town, "volunteers", PersonErased(person=uuid.uuid4().hex, account=holder.account, area=AREA), holder.account
    )
    eventually(lambda: holder.points["balance"] == 0)
    assert holder.person.refused("GET", f"/v1/points/redemptions/{reserved['id']}")["code"] == "not_found"
    assert no_collection(place.office, place.shop, reserved["code"]) == "volunteers.code_void"
    assert place.office.get(f"/v1/points/gifts/{gift['id']}")["state"] == "withdrawn"
    assert holder.account not in str(town.database("volunteers")["gifts"].find_one({"_id": gift["id"]}))
    redeem(place.holder(50), offer)


def test_a_hundred_spends_at_once_get_what_the_points_cover(place: Community):
    holder, offer = place.holder(10), place.offer(price=3)

    def spend(_number: int) -> tuple[int, str]:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        mine = Holder(holder.account, type(holder.person)(holder.person.url, holder.person.token))

        def attempt() -> tuple[int, str] | None:
            answer = mine.person.send("POST", "/v1/points/redemptions", {"offer_id": offer["id"]}, headers=key)
            code = "" if answer.ok else answer.json()["code"]
            lost = code in ("conflict", "unavailable", "deadline", "too_many")
            return None if lost else (answer.status_code, code)

        return eventually(attempt, 60)

    with ThreadPoolExecutor(25) as crowd:
        answers = list(crowd.map(spend, range(100)))
    won = [code for status, code in answers if status == 201 or code == "already_done"]
    assert (len(won), {code for _, code in answers} - {"", "already_done"}) == (3, {"ledger.overdrawn"})
    assert (holder.points["held"], holder.points["available"]) == (9, 1)


def test_issued_points_are_held_spent_expired_or_still_there(town: Town, place: Community):
    holder = place.holder(70)
    collect(place.office, place.shop, redeem(holder, place.offer())["code"])
    redeem(holder, place.offer(price=20))
    found = sums(town)
    assert found["issued"] == found["available"] + found["held"] + found["spent"] + found["expired"]
    assert found["held"] >= 20 and found["spent"] >= 30
    told = subprocess.run(
        [sys.executable, "-m", "infra.tools.ledger", "volunteers"],
        env=os.environ | town.suite.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
