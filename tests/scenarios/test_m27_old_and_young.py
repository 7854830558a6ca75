"""Old and young: a shared canteen by a rota of 3,000 volunteer turns, donations with open books, an after-school class, elders paired with children."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.pairing import Community, Somebody, confirm, tell, today, told
from tests.support.town import Town

STREET = "150504.427"
HELPERS, DAYS = 12, 250
AT_ONCE = 200
ELDERS = 8


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, f"{STREET}.001")


def opened(
    who: Somebody, here: Community, team: str, title: str, hour: int, rule: str, places: int, category: str
) -> str:
    """The path of an activity that is held from tomorrow on."""
    day = datetime.now(UTC).astimezone(SHANGHAI) + timedelta(days=1)
    body = {
        "area": here.area, "title": title, "category": category, "team_id": team, "place": "老幼之家", "minutes": 120,
        "starts": day.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat(), "rule": rule,
        "needs": [{"places": places}], "opens_before": 8784,
    }  # fmt: skip
    return f"/v1/activities/{who.post('/v1/activities', body)['id']}"


def test_a_rota_of_three_thousand_turns_keeps_the_shared_canteen(town: Town, here: Community):
    leader = here.volunteer()
    helpers = [here.volunteer() for _ in range(HELPERS)]
    form = {"area": here.area, "name": "共享食堂志愿队", "category": "care", "leader": leader.volunteer}
    team = here.staff.post("/v1/teams", form)["id"]
    rota = opened(leader, here, team, "共享食堂值班", 10, "FREQ=DAILY", HELPERS, "care")
    turns = [
        {"day": (today() - timedelta(days=day)).isoformat(), "volunteer_id": helper.volunteer}
        for day in range(1, DAYS + 1)
        for helper in helpers
    ]
    recorded = sum(
        leader.post(f"{rota}/turns", {"turns": turns[first : first + AT_ONCE]})["recorded"]
        for first in range(0, len(turns), AT_ONCE)
    )
    assert recorded == HELPERS * DAYS == 3_000

    year = {"since": (today() - timedelta(days=365)).isoformat(), "until": today().isoformat()}
    district = town.person(Role.DISTRICT_STAFF, areas=("150504",))
    figures = district.get("/v1/rota/figures", area=STREET, **year)
    assert (figures["turns"], figures["shifts"], figures["volunteers"]) == (3_000, DAYS, HELPERS)
    assert figures["minutes"] == 3_000 * 120
    each = leader.get(f"{rota}/turns", **year)["items"]
    assert {row["volunteer_id"]: row["turns"] for row in each} == {helper.volunteer: DAYS for helper in helpers}

    tomorrow = {"since": (today() + timedelta(days=1)).isoformat(), "weeks": 2}
    coming = leader.get(f"{rota}/rota", **tomorrow)
    helpers[0].post(f"/v1/shifts/{coming['days'][0]['shift_id']}/entries", {})
    after = leader.get(f"{rota}/rota", **tomorrow)
    assert after["days"][0]["on_turn"] == [helpers[0].volunteer]
    assert (len(after["days"]), after["missing"]) == (14, 14 * HELPERS - 1)


def test_the_canteens_donations_have_open_books(town: Town, here: Community):
    fund = here.staff.post(
        "/v1/community-funds", {"area": here.area, "name": "共享食堂爱心款", "purpose": "共享食堂"}
    )["id"]  # fmt: skip
    books = f"/v1/community-funds/{fund}/entries"

    def book(kind: str, amount: int, what: str) -> dict:
        rows = [
            {"kind": kind, "amount": amount, "day": today().isoformat(), "what": what, "paper": f"{kind}-{number}"}
            for number in range(50)
        ]
        return here.staff.post(books, {"entries": rows})["items"][-1]

    book("gift", 200_000, "爱心捐款")
    assert book("expense", 140_000, "买米面油")["left"] == 3_000_000
    reader = town.person(Role.RESIDENT)
    shown = reader.get(f"/v1/community-funds/{fund}")
    assert (shown["given"], shown["spent"], shown["left"]) == (10_000_000, 7_000_000, 3_000_000)
    assert (len(reader.get(books, limit=100)["items"]), reader.get(books, limit=1)["items"][0]["number"]) == (100, 100)


def test_elders_are_paired_with_children_and_keep_a_class_after_school(town: Town, here: Community):
    elders = [here.carer() for _ in range(ELDERS)]
    form = {"area": here.area, "name": "老教师四点半课堂", "category": "teaching", "leader": elders[0].volunteer}
    team = here.staff.post("/v1/teams", form)["id"]
    rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    lessons = opened(elders[0], here, team, "四点半课堂", 16, rule, 2, "teaching")
    held = elders[1].get("/v1/shifts", area=here.area, activity_id=lessons.rpartition("/")[2], limit=1)["items"][0]
    assert datetime.fromisoformat(held["starts"]).astimezone(SHANGHAI).isoweekday() <= 5
    assert elders[1].post(f"/v1/shifts/{held['id']}/entries", {})["mine"]["state"] == "signed_up"

    plan = {"interval": 7, "grace": 1, "what": ["lessons", "company"]}
    pairs = [here.begun(elder, here.child(), "elder_child", days_ago=14, plan=plan) for elder in elders]
    for elder, pair in zip(elders, pairs, strict=True):
        confirm(here.staff, tell(elder, pair, told(10, 45), told(4, 45)))
    street = town.person(Role.STREET_STAFF, areas=(STREET,))
    period = {"since": (today() - timedelta(days=30)).isoformat(), "until": today().isoformat()}
    kinds = {row["kind"]: row for row in street.get("/v1/pairing/figures", area=STREET, **period)["kinds"]}
    paired = kinds["elder_child"]
    assert (paired["active"], paired["visits"], paired["minutes"]) == (ELDERS, 2 * ELDERS, 2 * ELDERS * 45)
    assert (paired["gaps_open"], paired["in_time_permille"]) == (0, 1000)
