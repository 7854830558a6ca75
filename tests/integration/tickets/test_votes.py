"""Votes: rules shown throughout, nobody twice, nobody lost."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.town import Town
from tests.support.waiting import eventually

AREA = "150202.611.001"


def soon(seconds: float = 3600) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


@pytest.fixture
def host(town: Town):
    return town.person(Role.COMMUNITY_STAFF, areas=(AREA,))


def neighbours(town: Town, count: int):
    """Clients with their entries on a roll, one household each."""
    accounts = [uuid.uuid4().hex for _ in range(count)]
    roll = [{"household": f"1-{number}", "account": account} for number, account in enumerate(accounts, start=1)]
    return [town.person(Role.RESIDENT, account=account) for account in accounts], roll


def opened(host, roll, closes_at: str | None = None, **rules):
    body = {
        "area": AREA, "question": "是否安装电梯", "options": ["同意", "反对", "弃权"], "roll": roll, "rules": rules,
        "closes_at": closes_at or soon(),
    }  # fmt: skip
    return host.post("/v1/votes", body)


def cast(who, vote, *choices: int, **more):
    return who.post(f"/v1/votes/{vote['id']}/cast", {"choices": list(choices), **more})


def refused_cast(who, vote, *choices: int, **more):
    return who.refused("POST", f"/v1/votes/{vote['id']}/cast", {"choices": list(choices), **more})


def test_every_reply_shows_the_rules_and_what_is_left_to_the_voter(town: Town, host):
    people, roll = neighbours(town, 2)
    vote = opened(host, roll, min_choices=1, max_choices=2)
    seen = people[0].get(f"/v1/votes/{vote['id']}")
    assert seen["mine"] == [
        {"voter": "1-1", "choices": [], "may_cast": True, "may_change": False, "fewest": 1, "most": 2}
    ]
    given = cast(people[0], vote, 1)
    assert given["rules"] == vote["rules"] and given["mine"][0]["choices"] == [1]
    assert (given["mine"][0]["may_cast"], given["mine"][0]["may_change"], given["cast"]) == (False, True, 1)
    assert "result" not in given


def test_change_of_mind_counts_once(town: Town, host):
    people, roll = neighbours(town, 3)
    vote = opened(host, roll)
    cast(people[0], vote, 1)
    cast(people[0], vote, 2)
    closed = host.post(f"/v1/votes/{vote['id']}/close")
    assert (closed["result"]["cast"], [o["votes"] for o in closed["result"]["options"]]) == (1, [0, 1, 0])
    assert closed["result"]["quorum_reached"] is False


def test_second_vote_is_refused_where_votes_are_final(town: Town, host):
    people, roll = neighbours(town, 1)
    vote = opened(host, roll, may_change=False)
    cast(people[0], vote, 1)
    assert refused_cast(people[0], vote, 2)["code"] == "tickets.voted_already"


def test_second_member_of_a_household_has_no_second_vote(town: Town, host):
    people, roll = neighbours(town, 2)
    roll[1]["household"] = roll[0]["household"]
    vote = opened(host, roll, may_change=False)
    assert vote["roll_size"] == 1
    cast(people[0], vote, 1)
    assert refused_cast(people[1], vote, 1)["code"] == "tickets.voted_already"


def test_owner_of_two_flats_has_one_vote_where_owners_vote(town: Town, host):
    account = uuid.uuid4().hex
    roll = [{"household": h, "account": account, "owner": "赵业主"} for h in ("2-101", "2-102")]
    vote = opened(host, roll, basis="owner")
    assert vote["roll_size"] == 1
    assert cast(town.person(Role.RESIDENT, account=account), vote, 1)["cast"] == 1


def test_who_votes_for_two_households_says_for_which(town: Town, host):
    account = uuid.uuid4().hex
    vote = opened(host, [{"household": h, "account": account} for h in ("2-101", "2-102")])
    who = town.person(Role.RESIDENT, account=account)
    assert refused_cast(who, vote, 1)["voters"] == ["2-101", "2-102"]
    assert cast(who, vote, 1, voter="2-102")["cast"] == 1


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ([1], "tickets.too_few_choices"),
        ([], "tickets.too_few_choices"),
        ([1, 1], "tickets.chosen_twice"),
        ([1, 9], "tickets.no_such_option"),
        ([1, 2, 3], "tickets.too_many_choices"),
    ],
)
def test_wrong_choices_are_refused_and_not_left_uncounted(town: Town, host, choices, code):
    people, roll = neighbours(town, 1)
    vote = opened(host, roll, min_choices=2, max_choices=2)
    assert refused_cast(people[0], vote, *choices)["code"] == code


def test_stranger_and_latecomer_are_refused(town: Town, host):
    people, roll = neighbours(town, 1)
    vote = opened(host, roll)
    assert refused_cast(town.person(Role.RESIDENT), vote, 1)["code"] == "tickets.no_standing"
    host.post(f"/v1/votes/{vote['id']}/close")
    assert refused_cast(people[0], vote, 1)["code"] == "tickets.vote_closed"
    assert host.refused("POST", f"/v1/votes/{vote['id']}/close")["code"] == "not_allowed_now"


def test_host_records_paper_votes_of_those_without_an_account_only(town: Town, host):
    _, roll = neighbours(town, 1)
    vote = opened(host, [*roll, {"household": "9-901"}])
    path = f"/v1/votes/{vote['id']}/record"
    assert host.post(path, {"voter": "9-901", "choices": [3]})["cast"] == 1
    assert host.refused("POST", path, {"voter": "1-1", "choices": [3]})["code"] == "tickets.votes_in_person"


def test_vote_closes_by_itself(town: Town, host):
    people, roll = neighbours(town, 1)
    vote = opened(host, roll, closes_at=soon(2))
    cast(people[0], vote, 1)
    closed = eventually(lambda: (seen := host.get(f"/v1/votes/{vote['id']}"))["state"] == "closed" and seen)
    assert closed["result"]["options"][0] == {"option": 1, "title": "同意", "votes": 1, "adopted": True}
    assert refused_cast(people[0], vote, 2)["code"] == "tickets.vote_closed"


def test_vote_on_a_topic_waits_for_its_phase(town: Town, host):
    people, roll = neighbours(town, 1)
    topic = host.post("/v1/topics", {"area": AREA, "kind": "estate", "title": "电梯", "text": "加装电梯"})
    body = {
        "area": AREA,
        "question": "同意吗",
        "options": ["是", "否"],
        "roll": roll,
        "closes_at": soon(),
        "topic": topic["id"],
    }
    assert host.refused("POST", "/v1/votes", body)["code"] == "tickets.out_of_phase"
    for action in ("agree", "debate"):
        host.post(f"/v1/topics/{topic['id']}/{action}")
    vote = host.post("/v1/votes", body)
    cast(people[0], vote, 1)
    host.post(f"/v1/topics/{topic['id']}/decide", {"outcome": "通过"})
    assert refused_cast(people[0], vote, 2)["code"] == "tickets.out_of_phase"


def test_sixty_voters_at_once_are_all_counted_once(town: Town, host):
    people, roll = neighbours(town, 60)
    vote = opened(host, roll)

    def vote_twice(index: int) -> None:
        for choice in (2, 1 + index % 2):
            cast(people[index], vote, choice)

    with ThreadPoolExecutor(60) as pool:
        list(pool.map(vote_twice, range(60)))
    result = host.post(f"/v1/votes/{vote['id']}/close")["result"]
    assert (result["cast"], [option["votes"] for option in result["options"]]) == (60, [30, 30, 0])


def test_votes_that_race_with_the_closing_are_counted_or_refused(town: Town, host):
    people, roll = neighbours(town, 60)
    vote = opened(host, roll, quorum={"parts": 0, "of": 1})

    def attempt(index: int) -> str:
        if index == 30:
            return str(host.post(f"/v1/votes/{vote['id']}/close")["state"])
        reply = people[index].send("POST", f"/v1/votes/{vote['id']}/cast", {"choices": [1]})
        return "given" if reply.ok else reply.json()["code"]

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(attempt, range(60)))
    assert set(outcomes) <= {"given", "closed", "tickets.vote_closed"}
    assert host.get(f"/v1/votes/{vote['id']}")["result"]["cast"] == outcomes.count("given")


def test_members_of_one_household_at_once_have_one_vote(town: Town, host):
    people, roll = neighbours(town, 20)
    for entry in roll:
        entry["household"] = "同一户"
    vote = opened(host, roll, may_change=False)
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda who: who.send("POST", f"/v1/votes/{vote['id']}/cast", {"choices": [1]}), people))
    assert sorted(reply.status_code for reply in replies) == [200, *[409] * 19]
    assert {reply.json().get("code") for reply in replies if not reply.ok} <= {"tickets.voted_already", "conflict"}


def test_roll_of_three_thousand_is_taken(town: Town, host):
    roll = [{"household": f"{number}-1", "account": uuid.uuid4().hex} for number in range(3000)]
    assert opened(host, roll)["roll_size"] == 3000
