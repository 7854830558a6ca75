"""What nobody does in time goes up, level by level, and the log of it stands."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.tickets.escalations import TicketEscalated
from tests.support.ageing import age
from tests.support.desks import Desks, act, look, refused, somebody
from tests.support.ear import Ear
from tests.support.town import Person, Town
from tests.support.waiting import eventually

DAY = 24 * 60
HOUR = timedelta(hours=1)


def wall(minutes: int) -> dict:
    return {"minutes": minutes, "measure": "wall"}


def new_category(town: Town, **fields) -> str:
    """One whose clocks run on the wall: a day to react, three at a desk, two in hand, ten promised."""
    code = f"c{uuid.uuid4().hex}"
    limits = {"open": wall(3 * DAY), "accepted": wall(2 * DAY), "outside": wall(2 * DAY), "joint": wall(2 * DAY)}
    body = {
        "name": "试验事项", "name_en": "For tests", "group": "其他", "group_en": "Other", "unit": "街道办事处",
        "ticket_class": "ordinary", "promise": wall(10 * DAY), "state_limits": limits,
    }  # fmt: skip
    town.person(Role.DISTRICT_STAFF, areas=("150406",)).put(f"/v1/catalogue/{code}", body | fields)
    return code


@pytest.fixture(scope="module")
def desks(town: Town) -> Desks:
    found = Desks(town, 3)
    assert found.grid
    return found


@pytest.fixture(scope="module")
def category(town: Town) -> str:
    return new_category(town)


def let_pass(desks: Desks, ticket: dict, passed: timedelta) -> None:
    age(desks.town, "tickets", ticket["id"], passed)


def log_of(desks: Desks, ticket: dict) -> list[dict]:
    return desks.at_district().get(f"/v1/tickets/{ticket['id']}/escalations")["items"]


def gone_up(desks: Desks, ticket: dict, times: int) -> list[dict]:
    """The log, once it has so many entries; newest first."""

    def entries() -> list[dict] | None:
        found = log_of(desks, ticket)
        assert len(found) <= times
        return found if len(found) == times else None

    return eventually(entries)


def let_a_turn_pass(desks: Desks, category: str) -> None:
    """Until the timer has come by again: something that became due after all else has gone up."""
    marker = desks.reported(category)
    let_pass(desks, marker, 25 * HOUR)
    gone_up(desks, marker, 1)


def test_what_nobody_reacts_to_within_a_day_goes_to_the_community(desks: Desks, category: str):
    ticket = desks.reported(category)
    let_pass(desks, ticket, 25 * HOUR)
    (entry,) = gone_up(desks, ticket, 1)
    assert (entry["clock"], entry["from_desk"], entry["to_desk"]) == ("reaction", desks.grid, desks.community)
    assert (entry["state"], entry["named"], entry["at_top"]) == ("open", False, False)
    assert 3600 <= entry["overdue_seconds"] < 3660
    seen = look(desks.at_community(), ticket)
    assert (seen["state"], seen["desk"], seen["history"][-1]["action"]) == ("open", desks.community, "escalate")
    since, due = (datetime.fromisoformat(text) for text in (seen["history"][-1]["at"], seen["state_due"]))
    assert due - since == timedelta(days=3)
    promised, began = (datetime.fromisoformat(seen[name]) for name in ("promised_at", "citizen_since"))
    assert promised - began == timedelta(days=10)
    let_a_turn_pass(desks, category)
    assert len(log_of(desks, ticket)) == 1


def test_matter_climbs_to_the_district_stays_there_and_is_flagged_again_at_a_pace(desks: Desks, category: str):
    ticket = desks.reported(category)
    let_pass(desks, ticket, 25 * HOUR)
    gone_up(desks, ticket, 1)
    for times in (2, 3):
        let_pass(desks, ticket, 73 * HOUR)
        gone_up(desks, ticket, times)
    log = log_of(desks, ticket)
    assert [entry["to_desk"] for entry in reversed(log)] == [desks.community, desks.street, desks.district]
    assert [entry["clock"] for entry in reversed(log)] == ["reaction", "state", "state"]
    chief = desks.at_district()
    act(chief, ticket, "accept")
    let_pass(desks, ticket, 49 * HOUR)
    newest, *_ = gone_up(desks, ticket, 4)
    assert (newest["at_top"], newest["from_desk"], newest["to_desk"]) == (True, desks.district, desks.district)
    assert newest["named"]
    seen = look(chief, ticket)
    assert seen["state"] == "accepted" and "finish" in [each["action"] for each in seen["actions"]]
    let_pass(desks, ticket, 20 * HOUR)
    let_a_turn_pass(desks, category)
    assert len(log_of(desks, ticket)) == 4
    let_pass(desks, ticket, 5 * HOUR)
    gone_up(desks, ticket, 5)


def test_named_owner_who_is_late_loses_it_and_keeps_reading(desks: Desks, category: str):
    owner = desks.worker(somebody())
    ticket = desks.reported(category)
    act(owner, ticket, "lead", name="王网格员")
    let_pass(desks, ticket, 49 * HOUR)
    (entry,) = gone_up(desks, ticket, 1)
    assert (entry["clock"], entry["named"], entry["state"]) == ("state", True, "accepted")
    seen = look(owner, ticket)
    assert (seen["desk"], seen["actions"]) == (desks.community, []) and "responsible" not in seen
    assert refused(owner, ticket, "accept")["code"] == "forbidden"
    assert act(desks.at_community(), ticket, "accept")["state"] == "accepted"


def test_promise_that_is_missed_takes_it_up_once(desks: Desks, town: Town, category: str):
    hasty = new_category(town, promise=wall(30 * 60))
    ticket = desks.reported(hasty)
    act(desks.worker(), ticket, "accept")
    let_pass(desks, ticket, 31 * HOUR)
    (entry,) = gone_up(desks, ticket, 1)
    assert entry["clock"] == "promise"
    let_a_turn_pass(desks, category)
    assert len(log_of(desks, ticket)) == 1
    let_pass(desks, ticket, 73 * HOUR)
    assert gone_up(desks, ticket, 2)[0]["clock"] == "state"


def test_what_is_paused_waits_where_it_is(desks: Desks, category: str):
    worker, ticket = desks.worker(), desks.reported(category)
    act(worker, ticket, "accept")
    act(worker, ticket, "pause", reason="waiting_for_parts", note="等配件")
    let_pass(desks, ticket, timedelta(days=100))
    let_a_turn_pass(desks, category)
    assert (look(worker, ticket)["state"], log_of(desks, ticket)) == ("waiting", [])
    resumed = act(worker, ticket, "resume")
    assert datetime.fromisoformat(resumed["state_due"]) > datetime.now(UTC)
    let_a_turn_pass(desks, category)
    assert log_of(desks, ticket) == []


def test_what_lies_outside_or_with_units_for_too_long_comes_back_one_level_up(desks: Desks, category: str):
    worker, sent, met = desks.worker(), desks.reported(category), desks.reported(category)
    for ticket in (sent, met):
        act(worker, ticket, "accept")
    act(worker, sent, "send-outside", outside_desk="legal_aid", note="请提供法律援助")
    act(worker, met, "convene", units=[{"unit": "住建局", "task": "现场核查", "working_days": 30}], note="需联合研究")
    for ticket, state in ((sent, "outside"), (met, "joint")):
        let_pass(desks, ticket, 49 * HOUR)
        (entry,) = gone_up(desks, ticket, 1)
        assert (entry["state"], entry["to_desk"]) == (state, desks.community)
        assert look(worker, ticket)["state"] == "open"
    assert look(worker, sent)["outside_state"] == "recalled"
    referral = desks.at_community().get("/v1/referrals", area=desks.grid)["items"][0]
    assert (referral["ticket"], referral["state"]) == (sent["id"], "recalled")


def test_done_matter_does_not_go_up(desks: Desks, category: str):
    worker, ticket = desks.worker(), desks.reported(category)
    act(worker, ticket, "accept")
    act(worker, ticket, "finish", note="好了")
    let_pass(desks, ticket, 100 * HOUR)
    let_a_turn_pass(desks, category)
    assert log_of(desks, ticket) == []


def test_person_complained_about_is_passed_over(desks: Desks, category: str):
    """Where they are the only one at a desk nobody takes it on, and its clock takes it further up."""
    accused = somebody()
    ticket = desks.reported(category, against=accused)
    assert ticket["desk"] == desks.community
    themselves = desks.at_street(accused)
    let_pass(desks, ticket, 25 * HOUR)
    assert gone_up(desks, ticket, 1)[0]["to_desk"] == desks.street
    assert refused(themselves, ticket, "accept")["code"] == "not_found"
    assert themselves.refused("GET", f"/v1/tickets/{ticket['id']}/escalations")["code"] == "not_found"
    assert ticket["id"] not in [each["ticket"] for each in in_area(themselves, desks.street)]
    watching = desks.town.person(Role.AUDITOR, account=accused)
    assert watching.refused("GET", f"/v1/tickets/{ticket['id']}/escalations")["code"] == "not_found"
    assert ticket["id"] not in [each["ticket"] for each in in_area(watching, desks.street)]
    let_pass(desks, ticket, 73 * HOUR)
    assert gone_up(desks, ticket, 2)[0]["to_desk"] == desks.district
    assert act(desks.at_district(), ticket, "accept")["state"] == "accepted"


def in_area(person: Person, area: str, **query) -> list[dict]:
    """All entries of an area, page by page."""
    found, cursor = [], {}
    while True:
        page = person.get("/v1/escalations", area=area, limit=3, **query, **cursor)
        found += page["items"]
        if "next" not in page:
            return found
        cursor = {"cursor": page["next"]}


def test_log_is_read_by_area_period_and_clock(town: Town):
    desks = Desks(town, 4)
    category = new_category(town)
    assert desks.grid
    before = datetime.now(UTC)
    tickets = [desks.reported(category) for _ in range(4)]
    for ticket in tickets:
        let_pass(desks, ticket, 25 * HOUR)
    for ticket in tickets:
        gone_up(desks, ticket, 1)
    for watcher in (desks.at_district(), desks.at_street(), town.person(Role.AUDITOR)):
        found = in_area(watcher, desks.street)
        assert {each["ticket"] for each in found} == {ticket["id"] for ticket in tickets}
        assert [each["at"] for each in found] == sorted((each["at"] for each in found), reverse=True)
    street = desks.at_street()
    since, after = before.isoformat(), (datetime.now(UTC) + HOUR).isoformat()
    assert len(in_area(street, desks.street, since=since, until=after)) == 4
    assert in_area(street, desks.street, until=since) == in_area(street, desks.street, since=after) == []
    assert len(in_area(street, desks.street, clock="reaction")) == 4
    assert in_area(street, desks.street, clock="promise") == []


def test_log_is_for_staff_of_the_area_and_the_auditor(desks: Desks, category: str, town: Town):
    ticket = desks.reported(category)
    path = f"/v1/tickets/{ticket['id']}/escalations"
    elsewhere = town.person(Role.STREET_STAFF, areas=("150499.001",))
    assert elsewhere.refused("GET", path)["code"] == "not_found"
    assert elsewhere.refused("GET", f"/v1/escalations?area={desks.street}")["code"] == "outside_area"
    for role in (Role.RESIDENT, Role.PARTNER, Role.OPS):
        assert town.person(role).refused("GET", path)["code"] == "forbidden"
        assert town.person(role).refused("GET", f"/v1/escalations?area={desks.street}")["code"] == "forbidden"
    assert town.person(Role.AUDITOR).get(path)["items"] == []
    auditor = town.person(Role.AUDITOR)
    assert auditor.refused("GET", f"/v1/tickets/{'0' * 32}/escalations")["code"] == "not_found"
    query = f"area={desks.street}&since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z"
    assert auditor.refused("GET", f"/v1/escalations?{query}")["code"] == "tickets.wrong_period"
    assert auditor.refused("GET", f"/v1/escalations?area={desks.street}&cursor=x")["code"] == "bad_cursor"
    assert auditor.refused("GET", f"{path}?cursor=x")["code"] == "bad_cursor"


def test_partners_are_told_without_persons(desks: Desks, category: str, town: Town):
    ticket = desks.reported(category)
    with Ear(town.servers.broker.amqp_url, TicketEscalated.TYPE) as ear:
        let_pass(desks, ticket, 25 * HOUR)
        told = ear.hear(lambda event: event["subject"] == ticket["id"])
    assert told["audience"] == "partner"
    assert told["data"] | {"overdue_seconds": 0, "colour": None} == {
        "number": ticket["number"], "category": category, "state": "open", "area": desks.grid, "clock": "reaction",
        "from_desk": desks.grid, "to_desk": desks.community, "at_top": False, "overdue_seconds": 0, "colour": None,
    }  # fmt: skip


def test_requests_are_answered_while_thousands_are_overdue(town: Town):
    """The longest overdue go first, and who asks for something does not wait for all of them."""
    desks, category = Desks(town, 5), new_category(town)
    assert desks.grid
    model, rows = desks.reported(category), town.database("tickets")["tickets"]
    stored = rows.find_one({"_id": model["id"]})
    now = datetime.now(UTC)
    copies = []
    for number in range(2000):
        since = now - timedelta(days=30, seconds=2000 - number)
        moments = dict.fromkeys(("opened_at", "citizen_since", "state_since"), since)
        due = {"check_at": since + timedelta(days=1), "version": 1, "grade_at": None}
        history = [stored["history"][0] | {"at": since}]
        copies.append(
            stored
            | moments
            | due
            | {"_id": uuid.uuid4().hex, "number": f"copy-{model['number']}-{number}", "history": history}
        )
    rows.insert_many(copies)
    ids = [copy["_id"] for copy in copies]
    log = town.database("tickets")["ticket_escalations"]
    try:
        eventually(lambda: log.count_documents({"ticket": {"$in": ids}}) >= 10, 30)
        waited = []
        while log.count_documents({"ticket": {"$in": ids}}) < 200:
            began = datetime.now(UTC)
            look(desks.worker(), model)
            desks.reported(category)
            waited.append(datetime.now(UTC) - began)
        assert sorted(waited)[len(waited) // 2] < timedelta(seconds=2)
        first = [row["ticket"] for row in log.find({"ticket": {"$in": ids}}).sort("_id", 1).limit(150)]
        assert first == ids[:150]
    finally:
        rows.update_many({"_id": {"$in": ids}}, {"$unset": {"check_at": True}})
