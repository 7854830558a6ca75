"""Teams of volunteers by category: 23 in 5 categories, free haircuts on every first Monday, 36 clean-ups."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town

AREA = "150453.007.001"
CATEGORIES = ("daily_life", "environment", "culture", "safety", "care")
TEAMS = 23
CLEAN_UPS = 36


@pytest.fixture
def staff(town: Town) -> Person:
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


def volunteer(town: Town, staff: Person, *skills: str) -> tuple[Person, str]:
    person = town.person(Role.RESIDENT, account=uuid.uuid4().hex)
    enrolled = person.put("/v1/volunteers/me", {"area": AREA, "skills": list(skills)})["id"]
    for skill in skills:
        staff.post(f"/v1/volunteers/{enrolled}/skills", {"skill": skill, "evidence": "证书"})
    return person, enrolled


def tomorrow(hour: int) -> str:
    day = datetime.now(UTC).astimezone(SHANGHAI) + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()


def test_teams_hold_services_again_and_again(town: Town, staff: Person):
    barber, leader = volunteer(town, staff, "haircuts")
    teams = [
        staff.post(
            "/v1/teams",
            {"area": AREA, "name": f"第{n + 1}志愿队", "category": CATEGORIES[n % len(CATEGORIES)], "leader": leader},
        )
        for n in range(TEAMS)
    ]
    found = staff.get("/v1/teams", area=AREA, limit=100)["items"]
    assert (len(found), len({team["category"] for team in found})) == (23, 5)

    haircuts = barber.post("/v1/activities", {
        "area": AREA, "title": "义务理发", "category": "daily_life", "team_id": teams[0]["id"], "place": "居委会一楼",
        "starts": tomorrow(9), "minutes": 150, "rule": "FREQ=MONTHLY;BYDAY=1MO", "opens_before": 8784,
        "needs": [{"skill": "haircuts", "places": 3}, {"places": 2}],
    })  # fmt: skip
    mondays = barber.get("/v1/shifts", area=AREA, activity_id=haircuts["id"], limit=100)["items"]
    assert len(mondays) in (12, 13)
    for shift in mondays:
        starts = datetime.fromisoformat(shift["starts"]).astimezone(SHANGHAI)
        assert (starts.isoweekday(), starts.day <= 7, starts.hour) == (1, True, 9)
    helper, _ = volunteer(town, staff)
    assert helper.post(f"/v1/shifts/{mondays[0]['id']}/entries", {})["mine"].get("skill") is None
    assert barber.post(f"/v1/shifts/{mondays[0]['id']}/entries", {})["mine"]["skill"] == "haircuts"

    clean_ups = barber.post("/v1/activities", {
        "area": AREA, "title": "清洁家园", "category": "environment", "team_id": teams[1]["id"], "place": "楼前空地",
        "starts": tomorrow(15), "minutes": 90, "rule": f"FREQ=WEEKLY;COUNT={CLEAN_UPS}", "needs": [{"places": 20}],
    })  # fmt: skip
    made = barber.get("/v1/shifts", area=AREA, activity_id=clean_ups["id"], limit=100)["items"]
    assert len(made) == 36
