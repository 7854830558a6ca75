"""Elders' teams: five teams of 38 people with 14 assistants who lead them, and what they serve."""

from datetime import timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.pairing import Community, today
from tests.support.town import Town

STREET = "150504.424"
TEAMS = {
    "夕阳红议事队": "care",
    "银龄调解队": "safety",
    "老党员宣讲队": "culture",
    "老教师辅导队": "teaching",
    "老军人巡查队": "safety",
}
MEMBERS = (8, 8, 8, 7, 7)
ASSISTANTS = (3, 3, 3, 3, 2)


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, f"{STREET}.001")


def test_five_teams_of_thirty_eight_elders_are_led_by_fourteen_assistants(town: Town, here: Community):
    teams = []
    for (name, category), members, assistants in zip(TEAMS.items(), MEMBERS, ASSISTANTS, strict=True):
        leaders = [here.volunteer() for _ in range(assistants)]
        form = {"area": here.area, "name": name, "category": category, "leader": leaders[0].volunteer}
        team = here.staff.post("/v1/teams", form)["id"]
        for leader in leaders[1:]:
            here.staff.post(f"/v1/teams/{team}/leaders", {"volunteer_id": leader.volunteer})
        elders = [here.volunteer() for _ in range(members)]
        for elder in elders:
            elder.post(f"/v1/teams/{team}/members", {})
        teams.append((team, leaders, elders))

    street = town.person(Role.STREET_STAFF, areas=(STREET,))
    shown = street.get("/v1/teams", area=STREET, limit=100)["items"]
    led = sum(len(team["leaders"]) for team in shown)
    assert (len(shown), led, sum(team["members"] for team in shown) - led) == (5, 14, 38)
    assert {team["name"] for team in shown} == set(TEAMS)

    yesterday = (today() - timedelta(days=1)).isoformat()
    for team, leaders, elders in teams:
        activity = leaders[0].post("/v1/activities", {
            "area": here.area, "title": "每周巡访", "category": "care", "team_id": team, "place": "老年活动中心",
            "starts": f"{today() + timedelta(days=1)}T09:00:00+08:00", "minutes": 60, "rule": "FREQ=WEEKLY;COUNT=4",
            "needs": [{"places": 10}],
        })["id"]  # fmt: skip
        rows = [{"day": yesterday, "volunteer_id": elder.volunteer} for elder in elders]
        assert leaders[0].post(f"/v1/activities/{activity}/turns", {"turns": rows})["recorded"] == len(elders)
    served = street.get("/v1/rota/figures", area=STREET, since=yesterday, until=yesterday)
    assert (served["turns"], served["volunteers"], served["minutes"]) == (38, 38, 38 * 60)
