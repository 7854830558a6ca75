"""Shifts that somebody can take: none that is full, needs another skill, collides, is closed or not open yet."""

import uuid
from datetime import UTC, datetime, timedelta

from shared.contracts.actor import Role
from tests.support.town import Person, Town

AREA = "150506.003.001"


def shift_in(staff: Person, minutes: int, **more) -> str:
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=minutes)
    body = {
        "area": AREA, "title": "值守", "category": "safety", "place": "门岗", "starts": starts.isoformat(), "minutes": 60,
        "needs": [{"places": 1}],
    } | more  # fmt: skip
    opened = staff.post("/v1/activities", body)
    return staff.get("/v1/shifts", area=AREA, activity_id=opened["id"])["items"][0]["id"]


def resident(town: Town, *skills: str) -> tuple[Person, str]:
    person = town.person(Role.RESIDENT, account=uuid.uuid4().hex)
    return person, person.put("/v1/volunteers/me", {"area": AREA, "skills": list(skills)})["id"]


def test_only_what_one_can_take_is_listed_the_soonest_first(town: Town):
    staff = town.person(Role.COMMUNITY_STAFF, areas=(AREA,))
    me, volunteer = resident(town, "haircuts")
    other, _ = resident(town)
    later, soon = shift_in(staff, 600), shift_in(staff, 300)
    full, cutting = shift_in(staff, 900), shift_in(staff, 1200, needs=[{"skill": "haircuts", "places": 1}])
    shift_in(staff, 5000, opens_before=1)
    shift_in(staff, 20, closes_before=30)
    called_off, mine = shift_in(staff, 1500), shift_in(staff, 1800)
    shift_in(staff, 1830)
    other.post(f"/v1/shifts/{full}/entries", {})
    staff.post(f"/v1/shifts/{called_off}/cancellation", {"reason": "下雨"})
    me.post(f"/v1/shifts/{mine}/entries", {})

    def listed(**query) -> list[str]:
        page = me.get("/v1/volunteers/me/takeable-shifts", area="150506.003", **query)
        return [shift["id"] for shift in page["items"]]

    assert listed() == [soon, later]
    staff.post(f"/v1/volunteers/{volunteer}/skills", {"skill": "haircuts", "evidence": "证书"})
    assert listed() == [soon, later, cutting]
    paged, query = [], {"limit": 2}
    while True:
        page = me.get("/v1/volunteers/me/takeable-shifts", area=AREA, **query)
        paged += [shift["id"] for shift in page["items"]]
        if "next" not in page:
            break
        query["cursor"] = page["next"]
    assert paged == [soon, later, cutting]
    for shift in paged:
        assert me.post(f"/v1/shifts/{shift}/entries", {"waits": False})["mine"]["state"] == "signed_up"
    me.post("/v1/volunteers/me/rest", {"until": (datetime.now(UTC) + timedelta(days=1)).isoformat()})
    assert listed() == []
    stranger = town.person(Role.RESIDENT)
    assert (
        stranger.refused("GET", f"/v1/volunteers/me/takeable-shifts?area={AREA}")["code"] == "volunteers.not_enrolled"
    )
    bad = other.refused("GET", f"/v1/volunteers/me/takeable-shifts?area={AREA}&cursor=WyIwIl0")
    assert bad["code"] == "bad_cursor"
