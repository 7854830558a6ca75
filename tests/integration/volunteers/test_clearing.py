"""Hours of one community are spent in another, netted once a day, within limits, and all positions sum up to zero."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.points import Holder, collect, redeem
from tests.support.replicas import further_replicas
from tests.support.time_bank import Community, Member, booked, booking, proof_of
from tests.support.town import Person, Town

STREET = "150501.002"
VISITS = "/v1/time-bank/visits"
CLEARING = "/v1/time-bank/clearing"
TRANSFERS = "/v1/time-bank/transfers"


def today() -> date:
    return datetime.now(SHANGHAI).date()


YESTERDAY = today() - timedelta(days=1)


@pytest.fixture
def pair(town: Town) -> tuple[Community, Community]:
    return Community(town, STREET), Community(town, STREET)


@pytest.fixture(scope="module")
def office(town: Town) -> Person:
    return town.person(Role.DISTRICT_STAFF, areas=("150501",))


def helped(elder: Member, helper: Member, minutes: int) -> str:
    visit = booked(elder, helper, minutes=minutes)
    for who in (helper, elder):
        who.post(f"{visit}/confirm", {"minutes": minutes})
    return visit


def ends_yesterday(town: Town, *communities: Community) -> None:
    """What these communities owe so far becomes what they owed yesterday."""
    rows = town.database("volunteers")["clearing_claims"]
    here = {"communities": {"$in": [each.area for each in communities]}, "open_day": {"$ne": None}}
    rows.update_many(here, {"$set": {"day": YESTERDAY.isoformat(), "open_day": YESTERDAY.isoformat()}})


def run(who: Person, day: date = YESTERDAY) -> dict[str, Any]:
    return who.post(f"{CLEARING}/runs", {"day": day.isoformat()})


def stands(community: Community) -> dict[str, Any]:
    return community.staff.get(f"{CLEARING}/{community.area}")


def day_of(community: Community, day: date = YESTERDAY) -> dict[str, Any]:
    return community.staff.get(f"{CLEARING}/{community.area}/days/{day.isoformat()}")


def book_of(town: Town, community: Community) -> int:
    """The sum over all accounts of the book that belong to one community."""
    rows = town.database("volunteers")
    hours = [f"hours:{each['_id']}" for each in rows["hours_accounts"].find({"within": community.area}, {"_id": 1})]
    tills = [f"minutes:spent:{each['_id']}" for each in rows["shops"].find({"within": community.area}, {"_id": 1})]
    own = [f"{kind}:{community.area}" for kind in ("pool", "fund", "clearing", "cleared")]
    found = rows["ledger_accounts"].find({"_id": {"$in": hours + tills + own}})
    return sum(account["balance"] for account in found)


def test_hours_of_one_community_are_spent_in_another_and_netted_once(
    town: Town, pair: tuple[Community, Community], office: Person
):
    here, there = pair
    elder, helper = here.elder(200), there.volunteer()
    neighbour, friend = there.elder(100), here.volunteer()
    visits = [helped(elder, helper, 90), helped(elder, helper, 30), helped(neighbour, friend, 50)]
    assert (helper.balance(), friend.balance(), elder.balance(), neighbour.balance()) == (120, 50, 80, 50)
    assert (stands(here)["open"], stands(there)["open"], stands(here)["position"]) == (-70, 70, 0)
    now = day_of(here, today())
    assert (now["over"], now["owed"], now["due"], now["closing"]) == (False, 120, 50, 0)
    assert "entry" not in now["pairs"][0]

    ends_yesterday(town, here, there)
    first = run(office)
    assert first["left"] == 0 and first["pairs"] >= 1
    told = day_of(here)
    (row,) = told["pairs"]
    assert (row["area"], row["owed"], row["due"], row["net"], row["claims"]) == (there.area, 120, 50, -70, 3)
    assert (told["over"], told["opening"], told["net"], told["closing"]) == (True, 0, -70, -70)
    assert day_of(there)["closing"] == 70
    entry = town.database("volunteers")["ledger_entries"].find_one({"_id": row["entry"]})
    assert sorted(line["leg"]["amount"] for line in entry["lines"]) == [-70, -70, 70, 70]
    claims = here.staff.get(f"{CLEARING}/{here.area}/days/{YESTERDAY}/claims", limit=2)
    rest = here.staff.get(f"{CLEARING}/{here.area}/days/{YESTERDAY}/claims", cursor=claims["next"])
    keys = {f"visit:{visit.rsplit('/', 1)[1]}" for visit in visits}
    assert {claim["key"] for claim in claims["items"] + rest["items"]} == keys
    assert all(claim["netted"] for claim in claims["items"])

    run(office)
    assert day_of(here) == told
    assert (stands(here)["position"], stands(here)["open"], stands(there)["position"]) == (-70, 0, 70)
    listed = office.get(CLEARING, area=STREET, limit=100)["items"]
    assert stands(here) in listed and sum(each["position"] + each["open"] for each in listed) == 0
    assert (book_of(town, here), book_of(town, there)) == (0, 0)


def test_runs_at_once_of_three_replicas_net_each_pair_once(town: Town, office: Person):
    ring = [Community(town, STREET) for _ in range(4)]
    for place, community in enumerate(ring):
        helped(community.elder(60 + place), ring[place - 1].volunteer(["meals"]), 60 + place)
    ends_yesterday(town, *ring)

    def once(_number: int) -> str:
        asking = Person(office.url, office.token)
        answer = asking.send("POST", f"{CLEARING}/runs", {"day": YESTERDAY.isoformat()})
        return "" if answer.ok else answer.json()["code"]

    with further_replicas(town, "volunteers", 2), ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(once, range(16))) <= {"", "conflict"}
    assert run(office)["left"] == 0
    stand = [stands(community) for community in ring]
    assert [each["open"] for each in stand] == [0] * 4
    assert [each["position"] for each in stand] == [1, 1, 1, -3]
    nets = town.database("volunteers")["clearing_nets"]
    assert nets.count_documents({"communities": {"$in": [each.area for each in ring]}}) == 4
    assert [book_of(town, community) for community in ring] == [0] * 4
    assert proof_of(town).problems == []


def test_correction_after_the_day_counts_to_the_next_one(town: Town, pair: tuple[Community, Community], office: Person):
    here, there = pair
    elder, helper = here.elder(60), there.volunteer()
    visit = helped(elder, helper, 60)
    ends_yesterday(town, here, there)
    run(office)
    before = day_of(here)
    reversal = {"grounds": "重复登记"}
    assert there.staff.refused("POST", f"{visit}/reversal", reversal)["code"] == "not_found"
    assert helper.refused("POST", f"{visit}/reversal", reversal)["code"] == "forbidden"
    back = here.staff.post(f"{visit}/reversal", reversal)
    assert (back["state"], back["earned"], back["reversed_because"]) == ("reversed", 0, "重复登记")
    assert (helper.balance(), elder.balance()) == (0, 60)
    assert day_of(here) == before
    now = day_of(here, today())
    assert (now["opening"], now["due"], now["owed"]) == (-60, 60, 0)
    (claim,) = here.staff.get(f"{CLEARING}/{here.area}/days/{today()}/claims")["items"]
    assert (claim["kind"], claim["debtor"], claim["netted"]) == ("correction", there.area, False)
    assert here.staff.refused("POST", f"{visit}/reversal", reversal)["code"] == "not_allowed_now"
    assert stands(here)["position"] + stands(here)["open"] == 0
    assert "重复" not in str(town.database("volunteers")["help_visits"].find_one({"_id": back["id"]}))
    assert (book_of(town, here), book_of(town, there)) == (0, 0)


def test_correction_finds_both_sides_where_they_live_now(town: Town, pair: tuple[Community, Community]):
    """Hours were earned and given, all three moved, and the old payments are taken back."""
    here, there = pair
    third = Community(town, STREET)
    elder, helper, friend = here.elder(200), here.volunteer(), there.volunteer()
    near, far = helped(elder, helper, 60), helped(elder, friend, 30)
    gift = elder.post("/v1/time-bank/donations", {"minutes": 20, "to": friend.hours})["id"]
    for who, target in ((helper, there), (friend, third), (elder, third)):
        who.put("/v1/time-bank/me", {"area": target.area})
    communities = (here, there, third)
    assert [book_of(town, each) for each in communities] == [0, 0, 0]
    for paid in (near, far, f"/v1/time-bank/transfers/{gift}"):
        here.staff.post(f"{paid}/reversal", {"grounds": "重复登记"})
        assert [book_of(town, each) for each in communities] == [0, 0, 0]
    assert [who.balance() for who in (elder, helper, friend)] == [200, 0, 0]
    assert [stands(each)["open"] for each in communities] == [-200, 0, 200]
    assert proof_of(town).problems == []


def test_who_moves_while_being_booked_leaves_no_community_with_a_gap(town: Town, pair: tuple[Community, Community]):
    here, there = pair
    elder, helpers = here.elder(600), [here.volunteer(["meals"]) for _ in range(8)]

    def act(n: int) -> str:
        helper = helpers[n // 2]
        who, ask = (elder, ("POST", VISITS, booking(helper, minutes=30))) if n % 2 else (helper, MOVE)
        asking = Person(who.url, who.token)
        while (code := (answer := asking.send(*ask)).json().get("code")) in ("conflict", "deadline"):
            pass
        return code or answer.json()["id"]

    MOVE = ("PUT", "/v1/time-bank/me", {"area": there.area})
    with ThreadPoolExecutor(16) as crowd:
        outcomes = list(crowd.map(act, range(16)))
    for helper, visit in zip(helpers, outcomes[1::2], strict=True):
        for who in (helper, elder):
            assert who.post(f"{VISITS}/{visit}/confirm", {"minutes": 30})["state"] in ("half_confirmed", "done")
    assert {code for code in outcomes[::2] if not code.isalnum()} <= {"volunteers.hours_engaged"}
    assert (book_of(town, here), book_of(town, there)) == (0, 0)
    assert sum(helper.balance() for helper in helpers) == 240


def test_reversal_of_hours_that_were_spent_since_or_confirmed_by_oneself_is_refused(town: Town):
    here = Community(town, STREET)
    elder, helper = here.elder(60), here.volunteer()
    visit = booked(elder, helper)
    helper.post(f"{visit}/confirm", {"minutes": 60})
    here.staff.post(f"{visit}/confirm", {"minutes": 60, "on_behalf": True})
    grounds = {"grounds": "误登记"}
    assert here.staff.refused("POST", f"{visit}/reversal", grounds)["code"] == "volunteers.self_dealing"
    colleague = town.person(Role.COMMUNITY_STAFF, areas=(here.area,))
    helper.post("/v1/time-bank/donations", {"minutes": 1})
    assert colleague.refused("POST", f"{visit}/reversal", grounds)["code"] == "ledger.overdrawn"
    here.fund(1)
    here.grant(helper.hours, 1)
    assert colleague.post(f"{visit}/reversal", grounds)["state"] == "reversed"
    assert (helper.balance(), elder.balance()) == (0, 60)


def test_community_promises_no_more_than_its_limit(town: Town, pair: tuple[Community, Community]):
    here, there = pair
    elder, other, helper = here.elder(300), there.elder(), there.volunteer()
    terms = f"{CLEARING}/{here.area}/terms"
    assert here.staff.refused("PUT", terms, {"limit": 100})["code"] == "forbidden"
    elsewhere = town.person(Role.STREET_STAFF, areas=("150501.009",))
    assert elsewhere.refused("PUT", terms, {"limit": 100})["code"] == "outside_area"
    assert here.street.put(terms, {"limit": 100})["limit"] == 100
    first = booked(elder, helper, minutes=70)
    problem = elder.refused("POST", VISITS, booking(helper, minutes=31))
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.clearing_limit", "/minutes")
    gift = {"minutes": 31, "to": other.hours}
    assert elder.refused("POST", "/v1/time-bank/donations", gift)["code"] == "volunteers.clearing_limit"
    assert (stands(here)["promised"], stands(here)["left"]) == (70, 30)
    booked(elder, here.volunteer(["meals"]), minutes=100)
    ahead = booked(elder, helper, minutes=30, hours_ago=-24)
    assert stands(here)["left"] == 0
    elder.post(f"{ahead}/cancel")
    assert (stands(here)["promised"], stands(here)["left"]) == (70, 30)
    for who in (helper, elder):
        who.post(f"{first}/confirm", {"minutes": 50})
    assert (stands(here)["promised"], stands(here)["open"], stands(here)["left"]) == (0, -50, 50)
    assert there.staff.refused("GET", f"{CLEARING}/{here.area}")["code"] == "outside_area"


def test_of_many_bookings_at_once_as_many_succeed_as_the_limit_covers(town: Town, pair: tuple[Community, Community]):
    here, there = pair
    elders, helpers = [here.elder(60) for _ in range(6)], [there.volunteer(["meals"]) for _ in range(6)]
    here.street.put(f"{CLEARING}/{here.area}/terms", {"limit": 200})

    def book(n: int) -> str:
        asking = Member(elders[n].url, elders[n].token)
        while (answer := asking.send("POST", VISITS, booking(helpers[n]))).status_code != 201:
            if (code := answer.json()["code"]) not in ("conflict", "deadline"):
                return code
        return "booked"

    with ThreadPoolExecutor(6) as crowd:
        outcomes = sorted(crowd.map(book, range(6)))
    assert outcomes == ["booked"] * 3 + ["volunteers.clearing_limit"] * 3
    assert stands(here)["promised"] == 180


def test_gifts_grants_goods_and_moves_go_through_the_clearing_too(town: Town, pair: tuple[Community, Community]):
    here, there = pair
    elder, friend = here.elder(200), there.elder()
    elder.post("/v1/time-bank/donations", {"minutes": 20, "to": friend.hours})
    here.fund(10)
    grant = {"to": friend.hours, "minutes": 10, "reason": "结对帮扶"}
    here.street.post(f"/v1/time-bank/pools/{here.area}/grants", grant)
    shop = there.staff.post("/v1/points/shops", {"name": "邻里超市", "area": there.area})
    goods = {"title": "大米", "price": 100, "minutes": 30}
    offer = there.staff.post(f"/v1/points/shops/{shop['id']}/offers", goods)
    reserved = redeem(Holder(elder.account, elder), offer, pay_with="minutes")
    refused = elder.refused("PUT", "/v1/time-bank/me", {"area": there.area})
    assert refused["code"] == "volunteers.hours_engaged"
    collect(there.staff, shop, reserved["code"])
    assert elder.put("/v1/time-bank/me", {"area": there.area})["minutes"] == 150
    kinds = {claim["kind"]: claim["minutes"] for claim in claims_of(here)}
    assert kinds == {"gift": 20, "grant": 10, "goods": 30, "move": 150}
    assert (stands(here)["open"], stands(there)["open"]) == (-210, 210)
    assert (book_of(town, here), book_of(town, there)) == (0, 0)


def test_pool_pays_volunteers_of_other_communities_for_priority_elders(town: Town, pair: tuple[Community, Community]):
    here, there = pair
    elder, helper = here.elder(), there.volunteer()
    here.staff.post(f"/v1/time-bank/accounts/{elder.hours}/priority", {"priority": True, "reason": "高龄独居"})
    here.fund(60)
    helped(elder, helper, 60)
    assert (here.pool()["minutes"], helper.balance(), stands(there)["open"]) == (0, 60, 60)
    assert (book_of(town, here), book_of(town, there)) == (0, 0)


def test_only_days_that_are_over_are_netted(office: Person, town: Town):
    day = {"day": today().isoformat()}
    assert office.refused("POST", f"{CLEARING}/runs", day)["code"] == "volunteers.day_not_over"
    staff = town.person(Role.COMMUNITY_STAFF, areas=(f"{STREET}.001",))
    assert staff.refused("POST", f"{CLEARING}/runs", day)["code"] == "forbidden"
    assert office.refused("GET", f"{CLEARING}/150501.002")["code"] == "volunteers.no_community"
    assert town.person(Role.OPS).post(f"{CLEARING}/runs", {"day": YESTERDAY.isoformat()})["left"] == 0


def test_report_tells_funders_what_was_done_by_kind_area_and_period(town: Town, office: Person):
    street = "150501.003"
    here, there = Community(town, street), Community(town, street)
    elders, helper = [here.elder(100), there.elder(100)], here.volunteer()
    listed = {"area": here.area, "title": "送餐", "kind": "people", "skill": "meals"}
    need = f"need:{here.staff.post('/v1/needs', listed)['id']}"
    for elder, kind, more in (
        (elders[0], "meals", {"request": need}),
        (elders[1], "bathing", {}),
        (elders[0], "meals", {}),
    ):
        visit = booked(elder, helper, kind=kind, minutes=30, **more)
        for who in (helper, elder):
            who.post(f"{visit}/confirm", {"minutes": 30})
        assert elder.get(visit).get("request") == more.get("request")
    booked(elders[0], helper, minutes=10)
    asked = {"since": today().isoformat(), "until": today().isoformat()}
    told = office.get("/v1/time-bank/report", area=street, **asked)
    assert [told[name] for name in ("visits", "minutes", "helped", "helpers", "requested")] == [3, 90, 2, 1, 1]
    kinds = {row.pop("kind"): row for row in told["kinds"]}
    assert len(kinds) == 6 and kinds["medical"] == {"visits": 0, "minutes": 0, "helped": 0, "helpers": 0}
    assert kinds["meals"] == {"visits": 2, "minutes": 60, "helped": 1, "helpers": 1}
    mine = here.staff.get("/v1/time-bank/report", area=here.area, **asked)
    assert (mine["visits"], mine["helped"]) == (2, 1)
    elders[0].post("/v1/time-bank/donations", {"minutes": 7, "help": "meals", "request": need})
    here.elder(5)
    mistaken = here.staff.get(TRANSFERS, area=here.area, kind="grant")["items"][0]
    here.staff.post(f"{TRANSFERS}/{mistaken['id']}/reversal", {"grounds": "重复发放"})
    given = {
        (row["kind"], row.get("help")): (row["transfers"], row["minutes"])
        for row in office.get("/v1/time-bank/report", area=street, **asked)["transfers"]
    }
    assert given == {("donation", "meals"): (1, 7), ("funding", None): (3, 205), ("grant", None): (2, 200)}
    past = {"since": "2026-01-01", "until": YESTERDAY.isoformat()}
    assert office.get("/v1/time-bank/report", area="150501", **past)["kinds"][0]["visits"] == 0
    backwards = f"/v1/time-bank/report?area={here.area}&since=2026-01-02&until=2026-01-01"
    assert here.staff.refused("GET", backwards)["code"] == "volunteers.period_backwards"
    outside = f"/v1/time-bank/report?area={there.area}&since=2026-01-01&until=2026-01-02"
    assert here.staff.refused("GET", outside)["code"] == "outside_area"


def claims_of(community: Community) -> list[dict[str, Any]]:
    return community.staff.get(f"{CLEARING}/{community.area}/days/{today()}/claims")["items"]
