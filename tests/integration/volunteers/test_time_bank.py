"""Hours are held, earned, given and kept, and every way around the rules is refused with its reason."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from infra.tools.statement import wrong_with
from shared.contracts.actor import Actor, Role
from shared.contracts.ledger import Statement
from shared.kernel.clock import SHANGHAI
from shared.ledger import chain
from tests.support.time_bank import Community, Member, booked, booking, proof_of
from tests.support.town import Person, Town
from tests.support.waiting import eventually

VISITS = "/v1/time-bank/visits"
AT_ONCE = 24


@pytest.fixture
def here(town: Town) -> Community:
    return Community(town)


def refused(who: Person, path: str, body: dict) -> str:
    return who.refused("POST", path, body)["code"]


def test_visit_holds_minutes_and_gives_the_volunteer_what_both_confirm(here: Community):
    elder, helper = here.elder(120), here.volunteer()
    visit = booked(elder, helper, minutes=90)
    assert (elder.get("/v1/time-bank/me")["held"], elder.get("/v1/time-bank/me")["available"]) == (90, 30)
    assert helper.post(f"{visit}/confirm", {"minutes": 70})["state"] == "half_confirmed"
    assert helper.balance() == 0
    done = elder.post(f"{visit}/confirm", {"minutes": 70})
    assert (done["state"], done["earned"], done["held"], done["paid_by"]) == ("done", 70, 0, "beneficiary")
    assert (helper.balance(), elder.balance(), elder.get("/v1/time-bank/me")["held"]) == (70, 50, 0)


def test_nobody_is_booked_who_cannot_confirm(here: Community):
    elder, on_paper = here.elder(60), here.newcomer()
    body = {"person": uuid.uuid4().hex, "area": here.area, "skills": ["meals"]}
    on_paper.volunteer = here.staff.post("/v1/volunteers", body)["id"]
    problem = elder.refused("POST", VISITS, booking(on_paper))
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.no_account", "/volunteer_id")


def test_replayed_confirmation_changes_nothing(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    visit = booked(elder, helper)
    first = helper.post(f"{visit}/confirm", {"minutes": 60})
    assert helper.post(f"{visit}/confirm", {"minutes": 60}) == first
    elder.post(f"{visit}/confirm", {"minutes": 60})
    for who in (helper, elder, helper):
        assert who.post(f"{visit}/confirm", {"minutes": 60})["state"] == "done"
    assert refused(helper, f"{visit}/confirm", {"minutes": 59}) == "not_allowed_now"
    assert (helper.balance(), elder.balance()) == (60, 0)


def test_sides_have_to_say_the_same_and_no_more_than_is_held(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    visit = booked(elder, helper)
    assert refused(helper, f"{visit}/confirm", {"minutes": 61}) == "ledger.above_hold"
    helper.post(f"{visit}/confirm", {"minutes": 60})
    problem = elder.refused("POST", f"{visit}/confirm", {"minutes": 40})
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.minutes_differ", "/minutes")
    assert helper.post(f"{visit}/confirm", {"minutes": 40})["said_by_volunteer"] == 40
    assert elder.post(f"{visit}/confirm", {"minutes": 40})["earned"] == 40


def test_nobody_books_or_confirms_their_own_hours(here: Community):
    both = here.volunteer(["meals"], Role.COMMUNITY_STAFF)
    elder = here.elder(120)
    assert refused(both, VISITS, booking(both)) == "volunteers.self_dealing"
    assert refused(both, VISITS, booking(both, beneficiary=elder.hours)) == "volunteers.self_dealing"
    visit = booked(elder, both)
    both.post(f"{visit}/confirm", {"minutes": 60})
    assert refused(both, f"{visit}/confirm", {"minutes": 60, "on_behalf": True}) == "volunteers.self_dealing"
    elder.post(f"{visit}/dispute", {"reason": "没有来"})
    assert refused(both, f"{visit}/testimony", {"minutes": 60, "word": "来过"}) == "volunteers.self_dealing"
    assert refused(both, f"{visit}/decision", {"minutes": 60, "grounds": "属实"}) == "volunteers.self_dealing"
    grants = f"/v1/time-bank/pools/{here.area}/grants"
    assert refused(both, grants, {"to": both.hours, "minutes": 60, "reason": "x"}) == "volunteers.self_dealing"
    priority = f"/v1/time-bank/accounts/{both.hours}/priority"
    assert refused(both, priority, {"priority": True, "reason": "x"}) == "volunteers.self_dealing"
    assert both.balance() == 0


def test_second_account_of_the_same_person_is_no_other_side(town: Town, here: Community):
    person = uuid.uuid4().hex
    first, second = (
        Person(town.url, town.token(Actor(uuid.uuid4().hex, frozenset({Role.RESIDENT}), person=person)))
        for _ in range(2)
    )
    mine = first.put("/v1/time-bank/me", {"area": here.area})
    assert second.put("/v1/time-bank/me", {"area": here.area})["id"] == mine["id"]
    volunteer = second.put("/v1/volunteers/me", {"area": here.area, "skills": ["meals"]})["id"]
    body = {"volunteer_id": volunteer, "kind": "meals", "minutes": 30, "starts_at": datetime.now(UTC).isoformat()}
    assert refused(first, VISITS, body) == "volunteers.self_dealing"


def test_staff_books_and_confirms_for_an_elder_who_does_not_sign_in(here: Community):
    helper = here.volunteer()
    who = {"person": uuid.uuid4().hex, "area": here.area}
    elder = here.staff.post("/v1/time-bank/accounts", who)
    assert here.staff.post("/v1/time-bank/accounts", who)["id"] == elder["id"]
    here.fund(60)
    here.grant(elder["id"], 60)
    visit = booked(here.staff, helper, beneficiary=elder["id"])
    helper.post(f"{visit}/confirm", {"minutes": 60})
    assert refused(here.staff, f"{visit}/confirm", {"minutes": 60}) == "volunteers.only_on_behalf"
    assert here.staff.post(f"{visit}/confirm", {"minutes": 60, "on_behalf": True})["state"] == "done"
    assert helper.balance() == 60
    assert here.staff.get(f"/v1/time-bank/accounts/{elder['id']}")["minutes"] == 0


def test_strangers_see_and_book_nothing(town: Town, here: Community):
    elder, helper, stranger = here.elder(60), here.volunteer(), here.elder()
    visit = booked(elder, helper)
    assert stranger.refused("GET", visit)["code"] == "not_found"
    assert refused(stranger, f"{visit}/confirm", {"minutes": 60}) == "not_found"
    assert refused(stranger, VISITS, booking(helper, beneficiary=elder.hours)) == "forbidden"
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=("150451.900.001",))
    assert refused(elsewhere, VISITS, booking(helper, beneficiary=elder.hours)) == "not_found"
    assert elsewhere.refused("GET", f"/v1/time-bank/accounts/{elder.hours}")["code"] == "not_found"
    assert elsewhere.refused("GET", f"{VISITS}?area={here.area}")["code"] == "outside_area"
    funds = f"/v1/time-bank/pools/{here.area}/funds"
    assert refused(here.staff, funds, {"minutes": 1, "fund": "x"}) == "forbidden"
    grants = f"/v1/time-bank/pools/{here.area}/grants"
    assert refused(elsewhere, grants, {"to": elder.hours, "minutes": 1, "reason": "x"}) == "outside_area"
    opened = {"person": uuid.uuid4().hex, "area": here.area}
    assert refused(elsewhere, "/v1/time-bank/accounts", opened) == "outside_area"
    assert [each["id"] for each in elder.get(VISITS)["items"]] == [visit.rsplit("/", 1)[1]]
    assert len(here.staff.get(VISITS, area=here.area, state="booked")["items"]) == 1


def test_who_has_no_account_is_told_to_open_one(here: Community):
    newcomer, helper = here.newcomer(Role.RESIDENT), here.volunteer()
    for path in ("/v1/time-bank/me", "/v1/time-bank/me/lines", VISITS):
        assert newcomer.refused("GET", path)["code"] == "volunteers.no_hours_account"
    assert refused(newcomer, VISITS, booking(helper)) == "volunteers.no_hours_account"
    assert refused(newcomer, "/v1/time-bank/donations", {"minutes": 5}) == "volunteers.no_hours_account"


def test_moments_come_back_in_utc_however_they_were_written(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    starts = datetime.now(SHANGHAI).replace(microsecond=0) - timedelta(hours=1)
    told = elder.post(VISITS, booking(helper) | {"starts_at": starts.isoformat()})["starts_at"]
    assert told == f"{starts.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def test_booking_that_cannot_be_is_refused_with_its_reason(here: Community):
    elder, helper = here.elder(60), here.volunteer(["meals"])
    assert refused(elder, VISITS, booking(helper, kind="cleaning")) == "volunteers.skill_not_offered"
    assert refused(elder, VISITS, booking(helper, minutes=61)) == "ledger.overdrawn"
    assert refused(elder, VISITS, booking(helper, hours_ago=24 * 8)) == "volunteers.bad_visit_start"
    assert refused(elder, VISITS, booking(helper, hours_ago=-24 * 91)) == "volunteers.bad_visit_start"
    here.enrol(helper, ["meals", "bathing"])
    assert refused(elder, VISITS, booking(helper, kind="bathing")) == "volunteers.skill_not_confirmed"
    helper.post("/v1/volunteers/me/rest", {"until": (datetime.now(UTC) + timedelta(days=1)).isoformat()})
    assert refused(elder, VISITS, booking(helper)) == "volunteers.visit_in_rest"
    assert refused(elder, VISITS, booking(helper) | {"starts_at": "2027-03-01T09:00:00"}) == "invalid"
    nobody = booking(helper) | {"volunteer_id": "0" * 32}
    assert refused(elder, VISITS, nobody) == "not_found"
    assert elder.get("/v1/time-bank/me")["held"] == 0


def test_cancelled_visit_frees_its_minutes_but_help_once_begun_is_not_cancelled_away(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    ahead = booked(elder, helper, hours_ago=-24)
    assert refused(helper, f"{ahead}/confirm", {"minutes": 60}) == "volunteers.visit_not_begun"
    assert elder.post(f"{ahead}/cancel")["state"] == "cancelled"
    assert elder.get("/v1/time-bank/me")["available"] == 60
    begun = booked(elder, helper)
    assert refused(elder, f"{begun}/cancel", {}) == "volunteers.visit_begun"
    helper.post(f"{begun}/confirm", {"minutes": 60})
    assert refused(helper, f"{begun}/cancel", {}) == "not_allowed_now"
    assert refused(elder, f"{ahead}/confirm", {"minutes": 60}) == "not_allowed_now"


def test_what_both_sides_and_the_clock_do_at_once_ends_a_visit_one_way(town: Town, here: Community):
    """Two confirmations, a dispute and the end of the time for it meet: hours are earned once or not at all."""
    elder, helper = here.elder(600), here.volunteer()
    visits = [booked(elder, helper) for _ in range(8)]
    past = {"$set": {"due_at": datetime.now(UTC) - timedelta(seconds=1)}}

    def act(step: tuple[str, str]) -> str:
        visit, what = step
        if what == "expire":
            still_open = {"_id": visit.rsplit("/", 1)[1], "due_at": {"$ne": None}}
            town.database("volunteers")["help_visits"].update_one(still_open, past)
            return ""
        who = Person(town.url, (helper if what == "helper" else elder).token)
        path, body = ("dispute", {"reason": "x"}) if what == "dispute" else ("confirm", {"minutes": 60})
        return who.send("POST", f"{visit}/{path}", body).json().get("code", "")

    steps = [(visit, what) for visit in visits for what in ("helper", "elder", "dispute")]
    steps += [(visit, "expire") for visit in visits[:4]]
    with ThreadPoolExecutor(12) as crowd:
        codes = set(crowd.map(act, steps))
    assert codes <= {"", "conflict", "deadline", "not_allowed_now"}
    states = [elder.get(visit)["state"] for visit in visits]
    assert set(states) <= {"booked", "half_confirmed", "done", "disputed", "expired"}
    assert helper.balance() == 60 * states.count("done") == 600 - elder.balance()
    assert proof_of(town).problems == []


def test_visit_that_nobody_confirms_expires_and_frees_its_minutes(town: Town, here: Community):
    elder, helper = here.elder(60), here.volunteer()
    visit = booked(elder, helper)
    past = {"due_at": datetime.now(UTC) - timedelta(seconds=1)}
    town.database("volunteers")["help_visits"].update_one({"_id": visit.rsplit("/", 1)[1]}, {"$set": past})
    eventually(lambda: elder.get(visit)["state"] == "expired")
    assert elder.get("/v1/time-bank/me")["available"] == 60


def test_dispute_is_decided_on_the_witness_s_word_in_part(town: Town, here: Community):
    elder, helper, witness = here.elder(90), here.volunteer(), town.person(Role.RESIDENT, account="a" * 31 + "1")
    visit = booked(elder, helper, minutes=90)
    helper.post(f"{visit}/confirm", {"minutes": 90})
    assert refused(elder, f"{visit}/dispute", {"reason": "x", "witness": helper.account}) == "volunteers.not_a_witness"
    told = elder.post(f"{visit}/dispute", {"reason": "只来了半小时", "witness": "a" * 31 + "1"})
    assert (told["state"], told["dispute"]["by"]) == ("disputed", "beneficiary")
    assert refused(elder, f"{visit}/confirm", {"minutes": 90}) in ("not_allowed_now", "volunteers.minutes_differ")
    decision = {"minutes": 40, "grounds": "见证人在场"}
    assert refused(here.staff, f"{visit}/decision", decision) == "volunteers.no_witness"
    assert refused(elder, f"{visit}/testimony", {"minutes": 0, "word": "x"}) == "volunteers.self_dealing"
    word = witness.post(f"{visit}/testimony", {"minutes": 40, "word": "我看见他十点走的"})
    assert "reason" not in word["dispute"] and word["dispute"]["witness_minutes"] == 40
    assert refused(witness, f"{visit}/decision", decision) == "forbidden"
    assert refused(here.staff, f"{visit}/decision", decision | {"minutes": 91}) == "ledger.above_hold"
    done = here.staff.post(f"{visit}/decision", decision)
    assert (done["state"], done["earned"], done["dispute"]["grounds"]) == ("done", 40, "见证人在场")
    assert (helper.balance(), elder.balance(), elder.get("/v1/time-bank/me")["held"]) == (40, 50, 0)
    assert refused(here.staff, f"{visit}/decision", decision) == "not_allowed_now"
    kept = town.database("volunteers")["help_visits"].find_one({"_id": done["id"]})
    assert "半小时" not in str(kept)


def test_dispute_without_grounds_for_the_volunteer_frees_all(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    visit = booked(elder, helper)
    helper.post(f"{visit}/dispute", {"reason": "老人不愿确认"})
    here.staff.post(f"{visit}/testimony", {"minutes": 0, "word": "邻居说没有人来过"})
    decision = {"minutes": 0, "grounds": "未到场"}
    assert refused(here.staff, f"{visit}/decision", decision) == "volunteers.own_record"
    assert here.colleague().post(f"{visit}/decision", decision)["state"] == "refused"
    assert (helper.balance(), elder.get("/v1/time-bank/me")["available"]) == (0, 60)


def test_staff_who_confirmed_for_the_elder_does_not_decide(town: Town, here: Community):
    elder, helper = here.elder(60), here.volunteer()
    visit = booked(elder, helper)
    here.staff.post(f"{visit}/confirm", {"minutes": 30, "on_behalf": True})
    helper.post(f"{visit}/dispute", {"reason": "做了一个小时"})
    colleague = town.person(Role.COMMUNITY_STAFF, areas=(here.area,))
    colleague.post(f"{visit}/testimony", {"minutes": 60, "word": "邻居在场"})
    decision = {"minutes": 60, "grounds": "邻居作证"}
    assert refused(here.staff, f"{visit}/decision", decision) == "volunteers.self_dealing"
    assert refused(colleague, f"{visit}/decision", decision) == "volunteers.own_record"
    assert here.colleague().post(f"{visit}/decision", decision)["earned"] == 60


def test_word_of_a_witness_is_neither_written_over_nor_exceeded(here: Community):
    elder, helper, witness = here.elder(60), here.volunteer(), here.newcomer(Role.RESIDENT)
    visit = booked(elder, helper)
    helper.post(f"{visit}/confirm", {"minutes": 60})
    elder.post(f"{visit}/dispute", {"reason": "没有来", "witness": witness.account})
    here.staff.post(f"{visit}/testimony", {"minutes": 60, "word": "电话里说一小时"})
    here.staff.post(f"{visit}/testimony", {"minutes": 50, "word": "更正：五十分钟"})
    told = witness.post(f"{visit}/testimony", {"minutes": 20, "word": "只有二十分钟"})
    assert told["dispute"]["witness_minutes"] == 20
    again = {"minutes": 60, "word": "另一位邻居说一小时"}
    assert refused(here.staff, f"{visit}/testimony", again) == "volunteers.word_given"
    problem = here.staff.refused("POST", f"{visit}/decision", {"minutes": 21, "grounds": "酌情"})
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.above_witness", "/minutes")
    assert here.staff.post(f"{visit}/decision", {"minutes": 20, "grounds": "见证人在场"})["earned"] == 20


def test_pool_pays_for_priority_elders_and_never_more_than_it_has(here: Community):
    elder, helper = here.elder(), here.volunteer()
    here.staff.post(f"/v1/time-bank/accounts/{elder.hours}/priority", {"priority": True, "reason": "八十岁以上独居"})
    here.fund(100)
    visit = booked(elder, helper)
    assert (here.pool()["held"], here.pool()["available"]) == (60, 40)
    assert refused(elder, VISITS, booking(helper, minutes=41)) == "ledger.overdrawn"
    helper.post(f"{visit}/confirm", {"minutes": 60})
    assert elder.post(f"{visit}/confirm", {"minutes": 60})["paid_by"] == "pool"
    assert (helper.balance(), here.pool()["minutes"]) == (60, 40)


def test_who_pays_is_settled_when_a_visit_is_booked(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    priority = f"/v1/time-bank/accounts/{elder.hours}/priority"
    own = booked(elder, helper, minutes=20)
    here.staff.post(priority, {"priority": True, "reason": "八十岁以上独居"})
    here.fund(100)
    by_pool = booked(elder, helper, minutes=30)
    here.staff.post(priority, {"priority": False, "reason": "搬去与子女同住"})
    for visit, minutes in ((own, 20), (by_pool, 30)):
        for who in (helper, elder):
            who.post(f"{visit}/confirm", {"minutes": minutes})
    assert (elder.balance(), here.pool()["minutes"], helper.balance()) == (40, 70, 50)


def test_hours_beyond_the_cap_go_to_the_pool(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    here.fund(89_980)
    here.grant(helper.hours, 89_980)
    visit = booked(elder, helper)
    helper.post(f"{visit}/confirm", {"minutes": 60})
    elder.post(f"{visit}/confirm", {"minutes": 60})
    assert (helper.balance(), here.pool()["minutes"]) == (90_000, 40)
    here.staff.post(f"/v1/time-bank/accounts/{elder.hours}/priority", {"priority": True, "reason": "低收入"})
    visit = booked(elder, helper, minutes=30)
    helper.post(f"{visit}/confirm", {"minutes": 30})
    assert elder.post(f"{visit}/confirm", {"minutes": 30})["state"] == "done"
    assert (helper.balance(), here.pool()) == (90_000, here.pool() | {"minutes": 40, "held": 0})


def test_hours_are_given_to_the_pool_or_to_a_person(here: Community):
    giver, friend = here.elder(100), here.elder()
    donations = "/v1/time-bank/donations"
    assert giver.post(donations, {"minutes": 30})["available"] == 70
    assert giver.post(donations, {"minutes": 50, "to": friend.hours})["available"] == 20
    assert (friend.balance(), here.pool()["minutes"]) == (50, 30)
    assert refused(giver, donations, {"minutes": 21}) == "ledger.overdrawn"
    assert refused(giver, donations, {"minutes": 1, "to": giver.hours}) == "ledger.same_account"
    assert refused(giver, donations, {"minutes": 1, "to": "0" * 32}) == "not_found"
    assert refused(giver, donations, {"minutes": 0}) == "invalid"
    assert refused(here.staff, donations, {"minutes": 1}) == "volunteers.no_hours_account"


def test_statement_of_a_month_is_kept_verified_and_told_from_a_forged_one(here: Community):
    elder, helper = here.elder(60), here.volunteer()
    visit = booked(elder, helper)
    for who in (helper, elder):
        who.post(f"{visit}/confirm", {"minutes": 60})
    today = datetime.now(SHANGHAI)
    month = f"/v1/time-bank/me/statements/{today.year}/{today.month}"
    kept = helper.get(month)
    assert chain.verify(Statement.model_validate(kept))
    assert (kept["unit"], kept["closing"]["balance"], kept["lines"][-1]["amount"]) == ("minute", 60, 60)
    helper.post("/v1/time-bank/donations", {"minutes": 10})
    checks = "/v1/time-bank/statements/check"
    assert elder.post(checks, {"text": json.dumps(kept)}) == {"genuine": True}
    published = Person(here.town.url, "").get("/v1/time-bank/statements/key")
    assert (published["book"], published["algorithm"], published["key"]) == (kept["book"], "Ed25519", kept["key"])
    assert wrong_with(kept, published["key"]) == []
    kept["lines"][-1]["amount"] = kept["lines"][-1]["balance"] = kept["closing"]["balance"] = 600
    assert elder.post(checks, {"text": json.dumps(kept)}) == {"genuine": False}
    assert refused(elder, checks, {"text": "{}"}) == "volunteers.not_a_statement"
    assert helper.refused("GET", "/v1/time-bank/me/statements/2199/1")["code"] == "volunteers.month_not_begun"
    lines = helper.get("/v1/time-bank/me/lines", limit=1)
    assert (lines["items"][0]["amount"], lines["items"][0]["reason"]) == (-10, "donation")
    earlier = helper.get("/v1/time-bank/me/lines", limit=10, cursor=lines["next"])
    assert ([each["amount"] for each in earlier["items"]], earlier.get("next")) == ([60, 0], None)


def test_account_that_moves_stands_before_the_next_community_s_pool(town: Town, here: Community):
    elder, there = here.elder(30), Community(town)
    here.staff.post(f"/v1/time-bank/accounts/{elder.hours}/priority", {"priority": True, "reason": "独居"})
    moved = elder.put("/v1/time-bank/me", {"area": there.area})
    assert (moved["id"], moved["minutes"], moved["priority"]) == (elder.hours, 30, False)
    elder.post("/v1/time-bank/donations", {"minutes": 30})
    assert (there.pool()["minutes"], here.pool()["minutes"]) == (30, 0)
    assert elder.refused("PUT", "/v1/time-bank/me", {"area": "150451"})["code"] == "volunteers.no_community"
    assert elder.refused("GET", "/v1/time-bank/pools/150451.999.999")["code"] == "not_found"
    assert town.person(Role.RESIDENT).refused("GET", "/v1/time-bank/me")["code"] == "volunteers.no_hours_account"


def test_of_many_bookings_at_once_as_many_succeed_as_the_last_hours_cover(town: Town, here: Community):
    elder, helpers = here.elder(300), [here.volunteer(["meals"]) for _ in range(4)]

    def book(n: int) -> str:
        asking = Member(elder.url, elder.token)
        while (answer := asking.send("POST", VISITS, booking(helpers[n % 4]))).status_code != 201:
            if (code := answer.json()["code"]) not in ("conflict", "deadline"):
                return code
        return "booked"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(book, range(AT_ONCE)))
    assert (outcomes.count("booked"), outcomes.count("ledger.overdrawn")) == (5, AT_ONCE - 5)
    assert elder.get("/v1/time-bank/me")["available"] == 0
    assert proof_of(town).problems == []


def test_a_visit_answers_what_is_there_and_theirs(town: Town):
    here = Community(town)
    elder, neighbour, helper = here.elder(60), here.elder(), here.volunteer()
    now = datetime.now(UTC)
    hours = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=2)).isoformat(), "minutes": 30}
    call = {"area": here.area, "skill": "meals", "text": "想请人送餐", **hours}
    mine, theirs = (f"call:{who.post('/v1/help-calls', call)['id']}" for who in (elder, neighbour))
    for request in (theirs, f"call:{'0' * 32}", f"need:{'0' * 32}"):
        problem = elder.refused("POST", "/v1/time-bank/visits", booking(helper, 10, request=request))
        assert (problem["code"], problem["errors"][0]["pointer"]) == ("not_found", "/request")
    for request in (mine, f"ticket:{'0' * 32}"):
        assert elder.get(booked(elder, helper, minutes=10, request=request))["request"] == request
