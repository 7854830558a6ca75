"""Communities list needs, 10 lead units list resources and claim; 4 + 4 + 2 + 2 idle facilities are shared."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from tests.support.town import Person, Town

STREET = "150454.023"
LEAD_UNITS = 10
FACILITIES = {"venue": 4, "sports": 4, "canteen": 2, "parking": 2}
EVENING = datetime(2150, 6, 1, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    return town.person(Role.STREET_STAFF, areas=(STREET,))


@pytest.fixture(scope="module")
def units(town: Town) -> list[Person]:
    return [town.person(Role.EMPLOYER) for _ in range(LEAD_UNITS)]


def test_lead_units_claim_what_communities_list(office: Person, units: list[Person]):
    works = [
        {"title": f"微改造{number + 1}", "kind": "works", "area": f"{STREET}.{number + 1:03d}"} for number in range(10)
    ]
    needs = office.post("/v1/need-surveys", {"survey": "社区需求清单", "rows": works})["needs"]
    projects = []
    for number, (unit, need) in enumerate(zip(units, needs, strict=True)):
        body = {"unit": f"牵头单位{number + 1}", "kind": "works", "area": STREET, "capacity": 1}
        resource = unit.post("/v1/resources", body)
        projects.append(unit.post(f"/v1/needs/{need}/claims", {"resource_id": resource["id"]}))
        taken = unit.refused("POST", f"/v1/needs/{need}/claims", {"resource_id": resource["id"]})
        assert taken["code"] == "not_allowed_now"
    assert all(each["claimed"] for each in projects)
    for unit, project in zip(units, projects, strict=True):
        unit.post(f"/v1/projects/{project['id']}/start")
        assert unit.post(f"/v1/projects/{project['id']}/finish")["percent"] == 100
    assert len(office.get("/v1/projects", area=STREET, state="done")["items"]) == LEAD_UNITS
    assert len(office.get("/v1/needs", area=STREET, state="met")["items"]) == LEAD_UNITS


def test_idle_facilities_are_shared_without_overbooking(office: Person, units: list[Person]):
    listed: list[dict[str, Any]] = []
    for kind, many in FACILITIES.items():
        for number in range(many):
            body = {"unit": f"{kind}{number + 1}", "kind": kind, "area": STREET, "capacity": 1, "by_booking": True}
            listed.append(units[len(listed) % LEAD_UNITS].post("/v1/resources", body))
    shared = office.get("/v1/resources", area=STREET, by_booking=True)["items"]
    assert Counter(each["kind"] for each in shared) == FACILITIES
    time = {"starts_at": EVENING.isoformat(), "ends_at": (EVENING + timedelta(hours=2)).isoformat()}
    for each in listed:
        here = f"/v1/resources/{each['id']}/bookings"
        office.post(here, time | {"purpose": "居民活动"})
        second = units[0].refused("POST", here, time | {"purpose": "单位活动"})
        assert second["code"] == "volunteers.overbooked"
