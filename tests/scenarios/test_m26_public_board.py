"""Residents speak: every channel ends in one ledger; 500 matters collected, 400 settled, a public board, satisfaction monthly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import local

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150426.001"
WEST, SOUTH, SIDE = 116.5, 30.0, 0.01
COMMUNITIES = 16
COLLECTED, SETTLED = 500, 400
CHANNELS = ("app", "chat_group", "face_to_face", "letter_box", "hotline", "home_visit", "qr_code")
UNHAPPY = 20
"""Of the settled ones, so that 95 of 100 are satisfied."""
_thread = local()


@pytest.fixture(scope="module")
def grids(town: Town) -> list[str]:
    paths = [f"{STREET}.{number + 1:03d}.001" for number in range(COMMUNITIES)]
    return [town.draw_square(path, WEST + SIDE * place, SOUTH) for place, path in enumerate(paths)]


def test_every_channel_ends_in_one_ledger_that_everybody_may_read(town: Town, grids: list[str]):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: speak_up(town, grids, number), range(COLLECTED)))
    office = town.person(Role.STREET_STAFF, Role.AUDITOR, areas=(STREET,))
    today = datetime.now(SHANGHAI).date().isoformat()

    def counted() -> dict | None:
        table = office.get("/v1/figures", area=STREET, since=today, until=today, by="channel")
        return table if table["total"]["closed"] == SETTLED and "counted_until" not in table else None

    table = eventually(counted, 60)
    total = table["total"]
    assert (total["opened"], total["closed"], total["in_hand"]) == (COLLECTED, SETTLED, COLLECTED - SETTLED)
    assert {row["key"] for row in table["rows"]} == set(CHANNELS)
    assert sum(row["opened"] for row in table["rows"]) == COLLECTED
    assert (total["responded"], total["satisfied"]) == (1.0, 1 - UNHAPPY / SETTLED)
    assert_board(town)
    assert_months(town, office)


def speak_up(town: Town, grids: list[str], number: int) -> None:
    """One matter by one of the channels; four of five are settled and rated."""
    place = number % COMMUNITIES
    worker = staff(town, grids[place])
    report = {
        "category": "property", "text": "小区路灯和道路的事", "channel": CHANNELS[number % len(CHANNELS)],
        "point": {"longitude": WEST + SIDE * (place + 0.5), "latitude": SOUTH + SIDE / 2},
        "on_behalf": {"name": "居民", "phone": "13800000000"},
    }  # fmt: skip
    filer = town.person(Role.COUNTER_CLERK)
    ticket = filer.post("/v1/tickets", report)
    here = f"/v1/tickets/{ticket['id']}"
    if number >= SETTLED:
        return
    worker.post(f"{here}/accept")
    if number % 40 == 0:
        worker.put(f"{here}/notice", {"matter": "路灯不亮", "measure": "三日内更换灯具"})
    worker.post(f"{here}/finish", {"note": "已更换灯具"})
    filer.post(f"{here}/rate", {"stars": 2 if number < UNHAPPY else 5})


def staff(town: Town, grid: str) -> Person:
    known = _thread.__dict__.setdefault("staff", {})
    if grid not in known:
        known[grid] = town.person(Role.GRID_WORKER, areas=(grid,))
    return known[grid]


def assert_board(town: Town) -> None:
    """All of it can be read by anybody, page by page, and nothing of it says who reported."""
    reader, seen, cursor = town.nobody(), [], None
    for _ in count():
        page = reader.get("/v1/board", area=STREET, limit=100, **({"cursor": cursor} if cursor else {}))
        seen += page["items"]
        cursor = page.get("next")
        if cursor is None:
            break
    assert len({entry["number"] for entry in seen}) == COLLECTED
    assert sum(entry["state"] == "closed" and entry["note"] == "已更换灯具" for entry in seen) == SETTLED
    assert all(entry["promised_at"] and entry["unit"] for entry in seen)
    assert sum(entry.get("measure") == "三日内更换灯具" for entry in seen) == SETTLED // 40
    assert "居民" not in str(seen)
    assert "13800000000" not in str(seen)


def assert_months(town: Town, office: Person) -> None:
    """The month in which all were rated is over: it is published once, and stays."""
    first = datetime.now(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    middle = first - timedelta(days=14)
    month = f"{middle:%Y-%m}"
    town.database("tickets")["ticket_ratings"].update_many({"within": STREET}, {"$set": {"at": middle}})
    published = office.post("/v1/board/months", {"area": STREET, "month": month})
    assert (published["rated"], published["satisfied"]) == (SETTLED, 1 - UNHAPPY / SETTLED)
    assert (
        office.refused("POST", "/v1/board/months", {"area": STREET, "month": month})["code"] == "tickets.month_frozen"
    )
    assert town.nobody().get("/v1/board/months", area=STREET)["items"] == [published]
