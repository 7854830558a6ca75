"""Evening talks: 269 sessions settle 196 matters; one of them is half a year of unpaid water; building heads are elected."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

import pytest

from shared.contracts.actor import Role
from tests.support.ballot_papers import ballot, take
from tests.support.town import Town

STREET = "150202.601"
COMMUNITIES = tuple(f"{STREET}.{number:03d}" for number in (1, 2, 3))
SESSIONS = 269
SETTLED = {"family": 70, "estate": 79, "outside": 47}
HOUSEHOLDS = 20
UNPAID = 1_283_457
"""Half a year of water, in fen."""


@pytest.fixture(scope="module")
def host(town: Town):
    return town.person(Role.COMMUNITY_STAFF, areas=(STREET,))


def evening(number: int) -> str:
    return (datetime(2026, 1, 5, 11, 30, tzinfo=UTC) + timedelta(days=number % 300)).isoformat()


def matters_of(number: int, kinds: list[str]) -> list[dict]:
    return [{"kind": kind, "title": f"事项{index}"} for index, kind in enumerate(kinds) if index % SESSIONS == number]


def hold(host, number: int, kinds: list[str]) -> None:
    plan = {
        "area": COMMUNITIES[number % 3], "kind": "evening_talk", "place": "小区凉亭", "starts_at": evening(number),
        "agenda": [{"title": "居民提出的事"}],
    }  # fmt: skip
    session = host.post("/v1/sittings", plan)
    if number % 10 == 0:
        came = [{"capacity": capacity, "name": f"参会人{capacity}"} for capacity in ("resident", "head", "department")]
        host.post(f"/v1/sittings/{session['id']}/attendance", {"attendees": came})
    host.post(f"/v1/sittings/{session['id']}/hold", {"minutes": "议定", "settled": matters_of(number, kinds)})


def test_sessions_and_settled_matters_read_back_by_kind_and_area(town: Town, host):
    kinds = list(chain.from_iterable(repeat(kind, count) for kind, count in SETTLED.items()))
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: hold(host, number, kinds), range(SESSIONS)))
    figures = host.get("/v1/sittings/figures", area=STREET)
    assert (figures["sessions"], figures["settled"]) == (269, 196)
    assert {each["kind"]: each["count"] for each in figures["kinds"]} == {"family": 70, "estate": 79, "outside": 47}
    assert [part["area"] for part in figures["parts"]] == list(COMMUNITIES)
    assert sum(part["sessions"] for part in figures["parts"]) == 269
    assert sum(part["settled"] for part in figures["parts"]) == 196
    assert {each["capacity"]: each["count"] for each in figures["attendance"]}["head"] == 27
    halves = [host.get("/v1/sittings/figures", area=STREET, **period)["sessions"]
              for period in ({"until": "2026-06-30"}, {"since": "2026-07-01"})]  # fmt: skip
    assert sum(halves) == 269 and all(halves)


def test_water_bill_of_twenty_households_is_read_house_by_house_and_paid(town: Town, host):
    area = COMMUNITIES[0]
    neighbour = uuid.uuid4().hex
    households = [{"household": f"1-{number:02d}"} for number in range(1, HOUSEHOLDS + 1)]
    households[0]["account"] = neighbour
    bill = host.post("/v1/bills", {
        "area": area, "title": "半年拖欠水费", "total": UNPAID, "since": "2026-01-01", "until": "2026-06-30",
        "households": households,
    })  # fmt: skip
    path = f"/v1/bills/{bill['id']}"
    assert host.refused("POST", path + "/settle")["code"] == "tickets.meters_unread"
    for number, each in enumerate(households, start=1):
        host.put(path + "/readings", {"household": each["household"], "before": 1000, "after": 1000 + number * 731})
    settled = host.post(path + "/settle")
    assert sum(row["amount"] for row in settled["rows"]) == settled["open"] == UNPAID
    own = town.person(Role.RESIDENT, account=neighbour).get(path)
    assert [row["household"] for row in own["rows"]] == ["1-01"]
    assert town.person(Role.RESIDENT).refused("GET", path)["code"] == "not_found"
    first, *others = settled["rows"]
    too_much = {"household": "1-01", "amount": first["amount"] + 1}
    assert host.refused("POST", path + "/payments", too_much)["code"] == "tickets.more_than_owed"
    for row in others:
        left = host.post(path + "/payments", {"household": row["household"], "amount": row["amount"]})
    assert (left["state"], left["open"]) == ("settled", first["amount"])
    paid = host.post(path + "/payments", {"household": "1-01", "amount": first["amount"]})
    assert (paid["state"], paid["open"], paid["paid"]) == ("paid", 0, UNPAID)


def test_resolution_of_a_session_is_supervised_fed_back_and_rated(town: Town, host):
    area, today = COMMUNITIES[0], datetime.now(UTC).date()
    topic = host.post("/v1/topics", {"area": area, "kind": "estate", "title": "拖欠水费", "text": "二十户半年未缴"})
    for action in ("agree", "debate"):
        host.post(f"/v1/topics/{topic['id']}/{action}")
    plan = {"area": area, "kind": "evening_talk", "place": "凉亭", "starts_at": evening(1),
            "agenda": [{"title": "水费", "topic": topic["id"]}]}  # fmt: skip
    session = host.post("/v1/sittings", plan)
    resident = town.person(Role.RESIDENT)
    seen = resident.post(f"/v1/sittings/{session['id']}/attend", {"capacity": "resident"})
    assert "attendees" not in seen or seen["attendees"] == []
    again = resident.refused("POST", f"/v1/sittings/{session['id']}/attend", {"capacity": "owner"})
    assert again["code"] == "tickets.attended_already"
    held = host.post(f"/v1/sittings/{session['id']}/hold", {
        "minutes": "逐户抄表", "settled": [{"kind": "estate", "title": "水费", "topic": topic["id"]}],
    })  # fmt: skip
    assert held["settled"][0]["topic"] == topic["id"]
    body = {
        "area": area, "title": "逐户抄表收费", "text": "二十户", "unit": "物业", "due": str(today - timedelta(days=2)),
        "topic": topic["id"], "session": session["id"],
    }  # fmt: skip
    made = host.post("/v1/resolutions", body)
    assert made["overdue"]
    overdue = host.get("/v1/resolutions", area=area, overdue="true")["items"]
    assert [each["id"] for each in overdue] == [made["id"]]
    path = f"/v1/resolutions/{made['id']}"
    host.post(f"/v1/topics/{topic['id']}/decide", {"outcome": "抄表到户"})
    in_hand = host.refused("POST", f"/v1/topics/{topic['id']}/carry-out")
    assert (in_hand["code"], in_hand["count"]) == ("tickets.resolutions_in_hand", 1)
    assert host.post(path + "/reports", {"text": "已抄十户", "progress": 50})["progress"] == 50
    assert host.post(path + "/carry-out", {"feedback": "水费已缴清"})["overdue"] is False
    assert town.person(Role.RESIDENT).refused("POST", path + "/rate", {"stars": 1})["code"] == "tickets.not_concerned"
    rated = resident.post(path + "/rate", {"stars": 5})
    assert (rated["state"], rated["stars"], rated["ratings"], rated["rated_by_me"]) == ("rated", 5.0, 1, True)
    assert resident.refused("POST", path + "/rate", {"stars": 4})["code"] == "tickets.rated_already"
    host.post(f"/v1/topics/{topic['id']}/carry-out")
    done = host.post(f"/v1/topics/{topic['id']}/rate", {"stars": 5})
    assert [step["phase"] for step in done["history"]] == [
        "proposed", "agreed", "debated", "decided", "carried_out", "rated",
    ]  # fmt: skip


def test_building_head_is_elected_in_secret(town: Town, host):
    accounts = [uuid.uuid4().hex for _ in range(9)]
    election = host.post("/v1/elections", {
        "area": COMMUNITIES[1], "office": "2号楼楼长", "candidates": [{"name": "候选人甲"}, {"name": "候选人乙"}],
        "closes_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
        "roll": [{"household": f"2-{number}", "account": account} for number, account in enumerate(accounts)],
    })  # fmt: skip
    for number, account in enumerate(accounts):
        paper, signature = take(town.person(Role.RESIDENT, account=account), election)
        town.nobody().post(f"/v1/elections/{election['id']}/ballots", ballot(paper, signature, 1 if number < 6 else 2))
    closed = host.post(f"/v1/elections/{election['id']}/close")
    assert [(each["votes"], each["elected"]) for each in closed["result"]["candidates"]] == [(6, True), (3, False)]
    assert (closed["papers_taken"], closed["result"]["ballots"]) == (9, 9)
