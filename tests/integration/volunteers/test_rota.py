"""Rotas through the gateway: recording turns, who is on turn, totals, and the refusals."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.attendance import ServiceGiven
from shared.kernel.clock import SHANGHAI
from tests.support.ear import Ear
from tests.support.pairing import Community, Somebody, today
from tests.support.town import Town

AREA = "150504.005.001"


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, AREA)


def canteen(here: Community, leader: Somebody, days_ahead: int = 1) -> str:
    """The path of a daily rota with three places, one of them for somebody who cooks."""
    team = here.staff.post(
        "/v1/teams", {"area": AREA, "name": "爱心食堂队", "category": "care", "leader": leader.volunteer}
    )
    day = datetime.now(UTC).astimezone(SHANGHAI) + timedelta(days=days_ahead)
    opened = leader.post("/v1/activities", {
        "area": AREA, "title": "共享食堂值班", "category": "care", "team_id": team["id"], "place": "共享食堂",
        "starts": day.replace(hour=9, minute=0, second=0, microsecond=0).isoformat(), "minutes": 180,
        "rule": "FREQ=DAILY;COUNT=20", "needs": [{"places": 2}, {"skill": "meals", "places": 1}], "opens_before": 8784,
    })  # fmt: skip
    return f"/v1/activities/{opened['id']}"


def turn(who: Somebody, days_ago: int, **more: int) -> dict:
    return {"volunteer_id": who.volunteer, "day": (today() - timedelta(days=days_ago)).isoformat()} | more


def test_turns_of_the_past_are_recorded_many_at_once(town: Town, here: Community):
    leader, first, second = here.volunteer(), here.volunteer(), here.volunteer()
    rota = canteen(here, leader)
    rows = [turn(who, days) for who in (first, second) for days in range(1, 6)]
    with Ear(town.servers.broker.amqp_url, ServiceGiven.TYPE) as ear:
        assert leader.post(f"{rota}/turns", {"turns": rows})["recorded"] == 10
        assert ear.hear(lambda event: event["data"]["account"] == second.account)["data"]["minutes"] == 180
    assert leader.post(f"{rota}/turns", {"turns": [*rows, turn(first, 9, minutes=90)]})["recorded"] == 1
    assert first.get("/v1/volunteers/me/service") == {"minutes": 990, "outside": 0, "shifts": 6, "no_shows": 0}
    period = {"since": (today() - timedelta(days=5)).isoformat(), "until": today().isoformat()}
    page = leader.get(f"{rota}/turns", **period, limit=1)
    rest = leader.get(f"{rota}/turns", **period, limit=1, cursor=page["next"])
    shown = {row["volunteer_id"]: (row["turns"], row["minutes"]) for row in (*page["items"], *rest["items"])}
    assert shown == {first.volunteer: (5, 900), second.volunteer: (5, 900)} and "next" not in rest
    longer = period | {"since": (today() - timedelta(days=30)).isoformat()}
    assert leader.get(f"{rota}/turns", **longer)["items"][0] == {
        "volunteer_id": first.volunteer, "turns": 6, "minutes": 990,
    }  # fmt: skip
    district = town.person(Role.DISTRICT_STAFF, areas=("150504",))
    months = {f"{today() - timedelta(days=days):%Y-%m}" for days in range(1, 10)}
    grown = [row for month in months for row in here.staff.get("/v1/growth", area=AREA, period=month)["items"]]
    assert sum(row["shifts"] for row in grown if row["volunteer_id"] == first.volunteer) == 6
    assert all(row["index"] == 5 * row["shifts"] for row in grown)
    figures = district.get("/v1/rota/figures", area="150504.005", **longer)
    assert (figures["shifts"], figures["turns"], figures["minutes"], figures["volunteers"]) == (6, 11, 1890, 2)
    assert (
        here.staff.refused("GET", f"/v1/rota/figures?area=150504&since={today()}&until={today()}")["code"]
        == "outside_area"
    )


def test_rota_shows_who_is_on_turn_and_where_somebody_is_missing(here: Community):
    leader, helper = here.volunteer(), here.volunteer()
    rota = canteen(here, leader)
    tomorrow = today() + timedelta(days=1)
    shown = leader.get(f"{rota}/rota", since=tomorrow.isoformat(), weeks=1)
    assert [day["missing"] for day in shown["days"]] == [3] * 7 and shown["missing"] == 21
    helper.post(f"/v1/shifts/{shown['days'][0]['shift_id']}/entries", {})
    leader.post(f"/v1/shifts/{shown['days'][1]['shift_id']}/cancellation", {"reason": "检修"})
    after = here.staff.get(f"{rota}/rota", since=tomorrow.isoformat(), weeks=2)
    first, second, third = after["days"][:3]
    assert (first["on_turn"], first["missing"], first["places"]) == ([helper.volunteer], 2, 3)
    assert (second["cancelled"], second["missing"], third["missing"]) == (True, 0, 3)
    assert after["missing"] == 2 + 12 * 3
    assert helper.refused("GET", f"{rota}/rota?since={tomorrow}")["code"] == "forbidden"


def test_turns_are_refused_with_their_reason(town: Town, here: Community):
    leader, helper = here.volunteer(), here.volunteer()
    rota = canteen(here, leader)

    def why_not(*rows: dict, by: Somebody = leader) -> tuple[str, str]:
        problem = by.refused("POST", f"{rota}/turns", {"turns": list(rows)})
        return problem["code"], problem["errors"][0]["pointer"] if problem.get("errors") else ""

    assert why_not(turn(helper, 1), turn(leader, 1)) == ("volunteers.own_hours", "/turns/1/volunteer_id")
    second = here.somebody(Role.COMMUNITY_STAFF, areas=(AREA,), person=leader.person)
    assert why_not(turn(leader, 1), by=second)[0] == "volunteers.own_hours"
    assert why_not(turn(helper, 1) | {"volunteer_id": "0" * 32}) == ("not_found", "/turns/0/volunteer_id")
    assert why_not(turn(helper, -1)) == ("volunteers.day_to_come", "/turns/0/day")
    assert why_not(turn(helper, 1), by=helper)[0] == "forbidden"
    activity = rota.rpartition("/")[2]
    rows = town.database("volunteers")
    rows["activities"].update_one({"_id": activity}, {"$set": {"starts": datetime.now(UTC) - timedelta(days=3)}})
    assert why_not(turn(helper, 1)) == ("volunteers.no_turn_then", "/turns/0/day")
    soon = leader.get(f"{rota}/rota", since=today().isoformat(), weeks=1)["days"][0]["shift_id"]
    midnight = datetime.combine(today(), datetime.min.time(), UTC)
    rows["shifts"].update_one({"_id": soon}, {"$set": {"day": midnight}})
    assert why_not(turn(helper, 0)) == ("volunteers.turn_ahead", "/turns/0/day")
    leader.post(f"/v1/shifts/{soon}/cancellation", {"reason": "停电"})
    assert why_not(turn(helper, 0)) == ("volunteers.cancelled", "/turns/0/day")
    assert helper.get("/v1/volunteers/me/service")["shifts"] == 0
    backwards = f"{rota}/turns?since={today()}&until={today() - timedelta(days=1)}"
    assert leader.refused("GET", backwards)["code"] == "volunteers.rota_period"
    assert helper.refused("GET", f"{rota}/turns?since={today()}&until={today()}")["code"] == "forbidden"
