"""Fuzhou's e-services: 149 platforms with 102 items of 23 departments, and 107 frequent items at 100 communities."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.contracts.actor import Role
from tests.support.services_on_offer import everything, items, load, platform
from tests.support.town import Town
from tests.support.waiting import eventually

DISTRICT = "150417"
CITY, FREQUENT = f"{DISTRICT}.031", f"{DISTRICT}.032"
"""Each programme in a street of its own, so that each can be counted for itself."""
PLATFORMS, ITEMS, DEPARTMENTS = 149, 102, 23
COMMUNITIES, FREQUENT_ITEMS = 100, 107
PLACES = 10
"""Communities that have a grid, where filings are made."""


def community(street: str, number: int) -> str:
    return f"{street}.{number % 150 + 1:03d}"


@pytest.fixture(scope="module")
def visitor(town: Town):
    for place in range(PLACES):
        town.draw_square(f"{community(CITY, place)}.001", 104.2 + 0.01 * place, 30.2)
    city = items("FZ", CITY, ITEMS, DEPARTMENTS)
    halls = [platform(f"FZ-P{n:03d}", community(CITY, n), city, "kiosk" if n % 2 else "hall") for n in range(PLATFORMS)]
    load(town, city, halls)
    frequent = items("GY", FREQUENT, FREQUENT_ITEMS, DEPARTMENTS, frequent=True, places=["counter", "kiosk"])
    desks = [platform(f"GY-C{n:03d}", community(FREQUENT, n), frequent, "community_desk") for n in range(COMMUNITIES)]
    load(town, frequent, desks)
    return town.nobody()


def test_platforms_items_and_departments_read_back(visitor):
    figures = visitor.get("/v1/e-services/figures", area=CITY)
    assert (figures["platforms"], figures["items"], len(figures["departments"])) == (149, 102, 23)
    assert len(everything(visitor, "/v1/platforms", area=CITY)) == 149
    offered = everything(visitor, "/v1/e-services", area=CITY)
    assert (len(offered), len({item["department"] for item in offered})) == (102, 23)
    assert len(everything(visitor, "/v1/e-services", platform="FZ-P148")) == 102
    assert len(everything(visitor, "/v1/platforms", item="FZ-000")) == 149


def test_frequent_items_are_offered_at_every_community(visitor):
    figures = visitor.get("/v1/e-services/figures", area=FREQUENT)
    assert (figures["frequent"], figures["communities"]) == (107, 100)
    for number in (0, 57, 99):
        at = everything(visitor, "/v1/e-services", platform=f"GY-C{number:03d}", frequent="true")
        assert len(at) == 107


def test_every_item_is_filed_by_resident_kiosk_or_helper_and_decided(town: Town, visitor):
    kiosk = town.person(Role.COUNTER_CLERK, areas=(CITY,))
    resident, helper = town.person(Role.RESIDENT), town.person(Role.VOLUNTEER)
    office = town.person(Role.STREET_STAFF, areas=(CITY,))

    def file(number: int) -> dict:
        place = number % PLACES
        body = {"item": f"FZ-{number:03d}", "area": community(CITY, place), "form": {"reason": "办理"}, "submit": True}
        match number % 3:
            case 0:
                return resident.post("/v1/filings", body)
            case 1:
                at = {
                    "place": "kiosk",
                    "platform": f"FZ-P{place:03d}",
                    "on_behalf": {"name": "何仙姑", "phone": "13900000001"},
                }
                return kiosk.post("/v1/filings", body | at)
            case _:
                return helper.post("/v1/filings", body | {"on_behalf": {"person": "1" * 32, "consent": "本人当面同意"}})

    eventually(lambda: resident.send("POST", "/v1/filings", {"item": "FZ-000", "area": community(CITY, PLACES - 1)}).ok)
    with ThreadPoolExecutor(6) as pool:
        filed = list(pool.map(file, range(ITEMS)))

    def refuse(filing: dict) -> None:
        office.post(f"/v1/filings/{filing['id']}/review")
        office.post(f"/v1/filings/{filing['id']}/refuse", {"reason": "试办"})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(refuse, filed[::2]))
    figures = office.get("/v1/filings/figures", area=CITY)
    assert (figures["filed"], figures["decided"], figures["in_time"]) == (102, 51, 51)
    assert (len(figures["items"]), len(figures["departments"]), len(figures["parts"])) == (102, 23, PLACES)
    assert {place["place"]: place["filed"] for place in figures["places"]} == {"app": 68, "kiosk": 34}
    assert len({filing["receipt"] for filing in filed}) == 102
    assert visitor.get(f"/v1/filings/receipts/{filed[0]['receipt']}")["state"] == "refused"
