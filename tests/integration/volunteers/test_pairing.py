"""Pairs through the gateway: consent, checks, training, accepting, pausing and ending, and who may see what."""

import uuid
from datetime import timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.pairing import PairMoved
from tests.support.ear import Ear
from tests.support.pairing import WEEKLY, Community, confirm, forget, tell, today, told
from tests.support.town import Town
from tests.support.waiting import eventually

AREA = "150504.001.001"


@pytest.fixture(scope="module")
def here(town: Town) -> Community:
    return Community(town, AREA)


def test_elders_are_registered_once_and_move_with_their_pairs(town: Town, here: Community):
    person = uuid.uuid4().hex
    elder = here.elder(person)
    pair = here.begun(here.volunteer(), elder, "volunteer_elder")
    body = {"person": person, "area": f"{AREA}.002", "living_alone": False}
    again = here.staff.post("/v1/wards/elders", body)
    assert (again["id"], again["living_alone"], again["pairs"]) == (elder, False, 1)
    assert here.staff.get(pair)["area"] == f"{AREA}.002"
    outside = town.person(Role.COMMUNITY_STAFF, areas=("150504.009",))
    assert outside.refused("POST", "/v1/wards/elders", body)["code"] == "outside_area"
    there = outside.refused("POST", "/v1/wards/elders", body | {"area": "150504.009.001"})
    assert (there["code"], there["errors"][0]["pointer"]) == ("outside_area", "/person")
    assert outside.refused("GET", f"/v1/wards/{elder}")["code"] == "not_found"
    assert outside.refused("GET", f"/v1/wards?area={AREA}")["code"] == "outside_area"


def test_nobody_is_paired_who_can_neither_accept_nor_tell_visits(here: Community):
    person = uuid.uuid4().hex
    volunteer = here.staff.post("/v1/volunteers", {"person": person, "area": AREA})["id"]
    elder = here.elder()
    problem = here.not_proposed(volunteer, elder, "volunteer_elder")
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("volunteers.no_account", "/volunteer_id")
    signs_in = here.somebody(person=person)
    signs_in.volunteer = signs_in.put("/v1/volunteers/me", {"area": AREA})["id"]
    assert signs_in.volunteer == volunteer
    here.begun(signs_in, elder, "volunteer_elder")


def test_children_need_a_guardians_consent(here: Community):
    guardian = here.somebody()
    child = {"area": AREA, "name": "小雨", "birth_year": today().year - 8}
    consent = {"guardian": guardian.person, "paper": "同意书12号", "given_on": today().isoformat()}
    staff = here.somebody(Role.COMMUNITY_STAFF, areas=(AREA,))

    def refused(who=staff, **changed) -> str:
        return who.refused("POST", "/v1/wards/children", child | {"consent": consent} | changed)["code"]

    assert refused(birth_year=today().year - 30) == "volunteers.not_a_child"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert refused(consent=consent | {"given_on": tomorrow}) == "volunteers.consent_ahead"
    assert refused(consent=consent | {"guardian": staff.person}) == "volunteers.own_consent"
    assert refused(area="150504.009.001") == "outside_area"
    made = staff.post("/v1/wards/children", child | {"consent": consent})
    assert (made["name"], made["consent"]["paper"], made["pairs"]) == ("小雨", "同意书12号", 0)
    kept = here.town.database("volunteers")["wards"].find_one({"_id": made["id"]})
    assert "小雨" not in str(kept) and "同意书" not in str(kept)
    elder = here.elder()
    assert staff.refused("POST", f"/v1/wards/{elder}/consent", consent)["code"] == "volunteers.no_consent_needed"


def test_a_withdrawn_consent_ends_the_pair_at_once(town: Town, here: Community):
    guardian, mother = here.somebody(), here.carer()
    child = here.child(guardian.person)
    pair = here.begun(mother, child, "carer_child")
    withdrawal = f"/v1/wards/{child}/consent/withdrawal"
    assert mother.refused("POST", withdrawal, {"reason": "不便"})["code"] == "not_found"
    with Ear(town.servers.broker.amqp_url, PairMoved.TYPE) as ear:
        guardian.post(withdrawal, {"reason": "搬家"})
        news = ear.hear(lambda event: pair.endswith(event["subject"]))
    assert news["data"] == {"area": AREA, "kind": "carer_child", "state": "ended", "accounts": [mother.account]}
    shown = mother.get(pair)
    assert (shown["state"], shown["reason"], "ward_name" in shown) == ("ended", "consent_withdrawn", False)
    assert guardian.refused("GET", pair)["code"] == "not_found"
    assert guardian.get("/v1/volunteers/me/pairs")["items"] == []
    assert here.not_proposed(mother.volunteer, child, "carer_child")["code"] == "volunteers.consent_missing"
    assert here.staff.refused("POST", withdrawal, {"reason": "重复"})["code"] == "volunteers.consent_missing"
    anew = {"guardian": here.somebody().person, "paper": "新同意书", "given_on": today().isoformat()}
    here.staff.post(f"/v1/wards/{child}/consent", anew)
    again = here.begun(mother, child, "carer_child")
    here.staff.post(f"/v1/wards/{child}/consent", anew | {"guardian": guardian.person})
    assert mother.get(again)["reason"] == "guardian_changed"


def test_a_child_is_seen_by_the_pair_the_guardian_and_staff_alone(town: Town, here: Community):
    guardian, mother = here.somebody(), here.carer()
    pair = here.propose(mother, here.child(guardian.person, "小禾"), "carer_child")
    street = town.person(Role.STREET_STAFF, areas=(AREA[:10],))
    for who, name in ((guardian, "小禾"), (here.staff, "小禾"), (street, "小*"), (mother, None)):
        assert who.get(pair).get("ward_name") == name
    assert {row.get("ward_name") for row in street.get("/v1/pairs", area=AREA[:10], limit=100)["items"]} <= {
        "小*",
        None,
    }
    guardian.post(f"{pair}/accept", {})
    assert mother.get(pair)["ward_name"] == "小禾"
    for who in (mother, guardian):
        assert [pair.endswith(each["id"]) for each in who.get("/v1/volunteers/me/pairs")["items"]] == [True]
    stranger, elsewhere = here.volunteer(), town.person(Role.DISTRICT_STAFF, areas=("150599",))
    for who in (stranger, elsewhere):
        for path in (pair, f"{pair}/plans", f"{pair}/visits"):
            assert who.refused("GET", path)["code"] == "not_found"
    assert elsewhere.refused("GET", f"/v1/pairs?area={AREA}")["code"] == "outside_area"
    assert stranger.refused("GET", f"/v1/pairs?area={AREA}")["code"] == "forbidden"


def test_carers_of_children_have_a_check_that_holds(here: Community):
    mother, child = here.volunteer(), here.child()
    assert here.not_proposed(mother.volunteer, child, "carer_child")["code"] == "volunteers.vetting_missing"
    vetting = f"/v1/volunteers/{mother.volunteer}/vetting"
    assert here.staff.refused("GET", vetting)["code"] == "not_found"
    past = {"paper": "证明", "until": (today() - timedelta(days=1)).isoformat()}
    assert here.staff.refused("POST", vetting, past)["code"] == "volunteers.vetting_past"
    assert here.vet(mother)["holds"] is True
    pair = here.propose(mother, child, "carer_child")
    kept = here.town.database("volunteers")["carers"]
    kept.update_one({"_id": mother.volunteer}, {"$set": {"until": past["until"]}})
    assert mother.refused("POST", f"{pair}/accept", {})["code"] == "volunteers.vetting_over"
    here.vet(mother)
    mother.post(f"{pair}/accept", {})
    here.staff.post(f"{pair}/accept", {"paper": "确认书"})
    assert here.staff.post(f"{vetting}/withdrawal", {"reason": "复核未通过"})["holds"] is False
    shown = mother.get(pair)
    assert (shown["state"], shown["reason"]) == ("paused", "vetting_withdrawn")
    assert here.staff.refused("POST", f"{pair}/resume", {})["code"] == "volunteers.vetting_missing"
    here.vet(mother)
    assert here.staff.post(f"{pair}/resume", {})["state"] == "active"
    both = here.volunteer(Role.COMMUNITY_STAFF, areas=(AREA,))
    own = f"/v1/volunteers/{both.volunteer}/vetting"
    soon = {"paper": "证明", "until": today().isoformat()}
    assert both.refused("POST", own, soon)["code"] == "volunteers.own_vetting"


def test_pairs_pause_by_themselves_when_a_check_is_over(here: Community):
    mother, elder = here.carer(), here.elder()
    with_child = here.begun(mother, here.child(), "carer_child")
    with_elder = here.begun(mother, elder, "volunteer_elder")
    yesterday = (today() - timedelta(days=1)).isoformat()
    kept = here.town.database("volunteers")["carers"]
    kept.update_one({"_id": mother.volunteer}, {"$set": {"until": yesterday, "due": yesterday}, "$inc": {"version": 1}})
    shown = eventually(lambda: (pair := mother.get(with_child))["state"] == "paused" and pair)
    assert shown["reason"] == "vetting_over"
    assert mother.get(with_elder)["state"] == "active"


def test_training_is_required_where_the_area_says_so(town: Town, here: Community):
    place = Community(town, "150504.002.001")
    office = town.person(Role.STREET_STAFF, areas=("150504.002",))
    soon = today() + timedelta(days=3)
    training = place.staff.post("/v1/trainings", {
        "area": place.area, "title": "爱心妈妈培训", "places": 5,
        "sessions": [{"begins_at": f"{soon}T09:00:00+08:00", "ends_at": f"{soon}T11:00:00+08:00"}],
    })["id"]  # fmt: skip
    rule = "/v1/pairing/rules/150504.002/carer_child"
    assert office.refused("PUT", rule, {"most_active": 1, "training": "0" * 32})["code"] == "not_found"
    assert here.staff.refused("PUT", rule, {"most_active": 1})["code"] == "outside_area"
    assert (
        place.staff.refused("PUT", rule.replace("150504.002", "150504"), {"most_active": 9})["code"] == "outside_area"
    )
    office.put(rule, {"most_active": 1, "training": training})
    rules = {each["kind"]: each for each in place.staff.get(f"/v1/pairing/rules/{place.area}")["items"]}
    assert rules["carer_child"]["training"] == training and rules["elder_child"]["most_active"] == 3
    mother, child = place.carer(), place.child()
    refused = place.not_proposed(mother.volunteer, child, "carer_child")
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("volunteers.training_missing", "/volunteer_id")
    mother.post(f"/v1/trainings/{training}/signups", {})
    began = {"sessions.0.begins_at": -timedelta(days=9), "sessions.0.ends_at": -timedelta(days=9)}
    rows = town.database("volunteers")["trainings"]
    kept = rows.find_one({"_id": training})["sessions"][0]
    moved = {name: kept[name.rpartition(".")[2]] + back for name, back in began.items()}
    rows.update_one({"_id": training}, {"$set": moved})
    place.staff.post(f"/v1/trainings/{training}/attendance", {"session": 1, "volunteers": [mother.volunteer]})
    place.begun(mother, child, "carer_child")
    second = place.not_proposed(mother.volunteer, place.child(), "carer_child")
    assert second["code"] == "volunteers.too_many_pairs"
    place.begun(mother, place.elder(), "volunteer_elder")


def test_two_pairs_that_begin_at_once_keep_to_the_most(town: Town):
    place = Community(town, "150504.002.002")
    place.staff.put(f"/v1/pairing/rules/{place.area}/volunteer_elder", {"most_active": 1})
    helper = place.volunteer()
    first, second = (place.propose(helper, place.elder(), "volunteer_elder") for _ in range(2))
    assert helper.post(f"{first}/accept", {})["state"] == "active"
    assert helper.refused("POST", f"{second}/accept", {})["code"] == "volunteers.too_many_pairs"
    helper.post(f"{first}/pause", {"reason": "出差"})
    helper.post(f"{second}/accept", {})
    assert place.staff.refused("POST", f"{first}/resume", {})["code"] == "volunteers.too_many_pairs"


def test_pairs_are_accepted_by_all_who_are_asked(here: Community):
    guardian, mother = here.somebody(), here.carer()
    child = here.child(guardian.person)
    pair = here.propose(mother, child, "carer_child")
    first = mother.post(f"{pair}/accept", {})
    assert (first["state"], first["volunteer_accepted"], first["guardian_accepted"]) == ("agreed", True, False)
    assert mother.refused("POST", f"{pair}/accept", {})["code"] == "volunteers.pair_accepted"
    assert here.staff.refused("POST", f"{pair}/accept", {})["code"] == "volunteers.pair_paper"
    begun = guardian.post(f"{pair}/accept", {})
    assert (begun["state"], begun["active_since"]) == ("active", today().isoformat())
    assert begun["due"] == (today() + timedelta(days=7)).isoformat()
    assert guardian.refused("POST", f"{pair}/accept", {})["code"] == "not_allowed_now"
    assert here.not_proposed(mother.volunteer, child, "carer_child")["code"] == "volunteers.paired_already"
    elder = here.propose(mother, here.elder(), "volunteer_elder")
    assert here.staff.refused("POST", f"{elder}/accept", {"paper": "代签"})["code"] == "forbidden"
    assert mother.post(f"{elder}/decline", {})["state"] == "declined"


def test_pairs_are_proposed_for_others_only(here: Community):
    both = here.volunteer(Role.COMMUNITY_STAFF, areas=(AREA,))
    body = {"volunteer_id": both.volunteer, "ward_id": here.elder(), "kind": "volunteer_elder", "plan": WEEKLY}
    assert both.refused("POST", "/v1/pairs", body)["code"] == "volunteers.own_pair"
    mother = here.carer()
    own = here.not_proposed(mother.volunteer, here.child(mother.person), "carer_child")
    assert own["code"] == "volunteers.own_pair"
    assert here.not_proposed(mother.volunteer, here.elder(), "carer_child")["code"] == "volunteers.wrong_ward"
    assert here.not_proposed("0" * 32, here.elder(), "volunteer_elder")["code"] == "not_found"
    assert here.not_proposed(mother.volunteer, "0" * 32, "volunteer_elder")["code"] == "not_found"
    both_ways = WEEKLY | {"rule": "FREQ=WEEKLY"}
    plan = here.not_proposed(mother.volunteer, here.elder(), "volunteer_elder", both_ways)
    assert (plan["code"], plan["errors"][0]["pointer"]) == ("volunteers.interval_or_rule", "/plan/interval")
    wrong = {"rule": "FREQ=HOURLY", "what": ["meals"]}
    rule = here.not_proposed(mother.volunteer, here.elder(), "volunteer_elder", wrong)
    assert (rule["code"], rule["errors"][0]["pointer"]) == ("volunteers.bad_rule", "/plan/rule")


def test_plans_change_by_edition_and_pairs_pause_and_end(here: Community):
    helper, elder = here.volunteer(), here.somebody()
    pair = here.begun(helper, here.elder(elder.person), "volunteer_elder")
    saturdays = {"rule": "FREQ=WEEKLY;BYDAY=SA", "grace": 1, "what": ["phone_call"]}
    assert helper.refused("PUT", f"{pair}/plan", saturdays)["code"] == "forbidden"
    shown = here.staff.put(f"{pair}/plan", saturdays)
    assert (shown["plan"]["edition"], shown["plan"]["what"]) == (2, ["phone_call"])
    stale = here.staff.refused("PUT", f"{pair}/plan", saturdays, headers={"If-Match": '"1"'})
    assert stale["code"] == "stale_version"
    assert [each["edition"] for each in elder.get(f"{pair}/plans")["items"]] == [2, 1]
    paused = elder.post(f"{pair}/pause", {"reason": "住院"})
    assert (paused["state"], paused["reason"], "due" in paused) == ("paused", "住院", False)
    assert helper.refused("POST", f"{pair}/pause", {"reason": "外出"})["code"] == "not_allowed_now"
    assert helper.refused("POST", f"{pair}/resume", {})["code"] == "forbidden"
    here.staff.post(f"{pair}/resume", {})
    assert helper.post(f"{pair}/end", {"reason": "搬迁"})["state"] == "ended"
    assert here.staff.refused("PUT", f"{pair}/plan", saturdays)["code"] == "not_allowed_now"
    assert pair.endswith(
        here.staff.get("/v1/pairs", area=AREA, kind="volunteer_elder", state="ended")["items"][0]["id"]
    )


def test_wards_and_forgotten_people_leave_nothing_behind(town: Town, here: Community):
    helper, guardian = here.carer(), here.somebody()
    ward = here.elder()
    with_elder = here.begun(helper, ward, "volunteer_elder", days_ago=3)
    with_child = here.begun(helper, here.child(guardian.person), "carer_child", days_ago=3)
    visit = tell(helper, with_elder, told(1, note="很健谈", needs="需要老花镜"))
    confirm(here.staff, visit)
    rows = town.database("volunteers")
    here.staff.send("DELETE", f"/v1/wards/{ward}").raise_for_status()
    assert (helper.get(with_elder)["state"], rows["wards"].find_one({"_id": ward})) == ("ended", None)
    kept = rows["pair_visits"].find_one({"_id": visit[0]})
    assert (kept["state"], kept["needs_open"], "note" in kept, "needs" in kept) == ("confirmed", False, False, False)
    forget(town, guardian.account, guardian.person)
    eventually(lambda: rows["pairs"].find_one({"_id": with_child.rpartition("/")[2]})["state"] == "ended")
    assert rows["wards"].find_one({"consent.guardian": guardian.person}) is None
    again = here.begun(helper, here.elder(), "volunteer_elder")
    forget(town, helper.account, helper.person)
    gone = eventually(
        lambda: (pair := rows["pairs"].find_one({"_id": again.rpartition("/")[2]}))["state"] == "ended" and pair
    )
    assert "account" not in gone and rows["carers"].find_one({"_id": helper.volunteer}) is None


def test_who_opened_the_file_of_a_child_is_told_to_the_guardian(town: Town, here: Community):
    guardian, other = here.somebody(), here.somebody()
    child = here.child(guardian.person, "小麦")
    street = town.person(Role.STREET_STAFF, areas=(AREA[:10],))
    for who, name in ((here.staff, "小麦"), (street, "小*")):
        for row in (who.get(f"/v1/wards/{child}"), *who.get("/v1/wards", area=AREA, limit=100)["items"]):
            if row["id"] == child:
                assert (row["name"], row["consent"]["paper"][1:].strip("*")) == (name, "")
    look = {"reason": "home_visit", "note": "首次走访"}
    assert street.refused("POST", f"/v1/wards/{child}/file", {"note": "x"})["errors"][0]["pointer"] == "/reason"
    opened = street.post(f"/v1/wards/{child}/file", look)
    assert (opened["name"], opened["consent"]["paper"]) == ("小麦", "监护人知情同意书")
    elsewhere = town.person(Role.COMMUNITY_STAFF, areas=("150504.009",))
    assert elsewhere.refused("POST", f"/v1/wards/{child}/file", look)["code"] == "not_found"
    (told,) = guardian.get("/v1/volunteers/me/looks")["items"]
    assert (told["ward_id"], told["role"], told["office"], told["reason"], told["note"]) == (
        child, "street_staff", AREA[:10], "home_visit", "首次走访",
    )  # fmt: skip
    assert "by" not in told and other.get("/v1/volunteers/me/looks")["items"] == []
    kept = town.database("volunteers")["ward_looks"].find_one({"ward": child})
    assert "走访" not in str(kept)
    here.staff.send("DELETE", f"/v1/wards/{child}")
    assert town.database("volunteers")["ward_looks"].find_one({"ward": child}) is None


def test_child_whose_consent_is_withdrawn_waits_for_no_pair(here: Community):
    guardian = here.somebody()
    child = here.child(guardian.person)

    def waiting() -> list[str]:
        return [row["id"] for row in here.staff.get("/v1/wards", area=AREA, unpaired="true", limit=100)["items"]]

    assert child in waiting()
    guardian.post(f"/v1/wards/{child}/consent/withdrawal", {"reason": "搬家"})
    assert child not in waiting()


def test_papers_of_checks_are_sealed(here: Community):
    carer = here.carer()
    kept = here.town.database("volunteers")["carers"].find_one({"_id": carer.volunteer})
    assert "证明" not in str(kept)
    assert here.staff.get(f"/v1/volunteers/{carer.volunteer}/vetting")["paper"] == "无犯罪记录证明"
