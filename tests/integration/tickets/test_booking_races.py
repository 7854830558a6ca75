"""Many households at once, over several replicas: no place twice, nobody lost, and clean refusals."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.contracts.actor import Role
from tests.support.home_services import act, book, draw_grids, home, offer, plan, slots
from tests.support.replicas import further_replicas
from tests.support.town import Person, Town

COMMUNITY = "150403.041.001"
GRID = f"{COMMUNITY}.001"


@pytest.fixture(scope="module")
def host(town: Town) -> Iterator[Person]:
    """Three replicas of tickets answer while this module runs."""
    with further_replicas(town, "tickets", 2):
        draw_grids(town, {GRID: (103.0, 30.4)})
        yield town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))


def test_hundred_at_once_for_the_last_ten_places(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), at=[540, 600], capacity=20)
    booker = town.person(Role.RESIDENT)
    for _ in range(10):
        book(booker, round_, home(GRID))
    people = [town.person(Role.RESIDENT) for _ in range(100)]
    path = f"/v1/rounds/{round_['id']}/bookings"
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(lambda who: who.send("POST", path, home(GRID) | {"slot": 1}), people))
    assert sum(reply.status_code == 201 for reply in replies) == 10
    refused = [reply.json() for reply in replies if reply.status_code != 201]
    assert [(each["code"], each["free"]) for each in refused] == [("tickets.slot_full", [2])] * 90
    assert slots(host, round_) == [(0, 0), (20, 0)]
    stored = town.database("tickets")["bookings"]
    assert stored.count_documents({"round": round_["id"], "slot": 1, "state": "booked"}) == 20


def test_same_household_at_once_gets_one_place(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY))
    mine = home(GRID) | {"slot": 1}
    people = [town.person(Role.RESIDENT) for _ in range(20)]
    path = f"/v1/rounds/{round_['id']}/bookings"
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda who: who.send("POST", path, mine), people))
    assert sorted(reply.status_code for reply in replies) == [201, *[409] * 19]
    assert slots(host, round_) == [(9, 0)]


def test_places_given_back_and_lines_at_once_lose_nobody(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), at=[540, 600], capacity=10)
    people = [town.person(Role.RESIDENT) for _ in range(40)]
    with ThreadPoolExecutor(20) as pool:
        bookings = list(pool.map(lambda who: book(who, round_, home(GRID), or_wait=True), people))
    assert slots(host, round_) == [(0, 30), (10, 0)]
    gone = [(who, b) for who, b in zip(people, bookings, strict=True) if b["state"] == "booked"][:6]
    moved = [(who, b) for who, b in zip(people, bookings, strict=True) if b["state"] == "waiting"][:5]
    with ThreadPoolExecutor(11) as pool:
        list(pool.map(lambda each: act(*each, "cancel"), gone))
        list(pool.map(lambda each: act(*each, "move", slot=2) if each[1]["in_line"] else None, moved))
    kept = town.database("tickets")["bookings"]
    for number, (free, waiting) in enumerate(slots(host, round_), start=1):
        mine = {"round": round_["id"], "slot": number}
        assert kept.count_documents(mine | {"state": "booked"}) == 10 - free
        assert kept.count_documents(mine | {"state": "waiting"}) == waiting
