"""Community workers with four posts and eighteen grades: appointed, promoted, transferred, dismissed, and found."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Town

COMMUNITY = "150202.934.001"
GRIDS = tuple(f"{COMMUNITY}.{number:03d}" for number in (1, 2, 3))
TODAY = datetime.now(UTC).astimezone(SHANGHAI).date()


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


@pytest.fixture(scope="module")
def community(town: Town) -> str:
    for index, grid in enumerate(GRIDS):
        town.draw_square(grid, 113.0 + index * 0.01, 41.0)
    return COMMUNITY


@pytest.fixture
def director(town: Town):
    return town.person(Role.STREET_STAFF, areas=("150202.934",))


def duty(post: str, *areas: str, **more):
    return {"post": post, "areas": list(areas), "since": day(-30)} | more


def appoint(officer, number: str, name: str, **fields):
    return officer.post("/v1/staff", {"staff_number": number, "name": name} | fields)


def test_catalogue_has_four_graded_posts_and_eighteen_grades(town: Town):
    posts = town.nobody().get("/v1/posts")["items"]
    graded = [post for post in posts if post["grades"]]
    assert len(graded) == 4
    assert {grade for post in graded for grade in post["grades"]} == set(range(1, 19))


def test_worker_rises_by_one_grade_and_keeps_the_history(community: str, director):
    appoint(director, "CW9341", "林晓", **duty("community_worker", community, grade=11))
    risen = director.post("/v1/staff/CW9341/promote", {"reason": "考核优秀"})
    assert [held["grade"] for held in risen["appointments"]] == [11, 12]
    assert [held["phase"] for held in risen["appointments"]] == ["ended", "in_force"]
    assert director.refused("POST", "/v1/staff/CW9341/promote", {"reason": "再升"})["code"] == "residents.top_grade"


def test_grade_outside_of_the_post_is_refused(community: str, director):
    body = {"staff_number": "CW9342", "name": "林晓"} | duty("community_worker", community, grade=13)
    problem = director.refused("POST", "/v1/staff", body)
    assert (problem["code"], problem["lowest"], problem["highest"]) == ("residents.wrong_grade", 1, 12)


def test_who_answers_for_a_grid_is_known_for_any_day(town: Town, community: str, director):
    appoint(director, "GW9341", "周敏", phone="11119340001", **duty("grid_worker", GRIDS[0]))
    appoint(director, "CS9341", "郑强", **duty("community_secretary", community))
    resident = town.person(Role.RESIDENT)
    now = resident.get("/v1/responsible", area=GRIDS[0])["items"]
    assert [who["staff_number"] for who in now][:2] == ["GW9341", "CS9341"]
    assert now[0]["phone"] == "11119340001"
    assert resident.get("/v1/responsible", area=GRIDS[0], on=day(-31))["items"] == []
    director.post("/v1/staff/GW9341/transfer", duty("grid_worker", GRIDS[1], since=day(0)))
    before = resident.get("/v1/responsible", area=GRIDS[0], on=day(-1), post="grid_worker")["items"]
    after = resident.get("/v1/responsible", area=GRIDS[0], post="grid_worker")["items"]
    assert ([who["staff_number"] for who in before], after) == (["GW9341"], [])


def test_grid_without_worker_is_vacant_until_somebody_is_appointed(community: str, director):
    def vacant():
        return [grid["area"] for grid in director.get("/v1/vacancies", area=community)["items"]]

    assert GRIDS[2] in vacant()
    appoint(director, "GW9343", "孙宁", **duty("grid_worker", GRIDS[2]))
    assert GRIDS[2] not in vacant()
    director.post("/v1/staff/GW9343/dismiss", {"reason": "辞职"})
    assert GRIDS[2] in vacant()


def test_appointment_that_lies_ahead_gives_no_role_yet(community: str, director):
    planned = appoint(director, "GW9344", "何静", **duty("grid_worker", GRIDS[2], since=day(7), until=day(100)))
    assert (planned["serving"], planned["roles"], planned["appointments"][0]["phase"]) == (False, [], "planned")


def test_nobody_fills_posts_at_or_above_their_own_or_elsewhere(town: Town, community: str, director):
    secretary = town.person(Role.COMMUNITY_STAFF, areas=(community,))
    body = {"staff_number": "CS9345", "name": "甲"} | duty("community_deputy", community)
    assert secretary.refused("POST", "/v1/staff", body)["code"] == "residents.above_rank"
    elsewhere = body | duty("community_deputy", "150202.901.001")
    assert director.refused("POST", "/v1/staff", elsewhere)["code"] == "outside_area"


def test_repeated_appointment_is_refused_and_stale_change_too(community: str, director):
    appoint(director, "GW9346", "冯涛", **duty("grid_worker", GRIDS[1]))
    again = {"staff_number": "GW9346", "name": "冯涛"} | duty("grid_worker", GRIDS[1])
    assert director.refused("POST", "/v1/staff", again)["code"] == "residents.staff_serves"
    stale = director.refused("POST", "/v1/staff/GW9346/dismiss", {"reason": "x"}, headers={"If-Match": '"7"'})
    assert stale["code"] == "stale_version"


def test_appointment_and_dismissal_are_announced_with_roles_and_areas(town: Town, community: str, director):
    appoint(director, "GW9347", "吴迪", **duty("grid_worker", GRIDS[1]))
    director.post("/v1/staff/GW9347/dismiss", {"reason": "调离"})
    stored = town.database("residents")["staff"].find_one({"_id": "GW9347"})
    assert (stored["serving"], stored["version"]) == (False, 2)
    assert "name" in stored and "phone" not in stored
