"""Duplicates become one matter: nobody is lost, one clock, one answer, and all of it can be undone."""

from datetime import datetime

import pytest

from shared.contracts.actor import Role
from tests.support.ear import Ear
from tests.support.neighbours import Quarter, act, actions, an_account, finished, north_of, refused, reported, seen
from tests.support.town import Person, Town

GRID = "150407.003.001.001"
ANSWERED = "tickets.ticket.answered.v1"


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 107.0, 30.6)


@pytest.fixture
def community(quarter: Quarter) -> Person:
    return quarter.staff(Role.COMMUNITY_STAFF, quarter.community)


def merged(worker: Person, child: dict, parent: dict, **body) -> dict:
    return act(worker, child, "merge", into=parent["id"], **body)


def two(quarter: Quarter, **fields):
    """Two reports of the same, the parent being the later one, with their reporters."""
    spot, one, other = quarter.spot(), quarter.resident(), quarter.resident()
    return (one, reported(one, spot, **fields)), (other, reported(other, spot, **fields))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_child_shows_where_it_went_and_parent_lists_it(quarter: Quarter):
    (reporter, child), (other, parent) = two(quarter)
    told = merged(quarter.worker, child, parent, note="同一处")
    assert (told["state"], told["merged_into"], told["outcome"]["number"]) == ("merged", parent["id"], parent["number"])
    assert told["history"][-1]["note"] == "同一处"
    goes_on = seen(quarter.worker, parent)
    assert (goes_on["merged"], goes_on["supporters"]) == ([child["number"]], 1)
    assert (goes_on["history"][-1]["action"], goes_on["history"][-1]["note"]) == ("take_in", child["number"])
    assert seen(reporter, child)["outcome"]["state"] == "open"
    assert "unmerge" in actions(seen(quarter.worker, child))
    assert seen(other, parent)["supporters"] == 1


def test_parent_keeps_the_earliest_citizen_clock(quarter: Quarter):
    (_, child), (_, parent) = two(quarter)
    assert moment(child["citizen_since"]) < moment(parent["citizen_since"])
    merged(quarter.worker, child, parent)
    told = seen(quarter.worker, parent)
    assert told["citizen_since"] == child["citizen_since"]
    assert (told["reaction_due"], told["promised_at"]) == (child["reaction_due"], child["promised_at"])
    assert told["opened_at"] == parent["opened_at"]


def test_later_clock_of_a_child_changes_nothing(quarter: Quarter):
    (_, parent), (_, child) = two(quarter)
    merged(quarter.worker, child, parent)
    assert seen(quarter.worker, parent)["citizen_since"] == parent["citizen_since"]


def test_merged_matter_waits_at_no_desk_and_for_no_time(quarter: Quarter):
    (_, child), (_, parent) = two(quarter)
    merged(quarter.worker, child, parent)
    assert child["id"] not in {each["id"] for each in quarter.worker.get("/v1/inbox", limit=100)["items"]}
    row = quarter.town.database("tickets")["tickets"].find_one({"_id": child["id"]})
    assert row["live"] is False and row.get("check_at") is None


def test_everybody_who_reported_or_joined_hears_one_answer_and_rates_it(quarter: Quarter):
    spot, accounts = quarter.spot(), [an_account() for _ in range(5)]
    first, second, third, *joiners = (quarter.resident(account=account) for account in accounts)
    parent, *children = (reported(who, spot) for who in (first, second, third))
    act(joiners[0], children[0], "join")
    act(joiners[1], parent, "join")
    for child in children:
        merged(quarter.worker, child, parent)
    assert seen(quarter.worker, parent)["supporters"] == 4
    with Ear(quarter.town.servers.broker.amqp_url, ANSWERED) as ear:
        finished(quarter.worker, parent, "路面已修复")
        heard = ear.hear(lambda event: event["subject"] == parent["id"] and event["data"]["action"] == "finish")
    assert sorted(heard["data"]["accounts"]) == sorted(accounts)
    for who, child in ((second, children[0]), (joiners[0], children[0]), (third, children[1])):
        outcome = seen(who, child)["outcome"]
        assert (outcome["state"], outcome["note"], outcome["ticket_id"]) == ("done", "路面已修复", parent["id"])
    act(first, parent, "confirm")
    for stars, who in enumerate((first, second, third, *joiners), start=1):
        assert [each["id"] for each in who.get("/v1/ratings/awaiting")["items"]] == [parent["id"]]
        act(who, parent, "rate", stars=stars)
        assert refused(who, parent, "rate", stars=1)["code"] == "tickets.rated_already"
    rows = quarter.town.database("tickets")["ticket_ratings"].find({"ticket": parent["id"]})
    assert sorted(row["stars"] for row in rows) == [1, 2, 3, 4, 5]


def test_those_of_the_child_are_told_that_it_was_merged_and_taken_apart(quarter: Quarter):
    account = an_account()
    child = reported(quarter.resident(account=account), spot := quarter.spot())
    parent = reported(quarter.resident(), spot)
    with Ear(quarter.town.servers.broker.amqp_url, ANSWERED) as ear:
        merged(quarter.worker, child, parent)
        heard = ear.hear(lambda event: event["subject"] == child["id"])["data"]
        assert (heard["action"], heard["into"], heard["accounts"]) == ("merge", parent["number"], [account])
        act(quarter.worker, child, "unmerge", reason="两处")
        again = ear.hear(lambda event: event["subject"] == child["id"])["data"]
    assert (again["action"], again["state"], again["accounts"]) == ("unmerge", "open", [account])


def test_reporter_of_a_child_disagrees_with_the_answer_of_the_parent(quarter: Quarter):
    (reporter, child), (_, parent) = two(quarter)
    merged(quarter.worker, child, parent)
    finished(quarter.worker, parent)
    assert {each["action"] for each in seen(reporter, child)["outcome"]["actions"]} == {"disagree"}
    again = act(reporter, parent, "disagree", reason="仍有坑")
    assert (again["state"], again["desk"]) == ("open", quarter.community)
    assert seen(reporter, child)["outcome"]["state"] == "open"


def test_who_reported_both_counts_as_reporter_alone(quarter: Quarter):
    spot, reporter = quarter.spot(), quarter.resident()
    child, parent = reported(reporter, spot), reported(reporter, spot)
    merged(quarter.worker, child, parent)
    assert seen(reporter, parent)["supporters"] == 0
    act(quarter.worker, child, "unmerge", reason="两处")
    assert seen(reporter, child)["state"] == seen(reporter, parent)["state"] == "open"


def test_who_reported_the_same_cannot_leave_and_who_joined_can(quarter: Quarter):
    (reporter, child), (_, parent) = two(quarter)
    joiner = quarter.resident()
    act(joiner, child, "join")
    merged(quarter.worker, child, parent)
    path = f"/v1/tickets/{parent['id']}/join"
    assert reporter.refused("DELETE", path)["code"] == "tickets.reported_too"
    assert joiner.refused("DELETE", f"/v1/tickets/{child['id']}/join")["into"] == parent["number"]
    assert joiner.send("DELETE", path).json()["supporters"] == 1
    assert joiner.refused("GET", f"/v1/tickets/{child['id']}")["code"] == "not_found"


def test_merged_matter_names_its_head_to_who_wants_to_join(quarter: Quarter):
    (_, child), (_, parent) = two(quarter)
    merged(quarter.worker, child, parent)
    problem = refused(quarter.resident(), child, "join")
    assert (problem["code"], problem["into"]) == ("tickets.merged_elsewhere", parent["number"])
    assert problem["ticket_id"] == parent["id"]


def test_chain_leads_to_its_head(quarter: Quarter):
    spot, people = quarter.spot(), [quarter.resident() for _ in range(4)]
    a, b, c, d = (reported(who, spot) for who in people)
    merged(quarter.worker, a, b)
    merged(quarter.worker, b, c)
    assert merged(quarter.worker, d, a)["merged_into"] == c["id"]
    assert seen(people[0], a)["outcome"]["number"] == c["number"]
    told = seen(quarter.worker, c)
    assert (told["supporters"], told["merged"], told["citizen_since"]) == (
        3, [b["number"], d["number"]], a["citizen_since"],
    )  # fmt: skip
    listed = people[0].get("/v1/tickets")["items"][0]
    assert listed["outcome"]["ticket_id"] == c["id"]


def test_middle_of_a_chain_is_taken_out_with_all_that_came_by_it(quarter: Quarter):
    spot, people = quarter.spot(), [quarter.resident() for _ in range(3)]
    a, b, c = (reported(who, spot) for who in people)
    merged(quarter.worker, a, b)
    merged(quarter.worker, b, c)
    act(quarter.worker, a, "unmerge", reason="另一条路")
    told = seen(quarter.worker, c)
    assert (told["supporters"], told["citizen_since"]) == (1, b["citizen_since"])
    assert seen(quarter.worker, b)["supporters"] == 0
    act(quarter.worker, b, "unmerge", reason="又一条路")
    told = seen(quarter.worker, c)
    assert (told["supporters"], told["citizen_since"], told.get("merged")) == (0, c["citizen_since"], [])


def test_unmerged_matter_has_its_clock_its_desk_and_its_people_again(quarter: Quarter):
    (reporter, child), (other, parent) = two(quarter)
    joiner, both = quarter.resident(), quarter.resident()
    act(joiner, child, "join")
    for ticket in (child, parent):
        act(both, ticket, "join")
    merged(quarter.worker, child, parent)
    assert seen(quarter.worker, parent)["supporters"] == 3
    told = act(quarter.worker, child, "unmerge", reason="不是同一处")
    assert (told["state"], told["desk"], told["citizen_since"]) == ("open", child["desk"], child["citizen_since"])
    assert "merged_into" not in told and "outcome" not in told
    assert told["supporters"] == 2 and told["history"][-1]["note"] == "不是同一处"
    goes_on = seen(quarter.worker, parent)
    assert (goes_on["supporters"], goes_on["citizen_since"]) == (1, parent["citizen_since"])
    assert goes_on["merged"] == [] and goes_on["history"][-1]["action"] == "give_back"
    assert seen(both, parent)["following"] and seen(both, child)["following"]
    for who in (reporter, joiner):
        assert who.refused("GET", f"/v1/tickets/{parent['id']}")["code"] == "not_found"
    assert seen(reporter, child)["state"] == "open" and seen(other, parent)["state"] == "open"
    assert refused(quarter.worker, child, "unmerge", reason="x")["code"] == "not_allowed_now"


def test_who_has_no_account_stays_reachable(quarter: Quarter):
    spot = quarter.spot()
    body = {"on_behalf": {"name": "王奶奶", "phone": "13800000000"}}
    child = reported(quarter.worker, spot, **body)
    parent = reported(quarter.resident(), spot)
    merged(quarter.worker, child, parent)
    assert seen(quarter.worker, parent)["supporters"] == 1
    path = f"/v1/tickets/{parent['id']}/to-answer"
    (someone,) = quarter.worker.get(path)["items"]
    assert someone == {
        "ticket_id": child["id"], "number": child["number"], "channel": "face_to_face", "contact": True, "person": False,
    }  # fmt: skip
    assert act(quarter.worker, child, "contact", reason="告知结果")["name"] == "王奶奶"
    act(quarter.worker, parent, "hand-over", desk=quarter.street, note="街道负责")
    street = quarter.staff(Role.STREET_STAFF, quarter.street)
    assert street.get(path)["items"] == [someone]
    assert act(street, child, "contact", reason="告知结果")["phone"] == "13800000000"
    assert quarter.worker.refused("GET", path)["code"] == "forbidden"
    assert quarter.resident().refused("GET", path)["code"] == "forbidden"


def test_resident_for_whom_a_worker_filed_follows_the_parent(quarter: Quarter):
    spot, person = quarter.spot(), an_account()
    child = reported(quarter.worker, spot, on_behalf={"person": person})
    parent = reported(quarter.resident(), spot)
    merged(quarter.worker, child, parent)
    assert seen(quarter.resident(person=person), parent)["following"]


def test_nobody_merges_beyond_their_own_desks(quarter: Quarter, community: Person):
    (reporter, child), (_, parent) = two(quarter)
    assert refused(reporter, child, "merge", into=parent["id"])["code"] == "forbidden"
    stranger = quarter.staff(Role.GRID_WORKER, "150407.003.002.001")
    assert refused(stranger, child, "merge", into=parent["id"])["code"] == "not_found"
    act(quarter.worker, parent, "hand-over", desk=quarter.community, note="社区牵头")
    assert refused(quarter.worker, child, "merge", into=parent["id"])["code"] == "forbidden"
    assert merged(community, child, parent)["state"] == "merged"


def test_wrong_parents_are_refused(quarter: Quarter, community: Person):
    (_, child), (_, other) = two(quarter)
    assert refused(quarter.worker, child, "merge", into=child["id"])["code"] == "tickets.merged_with_itself"
    nothing = refused(quarter.worker, child, "merge", into=an_account())
    assert (nothing["status"], nothing["code"]) == (422, "tickets.no_such_matter")
    about = an_account()
    complaint = reported(quarter.resident(), quarter.spot(), against=about)
    assert refused(community, child, "merge", into=complaint["id"])["code"] == "tickets.different_complaint"
    assert refused(community, complaint, "merge", into=child["id"])["code"] == "tickets.different_complaint"
    finished(quarter.worker, other)
    settled = refused(quarter.worker, child, "merge", into=other["id"])
    assert (settled["code"], settled["state"]) == ("tickets.merged_into_settled", "done")
    assert seen(quarter.worker, child)["state"] == "open"


def test_no_circle_comes_about(quarter: Quarter):
    (_, child), (_, parent) = two(quarter)
    merged(quarter.worker, child, parent)
    assert refused(quarter.worker, parent, "merge", into=child["id"])["code"] == "tickets.merged_with_itself"
    assert refused(quarter.worker, child, "merge", into=parent["id"])["code"] == "not_allowed_now"


def test_matter_does_not_go_to_whom_the_citizen_disagreed_with(quarter: Quarter, community: Person):
    account = an_account()
    leader = quarter.staff(Role.COMMUNITY_STAFF, quarter.community, account)
    (reporter, child), (_, parent) = two(quarter)
    finished(leader, child)
    act(reporter, child, "disagree", reason="没修")
    act(leader, parent, "accept")
    street = quarter.staff(Role.STREET_STAFF, quarter.street)
    assert refused(street, child, "merge", into=parent["id"])["code"] == "tickets.not_again_here"


def test_paused_matter_takes_a_child_in_and_stays_paused(quarter: Quarter):
    (_, child), (_, parent) = two(quarter)
    act(quarter.worker, parent, "accept")
    act(quarter.worker, parent, "pause", reason="weather", note="暴雨")
    merged(quarter.worker, child, parent)
    told = seen(quarter.worker, parent)
    assert told["state"] == "waiting" and "until" not in told["pauses"][-1]


def test_possible_duplicates_come_with_what_speaks_for_each(quarter: Quarter, community: Person):
    spot = quarter.spot()
    ticket = reported(quarter.resident(), spot, text="三号楼前路面塌陷，有大坑")
    same = reported(quarter.resident(), north_of(spot, 15), text="三号楼前路面塌陷")
    lamp = reported(quarter.resident(), north_of(spot, 15), category="lighting", text="路灯不亮")
    far = reported(quarter.resident(), north_of(spot, 900), text="减速带松动")
    reported(quarter.resident(), north_of(spot, 1500), text="三号楼前路面塌陷，有大坑")
    path = f"/v1/tickets/{ticket['id']}/duplicates"
    found = community.get(path)["items"]
    assert [each["id"] for each in found] == [same["id"], lamp["id"], far["id"]]
    best = found[0]
    assert best["likeness"]["category"] == 20 and best["likeness"]["distance"] >= 29 and best["likeness"]["words"] > 35
    assert best["score"] == sum(best["likeness"].values())
    assert community.get(path, limit=1)["items"] == found[:1]
    assert quarter.resident().refused("GET", path)["code"] == "forbidden"
    stranger = quarter.staff(Role.GRID_WORKER, "150407.003.002.001")
    assert stranger.refused("GET", path)["code"] == "not_found"
