"""Smart neighbours: many complaints about charging points of three building groups become one matter, which is deliberated,
built, reported back to each who complained, and rated by each."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from tests.support.ear import Ear
from tests.support.neighbours import Quarter, act, an_account, north_of, reported, seen
from tests.support.town import Person, Town

GRID = "150407.005.001.001"
GROUPS = ("一组团", "二组团", "三组团")
COMPLAINTS_PER_GROUP = 6
JOINERS_PER_GROUP = 5
APART_M = 180
BUILT = "三个组团共建成 24 个充电桩，已通电"


@dataclass
class Voiced:
    """Those who complained, and what each of them filed; who joined has filed nothing."""

    people: dict[str, Person] = field(default_factory=dict)
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    unreached: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 108.2, 30.6)


@pytest.fixture(scope="module")
def community(quarter: Quarter) -> Person:
    return quarter.staff(Role.COMMUNITY_STAFF, quarter.community)


def complaint(group: str, point: dict[str, float], number: int) -> dict[str, Any]:
    text = f"{group}没有电动车充电桩，居民飞线充电，十分危险"
    return {"category": "charging", "text": text, "point": north_of(point, number), "extra": {"vehicles": 10 + number}}


def voiced(quarter: Quarter) -> Voiced:
    """Each group: some report, some are shown what is near by and join, and one old neighbour tells the grid worker."""
    found, south = Voiced(), quarter.spot()
    for place, group in enumerate(GROUPS):
        point = north_of(south, APART_M * place)
        for number in range(COMPLAINTS_PER_GROUP):
            account = an_account()
            person = found.people[account] = quarter.resident(account=account)
            found.tickets[account] = reported(person, **complaint(group, point, number))
        for _ in range(JOINERS_PER_GROUP):
            account = an_account()
            person = found.people[account] = quarter.resident(account=account)
            nearest = person.get("/v1/tickets/nearby", category="charging", **point)["items"][0]
            assert nearest["metres"] <= COMPLAINTS_PER_GROUP
            act(person, nearest, "join")
        told = {"on_behalf": {"name": f"{group}老人", "phone": "13900000000"}, "channel": "home_visit"}
        found.unreached.append(reported(quarter.worker, **complaint(group, point, 0) | told))
    return found


def made_one(community: Person, found: Voiced) -> dict[str, Any]:
    """The duty desk goes through what the first may be the same as, until there is nothing more."""
    head = next(iter(found.tickets.values()))
    while alike := community.get(f"/v1/tickets/{head['id']}/duplicates", limit=50)["items"]:
        for each in alike:
            assert each["score"] >= 50 and each["likeness"]["category"] == 20
            act(community, each, "merge", into=head["id"], note="同为充电桩问题")
    return seen(community, head)


def agreed_on(quarter: Quarter, community: Person, head: dict[str, Any], named: dict[str, Person]) -> None:
    """Topic, talk, a vote by household in all three groups, and a resolution that carries the matter."""
    people = list(named.values())
    topic = community.post("/v1/topics", {
        "area": quarter.community, "kind": "estate", "title": "三个组团充电桩选址", "text": "建在哪里、谁来出资",
        "tickets": [head["id"]], "seconds_needed": 10,
    })  # fmt: skip
    path = f"/v1/topics/{topic['id']}"
    for person in people[:10]:
        person.post(path + "/second")
    community.post(path + "/agree")
    community.post(path + "/debate")
    for person in people[:5]:
        person.post(path + "/statements", {"text": "建在车棚旁，离楼体六米以上"})
    vote = community.post("/v1/votes", {
        "area": quarter.community, "question": "是否同意选址方案？", "options": ["同意", "反对"], "topic": topic["id"],
        "roll": [{"household": f"{GROUPS[n % 3]}-{n}", "account": account} for n, account in enumerate(named)],
        "rules": {"quorum": {"parts": 2, "of": 3}, "needed": {"parts": 1, "of": 2}},
        "closes_at": (datetime.now(UTC) + timedelta(hours=2)).isoformat(),
    })  # fmt: skip
    for number, person in enumerate(people[:28]):
        person.post(f"/v1/votes/{vote['id']}/cast", {"choices": [1 if number % 6 else 2]})
    result = community.post(f"/v1/votes/{vote['id']}/close")["result"]
    assert result["quorum_reached"] and result["options"][0]["adopted"]
    community.post(path + "/decide", {"outcome": "三个组团各建 8 个"})
    resolution = community.post("/v1/resolutions", {
        "area": quarter.community, "kind": "project", "title": "建充电桩", "text": "三处共 24 个", "unit": "街道办事处",
        "worth": 9_600_000, "due": "2027-06-30", "topic": topic["id"], "vote": vote["id"], "ticket": head["id"],
    })  # fmt: skip
    community.post(f"/v1/resolutions/{resolution['id']}/reports", {"text": "桩体到货", "progress": 60})
    community.post(f"/v1/resolutions/{resolution['id']}/carry-out", {"feedback": BUILT})
    community.post(path + "/carry-out")


def test_many_complaints_become_one_matter_that_is_answered_to_each(quarter: Quarter, community: Person):
    found = voiced(quarter)
    head = made_one(community, found)
    reports, joiners = 3 * COMPLAINTS_PER_GROUP, 3 * JOINERS_PER_GROUP
    assert (len(found.tickets), len(found.people)) == (reports, reports + joiners) == (18, 33)
    assert len(head["merged"]) == reports - 1 + len(GROUPS)
    assert head["supporters"] == reports - 1 + joiners + len(GROUPS) == 35
    assert (head["colour"], head["citizen_since"]) == ("red", head["opened_at"])

    act(community, head, "accept")
    act(community, head, "lead", name="赵主任")
    agreed_on(quarter, community, head, found.people)

    with Ear(quarter.town.servers.broker.amqp_url, "tickets.ticket.answered.v1") as ear:
        act(community, head, "finish", note=BUILT)
        heard = ear.hear(lambda event: event["subject"] == head["id"] and event["data"]["action"] == "finish")
    assert set(heard["data"]["accounts"]) == set(found.people)
    unreached = community.get(f"/v1/tickets/{head['id']}/to-answer")["items"]
    assert {each["number"] for each in unreached} == {each["number"] for each in found.unreached}
    for each in unreached:
        assert act(community, {"id": each["ticket_id"]}, "contact", reason="电话告知结果")["phone"] == "13900000000"
    for account, ticket in found.tickets.items():
        own = seen(found.people[account], ticket)
        assert own.get("outcome", own)["note"] == BUILT

    rated_by_each(found, head)
    entry = next(each for each in quarter.town.nobody().get("/v1/board", area=GRID, limit=100)["items"]
                 if each["number"] == head["number"])  # fmt: skip
    assert (entry["state"], entry["supporters"], entry["note"]) == ("closed", 35, BUILT)


def rated_by_each(found: Voiced, head: dict[str, Any]) -> None:
    """Every one of them is asked once, the first reporter first, whose word closes the matter."""
    for number, person in enumerate(found.people.values()):
        asked = [each["id"] for each in person.get("/v1/ratings/awaiting")["items"]]
        assert asked == [head["id"]]
        act(person, head, "rate", stars=5 if number % 7 else 3, solved=True)
        assert person.get("/v1/ratings/awaiting")["items"] == []
