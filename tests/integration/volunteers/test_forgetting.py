"""Somebody asks for a copy of their data, and to be forgotten: it tells of all that names them, and then nothing does any more.

A collection that is not in this table fails the test: say who plays a part in it, or that it names nobody.
"""

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pika
import pytest

from services.volunteers.store import VolunteerStore
from services.volunteers.store.copied import IN_OFFICE, SHARES
from shared.contracts.actor import Actor, Role
from shared.contracts.eldercare import MealPlanned, VisitPlanned
from shared.contracts.envelope import CONTENT_TYPE, envelop
from shared.contracts.residents import (
    ExportRequested,
    GroupAnswered,
    GroupVolunteerPosted,
    PersonAdmitted,
    PersonErased,
)
from shared.contracts.residents.group_members import MemberRole
from shared.contracts.residents.groups import GroupKind
from shared.contracts.volunteers import VolunteersCollected
from shared.kernel.clock import SHANGHAI
from shared.storage.sealing import Sealing
from tests.support.ear import Ear
from tests.support.first_response import call_out, risk_point, team_list
from tests.support.households import known_households
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150507.004.001"
PASSING = {"journal", "leases"}
"""Gone by themselves after some days, as whoever repeats a request needs them until then."""


@dataclass
class Life:
    """Somebody with a person and an account, who is also staff of the area, and others who have to do with them."""

    town: Town
    account: str
    person: str
    me: Person
    other: Person
    staff: Person
    others: tuple[str, ...]
    """Accounts of `other` and `staff`."""

    def announce(self, event: Any, subject: str) -> str:
        """As the relay of whoever announces it does; gives the event's id."""
        request = uuid.uuid4().hex
        envelope = envelop(
            event, id=uuid.uuid4().hex, subject=subject, version=2, area=AREA, now=datetime.now(UTC), request_id=request,
            causation_id=request, traceparent=None,
        )  # fmt: skip
        with pika.BlockingConnection(pika.URLParameters(self.town.suite.environment["LINLI_AMQP_URL"])) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            body = envelope.model_dump_json(exclude_none=True).encode()
            properties = pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2)
            channel.basic_publish("domain.events", envelope.routing_key, body, properties, mandatory=True)
        return envelope.id

    def copied(self) -> dict[str, Any]:
        """What volunteers hands over for a copy of their data."""
        export = uuid.uuid4().hex
        with Ear(self.town.servers.broker.amqp_url, VolunteersCollected.TYPE) as ear:
            self.announce(ExportRequested(export=export, account=self.account, person=self.person), export)
            sealed = ear.hear(lambda event: event["data"]["export"] == export)["data"]["sealed"]
        key = base64.b64decode(self.town.suite.environment["LINLI_DATA_KEY"])
        return json.loads(Sealing(key).unseal(sealed, "export-part"))

    def named_in(self, *more: str) -> set[str]:
        """Collections in which a document holds the account, the person, or what else is asked for."""
        database = self.town.database("volunteers")
        wanted = (self.account, self.person, *more)
        return {
            name
            for name in set(database.list_collection_names()) - PASSING
            if any(any(word in text for word in wanted) for text in map(as_text, database[name].find()))
        }


def as_text(row: dict[str, Any]) -> str:
    return json.dumps(row, default=str)


@pytest.fixture
def life(town: Town) -> Life:
    account, person = uuid.uuid4().hex, uuid.uuid4().hex
    roles = frozenset({Role.RESIDENT, Role.VOLUNTEER, Role.MERCHANT, Role.COMMUNITY_STAFF})
    me = Person(town.url, town.token(Actor(account, roles, person=person, areas=(AREA,))))
    others = uuid.uuid4().hex, uuid.uuid4().hex
    other = town.person(Role.RESIDENT, account=others[0])
    staff = town.person(Role.COMMUNITY_STAFF, account=others[1], areas=(AREA,))
    return Life(town, account, person, me, other, staff, others)


def enrolled(who: Person) -> str:
    offer = {"area": AREA, "skills": ["haircuts"], "birth_year": 1970, "occupation": "理发师"}
    return who.put("/v1/volunteers/me", offer)["id"]


def on_duty(life: Life, who: Person) -> str:
    code = life.staff.post("/v1/duty/codes", {"community": AREA})["code"]
    me = enrolled(who)
    who.post("/v1/duty/reports", {"code": code})
    return me


def deeds_of(life: Life, who: Person) -> list[str]:
    body = {"community": AREA, "kind": "environment", "title": "清洁岗", "places": 5}
    post = f"/v1/volunteer-posts/{life.staff.post('/v1/volunteer-posts', body)['id']}"
    who.post(f"{post}/claims", {})
    told = {"day": datetime.now(SHANGHAI).date().isoformat(), "minutes": 30, "note": "扫楼道"}
    return [each["id"] for each in who.post(f"{post}/deeds", {"deeds": [told]})["items"]]


def trained(life: Life, by: Person, volunteer: str) -> None:
    begins = datetime.now(UTC) - timedelta(days=1)
    session = {"begins_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
    body = {"area": AREA, "title": "急救", "places": 5, "sessions": [session]}
    training = f"/v1/trainings/{by.post('/v1/trainings', body)['id']}"
    by.post(f"{training}/participants", {"volunteers": [volunteer]})
    by.post(f"{training}/attendance", {"session": 1, "volunteers": [volunteer]})


def volunteers(life: Life) -> None:
    """Confirms somebody's skill, and has theirs confirmed."""
    mine, theirs = enrolled(life.me), enrolled(life.other)
    confirm = {"skill": "haircuts", "evidence": "理发师证"}
    life.staff.post(f"/v1/volunteers/{mine}/skills", confirm)
    life.me.post(f"/v1/volunteers/{theirs}/skills", confirm)


def posts(life: Life) -> None:
    """Serves at a post, and decides on what another did."""
    on_duty(life, life.me)
    mine = deeds_of(life, life.me)
    life.staff.post("/v1/deeds/decisions", {"deeds": mine, "confirm": True, "rating": 5})
    on_duty(life, life.other)
    life.me.post("/v1/deeds/decisions", {"deeds": deeds_of(life, life.other), "confirm": True})


def trainings(life: Life) -> None:
    """Attends one, and records who attends another."""
    trained(life, life.staff, enrolled(life.me))
    trained(life, life.me, enrolled(life.other))


def groups(life: Life) -> None:
    """Is posted to a group and answers there."""
    enrolled(life.me)
    group, account = uuid.uuid4().hex, life.account
    common = {"group": group, "kind": GroupKind.SERVICE, "area": AREA, "account": account}
    life.announce(GroupVolunteerPosted(**common, role=MemberRole.CONTACT), uuid.uuid4().hex)
    life.announce(GroupAnswered(**common, question=uuid.uuid4().hex), uuid.uuid4().hex)
    eventually(lambda: life.town.database("volunteers")["group_postings"].find_one({"account": account}))


def resources(life: Life) -> None:
    """Lists a hall, books a court, confirms what another unit lists."""
    common = {"unit": "区图书馆", "kind": "venue", "area": AREA, "capacity": 1}
    life.me.post("/v1/resources", common)
    court = life.staff.post("/v1/resources", common | {"by_booking": True})["id"]
    life.me.post(f"/v1/resources/{court}/confirm", {"evidence": "现场看过"})
    begins = datetime.now(UTC) + timedelta(days=1)
    hours = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat(), "purpose": "排练"}
    life.me.post(f"/v1/resources/{court}/bookings", hours)


def time_bank(life: Life) -> None:
    """Books help with banked hours, witnesses a visit, and in office grants hours and says how much may be owed."""
    mine, theirs = (who.put("/v1/time-bank/me", {"area": AREA})["id"] for who in (life.me, life.other))
    street = life.town.person(Role.STREET_STAFF, account=life.account, areas=(AREA,))
    street.post(f"/v1/time-bank/pools/{AREA}/funds", {"minutes": 120, "fund": "专项基金"})
    street.put(f"/v1/time-bank/clearing/{AREA}/terms", {"limit": 600})
    grants = f"/v1/time-bank/pools/{AREA}/grants"
    life.staff.post(grants, {"to": mine, "minutes": 60, "reason": "启动时长"})
    life.me.post(grants, {"to": theirs, "minutes": 30, "reason": "启动时长"})
    life.me.post(f"/v1/time-bank/accounts/{theirs}/priority", {"priority": True, "reason": "独居"})
    cook = life.town.person(Role.VOLUNTEER).put("/v1/volunteers/me", {"area": AREA, "skills": ["meals"]})["id"]
    visit = {"volunteer_id": cook, "kind": "meals", "minutes": 30, "starts_at": datetime.now(UTC).isoformat()}
    life.me.post("/v1/time-bank/visits", visit)
    disputed = life.other.post("/v1/time-bank/visits", visit)["id"]
    life.other.post(f"/v1/time-bank/visits/{disputed}/dispute", {"reason": "没有来", "witness": life.account})


def fairs(life: Life) -> None:
    """Plans one."""
    begins = datetime.now(UTC) + timedelta(days=1)
    hours = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
    life.me.post("/v1/points/fairs", {"area": AREA, "name": "集市", "place": "广场", "budget": 10} | hours)


def swaps(life: Life) -> None:
    """Offers a thing and asks for another."""
    life.staff.put(f"/v1/swaps/stations/{AREA}", {"name": "驿站", "place": "一层"})
    thing = {"area": AREA, "title": "台灯", "condition": "新"}
    mine, theirs = (who.post("/v1/swaps/items", thing) for who in (life.me, life.other))
    asked = life.other.post("/v1/swaps", {"item_id": mine["id"]})
    life.me.post(f"/v1/swaps/{asked['id']}/agree", {"contact": "一号楼"})
    life.me.post(f"/v1/swaps/{asked['id']}/confirm", {})
    life.me.post("/v1/swaps", {"item_id": theirs["id"], "contact": "一号楼"})


def pantry(life: Life) -> None:
    """Gives food; receives what a unit gives, and hands it out."""
    here = f"/v1/pantries/{AREA}"
    life.staff.put(here, {"name": "食物银行", "place": "一层", "portions": 5})
    life.staff.put(f"{here}/foods/rice", {"name": "大米"})
    batch = {"food": "rice", "portions": 5, "best_before": "2100-01-01"}
    life.staff.post(f"{here}/batches", batch | {"donor": life.account})
    mine = life.me.post(f"{here}/batches", batch | {"unit": "粮店"})
    life.staff.post(f"/v1/pantries/batches/{mine['id']}/shelve", {})
    life.me.post(f"{here}/servings", {"food": "rice", "household": known_households(life.town, AREA)[0]})


def pairing(life: Life) -> None:
    """Is an elder, cares for a child, and arranges, checks and confirms for others as staff."""
    mine, theirs = enrolled(life.me), enrolled(life.other)
    today = datetime.now(SHANGHAI).date()
    check = {"paper": "无犯罪记录证明", "until": (today + timedelta(days=9)).isoformat()}
    life.staff.post(f"/v1/volunteers/{mine}/vetting", check)
    life.me.post(f"/v1/volunteers/{theirs}/vetting", check)
    life.me.put(f"/v1/pairing/rules/{AREA}/carer_child", {"most_active": 3})
    life.staff.post("/v1/wards/elders", {"person": life.person, "area": AREA, "living_alone": True})
    consent = {"guardian": uuid.uuid4().hex, "paper": "同意书", "given_on": today.isoformat()}
    child = life.me.post(
        "/v1/wards/children", {"area": AREA, "name": "小满", "birth_year": today.year - 8, "consent": consent}
    )
    pair = {"ward_id": child["id"], "kind": "carer_child", "plan": {"interval": 7, "what": ["company"]}}
    life.staff.post("/v1/pairs", pair | {"volunteer_id": mine})
    begun = f"/v1/pairs/{life.me.post('/v1/pairs', pair | {'volunteer_id': theirs})['id']}"
    life.other.post(f"{begun}/accept", {})
    life.staff.post(f"{begun}/accept", {"paper": "确认书"})
    visit = {"began_at": (datetime.now(UTC) - timedelta(minutes=2)).isoformat(), "minutes": 1, "what": ["company"]}
    told = life.other.post(f"{begun}/visits", {"visits": [visit | {"needs": "缺一副眼镜"}]})["items"][0]["id"]
    life.me.post("/v1/pair-visits/decision", {"visits": [told]})
    life.me.post(f"/v1/pair-visits/{told}/answer", {"answer": "已配"})
    life.me.post(f"/v1/wards/{child['id']}/file", {"reason": "casework"})


def units(life: Life) -> None:
    """Acts for a unit, and signs with and decides on another."""
    other = life.town.person(Role.PARTNER, account=(theirs := uuid.uuid4().hex))
    for office, worker, account in ((life.staff, life.me, life.account), (life.me, other, theirs)):
        unit = {"area": AREA, "name": "第一小学", "kind": "school", "workers": [account]}
        day = datetime.now(SHANGHAI).date().isoformat()
        promises = [{"title": "讲座", "kind": "talk", "quantity": 2}]
        terms = {"area": AREA, "title": "共建", "promises": promises, "valid_from": day, "valid_until": day}
        unit_id = office.post("/v1/partner-units", unit)["id"]
        path = f"/v1/agreements/{office.post('/v1/agreements', terms | {'unit_id': unit_id})['id']}"
        worker.post(f"{path}/unit-signature")
        office.post(f"{path}/signature", {"paper": "共建1号", "signed_on": day})
        done = {"deliveries": [{"project": 1, "day": day, "quantity": 1, "what": "讲座"}]}
        kept = worker.post(f"{path}/deliveries", done)["items"][0]["id"]
        office.post("/v1/deliveries/decisions", {"deliveries": [kept], "confirm": True})


def tours(life: Life) -> None:
    """Asks for a stop, performs at it, and has a seat."""
    rows = [{"account": life.account, "role": "senior"}]
    performer = life.staff.post("/v1/tour-performers", {"area": AREA, "performers": rows})["items"][0]["id"]
    body = {"area": AREA, "kind": "talk", "title": "宣讲", "minutes": 60}
    tour = f"/v1/touring-programmes/{life.staff.post('/v1/touring-programmes', body)['id']}"
    starts = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    wish = {"area": AREA, "host": "community", "place": "礼堂", "point": {"longitude": 121.6, "latitude": 41.0},
            "wished": starts, "seats": 9}  # fmt: skip
    stop = life.me.post(f"{tour}/stops", {"stops": [wish]})["items"][0]["id"]
    route = {"performers": [performer], "stops": [{"stop_id": stop, "starts": starts}]}
    life.staff.post(f"{tour}/routes", {"routes": [route]})
    life.me.post(f"/v1/tour-stops/{stop}/seats")


def meetings(life: Life) -> None:
    """Joins social meetings and takes a seat."""
    starts = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    body = {"area": AREA, "title": "联谊", "place": "会客厅", "starts": starts, "minutes": 60, "seats": 20}
    series = life.staff.post("/v1/meeting-series", body)["id"]
    life.me.put(f"/v1/meeting-series/{series}/members/me", {"birth_year": 1990, "area": AREA})
    meeting = life.me.get("/v1/meetings", area=AREA, series_id=series)["items"][0]["id"]
    life.me.post(f"/v1/meetings/{meeting}/seats")


def community_funds(life: Life) -> None:
    """Opens one in office, books in it and takes an entry back."""
    body = {"area": AREA, "name": "爱心基金", "purpose": "共享食堂"}
    fund = f"/v1/community-funds/{life.me.post('/v1/community-funds', body)['id']}"
    entry = {"kind": "gift", "amount": 100, "day": "2026-01-02", "what": "捐款", "paper": "收据1"}
    booked = life.me.post(f"{fund}/entries", {"entries": [entry]})["items"][0]["id"]
    life.me.post(f"{fund}/entries/{booked}/reversal", {"reason": "重复登记"})


def mutual_help(life: Life) -> None:
    """Calls for help, for somebody else as well, answers a call, writes a note and blocks whoever called."""
    enrolled(life.me), enrolled(life.other)
    now = datetime.now(UTC)
    hours = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=2)).isoformat(), "minutes": 30}
    body = {"area": AREA, "skill": "haircuts", "text": "想理发", **hours}
    life.me.post("/v1/help-calls", body)
    life.me.post("/v1/help-calls", body | {"person": uuid.uuid4().hex})
    call = f"/v1/help-calls/{life.other.post('/v1/help-calls', body)['id']}"
    answer = life.me.post(f"{call}/answers")["answers"][0]["id"]
    life.other.post(f"{call}/answers/{answer}/confirm")
    life.me.post(f"{call}/notes", {"text": "下次再来", "due": "2100-12-31"})
    life.me.post(f"{call}/blocks", {})


def first_response(life: Life) -> None:
    """Answers for a risk point and inspects it, finds a hazard, is on the street's duty and called out."""
    mine = enrolled(life.me)
    point = risk_point("F1", AREA, responsible_account=life.account)
    life.staff.post("/v1/risk-points/lists", {"rows": [point]})
    kept = life.staff.get("/v1/risk-points", area=AREA)["items"][0]["id"]
    seen = {"kind": "fire", "level": "blue", "text": "堆物"}
    life.me.post(f"/v1/risk-points/{kept}/inspections", {"hazards": [seen]})
    street = life.town.person(Role.STREET_STAFF, areas=(AREA[:10],))
    street.put(f"/v1/first-response/duties/{AREA[:10]}", {"accounts": [life.account, life.others[0]]})
    team = team_list(AREA)
    team["members"][1] = {"volunteer_id": mine, "squad": 0}
    life.staff.post("/v1/first-response/teams", team)
    life.staff.post("/v1/call-outs", call_out(f"{AREA}.001"))


def shifts(life: Life) -> None:
    """Leads a team, is on a shift of it, and has hours outside of shifts; records somebody else's."""
    mine, theirs = enrolled(life.me), enrolled(life.other)
    team = life.staff.post("/v1/teams", {"area": AREA, "name": "巡逻队", "category": "safety", "leader": mine})
    starts = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    body = {"area": AREA, "title": "夜巡", "category": "safety", "team_id": team["id"], "place": "广场", "starts": starts,
            "minutes": 60, "needs": [{"places": 2}]}  # fmt: skip
    opened = life.staff.post("/v1/activities", body)["id"]
    shift = life.staff.get("/v1/shifts", area=AREA, activity_id=opened)["items"][0]["id"]
    for who in (life.me, life.other):
        who.post(f"/v1/shifts/{shift}/entries", {})
    served = {"day": datetime.now(SHANGHAI).date().isoformat(), "minutes": 40, "what": "代购"}
    life.staff.post(f"/v1/volunteers/{mine}/service", served)
    life.me.post(f"/v1/volunteers/{theirs}/service", served)


def counter(life: Life) -> None:
    """Is enrolled, signed up and given hours by staff before they sign in; does the same for somebody else."""
    starts = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    body = {"area": AREA, "title": "浇花", "category": "environment", "place": "花园", "starts": starts, "minutes": 60,
            "needs": [{"places": 2}]}  # fmt: skip
    opened = life.staff.post("/v1/activities", body)["id"]
    shift = life.staff.get("/v1/shifts", area=AREA, activity_id=opened)["items"][0]["id"]
    served = {"day": datetime.now(SHANGHAI).date().isoformat(), "minutes": 40, "what": "买菜"}
    for office, person in ((life.staff, life.person), (life.me, uuid.uuid4().hex)):
        somebody = office.post("/v1/volunteers", {"person": person, "area": AREA})["id"]
        office.post(f"/v1/shifts/{shift}/entries/{somebody}", {})
        office.post(f"/v1/volunteers/{somebody}/service", served)


def points(life: Life) -> None:
    """Earns, gives goods and redeems; in office sets a rule, awards, appraises and hands over; has a shop of their own."""
    other = uuid.uuid4().hex
    neighbour = life.town.person(Role.RESIDENT, account=other)
    for by, kind in ((life.me, "forgetting_mine"), (life.staff, "forgetting_theirs"), (life.staff, "goods_given")):
        measure = {"measure": "value"} if kind == "goods_given" else {}
        by.put(f"/v1/points/rules/{AREA}/{kind}", {"name": kind, "points": 50} | measure)
    deed = {"area": AREA, "kind": "forgetting_mine"}
    life.staff.post("/v1/points/awards", deed | {"account": life.account, "deed": uuid.uuid4().hex})
    life.me.post("/v1/points/awards", deed | {"account": other, "deed": uuid.uuid4().hex})
    shop = f"/v1/points/shops/{life.me.post('/v1/points/shops', {'name': '积分超市', 'area': AREA})['id']}"
    life.staff.post("/v1/points/shops", {"name": "理发店", "area": AREA, "merchant": life.account})
    offer = life.staff.post(f"{shop}/offers", {"title": "抽纸一提", "price": 10})["id"]
    life.me.post(f"{shop}/gifts", {"title": "旧书"})
    gift = neighbour.post(f"{shop}/gifts", {"title": "电饭煲"})["id"]
    life.me.post(f"/v1/points/gifts/{gift}/appraise", {"value": 20, "condition": "未拆封"})
    for who, keeper in ((life.me, life.staff), (neighbour, life.me)):
        reserved = who.post("/v1/points/redemptions", {"offer_id": offer})
        keeper.post(f"{shop}/collections", {"code": reserved["code"]})
    life.me.post("/v1/points/redemptions", {"offer_id": offer})
    photo = uuid.uuid4().hex
    life.me.post(f"{shop}/offers", {"title": "台历", "price": 5, "photos": [photo]})
    life.me.refused("POST", f"{shop}/collections", {"code": "0000000000"})


def register(life: Life) -> None:
    """Is admitted, so that account and person belong together."""
    life.announce(PersonAdmitted(person=life.person, account=life.account, area=AREA), life.person)
    eventually(lambda: life.named_in() == {"known_accounts"})


PARTS: dict[str, tuple[Callable[[Life], None], set[str]]] = {
    "volunteers": (volunteers, {"volunteers"}),
    "posts": (posts, {"volunteers", "deeds"}),
    "trainings": (trainings, {"volunteers", "attendances"}),
    "groups": (groups, {"volunteers", "group_postings"}),
    "resources": (resources, {"resources", "asset_bookings"}),
    "time_bank": (time_bank, {"hours_accounts", "hours_transfers", "help_visits", "clearing_terms"}),
    "community_funds": (community_funds, {"community_funds", "fund_bookings"}),
    "pairing": (
        pairing,
        {"volunteers", "wards", "carers", "pair_rules", "pair_plans", "pairs", "pair_visits", "ward_looks"},
    ),
    "units": (units, {"partner_units", "agreements", "deliveries"}),
    "tours": (tours, {"tour_performers", "tour_stops"}),
    "meetings": (meetings, {"meeting_members"}),
    "fairs": (fairs, {"fairs"}),
    "swaps": (swaps, {"idle_items", "swaps"}),
    "pantry": (pantry, {"food_batches", "pantry_servings"}),
    "shifts": (shifts, {"volunteers", "shifts", "service_records", "hours_outside"}),
    "counter": (counter, {"volunteers", "shifts", "service_records", "hours_outside"}),
    "points": (
        points,
        {
            "earning_rules",
            "awards",
            "purses",
            "shops",
            "gifts",
            "points_offers",
            "redemptions",
            "code_guesses",
        },
    ),
    "register": (register, {"known_accounts"}),
    "mutual help": (mutual_help, {"volunteers", "help_calls", "help_notes", "help_blocks"}),
    "first_response": (
        first_response,
        {"volunteers", "risk_points", "inspections", "hazards", "street_duties", "call_outs"},
    ),
}
"""What is played, and where it leaves a name."""
SAID = {
    "volunteers": ["理发师"],
    "posts": ["扫楼道"],
    "pairing": ["无犯罪记录证明"],
    "swaps": ["一号楼"],
    "mutual help": ["想理发"],
    "shifts": ["代购"],
    "counter": ["买菜", "浇花"],
}
"""What a copy tells of it in words, sealed or not."""
BY_VOLUNTEER = {
    "duties",
    "posts",
    "trainings",
    "group_answers",
    "growth_honours",
    "growth_standings",
    "help_turns",
    "drills",
    "teams",
    "team_members",
}
"""Only the id of a volunteer, which leads to nobody once the volunteer is forgotten."""
BY_MEMBER = {"meeting_seats", "meeting_pairs"}
"""Only the id of a member of social meetings, of whom nothing is left."""
BY_PURSE = {"points_years"}
"""Only the number of a purse, which leads to nobody once its account is off."""
OF_NOBODY = {
    "needs", "projects", "matching_weights", "pair_gaps", "duty_codes", "post_kinds", "growth_formulas", "clearings",
    "clearing_claims", "clearing_nets", "tour_programmes", "meeting_series", "meetings",
    "fair_goods", "swap_stations", "pantries", "pantry_foods", "pantry_allowances", "pantry_movements",
    "help_rings", "help_errands", "forgotten",
    "team_kinds", "recorded_sheets", "activities", "points_budgets", "known_households",
    "known_tickets",
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_copy_tells_of_all_that_names_somebody_and_nothing_does_once_they_are_forgotten(part: str, life: Life):
    play, expected = PARTS[part]
    play(life)
    assert life.named_in() == expected, "the walk would find them"
    copy = life.copied()
    assert expected - collections_of(copy) == set()
    assert not any(other in json.dumps(copy) for other in life.others)
    assert all(text in json.dumps(copy, ensure_ascii=False) for text in SAID.get(part, ()))
    life.announce(PersonErased(person=life.person, account=life.account, area=AREA), life.person)
    eventually(lambda: not life.named_in())


def collections_of(copy: dict[str, Any]) -> set[str]:
    """Of which a copy tells something."""
    told = {share.document._get_collection_name() for share in SHARES if copy[share.name]}
    told |= {row["collection"] for row in copy["in_office"]}
    return told


def test_copy_of_who_did_nothing_here_is_empty(life: Life):
    assert not any(life.copied().values())


def test_somebody_is_found_without_reading_a_whole_collection(town: Town):
    for document, path in {(share.document, share.by) for share in SHARES} | set(IN_OFFICE):
        found = town.database("volunteers")[document._get_collection_name()].find({path: {"$in": ["a", "b"]}})
        assert "COLLSCAN" not in str(found.explain()["queryPlanner"]["winningPlan"]), (document, path)


def test_nothing_of_who_is_forgotten_comes_back_with_late_news(life: Life):
    journal = life.town.database("volunteers")["journal"]

    def heard(event: Any) -> None:
        event_id = life.announce(event, uuid.uuid4().hex)
        eventually(lambda: journal.find_one({"_id": {"$regex": f"{event_id}$"}}))

    heard(PersonErased(person=life.person, account=life.account, area=AREA))
    begins = datetime.now(UTC)
    errand = {"person": life.person, "area": AREA, "starts_at": begins, "ends_at": begins + timedelta(hours=2), "minutes": 30,
              "privacy": "volunteers"}  # fmt: skip
    group = {"group": uuid.uuid4().hex, "kind": GroupKind.SERVICE, "area": AREA, "account": life.account}
    heard(VisitPlanned(errand=uuid.uuid4().hex, **errand))
    heard(MealPlanned(errand=uuid.uuid4().hex, account=life.account, **errand))
    heard(GroupVolunteerPosted(**group, role=MemberRole.CONTACT))
    assert life.named_in() == set()


def test_awards_of_who_is_forgotten_are_listed_without_a_name(life: Life):
    points(life)
    life.announce(PersonErased(person=life.person, account=life.account, area=AREA), life.person)
    eventually(lambda: not life.named_in())
    listed = life.staff.get("/v1/points/awards", area=AREA, limit=100)["items"]
    assert {award["deed"] for award in listed if "account" not in award}
    assert life.staff.get("/v1/points/shops", area=AREA)["items"]


def test_every_collection_is_spoken_of():
    kept = {document._meta["collection"] for document in VolunteerStore.documents if hasattr(document, "_meta")}
    played = set().union(*(expected for _, expected in PARTS.values()))
    assert kept == played | BY_VOLUNTEER | BY_MEMBER | BY_PURSE | OF_NOBODY
