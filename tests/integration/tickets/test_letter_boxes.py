"""Letter boxes through the gateway: hung, emptied, their letters filed, refused where it is not in order."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.tickets.usecases import letter_boxes
from shared.contracts.actor import Actor, Role
from shared.contracts.model import Point
from shared.contracts.tickets.letter_boxes import EmptyBox, GetBox, HangBox
from shared.kernel.clock import SHANGHAI
from shared.storage.database import Database
from tests.support.own_database import SetClock, collections, tickets_database, within
from tests.support.servers import Servers
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150402.021.001.001"
STREET = "150402.021"
POINT = {"longitude": 102.005, "latitude": 30.005}
TODAY = datetime.now(SHANGHAI).date()
DAY = timedelta(days=1)
PREFIX = "boxes_"


@pytest.fixture(scope="module")
def office(town: Town):
    town.draw_square(GRID, 102.0, 30.0)
    clerk = town.person(Role.STREET_STAFF, areas=(STREET,))
    report = {"category": "other", "text": "试", "point": POINT}
    eventually(lambda: clerk.post("/v1/tickets", report)["area"] == GRID)
    return clerk


@pytest.fixture
def head(town: Town):
    """A building head: a resident, who keeps a box."""
    account = uuid.uuid4().hex
    person = town.person(Role.RESIDENT, account=account)
    person.account = account  # type: ignore[attr-defined]
    return person


def box(keeper: str, **fields: Any) -> dict[str, Any]:
    return {
        "name": "3号楼信箱", "area": GRID, "point": POINT, "spot": "3号楼东门", "keeper": keeper, "keeper_title": "楼长",
        "rule": "FREQ=DAILY", "begins": (TODAY - 10 * DAY).isoformat(), "grace_days": 0,
    } | fields  # fmt: skip


def moment(day: date, hour: int = 9) -> str:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI).isoformat()


def hung(office, keeper, **fields: Any) -> str:
    return f"/v1/letter-boxes/{office.post('/v1/letter-boxes', box(keeper, **fields))['id']}"


def test_head_empties_the_box_and_its_letters_become_matters(town: Town, office, head):
    path = hung(office, head.account)
    letter = {"category": "road", "text": "路灯不亮"}
    known = {"category": "water", "text": "漏水", "on_behalf": {"name": "何仙姑", "phone": "13800000001"}}
    emptied = head.post(f"{path}/emptyings", {"letters": 3, "matters": [letter, known]})
    assert (emptied["letters"], emptied["unfiled"], len(emptied["filed"])) == (3, 1, 2)
    anonymous, named = (office.get(f"/v1/tickets/{each['ticket']}") for each in emptied["filed"])
    assert (anonymous["channel"], anonymous["area"], anonymous["text"]) == ("letter_box", GRID, "路灯不亮")
    assert anonymous["point"] == POINT
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    contact = worker.post(f"/v1/tickets/{named['id']}/contact", {"reason": "回访"})
    assert (contact["name"], contact["phone"]) == ("何仙姑", "13800000001")
    letters = f"{path}/emptyings/{emptied['id']}/letters"
    later = office.post(letters, letter)
    assert (later["unfiled"], later["version"]) == (0, 2)
    full = head.refused("POST", letters, letter)
    assert (full["status"], full["code"], full["letters"]) == (409, "tickets.more_letters_than_found", 3)
    assert [each["id"] for each in head.get(f"{path}/emptyings")["items"]] == [emptied["id"]]


def test_rounds_show_what_was_done_late_and_missed(town: Town, office, head):
    path = hung(office, head.account, grace_days=1, rule="FREQ=DAILY;INTERVAL=3")
    begins = TODAY - 10 * DAY
    for day in (begins, begins + 4 * DAY):
        head.post(f"{path}/emptyings", {"letters": 0, "emptied_at": moment(day)})
    period = {"since": begins.isoformat(), "until": TODAY.isoformat()}
    shown = town.person(Role.RESIDENT).get(f"{path}/rounds", **period)
    assert [each["state"] for each in shown["rounds"]][:3] == ["done", "late", "missed"]
    missed = office.get(f"{path}/rounds", **period, state="missed")["rounds"]
    assert [each["due"] for each in missed] == [(begins + 6 * DAY).isoformat()]
    assert shown["counts"] == office.get(f"{path}/rounds", **period, state="missed")["counts"]


def test_day_of_emptying_is_that_of_shanghai(office, head):
    path = hung(office, head.account)
    late_evening = datetime.combine(TODAY - 3 * DAY, datetime.min.time(), UTC) + timedelta(hours=16, minutes=1)
    emptied = head.post(f"{path}/emptyings", {"letters": 0, "emptied_at": late_evening.isoformat()})
    assert emptied["day"] == (TODAY - 2 * DAY).isoformat()


def test_new_rule_leaves_past_rounds_as_they_were_judged(office, head):
    path = hung(office, head.account)
    head.post(f"{path}/emptyings", {"letters": 0, "emptied_at": moment(TODAY - 4 * DAY)})
    past = {"since": (TODAY - 10 * DAY).isoformat(), "until": (TODAY - DAY).isoformat()}
    before = office.get(f"{path}/rounds", **past)
    change = {"rule": "FREQ=WEEKLY;BYDAY=MO", "from_day": (TODAY + DAY).isoformat(), "grace_days": 6}
    changed = office.post(f"{path}/rule", change)
    assert (changed["next_rule"], changed["next_from"]) == (change["rule"], change["from_day"])
    assert office.get(f"{path}/rounds", **past) == before
    ahead = {"since": (TODAY + DAY).isoformat(), "until": (TODAY + 28 * DAY).isoformat()}
    assert len(office.get(f"{path}/rounds", **ahead)["rounds"]) == 4
    again = office.post(f"{path}/rule", change | {"rule": "FREQ=DAILY;INTERVAL=7"})
    assert again["next_rule"] == "FREQ=DAILY;INTERVAL=7"
    past_day = office.refused("POST", f"{path}/rule", change | {"from_day": TODAY.isoformat()})
    assert (past_day["code"], past_day["errors"][0]["pointer"]) == ("tickets.day_not_ahead", "/from_day")


def test_box_is_given_to_another_keeper_and_taken_down(town: Town, office, head):
    path = hung(office, head.account, begins=TODAY.isoformat())
    other = uuid.uuid4().hex
    assert office.put(f"{path}/keeper", {"keeper": other, "keeper_title": "街长"})["keeper"] == other
    assert head.refused("POST", f"{path}/emptyings", {"letters": 0})["code"] == "forbidden"
    assert "keeper" not in town.person(Role.RESIDENT).get(path)
    down = office.post(f"{path}/take-down", {"reason": "楼道改造"})
    assert (down["taken_down_on"], down["next_rounds"]) == (TODAY.isoformat(), [TODAY.isoformat()])
    assert office.refused("POST", f"{path}/take-down", {"reason": "再"})["code"] == "tickets.box_taken_down"


def test_what_is_not_in_order_is_refused_with_its_field(town: Town, office, head):
    for change, code, pointer in (
        ({"rule": "FREQ=HOURLY"}, "tickets.bad_rule", "/rule"),
        ({"rule": "FREQ=DAILY;BYHOUR=3"}, "tickets.bad_rule", "/rule"),
        ({"area": "150402.999"}, "outside_area", "/area"),
    ):
        problem = office.refused("POST", "/v1/letter-boxes", box(head.account, **change))
        assert (problem["code"], problem["errors"][0]["pointer"]) == (code, pointer)
    path = hung(office, head.account)
    for body, code, pointer in (
        ({"letters": 0, "emptied_at": moment(TODAY + DAY)}, "tickets.not_emptied_then", "/emptied_at"),
        ({"letters": 0, "emptied_at": moment(TODAY - 11 * DAY)}, "tickets.not_emptied_then", "/emptied_at"),
        (
            {"letters": 0, "matters": [{"category": "road", "text": "灯"}]},
            "tickets.more_letters_than_found",
            "/letters",
        ),
        (
            {"letters": 2, "matters": [{"category": "road", "text": "灯"}, {"category": "nothing", "text": "无"}]},
            "tickets.no_such_category",
            "/matters/1/category",
        ),
    ):
        problem = head.refused("POST", f"{path}/emptyings", body)
        assert (problem["code"], problem["errors"][0]["pointer"]) == (code, pointer)
    assert head.get(f"{path}/emptyings")["items"] == []
    for period, code in (
        ({"since": "2026-02-01", "until": "2026-01-01"}, "tickets.wrong_period"),
        ({"since": "2025-01-01", "until": "2026-02-01"}, "tickets.period_too_long"),
    ):
        assert head.refused("GET", f"{path}/rounds", params=period)["code"] == code
    stranger = town.person(Role.STREET_STAFF, areas=("150402.022",))
    assert stranger.refused("POST", f"{path}/rule", {"rule": "FREQ=DAILY", "from_day": "2199-01-01"})["status"] == 403
    assert stranger.refused("GET", "/v1/letter-boxes/figures", params={
        "area": STREET, "since": "2026-01-01", "until": "2026-01-31"})["code"] == "outside_area"  # fmt: skip


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2020, 1, 6, 1, tzinfo=UTC))


@pytest.fixture
def database(servers: Servers, clock: SetClock) -> Iterator[Database]:
    with tickets_database(servers, clock, PREFIX) as opened:
        yield opened


STAFF = Actor("a" * 32, frozenset({Role.STREET_STAFF}), areas=(STREET,))
HUNG = HangBox(
    name="信箱", area=GRID, point=Point(longitude=102.005, latitude=30.005), spot="东门", keeper="b" * 32,
    keeper_title="楼长", rule="FREQ=WEEKLY;BYDAY=MO", begins=date(2020, 1, 6), grace_days=2,
)  # fmt: skip


def test_each_missed_round_is_announced_once_when_it_closes(database: Database, clock: SetClock):
    within(database, lambda store: letter_boxes.hang_box(store, STAFF, HUNG))

    def announced(after: timedelta) -> list[str]:
        clock.moment += after
        for box_id in database.look().boxes_to_judge():
            within(database, lambda store, box_id=box_id: letter_boxes.judge_box(store, box_id))
        assert database.look().boxes_to_judge() == []
        rows = collections(PREFIX)["journal"].find({"_id": {"$regex": "^act"}})
        return [e["body"] for row in rows for e in row.get("events", ()) if "round_missed" in e["type"]]

    assert announced(timedelta()) == []
    assert announced(2 * DAY) == []
    (missed,) = announced(DAY)
    assert '"due":"2020-01-06"' in missed
    assert len(announced(DAY)) == 1
    assert len(announced(14 * DAY)) == 3


def test_keeper_who_is_forgotten_is_nobody_by_name(database: Database):
    within(database, lambda store: letter_boxes.hang_box(store, STAFF, HUNG))
    box_id = collections(PREFIX)["letter_boxes"].find_one()["_id"]
    keeper = Actor(HUNG.keeper, frozenset({Role.RESIDENT}))
    empty = EmptyBox(box_id=box_id, letters=2)
    within(database, lambda store: letter_boxes.empty_box(store, keeper, empty))
    assert database.look().kept_boxes(HUNG.keeper) == [{"name": "信箱", "spot": "东门"}]
    for account in (HUNG.keeper, STAFF.account):
        within(database, lambda store, account=account: store.forget_keeper(account))
    for name in ("letter_boxes", "letter_box_emptyings"):
        (row,) = collections(PREFIX)[name].find()
        assert HUNG.keeper not in str(row) and STAFF.account not in str(row)
    assert letter_boxes.get_box(database.look(), STAFF, GetBox(box_id=box_id)).keeper is None
