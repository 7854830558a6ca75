"""Postings to groups, the growth index from what is on record, and honours, through the gateway."""

import uuid
from concurrent.futures import ThreadPoolExecutor
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

    def own(self, person: Person, period: str) -> dict:
        return person.get("/v1/growth/me", area=self.area, period=period)

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


def test_own_rank_is_counted_and_is_that_of_the_ranking(town: Town):
    block, period = Block(town, 4), month(today())
    people = [block.member(deeds, rating=rating) for deeds, rating in ((3, 1), (2, None), (2, None), (0, None))]
    (_, first), (_, trained_id), _, (_, turned_id) = people
    begins = datetime.now(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    session = {"begins_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=1)).isoformat()}
    body = {"area": block.area, "title": "急救", "places": 5, "sessions": [session]}
    training = f"/v1/trainings/{block.staff.post('/v1/trainings', body)['id']}"
    block.staff.post(f"{training}/participants", {"volunteers": [trained_id]})
    for _ in range(2):
        block.staff.post(f"{training}/attendance", {"session": 1, "volunteers": [trained_id]})
    starts = datetime.now(SHANGHAI) - timedelta(seconds=1)
    rota = {"area": block.area, "title": "值守", "category": "safety", "place": "门岗", "starts": starts.isoformat(),
            "minutes": 60, "needs": [{"places": 3}]}  # fmt: skip
    activity = block.staff.post("/v1/activities", rota)["id"]
    turn = {"day": starts.date().isoformat(), "volunteer_id": turned_id}
    for _ in range(2):
        block.staff.post(f"/v1/activities/{activity}/turns", {"turns": [turn]})

    def same() -> list[tuple[int, int]]:
        rows = {row["volunteer_id"]: row for row in block.ranked(period)["items"]}
        for person, volunteer in people:
            if volunteer in rows:
                assert block.own(person, period) == rows[volunteer]
            else:
                query = f"/v1/growth/me?area={block.area}&period={period}"
                assert person.refused("GET", query)["code"] == "not_found"
        return [(row["index"], row["rank"]) for row in rows.values()]

    assert same() == [(33, 1), (25, 2), (20, 3), (5, 4)]
    (shift,) = block.staff.get("/v1/shifts", area=block.area, activity_id=activity)["items"]
    block.staff.post(f"/v1/shifts/{shift['id']}/entries/{turned_id}/strike", {"reason": "未到场"})
    assert same() == [(33, 1), (25, 2), (20, 3)]
    block.staff.post(f"/v1/activities/{activity}/turns", {"turns": [turn | {"volunteer_id": first}]})
    assert same() == [(38, 1), (25, 2), (20, 3)]
    better = {"area": block.area, "period": period, "index": {"$gt": 20}}
    plan = town.database("volunteers")["growth_standings"].find(better).explain()["queryPlanner"]["winningPlan"]
    assert "COLLSCAN" not in str(plan)


def test_deeds_of_one_volunteer_confirmed_at_once_all_count(town: Town):
    block, period = Block(town, 5), month(today())
    person, _ = block.member(0)
    deeds = [{"day": today().isoformat(), "minutes": 30, "note": "探访"}] * 8
    told = [each["id"] for each in person.post(f"{block.post}/deeds", {"deeds": deeds})["items"]]

    def confirm(deed: str) -> bool:
        return block.staff.send("POST", "/v1/deeds/decisions", {"deeds": [deed], "confirm": True}).ok

    with ThreadPoolExecutor(len(told)) as pool:
        confirmed = sum(pool.map(confirm, told))
    assert confirmed >= 1
    assert block.own(person, period) == block.ranked(period)["items"][0]
    assert block.own(person, period)["deeds"] == confirmed


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
