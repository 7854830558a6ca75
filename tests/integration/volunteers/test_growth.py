"""Postings to groups, the growth index from what is on record, and honours, through the gateway."""

import uuid
from datetime import datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150455.003"
GROUND = "150507.003.001.001"


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


class Groups:
    """A community that residents knows, with staff who found groups and post volunteers to them."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.area = town.draw_square(GROUND, 121.70, 41.0).rpartition(".")[0]
        self.staff = town.person(Role.COMMUNITY_STAFF, areas=(self.area,))

    def found(self) -> str:
        body = {"kind": "interest", "area": self.area, "name": "邻里群", "called": "社区", "door": "open"}
        return f"/v1/groups/{self.staff.post('/v1/groups', body)['id']}"

    def volunteer(self) -> tuple[Person, str, str]:
        """Somebody enrolled, with their account and their id as a volunteer."""
        account = uuid.uuid4().hex
        person = self.town.person(Role.VOLUNTEER, account=account)
        return person, account, person.put("/v1/volunteers/me", {"area": self.area})["id"]

    def posted(self, group: str, account: str) -> None:
        self.staff.post(f"{group}/volunteer", {"volunteer": account, "called": "志愿者小李"})

    def of_group(self, group: str) -> list[dict]:
        """Its postings, the newest first."""
        listed = self.staff.get("/v1/group-postings", area=self.area, limit=100)["items"]
        return [each for each in listed if group.endswith(each["group"])]


@pytest.fixture(scope="module")
def groups(town: Town) -> Groups:
    return Groups(town)


def test_posting_follows_the_group(groups: Groups):
    group, (_, account, me), (_, other, other_id) = groups.found(), groups.volunteer(), groups.volunteer()
    groups.posted(group, account)
    (posting,) = eventually(lambda: groups.of_group(group))
    assert (posting["volunteer_id"], "ended_at" in posting) == (me, False)
    groups.posted(group, other)
    now, before = eventually(lambda: (found := groups.of_group(group))[1:] and found)
    assert (now["volunteer_id"], "ended_at" in now, "ended_at" in before) == (other_id, False, True)
    groups.staff.send("DELETE", f"{group}/volunteer").raise_for_status()
    eventually(lambda: "ended_at" in groups.of_group(group)[0])
    second = groups.found()
    groups.posted(second, account)
    eventually(lambda: groups.of_group(second))
    groups.staff.post(f"{second}/dissolve", {"reason": "合并"})
    eventually(lambda: "ended_at" in groups.of_group(second)[0])


def test_posting_of_who_never_enrolled_names_nobody(groups: Groups):
    group = groups.found()
    groups.posted(group, uuid.uuid4().hex)
    (posting,) = eventually(lambda: groups.of_group(group))
    assert "volunteer_id" not in posting


def test_answered_matter_counts_once(groups: Groups):
    group, (person, account, me), period = groups.found(), groups.volunteer(), month(today())
    before = groups.staff.get("/v1/group-postings/figures", area=groups.area, period=period)
    groups.posted(group, account)
    questions = [groups.staff.post(f"{group}/posts", {"text": "楼道灯坏了找谁？"})["id"] for _ in range(2)]
    own = person.post(f"{group}/posts", {"text": "大家好"})["id"]
    for question in (*questions, questions[0], own):
        person.post(f"{group}/posts", {"text": "已报修", "answers": question})
    groups.staff.post(f"{group}/posts", {"text": "收到", "answers": questions[0]})

    def row() -> dict | None:
        rows = groups.staff.get("/v1/growth", area=groups.area, period=period, limit=100)["items"]
        return next((row for row in rows if row["volunteer_id"] == me and row["answers"] == len(questions)), None)

    assert eventually(row)["index"] == 2 * len(questions)
    after = groups.staff.get("/v1/group-postings/figures", area=groups.area, period=period)
    assert (after["groups"] - before["groups"], after["answers"] - before["answers"]) == (1, len(questions))
    assert after["communities"] == 1
    query = f"area={groups.area}&period={period}"
    stranger = groups.town.person(Role.COMMUNITY_STAFF, areas=("150455.099",))
    assert stranger.refused("GET", f"/v1/group-postings/figures?{query}")["code"] == "outside_area"
    assert stranger.refused("GET", f"/v1/group-postings?area={groups.area}")["code"] == "outside_area"


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
    assert town.person(Role.RESIDENT).refused("GET", f"/v1/growth/me?{query}")["code"] == "volunteers.not_enrolled"
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
