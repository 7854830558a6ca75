"""Fuxi points: a snapshot, a clean-up, service and goods earn points; thirty of them buy a pack of tissues; thirty shops
earn and redeem, and meet at a fair."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from shared.contracts.actor import Role
from tests.support.neighbours import Quarter, act, finished, reported
from tests.support.points import Community, collect, redeem, sums, this_month
from tests.support.town import Town
from tests.support.waiting import eventually

SHOPS = 30
FAIR_PRICE = 12


def test_thirty_points_buy_a_pack_of_tissues(town: Town):
    quarter = Quarter(town, "150502.008.001.001", 121.22, 21.0)
    place = Community(town, quarter.community)
    neighbour = place.holder()
    hazard = reported(neighbour.person, quarter.spot(), category="safety", text="外墙砖松动，随时可能坠落")
    finished(quarter.worker, hazard, "已围挡并加固")
    act(neighbour.person, hazard, "confirm")
    eventually(lambda: neighbour.points["balance"] == 5)
    place.award(neighbour, kind="clean_up")
    gift = neighbour.person.post(f"/v1/points/shops/{place.shop['id']}/gifts", {"title": "儿童绘本", "count": 3})
    place.office.post(f"/v1/points/gifts/{gift['id']}/appraise", {"value": 5, "condition": "八成新"})
    place.office.post(f"/v1/points/gifts/{gift['id']}/shelve", {"price": 6})
    assert neighbour.points["available"] == 30
    reserved = redeem(neighbour, place.offer(title="抽纸一提", price=30, stock=100))
    assert neighbour.points["available"] == 0
    assert collect(place.office, place.shop, reserved["code"])["state"] == "collected"
    titles = [each["title"] for each in neighbour.person.get("/v1/points/offers", area=place.area)["items"]]
    assert titles == ["抽纸一提", "儿童绘本"]


def opened_fair(place: Community) -> str:
    now = datetime.now(UTC)
    body = {"area": place.area, "name": "福禧集市", "place": "文化广场", "budget": SHOPS * FAIR_PRICE,
            "starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=4)).isoformat()}  # fmt: skip
    fair = f"/v1/points/fairs/{place.office.post('/v1/points/fairs', body)['id']}"
    eventually(lambda: place.office.get(fair)["state"] == "open", 30)
    return fair


def test_thirty_allied_shops_earn_and_take_points(town: Town):
    """Each serves twice for fifteen points, redeems tissues with what it earned so, takes fifteen from a neighbour in its shop
    and twelve at its stall."""
    place = Community(town, "150502.010")
    place.rule("times_served", points=15)
    tissues, fair = place.offer(price=30), opened_fair(place)

    def trade(number: int) -> int:
        merchant, shop = place.allied(f"联盟商户{number}")
        place.award(merchant, kind="times_served", times=2)
        collect(place.office, place.shop, redeem(merchant, tissues)["code"])
        neighbour = place.holder()
        place.award(neighbour, kind="service", times=3)
        body = {"title": "磨剪刀", "price": 15}
        offer = merchant.person.post(f"/v1/points/shops/{shop['id']}/offers", body)
        collect(merchant.person, shop, redeem(neighbour, offer)["code"])
        place.office.put(f"{fair}/stalls/{shop['id']}", {"spot": f"{number + 1}号摊"})
        good = merchant.person.put(f"{fair}/goods/{offer['id']}", {"count": 2, "price": FAIR_PRICE})
        on_the_spot = neighbour.person.post(f"{fair}/redemptions", {"good_id": good["id"]})
        collect(merchant.person, shop, on_the_spot["code"])
        return merchant.person.get(f"/v1/points/shops/{shop['id']}/statements/{this_month()}")["points"]

    with ThreadPoolExecutor(4) as traders:
        assert list(traders.map(trade, range(SHOPS))) == [15 + FAIR_PRICE] * SHOPS
    resident = town.person(Role.RESIDENT)
    shops = resident.get("/v1/points/shops", area=place.area, limit=100)["items"]
    assert sum(shop["allied"] for shop in shops) == SHOPS
    own = place.office.get(f"/v1/points/shops/{place.shop['id']}/statements/{this_month()}")
    assert own["offers"] == [{"title": "抽纸一提", "count": SHOPS, "points": 30 * SHOPS, "minutes": 0}]
    assert place.office.post(f"{fair}/close", {})["state"] == "closed"
    result = place.office.get(f"{fair}/result")
    assert (result["visitors"], result["redemptions"], result["points"]) == (SHOPS, SHOPS, SHOPS * FAIR_PRICE)
    assert (len(result["goods"]), {good["returned"] for good in result["goods"]}) == (SHOPS, {1})
    found = sums(town)
    assert found["issued"] == found["available"] + found["held"] + found["spent"] + found["expired"]
