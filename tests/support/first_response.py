"""A district with first-response teams: lists of teams, volunteers on them, call-outs."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import mongoengine
import pytest

from services.volunteers.store import VolunteerStore
from shared.contracts.actor import Role
from shared.runtime.settings import settings
from shared.storage.database import Database
from tests.support.town import Person, Town

DISTRICT = "150503"
WEST, SOUTH = 121.30, 40.0
_numbers = count(1)


class Responder(Person):
    """A volunteer with the account that the token speaks for."""

    account: str
    volunteer: str


def enrolled(town: Town, area: str, **more: Any) -> Responder:
    account = uuid.uuid4().hex
    known = town.person(Role.VOLUNTEER, account=account)
    responder = Responder(known.url, known.token)
    responder.account = account
    responder.volunteer = responder.put("/v1/volunteers/me", {"area": area, "skills": ["first_aid"]} | more)["id"]
    return responder


@contextmanager
def like_a_replica(town: Town) -> Iterator[Database]:
    """The database of the running volunteers, as one more process of it has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINLI_DATABASE_PREFIX", town.suite.environment["LINLI_DATABASE_PREFIX"])
        settings.cache_clear()
        try:
            yield Database("volunteers", VolunteerStore, url=town.servers.database.url)
        finally:
            mongoengine.disconnect("volunteers")
    settings.cache_clear()


def on_paper(number: int, **more: Any) -> dict[str, Any]:
    return {"name": "王某某", "phone": f"1390{number:07}"} | more


def team_list(community: str, sizes: tuple[int, ...] = (7, 7, 8), **more: Any) -> dict[str, Any]:
    """Everybody from paper; the first one leads. Squad n covers the grid n+1 and stands n+1 kilometres east."""
    members = [
        on_paper(next(_numbers), squad=squad) for squad, size in enumerate(sizes) for _ in range(size)
    ]  # fmt: skip
    members[0]["place"] = "team_leader"
    squads = [
        {
            "name": f"第{number + 1}小分队", "areas": [f"{community}.{number + 1:03}"],
            "estates": [f"{community}-E{number + 1}"],
            "point": {"longitude": round(WEST + number / 85, 6), "latitude": SOUTH},
        }
        for number in range(len(sizes))
    ]  # fmt: skip
    return {"community": community, "name": "第一响应队", "squads": squads, "members": members} | more


class Team:
    """Of a community of its own, with enrolled volunteers in each squad beside those from paper."""

    def __init__(self, town: Town, community: str, enrolled_each: int = 2) -> None:
        self.town, self.community = town, community
        self.staff = town.person(Role.COMMUNITY_STAFF, areas=(community,))
        body = team_list(community)
        self.squads: list[list[Responder]] = []
        for squad in range(3):
            rows = [row for row in body["members"] if row["squad"] == squad]
            self.squads.append([enrolled(town, community) for _ in range(enrolled_each)])
            for row, responder in zip(rows, self.squads[-1], strict=False):
                row.pop("name"), row.pop("phone")
                row["volunteer_id"] = responder.volunteer
        self.leader = self.squads[0][0] if enrolled_each else None
        self.view = self.staff.post("/v1/first-response/teams", body)
        self.at = f"/v1/first-response/teams/{self.view['id']}"

    def raised(self, squad: int = 0, **more: Any) -> dict[str, Any]:
        return self.staff.post("/v1/call-outs", call_out(f"{self.community}.{squad + 1:03}", **more))

    def calls(self, call_out_id: str) -> list[dict[str, Any]]:
        return self.staff.get(f"/v1/call-outs/{call_out_id}")["calls"]


def call_out(area: str, **more: Any) -> dict[str, Any]:
    return {
        "area": area, "place": "3号楼2单元门口", "kind": "gas_leak", "text": "三楼住户闻到燃气味", "wanted": 3,
        "answer_within": 120, "point": {"longitude": WEST, "latitude": SOUTH},
    } | more  # fmt: skip


def risk_point(code: str, area: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code, "area": area, "place": "地下车库充电区", "kind": "fire", "level": "orange", "unit": "某物业",
        "responsible": "李某某", "every_days": 30,
    } | more  # fmt: skip
