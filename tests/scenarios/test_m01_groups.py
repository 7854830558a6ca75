"""Groups of neighbours: real names in a grid's group, open and closed doors, moderation, a volunteer for each group."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from shared.contracts.actor import Actor, Role
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150202.935.001.001"
OTHER_GRID = "150202.935.001.002"


class Neighbour(Person):
    def __init__(self, url: str, token: str, person: str) -> None:
        super().__init__(url, token)
        self.person = person


@pytest.fixture(scope="module")
def grid(town: Town) -> str:
    town.draw_square(OTHER_GRID, 113.12, 41.0)
    return town.draw_square(GRID, 113.1, 41.0)


@pytest.fixture
def worker(town: Town, grid: str):
    return town.person(Role.GRID_WORKER, areas=(grid,))


def neighbour(town: Town, area: str):
    """A registered resident of the grid, with a token; stored as the service would, with the mark that has them counted."""
    person, account = uuid.uuid4().hex, uuid.uuid4().hex
    now = datetime.now(UTC)
    town.database("residents")["people"].insert_one(
        {"_id": person, "name": "居民", "sex": "female", "birth_date": datetime(1980, 1, 1, tzinfo=UTC), "marks": [],
         "state": "living_here", "area": area, "account": account, "registered_at": now, "version": 1}
    )  # fmt: skip
    town.database("residents")["figure_marks"].insert_one({"_id": uuid.uuid4().hex, "path": area})
    return Neighbour(town.url, town.token(Actor(account, frozenset({Role.RESIDENT}), person=person)), person)


def found(founder, kind: str, area: str, **more):
    return founder.post("/v1/groups", {"kind": kind, "area": area, "name": "群", "called": "群主"} | more)


def join(who, group):
    return who.post(f"/v1/groups/{group['id']}/join", {"called": "3-201 王"})


def admitted(town: Town, worker, group, area: str = GRID):
    who = neighbour(town, area)
    asked = join(who, group)
    worker.post(f"/v1/groups/{group['id']}/members/{asked['id']}/admit")
    return who, asked


def test_resident_of_the_grid_asks_and_is_admitted_by_the_grid_worker(town: Town, worker):
    group = found(worker, "grid", GRID)
    who = neighbour(town, GRID)
    asked = join(who, group)
    assert (asked["state"], asked["real_name"]) == ("asked", True)
    assert who.refused("GET", f"/v1/groups/{group['id']}/posts")["code"] == "forbidden"
    member = worker.post(f"/v1/groups/{group['id']}/members/{asked['id']}/admit")
    assert (member["state"], who.get(f"/v1/groups/{group['id']}")["members"]) == ("member", 2)


def test_resident_who_moves_away_leaves_the_real_name_group(town: Town, worker):
    group = found(worker, "grid", GRID)
    who, _ = admitted(town, worker, group)
    body = {"why": "moved_away", "on": datetime.now(UTC).date().isoformat()}
    worker.post(f"/v1/people/{who.person}/close", body)
    eventually(lambda: who.get(f"/v1/groups/{group['id']}")["my_state"] == "removed")


def test_stranger_and_resident_of_another_grid_are_refused(town: Town, worker):
    group = found(worker, "grid", GRID)
    path, body = f"/v1/groups/{group['id']}/join", {"called": "路人"}
    assert town.person(Role.RESIDENT).refused("POST", path, body)["code"] == "residents.needs_real_name"
    elsewhere = neighbour(town, OTHER_GRID)
    assert elsewhere.refused("POST", path, body)["code"] == "residents.not_of_this_grid"


def test_open_group_is_joined_at_once_until_it_is_full(town: Town, grid: str):
    group = found(neighbour(town, GRID), "interest", "150202.935.001", door="open", capacity=2)
    assert join(town.person(Role.RESIDENT), group)["state"] == "member"
    refused = town.person(Role.RESIDENT).refused("POST", f"/v1/groups/{group['id']}/join", {"called": "晚到"})
    assert refused["code"] == "residents.group_full"


def test_last_seats_are_given_once_when_many_come_at_the_same_moment(town: Town, worker):
    group = found(worker, "interest", GRID, door="open", capacity=4)
    comers = [town.person(Role.RESIDENT) for _ in range(8)]
    with ThreadPoolExecutor(len(comers)) as pool:
        path, body = f"/v1/groups/{group['id']}/join", {"called": "x"}
        answers = list(pool.map(lambda who: who.send("POST", path, body).status_code, comers))
    assert set(answers) == {200, 409}
    assert answers.count(200) == 3
    assert worker.get(f"/v1/groups/{group['id']}")["members"] == 4


def test_removed_member_reads_no_more_and_comes_back_only_when_admitted(town: Town, worker):
    group = found(worker, "interest", GRID, door="open")
    who = town.person(Role.RESIDENT)
    member = join(who, group)
    removed = worker.post(f"/v1/groups/{group['id']}/members/{member['id']}/remove", {"reason": "发广告"})
    assert (removed["state"], removed["reason"]) == ("removed", "发广告")
    assert who.refused("GET", f"/v1/groups/{group['id']}/posts")["code"] == "forbidden"
    assert join(who, group)["state"] == "asked"


def test_removed_post_is_out_of_sight_but_kept_for_those_who_moderate(town: Town, worker):
    group = found(worker, "grid", GRID)
    who, _ = admitted(town, worker, group)
    reader, _ = admitted(town, worker, group)
    post = who.post(f"/v1/groups/{group['id']}/posts", {"text": "代办贷款，加我微信"})
    worker.post(f"/v1/groups/{group['id']}/posts/{post['id']}/remove", {"reason": "广告"})
    assert reader.get(f"/v1/groups/{group['id']}/posts")["items"] == []
    kept = worker.get(f"/v1/groups/{group['id']}/posts")["items"][0]
    assert (kept["removed"], kept["text"]) == (True, "代办贷款，加我微信")
    record = worker.get(f"/v1/groups/{group['id']}/record")["items"][0]
    assert (record["action"], record["reason"]) == ("remove_post", "广告")


def test_volunteer_is_posted_one_to_one_reads_and_answers(town: Town, worker):
    group, second = found(worker, "grid", GRID), found(worker, "service", GRID)
    who, _ = admitted(town, worker, group)
    account = uuid.uuid4().hex
    volunteer = town.person(Role.VOLUNTEER, account=account)
    posting = {"volunteer": account, "called": "志愿者小李"}
    worker.post(f"/v1/groups/{group['id']}/volunteer", posting)
    elsewhere = worker.refused("POST", f"/v1/groups/{second['id']}/volunteer", posting)
    assert elsewhere["code"] == "residents.volunteer_elsewhere"
    question = who.post(f"/v1/groups/{group['id']}/posts", {"text": "楼道灯坏了找谁？"})
    answer = volunteer.post(f"/v1/groups/{group['id']}/posts", {"text": "已报修", "answers": question["id"]})
    assert (answer["kind"], answer["called"]) == ("answer", "志愿者小李")
    notice = {"text": "周六体检", "kind": "notice"}
    volunteer.post(f"/v1/groups/{group['id']}/posts", notice)
    assert who.refused("POST", f"/v1/groups/{group['id']}/posts", notice)["code"] == "forbidden"
    assert worker.send("DELETE", f"/v1/groups/{group['id']}/volunteer").json()["has_volunteer"] is False


def test_group_keeps_an_owner_and_its_figures_are_counted(town: Town, worker):
    founder = neighbour(town, GRID)
    group = found(founder, "interest", "150202.935.001", door="open")
    assert founder.refused("POST", f"/v1/groups/{group['id']}/leave")["code"] == "residents.last_owner"
    heir = join(town.person(Role.RESIDENT), group)
    founder.put(f"/v1/groups/{group['id']}/members/{heir['id']}/owner", {"owner": True})
    founder.post(f"/v1/groups/{group['id']}/leave")
    figures = worker.get("/v1/group-figures", area="150202.935")
    assert figures["communities"] == 1
    assert figures["groups"] >= 1
    assert founder.get("/v1/groups", mine=True)["items"] == []


def test_dissolved_group_takes_nobody_in(town: Town, worker):
    group = found(worker, "service", GRID, door="open")
    worker.post(f"/v1/groups/{group['id']}/dissolve", {"reason": "合并"})
    refused = town.person(Role.RESIDENT).refused("POST", f"/v1/groups/{group['id']}/join", {"called": "x"})
    assert refused["code"] == "residents.group_dissolved"
