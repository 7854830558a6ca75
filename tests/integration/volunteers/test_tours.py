"""Tours through the gateway: asking, routes, nobody in two places at once, changes told, seats and codes, results."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.tour_attendance import TourStopHeld
from shared.contracts.volunteers.tours import TourStopChanged
from shared.kernel.clock import SHANGHAI
from tests.support.ear import Ear
from tests.support.erasure import erase
from tests.support.town import Person, Town
from tests.support.waiting import eventually

DISTRICT = "150506"
VILLAGE = "150506.004.001"
NEXT_VILLAGE = "150506.004.002"


class Known(Person):
    account: str


def known(town: Town, *roles: Role, areas: tuple[str, ...] = ()) -> Known:
    account = uuid.uuid4().hex
    person = town.person(*roles, account=account, areas=areas)
    made = Known(person.url, person.token)
    made.account = account
    return made


@pytest.fixture
def organiser(town: Town) -> Known:
    return known(town, Role.DISTRICT_STAFF, areas=(DISTRICT,))


@pytest.fixture
def host(town: Town) -> Known:
    return known(town, Role.COMMUNITY_STAFF, areas=(VILLAGE,))


def tomorrow(hour: int, minute: int = 0, days: int = 1) -> str:
    day = datetime.now(UTC).astimezone(SHANGHAI) + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0).isoformat()


def programme(organiser: Person, **more) -> dict:
    body = {"area": DISTRICT, "kind": "show", "title": "文艺下乡", "minutes": 60, "speed": 40}
    return organiser.post("/v1/touring-programmes", body | more)


def enlist(organiser: Person, *people: Known, role: str = "performer") -> list[str]:
    rows = [{"account": each.account, "role": role, "topics": ["评剧"]} for each in people]
    return [
        each["id"] for each in organiser.post("/v1/tour-performers", {"area": DISTRICT, "performers": rows})["items"]
    ]


def wish(**more) -> dict:
    """South of the next village by 40 kilometres, an hour's way."""
    return {
        "area": VILLAGE, "host": "village", "place": "文化广场", "point": {"longitude": 121.60, "latitude": 41.0},
        "wished": tomorrow(9),
    } | more  # fmt: skip


FAR = {"point": {"longitude": 121.60, "latitude": 41.3597}, "place": "村委会", "area": NEXT_VILLAGE}


def asked(who: Person, tour: dict, *wishes: dict) -> list[str]:
    kept = who.post(f"/v1/touring-programmes/{tour['id']}/stops", {"stops": list(wishes or (wish(),))})
    return [each["id"] for each in kept["items"]]


def route(performers: list[str], *stops: tuple[str, str]) -> dict:
    return {"performers": performers, "stops": [{"stop_id": stop, "starts": starts} for stop, starts in stops]}


def plan(organiser: Person, tour: dict, *routes: dict) -> list[dict]:
    return organiser.post(f"/v1/touring-programmes/{tour['id']}/routes", {"routes": list(routes)})["items"]


def why_not(who: Person, path: str, body: dict | None = None, method: str = "POST") -> str:
    return who.refused(method, path, body)["code"]


def begun(town: Town, *stops: str, minutes: int = 30) -> None:
    """Moves stops so that they started so long ago."""
    starts = datetime.now(UTC) - timedelta(minutes=minutes)
    moved = {"starts": starts, "due": starts, "ends": starts + timedelta(minutes=60)}
    town.database("volunteers")["tour_stops"].update_many({"_id": {"$in": list(stops)}}, {"$set": moved})


def test_route_goes_over_stops_of_a_day_in_order(town: Town, organiser: Known, host: Known):
    tour, troupe = programme(organiser), known(town, Role.VOLUNTEER)
    performers = enlist(organiser, troupe)
    first, second, third = asked(organiser, tour, wish(), wish(**FAR), wish())
    here = f"/v1/touring-programmes/{tour['id']}/routes"

    def refused(*stops: tuple[str, str]) -> tuple[str, str]:
        problem = organiser.refused("POST", here, {"routes": [route(performers, *stops)]})
        return problem["code"], problem["errors"][0]["pointer"] if "errors" in problem else problem.get("pointer")

    assert refused((first, tomorrow(9)), (second, tomorrow(10, 59)))[0] == "volunteers.route_order"
    assert refused((second, tomorrow(14)), (first, tomorrow(9)))[0] == "volunteers.route_order"
    assert refused((first, tomorrow(9)), (second, tomorrow(9, days=2)))[0] == "volunteers.route_days"
    assert refused((first, tomorrow(9)), (first, tomorrow(14)))[0] == "volunteers.stop_twice"
    assert refused((first, tomorrow(9, days=-1)))[0] == "volunteers.in_the_past"
    assert refused((first, tomorrow(9, days=400)))[0] == "volunteers.too_far_ahead"
    assert refused(("0" * 32, tomorrow(9)))[0] == "not_found"
    body = {"routes": [route(["0" * 32], (first, tomorrow(9)))]}
    assert why_not(organiser, here, body) == "not_found"
    assert why_not(host, here, body) == "forbidden"
    with Ear(town.servers.broker.amqp_url, TourStopChanged.TYPE) as ear:
        plan(organiser, tour, route(performers, (first, tomorrow(9)), (second, tomorrow(11, 1))))
        told = ear.hear(lambda event: event["subject"] == first)["data"]
    assert (told["state"], set(told["accounts"])) == ("accepted", {organiser.account, troupe.account})
    day = tomorrow(9)[:10]
    for who in (organiser, troupe):
        legs = who.get(f"/v1/tour-performers/{performers[0]}/route", day=day)["legs"]
        assert [(leg["stop_id"], leg.get("travel")) for leg in legs] == [(first, None), (second, 60)]
    stranger = known(town, Role.RESIDENT)
    assert why_not(stranger, f"/v1/tour-performers/{performers[0]}/route?day={day}", method="GET") == "not_found"
    other = programme(organiser, kind="talk", title="健康讲座")
    (elsewhere,) = asked(organiser, other)
    for starts in (tomorrow(10), tomorrow(11, 30), tomorrow(12, 30)):
        body = {"routes": [route(performers, (elsewhere, starts))]}
        assert why_not(organiser, f"/v1/touring-programmes/{other['id']}/routes", body) == (
            "volunteers.performer_elsewhere"
        )  # fmt: skip
    plan(organiser, other, route(performers, (elsewhere, tomorrow(13, 2))))
    assert refused((third, tomorrow(13)))[0] == "volunteers.performer_elsewhere"
    assert refused((first, tomorrow(20)))[0] == "not_allowed_now"
    assert organiser.get(f"/v1/tour-stops/{third}")["state"] == "asked"


def test_two_routes_at_once_never_send_somebody_to_both(town: Town, organiser: Known):
    tour = programme(organiser)
    performers = enlist(organiser, known(town, Role.VOLUNTEER))
    stops = asked(organiser, tour, wish(), wish(**FAR))

    def try_it(stop: str) -> str:
        while True:
            body = {"routes": [route(performers, (stop, tomorrow(9)))]}
            answer = organiser.send("POST", f"/v1/touring-programmes/{tour['id']}/routes", body)
            outcome = "in" if answer.ok else answer.json()["code"]
            if outcome != "conflict":
                return outcome

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, stops)) == ["in", "volunteers.performer_elsewhere"]


def test_hosts_ask_for_their_areas_and_units_for_themselves(town: Town, organiser: Known, host: Known):
    tour = programme(organiser, kind="talk", title="老兵讲传统")
    here = f"/v1/touring-programmes/{tour['id']}/stops"
    assert why_not(host, here, {"stops": [wish(), wish(**FAR)]}) == "outside_area"
    assert why_not(host, here, {"stops": [wish(wished=tomorrow(9, days=-2))]}) == "volunteers.in_the_past"
    assert why_not(host, f"/v1/touring-programmes/{'0' * 32}/stops", {"stops": [wish()]}) == "not_found"
    worker = known(town, Role.PARTNER)
    unit = organiser.post(
        "/v1/partner-units", {"area": VILLAGE, "name": "实验小学", "kind": "school", "workers": [worker.account]}
    )
    school = wish(host="school", unit_id=unit["id"], place="礼堂")
    assert why_not(host, here, {"stops": [school]}) == "volunteers.not_for_unit"
    assert why_not(worker, here, {"stops": [wish()]}) == "outside_area"
    (stop,) = asked(worker, tour, school)
    path = f"/v1/tour-stops/{stop}"
    assert why_not(host, f"{path}/withdrawal") == "forbidden"
    assert why_not(host, f"{path}/refusal", {"reason": "无"}) == "forbidden"
    with Ear(town.servers.broker.amqp_url, TourStopChanged.TYPE) as ear:
        refused = organiser.post(f"{path}/refusal", {"reason": "档期已满"})
        assert ear.hear(lambda event: event["subject"] == stop)["data"]["accounts"] == [worker.account]
    assert (refused["state"], refused["reason"]) == ("refused", "档期已满")
    assert why_not(worker, f"{path}/withdrawal") == "not_allowed_now"
    (again,) = asked(worker, tour, school)
    assert worker.post(f"/v1/tour-stops/{again}/withdrawal")["state"] == "withdrawn"
    listed = worker.get("/v1/tour-stops", programme_id=tour["id"], state="refused")["items"]
    assert [each["id"] for each in listed] == [stop]
    assert tour["id"] in [each["id"] for each in worker.get("/v1/touring-programmes", area=DISTRICT)["items"]]
    assert worker.get(f"/v1/touring-programmes/{tour['id']}")["title"] == "老兵讲传统"
    assert why_not(host, "/v1/touring-programmes", {**programme_body(), "area": "150599"}) == "outside_area"
    assert why_not(organiser, "/v1/touring-programmes", {**programme_body(), "team_id": "0" * 32}) == "not_found"
    row = {"account": worker.account, "role": "senior"}
    body = {"area": DISTRICT, "performers": [row]}
    assert why_not(host, "/v1/tour-performers", body) == "outside_area"
    seniors = organiser.post("/v1/tour-performers", body | {"performers": [row, row]})["items"]
    assert len({each["id"] for each in seniors}) == 1
    assert seniors[0]["id"] in [
        each["id"] for each in organiser.get("/v1/tour-performers", area=DISTRICT, role="senior", limit=100)["items"]
    ]


def programme_body() -> dict:
    return {"area": DISTRICT, "kind": "talk", "title": "讲座", "minutes": 60}


def test_changes_and_cancellations_are_told_to_whom_they_concern(town: Town, organiser: Known, host: Known):
    tour, troupe, guest = programme(organiser), known(town, Role.VOLUNTEER), known(town, Role.RESIDENT)
    performers = enlist(organiser, troupe)
    stop, other = asked(host, tour, wish(seats=2), wish())
    plan(organiser, tour, route(performers, (stop, tomorrow(9)), (other, tomorrow(14))))
    path = f"/v1/tour-stops/{stop}"
    assert guest.post(f"{path}/seats")["mine"]
    everybody = {host.account, troupe.account, guest.account}
    time = {"starts": tomorrow(10), "place": "大礼堂", "point": wish()["point"]}
    assert why_not(host, f"{path}/time", time, "PUT") == "forbidden"
    assert why_not(organiser, f"{path}/time", time | {"starts": tomorrow(13, 30)}, "PUT") == (
        "volunteers.performer_elsewhere"
    )  # fmt: skip
    with Ear(town.servers.broker.amqp_url, TourStopChanged.TYPE) as ear:
        moved = organiser.put(f"{path}/time", time)
        told = ear.hear(lambda event: event["subject"] == stop)["data"]
        assert (set(told["accounts"]), told["place"], moved["place"]) == (everybody, "大礼堂", "大礼堂")
        assert host.post(f"{path}/cancellation", {"reason": "暴雨"})["state"] == "cancelled"
        told = ear.hear(lambda event: event["subject"] == stop)["data"]
        assert (set(told["accounts"]), told["reason"]) == (everybody, "暴雨")
    assert why_not(organiser, f"{path}/time", time, "PUT") == "not_allowed_now"
    assert why_not(host, f"{path}/cancellation", {"reason": "x"}) == "not_allowed_now"
    assert why_not(guest, f"/v1/tour-stops/{other}/cancellation", {"reason": "x"}) == "forbidden"
    stale = organiser.refused(
        "POST", f"/v1/tour-stops/{other}/cancellation", {"reason": "x"}, headers={"If-Match": '"1"'}
    )
    assert stale["code"] == "stale_version"


def test_seats_codes_and_what_the_host_reports(town: Town, organiser: Known, host: Known):
    tour, lecturer = programme(organiser, kind="lecture", title="法律讲座"), known(town, Role.VOLUNTEER)
    performers = enlist(organiser, lecturer, role="lecturer")
    stop, open_to_all = asked(host, tour, wish(seats=2), wish())
    first, second, third = (known(town, Role.RESIDENT) for _ in range(3))
    path = f"/v1/tour-stops/{stop}"
    assert why_not(first, f"{path}/seats") == "volunteers.stop_not_open"
    assert why_not(host, f"{path}/code", method="GET") == "not_allowed_now"
    plan(organiser, tour, route(performers, (stop, tomorrow(9)), (open_to_all, tomorrow(14))))
    assert why_not(first, f"/v1/tour-stops/{open_to_all}/seats") == "volunteers.stop_not_open"
    first.post(f"{path}/seats")
    assert why_not(first, f"{path}/seats") == "volunteers.already_signed_up"
    assert second.post(f"{path}/seats")["taken"] == 2
    assert why_not(third, f"{path}/seats") == "volunteers.no_seat"
    assert second.send("DELETE", f"{path}/seats/me").ok
    assert why_not(second, f"{path}/seats/me", method="DELETE") == "volunteers.seat_not_taken"
    third.post(f"{path}/seats")
    assert why_not(first, f"{path}/code", method="GET") == "forbidden"
    code = {"code": host.get(f"{path}/code")["code"]}
    assert why_not(first, f"{path}/arrival", code) == "volunteers.not_at_this_time"
    assert why_not(host, "/v1/tour-stops/results", result(stop, 80)) == "volunteers.stop_ahead"
    begun(town, stop)
    assert why_not(second, f"{path}/seats") == "volunteers.stop_begun"
    assert why_not(first, f"{path}/seats/me", method="DELETE") == "volunteers.stop_begun"
    assert why_not(first, f"{path}/arrival", {"code": "0" * 16}) == "volunteers.code_stale"
    assert why_not(second, f"{path}/arrival", code) == "volunteers.seat_not_taken"
    code = {"code": host.get(f"{path}/code")["code"]}
    assert first.post(f"{path}/arrival", code)["came"] == 1
    assert why_not(first, f"{path}/arrival", code) == "volunteers.checked_in_already"
    assert why_not(organiser, "/v1/tour-stops/results", result("0" * 32, 1)) == "not_found"
    assert why_not(first, "/v1/tour-stops/results", result(stop, 80)) == "forbidden"
    assert why_not(host, "/v1/tour-stops/results", result(stop, 0)) == "volunteers.fewer_than_came"
    singer = town.person(Role.COMMUNITY_STAFF, areas=(VILLAGE,), account=lecturer.account)
    assert why_not(singer, "/v1/tour-stops/results", result(stop, 80)) == "volunteers.own_stop"
    with Ear(town.servers.broker.amqp_url, TourStopHeld.TYPE) as ear:
        assert host.post("/v1/tour-stops/results", result(stop, 80))["items"][0]["note"] == "反响热烈"
        assert ear.hear(lambda event: event["subject"] == stop)["data"] == {
            "area": VILLAGE, "kind": "lecture", "host": "village", "audience": 80,
        }  # fmt: skip
    assert why_not(host, "/v1/tour-stops/results", result(stop, 90)) == "not_allowed_now"


def result(stop: str, audience: int) -> dict:
    return {"results": [{"stop_id": stop, "audience": audience, "note": "反响热烈"}]}


def test_figures_count_what_was_held_by_area_and_time(town: Town, organiser: Known):
    area = "150506.005.001"
    host = known(town, Role.COMMUNITY_STAFF, areas=(area,))
    tour = programme(organiser)
    performers = enlist(organiser, known(town, Role.VOLUNTEER), known(town, Role.VOLUNTEER), role="expert")
    stops = asked(host, tour, wish(area=area), wish(area="150506.005.001.001"), wish(area=area), wish(area=area))
    plan(
        organiser, tour, route(performers, (stops[0], tomorrow(9))), route(performers[:1], (stops[1], tomorrow(14))),
        route(performers, (stops[2], tomorrow(18))),
    )  # fmt: skip
    begun(town, *stops[:2])
    host.post("/v1/tour-stops/results", {"results": [{"stop_id": each, "audience": 50} for each in stops[:2]]})
    host.post(f"/v1/tour-stops/{stops[2]}/cancellation", {"reason": "停电"})
    found = host.get("/v1/tours/figures", area=area)
    assert found == host.get("/v1/tours/figures") == {
        "held": 2, "audience": 100, "came": 0, "counties": 1, "communities": 2, "asked": 1, "accepted": 0, "refused": 0,
        "cancelled": 1, "kinds": [{"kind": "show", "held": 2, "audience": 100}],
        "hosts": [{"host": "village", "held": 2, "audience": 100}], "roles": [{"role": "expert", "people": 2}],
    }  # fmt: skip
    assert host.get("/v1/tours/figures", area=area, since=tomorrow(0)[:10])["held"] == 0
    assert organiser.get("/v1/tours/figures", area="150506.005", until=tomorrow(0)[:10])["held"] == 2
    assert why_not(host, "/v1/tours/figures?area=150506", method="GET") == "outside_area"


def test_who_is_erased_sits_and_performs_nowhere(town: Town, organiser: Known, host: Known):
    tour, guest, singer = programme(organiser), known(town, Role.RESIDENT), known(town, Role.VOLUNTEER)
    performers = enlist(organiser, singer)
    (stop,) = asked(host, tour, wish(seats=5))
    plan(organiser, tour, route(performers, (stop, tomorrow(9))))
    guest.post(f"/v1/tour-stops/{stop}/seats")
    for each in (guest, singer):
        erase(town, each.account, VILLAGE)
    stops, people = (town.database("volunteers")[name] for name in ("tour_stops", "tour_performers"))
    eventually(lambda: stops.find_one({"_id": stop})["seated"] == [])
    eventually(lambda: "account" not in people.find_one({"_id": performers[0]}))


def test_nobody_is_on_a_shift_and_on_stage_at_once(town: Town, organiser: Known, host: Known):
    singer = known(town, Role.RESIDENT)
    singer.put("/v1/volunteers/me", {"area": VILLAGE})
    (performer,) = enlist(organiser, singer)
    tour = programme(organiser)
    first, second = asked(host, tour, wish(), wish(wished=tomorrow(15)))

    def shift_at(hour: int) -> str:
        body = {
            "area": VILLAGE, "title": "值守", "category": "safety", "place": "门岗", "starts": tomorrow(hour), "minutes": 60,
            "needs": [{"places": 2}],
        }  # fmt: skip
        opened = host.post("/v1/activities", body)["id"]
        return host.get("/v1/shifts", area=VILLAGE, activity_id=opened)["items"][0]["id"]

    def takeable() -> set[str]:
        shown = singer.get("/v1/volunteers/me/takeable-shifts", area=VILLAGE, limit=100)["items"]
        return {each["id"] for each in shown}

    on_stage, later = shift_at(9), shift_at(15)
    assert {on_stage, later} <= takeable()
    routes = f"/v1/touring-programmes/{tour['id']}/routes"
    organiser.post(routes, {"routes": [route([performer], (first, tomorrow(9, 30)))]})
    assert on_stage not in takeable() and later in takeable()
    problem = singer.refused("POST", f"/v1/shifts/{on_stage}/entries", {})
    assert (problem["code"], "文艺下乡" in problem["detail"]) == ("volunteers.shift_collides", True)
    singer.post(f"/v1/shifts/{later}/entries", {})
    asking = {"routes": [route([performer], (second, tomorrow(15, 30)))]}
    problem = organiser.refused("POST", routes, asking)
    assert (problem["code"], "门岗" in problem["detail"]) == ("volunteers.performer_elsewhere", True)
    assert singer.send("DELETE", f"/v1/shifts/{later}/entries/me").ok
    organiser.post(routes, asking)
