"""Elders' teams: five teams of 38 people with 14 assistants pass on 16 suggestions and settle 23 matters."""

import uuid
from collections import Counter

import pytest

from shared.contracts.actor import Role
from tests.support.desks import act, somebody, these_days
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150406.401"
WEST, SOUTH = 106.0, 30.14
TEAMS = ("夕阳红议事队", "银龄调解队", "老党员宣讲队", "老教师辅导队", "老军人巡查队")
MEMBERS = (8, 8, 8, 7, 7)
ASSISTANTS = (3, 3, 3, 3, 2)
SUGGESTIONS, MATTERS = 16, 23


class Team:
    """Its elders tell; an assistant, on duty in the team's grid, writes down and follows up."""

    def __init__(self, town: Town, number: int) -> None:
        west = round(WEST + number * 0.01, 7)
        self.name = TEAMS[number]
        self.grid = town.draw_square(f"{STREET}.{number + 1:03d}.001", west, SOUTH)
        self.place = {"longitude": round(west + 0.005, 7), "latitude": SOUTH + 0.005}
        self.elders = [f"{self.name}{place}号队员" for place in range(1, MEMBERS[number] + 1)]
        self.assistants = [
            town.person(Role.GRID_WORKER, areas=(self.grid,), account=somebody()) for _ in range(ASSISTANTS[number])
        ]

    def assistant(self, turn: int) -> Person:
        return self.assistants[turn % len(self.assistants)]

    def told(self, turn: int, category: str, text: str) -> dict:
        body = {
            "category": category, "text": text, "point": self.place, "channel": "face_to_face",
            "on_behalf": {"name": self.elders[turn % len(self.elders)]},
        }  # fmt: skip
        return self.assistant(turn).post("/v1/tickets", body)


@pytest.fixture(scope="module")
def teams(town: Town) -> list[Team]:
    return [Team(town, number) for number in range(len(TEAMS))]


@pytest.fixture(scope="module")
def suggestion(town: Town) -> str:
    """A category of its own: an idea for the street, answered within ten working days."""
    code = f"suggestion{uuid.uuid4().hex[:8]}"
    body = {
        "name": "意见建议", "name_en": "Suggestions", "group": "建言献策", "group_en": "Ideas", "unit": "街道办事处",
        "ticket_class": "hard", "promise": {"minutes": 10 * 480, "measure": "working"}, "nearby_residents_m": 0,
    }  # fmt: skip
    town.person(Role.DISTRICT_STAFF, areas=("150406",)).put(f"/v1/catalogue/{code}", body)
    return code


def test_teams_pass_on_sixteen_suggestions_and_settle_twenty_three_matters(
    town: Town, teams: list[Team], suggestion: str
):
    assert (len(teams), sum(MEMBERS), sum(len(team.assistants) for team in teams)) == (5, 38, 14)
    street = town.person(Role.STREET_STAFF, areas=(STREET,), account=somebody())
    for turn in range(SUGGESTIONS):
        team = teams[turn % 5]
        ticket = team.told(turn, suggestion, f"建议{turn + 1}：增设便民座椅")
        act(team.assistant(turn), ticket, "hand-over", desk=STREET, note=f"{team.name}建言")
        act(street, ticket, "lead", name="街道综合办主任")
        act(street, ticket, "finish", note="已采纳，列入年度计划")
    for turn in range(MATTERS):
        team = teams[turn % 5]
        ticket = team.told(turn, "pets" if turn % 2 else "noise", f"邻里小事{turn + 1}")
        act(team.assistant(turn), ticket, "accept")
        act(team.assistant(turn), ticket, "finish", note=f"{team.name}现场调解，双方和解")

    listed = everything(street, area=STREET)
    kinds = Counter("suggestion" if ticket["category"] == suggestion else "matter" for ticket in listed)
    assert kinds == {"suggestion": SUGGESTIONS, "matter": MATTERS}
    assert {(ticket["state"], ticket["channel"]) for ticket in listed} == {("done", "face_to_face")}
    assert {ticket["desk"] for ticket in listed if ticket["category"] == suggestion} == {STREET}
    assert not any("号队员" in str(ticket) for ticket in listed)

    def counted() -> dict | None:
        shown = street.get("/v1/figures", area=STREET, **these_days())
        return shown["total"] if shown["total"]["done"] == SUGGESTIONS + MATTERS else None

    total = eventually(counted, 30)
    assert (total["opened"], total["reacted_in_time"], total["kept"]) == (39, 39, 39)


def everything(person: Person, **query) -> list[dict]:
    found, cursor = [], {}
    while True:
        page = person.get("/v1/tickets", limit=100, **query, **cursor)
        found += page["items"]
        if "next" not in page:
            return found
        cursor = {"cursor": page["next"]}
