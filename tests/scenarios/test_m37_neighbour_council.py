"""Neighbour council: over 300 sessions, owners' votes, 24 cases, 7 projects worth 2,670,500 yuan carried out."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.town import Town

STREET = "150202.604"
COMMUNITY = "150202.604.001"
SESSIONS = 305
CASES = 24
PROJECTS = (98_000_000, 61_200_000, 45_350_000, 28_000_000, 18_500_000, 9_000_000, 7_000_000)
"""What each is worth, in fen."""


@pytest.fixture(scope="module")
def host(town: Town):
    return town.person(Role.STREET_STAFF, areas=(STREET,))


def hold(host, number: int) -> None:
    starts_at = (datetime(2025, 3, 1, 8, tzinfo=UTC) + timedelta(days=number)).isoformat()
    plan = {
        "area": COMMUNITY,
        "kind": "council",
        "place": "邻里议事厅",
        "starts_at": starts_at,
        "agenda": [{"title": "例会"}],
    }
    session = host.post("/v1/sittings", plan)
    host.post(f"/v1/sittings/{session['id']}/hold", {"minutes": "纪要"})


def settle_case(host, number: int) -> dict:
    topic = host.post("/v1/topics", {"area": COMMUNITY, "kind": "estate", "title": f"案例{number}", "text": "议事"})
    path = f"/v1/topics/{topic['id']}"
    for action, body in (("agree", {}), ("debate", {}), ("decide", {"outcome": "通过"}), ("carry-out", {})):
        host.post(f"{path}/{action}", body)
    return host.post(path + "/pick", {"lesson": "共议共治"})


def owners_vote(town: Town, host, topic: str) -> dict:
    """Thirty flats of 25 owners; two thirds take part, more than half of those agree."""
    owners = [uuid.uuid4().hex for _ in range(25)]
    roll = [{"household": f"5-{flat}", "account": owners[flat % 25], "owner": f"业主{flat % 25}"} for flat in range(30)]
    vote = host.post("/v1/votes", {
        "area": COMMUNITY, "question": "动用维修资金？", "options": ["同意", "反对"], "roll": roll, "topic": topic,
        "rules": {"basis": "owner", "quorum": {"parts": 2, "of": 3}, "needed": {"parts": 1, "of": 2}},
        "closes_at": (datetime.now(UTC) + timedelta(hours=2)).isoformat(),
    })  # fmt: skip
    for number, account in enumerate(owners[:17]):
        town.person(Role.RESIDENT, account=account).post(
            f"/v1/votes/{vote['id']}/cast", {"choices": [1 + number % 5 // 4]}
        )
    return host.post(f"/v1/votes/{vote['id']}/close")


def test_more_than_three_hundred_sessions_read_back(town: Town, host):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: hold(host, number), range(SESSIONS)))
    assert host.get("/v1/sittings/figures", area=STREET)["sessions"] == SESSIONS > 300


def test_twenty_four_cases_are_kept_for_others_to_learn_from(town: Town, host):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: settle_case(host, number), range(CASES)))
    cases = town.person(Role.RESIDENT).get("/v1/topics", area=STREET, good_cases="true", limit=100)["items"]
    assert len(cases) == CASES == len({case["title"] for case in cases})


def test_seven_projects_voted_by_owners_are_carried_out_and_worth_what_they_are(town: Town, host):
    topic = host.post("/v1/topics", {"area": COMMUNITY, "kind": "estate", "title": "改造", "text": "七个项目"})
    for action in ("agree", "debate"):
        host.post(f"/v1/topics/{topic['id']}/{action}")
    vote = owners_vote(town, host, topic["id"])
    result = vote["result"]
    assert (result["roll"], result["cast"], result["quorum_needed"], result["quorum_reached"]) == (25, 17, 17, True)
    assert [(option["votes"], option["adopted"]) for option in result["options"]] == [(14, True), (3, False)]
    for number, worth in enumerate(PROJECTS, start=1):
        made = host.post("/v1/resolutions", {
            "area": COMMUNITY, "kind": "project", "title": f"项目{number}", "text": "实施", "unit": "街道", "worth": worth,
            "due": "2027-06-30", "topic": topic["id"], "vote": vote["id"],
        })  # fmt: skip
        host.post(f"/v1/resolutions/{made['id']}/carry-out", {"feedback": "完工"})
    figures = host.get("/v1/resolutions/figures", area=STREET)
    assert (figures["projects"], figures["worth"]) == (7, 267_050_000)
    assert {each["state"]: each["count"] for each in figures["states"]}["carried_out"] == 7
    assert figures["overdue"] == 0
