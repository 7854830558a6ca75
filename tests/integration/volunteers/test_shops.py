"""Shops, what they offer and what was reserved there, for those who keep them; codes that nobody guesses; closing."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.contracts.actor import Role
from tests.support.points import Community, Holder, collect, no_collection, no_redemption, redeem, this_month
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150455.001"


@pytest.fixture(scope="module")
def place(town: Town) -> Community:
    return Community(town, AREA)


def offers(who: Person, shop: dict, **query) -> list[str]:
    shown = who.get("/v1/points/offers", area=AREA, shop=shop["id"], limit=100, **query)["items"]
    return [each["id"] for each in shown]


def test_a_merchant_finds_the_shop_and_what_is_not_offered_now(place: Community):
    merchant, shop = place.allied()
    assert [each["id"] for each in merchant.person.get("/v1/points/shops/mine")["items"]] == [shop["id"]]
    offer = merchant.person.post(f"/v1/points/shops/{shop['id']}/offers", {"title": "理发一次", "price": 15})
    merchant.person.put(f"/v1/points/offers/{offer['id']}", {"price": 15, "active": False})
    assert offers(merchant.person, shop) == []
    assert offers(merchant.person, shop, all="true") == [offer["id"]]
    neighbour = place.holder().person
    hidden = f"/v1/points/offers?area={AREA}&shop={shop['id']}&all=true"
    assert neighbour.refused("GET", hidden)["code"] == "not_found"
    assert not neighbour.get(f"/v1/points/offers/{offer['id']}")["active"]
    assert neighbour.refused("GET", f"/v1/points/offers/{'0' * 32}")["code"] == "not_found"


def test_a_shop_is_shown_to_whoever_asks_also_when_it_has_closed(place: Community):
    _, shop = place.allied()
    neighbour, here = place.holder().person, f"/v1/points/shops/{shop['id']}"
    assert neighbour.get(here) == shop
    place.office.post(f"{here}/close", {})
    assert "closed_at" in neighbour.get(here)
    assert neighbour.refused("GET", f"/v1/points/shops/{'0' * 32}")["code"] == "not_found"


def test_statements_of_months_to_come_and_of_nobody_are_refused_with_the_reason(place: Community):
    merchant, shop = place.allied()
    shops, mine = f"/v1/points/shops/{shop['id']}/statements", "/v1/points/me/statements"
    for path in (f"{shops}/2099-01", f"{mine}/2099-01"):
        assert merchant.person.refused("GET", path)["code"] == "volunteers.month_not_begun"
    newcomer = place.holder()
    assert (newcomer.points["balance"], newcomer.points["expiring"]) == (0, [])
    assert newcomer.person.refused("GET", f"{mine}/{this_month()}")["code"] == "volunteers.no_points"
    assert place.holder(5).person.get(f"{mine}/{this_month()}")["closing"]["balance"] == 5
    assert merchant.person.get(f"{shops}/{this_month()}")["points"] == 0


def test_a_shop_sees_what_is_reserved_and_never_a_code(place: Community):
    merchant, shop = place.allied()
    offer, holder = place.offer(price=5, shop=shop), place.holder(20)
    first, second = redeem(holder, offer), redeem(holder, offer)
    collect(merchant.person, shop, first["code"])
    here = f"/v1/points/shops/{shop['id']}/redemptions"
    waiting = merchant.person.get(here, state="reserved")["items"]
    assert ([each["id"] for each in waiting], "code" in waiting[0]) == ([second["id"]], False)
    page = merchant.person.get(here, limit=1)
    rest = merchant.person.get(here, limit=1, cursor=page["next"])
    assert [each["id"] for each in (*page["items"], *rest["items"])] == [second["id"], first["id"]]
    other, _ = place.allied()
    assert other.person.refused("GET", here)["code"] == "not_found"
    assert holder.person.refused("GET", here)["code"] == "forbidden"


def test_who_guesses_codes_has_to_wait(place: Community):
    merchant, shop = place.allied()
    reserved = redeem(place.holder(10), place.offer(price=5, shop=shop))
    for number in range(19):
        assert no_collection(merchant.person, shop, f"{number:010d}") == "volunteers.code_unknown"
    elsewhere = redeem(place.holder(10), place.offer(price=5))
    assert no_collection(merchant.person, shop, elsewhere["code"]) == "volunteers.wrong_shop"
    body = {"code": reserved["code"]}
    path = f"/v1/points/shops/{shop['id']}/collections"
    answer = merchant.person.send("POST", path, body, headers={"Accept-Language": "zh"})
    assert (answer.status_code, answer.json()["code"]) == (429, "volunteers.too_many_wrong_codes")
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert collect(place.office, shop, reserved["code"])["state"] == "collected"


def test_nobody_pays_another_price_than_they_have_read(place: Community):
    offer, holder = place.offer(price=5), place.holder(100)
    place.office.put(f"/v1/points/offers/{offer['id']}", {"price": 50})
    assert no_redemption(holder, offer, price=5) == "volunteers.price_changed"
    assert redeem(holder, offer, price=50)["points"] == 50


def test_a_closed_shop_hands_over_what_is_reserved_and_nothing_else(town: Town, place: Community):
    merchant, shop = place.allied()
    offer, holder = place.offer(price=5, shop=shop), place.holder(20)
    reserved, gift = redeem(holder, offer), {"title": "台灯"}
    given = holder.person.post(f"/v1/points/shops/{shop['id']}/gifts", gift)
    place.office.post(f"/v1/points/gifts/{given['id']}/appraise", {"value": 5, "condition": "完好"})
    close = f"/v1/points/shops/{shop['id']}/close"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150455.002",))
    assert stranger.refused("POST", close, {})["code"] == "outside_area"
    assert merchant.person.refused("POST", close, {})["code"] == "forbidden"
    assert "closed_at" in place.office.post(close, {})
    assert place.office.refused("POST", close, {})["code"] == "volunteers.shop_closed"
    assert shop["id"] not in {each["id"] for each in holder.person.get("/v1/points/shops", area=AREA)["items"]}
    assert offers(holder.person, shop) == []
    assert no_redemption(holder, offer) == "volunteers.shop_closed"
    shelve = f"/v1/points/gifts/{given['id']}/shelve"
    assert place.office.refused("POST", shelve, {"price": 5})["code"] == "volunteers.shop_closed"
    for path, body in (("gifts", gift), ("offers", {"title": "理发", "price": 5})):
        who = holder.person if path == "gifts" else merchant.person
        told = who.refused("POST", f"/v1/points/shops/{shop['id']}/{path}", body)
        assert told["code"] == "volunteers.shop_closed"
    assert collect(merchant.person, shop, reserved["code"])["state"] == "collected"
    again = {"name": "新店", "area": AREA, "merchant": merchant.account}
    reopened = place.office.post("/v1/points/shops", again)
    mine = [each["id"] for each in merchant.person.get("/v1/points/shops/mine")["items"]]
    assert mine == [reopened["id"], shop["id"]]


def test_a_giver_finds_what_they_gave(place: Community):
    giver, gifts = place.holder(), f"/v1/points/shops/{place.shop['id']}/gifts"
    given = [giver.person.post(gifts, {"title": title})["id"] for title in ("台灯", "旧书", uuid.uuid4().hex)]
    page = giver.person.get("/v1/points/gifts", limit=2)
    rest = giver.person.get("/v1/points/gifts", limit=2, cursor=page["next"])
    assert [each["id"] for each in (*page["items"], *rest["items"])] == given[::-1]
    assert place.holder().person.get("/v1/points/gifts")["items"] == []


@pytest.mark.parametrize(("limit", "refused"), [("stock", "out_of_stock"), ("monthly_cap", "offer_cap")])
def test_of_many_at_once_as_many_get_something_as_there_is(place: Community, limit: str, refused: str):
    offer, crowd = place.offer(price=5, **{limit: 4}), [place.holder(10) for _ in range(10)]

    def try_it(holder: Holder) -> str:
        key = {"Idempotency-Key": uuid.uuid4().hex}

        def attempt() -> str | None:
            answer = holder.person.send("POST", "/v1/points/redemptions", {"offer_id": offer["id"]}, headers=key)
            code = "won" if answer.ok else answer.json()["code"]
            return None if code in ("conflict", "unavailable", "deadline") else code

        return "won" if (code := eventually(attempt, 60)) == "already_done" else code

    with ThreadPoolExecutor(10) as visitors:
        answers = Counter(visitors.map(try_it, crowd))
    assert answers == {"won": 4, f"volunteers.{refused}": 6}
    assert sum(holder.points["held"] for holder in crowd) == 20
