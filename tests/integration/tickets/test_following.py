"""Me too: joining a matter, leaving it, hearing its answer, rating it."""

from datetime import UTC, datetime

import pytest

from shared.contracts.actor import Role
from tests.support.ear import Ear
from tests.support.neighbours import Quarter, act, actions, an_account, finished, refused, reported, seen
from tests.support.town import Person, Town
from tests.support.waiting import eventually

GRID = "150407.002.001.001"
ANSWERED = "tickets.ticket.answered.v1"


@pytest.fixture(scope="module")
def quarter(town: Town) -> Quarter:
    return Quarter(town, GRID, 107.6, 30.0)


def leave(person: Person, ticket: dict) -> dict:
    reply = person.send("DELETE", f"/v1/tickets/{ticket['id']}/join")
    assert reply.ok, reply.text
    return reply.json()


def refused_leave(person: Person, ticket: dict) -> dict:
    return person.refused("DELETE", f"/v1/tickets/{ticket['id']}/join")


def listed(person: Person, path: str) -> list[str]:
    return [each["id"] for each in person.get(path)["items"]]


def test_joiner_is_counted_and_follows(quarter: Quarter):
    ticket, joiner = reported(quarter.resident(), quarter.spot()), quarter.resident()
    joined = act(joiner, ticket, "join")
    assert joined == {"ticket_id": ticket["id"], "number": ticket["number"], "supporters": 1, "following": True}
    assert act(quarter.resident(), ticket, "join")["supporters"] == 2
    assert (seen(joiner, ticket)["supporters"], seen(joiner, ticket)["following"]) == (2, True)
    assert listed(joiner, "/v1/following") == [ticket["id"]]


def test_follower_sees_nothing_that_tells_who_reported_it(quarter: Quarter):
    reporter, joiner = quarter.resident(), quarter.resident()
    ticket = reported(reporter, quarter.spot(), text="李四家门口", address="3号楼502李四")
    act(quarter.worker, ticket, "accept")
    act(joiner, ticket, "join")
    told = seen(joiner, ticket)
    assert "李四" not in str(told) and "text" not in told
    assert seen(reporter, ticket)["text"] == "李四家门口"


def test_nobody_joins_twice_or_their_own_matter(quarter: Quarter):
    reporter, joiner = quarter.resident(), quarter.resident()
    ticket = reported(reporter, quarter.spot())
    act(joiner, ticket, "join")
    assert refused(joiner, ticket, "join")["code"] == "tickets.following_already"
    assert refused(reporter, ticket, "join")["code"] == "tickets.own_matter"
    assert seen(reporter, ticket)["supporters"] == 1


def test_person_counts_once_whichever_account_comes(quarter: Quarter):
    person = an_account()
    ticket = reported(quarter.resident(), quarter.spot())
    act(quarter.resident(person=person), ticket, "join")
    assert refused(quarter.resident(person=person), ticket, "join")["code"] == "tickets.following_already"


def test_only_open_matters_are_joined(quarter: Quarter):
    ticket = reported(quarter.resident(), quarter.spot())
    finished(quarter.worker, ticket)
    problem = refused(quarter.resident(), ticket, "join")
    assert (problem["code"], problem["state"], problem["allowed"]) == ("not_allowed_now", "done", [])


def test_what_nobody_may_see_is_not_joined(quarter: Quarter):
    about = an_account()
    hidden = reported(
        quarter.resident(), quarter.spot(), category="dispute", text="争吵", extra={"between": "neighbours"}
    )
    complaint = reported(quarter.resident(), quarter.spot(), against=about)
    for ticket in (hidden, complaint, {"id": an_account()}):
        for action in (refused(quarter.resident(), ticket, "join"), refused_leave(quarter.resident(), ticket)):
            assert action["code"] == "not_found"
    assert refused(quarter.resident(account=about), complaint, "join")["code"] == "not_found"


def test_staff_do_not_swell_the_number(quarter: Quarter):
    ticket = reported(quarter.resident(), quarter.spot())
    assert refused(quarter.worker, ticket, "join")["code"] == "forbidden"


def test_leaving_takes_back_what_joining_gave(quarter: Quarter):
    ticket, joiner = reported(quarter.resident(), quarter.spot()), quarter.resident()
    act(joiner, ticket, "join")
    assert leave(joiner, ticket)["supporters"] == 0
    assert refused_leave(joiner, ticket)["code"] == "tickets.not_following"
    assert joiner.refused("GET", f"/v1/tickets/{ticket['id']}")["code"] == "not_found"
    assert listed(joiner, "/v1/following") == []
    assert act(joiner, ticket, "join")["supporters"] == 1


def test_list_of_followed_matters_goes_on_page_by_page(quarter: Quarter):
    joiner = quarter.resident()
    tickets = [reported(quarter.resident(), quarter.spot()) for _ in range(3)]
    for ticket in tickets:
        act(joiner, ticket, "join")
    first = joiner.get("/v1/following", limit=2)
    rest = joiner.get("/v1/following", limit=2, cursor=first["next"])
    assert [each["id"] for each in (*first["items"], *rest["items"])] == [each["id"] for each in reversed(tickets)]
    assert "next" not in rest
    for path in ("/v1/following", "/v1/ratings/awaiting"):
        assert joiner.refused("GET", path, params={"cursor": "x"})["code"] == "bad_cursor"


def test_number_reaches_lists_board_and_colour(quarter: Quarter):
    ticket = reported(quarter.resident(), quarter.spot(), category="rubbish")
    assert ticket["colour"] == "blue"
    for _ in range(5):
        act(quarter.resident(), ticket, "join")
    told = eventually(lambda: (row := of_inbox(quarter.worker, ticket))["supporters"] == 5 and row)
    assert told["colour"] == "yellow"


def of_inbox(worker: Person, ticket: dict) -> dict:
    return worker.get("/v1/tickets", number=ticket["number"])["items"][0]


def test_all_hear_one_answer_and_rate_it_once(quarter: Quarter):
    accounts = [an_account() for _ in range(3)]
    reporter, *joiners = (quarter.resident(account=account) for account in accounts)
    ticket = reported(reporter, quarter.spot())
    for joiner in joiners:
        act(joiner, ticket, "join")
    with Ear(quarter.town.servers.broker.amqp_url, ANSWERED) as ear:
        finished(quarter.worker, ticket, "已铺沥青")
        heard = ear.hear(lambda event: event["subject"] == ticket["id"])
    assert heard["data"]["action"] == "finish" and heard["data"]["state"] == "done"
    assert sorted(heard["data"]["accounts"]) == sorted(accounts)
    assert seen(joiners[0], ticket)["note"] == "已铺沥青"
    assert listed(reporter, "/v1/ratings/awaiting") == [ticket["id"]]
    assert listed(joiners[0], "/v1/ratings/awaiting") == []
    act(reporter, ticket, "rate", stars=5)
    assert listed(reporter, "/v1/ratings/awaiting") == []
    steps = len(seen(reporter, ticket)["history"])
    for joiner, stars in zip(joiners, (4, 2), strict=True):
        assert listed(joiner, "/v1/ratings/awaiting") == [ticket["id"]]
        act(joiner, ticket, "rate", stars=stars, solved=stars > 3)
        assert refused(joiner, ticket, "rate", stars=1)["code"] == "tickets.rated_already"
        assert listed(joiner, "/v1/ratings/awaiting") == []
    told = seen(reporter, ticket)
    assert (told["stars"], len(told["history"])) == (5, steps)
    rows = quarter.town.database("tickets")["ticket_ratings"].find({"ticket": ticket["id"]})
    assert sorted((row["stars"], row["solved"]) for row in rows) == [(2, False), (4, True), (5, True)]


def test_follower_who_disagrees_opens_it_again_one_level_up(quarter: Quarter):
    reporter, joiner = quarter.resident(), quarter.resident()
    ticket = reported(reporter, quarter.spot())
    act(joiner, ticket, "join")
    finished(quarter.worker, ticket)
    assert actions(seen(joiner, ticket)) == {"disagree"}
    act(reporter, ticket, "confirm")
    assert actions(seen(joiner, ticket)) == {"rate", "disagree"}
    again = act(joiner, ticket, "disagree", reason="又塌了")
    assert (again["state"], again["desk"], again["reopened"]) == ("open", quarter.community, 1)
    assert refused(reporter, ticket, "disagree", reason="我也觉得")["code"] == "not_allowed_now"
    community = quarter.staff(Role.COMMUNITY_STAFF, quarter.community)
    finished(community, ticket)
    act(reporter, ticket, "rate", stars=4)
    assert listed(joiner, "/v1/ratings/awaiting") == [ticket["id"]]
    act(joiner, ticket, "rate", stars=5)


def test_stranger_neither_rates_nor_disagrees(quarter: Quarter):
    ticket = reported(quarter.resident(), quarter.spot())
    finished(quarter.worker, ticket)
    for action, body in (("rate", {"stars": 1}), ("disagree", {"reason": "x"})):
        assert refused(quarter.resident(), ticket, action, **body)["code"] == "not_found"


def test_hundreds_who_are_told_are_told_in_batches(quarter: Quarter):
    ticket = reported(quarter.resident(), quarter.spot())
    crowd = [an_account() for _ in range(1100)]
    quarter.town.database("tickets")["ticket_followers"].insert_many(
        {"_id": f"{ticket['id']}|{account}", "ticket": ticket["id"], "account": account, "joined": True, "origins": [],
         "since": datetime.now(UTC), "version": 1} for account in crowd
    )  # fmt: skip
    with Ear(quarter.town.servers.broker.amqp_url, ANSWERED) as ear:
        act(quarter.worker, ticket, "decline", reason="已列入改造计划")
        batches = [ear.hear(lambda event: event["subject"] == ticket["id"])["data"]["accounts"] for _ in range(3)]
    assert max(map(len, batches)) == 500
    assert set(crowd) < {account for batch in batches for account in batch}


def test_matter_that_others_wait_for_is_not_withdrawn(quarter: Quarter):
    reporter, joiner = quarter.resident(), quarter.resident()
    ticket = reported(reporter, quarter.spot())
    act(joiner, ticket, "join")
    problem = refused(reporter, ticket, "withdraw")
    assert (problem["code"], problem["others"]) == ("tickets.others_wait", 1)
    leave(joiner, ticket)
    assert act(reporter, ticket, "withdraw")["state"] == "withdrawn"


def test_questions_about_followers_and_merged_matters_go_over_indexes(quarter: Quarter):
    database = quarter.town.database("tickets")
    account = an_account()
    ticket = reported(quarter.resident(), quarter.spot())
    asked = {
        "ticket_followers": ({"ticket": ticket["id"]}, {"account": account}, {"$or": [{"account": account}, {"person": account}]}),
        "tickets": ({"merged_into": ticket["id"]}, {"$or": [{"reporter": account}, {"filed_by": account}]}),
        "ticket_headcounts": ({"ticket": ticket["id"]},),
    }  # fmt: skip
    for name, questions in asked.items():
        for question in questions:
            plan = str(database[name].find(question).explain()["queryPlanner"]["winningPlan"])
            assert "IXSCAN" in plan and "COLLSCAN" not in plan, question
