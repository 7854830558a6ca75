"""One form, three lists: a survey gives the needs, units, teams and society list resources, both give the projects.

47 stations in 15 communities, and 31 teams.
"""

from typing import Any

import pytest

from shared.contracts.actor import Role
from tests.support.town import Person, Town

STREET = "150454.035"
STATIONS, COMMUNITIES, TEAMS = 47, 15, 31
SKILLS = ("haircuts", "meals", "medical", "repairs", "teaching")
WANTED = (("people", "haircuts"), ("people", "medical"), ("venue", None), ("people", "performing"))
"""What each station asks for; nobody performs."""


def community(number: int) -> str:
    return f"{STREET}.{number % COMMUNITIES + 1:03d}"


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    return town.person(Role.STREET_STAFF, areas=(STREET,))


@pytest.fixture(scope="module")
def needs(office: Person) -> list[str]:
    rows = [
        {"title": f"第{number + 1}站：{kind}", "kind": kind, "area": community(number), "priority": 1 + number % 5}
        | ({"skill": skill} if skill else {})
        for number in range(STATIONS)
        for kind, skill in WANTED
    ]
    return office.post("/v1/need-surveys", {"survey": "一张表", "rows": rows})["needs"]


@pytest.fixture(scope="module")
def givers(town: Town, needs: list[str]) -> dict[str, Person]:
    """Teams with a skill each, five at a time; units with halls; one society whose venue never runs out."""
    found: dict[str, Person] = {}

    def offer(**fields: Any) -> None:
        person = town.person(Role.VOLUNTEER)
        found[person.post("/v1/resources", {"area": STREET} | fields)["id"]] = person

    for number in range(TEAMS):
        skills = [SKILLS[number % len(SKILLS)]]
        offer(unit=f"志愿服务队{number + 1}", source="team", kind="people", skills=skills, capacity=5)
    for number in range(10):
        offer(unit=f"共建单位{number + 1}", source="unit", kind="venue", area=community(number), capacity=2)
    offer(unit="文化协会", source="social", kind="venue")
    return found


def every(office: Person, path: str, **query: Any) -> list[dict[str, Any]]:
    page = office.get(path, limit=100, **query)
    items = page["items"]
    while "next" in page:
        page = office.get(path, limit=100, cursor=page["next"], **query)
        items += page["items"]
    return items


def test_needs_and_resources_give_the_project_list(office: Person, needs: list[str], givers: dict[str, Person]):
    assert len(needs) == STATIONS * len(WANTED)
    assert {each["source"] for each in every(office, "/v1/resources", area=STREET)} == {"unit", "team", "social"}
    haircuts, medical = 7 * 5, 6 * 5
    found = office.post("/v1/matchings", {"area": STREET})
    assert (found["needs"], found["resources"]) == (STATIONS * 4, TEAMS + 11)
    assert found["projects"] == haircuts + medical + STATIONS
    assert found["unmet"] == {"not_qualified": STATIONS, "used_up": 2 * STATIONS - haircuts - medical}

    projects = every(office, "/v1/projects", area=STREET)
    assert len(projects) == found["projects"]
    assert len({each["area"] for each in projects}) == COMMUNITIES
    recruiting = every(office, "/v1/needs", area=STREET, state="recruiting")
    assert {each["id"] for each in projects} and len(recruiting) == sum(found["unmet"].values())
    assert {each["need"] for each in projects} | {each["id"] for each in recruiting} == set(needs)
    assert {each["skill"] for each in recruiting if each["reason"] == "not_qualified"} == {"performing"}

    project = projects[0]
    giver = givers[project["resource"]]
    here = f"/v1/projects/{project['id']}"
    giver.put(f"{here}/steps", {"steps": ["对接", "实施"]})
    giver.post(f"{here}/start")
    giver.post(f"{here}/steps/1/done")
    (running,) = every(office, "/v1/projects", area=STREET, state="running")
    assert (running["id"], running["percent"]) == (project["id"], 50)
