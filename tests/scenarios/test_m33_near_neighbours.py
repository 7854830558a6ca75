"""Near neighbours: residents speak up on line, meet by video, and see what has come of it."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.neighbours import Quarter, act, finished, reported, seen
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150407.006.001.001"
LINK = "https://meet.example.org/near-neighbours?room=6-1"
ESTATES = 12


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 108.8, 30.0)


@pytest.fixture(scope="module")
def community(quarter: Quarter) -> Person:
    return quarter.staff(Role.COMMUNITY_STAFF, quarter.community)


def planned(community: Person, quarter: Quarter, **more) -> dict:
    body = {
        "area": quarter.community, "kind": "consultation", "place": "近邻客厅（线上同步）",
        "starts_at": (datetime.now(UTC) - timedelta(minutes=5)).isoformat(), "agenda": [{"title": "夜间噪声"}], "link": LINK,
    }  # fmt: skip
    return community.post("/v1/sittings", body | more)


def test_residents_speak_up_meet_by_video_and_see_the_result(quarter: Quarter, community: Person):
    """One estate's noise: reported, joined, talked over by video, settled, confirmed by those who spoke up."""
    spot, reporter = quarter.spot(), quarter.resident()
    ticket = reported(reporter, spot, category="noise", text="每晚十一点后广场音响扰民")
    neighbours = [quarter.resident() for _ in range(6)]
    for each in neighbours:
        (shown,) = each.get("/v1/tickets/nearby", category="noise", **spot)["items"]
        assert act(each, shown, "join")["following"]

    session = planned(community, quarter)
    invited = neighbours[0].get(f"/v1/sittings/{session['id']}")
    assert (invited["link"], invited["state"]) == (LINK, "planned")
    listed = reporter.get("/v1/sittings", area=quarter.community, state="planned")["items"]
    assert [each["link"] for each in listed if each["id"] == session["id"]] == [LINK]
    for each in (reporter, *neighbours):
        each.post(f"/v1/sittings/{session['id']}/attend", {"capacity": "resident"})
    held = community.post(f"/v1/sittings/{session['id']}/hold", {
        "minutes": "约定晚九点半后不放音响",
        "settled": [{"kind": "estate", "subject": "public_affairs", "title": "夜间噪声", "outcome": "九点半后静音",
                     "ticket": ticket["id"]}],
    })  # fmt: skip
    assert {each["capacity"]: each["count"] for each in held["attendance"]}["resident"] == 7
    assert neighbours[-1].get(f"/v1/sittings/{session['id']}")["settled"][0]["ticket"] == ticket["id"]

    finished(quarter.worker, ticket, "九点半后静音，物业每晚巡查")
    for each in (reporter, *neighbours):
        assert seen(each, ticket)["note"] == "九点半后静音，物业每晚巡查"
    act(reporter, ticket, "rate", stars=5)
    for each in neighbours:
        assert [waiting["id"] for waiting in each.get("/v1/ratings/awaiting")["items"]] == [ticket["id"]]
        act(each, ticket, "rate", stars=4)
    board = quarter.town.nobody()
    entry = eventually(
        lambda: next((e for e in board.get("/v1/board", area=GRID)["items"] if e["supporters"] == 6), None)
    )
    assert (entry["number"], entry["state"]) == (ticket["number"], "closed")


def test_each_estate_sees_its_own_matters_to_the_end(quarter: Quarter, community: Person):
    """What 1,669 estates do with 80,000 matters, a dozen do here: each matter is found near by and nowhere else."""
    estates = [(quarter.spot(), quarter.resident()) for _ in range(ESTATES)]
    tickets = [reported(resident, spot, category="rubbish", text="垃圾未及时清运") for spot, resident in estates]
    for (spot, _), ticket in zip(estates, tickets, strict=True):
        found = quarter.resident().get("/v1/tickets/nearby", category="rubbish", **spot)["items"]
        assert [each["id"] for each in found] == [ticket["id"]]
    for (_, resident), ticket in zip(estates, tickets, strict=True):
        finished(quarter.worker, ticket, "已清运")
        assert act(resident, ticket, "confirm")["state"] == "closed"
    for spot, _ in estates:
        assert quarter.resident().get("/v1/tickets/nearby", category="rubbish", **spot)["items"] == []


@pytest.mark.parametrize("link", ["http://meet.example.org/a", "javascript:alert(1)", "https://", "https://a b"])
def test_link_that_no_browser_should_open_is_refused(quarter: Quarter, community: Person, link: str):
    body = {
        "area": quarter.community, "kind": "council", "place": "x", "starts_at": "2027-01-01T10:00:00Z",
        "agenda": [{"title": "x"}], "link": link,
    }  # fmt: skip
    problem = community.refused("POST", "/v1/sittings", body)
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("invalid", "/link")
