"""Residents speak: every channel ends in one ledger; small matters at once, complex ones led by a member, hard ones to a joint
meeting of departments. Sixteen communities collect more than 500, settle more than 400 and meet more than 60 times."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.contracts.actor import Role
from tests.support.ageing import age
from tests.support.desks import act, look, refused, somebody, these_days
from tests.support.town import Person, Town
from tests.support.waiting import eventually

STREETS = ("150406.501", "150406.502")
WEST, SOUTH = 106.0, 30.16
COMMUNITIES = 16
COLLECTED, MEETINGS, LED = 520, 62, 90
SETTLED = 410
CHANNELS = ("app", "chat_group", "face_to_face", "hotline", "qr_code", "home_visit", "letter_box", "live_desk")
UNITS = ("住房和城乡建设局", "城市管理局", "供水公司", "属地派出所")


class Community:
    """One grid of it speaks for all; its head is on duty there."""

    def __init__(self, town: Town, number: int) -> None:
        self.town = town
        west = round(WEST + number * 0.01, 7)
        self.grid = town.draw_square(f"{STREETS[number // 8]}.{number % 8 + 1:03d}.001", west, SOUTH)
        self.place = {"longitude": round(west + 0.005, 7), "latitude": SOUTH + 0.005}
        self.head = town.person(Role.GRID_WORKER, areas=(self.grid,), account=somebody())

    def collect(self, number: int, category: str) -> dict:
        channel = CHANNELS[number % len(CHANNELS)]
        person = self.town.person(Role.RESIDENT) if channel in ("app", "chat_group", "qr_code") else self.head
        extra = {"between": "neighbours"} if category == "dispute" else {}
        body = {
            "category": category,
            "text": f"居民诉求{number}",
            "point": self.place,
            "channel": channel,
            "extra": extra,
        }
        return person.post("/v1/tickets", body)


@pytest.fixture(scope="module")
def communities(town: Town) -> list[Community]:
    return [Community(town, number) for number in range(COMMUNITIES)]


@pytest.fixture(scope="module")
def streets(town: Town) -> list[Person]:
    return [town.person(Role.STREET_STAFF, areas=(street,)) for street in STREETS]


def meet(community: Community, number: int) -> None:
    """Two departments come, do their parts, and the matter is finished."""
    ticket = community.collect(number, "illegal_building")
    act(community.head, ticket, "accept")
    units = [{"unit": UNITS[(number + more) % 4], "task": "现场处置", "working_days": 5} for more in (0, 1)]
    meeting = act(community.head, ticket, "convene", units=units, note="多部门联合处置")
    present = [unit["unit"] for unit in units]
    held = community.head.post(f"/v1/joint-meetings/{meeting['id']}/hold", {"minutes": "分工明确", "present": present})
    for task in held["tasks"]:
        community.head.post(f"/v1/joint-tasks/{task['id']}/done", {"note": "已完成"})
    act(community.head, ticket, "finish", note="联合处置完毕")


def handle(community: Community, number: int) -> None:
    if number < MEETINGS:
        meet(community, number)
    elif number < MEETINGS + LED:
        ticket = community.collect(number, "dispute")
        act(community.head, ticket, "lead", name="社区两委成员")
        act(community.head, ticket, "finish", note="已调解")
    else:
        ticket = community.collect(number, "rubbish")
        if number < COLLECTED - 60:
            act(community.head, ticket, "accept")
        if number < SETTLED:
            act(community.head, ticket, "finish", note="当场办结")


@pytest.fixture(scope="module")
def played(communities: list[Community]) -> list[Community]:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: handle(communities[number % COMMUNITIES], number), range(COLLECTED)))
    return communities


def figures(streets: list[Person], **query) -> list[dict]:
    return [
        person.get("/v1/figures", area=street, **these_days(), **query)
        for person, street in zip(streets, STREETS, strict=True)
    ]


def test_more_than_five_hundred_are_collected_and_more_than_four_hundred_settled_in_time(played, streets: list[Person]):
    def counted() -> Counter | None:
        total = Counter()
        for shown in figures(streets):
            total.update({name: shown["total"][name] for name in ("opened", "done", "in_hand", "kept", "late")})
        return total if (total["opened"], total["done"]) == (COLLECTED, SETTLED) else None

    total = eventually(counted, 60)
    assert (total["in_hand"], total["kept"], total["late"]) == (COLLECTED - SETTLED, SETTLED, 0)


def test_every_channel_ends_in_one_ledger(played, streets: list[Person]):
    def by_channel() -> Counter:
        found = Counter()
        for shown in figures(streets, by="channel"):
            found.update({row["key"]: row["opened"] for row in shown["rows"]})
        return found

    eventually(lambda: by_channel() == dict.fromkeys(CHANNELS, COLLECTED // len(CHANNELS)), 60)


def test_more_than_sixty_joint_meetings_are_counted_by_community(played, streets: list[Person]):
    found = [
        person.get("/v1/joint-meetings/figures", area=street) for person, street in zip(streets, STREETS, strict=True)
    ]
    assert [sum(each[name] for each in found) for name in ("meetings", "held", "tasks")] == [62, 62, 124]
    states = Counter({each["state"]: each["count"] for shown in found for each in shown["states"]})
    assert states["done"] and states["in_hand"] == 0
    assert [len(each["parts"]) for each in found] == [8, 8]
    assert all(3 <= part["meetings"] <= 4 for each in found for part in each["parts"])


def test_each_level_of_difficulty_has_its_own_way(played):
    community = played[0]
    hard, led = community.collect(1000, "illegal_building"), community.collect(1001, "dispute")
    for ticket, code in ((hard, "tickets.no_meeting"), (led, "tickets.no_lead")):
        act(community.head, ticket, "accept")
        assert refused(community.head, ticket, "finish", note="x")["code"] == code
        act(community.head, ticket, "change-track", track="simple", reason="核实后可当场解决")
        assert act(community.head, ticket, "finish", note="当场办结")["state"] == "done"


def test_what_a_community_leaves_lying_goes_up_to_the_street_and_the_district(town: Town, played):
    community = played[1]
    ticket = community.collect(1002, "rubbish")
    district = town.person(Role.DISTRICT_STAFF, areas=("150406",))
    levels = [community.grid[:14], community.grid[:10], "150406"]
    for desk in levels:
        age(town, "tickets", ticket["id"], timedelta(days=12))
        eventually(lambda desk=desk: look(district, ticket)["desk"] == desk)
    act(district, ticket, "lead", name="分管副区长")
    assert act(district, ticket, "finish", note="已督办清运")["responsible"] == "分管副区长"
    log = district.get(f"/v1/tickets/{ticket['id']}/escalations")["items"]
    assert [entry["to_desk"] for entry in reversed(log)] == levels


def test_everybody_sees_person_measure_and_outcome(town: Town, played):
    community = played[2]
    ticket = community.collect(1003, "dispute")
    act(community.head, ticket, "lead", name="社区书记")
    act(community.head, ticket, "finish", note="双方已和解")
    met = community.collect(1004, "rubbish")
    act(community.head, met, "lead", name="网格长")
    act(community.head, met, "finish", note="已清运")
    listed = {entry["number"]: entry for entry in town.nobody().get("/v1/board", area=community.grid)["items"]}
    assert (listed[met["number"]]["responsible"], listed[met["number"]]["note"]) == ("网格长", "已清运")
    assert ticket["number"] not in listed
