"""Bookings: places and lines under a crowd, every refusal by name, contacts shown to those who need them."""

import uuid
from datetime import UTC, datetime, timedelta

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
    refused_book,
    slots,
)
from tests.support.pictures import picture
from tests.support.town import Town

COMMUNITY = "150403.001.001"
GRID = f"{COMMUNITY}.001"
ELSEWHERE = "150403.002.001.001"


@pytest.fixture(scope="module")
def ground(town: Town) -> None:
    draw_grids(town, {GRID: (103.0, 30.0), ELSEWHERE: (103.1, 30.0)})


@pytest.fixture
def host(town: Town, ground: None):
    return town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,))


@pytest.fixture
def resident(town: Town):
    return town.person(Role.RESIDENT)


def test_household_books_once_in_a_round(town: Town, host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    mine = home(GRID)
    booking = book(resident, round_, mine)
    assert (booking["state"], booking["slot"], booking["starts_at"]) == ("booked", 1, round_["slots"][0]["starts_at"])
    assert refused_book(resident, round_, mine)["code"] == "tickets.booked_already"
    assert refused_book(town.person(Role.RESIDENT), round_, mine)["code"] == "tickets.booked_already"
    assert slots(host, round_) == [(9, 0)]


def test_full_slot_is_refused_with_the_free_ones_named(host, resident, town: Town):
    round_ = plan(host, offer(host, COMMUNITY), at=[540, 600, 660], capacity=1)
    for slot in (1, 2):
        book(resident, round_, home(GRID), slot)
    refusal = refused_book(town.person(Role.RESIDENT), round_, home(GRID), 1)
    assert (refusal["code"], refusal["free"]) == ("tickets.slot_full", [3])
    assert refusal["begin"] == [f"{day(3)}T11:00+08:00"]


def test_line_moves_up_in_order_and_is_told(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), capacity=1)
    first, second, third = (town.person(Role.RESIDENT) for _ in range(3))
    placed = book(first, round_, home(GRID))
    waiting = book(second, round_, home(GRID), or_wait=True)
    last = book(third, round_, home(GRID), or_wait=True)
    assert [(b["state"], b["in_line"]) for b in (waiting, last)] == [("waiting", 1), ("waiting", 2)]
    with Ear(town.servers.broker.amqp_url, "tickets.booking.moved.v1") as ear:
        act(first, placed, "cancel")
        told = ear.hear(lambda event: event["subject"] == waiting["id"])
    assert (told["data"]["action"], told["data"]["state"]) == ("take_place", "booked")
    assert not {"name", "phone", "building", "room", "contact"} & set(told["data"])
    assert second.get(f"/v1/bookings/{waiting['id']}")["state"] == "booked"
    assert third.get(f"/v1/bookings/{last['id']}")["in_line"] == 1
    assert slots(host, round_) == [(0, 1)]


def test_more_room_lets_the_line_in(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY), capacity=1)
    for _ in range(3):
        book(town.person(Role.RESIDENT), round_, home(GRID), or_wait=True)
    path = f"/v1/rounds/{round_['id']}/slots/1"
    assert [(s["free"], s["waiting"]) for s in host.put(path, {"capacity": 4})["slots"]] == [(1, 0)]
    assert host.refused("PUT", path, {"capacity": 2})["code"] == "tickets.taken_already"
    assert host.refused("PUT", f"/v1/rounds/{round_['id']}/slots/2", {"capacity": 2})["code"] == "tickets.no_such_slot"


def test_sign_up_has_a_beginning_and_an_end(host, resident):
    service = offer(host, COMMUNITY, opens_before=2 * 1440, closes_before=1440)
    late = plan(host, service, ahead=30)
    assert refused_book(resident, late, home(GRID))["code"] == "tickets.too_early"
    near = plan(host, service, ahead=0, at=1439)
    assert refused_book(resident, near, home(GRID))["code"] == "tickets.sign_up_ended"
    opened = plan(host, service, ahead=30, opens_at=datetime.now(UTC).isoformat())
    assert book(resident, opened, home(GRID))["state"] == "booked"


def test_home_elsewhere_is_refused(town: Town, host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    assert refused_book(resident, round_, home(ELSEWHERE))["code"] == "tickets.not_in_area"
    assert refused_book(resident, round_, home(f"{COMMUNITY}.999"))["code"] == "tickets.home_in_no_grid"
    mine = home(GRID)
    mine["contact"]["building"] = "150403-NEXT-DOOR"
    building = {"_id": "150403-NEXT-DOOR", "address": "某路1号", "area": f"{COMMUNITY}.002", "source_version": 1}
    town.database("tickets")["buildings"].insert_one(building)
    assert refused_book(resident, round_, mine)["code"] == "tickets.home_elsewhere"


def test_withdrawn_service_and_ended_round_take_nobody(host, resident):
    service = offer(host, COMMUNITY)
    round_ = plan(host, service)
    host.post(f"/v1/rounds/{round_['id']}/call-off", {"reason": "师傅请假"})
    assert refused_book(resident, round_, home(GRID))["code"] == "tickets.round_over"
    other = plan(host, service)
    host.post(f"/v1/home-services/{service['id']}/withdraw", {"reason": "师傅退休"})
    refusal = refused_book(resident, other, home(GRID))
    assert (refusal["code"], refusal["why"]) == ("tickets.not_offered", "师傅退休")
    assert refused_book(resident, other, home(GRID), 2)["code"] == "tickets.not_offered"


def test_slot_that_is_not_there_is_refused(host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    assert refused_book(resident, round_, home(GRID), 9)["code"] == "tickets.no_such_slot"


def test_booking_moves_and_keeps_its_place_where_the_other_is_full(town: Town, host, resident):
    round_ = plan(host, offer(host, COMMUNITY), at=[540, 600], capacity=1)
    mine = book(resident, round_, home(GRID))
    other = town.person(Role.RESIDENT)
    theirs = book(other, round_, home(GRID), 2)
    assert refused_act(resident, mine, "move", slot=2)["code"] == "tickets.slot_full"
    assert refused_act(resident, mine, "move", slot=1)["code"] == "tickets.same_slot"
    act(other, theirs, "cancel", reason="出差")
    assert act(resident, mine, "move", slot=2)["slot"] == 2
    assert slots(host, round_) == [(1, 0), (0, 0)]


def test_changes_end_some_time_before_and_staff_may_until_the_beginning(host, resident):
    round_ = plan(host, offer(host, COMMUNITY, change_before=5 * 1440), at=[540, 600])
    mine = book(resident, round_, home(GRID))
    assert refused_act(resident, mine, "cancel")["code"] == "tickets.too_late_to_change"
    assert refused_act(resident, mine, "move", slot=2)["code"] == "tickets.too_late_to_change"
    assert act(host, mine, "move", slot=2)["slot"] == 2
    assert act(host, mine, "cancel")["state"] == "cancelled"
    assert refused_act(host, mine, "cancel")["code"] == "not_allowed_now"


def test_worker_books_for_a_resident_at_the_counter(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY))
    clerk = town.person(Role.COUNTER_CLERK, areas=(COMMUNITY,))
    account = uuid.uuid4().hex
    booking = book(clerk, round_, home(GRID), channel="counter", on_behalf={"account": account})
    assert booking["channel"] == "counter"
    customer = town.person(Role.RESIDENT, account=account)
    assert [each["id"] for each in customer.get("/v1/me/bookings")["items"]] == [booking["id"]]
    assert clerk.get("/v1/me/bookings")["items"] == []
    stranger = town.person(Role.COUNTER_CLERK, areas=("150403.002",))
    for nobody in (stranger, customer):
        assert refused_book(nobody, round_, home(GRID), on_behalf={})["code"] == "tickets.not_for_somebody_else"


def test_contact_is_sealed_masked_and_shown_to_staff_of_the_area_only(town: Town, host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    mine = home(GRID, note="三把菜刀")
    booking = book(resident, round_, mine)
    shown = mine["contact"] | {"note": "三把菜刀"}
    assert host.get(f"/v1/bookings/{booking['id']}")["contact"] == shown
    assert resident.get(f"/v1/bookings/{booking['id']}")["contact"] == shown
    [listed] = host.get("/v1/bookings", area=GRID, round_id=round_["id"])["items"]
    phone = mine["contact"]["phone"]
    assert listed["contact"] == {"name": "何*", "phone": f"111****{phone[-4:]}", "building": "*", "room": "*"}
    assert booking["contact"] == listed["contact"]
    for other in (town.person(Role.COMMUNITY_STAFF, areas=("150403.002",)), town.person(Role.RESIDENT)):
        assert other.refused("GET", f"/v1/bookings/{booking['id']}")["code"] == "not_found"
    outside = town.person(Role.COMMUNITY_STAFF, areas=("150403.002",))
    assert outside.refused("GET", "/v1/bookings", params={"area": GRID})["code"] == "outside_area"
    tickets = town.database("tickets")
    for kept in (tickets["bookings"].find_one({"_id": booking["id"]}), list(tickets["journal"].find({}))):
        assert phone not in str(kept) and "三把菜刀" not in str(kept)


def test_visit_is_reported_objected_to_reported_again_and_rated(town: Town, host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    booking = book(resident, round_, home(GRID))
    told = {"outcome": "partly", "note": "磨了两把", "minutes": 15, "taken_fen": 500}
    assert refused_act(host, booking, "report", **told)["code"] == "tickets.visit_not_begun"
    let_days_pass(town, round_, 5)
    assert refused_act(host, booking, "report", **told | {"taken_fen": 501})["code"] == "tickets.more_than_agreed"
    assert refused_act(host, booking, "report", **told | {"photos": ["0" * 32]})["code"] == "tickets.no_such_photo"
    absent = told | {"outcome": "not_met", "taken_fen": 1}
    assert refused_act(host, booking, "report", **absent)["code"] == "tickets.more_than_agreed"
    assert refused_act(resident, booking, "confirm", stars=5)["code"] == "not_allowed_now"
    assert act(host, booking, "report", **told)["report"]["outcome"] == "partly"
    assert refused_act(host, booking, "confirm", stars=5)["code"] == "forbidden"
    assert act(resident, booking, "object", reason="还有一把没磨")["state"] == "objected"
    again = act(host, booking, "report", **told | {"outcome": "done", "note": "补磨一把", "minutes": 20})
    assert [move["action"] for move in again["actions"]] == []
    done = act(resident, booking, "confirm", stars=4, comment="谢谢")
    assert (done["state"], done["stars"], done["objection"]) == ("confirmed", 4, "还有一把没磨")


def test_word_of_a_customer_without_account_is_passed_on_by_another_worker(town: Town, host):
    round_ = plan(host, offer(host, COMMUNITY))
    booking = book(host, round_, home(GRID), channel="phone", on_behalf={})
    let_days_pass(town, round_, 5)
    act(host, booking, "report", outcome="done", note="完成", minutes=10)
    assert refused_act(host, booking, "confirm", stars=5)["code"] == "forbidden"
    colleague = town.person(Role.GRID_WORKER, areas=(GRID,))
    assert act(colleague, booking, "confirm", stars=5)["state"] == "confirmed"


def test_customer_sees_the_photo_of_the_work_and_strangers_do_not(town: Town, host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    booking = book(resident, round_, home(GRID))
    let_days_pass(town, round_, 5)
    sent = host.send("POST", "/v1/photos", data=picture(), headers={"Content-Type": "image/jpeg"}).json()
    act(host, booking, "report", outcome="done", note="完成", minutes=10, photos=[sent["id"]])
    colleague = town.person(Role.GRID_WORKER, areas=(GRID,))
    for who in (resident, colleague):
        assert who.send("GET", f"/v1/photos/{sent['id']}").status_code == 200
    assert town.person(Role.RESIDENT).send("GET", f"/v1/photos/{sent['id']}").status_code == 404


def test_bookings_of_a_day_are_listed_for_who_goes_there(host, resident):
    service = offer(host, COMMUNITY)
    round_ = plan(host, service, at=540, capacity=1, households=2)
    first, second = (book(resident, round_, home(GRID), slot) for slot in (1, 2))
    for ahead, booking in ((3, first), (4, second)):
        listed = host.get("/v1/bookings", area=COMMUNITY, service_id=service["id"], day=day(ahead))["items"]
        assert [each["id"] for each in listed] == [booking["id"]]


def test_report_is_not_taken_from_elsewhere_or_by_an_old_version(town: Town, host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    booking = book(resident, round_, home(GRID))
    let_days_pass(town, round_, 5)
    told = {"outcome": "done", "note": "完成", "minutes": 10}
    stranger = town.person(Role.GRID_WORKER, areas=(ELSEWHERE,))
    assert refused_act(stranger, booking, "report", **told)["code"] == "not_found"
    path = f"/v1/bookings/{booking['id']}/report"
    assert host.refused("POST", path, told, headers={"If-Match": '"7"'})["code"] == "stale_version"


def test_figures_count_by_service_area_and_period(town: Town):
    street = "150403.003"
    draw_grids(town, {f"{street}.001.001": (103.3, 30.0), f"{street}.002.001": (103.4, 30.0)})
    host = town.person(Role.STREET_STAFF, areas=(street,))
    round_ = plan(host, offer(host, street))
    customers = [town.person(Role.RESIDENT) for _ in range(5)]
    grids = [f"{street}.00{1 + number % 2}.001" for number in range(5)]
    bookings = [book(who, round_, home(grid)) for who, grid in zip(customers, grids, strict=True)]
    act(customers[4], bookings[4], "cancel")
    let_days_pass(town, round_, 5)
    for booking, outcome in zip(bookings, ("done", "partly", "not_met", "done"), strict=False):
        act(
            host, booking, "report", outcome=outcome, note="记录", minutes=10, taken_fen=100 if outcome == "done" else 0
        )
    act(customers[0], bookings[0], "confirm", stars=5)
    act(customers[1], bookings[1], "confirm", stars=2)
    act(customers[2], bookings[2], "object", reason="一直在家")
    figures = host.get("/v1/bookings/figures", area=street)
    counted = {name: figures[name] for name in ("booked", "done", "partly", "no_shows", "cancelled", "objected")}
    assert counted == {"booked": 4, "done": 2, "partly": 1, "no_shows": 1, "cancelled": 1, "objected": 1}
    assert (figures["rated"], figures["satisfied"], figures["minutes"], figures["taken_fen"]) == (2, 1, 40, 200)
    assert [(part["area"], part["booked"]) for part in figures["parts"]] == [(f"{street}.001", 2), (f"{street}.002", 2)]
    assert [(each["name"], each["booked"]) for each in figures["services"]] == [("磨刀", 4)]
    assert host.get("/v1/bookings/figures", area=street, until=day(-1))["booked"] == 0
    assert host.refused("GET", "/v1/bookings/figures", params={"area": "150403"})["code"] == "outside_area"
    turned = {"area": street, "since": day(1), "until": day(0)}
    assert host.refused("GET", "/v1/bookings/figures", params=turned)["code"] == "tickets.backwards"


def test_repeat_with_the_same_key_books_once(host, resident):
    round_ = plan(host, offer(host, COMMUNITY))
    path, body, key = (
        f"/v1/rounds/{round_['id']}/bookings",
        home(GRID) | {"slot": 1},
        {"Idempotency-Key": uuid.uuid4().hex},
    )
    first, second = (resident.post(path, body, headers=key) for _ in range(2))
    assert first == second
    assert slots(host, round_) == [(9, 0)]


def test_days_of_sign_up_are_kept_with_the_round(host, resident):
    service = offer(host, COMMUNITY, price_fen=500)
    round_ = plan(host, service)
    dearer = {key: service[key] for key in (
        "area", "name", "name_en", "offered_by", "done_at", "minutes", "capacity")} | {"price_fen": 900}  # fmt: skip
    host.put(f"/v1/home-services/{service['id']}", dearer)
    assert book(resident, round_, home(GRID))["price_fen"] == 500
    soon = datetime.now(UTC) + timedelta(days=400)
    assert host.refused(
        "POST", "/v1/rounds",
        {"service_id": service["id"], "area": COMMUNITY, "layout": {"first_day": soon.date().isoformat(), "day": [{"at": 0}]}},
    )["code"] == "tickets.wrong_day"  # fmt: skip
