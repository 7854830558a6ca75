"""Letter boxes: sixty of them, emptied on schedule by street and building heads; missed rounds show, letters become matters."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from shared.contracts.tickets.letter_boxes import BoxRoundMissed
from shared.kernel.clock import SHANGHAI
from tests.support.ear import Ear
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREET = "150402.039"
COMMUNITIES = tuple(f"{STREET}.{number:03d}" for number in (1, 2, 3))
BOXES = 60
DAY = timedelta(days=1)
TODAY = datetime.now(SHANGHAI).date()
MONDAY = TODAY - (TODAY.weekday() + 6 * 7) * DAY
"""Six whole weeks of rounds lie behind: Mondays and Thursdays, with one day of grace."""
SUNDAY = MONDAY + 41 * DAY
ROUNDS = [MONDAY + (7 * week + day) * DAY for week in range(6) for day in (0, 3)]
LETTERS = ("路灯坏了", "楼道堆物", "想学书法", "井盖响")


class Head:
    """A street or building head, who is a resident with an account."""

    def __init__(self, town: Town, number: int) -> None:
        self.account = uuid.uuid4().hex
        self.title = "街长" if number % 3 == 0 else "楼长"
        self.person: Person = town.person(Role.RESIDENT, account=self.account)


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    for number, community in enumerate(COMMUNITIES):
        town.draw_square(f"{community}.001", 102.1 + number / 100, 30.0)
    clerk = town.person(Role.STREET_STAFF, areas=(STREET,))
    probe = {"category": "other", "text": "试", "point": place(BOXES - 1)}
    eventually(lambda: clerk.post("/v1/tickets", probe)["area"].startswith(COMMUNITIES[-1]))
    return clerk


def community(number: int) -> int:
    return number * 3 // BOXES


def place(number: int) -> dict[str, float]:
    return {"longitude": 102.105 + community(number) / 100, "latitude": 30.005}


def moment(day: date) -> str:
    return datetime(day.year, day.month, day.day, 18, tzinfo=SHANGHAI).isoformat()


def made_on(number: int, turn: int) -> date | None:
    """Every tenth box misses its third round, every seventh makes its fifth one a day late; all others are on time."""
    if turn == 2 and number % 10 == 0:
        return None
    return ROUNDS[turn] + (DAY if turn == 4 and number % 7 == 0 else timedelta())


def hang(office: Person, head: Head, number: int, **fields: Any) -> dict[str, Any]:
    body = {
        "name": f"{number + 1}号信箱", "area": f"{COMMUNITIES[community(number)]}.001", "point": place(number),
        "spot": f"{number + 1}号楼门口", "keeper": head.account, "keeper_title": head.title,
        "rule": "FREQ=WEEKLY;BYDAY=MO,TH", "begins": MONDAY.isoformat(), "grace_days": 1,
    }  # fmt: skip
    return office.post("/v1/letter-boxes", body | fields)


def go_round(box: dict[str, Any], head: Head, number: int) -> list[str]:
    """All rounds of a box in six weeks; the last one brings a letter, which becomes a matter."""
    filed: list[str] = []
    for turn in range(len(ROUNDS)):
        day = made_on(number, turn)
        if day is None:
            continue
        last = turn == len(ROUNDS) - 1
        letter = {"category": "other", "text": LETTERS[number % len(LETTERS)]}
        found = {"letters": 1, "matters": [letter]} if last else {"letters": 0}
        emptied = head.person.post(f"/v1/letter-boxes/{box['id']}/emptyings", {"emptied_at": moment(day), **found})
        filed += [each["ticket"] for each in emptied["filed"]]
    return filed


@pytest.fixture(scope="module")
def street(town: Town, office: Person) -> list[tuple[dict[str, Any], list[str]]]:
    def play(number: int) -> tuple[dict[str, Any], list[str]]:
        head = Head(town, number)
        box = hang(office, head, number)
        return box, go_round(box, head, number)

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(play, range(BOXES)))


def test_sixty_boxes_are_emptied_on_schedule_and_missed_rounds_show(town: Town, office: Person, street):
    period = {"since": MONDAY.isoformat(), "until": SUNDAY.isoformat()}
    figures = office.get("/v1/letter-boxes/figures", area=STREET, **period)
    missed, late = len(range(0, BOXES, 10)), len(range(0, BOXES, 7))
    total = BOXES * len(ROUNDS)
    assert (figures["boxes"], figures["letters"], figures["filed"]) == (BOXES, BOXES, BOXES)
    assert figures["counts"] == {"due": 0, "done": total - missed - late, "late": late, "missed": missed}
    assert [part["area"] for part in figures["parts"]] == list(COMMUNITIES)
    assert all(part["boxes"] == 20 and sum(part["counts"].values()) == total // 3 for part in figures["parts"])
    worst = figures["each"][:missed]
    assert {each["name"] for each in worst} == {f"{number + 1}号信箱" for number in range(0, BOXES, 10)}
    assert {tuple(each["missed_on"]) for each in worst} == {(ROUNDS[2].isoformat(),)}
    one_week = {"since": (MONDAY + 7 * DAY).isoformat(), "until": (MONDAY + 13 * DAY).isoformat()}
    assert office.get("/v1/letter-boxes/figures", area=COMMUNITIES[0], **one_week)["counts"] == {
        "due": 0, "done": 38, "late": 0, "missed": 2,
    }  # fmt: skip


def test_letters_have_become_matters_of_the_ledger(office: Person, street):
    tickets = [office.get(f"/v1/tickets/{filed}") for _, (filed,) in street]
    assert {ticket["channel"] for ticket in tickets} == {"letter_box"}
    assert Counter(ticket["area"] for ticket in tickets) == {f"{each}.001": 20 for each in COMMUNITIES}
    assert {ticket["text"] for ticket in tickets} == set(LETTERS)


def test_rounds_of_another_rule_lie_ahead_and_past_ones_stay(office: Person, street):
    box, _ = street[10]
    path, past = f"/v1/letter-boxes/{box['id']}", {"since": MONDAY.isoformat(), "until": SUNDAY.isoformat()}
    before = office.get(f"{path}/rounds", **past)
    assert before["counts"] == {"due": 0, "done": 11, "late": 0, "missed": 1}
    first = date(TODAY.year + 1, 1, 1)
    office.post(f"{path}/rule", {"rule": "FREQ=MONTHLY;BYDAY=1MO,-1FR", "from_day": first.isoformat()})
    assert office.get(f"{path}/rounds", **past) == before
    year = {"since": first.isoformat(), "until": date(first.year, 12, 31).isoformat()}
    ahead = office.get(f"{path}/rounds", **year)
    assert ahead["counts"] == {"due": 24, "done": 0, "late": 0, "missed": 0}
    assert {date.fromisoformat(each["due"]).weekday() for each in ahead["rounds"]} == {0, 4}


def test_round_that_was_missed_yesterday_is_announced(town: Town, office: Person):
    with Ear(town.servers.broker.amqp_url, BoxRoundMissed.TYPE) as ear:
        yesterday = (TODAY - DAY).isoformat()
        box = hang(office, Head(town, 0), 0, name="迟到的信箱", begins=yesterday, rule="FREQ=DAILY", grace_days=0)
        heard = ear.hear(lambda event: event["data"]["box"] == box["id"])
        assert (heard["data"]["due"], heard["data"]["name"]) == (yesterday, "迟到的信箱")
