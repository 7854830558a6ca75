"""Teams of volunteers by category: 23 in 5 categories, free haircuts on every first Monday, 36 clean-ups; a year of more than
2,000 people, 3,000 served, 50 home visits and 50 works, and of 8 partner units under signed agreements."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.volunteering import day, known

AREA = "150453.007.001"
CATEGORIES = ("daily_life", "environment", "culture", "safety", "care")
TEAMS = 23
CLEAN_UPS = 36
YEAR = "150506.022.001"
MEMBERS, UNITS = 2000, 8
HAIRCUT_DAYS, HOME_VISITS, WORKS = 12, 52, 54


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


def test_a_year_of_teams_and_partner_units_is_on_record(town: Town):
    office = known(town, Role.COMMUNITY_STAFF, areas=(YEAR,))
    leader = known(town, Role.RESIDENT)
    volunteer = leader.put("/v1/volunteers/me", {"area": YEAR})["id"]
    names = ("理发", "探访", "清洁", "书画", "巡防")
    teams = [
        office.post("/v1/teams", {"area": YEAR, "name": f"{name}队", "category": category, "leader": volunteer})["id"]
        for name, category in zip(names, CATEGORIES, strict=True)
    ]
    people = enrolled(town, MEMBERS)
    for team, since in zip(teams, range(0, MEMBERS, 500), strict=False):
        office.post(f"/v1/teams/{team}/enlistments", {"volunteers": people[since : since + 500]})
    counted = office.get("/v1/teams/figures", area=YEAR)
    assert (counted["teams"], len(counted["categories"]), counted["people"]) == (5, 5, MEMBERS + 1)

    told = [leader.post(f"/v1/teams/{team}/deliveries", {"deliveries": done})["items"] for team, done in zip(teams, [
        rows("service", HAIRCUT_DAYS, 160, "首个星期一义务理发"), rows("home_visit", HOME_VISITS, 1, "上门探访"),
        rows("clean_up", CLEAN_UPS, 20, "清洁家园"), rows("work", WORKS, 0, "书画作品"),
    ], strict=False)]  # fmt: skip
    for number in range(UNITS):
        worker = known(town, Role.PARTNER)
        unit = office.post("/v1/partner-units", {
            "area": YEAR, "name": f"共建单位{number + 1}", "kind": "office", "workers": [worker.account],
        })  # fmt: skip
        agreement = office.post("/v1/agreements", {
            "unit_id": unit["id"], "area": YEAR, "title": "共建协议", "valid_from": day(-300).isoformat(),
            "valid_until": day(65).isoformat(),
            "promises": [{"title": "惠民服务", "kind": "service", "measure": "times", "quantity": 2}],
        })  # fmt: skip
        here = f"/v1/agreements/{agreement['id']}"
        worker.post(f"{here}/unit-signature")
        office.post(f"{here}/signature", {"paper": f"共建〔{number + 1}〕号", "signed_on": day().isoformat()})
        done = [
            {"project": 1, "day": day(-n).isoformat(), "quantity": 1, "served": 30, "what": "惠民服务"} for n in (1, 9)
        ]
        told.append(worker.post(f"{here}/deliveries", {"deliveries": done})["items"])
    waiting = [each["id"] for items in told for each in items]
    refused = leader.refused("POST", "/v1/deliveries/decisions", {"deliveries": waiting[:1], "confirm": True})
    assert refused["code"] == "forbidden"
    for since in range(0, len(waiting), 100):
        office.post("/v1/deliveries/decisions", {"deliveries": waiting[since : since + 100], "confirm": True})

    street = known(town, Role.STREET_STAFF, areas=(YEAR[:10],))
    found = street.get("/v1/deliveries/figures", area=YEAR[:10], since=day(-365).isoformat())
    kinds = {each["kind"]: each["deliveries"] for each in found["kinds"]}
    assert (kinds["home_visit"], kinds["clean_up"], kinds["work"]) == (HOME_VISITS, CLEAN_UPS, WORKS)
    assert (found["served"], found["units"], found["teams"], found["waiting"]) == (
        HAIRCUT_DAYS * 160 + HOME_VISITS + CLEAN_UPS * 20 + UNITS * 2 * 30, UNITS, 4, 0,
    )  # fmt: skip
    assert found["served"] > 3000
    agreements = street.get("/v1/agreements/figures", area=YEAR[:10])
    assert (agreements["states"], agreements["units"], agreements["fulfilled"]) == ({"running": UNITS}, UNITS, UNITS)


def rows(kind: str, many: int, served: int, what: str) -> list[dict]:
    return [{"kind": kind, "day": day(-3 * n).isoformat(), "served": served, "what": what} for n in range(many)]


def enrolled(town: Town, many: int) -> list[str]:
    """Volunteers as the service keeps them; each enrolling for themselves is tested elsewhere."""
    chain = [".".join(YEAR.split(".")[:depth]) for depth in (3, 2, 1)]
    kept = [
        {"_id": uuid.uuid4().hex, "account": uuid.uuid4().hex, "area": YEAR, "within": chain, "radius": 2000,
         "skills": [], "wishes": [], "slots": [], "confirmations": [], "enrolled_at": datetime.now(UTC), "version": 1}
        for _ in range(many)
    ]  # fmt: skip
    town.database("volunteers")["volunteers"].insert_many(kept)
    return [each["_id"] for each in kept]
