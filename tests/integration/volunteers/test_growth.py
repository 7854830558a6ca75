"""Postings to groups, the growth index from what is on record, and honours, through the gateway."""

import uuid
from datetime import datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town

STREET = "150455.003"


def today():
    return datetime.now(SHANGHAI).date()


def month(day) -> str:
    return f"{day:%Y-%m}"


class Block:
    """A community of its own, so that its ranking holds nobody else."""

    def __init__(self, town: Town, number: int) -> None:
        self.town = town
        self.area = f"{STREET}.{number:03d}"
        self.staff = town.person(Role.COMMUNITY_STAFF, areas=(self.area,))
        self.code = self.staff.post("/v1/duty/codes", {"community": self.area})["code"]
        body = {"community": self.area, "kind": "care_visits", "title": "探访岗", "places": 100}
        self.post = f"/v1/volunteer-posts/{self.staff.post('/v1/volunteer-posts', body)['id']}"

    def member(self, deeds: int, rating: int | None = None, day=None) -> tuple[Person, str]:
        """Somebody with confirmed deeds."""
        person = self.town.person(Role.RESIDENT)
        me = person.put("/v1/volunteers/me", {"area": self.area})["id"]
        person.post("/v1/duty/reports", {"code": self.code})
        person.post(f"{self.post}/claims", {})
        if deeds:
            told = {"day": (day or today()).isoformat(), "minutes": 30, "note": "探访"}
            listed = person.post(f"{self.post}/deeds", {"deeds": [told] * deeds})["items"]
            body = {"deeds": [each["id"] for each in listed], "confirm": True}
            self.staff.post("/v1/deeds/decisions", body | ({"rating": rating} if rating else {}))
        return person, me

    def ranked(self, period: str, **query) -> dict:
        return self.staff.get("/v1/growth", area=self.area, period=period, **query)


@pytest.fixture
def posting(town: Town) -> tuple[Block, str, dict]:
    block = Block(town, 1)
    _, me = block.member(0)
    body = {"group": uuid.uuid4().hex, "area": block.area, "volunteer_id": me}
    return block, me, block.staff.post("/v1/group-postings", body)


def test_volunteer_serves_one_group_and_a_group_has_one(posting: tuple[Block, str, dict]):
    block, me, posted = posting
    again = {"group": uuid.uuid4().hex, "area": block.area, "volunteer_id": me}
    problem = block.staff.refused("POST", "/v1/group-postings", again)
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.posted_already", "/volunteer_id")
    _, other = block.member(0)
    taken = {"group": posted["group"], "area": block.area, "volunteer_id": other}
    problem = block.staff.refused("POST", "/v1/group-postings", taken)
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.posted_already", "/group")
    end = f"/v1/group-postings/{posted['id']}/end"
    assert block.staff.post(end, {})["ended_at"]
    assert block.staff.refused("POST", end, {})["code"] == "volunteers.posting_ended"
    assert block.staff.post("/v1/group-postings", again)["volunteer_id"] == me
    assert block.staff.post("/v1/group-postings", taken)["volunteer_id"] == other
    listed = block.staff.get("/v1/group-postings", area=block.area)["items"]
    assert posted["id"] in [each["id"] for each in listed]
    stranger = block.town.person(Role.COMMUNITY_STAFF, areas=("150455.099",))
    assert stranger.refused("POST", end, {})["code"] == "not_found"
    assert stranger.refused("POST", "/v1/group-postings", taken)["code"] == "outside_area"


def test_answers_are_counted_by_staff_within_the_posting(posting: tuple[Block, str, dict]):
    block, me, posted = posting
    count = f"/v1/group-postings/{posted['id']}/answers"
    for answers in (3, 7):
        block.staff.post(count, {"day": today().isoformat(), "answers": answers})
    early = (today() - timedelta(days=1)).isoformat()
    problem = block.staff.refused("POST", count, {"day": early, "answers": 1})
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.answers_outside_posting", "/day")
    (row,) = (row for row in block.ranked(month(today()), limit=100)["items"] if row["volunteer_id"] == me)
    assert (row["answers"], row["index"]) == (7, 14)


def test_nobody_counts_their_own_answers(town: Town):
    block = Block(town, 1)
    both = town.person(Role.COMMUNITY_STAFF, areas=(block.area,))
    me = both.put("/v1/volunteers/me", {"area": block.area})["id"]
    body = {"group": uuid.uuid4().hex, "area": block.area, "volunteer_id": me}
    posted = block.staff.post("/v1/group-postings", body)
    answers = {"day": today().isoformat(), "answers": 9}
    problem = both.refused("POST", f"/v1/group-postings/{posted['id']}/answers", answers)
    assert problem["code"] == "volunteers.own_answers"


def test_index_comes_from_what_is_on_record_and_again_the_same(town: Town):
    block = Block(town, 2)
    (person, best), (_, second), _ = block.member(4, rating=5), block.member(2), block.member(0)
    shown = block.ranked(month(today()))
    rows = [(row["volunteer_id"], row["index"], row["rank"], row["honoured"]) for row in shown["items"]]
    assert rows == [(best, 4 * 10 + 4 * 5, 1, True), (second, 20, 2, False)] and shown["formula"] == 0
    assert block.ranked(month(today())) == shown
    first = block.ranked(month(today()), limit=1)
    rest = block.ranked(month(today()), limit=1, cursor=first["next"])
    assert first["items"] + rest["items"] == shown["items"]
    quarter = f"{today().year}-Q{(today().month + 2) // 3}"
    assert block.ranked(quarter)["items"] == shown["items"]
    assert person.get("/v1/growth/me", area=block.area, period=quarter) == shown["items"][0]
    query = f"area={block.area}&period={quarter}"
    assert town.person(Role.RESIDENT).refused("GET", f"/v1/growth/me?{query}")["code"] == "not_found"
    stranger = town.person(Role.COMMUNITY_STAFF, areas=("150455.099",))
    assert stranger.refused("GET", f"/v1/growth?{query}")["code"] == "outside_area"


def test_honours_of_a_period_are_kept_once_when_it_is_over(town: Town):
    block = Block(town, 3)
    past = today().replace(day=1) - timedelta(days=1)
    members = [block.member(deeds, day=past)[1] for deeds in (3, 1, 3)]
    body = {"area": block.area, "period": month(past)}
    kept = block.staff.post("/v1/growth/honours", body)
    assert {row["volunteer_id"] for row in kept["honoured"]} == {members[0], members[2]}
    assert (kept["volunteers"], kept["least"], kept["formula"]) == (3, 30, 0)
    reckoned = [row for row in block.ranked(month(past))["items"] if row["honoured"]]
    assert reckoned == kept["honoured"]
    assert town.person(Role.RESIDENT).get("/v1/growth/honours", **body) == kept
    assert block.staff.refused("POST", "/v1/growth/honours", body)["code"] == "volunteers.period_closed"
    now = {"area": block.area, "period": month(today())}
    problem = block.staff.refused("POST", "/v1/growth/honours", now)
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.period_open", "/period")


def test_formula_is_public_and_never_changes_what_has_begun(town: Town):
    district = f"{uuid.uuid4().int % 100_000:05d}9"
    office = town.person(Role.DISTRICT_STAFF, areas=(district,))
    weights = {"deed": 20, "session": 1, "answer": 1, "rating": 0, "honours_permille": 50}
    asked = {"district": district, "since": today().isoformat()} | weights
    problem = office.refused("POST", "/v1/growth/formulas", asked)
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.retroactive", "/since")
    later = asked | {"since": (today() + timedelta(days=2)).isoformat()}
    assert office.post("/v1/growth/formulas", later)["number"] == 1
    assert office.refused("POST", "/v1/growth/formulas", later)["code"] == "volunteers.formula_order"
    assert office.refused("POST", "/v1/growth/formulas", later | {"district": "150455"})["code"] == "outside_area"
    shown = town.nobody().get("/v1/growth/formulas", district=district)
    assert [(each["number"], each["deed"]) for each in shown["items"]] == [(0, 10), (1, 20)]
    assert "deed" in shown["rule"] and "deed" in shown["rule_en"]
