"""Volunteers posted one to one to 433 groups in 48 communities read and answer, and are appraised by the growth index.

And 23 trainings in the use of phones with about 3,000 people: volunteers by name, their neighbours by number.
"""

import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150507.011"
GROUPS, TRAININGS, PEOPLE = 433, 23, 3000
COMMUNITIES = [f"{STREET}.{number:03d}" for number in range(1, 49)]
PERIOD = f"{datetime.now(SHANGHAI):%Y-%m}"
ANSWERING = 48
"""One volunteer of each community answers; the others have nothing to answer yet."""


def at_once(work: Callable[..., Any], *each: Iterable[Any]) -> list[Any]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(work, *each))


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    """A street with 48 communities, all drawn."""
    town.draw_square(f"{COMMUNITIES[0]}.001", 121.75, 41.0)
    ops = town.person(Role.OPS)
    ring = [[121.75, 41.0], [121.76, 41.0], [121.76, 41.01], [121.75, 41.01], [121.75, 41.0]]
    for area in COMMUNITIES[1:]:
        drawn = {"kind": "community", "name": area, "name_en": area, "outline": {"coordinates": [ring]}}
        ops.put(f"/v1/areas/{area}", drawn)
    return town.person(Role.STREET_STAFF, areas=(STREET,))


@pytest.fixture(scope="module")
def volunteers(office: Person) -> dict[str, str]:
    """Accounts of 433 volunteers, entered by lists, with their ids."""
    accounts = [uuid.uuid4().hex for _ in range(GROUPS)]
    ids: dict[str, str] = {}
    for number, area in enumerate(COMMUNITIES):
        rows = [{"account": account} for account in accounts[number :: len(COMMUNITIES)]]
        told = office.post("/v1/duty/rolls", {"community": area, "rows": rows})
        ids |= zip((row["account"] for row in rows), told["volunteers"], strict=True)
    return {account: ids[account] for account in accounts}


@pytest.fixture(scope="module")
def staff(town: Town, office: Person) -> list[Person]:
    """Of each community."""
    return [town.person(Role.COMMUNITY_STAFF, areas=(area,)) for area in COMMUNITIES]


@pytest.fixture(scope="module")
def groups(staff: list[Person], volunteers: dict[str, str]) -> list[str]:
    """A group for each volunteer, who is posted to it."""

    def found(number: int, account: str) -> str:
        area, own = COMMUNITIES[number % len(COMMUNITIES)], staff[number % len(COMMUNITIES)]
        body = {"kind": "service", "area": area, "name": f"邻里互助群{number + 1}", "called": "社区"}
        group = f"/v1/groups/{own.post('/v1/groups', body)['id']}"
        own.post(f"{group}/volunteer", {"volunteer": account, "called": "志愿者"})
        return group

    return at_once(found, range(GROUPS), volunteers)


def test_posted_volunteers_read_answer_and_are_appraised(
    town: Town, office: Person, staff: list[Person], volunteers: dict[str, str], groups: list[str]
):
    def answer(number: int, own: Person, group: str, account: str) -> None:
        volunteer = town.person(Role.VOLUNTEER, account=account)
        for text in ("楼道灯坏了找谁？", "老人证在哪里办？")[: 1 + number % 2]:
            question = own.post(f"{group}/posts", {"text": text})["id"]
            assert volunteer.get(f"{group}/posts")["items"][0]["text"] == text
            volunteer.post(f"{group}/posts", {"text": "我来处理", "answers": question})

    at_once(answer, range(ANSWERING), staff, groups, volunteers)
    expected = ANSWERING + ANSWERING // 2
    asked = {"area": STREET, "period": PERIOD}
    told = eventually(lambda: found if (found := figures_of(office, asked))["answers"] == expected else None, 30)
    assert (told["groups"], told["communities"]) == (GROUPS, len(COMMUNITIES))
    rows = office.get("/v1/growth", limit=100, **asked)["items"]
    answered = dict(zip(list(volunteers.values())[:ANSWERING], [1, 2] * ANSWERING, strict=False))
    assert {row["volunteer_id"]: row["answers"] for row in rows} == answered
    assert [row["index"] for row in rows] == sorted((2 * many for many in answered.values()), reverse=True)
    assert sum(row["honoured"] for row in rows) == ANSWERING // 2, "equal ones are honoured together"
    account = list(volunteers)[1]
    mine = town.person(Role.VOLUNTEER, account=account).get("/v1/growth/me", **asked)
    assert (mine["volunteer_id"], mine["answers"], mine["rank"]) == (volunteers[account], 2, 1)


def figures_of(office: Person, asked: dict[str, str]) -> dict[str, Any]:
    return office.get("/v1/group-postings/figures", **asked)


def test_trainings_in_the_use_of_phones(office: Person, volunteers: dict[str, str]):
    ids = list(volunteers.values())
    begins = datetime.now(SHANGHAI) - timedelta(days=1)
    session = {"begins_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}
    guests, odd = divmod(PEOPLE - GROUPS, TRAININGS)
    for number in range(TRAININGS):
        body = {"area": COMMUNITIES[number], "title": "手机使用培训", "places": 200, "sessions": [session]}
        training = f"/v1/trainings/{office.post('/v1/trainings', body)['id']}"
        named = {"volunteers": ids[number::TRAININGS]}
        office.post(f"{training}/participants", named)
        office.post(f"{training}/attendance", named | {"session": 1, "guests": guests + (number < odd)})
    day = begins.date().isoformat()
    figures = office.get("/v1/trainings/figures", area=STREET, since=day, until=day)
    assert (figures["trainings"], figures["sessions"], figures["volunteers"]) == (TRAININGS, TRAININGS, GROUPS)
    assert figures["attendances"] + figures["guests"] == PEOPLE
