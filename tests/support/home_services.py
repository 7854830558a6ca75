"""Home services, rounds and households for tests."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

_dwellings = count(1)


def day(ahead: int) -> str:
    """So many days from today, in Shanghai."""
    return (datetime.now(SHANGHAI).date() + timedelta(days=ahead)).isoformat()


def draw_grids(town: Town, corners: dict[str, tuple[float, float]]) -> None:
    """Draws grids by path, each at its west and south, and waits until bookings know them."""
    for path, (west, south) in corners.items():
        town.draw_square(path, west, south)
    grids = town.database("tickets")["grids"]
    eventually(lambda: grids.count_documents({"_id": {"$in": list(corners)}}) == len(corners))


def offer(host: Person, area: str, **more: Any) -> dict[str, Any]:
    service = {
        "area": area, "name": "磨刀", "name_en": "Knife sharpening", "price_fen": 500, "offered_by": "station",
        "done_at": "station", "minutes": 20, "capacity": 10,
    }  # fmt: skip
    return host.post("/v1/home-services", service | more)


def plan(host: Person, service: dict[str, Any], *, ahead: int = 3, area: str | None = None, at: int | list[int] = 540,
         households: int | None = None, capacity: int | None = None, **more: Any) -> dict[str, Any]:  # fmt: skip
    """A round that begins so many days ahead."""
    times = [
        {"at": each} | ({"capacity": capacity} if capacity else {}) for each in ([at] if isinstance(at, int) else at)
    ]
    layout = {"first_day": day(ahead), "day": times} | ({"households": households} if households else {})
    return host.post(
        "/v1/rounds", {"service_id": service["id"], "area": area or service["area"], "layout": layout} | more
    )


def home(grid: str, number: int | None = None, **more: Any) -> dict[str, Any]:
    """What a household says when it books; each without a number is another one."""
    number = next(_dwellings) if number is None else number
    contact = {
        "name": "何惠娘",
        "phone": f"111{number:08d}",
        "building": f"{grid}-B{number // 100:02d}",
        "room": f"1-{number}",
    }
    return {"area": grid, "contact": contact} | more


def book(who: Person, round_: dict[str, Any], body: dict[str, Any], slot: int = 1, **more: Any) -> dict[str, Any]:
    return who.post(f"/v1/rounds/{round_['id']}/bookings", body | {"slot": slot} | more)


def refused_book(
    who: Person, round_: dict[str, Any], body: dict[str, Any], slot: int = 1, **more: Any
) -> dict[str, Any]:
    return who.refused("POST", f"/v1/rounds/{round_['id']}/bookings", body | {"slot": slot} | more)


def act(who: Person, booking: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    return who.post(f"/v1/bookings/{booking['id']}/{action}", body)


def refused_act(who: Person, booking: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    return who.refused("POST", f"/v1/bookings/{booking['id']}/{action}", body)


def slots(who: Person, round_: dict[str, Any]) -> list[tuple[int, int]]:
    """What each slot has free, and how many wait for it."""
    return [(slot["free"], slot["waiting"]) for slot in who.get(f"/v1/rounds/{round_['id']}")["slots"]]


def let_days_pass(town: Town, round_: dict[str, Any], days: int) -> None:
    """The round with its bookings lies so many days earlier."""
    earlier = {"$subtract": ["$starts_at", days * 86_400_000]}
    tickets = town.database("tickets")
    tickets["slots"].update_many(
        {"round": round_["id"]},
        [{"$set": {"starts_at": earlier, "closes_at": {"$subtract": ["$closes_at", days * 86_400_000]}}}],
    )
    tickets["bookings"].update_many({"round": round_["id"]}, [{"$set": {"starts_at": earlier}}])
