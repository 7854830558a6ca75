"""Rounds: planned, asked for, shifted, called off, recurring, closed with totals that are those of their bookings."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.ear import Ear
from tests.support.home_services import (
    act,
    book,
    day,
    draw_grids,
    home,
    let_days_pass,
    offer,
    plan,
    refused_act,
    slots,
)
from tests.support.replicas import further_replicas
from tests.support.town import Town
from tests.support.waiting import eventually

COMMUNITY = "150403.011.001"
GRID = f"{COMMUNITY}.001"
NEXT = f"{COMMUNITY}.002"


@pytest.fixture(scope="module")
def ground(town: Town) -> None:
    draw_grids(town, {GRID: (103.0, 30.1), NEXT: (103.1, 30.1)})


@pytest.fixture
def host(town: Town, ground: None):
    return town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))


def ask(who, service, grid: str = GRID, **more):
    return who.post(f"/v1/home-services/{service['id']}/bookings", home(grid) | more)


def series(host, service, rule: str, **more):
    body = {
        "service_id": service["id"], "area": COMMUNITY, "rule": rule, "first_day": day(1), "day": [{"at": 540}],
        "ahead_days": 30, "on_holiday": "keep",
    }  # fmt: skip
    return host.post("/v1/round-series", body | more)


def rounds_of(town: Town, found) -> list[dict]:
    return list(town.database("tickets")["rounds"].find({"series": found["id"]}, sort=[("series_day", 1)]))


def next_tuesday() -> date:
    tomorrow = date.fromisoformat(day(1))
    return tomorrow + timedelta(days=(1 - tomorrow.weekday()) % 7)


def test_those_who_asked_get_the_first_places_in_their_order(town: Town, host):
    service = offer(host, COMMUNITY)
    people = [town.person(Role.RESIDENT) for _ in range(3)]
    asked = [ask(who, service, grid) for who, grid in zip(people, (GRID, NEXT, GRID), strict=True)]
    assert {booking["state"] for booking in asked} == {"asked"}
    assert host.get(f"/v1/home-services/{service['id']}")["asked"] == 3
    near = plan(host, service, area=GRID, at=[540, 600], capacity=1, take_waiting=True)
    told = [who.get(f"/v1/bookings/{b['id']}") for who, b in zip(people, asked, strict=True)]
    assert [(b["state"], b.get("slot")) for b in told] == [("booked", 1), ("asked", None), ("booked", 2)]
    assert {b.get("round") for b in told} == {near["id"], None}
    assert host.get(f"/v1/home-services/{service['id']}")["asked"] == 1


def test_household_asks_once_and_may_take_it_back(town: Town, host):
    service = offer(host, COMMUNITY)
    resident, mine = town.person(Role.RESIDENT), home(GRID)
    path = f"/v1/home-services/{service['id']}/bookings"
    asked = resident.post(path, mine)
    assert resident.refused("POST", path, mine)["code"] == "tickets.booked_already"
    assert refused_act(resident, asked, "move", slot=1)["code"] == "not_allowed_now"
    act(resident, asked, "cancel")
    assert host.get(f"/v1/home-services/{service['id']}")["asked"] == 0
    asked = resident.post(path, mine)
    book(resident, plan(host, service, take_waiting=False), mine)
    assert resident.get(f"/v1/bookings/{asked['id']}")["state"] == "cancelled"
    assert host.get(f"/v1/home-services/{service['id']}")["asked"] == 0


def test_round_is_planned_once_by_whoever_is_the_last_of_enough(town: Town, host):
    gather = {
        "households": 12,
        "plan": {"days_ahead": 2, "day": [{"at": 540, "capacity": 5}, {"at": 600, "capacity": 5}]},
    }
    service = offer(host, COMMUNITY, gather=gather)
    with Ear(town.servers.broker.amqp_url, "tickets.round.wanted.v1") as ear:
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda _: ask(town.person(Role.RESIDENT), service), range(12)))
        assert ear.hear(lambda event: event["data"]["service"] == service["id"])["data"]["asked"] == 12
    [planned] = host.get("/v1/rounds", area=COMMUNITY, service_id=service["id"])["items"]
    found = host.get(f"/v1/rounds/{planned['id']}")
    assert [slot["capacity"] for slot in found["slots"]] == [5, 5, 2]
    assert slots(host, planned) == [(0, 0)] * 3
    assert (found["day"], found["last_day"]) == (day(2), day(3))
    assert host.get(f"/v1/home-services/{service['id']}")["asked"] == 0


def test_station_is_told_when_enough_have_asked(town: Town, host):
    service = offer(host, COMMUNITY, gather={"households": 2})
    with Ear(town.servers.broker.amqp_url, "tickets.round.wanted.v1") as ear:
        for _ in range(2):
            ask(town.person(Role.RESIDENT), service)
        told = ear.hear(lambda event: event["data"]["service"] == service["id"])["data"]
    assert told == {"service": service["id"], "area": COMMUNITY, "asked": 2}


def test_withdrawn_service_tells_those_who_asked(town: Town, host):
    service = offer(host, COMMUNITY)
    resident = town.person(Role.RESIDENT)
    asked = ask(resident, service)
    gone = host.post(f"/v1/home-services/{service['id']}/withdraw", {"reason": "停办"})
    assert (gone["state"], gone["asked"]) == ("withdrawn", 0)
    told = resident.get(f"/v1/bookings/{asked['id']}")
    assert (told["state"], told["history"][-1]["note"]) == ("cancelled", "停办")
    assert host.get("/v1/home-services", area=GRID, state="withdrawn")["items"][0]["id"] == service["id"]
    assert service["id"] not in [s["id"] for s in host.get("/v1/home-services", area=GRID)["items"]]
    body = home(GRID)
    path = f"/v1/home-services/{service['id']}/bookings"
    assert resident.refused("POST", path, body)["code"] == "tickets.not_offered"
    host.post(f"/v1/home-services/{service['id']}/offer")
    assert resident.post(path, body)["state"] == "asked"


def test_community_extends_the_catalogue_and_others_do_not(town: Town, host):
    service = offer(host, COMMUNITY, name="免费查电", name_en="Free electrical check", price_fen=0)
    resident = town.person(Role.RESIDENT)
    assert resident.get(f"/v1/home-services/{service['id']}")["actions"] == []
    assert service["id"] in [s["id"] for s in resident.get("/v1/home-services", area=GRID)["items"]]
    assert service["id"] in [s["id"] for s in resident.get("/v1/home-services", area="150403.011")["items"]]
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=("150403.012.001",))
    fields = {
        name: service[name] for name in ("area", "name", "name_en", "price_fen", "offered_by", "done_at", "minutes")
    }
    assert elsewhere.refused("POST", "/v1/home-services", fields)["code"] == "outside_area"
    path = f"/v1/home-services/{service['id']}"
    assert elsewhere.refused("PUT", path, fields)["code"] == "forbidden"
    assert host.refused("PUT", path, fields | {"area": "150403"})["code"] == "tickets.area_stays"
    assert host.refused("PUT", path, fields | {"opens_before": 5, "closes_before": 5})["code"] == "tickets.never_open"
    assert host.put(path, fields | {"minutes": 25})["minutes"] == 25
    twice = {"households": 5, "plan": {"days_ahead": 1, "day": [{"at": 5}, {"at": 5}]}}
    assert host.refused("PUT", path, fields | {"gather": twice})["code"] == "tickets.times_twice"
    endless = {"households": 1000, "plan": {"days_ahead": 1, "day": [{"at": 5, "capacity": 1}]}}
    assert host.refused("PUT", path, fields | {"gather": endless})["code"] == "tickets.too_many_slots"
    assert town.person(Role.GRID_WORKER, areas=(COMMUNITY,)).refused("PUT", path, fields)["code"] == "forbidden"
    assert host.refused("POST", f"{path}/offer")["code"] == "not_allowed_now"


def test_round_outside_of_the_service_or_twice_at_a_time_is_refused(town: Town, host):
    street = town.person(Role.STREET_STAFF, areas=("150403.011",))
    service = offer(host, COMMUNITY)
    layout = {"first_day": day(2), "day": [{"at": 540}]}

    def code(who, **more) -> str:
        body = {"service_id": service["id"], "area": COMMUNITY, "layout": layout} | more
        return who.refused("POST", "/v1/rounds", body)["code"]

    assert code(street, area="150403.011") == "tickets.outside_service"
    assert code(host, area="150403.011") == "outside_area"
    assert code(host, layout=layout | {"day": [{"at": 1}, {"at": 1}]}) == "tickets.times_twice"
    assert code(host, layout=layout | {"first_day": day(-1)}) == "tickets.wrong_day"
    assert (
        code(host, layout=layout | {"households": 3000, "day": [{"at": 1, "capacity": 1}]}) == "tickets.too_many_slots"
    )
    assert code(host, opens_at=f"{day(20)}T00:00:00+08:00") == "tickets.opens_too_late"
    assert code(host, service_id="0" * 32) == "not_found"


def test_shifted_round_takes_its_bookings_along(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), capacity=1)
    first, second = town.person(Role.RESIDENT), town.person(Role.RESIDENT)
    placed = book(first, round_, home(GRID))
    book(second, round_, home(GRID), or_wait=True)
    path = f"/v1/rounds/{round_['id']}/shift"
    assert host.refused("POST", path, {"to_day": day(-1), "reason": "停电"})["code"] == "tickets.wrong_day"
    with Ear(town.servers.broker.amqp_url, "tickets.booking.moved.v1") as ear:
        shifted = host.post(path, {"to_day": day(10), "reason": "停电检修"})
        told = ear.hear(lambda event: event["subject"] == placed["id"])["data"]
    assert (told["action"], told["reason"]) == ("shift", "停电检修")
    assert (shifted["day"], shifted["history"][-1]["reason"]) == (day(10), "停电检修")
    assert first.get(f"/v1/bookings/{placed['id']}")["starts_at"] == shifted["slots"][0]["starts_at"]
    let_days_pass(town, round_, 11)
    assert host.refused("POST", path, {"to_day": day(20), "reason": "下雨"})["code"] == "tickets.round_begun"
    off = host.refused("POST", f"/v1/rounds/{round_['id']}/call-off", {"reason": "下雨"})
    assert off["code"] == "tickets.round_begun"


def test_called_off_round_cancels_its_bookings_with_the_reason(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), capacity=1)
    people = [town.person(Role.RESIDENT) for _ in range(2)]
    bookings = [book(who, round_, home(GRID), or_wait=True) for who in people]
    assert host.post(f"/v1/rounds/{round_['id']}/call-off", {"reason": "师傅生病"})["state"] == "called_off"
    for who, booking in zip(people, bookings, strict=True):
        told = who.get(f"/v1/bookings/{booking['id']}")
        assert (told["state"], told["history"][-1]["note"]) == ("cancelled", "师傅生病")
    assert host.refused("POST", f"/v1/rounds/{round_['id']}/close")["code"] == "not_allowed_now"


def test_round_closes_with_the_totals_of_its_bookings(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), capacity=3)
    people = [town.person(Role.RESIDENT) for _ in range(5)]
    bookings = [book(who, round_, home(GRID), or_wait=True) for who in people]
    act(people[4], bookings[4], "cancel")
    path = f"/v1/rounds/{round_['id']}/close"
    assert host.refused("POST", path)["code"] == "tickets.round_not_over"
    let_days_pass(town, round_, 5)
    outcomes = ("done", "partly", "not_met")
    for booking, outcome in zip(bookings, outcomes, strict=False):
        refusal = host.refused("POST", path)
        assert refusal["code"] == "tickets.unreported"
        act(
            host, booking, "report", outcome=outcome, note="记录", minutes=10, taken_fen=500 if outcome == "done" else 0
        )
    act(people[2], bookings[2], "object", reason="在家")
    assert host.refused("POST", path)["code"] == "tickets.under_objection"
    act(host, bookings[2], "report", outcome="done", note="补做", minutes=5, taken_fen=400)
    closed = host.post(path)
    assert closed["totals"] == {
        "capacity": 3, "booked": 3, "done": 2, "partly": 1, "not_met": 0, "cancelled": 1, "lapsed": 1, "confirmed": 0,
        "objected": 0, "stars": 0, "minutes": 25, "taken_fen": 900,
    }  # fmt: skip
    assert people[3].get(f"/v1/bookings/{bookings[3]['id']}")["state"] == "lapsed"
    act(people[0], bookings[0], "confirm", stars=5)
    assert host.get(f"/v1/rounds/{round_['id']}")["totals"] == closed["totals"] | {"confirmed": 1, "stars": 5}


def test_totals_are_those_of_the_bookings_while_customers_answer_and_the_round_closes(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), capacity=20)
    people = [town.person(Role.RESIDENT) for _ in range(20)]
    bookings = [book(who, round_, home(GRID)) for who in people]
    let_days_pass(town, round_, 5)
    for booking in bookings:
        act(host, booking, "report", outcome="done", note="完成", minutes=10, taken_fen=100)

    def answer(index: int) -> int:
        if index == 10:
            return host.send("POST", f"/v1/rounds/{round_['id']}/close").status_code
        return people[index].send("POST", f"/v1/bookings/{bookings[index]['id']}/confirm", {"stars": 4}).status_code

    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(answer, range(20)))
    eventually(lambda: host.send("POST", f"/v1/rounds/{round_['id']}/close").status_code == 409)
    totals = host.get(f"/v1/rounds/{round_['id']}")["totals"]
    stored = town.database("tickets")["bookings"]
    confirmed = stored.count_documents({"round": round_["id"], "state": "confirmed"})
    assert confirmed >= sum(code == 200 for code in codes) - 1
    assert (totals["confirmed"], totals["stars"], totals["booked"]) == (confirmed, 4 * confirmed, 20)


def test_series_plans_each_day_of_its_rule_once(town: Town, host):
    service = offer(host, COMMUNITY)
    found = series(host, service, "FREQ=WEEKLY;BYDAY=TU", first_day=next_tuesday().isoformat())
    wanted = [next_tuesday() + timedelta(weeks=n) for n in range(5)]
    within = [each.isoformat() for each in wanted if each <= date.fromisoformat(day(30))]
    eventually(lambda: [each["series_day"] for each in rounds_of(town, found)] == within)
    seen = host.get(f"/v1/round-series/{found['id']}")
    assert seen["next_day"] == (date.fromisoformat(within[-1]) + timedelta(weeks=1)).isoformat()
    assert seen["state"] == "running"
    tickets = town.database("tickets")
    tickets["journal"].delete_many({"_id": {"$regex": f"{found['id']}"}})
    tickets["round_series"].update_one(
        {"_id": found["id"]}, {"$set": {"next_day": within[0]}, "$currentDate": {"due_at": True}}
    )
    eventually(lambda: host.get(f"/v1/round-series/{found['id']}")["next_day"] == seen["next_day"])
    assert [each["series_day"] for each in rounds_of(town, found)] == within
    assert host.get(f"/v1/round-series/{found['id']}")["exceptions"] == []


def test_replicas_that_all_think_it_is_their_turn_plan_each_day_once(town: Town, host):
    service = offer(host, COMMUNITY)
    with further_replicas(town, "tickets", 2):
        found = [series(host, service, "FREQ=DAILY") for _ in range(3)]
        leases = town.database("tickets")["leases"]

        def all_planned() -> bool:
            leases.delete_one({"_id": "timers"})
            return all(len(rounds_of(town, each)) == 30 for each in found)

        eventually(all_planned, 60)
    for each in found:
        planned = rounds_of(town, each)
        assert [one["series_day"] for one in planned] == [day(ahead) for ahead in range(1, 31)]
        assert {host.get(f"/v1/rounds/{one['_id']}")["slots"][0]["number"] for one in planned[:2]} == {1}


def test_series_ends_with_its_last_day_or_by_hand(town: Town, host):
    service = offer(host, COMMUNITY)
    short = series(host, service, "FREQ=DAILY;COUNT=2")
    eventually(lambda: host.get(f"/v1/round-series/{short['id']}")["state"] == "ended")
    assert [each["series_day"] for each in rounds_of(town, short)] == [day(1), day(2)]
    long = series(host, service, "FREQ=MONTHLY", first_day=day(300))
    ended = host.post(f"/v1/round-series/{long['id']}/end", {"reason": "改为预约制"})
    assert (ended["state"], ended["reason"]) == ("ended", "改为预约制")
    assert host.refused("POST", f"/v1/round-series/{long['id']}/end", {"reason": "再次"})["code"] == "not_allowed_now"
    listed = host.get("/v1/round-series", area=GRID, state="ended")["items"]
    assert {short["id"], long["id"]} <= {each["id"] for each in listed}


def test_series_ends_when_its_service_is_not_offered_any_more(town: Town, host):
    service = offer(host, COMMUNITY)
    found = series(host, service, "FREQ=MONTHLY", first_day=day(300))
    host.post(f"/v1/home-services/{service['id']}/withdraw", {"reason": "停办"})
    town.database("tickets")["round_series"].update_one({"_id": found["id"]}, {"$currentDate": {"due_at": True}})
    eventually(lambda: host.get(f"/v1/round-series/{found['id']}")["state"] == "ended")
    assert rounds_of(town, found) == []


def test_excepted_days_are_dropped_or_shifted_whether_planned_or_not(town: Town, host):
    service = offer(host, COMMUNITY)
    found = series(host, service, "FREQ=DAILY", ahead_days=4)
    eventually(lambda: len(rounds_of(town, found)) == 4)
    resident = town.person(Role.RESIDENT)
    booking = book(resident, {"id": rounds_of(town, found)[1]["_id"]}, home(GRID))
    path = f"/v1/round-series/{found['id']}/exceptions"
    host.post(path, {"day": day(2), "to_day": day(40), "reason": "创城检查"})
    assert resident.get(f"/v1/bookings/{booking['id']}")["starts_at"].startswith(day(40))
    host.post(path, {"day": day(3), "reason": "台风"})
    host.post(path, {"day": day(6), "reason": "元旦"})
    excepted = host.post(path, {"day": day(7), "to_day": day(50), "reason": "元旦"})
    assert [each.get("to_day") for each in excepted["exceptions"]] == [day(40), None, None, day(50)]
    tickets = town.database("tickets")
    tickets["round_series"].update_one(
        {"_id": found["id"]}, {"$set": {"ahead_days": 8}, "$currentDate": {"due_at": True}}
    )
    eventually(lambda: len(rounds_of(town, found)) == 7)
    held = {each["series_day"]: (each["day"], each["state"]) for each in rounds_of(town, found)}
    assert held == {
        day(1): (day(1), "open"), day(2): (day(40), "open"), day(3): (day(3), "called_off"), day(4): (day(4), "open"),
        day(5): (day(5), "open"), day(7): (day(50), "open"), day(8): (day(8), "open"),
    }  # fmt: skip
    host.post(path, {"day": day(6), "to_day": day(60), "reason": "补办"})
    assert (day(6), day(60)) in [(each["series_day"], each["day"]) for each in rounds_of(town, found)]
    yesterday = {"day": day(-1), "reason": "早了"}
    assert host.refused("POST", path, yesterday)["code"] == "tickets.not_in_series"
    assert host.refused("POST", path, {"day": day(9), "to_day": day(-3), "reason": "错"})["code"] == "tickets.wrong_day"


def test_rule_that_cannot_be_used_is_refused(host):
    service = offer(host, COMMUNITY)
    for rule in ("FREQ=HOURLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=0", "ABCDEF"):
        body = {"service_id": service["id"], "area": COMMUNITY, "rule": rule, "first_day": day(1), "day": [{"at": 540}]}
        assert host.refused("POST", "/v1/round-series", body)["code"] == "tickets.bad_rule"


def test_any_order_of_coming_and_going_agrees_with_a_simple_line(town: Town, host):
    """Against a model of one slot: who has a place, and who waits in which order."""
    chance = random.Random(7)
    capacity = 3
    round_ = plan(host, offer(host, COMMUNITY), capacity=capacity)
    resident = town.person(Role.RESIDENT)
    inside: list[str] = []
    waiting: list[str] = []
    stored = town.database("tickets")["bookings"]
    for _ in range(80):
        move = chance.choice(("come", "come", "leave", "give_up", "more_room"))
        if move == "come":
            booking = book(resident, round_, home(GRID), or_wait=True)["id"]
            (inside if len(inside) < capacity else waiting).append(booking)
        elif move == "more_room" and capacity < 8:
            capacity += 1
            host.put(f"/v1/rounds/{round_['id']}/slots/1", {"capacity": capacity})
        elif line := {"leave": inside, "give_up": waiting}.get(move):
            gone = line.pop(chance.randrange(len(line)))
            act(resident, {"id": gone}, "cancel")
        while waiting and len(inside) < capacity:
            inside.append(waiting.pop(0))
        mine = {"round": round_["id"]}
        assert {b["_id"] for b in stored.find(mine | {"state": "booked"})} == set(inside)
        assert [b["_id"] for b in stored.find(mine | {"state": "waiting"}, sort=[("turn", 1)])] == waiting
        assert slots(host, round_) == [(capacity - len(inside), len(waiting))]
