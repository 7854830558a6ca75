"""Somebody who reported, joined and rated asks for a copy, and to be forgotten: they count on, and nobody knows who."""

import pytest

from shared.contracts.actor import Role
from tests.support.neighbours import Quarter, act, an_account, finished, reported, seen
from tests.support.papers import card, identity_number
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150407.007.001.001"


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 108.2, 30.0)


def admitted(quarter: Quarter, account: str) -> Person:
    resident = quarter.resident(account=account)
    home = {"building": f"{GRID}-B01", "room": "1-101"}
    body = {"name": "曹国舅", "paper": card(identity_number()), "area": GRID, "dwelling": home, "relation": "head"}
    admission = eventually(lambda: (reply := resident.send("POST", "/v1/admissions", body)).ok and reply.json())
    quarter.worker.post(f"/v1/admissions/{admission['id']}/admit")
    return resident


def test_follower_gets_a_copy_and_is_forgotten_and_still_counts(quarter: Quarter):
    account = an_account()
    resident = admitted(quarter, account)
    spot = quarter.spot()
    joined, rated = (reported(quarter.resident(), quarter.spot()) for _ in range(2))
    child, parent = reported(resident, spot), reported(quarter.resident(), spot)
    for ticket in (joined, rated):
        act(resident, ticket, "join")
    act(quarter.worker, child, "merge", into=parent["id"])
    finished(quarter.worker, rated)
    act(quarter.worker, parent, "decline", reason="不属实")
    quarter.town.database("tickets")["tickets"].update_one({"_id": rated["id"]}, {"$set": {"state": "closed"}})
    act(resident, rated, "rate", stars=4, comment="谢谢小李")
    copy = resident.post("/v1/me/exports")
    part = eventually(lambda: resident.get(f"/v1/me/exports/{copy['id']}")["parts"].get("tickets"))
    assert {row["ticket"] for row in part["following"]} == {joined["id"], rated["id"], parent["id"]}
    assert [(row["ticket"], row["stars"], row["comment"]) for row in part["ratings"]] == [(rated["id"], 4, "谢谢小李")]

    resident.post("/v1/me/erasure", {"confirm": True})
    database = quarter.town.database("tickets")
    eventually(lambda: database["ticket_followers"].count_documents({"account": account}) == 0)
    for name in ("ticket_followers", "ticket_ratings", "tickets"):
        assert not [row for row in database[name].find() if account in str(row) or "小李" in str(row)]
    assert [seen(quarter.worker, each)["supporters"] for each in (joined, rated, parent)] == [1, 1, 1]
    assert database["ticket_ratings"].count_documents({"ticket": rated["id"], "stars": 4}) == 1


def test_forgotten_follower_is_taken_back_with_the_unmerged_matter(quarter: Quarter):
    account = an_account()
    resident = admitted(quarter, account)
    spot = quarter.spot()
    child, parent = reported(quarter.resident(), spot), reported(quarter.resident(), spot)
    act(resident, child, "join")
    act(quarter.worker, child, "merge", into=parent["id"])
    resident.post("/v1/me/erasure", {"confirm": True})
    followers = quarter.town.database("tickets")["ticket_followers"]
    eventually(lambda: followers.count_documents({"account": account}) == 0)
    assert seen(quarter.worker, parent)["supporters"] == 2
    act(quarter.worker, child, "unmerge", reason="两处")
    assert [seen(quarter.worker, each)["supporters"] for each in (child, parent)] == [1, 0]


def test_counting_again_after_somebody_was_forgotten_changes_nothing(quarter: Quarter):
    account = an_account()
    resident = admitted(quarter, account)
    spot = quarter.spot()
    child, parent = reported(resident, spot), reported(quarter.resident(), spot)
    act(quarter.worker, child, "merge", into=parent["id"])
    resident.post("/v1/me/erasure", {"confirm": True})
    database = quarter.town.database("tickets")
    eventually(lambda: database["tickets"].find_one({"_id": child["id"]})["reporter"] == "erased")
    database["ticket_headcounts"].insert_one({"_id": an_account(), "ticket": child["id"], "version": 1})
    eventually(lambda: database["ticket_headcounts"].count_documents({"ticket": child["id"]}) == 0)
    assert seen(quarter.worker, parent)["supporters"] == 1
    assert quarter.staff(Role.GRID_WORKER, quarter.grid).get(f"/v1/tickets/{parent['id']}/to-answer")["items"] == []
