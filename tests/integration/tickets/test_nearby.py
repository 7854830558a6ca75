"""Open matters near by, before somebody reports them again."""

import pytest

from services.tickets.store.nearby import near_stages
from shared.contracts.actor import Role
from tests.support.neighbours import Quarter, act, an_account, finished, north_of, reported
from tests.support.pictures import picture
from tests.support.town import Person, Town

GRID = "150407.001.001.001"
LAMP = {"category": "lighting", "text": "三号楼张三家门口路灯不亮"}


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 107.0, 30.0)


def near(person: Person, spot: dict, category: str = "road", **more) -> list[dict]:
    return person.get("/v1/tickets/nearby", category=category, **spot, **more)["items"]


def ids(found: list[dict]) -> list[str]:
    return [each["id"] for each in found]


def test_nearest_comes_first_and_of_the_equally_near_the_newest(quarter: Quarter):
    spot, asking = quarter.spot(), quarter.resident()
    far, old, new = (reported(quarter.resident(), north_of(spot, metres)) for metres in (200, 20, 20))
    found = near(asking, spot)
    assert ids(found) == [new["id"], old["id"], far["id"]]
    assert [each["metres"] for each in found] == [20, 20, 200]


def test_residents_look_250_metres_around_and_workers_1000(quarter: Quarter):
    spot = quarter.spot()
    tickets = [reported(quarter.resident(), north_of(spot, metres)) for metres in (240, 260, 990, 1010)]
    assert ids(near(quarter.resident(), spot)) == [tickets[0]["id"]]
    assert ids(near(quarter.worker, spot)) == [each["id"] for each in tickets[:3]]


def test_category_has_radii_of_its_own(quarter: Quarter):
    spot = quarter.spot()
    keeper = quarter.town.person(Role.DISTRICT_STAFF, areas=("150407",))
    category = quarter.resident().get("/v1/catalogue/pests")
    fields = {name: value for name, value in category.items() if name not in ("code", "revision", "retired")}
    ticket = reported(quarter.resident(), north_of(spot, 240), category="pests")
    try:
        keeper.put("/v1/catalogue/pests", fields | {"nearby_residents_m": 0, "nearby_staff_m": 200})
        told = quarter.resident().get("/v1/tickets/nearby", category="pests", **north_of(spot, 240))
        assert told == {"radius": 0, "items": []}
        assert near(quarter.worker, spot, "pests") == []
        assert ids(near(quarter.worker, north_of(spot, 100), "pests")) == [ticket["id"]]
    finally:
        keeper.put("/v1/catalogue/pests", fields)


def test_asked_category_comes_first_where_others_are_wanted(quarter: Quarter):
    spot = quarter.spot()
    lamp = reported(quarter.resident(), north_of(spot, 5), **LAMP)
    road = reported(quarter.resident(), north_of(spot, 50))
    asking = quarter.resident()
    assert ids(near(asking, spot)) == [road["id"]]
    assert ids(near(asking, spot, others=True)) == [road["id"], lamp["id"]]
    assert ids(near(asking, spot, others=True, limit=1)) == [road["id"]]


def test_words_of_the_reporter_are_shown_to_staff_of_the_place_alone(quarter: Quarter):
    spot = quarter.spot()
    ticket = reported(quarter.resident(), spot, **LAMP, extra={"lamp": "张三家旁"})
    (told,) = near(quarter.resident(), spot, "lighting")
    assert "张三" not in str(told) and told["number"] == ticket["number"]
    (told,) = near(quarter.worker, spot, "lighting")
    assert told["text"] == LAMP["text"]
    stranger = quarter.staff(Role.GRID_WORKER, "150408.001")
    assert "text" not in near(stranger, spot, "lighting")[0]


def test_choices_and_numbers_are_told_and_free_text_is_not(quarter: Quarter):
    spot = quarter.spot()
    reported(quarter.resident(), spot, category="charging", text="没有充电桩", extra={"vehicles": 12})
    (told,) = near(quarter.resident(), spot, "charging")
    assert told["extra"] == {"vehicles": 12}


def test_long_text_is_shortened(quarter: Quarter):
    spot = quarter.spot()
    reported(quarter.resident(), spot, text="路" * 500)
    assert len(near(quarter.worker, spot)[0]["text"]) == 120


def test_own_and_followed_matters_are_marked(quarter: Quarter):
    spot, reporter, joiner = quarter.spot(), quarter.resident(), quarter.resident()
    ticket = reported(reporter, spot)
    act(joiner, ticket, "join")
    marks = [(told["mine"], told["following"], told["supporters"]) for who in (reporter, joiner, quarter.resident())
             for told in near(who, spot)]  # fmt: skip
    assert marks == [(True, False, 1), (False, True, 1), (False, False, 1)]


def test_settled_matters_are_not_shown(quarter: Quarter):
    spot = quarter.spot()
    done, withdrawn = reported(quarter.resident(), spot), None
    finished(quarter.worker, done)
    reporter = quarter.resident()
    withdrawn = reported(reporter, spot)
    act(reporter, withdrawn, "withdraw")
    assert near(quarter.resident(), spot) == near(quarter.worker, spot) == []


def test_what_is_not_for_the_board_is_not_for_neighbours(quarter: Quarter):
    spot, about = quarter.spot(), an_account()
    quarrel = reported(quarter.resident(), spot, category="dispute", text="与邻居争吵", extra={"between": "neighbours"})
    complaint = reported(quarter.resident(), spot, against=about)
    held = reported(quarter.resident(), spot)
    quarter.town.database("tickets")["tickets"].update_one({"_id": held["id"]}, {"$set": {"held": True}})
    assert near(quarter.resident(), spot, others=True) == []
    assert quarrel["id"] in ids(near(quarter.worker, spot, "dispute"))
    community = quarter.staff(Role.COMMUNITY_STAFF, quarter.community)
    assert complaint["id"] in ids(near(community, spot))
    assert complaint["id"] not in ids(near(quarter.staff(Role.COMMUNITY_STAFF, quarter.community, about), spot))


def test_thumbnail_is_shown_to_who_is_asked_to_join_and_the_photo_is_not(quarter: Quarter):
    spot, reporter, asking = quarter.spot(), quarter.resident(), quarter.resident()
    photo = reporter.post("/v1/photos", data=picture(), headers={"Content-Type": "image/jpeg"})["id"]
    path = f"/v1/photos/{photo}"
    assert asking.refused("GET", path + "/thumbnail")["code"] == "not_found"
    reported(reporter, spot, photos=[photo])
    assert near(asking, spot)[0]["photos"] == [photo]
    assert asking.send("GET", path + "/thumbnail").ok
    assert asking.refused("GET", path)["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ({"category": "no_such_thing"}, "tickets.no_such_category", "category"),
        ({"longitude": 181}, "invalid", "longitude"),
        ({"latitude": None}, "invalid", "latitude"),
        ({"limit": 51}, "invalid", "limit"),
    ],
)
def test_wrong_question_is_refused_with_the_field(quarter: Quarter, query: dict, code: str, pointer: str):
    asked = {"category": "road", **quarter.spot()} | query
    problem = quarter.resident().refused("GET", "/v1/tickets/nearby", params=asked)
    assert problem["code"] == code
    assert pointer in str(problem)


def test_search_goes_over_the_index_of_open_matters(quarter: Quarter):
    spot = quarter.spot()
    reported(quarter.resident(), spot)
    place = (spot["longitude"], spot["latitude"])
    plan = quarter.town.database("tickets").command(
        "explain",
        {"aggregate": "tickets", "pipeline": near_stages(place, 250, True, {"category": "road"}), "cursor": {}},
        verbosity="executionStats",
    )
    assert "GEO_NEAR_2DSPHERE" in str(plan) and "COLLSCAN" not in str(plan)
    assert "'isPartial': True" in str(plan)
