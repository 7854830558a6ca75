"""Social meetings through the gateway: conditions, seats, codes, walk-ins, choices that stay private, pairs, figures."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.meeting_series import MeetingChanged
from tests.support.ear import Ear
from tests.support.erasure import erase
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150506.006.001"
SINGLE = {"code": "single", "text": "本人目前单身", "text_en": "I am single"}
CONDITIONS = {"since_age": 22, "until_age": 45, "areas": ["150506"], "affirm": [SINGLE]}
MINE = {"birth_year": 1995, "area": AREA, "affirms": ["single"]}


class Known(Person):
    account: str
    number: int


def known(town: Town, *roles: Role, areas: tuple[str, ...] = ()) -> Known:
    account = uuid.uuid4().hex
    person = town.person(*(roles or (Role.RESIDENT,)), account=account, areas=areas)
    made = Known(person.url, person.token)
    made.account = account
    return made


@pytest.fixture
def staff(town: Town) -> Known:
    return known(town, Role.COMMUNITY_STAFF, areas=(AREA,))


def soon(**later: int) -> str:
    return (datetime.now(UTC).replace(microsecond=0) + timedelta(**(later or {"minutes": 30}))).isoformat()


def series_body(**more) -> dict:
    return {
        "area": AREA, "title": "青年联谊", "place": "社区会客厅", "starts": soon(), "minutes": 120, "seats": 20,
        "conditions": CONDITIONS,
    } | more  # fmt: skip


def opened(staff: Person, **more) -> tuple[str, str]:
    """The paths of a series and of its first meeting."""
    series = staff.post("/v1/meeting-series", series_body(**more))
    meeting = staff.get("/v1/meetings", area=AREA, series_id=series["id"])["items"][0]
    return f"/v1/meeting-series/{series['id']}", f"/v1/meetings/{meeting['id']}"


def join(who: Person, series: str, **more) -> dict:
    return who.put(f"{series}/members/me", MINE | more)


def why_not(who: Person, path: str, body: dict | None = None, method: str = "POST") -> str:
    return who.refused(method, path, body)["code"]


def come(staff: Person, meeting: str, *people: Known, **more) -> None:
    """Lets them in at the door and notes their numbers."""
    staff.post(f"{meeting}/walk-ins", {"people": [MINE | {"account": each.account} for each in people]} | more)
    for each in people:
        each.number = each.get(meeting)["number"]


def choose(who: Person, meeting: str, *others: Known) -> list[int]:
    return who.put(f"{meeting}/choices", {"numbers": [other.number for other in others]})["pairs"]


def moved_back(town: Town, meeting: str, **earlier: int) -> None:
    """So that the meeting was held so much earlier."""
    meetings = town.database("volunteers")["meetings"]
    kept = meetings.find_one({"_id": meeting.rpartition("/")[2]})
    past = {name: kept[name] - timedelta(**earlier) for name in ("starts", "ends", "closes_at")}
    meetings.update_one({"_id": kept["_id"]}, {"$set": past})


def test_meetings_are_made_by_a_rule_and_end_together(town: Town, staff: Known):
    series, first = opened(staff, rule="FREQ=MONTHLY;BYDAY=1SA", opens_before=8784)
    found = staff.get("/v1/meetings", area="150506.006", series_id=series.rpartition("/")[2], limit=100)["items"]
    assert len(found) in (12, 13)
    kept = town.database("volunteers")["meeting_series"].find_one({"_id": series.rpartition("/")[2]})
    town.database("volunteers")["meetings"].delete_one({"_id": found[-1]["id"]})
    past = {"made_until": kept["made_until"] - timedelta(days=100), "due_at": datetime.now(UTC)}
    town.database("volunteers")["meeting_series"].update_one({"_id": kept["_id"]}, {"$set": past})
    query = {"area": AREA, "series_id": kept["_id"], "limit": 100}
    eventually(lambda: len(staff.get("/v1/meetings", **query)["items"]) == len(found))
    guest = known(town)
    join(guest, series)
    guest.post(f"{first}/seats")
    with Ear(town.servers.broker.amqp_url, MeetingChanged.TYPE) as ear:
        assert staff.post(f"{series}/end", {"reason": "调整"})["ended"]
        told = ear.hear(lambda event: event["subject"] == first.rpartition("/")[2])["data"]
    assert (told["accounts"], told["cancelled"]) == ([guest.account], "调整")
    assert why_not(staff, f"{series}/end", {"reason": "调整"}) == "volunteers.cancelled"
    assert why_not(guest, f"{first}/seats") == "volunteers.cancelled"
    assert why_not(known(town), f"{series}/members/me", MINE, "PUT") == "volunteers.cancelled"
    assert staff.get("/v1/meeting-series", area="150506.006", limit=100)["items"][0]["members"] == 1


def test_bad_series_are_refused(town: Town, staff: Known):
    def refused(**more) -> str:
        return why_not(staff, "/v1/meeting-series", series_body(**more))

    assert refused(area="150599") == "outside_area"
    assert refused(rule="FREQ=HOURLY") == "volunteers.bad_rule"
    assert refused(conditions={"since_age": 40, "until_age": 30}) == "volunteers.bad_ages"
    assert refused(starts=soon(days=-2)) == "volunteers.in_the_past"
    assert refused(starts=soon(days=400)) == "volunteers.too_far_ahead"
    assert why_not(known(town), f"/v1/meeting-series/{'0' * 32}", method="GET") == "not_found"
    assert why_not(known(town), f"/v1/meetings/{'0' * 32}", method="GET") == "not_found"
    stranger = known(town, Role.COMMUNITY_STAFF, areas=("150599",))
    series, meeting = opened(staff)
    assert why_not(stranger, f"{series}/end", {"reason": "x"}) == "not_found"
    assert why_not(stranger, f"{meeting}/cancellation", {"reason": "x"}) == "not_found"
    assert why_not(stranger, "/v1/meetings/figures?area=150506", method="GET") == "outside_area"


def test_only_who_meets_the_conditions_joins_and_what_they_tell_is_sealed(town: Town, staff: Known):
    series, meeting = opened(staff)
    who = known(town)
    for wrong in ({"birth_year": 2015}, {"birth_year": 1950}, {"area": "150599.001"}, {"affirms": []}):
        assert why_not(who, f"{series}/members/me", MINE | wrong, "PUT") == "volunteers.condition_unmet"
    assert why_not(who, f"{meeting}/seats") == "volunteers.not_a_member"
    assert why_not(who, f"{series}/members/me", method="GET") == "not_found"
    card = {"call_name": "小林", "about": "爱爬山", "contact": "wx-linlin"}
    assert "card" not in join(who, series, card=card, permits_pair=["contact"])
    mine = who.get(f"{series}/members/me")
    assert (mine["card"], mine["birth_year"], mine["permits_pair"]) == (card, 1995, ["contact"])
    kept = town.database("volunteers")["meeting_members"].find_one({"account": who.account})
    assert not {"小林", "1995", "linlin"} & set(map(str, kept.values())) and "小林" not in str(kept)
    staff.post(f"{meeting}/walk-ins", {"people": [MINE | {"account": who.account}]})
    assert who.get(f"{series}/members/me")["card"] == card
    stale = who.refused("PUT", f"{series}/members/me", MINE, headers={"If-Match": '"1"'})
    assert stale["code"] == "stale_version"


def test_each_refused_seat_names_its_reason(town: Town, staff: Known):
    series, meeting = opened(staff, seats=2)
    first, second, third = (known(town) for _ in range(3))
    for each in (first, second, third):
        join(each, series)
    assert first.post(f"{meeting}/seats")["mine"]
    assert why_not(first, f"{meeting}/seats") == "volunteers.already_signed_up"
    second.post(f"{meeting}/seats")
    assert why_not(third, f"{meeting}/seats") == "volunteers.no_seat"
    assert second.send("DELETE", f"{meeting}/seats/me").ok
    assert why_not(second, f"{meeting}/seats/me", method="DELETE") == "volunteers.not_signed_up"
    assert third.post(f"{meeting}/seats")["taken"] == 2
    full = {"people": [MINE | {"account": second.account}]}
    assert why_not(staff, f"{meeting}/walk-ins", full) == "volunteers.no_seat"
    early, ahead = opened(staff, starts=soon(days=5), opens_before=1)
    join(first, early)
    assert why_not(first, f"{ahead}/seats") == "volunteers.sign_up_not_open"
    assert why_not(staff, f"{ahead}/walk-ins", full) == "volunteers.not_at_this_time"
    closed, ending = opened(staff, starts=soon(minutes=5), closes_before=10)
    join(first, closed)
    assert why_not(first, f"{ending}/seats") == "volunteers.sign_up_ended"
    crowd = [known(town) for _ in range(4)]
    last, hall = opened(staff, seats=3)
    for each in crowd:
        join(each, last)

    def try_it(who: Known) -> str:
        while True:
            answer = who.send("POST", f"{hall}/seats")
            outcome = "in" if answer.ok else answer.json()["code"]
            if outcome not in ("conflict", "deadline"):
                return outcome

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_it, crowd)) == ["in"] * 3 + ["volunteers.no_seat"]


def test_codes_let_in_once_and_changes_are_told(town: Town, staff: Known):
    series, meeting = opened(staff)
    who, away, other = known(town), known(town), known(town)
    for each in (who, away):
        join(each, series)
        each.post(f"{meeting}/seats")
    time = {"place": "文化站", "starts": soon(hours=2), "minutes": 60}
    with Ear(town.servers.broker.amqp_url, MeetingChanged.TYPE) as ear:
        assert staff.put(meeting, time)["place"] == "文化站"
        told = ear.hear(lambda event: event["subject"] == meeting.rpartition("/")[2])["data"]
        assert set(told["accounts"]) == {who.account, away.account}
    code = {"code": staff.get(f"{meeting}/code")["code"]}
    assert why_not(who, f"{meeting}/arrival", code) == "volunteers.not_at_this_time"
    assert why_not(staff, f"{meeting}/outcome", {"outcome": "好"}) == "volunteers.meeting_ahead"
    moved_back(town, meeting, hours=2)
    assert why_not(staff, meeting, time, "PUT") == "volunteers.meeting_begun"
    assert why_not(away, f"{meeting}/seats/me", method="DELETE") == "volunteers.meeting_begun"
    assert why_not(other, f"{meeting}/arrival", code) == "volunteers.not_signed_up"
    assert why_not(who, f"{meeting}/arrival", {"code": "0" * 16}) == "volunteers.code_stale"
    assert why_not(who, f"{meeting}/people", method="GET") == "volunteers.not_present"
    code = {"code": staff.get(f"{meeting}/code")["code"]}
    assert who.post(f"{meeting}/arrival", code)["number"] == 1
    assert why_not(who, f"{meeting}/arrival", code) == "volunteers.checked_in_already"
    come(staff, meeting, other, who, guests=3)
    assert (other.number, who.number) == (2, 1)
    held = staff.post(f"{meeting}/outcome", {"outcome": "气氛热烈"})
    assert (held["came"], held["guests"], held["no_shows"]) == (2, 3, 1)
    assert why_not(staff, f"{meeting}/outcome", {"outcome": "好"}) == "volunteers.meeting_concluded"
    late = {"people": [MINE | {"account": away.account}]}
    assert why_not(staff, f"{meeting}/walk-ins", late) == "volunteers.meeting_concluded"
    unmet = {"people": [MINE | {"account": known(town).account, "birth_year": 2015}]}
    _, further = opened(staff)
    assert why_not(staff, f"{further}/walk-ins", unmet) == "volunteers.condition_unmet"
    assert staff.post(f"{further}/cancellation", {"reason": "停电"})["cancelled"] == "停电"
    assert why_not(staff, f"{further}/code", method="GET") == "volunteers.cancelled"


def test_pair_is_two_who_choose_each_other_and_sees_what_each_permits(town: Town, staff: Known):
    series, meeting = opened(staff)
    she, he, third = known(town), known(town), known(town)
    come(staff, meeting, she, he, third)
    join(
        she,
        series,
        card={"call_name": "小林", "contact": "wx-1"},
        permits_present=["call_name"],
        permits_pair=["contact"],
    )
    join(he, series, card={"call_name": "小周", "contact": "wx-2"}, permits_pair=["call_name", "birth_year"])
    present = he.get(f"{meeting}/people")["items"]
    assert present == [
        {"number": she.number, "person": {"call_name": "小林"}}, {"number": third.number, "person": {}},
    ]  # fmt: skip
    for wrong in (he.number, 99):
        body = {"numbers": [she.number, wrong]}
        assert why_not(he, f"{meeting}/choices", body, "PUT") == "volunteers.no_such_number"
    assert choose(he, meeting, she, third) == []
    assert third.get("/v1/meeting-pairs/mine")["items"] == she.get("/v1/meeting-pairs/mine")["items"] == []
    assert choose(she, meeting, he) == [he.number]
    (hers,), (his,) = (each.get("/v1/meeting-pairs/mine")["items"] for each in (she, he))
    assert (hers["id"], hers["other"], his["other"]) == (
        his["id"], {"call_name": "小周", "birth_year": 1995}, {"contact": "wx-1"},
    )  # fmt: skip
    assert third.get("/v1/meeting-pairs/mine")["items"] == []
    here = f"/v1/meeting-pairs/{hers['id']}/words"
    assert why_not(third, here, {"word": "parted"}) == why_not(staff, here, {"word": "parted"}) == "not_found"
    assert she.post(here, {"word": "seeing", "note": "聊得来"})["state"] == "seeing"
    assert "note" not in he.get("/v1/meeting-pairs/mine")["items"][0]
    assert "聊得来" not in str(town.database("volunteers")["meeting_pairs"].find_one({"_id": hers["id"]}))
    she.post(here, {"word": "together"})
    assert he.post(here, {"word": "together"})["state"] == "together"
    parted = he.post(here, {"word": "parted"})
    assert (parted["state"], parted["other"]) == ("parted", {})
    assert why_not(she, here, {"word": "together"}) == "volunteers.pair_parted"
    stranger = known(town)
    assert why_not(stranger, f"{meeting}/choices", {"numbers": []}, "PUT") == "volunteers.not_present"
    moved_back(town, meeting, days=9)
    assert why_not(third, f"{meeting}/choices", {"numbers": []}, "PUT") == "volunteers.choices_closed"


def test_two_who_choose_each_other_at_once_are_a_pair(town: Town, staff: Known):
    _, meeting = opened(staff)
    two = [known(town), known(town)]
    come(staff, meeting, *two)

    def try_it(who: Known, other: Known) -> None:
        while not who.send("PUT", f"{meeting}/choices", {"numbers": [other.number]}).ok:
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(try_it, two, reversed(two)))
    assert [len(each.get("/v1/meeting-pairs/mine")["items"]) for each in two] == [1, 1]


def test_who_leaves_or_is_erased_is_forgotten_and_numbers_stay(town: Town, staff: Known):
    area = "150506.006.002"
    held = known(town, Role.COMMUNITY_STAFF, areas=(area,))
    series = held.post("/v1/meeting-series", series_body(area=area, rule="FREQ=WEEKLY;COUNT=2", opens_before=8784))
    found = held.get("/v1/meetings", area=area)["items"]
    meeting, later = (f"/v1/meetings/{each['id']}" for each in found)
    path = f"/v1/meeting-series/{series['id']}"
    she, he, third = known(town), known(town), known(town)
    come(held, meeting, she, he, third)
    choose(he, meeting, she, third)
    choose(she, meeting, he)
    choose(third, meeting, he)
    he.post(f"{later}/seats")
    numbers = held.get("/v1/meetings/figures", area=area)
    assert (numbers["members"], numbers["turns"], numbers["pairs"], numbers["parted"]) == (3, 3, 2, 0)
    assert he.send("DELETE", f"{path}/members/me").ok
    assert why_not(he, f"{path}/members/me", method="DELETE") == "not_found"
    assert [each["state"] for each in she.get("/v1/meeting-pairs/mine")["items"]] == ["parted"]
    assert held.get(later)["taken"] == 0
    erase(town, third.account, area)
    kept = town.database("volunteers")["meeting_members"]
    eventually(lambda: kept.find_one({"account": third.account}) is None)
    street = known(town, Role.STREET_STAFF, areas=("150506.006",))
    numbers = street.get("/v1/meetings/figures", area=area)
    assert (numbers["members"], numbers["turns"], numbers["pairs"], numbers["parted"]) == (1, 3, 2, 2)
    assert street.get("/v1/meetings/figures", area=area, since=soon(days=2)[:10])["pairs"] == 0
