"""A time bank: 73 volunteers, more than 120 visits of six kinds, younger elders looking after older ones, and a sound book."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.time_bank import SIX, Community, Member, booked, proof_of
from tests.support.town import Town

VOLUNTEERS = 73
VISITS = 132
ELDERS = 12
AT_ONCE = 4
MINUTES = {"meals": 30, "cleaning": 60, "bathing": 45, "medical": 90, "household": 40, "counselling": 50}


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town)


def test_seventy_three_volunteers_bank_hours_and_spend_them(town: Town, here: Community):
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        helpers = list(crowd.map(lambda n: here.volunteer([SIX[n % 6]]), range(VOLUNTEERS)))
        here.fund(20_000)
        elders = [here.elder() for _ in range(ELDERS)]
        for elder in elders[:6]:
            here.staff.post(f"/v1/time-bank/accounts/{elder.hours}/priority", {"priority": True, "reason": "高龄独居"})
        for elder in elders[6:]:
            here.grant(elder.hours, 1_200)
        ended = list(crowd.map(lambda n: visit(elders[n % ELDERS], helpers[n % VOLUNTEERS], n), range(VISITS)))
    assert Counter(each["state"] for each in ended) == {"done": VISITS}
    kinds = Counter(each["kind"] for each in ended)
    assert set(kinds) == set(SIX) and min(kinds.values()) >= 20
    assert Counter(each["paid_by"] for each in ended) == {"pool": VISITS // 2, "beneficiary": VISITS // 2}

    earned: Counter[str] = Counter()
    for each in ended:
        earned[each["volunteer"]] += each["earned"]
    assert {helper.hours: helper.balance() for helper in helpers} == earned

    older, younger = helpers[0], helpers[1]
    spent = visit(older, younger, 1, minutes=20)
    assert (spent["state"], older.balance()) == ("done", earned[older.hours] - 20)
    assert younger.balance() == earned[younger.hours] + 20

    proof = proof_of(town)
    assert proof.problems == []
    assert proof.sums["minute"] == 0


def visit(elder: Member, helper: Member, number: int, minutes: int | None = None) -> dict:
    """Help of the kind that the volunteer offers, which both sides confirm."""
    kind = SIX[number % VOLUNTEERS % 6]
    took = {"minutes": minutes or MINUTES[kind]}
    path = booked(elder, helper, kind=kind, **took)
    helper.post(f"{path}/confirm", took)
    return elder.post(f"{path}/confirm", took)
