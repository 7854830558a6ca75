"""The live desk of a town: about 150 streams, 1,800 replies, 1,500 of them live, 50 requests followed until they are closed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pytest
from chinese_calendar import is_workday

from shared.contracts.actor import Role
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150405.821"
COMMUNITY = f"{STREET}.001"
GRID = f"{COMMUNITY}.001"
POINT = {"longitude": 105.305, "latitude": 30.005}
FIRST, LAST = date(2025, 1, 2), date(2025, 8, 11)
STREAMS = 150
QUESTIONS, LIVE, LATER = 6, 10, 2
"""For each stream: questions, replies while it is open, and replies afterwards."""
REQUESTS = 50
GUIDES = 50
MODES = ("online", "remote", "helped", "at_home")
SIDES = ("resident", "host", "resident", "host", "resident", "host")


@pytest.fixture(scope="module")
def hosts(town: Town) -> tuple[Person, Person]:
    town.draw_square(GRID, 105.3, 30.0)
    return town.person(Role.COMMUNITY_STAFF, areas=(COMMUNITY,)), town.person(Role.GRID_WORKER, areas=(COMMUNITY,))


@pytest.fixture(scope="module")
def residents(town: Town) -> list[Person]:
    return [town.person(Role.RESIDENT) for _ in range(20)]


@pytest.fixture(scope="module")
def guides(hosts) -> list[str]:
    return [publish(hosts[0], number) for number in range(GUIDES)]


def publish(host: Person, number: int) -> str:
    guide = {"area": COMMUNITY, "topic": "papers", "title": f"难办事项指南之{number + 1}", "title_en": f"Hard item {number + 1}",
             "steps": [{"text": "先带身份证到窗口", "text_en": "Bring your identity card to the counter"}]}  # fmt: skip
    return host.post("/v1/guides", guide)["id"]


def streams(host: Person) -> list[dict]:
    found, page = [], {"next": None}
    while "next" in page:
        cursor = {"cursor": page["next"]} if page["next"] else {}
        page = host.get("/v1/live-desk/streams", area=COMMUNITY, limit=100, **cursor)
        found += page["items"]
    return found


def answer(turn: int, guide: str) -> dict[str, str]:
    """The first of each stream points to a guide."""
    return {"text": "当场答复"} if turn else {"text": "请看指南", "guide": guide}


def hold(hosts: tuple[Person, Person], residents: list[Person], guides: list[str], number: int, stream: str) -> None:
    """One broadcast, from taking the seats to its close; every third takes a request."""
    first, second = hosts
    path = f"/v1/live-desk/streams/{stream}"
    askers = [residents[(number + turn) % len(residents)] for turn in range(QUESTIONS)]
    first.post(path + "/seats")
    second.post(path + "/seats")
    first.post(path + "/open")
    asked = [asker.post(path + "/questions", {"text": f"第{number}场第{turn}问：怎么办理？"})["id"]
             for turn, asker in enumerate(askers)]  # fmt: skip
    for turn in range(LIVE):
        hosts[turn % 2].post(
            f"/v1/live-desk/questions/{asked[turn % 4]}/replies", answer(turn, guides[number % GUIDES])
        )
    if number % 3 == 0:
        body = {
            "mode": MODES[number % 4],
            "category": "road",
            "text": "门口台阶破损",
            "point": POINT,
            "question": asked[0],
        }
        taken = first.post(path + "/requests", body)
        for turn, side in enumerate(SIDES[: 5 + number % 2]):
            speaker = first if side == "host" else askers[0]
            said = {"side": side, "mode": MODES[turn % 4], "note": "沟通进展"}
            speaker.post(f"/v1/live-desk/requests/{taken['id']}/exchanges", said)
        finish(hosts, askers[0], taken)
    first.post(path + "/end")
    for turn in range(LATER):
        second.post(f"/v1/live-desk/questions/{asked[QUESTIONS - 1 - turn]}/replies", {"text": "会后查证答复"})
    first.post(path + "/close")


def finish(hosts: tuple[Person, Person], asker: Person, taken: dict) -> None:
    matter, path = f"/v1/tickets/{taken['ticket']}", f"/v1/live-desk/requests/{taken['id']}"
    outcome = {"outcome": "已修好"}
    assert hosts[0].refused("POST", path + "/close", outcome)["code"] == "tickets.ticket_still_open"
    hosts[1].post(matter + "/accept")
    hosts[1].post(matter + "/finish", {"note": "台阶已修好"})
    asker.post(matter + "/confirm")
    hosts[0].post(path + "/close", outcome)


def test_a_year_of_streams_reads_back_with_its_figures(town: Town, hosts, residents, guides):
    period = {"since": str(FIRST), "until": str(LAST)}
    plan = {"area": COMMUNITY} | period
    planned = eventually(lambda: hosts[0].post("/v1/live-desk/plans", plan))
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    working = [str(day) for day in days if is_workday(day)]
    found = streams(hosts[0])
    assert planned["streams"] == len(found) == STREAMS
    assert [each["day"] for each in found] == working
    assert hosts[0].post("/v1/live-desk/plans", plan)["added"] == 0
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: hold(hosts, residents, guides, at[0], at[1]["id"]), enumerate(found)))
    figures = hosts[0].get("/v1/live-desk/figures", area=COMMUNITY, **period)
    assert (figures["streams"], figures["questions"], figures["waiting"]) == (STREAMS, STREAMS * QUESTIONS, 0)
    assert (figures["replies"], figures["given_live"]) == (1800, 1500)
    assert (figures["by_guide"], len(set(guides))) == (STREAMS, GUIDES)
    assert (figures["requests"], figures["followed_up"], figures["open_requests"]) == (REQUESTS, REQUESTS, 0)
    assert figures["exchanges"] >= REQUESTS * 5
    assert sum(each["count"] for each in figures["modes"]) == REQUESTS
    street = town.person(Role.STREET_STAFF, areas=(STREET,)).get("/v1/live-desk/figures", area=STREET)
    assert [(part["area"], part["given_live"]) for part in street["parts"]] == [(COMMUNITY, 1500)]
    months = [f"2025-{month:02d}-01" for month in range(1, 10)]
    monthly = [
        hosts[0].get("/v1/live-desk/figures", area=COMMUNITY, since=since, until=str(before(until)))["replies"]
        for since, until in pairwise(months)
    ]
    assert sum(monthly) == 1800 and min(monthly) > 0


def before(day: str) -> date:
    return date.fromisoformat(day) - timedelta(days=1)


def test_transcript_of_any_stream_is_open_to_all_and_names_nobody(town: Town, hosts, residents):
    stream = streams(hosts[0])[0]
    transcript = town.nobody().get(f"/v1/live-desk/streams/{stream['id']}/transcript")["items"]
    assert len(transcript) == QUESTIONS
    assert sum(len(entry["replies"]) for entry in transcript) == LIVE + LATER
    assert all({*entry} == {"text", "asked_at", "replies"} for entry in transcript)
