"""Grid, hotline and city management share one ledger: 427 items by three ways in, satisfaction at or above 95 %."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import requests

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150427.001.001.001"
WEST, SOUTH = 117.5, 30.0
POINT = {"longitude": WEST + 0.005, "latitude": SOUTH + 0.005}
BY_PATROL, BY_HOTLINE, BY_CITY = 200, 127, 100
SATISFIED_SHARE = 0.95


def test_items_of_grid_hotline_and_city_management_are_one_ledger(town: Town):
    town.draw_square(GRID, WEST, SOUTH)
    patrol = town.person(Role.GRID_WORKER, areas=(GRID,))
    hotline = town.person(Role.OPERATOR)
    key = api_key(town)
    found = {"category": "road", "text": "井盖破损", "point": POINT}

    def by_hotline() -> str:
        return hotline.post("/v1/tickets", found | {"on_behalf": {"phone": "13800000000"}})["number"]

    def by_city() -> str:
        form = {"api_key": key, "service_code": "road", "lat": POINT["latitude"], "long": POINT["longitude"]}
        filed = requests.post(f"{town.url}/open311/v2/requests.json", form, timeout=30)
        assert filed.status_code == 201, filed.text
        return filed.json()[0]["service_request_id"]

    ways = [lambda: patrol.post("/v1/tickets", found | {"channel": "patrol"})["number"]] * BY_PATROL
    ways += [by_hotline] * BY_HOTLINE + [by_city] * BY_CITY
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda way: way(), ways))
    assert len(set(numbers)) == BY_PATROL + BY_HOTLINE + BY_CITY == 427

    settle_for_the_hotline(town, hotline)
    auditor = town.person(Role.AUDITOR)
    today = datetime.now(SHANGHAI).date().isoformat()

    def counted() -> dict | None:
        table = auditor.get("/v1/figures", area=GRID[:6], since=today, until=today, by="channel")
        return table if table["total"]["rated"] == BY_HOTLINE else None

    table = eventually(counted, 60)
    assert {row["key"]: row["opened"] for row in table["rows"]} == {
        "patrol": BY_PATROL, "hotline": BY_HOTLINE, "partner": BY_CITY,
    }  # fmt: skip
    assert table["total"]["satisfied"] >= SATISFIED_SHARE


def settle_for_the_hotline(town: Town, hotline) -> None:
    """What came by phone is settled, called back and rated: all but six content."""
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    mine = town.database("tickets")["tickets"].find({"within": GRID, "channel": "hotline"}, {"_id": 1})
    for place, row in enumerate(list(mine)):
        here = f"/v1/tickets/{row['_id']}"
        worker.post(f"{here}/accept")
        worker.post(f"{here}/finish", {"note": "已更换井盖"})
        hotline.post(f"{here}/rate", {"stars": 3 if place < 6 else 5})


def api_key(town: Town) -> str:
    ops = town.person(Role.OPS)
    made = ops.post("/v1/clients", {"name": f"城市管理平台 {uuid.uuid4().hex}", "areas": [GRID[:6]]})
    return f"{made['client']['id']}.{made['client_secret']}"
