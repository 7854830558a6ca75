"""Neighbours post calls for help, volunteers read and answer them, and each call gets a reaction within a day."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.mutual_help import CALLS, Neighbourhood, answer_path
from tests.support.town import Town

COMMUNITIES = 4
VOLUNTEERS_EACH = 3
CALLS_EACH = 6
AT_ONCE = 4
SKILLS = ("company", "errands", "repairs")


@pytest.fixture(scope="module")
def district(town: Town) -> list[Neighbourhood]:
    return [Neighbourhood(town) for _ in range(COMMUNITIES)]


def test_each_call_for_help_gets_a_reaction_within_a_day(town: Town, district: list[Neighbourhood]):
    office = town.person(Role.DISTRICT_STAFF, areas=("150505",))
    today = datetime.now(SHANGHAI).date()
    period = {"since": str(today), "until": str(today + timedelta(days=2))}
    before = office.get(f"{CALLS}/figures", area="150505", **period)

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        ended = [call for calls in crowd.map(live, district) for call in calls]
    assert Counter(call["state"] for call in ended) == {"done": COMMUNITIES * CALLS_EACH}

    after = office.get(f"{CALLS}/figures", area="150505", **period)
    grown = {name: after[name] - before[name] for name in before if name != "area"}
    posted = COMMUNITIES * CALLS_EACH
    assert (grown["calls"], grown["taken"], grown["within_day"], grown["done"]) == (posted, posted, posted, posted)
    assert (grown["untaken"], grown["minutes"]) == (0, posted * 40)

    first = district[0]
    lonely = first.neighbour().post(CALLS, first.call(skill="haircuts"))
    (need,) = office.get("/v1/needs", area=first.area, state="recruiting", skill="haircuts")["items"]
    assert (lonely["state"], need["reason"], need["help_call_id"]) == ("untaken", "not_qualified", lonely["id"])


def live(here: Neighbourhood) -> list[dict]:
    """A community's calls: posted, read, taken by whoever was asked, confirmed, done on the word of both."""
    here.rings((500, 60, VOLUNTEERS_EACH))
    helpers = [here.volunteer(*SKILLS, metres=50 * number) for number in range(VOLUNTEERS_EACH)]
    caller = here.neighbour()
    ended = []
    for number in range(CALLS_EACH):
        call = caller.post(CALLS, here.call(skill=SKILLS[number % len(SKILLS)], minutes=40))
        helper = helpers[number % VOLUNTEERS_EACH]
        assert helper.get(f"{CALLS}/to-me")["items"][0]["text"] == "想请人陪我去医院复查"
        path = answer_path(call, helper.take(call))
        assert caller.post(f"{path}/confirm")["state"] == "settled"
        helper.post(f"{path}/done", {"minutes": 40})
        ended.append(caller.post(f"{path}/done", {"minutes": 40}))
    assert [helper.get("/v1/volunteers/me/service")["minutes"] for helper in helpers] == [80] * VOLUNTEERS_EACH
    return ended
