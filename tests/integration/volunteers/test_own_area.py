"""Staff of one area neither see nor change what is another's: every operation that only staff may ask, and those where they stand beside owners."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel

from shared.contracts.actor import Role
from shared.contracts.operation import Op
from shared.contracts.registry import APIS
from shared.contracts.volunteers.people import COUNTER
from shared.contracts.volunteers.response_records import PastCallOut, PastDrill, TreatedHazard
from tests.contract.examples import example
from tests.support.first_response import risk_point, team_list
from tests.support.town import Person, Town

HERE, THERE = "150507.005.001", "150508.005.001"
CLOSED = {"outside_area", "not_found", "forbidden"}


def row_of(model: type[BaseModel], **more: Any) -> dict[str, Any]:
    return example(model).model_dump(mode="json", exclude_none=True) | more


AREAS = {"area": HERE, "community": HERE, "district": HERE[:6], "street": HERE[:10]}
ALSO = {
    "withdraw_resource", "cancel_asset_booking", "plan_steps", "start_project", "tick_step", "finish_project",
    "cancel_activity", "change_shift", "cancel_shift", "show_shift_code", "list_roster", "show_rota", "list_turns",
    "get_pair", "list_pair_plans", "list_pair_visits", "pause_pair", "end_pair", "withdraw_consent",
    "get_agreement", "terminate_agreement", "show_route", "show_stop_code", "call_off_stop",
    "get_help_call", "add_help_note", "cancel_help_call",
    "pause_activity", "resume_activity", "pause_shift", "resume_shift",
    "mark_arrival", "mark_departure", "call_in", "strike_arrival", "list_members", "dismiss_member",
}  # fmt: skip
"""Open to owners, givers or leaders as well, whoever they are; staff of another area are none of them."""
OF_THE_CITY = {
    "put_post_kind": "kinds of posts are the same everywhere", "set_weights": "one matching for all",
    "put_team_kind": "sizes of teams are the same everywhere",
    "run_clearing": "all communities are netted by one rule, and nothing of theirs is told",
}  # fmt: skip
SPECIAL: dict[str, dict[str, Any]] = {
    "take_survey": {"rows": [{"title": "场地", "kind": "venue", "area": HERE}]},
    "decide_deliveries": {"confirm": True},
    "load_risk_points": {"rows": [risk_point("A2", HERE)]},
    "record_treatments": {"rows": [row_of(TreatedHazard, area=HERE, verified_by="李某")]},
    "record_drills": {"rows": [row_of(PastDrill, community=HERE)]},
    "record_call_outs": {"rows": [row_of(PastCallOut, area=HERE)]},
}
"""Fields for which the simplest example is not a sensible one."""
LAST = ("cancel_training", "finish_project", "close_post", "withdraw_need", "withdraw_resource", "cancel_asset_booking",
        "cancel_shift", "cancel_activity", "drop_ward", "cancel_help_call", "drop_responder")  # fmt: skip
"""What ends something is asked when all else has been."""
ON_ROSTER = {"add_responder", "move_responder", "link_responder", "drop_responder"}
"""Their team is one with squads."""
UNMADE = {"decide_help_dispute", "reverse_help_visit", "reverse_hours_transfer"}
"""Of a visit of help or of hours given, whose own tests let staff of another area ask."""
OPS = {op.name: op for op in APIS["volunteers"].operations.values() if op.http is not None}
STAFF_ONLY = {name for name, op in OPS.items() if op.roles and op.roles <= COUNTER | {Role.OPS, Role.AUDITOR}}


@pytest.fixture(scope="module")
def made(town: Town) -> dict[str, Any]:
    """One of everything in HERE, by the name of the field that leads to it."""
    staff = town.person(Role.DISTRICT_STAFF, areas=(HERE[:6],))
    member = town.person(Role.RESIDENT)
    begins = datetime.now(UTC) + timedelta(days=1)
    hours = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
    session = {"begins_at": hours["starts_at"], "ends_at": hours["ends_at"]}
    found: dict[str, Any] = {
        "volunteer_id": member.put("/v1/volunteers/me", {"area": HERE, "skills": ["haircuts"]})["id"]
    }

    def keep(field: str, path: str, /, **body: Any) -> str:
        found[field] = staff.post(path, body)["id"]
        return found[field]

    post = keep("post_id", "/v1/volunteer-posts", community=HERE, kind="environment", title="清洁岗", places=3)
    member.post("/v1/duty/reports", {"code": staff.post("/v1/duty/codes", {"community": HERE})["code"]})
    member.post(f"/v1/volunteer-posts/{post}/claims", {})
    deed = {"day": "2026-01-02", "minutes": 30, "note": "扫楼道"}
    found["deeds"] = [member.post(f"/v1/volunteer-posts/{post}/deeds", {"deeds": [deed]})["items"][0]["id"]]
    keep("service_id", f"/v1/volunteers/{found['volunteer_id']}/service", day="2026-01-02", minutes=30, what="代购")
    keep("training_id", "/v1/trainings", area=HERE, title="急救", places=5, sessions=[session])
    need = keep("need_id", "/v1/needs", area=HERE, kind="venue", title="场地", quantity=2)
    hall = keep("resource_id", "/v1/resources", area=HERE, kind="venue", unit="图书馆", capacity=2)
    keep("project_id", f"/v1/needs/{need}/claims", resource_id=hall)
    court = staff.post("/v1/resources", {"area": HERE, "kind": "sports", "unit": "体育馆", "by_booking": True})["id"]
    keep("asset_booking_id", f"/v1/resources/{court}/bookings", **hours, purpose="排练")
    keep("team_id", "/v1/teams", area=HERE, name="清洁队", category="environment", leader=found["volunteer_id"])
    needs = [{"places": 2}]
    keep("activity_id", "/v1/activities", area=HERE, title="清洁", category="environment", place="广场",
         starts=hours["starts_at"], minutes=60, needs=needs)  # fmt: skip
    found["shift_id"] = staff.get("/v1/shifts", area=HERE, activity_id=found["activity_id"])["items"][0]["id"]
    found["hours_id"] = member.put("/v1/time-bank/me", {"area": HERE})["id"]
    found["leader"], found["to"] = found["volunteer_id"], found["hours_id"]
    staff.put(f"/v1/points/budgets/{HERE}/{example(OPS['get_points_budget'].command).month}", {"points": 10})  # type: ignore[attr-defined]
    staff.put(f"/v1/points/rules/{HERE}/own_area", {"name": "清洁", "points": 1})
    deed = {"area": HERE, "kind": "own_area", "deed": "d" * 32, "account": "3" * 32}
    keep("award_id", "/v1/points/awards", **deed)
    shop = keep("shop_id", "/v1/points/shops", area=HERE, name="积分超市")
    keep("fair_id", "/v1/points/fairs", area=HERE, name="集市", place="广场", budget=10, **hours)
    staff.put(f"/v1/swaps/stations/{HERE}", {"name": "驿站", "place": "一层"})
    lamp = member.post("/v1/swaps/items", {"area": HERE, "title": "台灯", "condition": "新"})
    found["swap_id"] = town.person(Role.RESIDENT).post("/v1/swaps", {"item_id": lamp["id"]})["id"]
    staff.put(f"/v1/pantries/{HERE}", {"name": "食物银行", "place": "一层", "portions": 5})
    staff.put(f"/v1/pantries/{HERE}/foods/rice", {"name": "大米"})
    keep("batch_id", f"/v1/pantries/{HERE}/batches", food="rice", portions=5, best_before="2100-01-01", unit="粮店")
    found["volunteers"] = [found["volunteer_id"]]
    check = {"paper": "无犯罪记录证明", "until": begins.date().isoformat()}
    staff.post(f"/v1/volunteers/{found['volunteer_id']}/vetting", check)
    consent = {"guardian": "f" * 32, "paper": "同意书", "given_on": "2026-01-02"}
    child = {"name": "小满", "birth_year": begins.year - 8, "consent": consent}
    keep("ward_id", "/v1/wards/children", area=HERE, **child)
    plan = {"interval": 7, "what": ["company"]}
    pair = keep("pair_id", "/v1/pairs", ward_id=found["ward_id"], volunteer_id=found["volunteer_id"],
                kind="carer_child", plan=plan)  # fmt: skip
    member.post(f"/v1/pairs/{pair}/accept", {})
    staff.post(f"/v1/pairs/{pair}/accept", {"paper": "确认书"})
    visit = {"began_at": (begins - timedelta(days=1, minutes=2)).isoformat(), "minutes": 1, "what": ["company"]}
    told = member.post(f"/v1/pairs/{pair}/visits", {"visits": [visit | {"needs": "缺一副眼镜"}]})
    found["pair_visit_id"] = told["items"][0]["id"]
    unit = keep("unit_id", "/v1/partner-units", area=HERE, name="小学", kind="school", workers=["0" * 32])
    day = begins.date().isoformat()
    promise = {"title": "讲座", "kind": "talk", "quantity": 2}
    keep("agreement_id", "/v1/agreements", unit_id=unit, area=HERE, title="共建", promises=[promise], valid_from=day,
         valid_until=day)  # fmt: skip
    done = {"kind": "service", "day": "2026-01-02", "what": "理发"}
    recorded = member.post(f"/v1/teams/{found['team_id']}/deliveries", {"deliveries": [done]})
    found["deliveries"] = [each["id"] for each in recorded["items"]]
    performers = {"area": HERE, "performers": [{"account": "1" * 32, "role": "lecturer"}]}
    found["performer_id"] = staff.post("/v1/tour-performers", performers)["items"][0]["id"]
    tour = keep("programme_id", "/v1/touring-programmes", area=HERE, kind="talk", title="宣讲", minutes=60)
    wish = {"area": HERE, "host": "community", "place": "礼堂", "point": {"longitude": 121.6, "latitude": 41.0},
            "wished": hours["starts_at"]}  # fmt: skip
    stops = staff.post(f"/v1/touring-programmes/{tour}/stops", {"stops": [wish, wish]})["items"]
    found["stop_id"] = stops[0]["id"]
    way = [{"stop_id": stops[1]["id"], "starts": hours["starts_at"]}]
    found["routes"] = [{"performers": [found["performer_id"]], "stops": way}]
    series = keep("series_id", "/v1/meeting-series", area=HERE, title="联谊", place="会客厅", starts=hours["starts_at"],
                  minutes=60, seats=20)  # fmt: skip
    found["meeting_id"] = staff.get("/v1/meetings", area=HERE, series_id=series)["items"][0]["id"]
    fund = keep("fund_id", "/v1/community-funds", area=HERE, name="爱心基金", purpose="共享食堂")
    entry = {"kind": "gift", "amount": 100, "day": "2026-01-02", "what": "捐款", "paper": "收据1"}
    found["entry_id"] = staff.post(f"/v1/community-funds/{fund}/entries", {"entries": [entry]})["items"][0]["id"]
    call = keep("help_call_id", "/v1/help-calls", area=HERE, skill="haircuts", text="想理发", person="f" * 32, **hours,
                minutes=30, audience="dispatchers")  # fmt: skip
    keep("note_id", f"/v1/help-calls/{call}/notes", text="回访", due="2100-12-31")
    found["gift_id"] = member.post(f"/v1/points/shops/{shop}/gifts", {"title": "棉被"})["id"]
    staff.post("/v1/risk-points/lists", {"rows": [risk_point("A1", HERE)]})
    found["risk_point_id"] = staff.get("/v1/risk-points", area=HERE)["items"][0]["id"]
    keep("hazard_id", "/v1/hazards", area=HERE, place="楼道", kind="fire", level="blue", text="堆物")
    roster = f"/v1/first-response/teams/{keep('squads_team_id', '/v1/first-response/teams', **team_list(HERE))}/members"
    found["member_id"] = staff.get(roster)["items"][0]["id"]
    return found


def leads_to(op: Op) -> str | None:
    """The field by which the operation names an area or a thing in it; None where there is none that is made here."""
    fields = list(op.command.model_fields)
    known = ("fund_id", "ward_id", "pair_id", "pair_visit_id", "project_id", "asset_booking_id", "need_id", "resource_id", "volunteer_id", "post_id", "training_id", "team_id",
             "activity_id", "shift_id", "hours_id", "service_id", "fair_id", "swap_id", "batch_id", "shop_id", "gift_id", "deeds", "unit_id", "agreement_id", "deliveries",
             "programme_id", "stop_id", "performer_id", "series_id", "meeting_id", "help_call_id", "note_id",
             "risk_point_id", "hazard_id", "award_id")  # fmt: skip
    return next((name for name in (*known, *AREAS, "rows") if name in fields), None)


def asked() -> Iterator[str]:
    names = [name for name in sorted(STAFF_ONLY | ALSO) if name not in OF_THE_CITY and leads_to(OPS[name]) is not None]
    return iter(sorted(names, key=lambda name: LAST.index(name) if name in LAST else -1))


@pytest.mark.parametrize("name", asked())
def test_staff_dispose_of_their_own_area_only(name: str, town: Town, made: dict[str, Any]):
    op = OPS[name]
    role = next(role for role in (Role.COMMUNITY_STAFF, Role.DISTRICT_STAFF) if role in op.roles)
    own, elsewhere = (town.person(role, areas=(area,)) for area in (HERE[:6], THERE[:6]))
    assert code_of(elsewhere, op, made) in CLOSED
    assert code_of(own, op, made) not in CLOSED


def code_of(who: Person, op: Op, made: dict[str, Any]) -> str:
    """What the simplest request about HERE is refused with; "ok" where it is not."""
    assert op.http is not None
    body = example(op.command).model_dump(mode="json", exclude_none=True) | SPECIAL.get(op.name, {})
    body |= {name: value for name, value in (AREAS | made).items() if name in op.command.model_fields}
    if op.name in ON_ROSTER:
        body["team_id"] = made["squads_team_id"]
    path = f"/v1{op.http.path}"
    for name in [name for name in body if f"{{{name}}}" in path]:
        path = path.replace(f"{{{name}}}", str(body.pop(name)))
    told = {"params": body, "body": None} if op.http.method in ("GET", "DELETE") else {"body": body}
    reply = who.send(op.http.method, path, **told)
    return "ok" if reply.ok else reply.json()["code"]


def test_every_operation_of_staff_is_asked():
    assert {name for name in STAFF_ONLY if name not in OF_THE_CITY and leads_to(OPS[name]) is None} == UNMADE
