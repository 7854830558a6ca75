"""Hours given without a visit: everybody concerned finds them, and what was given by mistake goes back, with grounds."""

import uuid

import pytest

from shared.contracts.actor import Actor, Role
from shared.contracts.residents import PersonErased
from tests.support.delivery import deliver
from tests.support.time_bank import Community, Member, proof_of
from tests.support.town import Person, Town
from tests.support.waiting import eventually

TRANSFERS = "/v1/time-bank/transfers"
GROUNDS = {"grounds": "金额填错"}


@pytest.fixture
def here(town: Town) -> Community:
    return Community(town)


def newest(who: Person, **asked: str) -> dict:
    return who.get(TRANSFERS, **asked)["items"][0]


def refused(who: Person, transfer: dict) -> str:
    return who.refused("POST", f"{TRANSFERS}/{transfer['id']}/reversal", GROUNDS)["code"]


def given(elder: Member, minutes: int, **more: str) -> dict:
    donation = elder.post("/v1/time-bank/donations", {"minutes": minutes, **more})
    return elder.get(f"{TRANSFERS}/{donation['id']}")


def test_donation_by_mistake_goes_back_once_and_both_entries_stay(town: Town, here: Community):
    elder, friend = here.elder(100), here.elder()
    unknown = {"minutes": 80, "to": friend.hours, "request": f"call:{'a' * 32}"}
    assert elder.refused("POST", "/v1/time-bank/donations", unknown)["errors"][0]["pointer"] == "/request"
    gift = given(elder, 80, to=friend.hours, help="meals")
    assert (gift["kind"], gift["payer"], gift["payee"], gift["help"]) == (
        "donation",
        elder.hours,
        friend.hours,
        "meals",
    )
    assert newest(friend) == newest(elder) == newest(here.staff, area=here.area, kind="donation") == gift
    back = here.staff.post(f"{TRANSFERS}/{gift['id']}/reversal", GROUNDS)
    assert (back["reversed_because"], elder.balance(), friend.balance()) == ("金额填错", 100, 0)
    assert refused(here.staff, gift) == "ledger.already_reversed"
    lines = friend.get("/v1/time-bank/me/lines")["items"]
    assert [(line["kind"], line["amount"]) for line in lines[:2]] == [("reversal", -80), ("transfer", 80)]
    assert lines[0]["entry"].startswith(lines[1]["entry"])
    assert "填错" not in str(town.database("volunteers")["hours_transfers"].find_one({"_id": gift["id"]}))
    assert proof_of(town).problems == []


def test_grants_and_funding_go_back_too(here: Community):
    elder = here.elder(50)
    grant, funding = (newest(here.staff, area=here.area, kind=kind) for kind in ("grant", "funding"))
    assert (grant["reason"], grant["payee"], grant.get("payer")) == ("启动时长", elder.hours, None)
    assert refused(here.street, funding) == "ledger.overdrawn"
    assert here.staff.post(f"{TRANSFERS}/{grant['id']}/reversal", GROUNDS)["minutes"] == 50
    assert (elder.balance(), here.pool()["minutes"]) == (0, 50)
    assert refused(here.staff, funding) == "forbidden"
    here.street.post(f"{TRANSFERS}/{funding['id']}/reversal", GROUNDS)
    assert here.pool()["minutes"] == 0


def test_only_staff_of_the_giver_s_community_who_takes_no_part_takes_back(town: Town, here: Community):
    there = Community(town)
    elder, both = here.elder(100), here.elder(0, Role.COMMUNITY_STAFF)
    gift = given(elder, 30, to=both.hours)
    assert refused(both, gift) == "volunteers.self_dealing"
    assert refused(there.staff, gift) == "not_found"
    assert refused(elder, gift) == "forbidden"
    stranger = here.elder()
    assert stranger.refused("GET", f"{TRANSFERS}/{gift['id']}")["code"] == "not_found"
    assert stranger.refused("GET", f"{TRANSFERS}?area={here.area}")["code"] == "outside_area"
    assert refused(here.staff, {"id": "0" * 32}) == "not_found"
    both.post("/v1/time-bank/donations", {"minutes": 1})
    assert refused(here.staff, gift) == "ledger.overdrawn"
    assert both.balance() == 29


def test_gift_beyond_the_cap_goes_back_from_the_pool(here: Community):
    elder, full = here.elder(100), here.elder(89_950)
    gift = given(elder, 100, to=full.hours)
    assert (full.balance(), here.pool()["minutes"]) == (90_000, 50)
    here.staff.post(f"{TRANSFERS}/{gift['id']}/reversal", GROUNDS)
    assert (full.balance(), here.pool()["minutes"], elder.balance()) == (89_950, 0, 100)


def test_transfers_come_newest_first_in_pages(here: Community):
    elder = here.elder(30)
    gifts = [given(elder, minutes)["id"] for minutes in (1, 2, 3)]
    first = elder.get(TRANSFERS, limit=2)
    rest = elder.get(TRANSFERS, cursor=first["next"])
    assert [each["id"] for each in first["items"] + rest["items"]][:3] == gifts[::-1]
    assert [each["kind"] for each in rest["items"]] == ["donation", "grant"] and "next" not in rest


def test_what_goes_back_to_who_was_forgotten_goes_to_the_pool(town: Town, here: Community):
    account, person, friend = uuid.uuid4().hex, uuid.uuid4().hex, here.elder()
    giver = Member(town.url, town.token(Actor(account, frozenset({Role.RESIDENT}), person=person)))
    giver.hours = giver.put("/v1/time-bank/me", {"area": here.area})["id"]
    here.fund(50)
    here.grant(giver.hours, 50)
    gift = given(giver, 30, to=friend.hours)
    deliver(town, "volunteers", PersonErased(person=person, account=account, area=here.area), person)
    kept = town.database("volunteers")["hours_transfers"]
    eventually(lambda: "reason" not in kept.find_one({"payee": giver.hours}))
    assert here.pool()["minutes"] == 20
    for path, body in (
        ("/v1/time-bank/donations", {"minutes": 1, "to": giver.hours}),
        (f"/v1/time-bank/pools/{here.area}/grants", {"minutes": 1, "to": giver.hours, "reason": "x"}),
    ):
        assert (here.staff if "grants" in path else friend).refused("POST", path, body)["code"] == "not_found"
    here.staff.post(f"{TRANSFERS}/{gift['id']}/reversal", GROUNDS)
    assert (friend.balance(), here.pool()["minutes"]) == (0, 50)
    assert proof_of(town).problems == []
