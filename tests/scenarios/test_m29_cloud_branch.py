"""A cloud branch: members report in where they live, claim posts of ten kinds and do 1,200 deeds and more.

Of 4,897 members 150 scan the code at their community's door and serve; the others are entered by the lists of their units.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town

STREET = "150507.029"
COMMUNITIES = [f"{STREET}.{number:03d}" for number in range(1, 6)]
MEMBERS, SERVING, DEEDS_EACH = 4897, 150, 8
ROWS, LISTED = 200, 100


class Branch:
    """One community with a code at its door and a post of each of the ten kinds."""

    def __init__(self, town: Town, community: str, kinds: list[str]) -> None:
        self.community = community
        self.secretary = town.person(Role.COMMUNITY_STAFF, areas=(community,))
        self.code = self.secretary.post("/v1/duty/codes", {"community": community})["code"]
        offers = [{"community": community, "kind": kind, "title": f"{kind}岗", "places": 3} for kind in kinds]
        self.posts = [self.secretary.post("/v1/volunteer-posts", offer)["id"] for offer in offers]

    def enter(self, members: int) -> int:
        """A list that the members' units sent, told again to the last row; how many have reported in by it."""
        rows = [{"account": uuid.uuid4().hex, "birth_year": 1960 + number % 40} for number in range(members)]
        bodies = [{"community": self.community, "rows": rows[at : at + ROWS]} for at in range(0, members, ROWS)]
        told = [self.secretary.post("/v1/duty/rolls", body) for body in (*bodies, bodies[-1])]
        assert told[-1]["known"] == len(bodies[-1]["rows"])
        return sum(each["reported"] for each in told)

    def confirm_all(self) -> None:
        """In lists of a hundred, as a secretary does it at the month's end."""
        while told := self.secretary.get("/v1/deeds", area=self.community, state="told", limit=LISTED)["items"]:
            listed = {"deeds": [deed["id"] for deed in told], "confirm": True, "rating": 4}
            self.secretary.post("/v1/deeds/decisions", listed)


def serve(member: Person, branch: Branch, turn: int) -> str:
    """Enrols, reports in, some of them twice, claims a post and tells what was done; gives the volunteer's id."""
    me = member.put("/v1/volunteers/me", {"area": branch.community})["id"]
    first = member.post("/v1/duty/reports", {"code": branch.code})
    if turn % 10 == 0:
        assert member.post("/v1/duty/reports", {"code": branch.code}) == first
    post = f"/v1/volunteer-posts/{branch.posts[turn % len(branch.posts)]}"
    member.post(f"{post}/claims", {})
    deed = {"day": datetime.now(SHANGHAI).date().isoformat(), "minutes": 45, "note": "在岗服务"}
    member.post(f"{post}/deeds", {"deeds": [deed] * (DEEDS_EACH + (turn % 10 == 0))})
    return me


def at_once(work: Callable[..., Any], *each: Iterable[Any]) -> list[Any]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(work, *each))


def test_members_report_in_claim_posts_and_do_their_deeds(town: Town):
    kinds = [each["kind"] for each in town.nobody().get("/v1/volunteer-posts/kinds")["items"]][:10]
    assert len(kinds) == 10
    branches = [Branch(town, community, kinds) for community in COMMUNITIES]
    share, rest = divmod(MEMBERS - SERVING, len(branches))
    entered = at_once(Branch.enter, branches, [share + (number < rest) for number in range(len(branches))])
    assert sum(entered) == MEMBERS - SERVING

    members = [town.person(Role.RESIDENT) for _ in range(SERVING)]
    turns = range(SERVING)
    ids = at_once(
        serve, members, [branches[turn % len(branches)] for turn in turns], [turn // len(branches) for turn in turns]
    )
    at_once(Branch.confirm_all, branches)

    office = town.person(Role.STREET_STAFF, areas=(STREET,))
    today = datetime.now(SHANGHAI).date()
    figures = office.get("/v1/volunteer-posts/figures", area=STREET, since=today.replace(day=1).isoformat())
    assert (figures["on_duty"], len(figures["kinds"])) == (MEMBERS, 10)
    assert figures["deeds"] == SERVING * DEEDS_EACH + SERVING // 10 >= 1200
    assert figures["minutes"] == 45 * figures["deeds"]
    assert {kind["posts"] for kind in figures["kinds"]} == {len(branches)}

    late = town.person(Role.RESIDENT)
    late.put("/v1/volunteers/me", {"area": COMMUNITIES[0]})
    late.post("/v1/duty/reports", {"code": branches[0].code})
    taken = f"/v1/volunteer-posts/{branches[0].posts[0]}/claims"
    assert late.refused("POST", taken, {})["code"] == "volunteers.post_full"

    rows = everybody(office, f"{today:%Y-%m}")
    assert rows == everybody(office, f"{today:%Y-%m}")
    assert sorted(row["volunteer_id"] for row in rows) == sorted(ids)
    assert Counter(row["index"] for row in rows) == {9 * 10 + 9 * 4: 15, 8 * 10 + 8 * 4: 135}
    assert sum(row["honoured"] for row in rows) == SERVING // 10
    assert sum(row["deeds"] for row in rows) == figures["deeds"]


def everybody(office: Person, period: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = office.get("/v1/growth", area=STREET, period=period, limit=100, **cursor)
        found += page["items"]
        if "next" not in page:
            return found
        cursor = {"cursor": page["next"]}
