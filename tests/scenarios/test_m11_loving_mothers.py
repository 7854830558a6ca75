"""Loving mothers: paired with children who need care, trained and checked before, with visits by a plan and gaps shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.pairing import Community, Somebody, confirm, tell, today, told
from tests.support.town import Town
from tests.support.waiting import eventually

STREET = "150504.411"
MOTHERS = 12
LATE = 2
WEEKS = 4
EVERY_WEEK = {"interval": 7, "grace": 2, "what": ["company", "lessons", "meals"]}


@pytest.fixture(scope="module")
def here(town: Town) -> Iterator[Community]:
    yield Community(town, f"{STREET}.001")


def test_mothers_are_trained_checked_and_paired_and_visit_by_a_plan(town: Town, here: Community):
    street = town.person(Role.STREET_STAFF, areas=(STREET,))
    training = trained_for(here, street)
    mothers = [here.volunteer() for _ in range(MOTHERS)]
    children = [here.child(name=f"孩子{number}号") for number in range(MOTHERS)]
    assert here.not_proposed(mothers[0].volunteer, children[0], "carer_child")["code"] == "volunteers.vetting_missing"
    for mother in mothers:
        here.vet(mother)
    assert here.not_proposed(mothers[0].volunteer, children[0], "carer_child")["code"] == "volunteers.training_missing"
    attend(town, here, training, mothers)
    pairs = [
        here.begun(mother, child, "carer_child", days_ago=WEEKS * 7, plan=EVERY_WEEK)
        for mother, child in zip(mothers, children, strict=True)
    ]
    for number, (mother, pair) in enumerate(zip(mothers, pairs, strict=True)):
        weeks = range(WEEKS, 2, -1) if number < LATE else range(WEEKS, 0, -1)
        visits = tell(mother, pair, *(told(7 * week - 5, 90) for week in weeks))
        confirm(here.staff, visits)
    mothers[0].post(
        f"{pairs[0]}/failed-visits", {"at": told(5)["began_at"], "because": "nobody_home", "needs": "请社区联系家长"}
    )

    visits = (MOTHERS - LATE) * WEEKS + LATE * (WEEKS - 2)
    period = {"area": STREET, "since": (today() - timedelta(days=40)).isoformat(), "until": today().isoformat()}
    counted = eventually(
        lambda: (figures := street.get("/v1/pairing/figures", **period)["total"])["gaps_open"] == LATE and figures
    )
    assert counted == {
        "active": MOTHERS, "visits": visits, "minutes": visits * 90, "failed": 1, "gaps": LATE, "gaps_open": LATE,
        "in_time": visits, "in_time_permille": visits * 1000 // (visits + LATE),
    }  # fmt: skip
    gaps = street.get("/v1/pairing/gaps", area=STREET)["items"]
    assert {gap["pair_id"] for gap in gaps} == {pair.rpartition("/")[2] for pair in pairs[:LATE]}
    assert {gap["late_days"] for gap in gaps} == {7}
    needs = here.staff.get("/v1/pair-visits", area=here.area, open_needs="true")["items"]
    assert [each["needs"] for each in needs] == ["请社区联系家长"]
    confirm(here.staff, tell(mothers[0], pairs[0], told(1)))
    left = street.get("/v1/pairing/gaps", area=STREET)["items"]
    assert [gap["pair_id"] for gap in left] == [pairs[1].rpartition("/")[2]]
    assert mothers[-1].get("/v1/volunteers/me/service")["minutes"] == WEEKS * 90


def trained_for(here: Community, street) -> str:
    """The training that the street requires of whoever cares for a child."""
    begins = datetime.now(UTC) + timedelta(days=1)
    training = here.staff.post("/v1/trainings", {
        "area": here.area, "title": "爱心妈妈岗前培训", "places": MOTHERS,
        "sessions": [{"begins_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}],
    })["id"]  # fmt: skip
    street.put(f"/v1/pairing/rules/{STREET}/carer_child", {"most_active": 1, "training": training})
    return training


def attend(town: Town, here: Community, training: str, mothers: list[Somebody]) -> None:
    for mother in mothers:
        mother.post(f"/v1/trainings/{training}/signups", {})
    rows = town.database("volunteers")["trainings"]
    ahead = rows.find_one({"_id": training})["sessions"][0]
    past = {f"sessions.0.{name}": ahead[name] - timedelta(days=9) for name in ("begins_at", "ends_at")}
    rows.update_one({"_id": training}, {"$set": past})
    body = {"session": 1, "volunteers": [mother.volunteer for mother in mothers]}
    assert here.staff.post(f"/v1/trainings/{training}/attendance", body)["sessions"][0]["attended"] == MOTHERS
