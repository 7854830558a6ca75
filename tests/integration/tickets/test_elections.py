"""Elections: one ballot each, nobody knows whose, everybody finds theirs, anybody counts again."""

import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from services.tickets.domain.tally import digest_of, tally
from shared.contracts.actor import Role
from shared.contracts.tickets.elections import Ballot
from tests.support.ballot_papers import Paper, ballot, take
from tests.support.town import Town
from tests.support.waiting import eventually

AREA = "150202.612.001"


@pytest.fixture
def host(town: Town):
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


def open_for(town: Town, host, count: int, seconds: float = 3600, **fields):
    accounts = [uuid.uuid4().hex for _ in range(count)]
    body = {
        "area": AREA, "office": "3号楼楼长", "candidates": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}],
        "closes_at": (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(),
        "roll": [{"household": f"3-{number}", "account": account} for number, account in enumerate(accounts)],
    }  # fmt: skip
    return host.post("/v1/elections", body | fields), [town.person(Role.RESIDENT, account=a) for a in accounts]


def put(town: Town, election, body):
    return town.nobody().send("POST", f"/v1/elections/{election['id']}/ballots", body)


def refusal(reply) -> str:
    assert not reply.ok
    return reply.json()["code"]


def test_each_voter_finds_the_ballot_and_anybody_counts_again(town: Town, host):
    election, voters = open_for(town, host, 7, seats=2, max_choices=2)
    chosen = {}
    for index, voter in enumerate(voters):
        paper, signature = take(voter, election)
        choices = [1 + index % 3, 1 + (index + 1) % 3]
        assert put(town, election, ballot(paper, signature, *choices)).json() == {"paper": paper.number, "cast": True}
        chosen[paper.number] = sorted(choices)
    path = f"/v1/elections/{election['id']}"
    assert town.nobody().refused("GET", path + "/ballots")["code"] == "tickets.election_open"
    closed = host.post(path + "/close")
    shown = town.nobody().get(path + "/ballots")
    assert {each["paper"]: each["choices"] for each in shown["ballots"]} == chosen
    again = tally(
        [Ballot(**each) for each in shown["ballots"]],
        shown["candidates"],
        shown["seats"],
        shown["lot_seed"],
        len(voters),
    )
    assert again.model_dump(mode="json") == closed["result"]
    assert digest_of([Ballot(**each) for each in shown["ballots"]]) == shown["digest"] == closed["result"]["digest"]
    assert hashlib.sha256(shown["lot_seed"].encode()).hexdigest() == election["lot_commitment"]
    assert "lot_seed" not in election


def test_nothing_that_is_kept_joins_a_voter_and_a_ballot(town: Town, host):
    election, voters = open_for(town, host, 3)
    papers = []
    for voter in voters:
        paper, signature = take(voter, election)
        assert put(town, election, ballot(paper, signature, 1)).ok
        papers.append(paper.number)
    tickets = town.database("tickets")
    roll = list(tickets["election_roll"].find({"election": election["id"]}))
    urns = list(tickets["election_urns"].find({"election": election["id"]}))
    assert {key for entry in roll for key in entry} == {
        "_id",
        "election",
        "voter",
        "accounts",
        "taken",
        "blinded",
        "version",
    }
    assert {key for urn in urns for key in urn} <= {"_id", "election", "ballots", "closed"}
    assert {key for urn in urns for each in urn.get("ballots", []) for key in each} == {"paper", "choices"}
    rows = list(tickets["journal"].find({"_id": {"$regex": r"\|tickets\.(cast_ballot|take_paper)\|"}}))
    assert not [number for number in papers if number in json.dumps([roll, rows], default=str)]
    cast = [row for row in rows if "|tickets.cast_ballot|" in row["_id"]]
    assert len(cast) >= 3
    assert {(row["_id"].split("|")[0], row["reply"]) for row in cast} == {("anonymous", None)}


def test_ballot_with_a_token_is_refused(town: Town, host):
    election, voters = open_for(town, host, 1)
    paper, signature = take(voters[0], election)
    problem = voters[0].refused("POST", f"/v1/elections/{election['id']}/ballots", ballot(paper, signature, 1))
    assert problem["code"] == "tickets.cast_without_token"


def test_paper_is_signed_once_and_the_same_one_again(town: Town, host):
    election, (voter,) = open_for(town, host, 1)
    path, paper = f"/v1/elections/{election['id']}/papers", Paper.new(election)
    first = voter.post(path, {"blinded": paper.blinded})
    assert voter.post(path, {"blinded": paper.blinded}) == first
    assert voter.refused("POST", path, {"blinded": Paper.new(election).blinded})["code"] == "tickets.paper_taken"
    assert voter.refused("POST", path, {"blinded": "f" * 512})["code"] == "tickets.paper_taken"
    stranger = town.person(Role.RESIDENT)
    assert stranger.refused("POST", path, {"blinded": paper.blinded})["code"] == "tickets.no_standing"


def test_paper_is_counted_once_and_forged_ones_never(town: Town, host):
    election, (voter, _) = open_for(town, host, 2)
    paper, signature = take(voter, election)
    assert put(town, election, ballot(paper, signature, 1)).ok
    assert put(town, election, ballot(paper, signature, 1)).ok
    assert refusal(put(town, election, ballot(paper, signature, 2))) == "tickets.paper_used"
    assert refusal(put(town, election, ballot(Paper.new(election), signature, 1))) == "tickets.no_valid_paper"
    assert refusal(put(town, election, ballot(Paper.new(election), "0" * 512, 1))) == "tickets.no_valid_paper"
    assert host.post(f"/v1/elections/{election['id']}/close")["result"]["ballots"] == 1


def test_paper_of_another_election_is_refused(town: Town, host):
    one, (voter,) = open_for(town, host, 1)
    other, _ = open_for(town, host, 1)
    assert refusal(put(town, other, ballot(*take(voter, one), 1))) == "tickets.no_valid_paper"


def test_wrong_number_of_choices_is_refused_and_the_paper_stays_good(town: Town, host):
    election, (voter,) = open_for(town, host, 1, min_choices=2, max_choices=2)
    paper, signature = take(voter, election)
    assert refusal(put(town, election, ballot(paper, signature, 1))) == "tickets.too_few_choices"
    assert put(town, election, ballot(paper, signature, 1, 2)).ok


def test_tie_is_reported_and_decided_by_the_published_lot(town: Town, host):
    election, voters = open_for(town, host, 2)
    for voter, choice in zip(voters, (1, 3), strict=True):
        assert put(town, election, ballot(*take(voter, election), choice)).ok
    result = host.post(f"/v1/elections/{election['id']}/close")["result"]
    assert [each["tied"] for each in result["candidates"]] == [True, False, True]
    assert [each["number"] for each in result["candidates"] if each["elected"]] == result["lot_order"][:1]


def test_election_closes_by_itself_and_forgets_its_key(town: Town, host):
    election, (voter, late) = open_for(town, host, 2, seconds=3)
    assert put(town, election, ballot(*take(voter, election), 2)).ok
    path = f"/v1/elections/{election['id']}"
    closed = eventually(lambda: (seen := host.get(path))["state"] == "closed" and seen)
    assert closed["result"]["candidates"][1]["elected"]
    assert (
        late.refused("POST", path + "/papers", {"blinded": Paper.new(election).blinded})["code"]
        == "tickets.election_closed"
    )
    assert "sealed_key" not in town.database("tickets")["elections"].find_one({"_id": election["id"]})


def test_ballots_that_race_with_the_closing_are_counted_or_refused(town: Town, host):
    election, voters = open_for(town, host, 40)
    with ThreadPoolExecutor(10) as pool:
        papers = list(pool.map(lambda voter: take(voter, election), voters))

    def attempt(index: int) -> str:
        if index == 20:
            return host.post(f"/v1/elections/{election['id']}/close")["state"]
        reply = put(town, election, ballot(*papers[index], 1))
        return "cast" if reply.ok else reply.json()["code"]

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(attempt, range(40)))
    assert set(outcomes) <= {"cast", "closed", "tickets.election_closed"}
    assert host.get(f"/v1/elections/{election['id']}")["result"]["ballots"] == outcomes.count("cast")
