"""Junmen station: six services at one door - learning, service map, talks, swapping idle things, food pantry, points shop."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.kernel.clock import SHANGHAI
from tests.support.households import registered_households
from tests.support.points import Community, Holder, collect, redeem
from tests.support.town import Town

GRID = "150502.030.001.001"
AREA = GRID.rpartition(".")[0]
WEST, SOUTH = 121.285, 20.9
DOOR = {"longitude": WEST + 0.0025, "latitude": SOUTH + 0.0025}
STATION = "军门驿站"
SERVICES = ["学习", "服务地图", "议事", "闲置互换", "食物银行", "积分超市"]


@pytest.fixture(scope="module")
def place(town: Town) -> Community:
    town.draw_square(GRID, WEST, SOUTH, size=0.005)
    return Community(town, AREA)


@pytest.fixture(scope="module")
def neighbour(place: Community) -> Holder:
    neighbour = place.holder()
    neighbour.person.put("/v1/volunteers/me", {"area": AREA})
    return neighbour


def soon(hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def test_the_map_shows_the_station_with_its_six_services(place: Community, neighbour: Holder):
    hours = [{"weekday": day, "opens": 480, "closes": 1200} for day in range(1, 8)]
    door = {"kind": "learning", "name": STATION, "name_en": "Junmen station", "point": DOOR, "services": SERVICES,
            "hours": hours}  # fmt: skip
    place.office.put("/v1/points/M30-150502-1", door)
    start = {"longitude": WEST + 0.001, "latitude": SOUTH + 0.001}
    (found,) = [
        each for each in neighbour.person.get("/v1/service-map", **start)["items"] if each["code"] == "M30-150502-1"
    ]
    assert (found["name"], found["services"], found["minutes"] <= 15) == (STATION, SERVICES, True)


def test_a_training_teaches(place: Community, neighbour: Holder):
    session = {"begins_at": soon(24), "ends_at": soon(26)}
    training = place.office.post(
        "/v1/trainings", {"area": AREA, "title": "智能手机课", "places": 20, "sessions": [session]}
    )
    assert neighbour.person.post(f"/v1/trainings/{training['id']}/signups", {})["mine"]
    assert neighbour.person.get("/v1/trainings", area=AREA)["items"][0]["taken"] == 1


def test_talks_are_held_every_week(place: Community, neighbour: Holder):
    talk = {"area": AREA, "title": "驿站夜谈", "category": "culture", "place": STATION, "starts": soon(5), "minutes": 90,
            "rule": "FREQ=WEEKLY;COUNT=4", "needs": [{"places": 12}]}  # fmt: skip
    opened = place.office.post("/v1/activities", talk)
    shifts = neighbour.person.get("/v1/shifts", area=AREA, activity_id=opened["id"])["items"]
    assert len(shifts) == 4
    neighbour.person.post(f"/v1/shifts/{shifts[0]['id']}/entries", {})
    assert neighbour.person.get(f"/v1/shifts/{shifts[0]['id']}")["mine"]["state"] == "signed_up"


def test_idle_things_are_swapped(place: Community, neighbour: Holder):
    place.office.put(f"/v1/swaps/stations/{AREA}", {"name": STATION, "place": "一层互换角"})
    other = place.holder().person
    thing = {"area": AREA, "condition": "八成新"}
    scooter = other.post("/v1/swaps/items", thing | {"title": "儿童滑板车"})
    books = neighbour.person.post("/v1/swaps/items", thing | {"title": "绘本一套"})
    swap = neighbour.person.post("/v1/swaps", {"item_id": scooter["id"], "in_exchange": books["id"]})
    other.post(f"/v1/swaps/{swap['id']}/agree", {})
    place.office.post(f"/v1/swaps/{swap['id']}/hand-over", {})
    assert neighbour.person.get(f"/v1/swaps/{swap['id']}")["state"] == "done"
    assert neighbour.person.get("/v1/swaps/items", area=AREA)["items"] == []


def test_the_pantry_feeds_households(place: Community):
    pantry, office = f"/v1/pantries/{AREA}", place.office
    office.put(pantry, {"name": "食物银行", "place": STATION, "portions": 2, "period": "week"})
    office.put(f"{pantry}/foods/bread", {"name": "面包", "low_stock": 4})
    tomorrow = (datetime.now(UTC).astimezone(SHANGHAI).date() + timedelta(days=1)).isoformat()
    batch = office.post(
        f"{pantry}/batches", {"food": "bread", "portions": 10, "best_before": tomorrow, "unit": "街角面包房"}
    )
    office.post(f"/v1/pantries/batches/{batch['id']}/shelve", {})
    for household in registered_households(place.town, GRID, 4):
        office.post(f"{pantry}/servings", {"food": "bread", "portions": 2, "household": household})
    alerts = office.get(f"{pantry}/alerts")
    assert ([each["on_shelf"] for each in alerts["low"]], [each["id"] for each in alerts["ending"]]) == (
        [2],
        [batch["id"]],
    )
    books = office.get(f"{pantry}/books")
    assert (books["received"], books["given"], books["closing"], books["households"]) == (10, 8, 2, 4)


def test_the_shop_takes_points(place: Community, neighbour: Holder):
    place.award(neighbour, kind="service", times=3)
    assert neighbour.points["available"] == 30
    tissues = place.offer(title="抽纸一提", price=30)
    assert collect(place.office, place.shop, redeem(neighbour, tissues)["code"])["state"] == "collected"
    assert neighbour.points["balance"] == 0
