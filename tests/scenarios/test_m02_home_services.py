"""Home services: 31 households booked one round within 3 days, 500 free checks at 50 a day, a catalogue that grows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.home_services import (
    act,
    book,
    day,
    draw_grids,
    home,
    let_days_pass,
    offer,
    plan,
    refused_book,
    slots,
)
from tests.support.town import Town

STREET = "150403.031"
COMMUNITIES = (f"{STREET}.001", f"{STREET}.002")
GRIDS = tuple(f"{community}.001" for community in COMMUNITIES)
AT_ONCE = 8


@pytest.fixture(scope="module")
def host(town: Town):
    draw_grids(town, {GRIDS[0]: (103.0, 30.3), GRIDS[1]: (103.1, 30.3)})
    return town.person(Role.STREET_STAFF, areas=(STREET,))


def visit(worker, booking, **told) -> None:
    act(worker, booking, "report", **{"outcome": "done", "note": "已上门", "minutes": 10} | told)


def test_thirty_one_households_ask_within_three_days_and_each_is_told_the_slot(town: Town, host):
    gather = {
        "households": 31,
        "plan": {"days_ahead": 3, "day": [{"at": at, "capacity": 8} for at in (540, 600, 840, 900)]},
    }
    service = offer(host, COMMUNITIES[0], name="上门修水管", name_en="Plumbing", done_at="home", gather=gather)
    customers = [town.person(Role.RESIDENT) for _ in range(31)]
    asked = []
    for start, end in ((0, 10), (10, 20), (20, 31)):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            path = f"/v1/home-services/{service['id']}/bookings"
            asked += pool.map(lambda who: who.post(path, home(GRIDS[0])), customers[start:end])  # noqa: B023
        if end < 31:
            a_day_passes(town, service)
    [planned] = host.get("/v1/rounds", area=GRIDS[0], service_id=service["id"])["items"]
    told = [who.get(f"/v1/bookings/{each['id']}") for who, each in zip(customers, asked, strict=True)]
    assert {each["round"] for each in told} == {planned["id"]}
    asked_at = [datetime.fromisoformat(each["booked_at"]) for each in told]
    assert timedelta(days=2) <= max(asked_at) - min(asked_at) <= timedelta(days=3)
    assert [sum(each["slot"] == number for each in told) for number in (1, 2, 3, 4)] == [8, 8, 8, 7]
    first_day = [each["slot"] for each in told[:10]]
    assert max(first_day) <= 2, "who asked on the first day is served first"
    let_days_pass(town, planned, 5)
    worker = town.person(Role.GRID_WORKER, areas=(GRIDS[0],))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda each: visit(worker, each, taken_fen=500), told))
        list(pool.map(lambda who, each: act(who, each, "confirm", stars=5), customers, told))
    totals = host.post(f"/v1/rounds/{planned['id']}/close")["totals"]
    assert (totals["booked"], totals["done"], totals["taken_fen"], totals["stars"]) == (31, 31, 31 * 500, 31 * 5)


def a_day_passes(town: Town, service) -> None:
    earlier = {"$subtract": ["$booked_at", 86_400_000]}
    town.database("tickets")["bookings"].update_many({"service": service["id"]}, [{"$set": {"booked_at": earlier}}])


def test_five_hundred_free_checks_at_fifty_households_a_day(town: Town, host):
    service = offer(
        host, STREET, name="免费电路检查", name_en="Free electrical check", price_fen=0, done_at="home", minutes=10
    )
    round_ = plan(host, service, at=510, capacity=50, households=500, ahead=1)
    assert [slot["capacity"] for slot in round_["slots"]] == [50] * 10
    assert (round_["day"], round_["last_day"]) == (day(1), day(10))
    residents = [town.person(Role.RESIDENT) for _ in range(AT_ONCE)]

    def sign_up(number: int):
        return book(residents[number % AT_ONCE], round_, home(GRIDS[number % 2]), 1 + number // 50)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        bookings = list(pool.map(sign_up, range(500)))
    late = refused_book(residents[0], round_, home(GRIDS[0]), 10)
    assert (late["code"], late["free"]) == ("tickets.slot_full", [])
    assert slots(host, round_) == [(0, 0)] * 10
    let_days_pass(town, round_, 12)

    def check(number: int) -> None:
        visit(host, bookings[number], outcome="not_met" if number % 25 == 0 else "done")
        if number % 5 == 1:
            act(residents[number % AT_ONCE], bookings[number], "confirm", stars=5 if number % 10 == 1 else 3)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(check, range(500)))
    totals = host.post(f"/v1/rounds/{round_['id']}/close")["totals"]
    assert (totals["booked"], totals["done"], totals["not_met"], totals["taken_fen"]) == (500, 480, 20, 0)
    figures = host.get("/v1/bookings/figures", area=STREET, service_id=service["id"], since=day(1), until=day(10))
    assert (figures["booked"], figures["no_shows"], figures["rated"], figures["satisfied"]) == (500, 20, 100, 50)
    assert [part["booked"] for part in figures["parts"]] == [250, 250]
    first_day = host.get("/v1/bookings/figures", area=STREET, service_id=service["id"], since=day(1), until=day(1))
    assert first_day["booked"] == 50


def test_community_extends_its_catalogue_at_will(town: Town, host):
    community = town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITIES[1],))
    wanted = {
        "磨刀": ("Knife sharpening", "station", "station", 300),
        "水电维修": ("Plumbing and electrics", "station", "home", 2000),
        "代缴费用": ("Bill paying", "shop", "station", 0),
        "家电清洗": ("Cleaning of appliances", "shop", "home", 8000),
    }
    for name, (english, by, at, price) in wanted.items():
        offer(community, COMMUNITIES[1], name=name, name_en=english, offered_by=by, done_at=at, price_fen=price,
              **{"provider": "便民小店"} if by == "shop" else {})  # fmt: skip
    resident = town.person(Role.RESIDENT)
    here = {each["name"] for each in resident.get("/v1/home-services", area=GRIDS[1], limit=100)["items"]}
    there = {each["name"] for each in resident.get("/v1/home-services", area=GRIDS[0], limit=100)["items"]}
    assert set(wanted) <= here and not set(wanted) & there
    paying = next(e for e in resident.get("/v1/home-services", area=GRIDS[1])["items"] if e["name"] == "代缴费用")
    round_ = plan(community, paying, at=[600], capacity=20)
    clerk = town.person(Role.COUNTER_CLERK, areas=(COMMUNITIES[1],))
    assert book(clerk, round_, home(GRIDS[1]), channel="counter", on_behalf={})["state"] == "booked"
    assert book(resident, round_, home(GRIDS[1]))["state"] == "booked"
