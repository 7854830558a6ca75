"""A time bank: 73 volunteers, more than 120 visits of six kinds, younger elders looking after older ones, and a sound book.

Hours are spent on help, also in the next community, and on goods; all figures are read back through the gateway.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest

from shared.contracts.ledger import Statement
from shared.kernel.clock import SHANGHAI
from shared.ledger.chain import verify
from tests.support.points import Holder, collect, redeem
from tests.support.time_bank import SIX, Community, Member, booked, proof_of
from tests.support.town import Town

STREET = "150501.010"
VOLUNTEERS = 73
VISITS = 126
ELDERS = 14
PRIORITY = 2
AT_ONCE = 6
MINUTES = {"meals": 30, "cleaning": 60, "bathing": 45, "medical": 90, "household": 40, "counselling": 50}
TRUSTED = ("bathing", "medical")
YOUNGER_ELDERS = 24
"""So many of the volunteers are in their sixties."""


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, STREET)


def test_seventy_three_volunteers_bank_hours_and_spend_them(town: Town, here: Community):
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        helpers = list(crowd.map(lambda number: enrolled(here, number), range(VOLUNTEERS)))
        elders = list(crowd.map(lambda _: here.elder(), range(ELDERS)))
        here.fund(20_000)
        for elder in elders[:PRIORITY]:
            here.staff.post(f"/v1/time-bank/accounts/{elder.hours}/priority", {"priority": True, "reason": "高龄独居"})
        for elder in elders[PRIORITY:]:
            here.grant(elder.hours, 1_000)
        train(here, [helper for number, helper in enumerate(helpers) if SIX[number % 6] in TRUSTED])
        turns = [range(place, VISITS, ELDERS) for place in range(ELDERS)]
        done = list(crowd.map(lambda place: [visit(elders[place], helpers, n) for n in turns[place]], range(ELDERS)))
    earned: Counter[str] = Counter()
    for each in chain.from_iterable(done):
        earned[each["volunteer"]] += each["earned"]

    file = files_of(here)
    assert len(file) == VOLUNTEERS
    assert all(each["birth_year"] and each["occupation"] and each["skills"] and each["wishes"] for each in file)
    assert sum(datetime.now(UTC).year - each["birth_year"] in range(60, 70) for each in file) == YOUNGER_ELDERS

    told = report(here)
    assert (told["visits"], told["helpers"], told["helped"]) == (VISITS, VOLUNTEERS, ELDERS)
    assert {row["kind"]: row["visits"] for row in told["kinds"]} == dict.fromkeys(SIX, VISITS // 6)
    assert told["minutes"] == sum(earned.values()) == VISITS // 6 * sum(MINUTES.values())

    saver = helpers[0]
    saved = saver.balance()
    assert saved == earned[saver.get("/v1/time-bank/me")["id"]]
    spend_on_help(saver, helpers[VOLUNTEERS - 1], minutes=20)
    next_door = Community(town, STREET)
    spend_on_help(saver, next_door.volunteer(["meals"]), minutes=15)
    spend_on_goods(here, saver, minutes=10)
    assert saver.balance() == saved - 45
    debt, claim = (here.street.get(f"/v1/time-bank/clearing/{each.area}")["open"] for each in (here, next_door))
    assert (debt, claim) == (-15, 15)

    today = datetime.now(SHANGHAI)
    kept = Statement.model_validate(saver.get(f"/v1/time-bank/me/statements/{today.year}/{today.month}"))
    assert verify(kept) and kept.closing.balance == saved - 45
    proof = proof_of(town)
    assert (proof.problems, proof.sums["minute"]) == ([], 0)


def enrolled(here: Community, number: int) -> Member:
    """Somebody who offers one of the six kinds, with age, occupation and wishes on file."""
    helper = here.newcomer()
    year, kind = datetime.now(UTC).year, SIX[number % 6]
    born = year - 60 - number % 10 if number < YOUNGER_ELDERS else year - 25 - number % 30
    file = {
        "birth_year": born,
        "occupation": "退休工人" if number < YOUNGER_ELDERS else "社区居民",
        "wishes": ["陪伴老人"],
    }
    helper.volunteer = helper.put("/v1/volunteers/me", {"area": here.area, "skills": [kind]} | file)["id"]
    if kind in TRUSTED:
        here.staff.post(f"/v1/volunteers/{helper.volunteer}/skills", {"skill": kind, "evidence": "培训合格证"})
    return helper


def train(here: Community, pupils: list[Member]) -> None:
    begins = datetime.now(UTC) - timedelta(hours=4)
    session = {"begins_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}
    body = {"area": here.area, "title": "老年照护培训", "places": 40, "sessions": [session]}
    training = f"/v1/trainings/{here.staff.post('/v1/trainings', body)['id']}"
    there = [pupil.volunteer for pupil in pupils]
    here.staff.post(f"{training}/participants", {"volunteers": there})
    held = here.staff.post(f"{training}/attendance", {"session": 1, "volunteers": there})["sessions"]
    assert held[0]["attended"] == len(pupils)


def visit(elder: Member, helpers: list[Member], number: int) -> dict[str, Any]:
    """The kinds take turns, and within a kind those who offer it."""
    kind, turn = number % 6, number // 6
    offering = range(kind, VOLUNTEERS, 6)
    return help_with(elder, helpers[offering[turn % len(offering)]], SIX[kind])


def help_with(elder: Member, helper: Member, kind: str, minutes: int | None = None) -> dict[str, Any]:
    took = {"minutes": minutes or MINUTES[kind]}
    path = booked(elder, helper, kind=kind, **took)
    helper.post(f"{path}/confirm", took)
    return elder.post(f"{path}/confirm", took)


def spend_on_help(saver: Member, helper: Member, minutes: int) -> None:
    """A younger elder who has helped is helped."""
    done = help_with(saver, helper, "meals", minutes)
    assert (done["state"], done["paid_by"], done["earned"]) == ("done", "beneficiary", minutes)


def spend_on_goods(here: Community, saver: Member, minutes: int) -> None:
    shop = here.staff.post("/v1/points/shops", {"name": "时间超市", "area": here.area})
    goods = {"title": "老花镜", "price": 100, "minutes": minutes}
    offer = here.staff.post(f"/v1/points/shops/{shop['id']}/offers", goods)
    collect(here.staff, shop, redeem(Holder(saver.account, saver), offer, pay_with="minutes")["code"])


def files_of(here: Community) -> list[dict[str, Any]]:
    return here.staff.get("/v1/volunteers", area=here.area, limit=100)["items"]


def report(here: Community) -> dict[str, Any]:
    today = datetime.now(SHANGHAI).date().isoformat()
    return here.street.get("/v1/time-bank/report", area=here.area, since=today, until=today)
