"""Fuxi points: a snapshot, a clean-up, service and goods earn points; thirty of them buy a pack of tissues; thirty shops."""

from concurrent.futures import ThreadPoolExecutor

from shared.contracts.actor import Role
from tests.support.points import Community, collect, redeem, sums, this_month
from tests.support.town import Town

SHOPS = 30


def test_thirty_points_buy_a_pack_of_tissues(town: Town):
    place = Community(town, "150452.008")
    neighbour = place.holder()
    place.award(neighbour, kind="hazard_snapshot", deed="ticket:8")
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


def test_thirty_allied_shops_earn_and_take_points(town: Town):
    """Each serves twice for fifteen points, redeems tissues with what it earned so, and takes fifteen from a neighbour."""
    place = Community(town, "150452.009")
    place.rule("times_served", points=15)
    tissues = place.offer(price=30)

    def trade(number: int) -> int:
        merchant, shop = place.allied(f"联盟商户{number}")
        place.award(merchant, kind="times_served", times=2)
        collect(place.office, place.shop, redeem(merchant, tissues)["code"])
        neighbour = place.holder()
        place.award(neighbour, kind="service", times=2)
        body = {"title": "磨剪刀", "price": 15}
        offer = merchant.person.post(f"/v1/points/shops/{shop['id']}/offers", body)
        collect(merchant.person, shop, redeem(neighbour, offer)["code"])
        return merchant.person.get(f"/v1/points/shops/{shop['id']}/statements/{this_month()}")["points"]

    with ThreadPoolExecutor(4) as traders:
        assert list(traders.map(trade, range(SHOPS))) == [15] * SHOPS
    resident = town.person(Role.RESIDENT)
    shops = resident.get("/v1/points/shops", area=place.area, limit=100)["items"]
    assert sum(shop["allied"] for shop in shops) == SHOPS
    own = place.office.get(f"/v1/points/shops/{place.shop['id']}/statements/{this_month()}")
    assert own["offers"] == [{"title": "抽纸一提", "count": SHOPS, "points": 30 * SHOPS}]
    found = sums(town)
    assert found["issued"] == found["available"] + found["held"] + found["spent"] + found["expired"]
