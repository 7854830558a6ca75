"""Many at once on one matter, over several replicas: nobody is lost, nobody counts twice, and losers hear a clean no."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest

from shared.contracts.actor import Role
from tests.support.neighbours import Quarter, act, finished, reported, seen
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150407.004.001.001"
AT_ONCE = 40
CLEAN = {"not_allowed_now", "conflict"}


@pytest.fixture(scope="module")
def quarter(town: Town) -> Iterator[Quarter]:
    """Three replicas of tickets answer while this module runs."""
    processes = town.suite.processes["tickets"]
    known = len(processes)
    for _ in range(2):
        town.suite.start_one("tickets")
    try:
        town.suite.wait_ready()
        yield Quarter(town, GRID, 107.6, 30.6)
    finally:
        for place in range(known, len(processes)):
            town.suite.kill("tickets", place)
        del processes[known:]


@pytest.fixture
def ticket(quarter: Quarter) -> dict[str, Any]:
    return reported(quarter.resident(), quarter.spot())


def codes(requests: Sequence[Callable[[], Any]]) -> list[str]:
    """What became of each of these, sent all at once: ok, or the code of the refusal."""
    start = Barrier(min(len(requests), AT_ONCE))

    def one(place: int) -> str:
        if place < start.parties:
            start.wait()
        reply = requests[place]()
        if reply.ok:
            return "ok"
        assert reply.status_code == 409, reply.text
        return reply.json()["code"]

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(one, range(len(requests))))


def asks(person: Person, ticket: dict[str, Any], action: str, **body: Any) -> Callable[[], Any]:
    return lambda: person.send("POST", f"/v1/tickets/{ticket['id']}/{action}", body)


def stored(quarter: Quarter, ticket: dict[str, Any]) -> dict[str, Any]:
    return quarter.town.database("tickets")["tickets"].find_one({"_id": ticket["id"]})


def crowd(quarter: Quarter, ticket: dict[str, Any], count: int) -> list[Person]:
    people = [quarter.resident() for _ in range(count)]
    assert set(codes([asks(each, ticket, "join") for each in people])) == {"ok"}
    return people


def test_hundreds_join_at_once_and_each_counts_once(quarter: Quarter, ticket: dict):
    people = [quarter.resident() for _ in range(200)]
    found = codes([asks(each, ticket, "join") for each in people for _ in range(2)])
    assert Counter(found)["ok"] == 200
    assert set(found) <= {"ok", "conflict", "tickets.following_already"}
    assert seen(people[0], ticket)["supporters"] == 200
    eventually(lambda: stored(quarter, ticket)["supporters"] == 200)
    assert quarter.town.database("tickets")["ticket_followers"].count_documents({"ticket": ticket["id"]}) == 200


def test_joining_and_leaving_at_once_ends_with_those_who_stayed(quarter: Quarter, ticket: dict):
    leaving = crowd(quarter, ticket, 40)
    coming = [quarter.resident() for _ in range(40)]
    path = f"/v1/tickets/{ticket['id']}/join"
    moves = [lambda each=each: each.send("DELETE", path) for each in leaving]
    found = codes([request for pair in zip(moves, (asks(each, ticket, "join") for each in coming), strict=True)
                   for request in pair])  # fmt: skip
    assert set(found) == {"ok"}
    eventually(lambda: stored(quarter, ticket)["supporters"] == 40)
    assert all(seen(each, ticket)["following"] for each in coming[:3])


def test_who_joins_while_a_matter_is_merged_comes_along(quarter: Quarter):
    spot = quarter.spot()
    child, parent = (reported(quarter.resident(), spot) for _ in range(2))
    people = [quarter.resident() for _ in range(60)]
    requests = [asks(each, child, "join") for each in people]
    requests.insert(15, asks(quarter.worker, child, "merge", into=parent["id"]))
    found = codes(requests)
    assert found.pop(15) == "ok"
    assert set(found) <= {"ok", "tickets.merged_elsewhere"}
    joined = [each for each, code in zip(people, found, strict=True) if code == "ok"]
    eventually(lambda: stored(quarter, parent)["supporters"] == 1 + len(joined))
    for each in joined:
        assert seen(each, parent)["following"]


def test_one_of_many_accepters_has_it(quarter: Quarter, ticket: dict):
    workers = [quarter.staff(Role.GRID_WORKER, quarter.grid) for _ in range(30)]
    found = codes([asks(each, ticket, "accept") for each in workers])
    assert found.count("ok") == 1 and set(found) <= {"ok", *CLEAN}
    row = stored(quarter, ticket)
    assert Counter(step["action"] for step in row["history"]) == {"open": 1, "accept": 1}


def test_one_of_many_confirmations_closes_it(quarter: Quarter):
    reporter = quarter.resident()
    ticket = reported(reporter, quarter.spot())
    finished(quarter.worker, ticket)
    found = codes([asks(reporter, ticket, "confirm") for _ in range(20)])
    assert found.count("ok") == 1 and set(found) <= {"ok", *CLEAN}
    assert seen(reporter, ticket)["state"] == "closed"


@pytest.mark.parametrize("turn", range(6))
def test_one_of_those_who_close_it_at_the_same_moment_wins(quarter: Quarter, turn: int):
    """The reporter confirms and rates, a follower disagrees, and time is up, all at once."""
    reporter, follower = quarter.resident(), quarter.resident()
    ticket = reported(reporter, quarter.spot())
    act(follower, ticket, "join")
    finished(quarter.worker, ticket)
    requests = [
        asks(reporter, ticket, "confirm"),
        asks(reporter, ticket, "rate", stars=5),
        asks(follower, ticket, "disagree", reason="没修好"),
    ]
    past = {"confirm_by": datetime.now(UTC), "check_at": datetime.now(UTC)}
    quarter.town.database("tickets")["tickets"].update_one({"_id": ticket["id"]}, {"$set": past})
    found = codes([*requests[turn % 3 :], *requests[: turn % 3]])
    assert set(found) <= {"ok", *CLEAN}
    steps = stored(quarter, ticket)["history"]
    assert len([step for step in steps if step.get("source") == "done"]) == 1
    taken = [step["action"] for step in steps if step["action"] in ("confirm", "rate", "disagree")]
    assert len(taken) == len(set(taken)) == found.count("ok")
    ratings = quarter.town.database("tickets")["ticket_ratings"].count_documents({"ticket": ticket["id"]})
    assert ratings == taken.count("rate")
    assert stored(quarter, ticket)["reopened"] == taken.count("disagree")


def test_crowd_that_disagrees_opens_it_once(quarter: Quarter, ticket: dict):
    people = crowd(quarter, ticket, 30)
    finished(quarter.worker, ticket)
    found = codes([asks(each, ticket, "disagree", reason="没修好") for each in people])
    assert found.count("ok") == 1 and set(found) <= {"ok", *CLEAN}
    row = stored(quarter, ticket)
    assert (row["state"], row["reopened"], row["desk"]) == ("open", 1, quarter.community)


def test_crowd_that_rates_is_counted_to_the_last(quarter: Quarter):
    reporter = quarter.resident()
    ticket = reported(reporter, quarter.spot())
    people = crowd(quarter, ticket, 60)
    finished(quarter.worker, ticket)
    act(reporter, ticket, "confirm")
    found = codes([asks(each, ticket, "rate", stars=4) for each in people for _ in range(2)])
    assert found.count("ok") == 60
    assert set(found) <= {"ok", "conflict", "tickets.rated_already"}
    assert quarter.town.database("tickets")["ticket_ratings"].count_documents({"ticket": ticket["id"]}) == 60


@pytest.mark.parametrize("turn", range(6))
def test_two_matters_merged_into_each_other_become_one(quarter: Quarter, turn: int):
    spot = quarter.spot()
    a, b = (reported(quarter.resident(), spot) for _ in range(2))
    found = codes([asks(quarter.worker, a, "merge", into=b["id"]), asks(quarter.worker, b, "merge", into=a["id"])])
    assert found.count("ok") == 1
    assert set(found) <= {"ok", "tickets.merged_with_itself", *CLEAN}
    rows = {row["_id"]: row for row in (stored(quarter, a), stored(quarter, b))}
    (child,) = [row for row in rows.values() if row["state"] == "merged"]
    head = rows[child["merged_into"]]
    assert (head["state"], head["supporters"], head["merged"]) == ("open", 1, [child["number"]])


def test_ring_of_mergers_ends_in_heads_that_are_open(quarter: Quarter):
    spot = quarter.spot()
    tickets = [reported(quarter.resident(), spot) for _ in range(5)]
    around = [*tickets[1:], tickets[0]]
    found = codes([asks(quarter.worker, one, "merge", into=other["id"])
                   for one, other in zip(tickets, around, strict=True)])  # fmt: skip
    assert set(found) <= {"ok", "tickets.merged_with_itself", "tickets.merged_into_settled", *CLEAN}
    rows = [stored(quarter, each) for each in tickets]
    heads = [row for row in rows if row["state"] != "merged"]
    assert found.count("ok") == len(rows) - len(heads) and heads
    assert sum(row["supporters"] for row in heads) == len(rows) - len(heads)
    for each in tickets:
        told = seen(quarter.worker, each)
        assert told.get("outcome", told)["state"] == "open"


def test_repeated_key_joins_once_however_many_send_it(quarter: Quarter, ticket: dict):
    joiner, headers = quarter.resident(), {"Idempotency-Key": uuid.uuid4().hex}
    path = f"/v1/tickets/{ticket['id']}/join"
    found = codes([lambda: joiner.send("POST", path, {}, headers=dict(headers)) for _ in range(20)])
    assert set(found) <= {"ok", "conflict"} and "ok" in found
    assert seen(joiner, ticket)["supporters"] == 1
