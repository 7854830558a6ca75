"""Agreements with partner units through the gateway: both sides sign, deliveries are confirmed by others, renewals, ends."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.volunteers.agreements import AgreementMoved
from shared.contracts.volunteers.deliveries import DeliveryConfirmed
from shared.kernel.clock import SHANGHAI
from tests.support.ear import Ear
from tests.support.town import Person, Town
from tests.support.waiting import eventually

AREA = "150506.001.001"
OTHER = "150506.001.002"


class Worker(Person):
    account: str


def known(town: Town, *roles: Role, areas: tuple[str, ...] = ()) -> Worker:
    account = uuid.uuid4().hex
    person = town.person(*roles, account=account, areas=areas)
    made = Worker(person.url, person.token)
    made.account = account
    return made


@pytest.fixture
def office(town: Town) -> Worker:
    return known(town, Role.COMMUNITY_STAFF, areas=(AREA,))


@pytest.fixture
def worker(town: Town) -> Worker:
    return known(town, Role.PARTNER)


def today(days: int = 0) -> date:
    return datetime.now(UTC).astimezone(SHANGHAI).date() + timedelta(days=days)


def register(office: Worker, *workers: Worker, **more) -> dict:
    body = {"area": AREA, "name": "第一医院", "kind": "hospital", "workers": [each.account for each in workers]}
    return office.post("/v1/partner-units", body | more)


def terms(**more) -> dict:
    return {
        "title": "共建协议", "valid_from": today(-10).isoformat(), "valid_until": today(30).isoformat(),
        "promises": [
            {"title": "义诊", "kind": "service", "measure": "times", "quantity": 4},
            {"title": "健康讲座", "kind": "talk", "measure": "people", "quantity": 100},
        ],
    } | more  # fmt: skip


def drafted(office: Worker, unit: dict, **more) -> str:
    return f"/v1/agreements/{office.post('/v1/agreements', terms(unit_id=unit['id'], area=AREA, **more))['id']}"


def signed(office: Worker, worker: Worker, path: str) -> dict:
    worker.post(f"{path}/unit-signature")
    return office.post(f"{path}/signature", {"paper": "共建2026-01", "signed_on": today().isoformat()})


def why_not(who: Worker, path: str, body: dict | None = None, method: str = "POST") -> str:
    return who.refused(method, path, body)["code"]


def delivery(**more) -> dict:
    return {"project": 1, "day": today().isoformat(), "quantity": 2, "served": 60, "what": "社区义诊"} | more


def test_both_sides_sign_and_it_runs(town: Town, office: Worker, worker: Worker):
    unit = register(office, worker)
    path = drafted(office, unit)
    paper = {"paper": "共建2026-01", "signed_on": today().isoformat()}
    assert why_not(office, f"{path}/signature", paper) == "volunteers.unit_unsigned"
    assert why_not(office, f"{path}/unit-signature") == "volunteers.not_for_unit"
    assert "unit_signed_at" in worker.post(f"{path}/unit-signature")
    amended = office.put(path, terms(title="共建协议（修订）"))
    assert "unit_signed_at" not in amended
    assert why_not(office, f"{path}/signature", paper) == "volunteers.unit_unsigned"
    assert why_not(worker, path, terms(), "PUT") == "forbidden"
    worker.post(f"{path}/unit-signature")
    both = known(town, Role.COMMUNITY_STAFF, areas=(AREA,))
    office.put(f"/v1/partner-units/{unit['id']}/workers", {"workers": [worker.account, both.account]})
    office.put(f"/v1/partner-units/{unit['id']}/workers", {"workers": [worker.account]})
    assert why_not(both, f"{path}/signature", paper) == "volunteers.both_sides"
    assert why_not(office, f"{path}/signature", paper | {"signed_on": today(1).isoformat()}) == "volunteers.bad_term"
    with Ear(town.servers.broker.amqp_url, AgreementMoved.TYPE) as ear:
        running = office.post(f"{path}/signature", paper)
        heard = ear.hear(lambda event: event["subject"] == running["id"] and event["data"]["state"] == "running")
    assert (heard["data"]["unit_id"], running["state"], running["paper"]) == (unit["id"], "running", "共建2026-01")
    assert (running["unit_signed_by"], running["signed_by"]) == (worker.account, office.account)
    assert why_not(office, path, terms(), "PUT") == "not_allowed_now"
    assert worker.get(path)["promises"][0] == {
        "number": 1, "title": "义诊", "kind": "service", "measure": "times", "promised": 4, "delivered": 0, "waiting": 0,
        "percent": 0,
    }  # fmt: skip


def test_others_see_nothing_and_nobody_registers_themselves(town: Town, office: Worker, worker: Worker):
    unit = register(office, worker)
    path = drafted(office, unit)
    stranger = known(town, Role.PARTNER)
    elsewhere = known(town, Role.COMMUNITY_STAFF, areas=(OTHER,))
    for who in (stranger, elsewhere):
        assert why_not(who, path, method="GET") == "not_found"
        assert who.get("/v1/agreements", area=AREA)["items"] == []
    assert worker.get("/v1/agreements", area=AREA)["items"][0]["unit_id"] == unit["id"]
    assert why_not(stranger, f"{path}/unit-signature") == "not_found"
    assert why_not(stranger, f"{path}/deliveries", {"deliveries": [delivery()]}) == "not_found"
    here = f"/v1/partner-units/{unit['id']}"
    assert why_not(elsewhere, f"{here}/workers", {"workers": [stranger.account]}, "PUT") == "not_found"
    assert why_not(office, f"{here}/workers", {"workers": [office.account]}, "PUT") == "volunteers.own_unit"
    body = {"area": OTHER, "name": "小学", "kind": "school", "workers": [worker.account]}
    assert why_not(office, "/v1/partner-units", body) == "outside_area"
    assert why_not(office, "/v1/partner-units", body | {"area": AREA, "workers": [office.account]}) == (
        "volunteers.own_unit"
    )  # fmt: skip
    assert (worker.get(here)["mine"], stranger.get(here)["mine"]) == (True, False)
    assert why_not(stranger, f"/v1/partner-units/{'0' * 32}", method="GET") == "not_found"
    assert unit["id"] in [each["id"] for each in stranger.get("/v1/partner-units", area="150506")["items"]]
    late = terms(unit_id=unit["id"], area=AREA, valid_until=today(-1).isoformat())
    assert why_not(office, "/v1/agreements", late) == "volunteers.bad_term"
    assert why_not(office, "/v1/agreements", terms(unit_id=unit["id"], area=OTHER)) == "outside_area"
    assert why_not(office, "/v1/agreements", terms(unit_id="0" * 32, area=AREA)) == "not_found"


def test_what_a_unit_delivers_counts_once_somebody_else_confirms_it(town: Town, office: Worker, worker: Worker):
    unit = register(office, worker)
    path = drafted(office, unit)
    rows = {"deliveries": [delivery(), delivery(project=2, quantity=40, served=40, what="讲座"), delivery()]}
    assert why_not(worker, f"{path}/deliveries", rows) == "volunteers.not_in_force"
    signed(office, worker, path)
    assert why_not(office, f"{path}/deliveries", rows) == "volunteers.not_for_unit"
    for bad, code in (
        ({"project": 3}, "volunteers.no_such_promise"),
        ({"day": today(-11).isoformat()}, "volunteers.outside_term"),
        ({"day": today(1).isoformat()}, "volunteers.day_to_come"),
    ):
        assert why_not(worker, f"{path}/deliveries", {"deliveries": [delivery(), delivery(**bad)]}) == code
    kept = [each["id"] for each in worker.post(f"{path}/deliveries", rows)["items"]]
    assert [each["waiting"] for each in worker.get(path)["promises"]] == [4, 40]
    decide = {"deliveries": kept[:2], "confirm": True}
    assert worker.refused("POST", "/v1/deliveries/decisions", decide)["code"] == "forbidden"
    insider = known(town, Role.COMMUNITY_STAFF, areas=(AREA,))
    office.put(f"/v1/partner-units/{unit['id']}/workers", {"workers": [worker.account, insider.account]})
    assert why_not(insider, "/v1/deliveries/decisions", decide) == "volunteers.own_delivery"
    elsewhere = known(town, Role.COMMUNITY_STAFF, areas=(OTHER,))
    assert why_not(elsewhere, "/v1/deliveries/decisions", decide) == "not_found"
    assert why_not(office, "/v1/deliveries/decisions", decide | {"reason": "好"}) == "volunteers.reason_misplaced"
    with Ear(town.servers.broker.amqp_url, DeliveryConfirmed.TYPE) as ear:
        office.post("/v1/deliveries/decisions", decide)
        told = ear.hear(lambda event: event["subject"] == kept[0])["data"]
    assert (told["kind"], told["served"], told["agreement_id"]) == ("service", 60, path.rpartition("/")[2])
    assert why_not(office, "/v1/deliveries/decisions", decide) == "not_allowed_now"
    declined = {"deliveries": kept[2:], "confirm": False}
    assert why_not(office, "/v1/deliveries/decisions", declined) == "volunteers.reason_misplaced"
    office.post("/v1/deliveries/decisions", declined | {"reason": "重复登记"})
    promises = office.get(path)["promises"]
    assert [(each["delivered"], each["waiting"], each["percent"]) for each in promises] == [(2, 0, 50), (40, 0, 40)]
    listed = office.get("/v1/deliveries", area=AREA, agreement_id=path.rpartition("/")[2], state="declined")["items"]
    assert [each["reason"] for each in listed] == ["重复登记"]


def test_team_records_what_it_did_and_its_people_do_not_confirm_it(town: Town, office: Worker):
    leader = known(town, Role.RESIDENT)
    volunteer = leader.put("/v1/volunteers/me", {"area": AREA})["id"]
    insider = known(town, Role.COMMUNITY_STAFF, areas=(AREA,))
    inside = insider.put("/v1/volunteers/me", {"area": AREA})["id"]
    team = office.post("/v1/teams", {"area": AREA, "name": "清洁队", "category": "environment", "leader": volunteer})
    here = f"/v1/teams/{team['id']}"
    assert office.post(f"{here}/enlistments", {"volunteers": [inside, volunteer, inside]})["members"] == 2
    assert why_not(office, f"{here}/enlistments", {"volunteers": ["0" * 32]}) == "not_found"
    elsewhere = known(town, Role.COMMUNITY_STAFF, areas=(OTHER,))
    assert why_not(elsewhere, f"{here}/enlistments", {"volunteers": [inside]}) == "not_found"
    rows = {"deliveries": [{"kind": "clean_up", "day": today().isoformat(), "served": 30, "what": "楼道清洁"}]}
    assert why_not(known(town, Role.RESIDENT), f"{here}/deliveries", rows) == "forbidden"
    assert why_not(leader, f"/v1/teams/{'0' * 32}/deliveries", rows) == "not_found"
    ahead = {"deliveries": [rows["deliveries"][0] | {"day": today(1).isoformat()}]}
    assert why_not(leader, f"{here}/deliveries", ahead) == "volunteers.day_to_come"
    kept = leader.post(f"{here}/deliveries", rows)["items"][0]
    decide = {"deliveries": [kept["id"]], "confirm": True}
    assert why_not(insider, "/v1/deliveries/decisions", decide) == "volunteers.own_delivery"
    own = office.post(f"{here}/deliveries", rows)["items"][0]["id"]
    assert why_not(office, "/v1/deliveries/decisions", decide | {"deliveries": [own]}) == "volunteers.own_delivery"
    assert office.post("/v1/deliveries/decisions", decide)["items"][0]["state"] == "confirmed"
    assert office.get("/v1/teams/figures", area=AREA)["people"] >= 2
    for figures in ("teams", "deliveries", "agreements"):
        assert why_not(elsewhere, f"/v1/{figures}/figures?area={AREA}", method="GET") == "outside_area"


def test_figures_count_what_is_confirmed_by_area_and_time(town: Town, worker: Worker):
    area = "150506.002.001"
    office = known(town, Role.COMMUNITY_STAFF, areas=(area,))
    unit = register(office, worker, area=area)
    path = f"/v1/agreements/{office.post('/v1/agreements', terms(unit_id=unit['id'], area=area))['id']}"
    signed(office, worker, path)
    rows = [delivery(quantity=4), delivery(day=today(-3).isoformat()), delivery(project=2, quantity=5, served=5)]
    kept = [each["id"] for each in worker.post(f"{path}/deliveries", {"deliveries": rows})["items"]]
    office.post("/v1/deliveries/decisions", {"deliveries": kept[:2], "confirm": True})
    street = known(town, Role.STREET_STAFF, areas=("150506.002",))
    found = street.get("/v1/deliveries/figures", area="150506.002")
    assert found == {
        "area": "150506.002", "deliveries": 2, "served": 120, "waiting": 1, "units": 1, "teams": 0,
        "kinds": [{"kind": "service", "deliveries": 2, "served": 120}],
    }  # fmt: skip
    assert street.get("/v1/deliveries/figures", area="150506.002", since=today().isoformat())["served"] == 60
    assert street.get("/v1/deliveries/figures", area="150506.002", until=today(-1).isoformat())["deliveries"] == 1
    assert street.get("/v1/agreements/figures", area="150506.002") == {
        "area": "150506.002", "states": {"running": 1}, "units": 1, "promises": 2, "fulfilled": 1,
    }  # fmt: skip


def test_calendar_begins_and_ends_agreements_and_renewals_are_editions(town: Town, office: Worker, worker: Worker):
    unit = register(office, worker)
    path = drafted(office, unit, valid_from=today(5).isoformat())
    agreement = signed(office, worker, path)
    assert agreement["state"] == "signed"
    kept = town.database("volunteers")["agreements"]
    past = {"valid_from": midnight(-40), "due_at": datetime.now(UTC)}
    kept.update_one({"_id": agreement["id"]}, {"$set": past})
    eventually(lambda: office.get(path)["state"] == "running")
    ending = [each["id"] for each in office.get("/v1/agreements/expiring", area=AREA, days=31, limit=100)["items"]]
    assert agreement["id"] in ending
    assert agreement["id"] not in [
        each["id"] for each in office.get("/v1/agreements/expiring", area=AREA, days=29, limit=100)["items"]
    ]
    further = {"valid_from": today(31).isoformat(), "valid_until": today(400).isoformat()}
    assert why_not(office, f"{path}/renewal", terms(**further | {"valid_from": today(30).isoformat()})) == (
        "volunteers.renewal_overlaps"
    )  # fmt: skip
    renewed = office.post(f"{path}/renewal", terms(**further))
    assert (renewed["edition"], renewed["renews"], renewed["state"]) == (2, agreement["id"], "draft")
    overlapping = terms(**further | {"valid_from": today(29).isoformat()})
    assert why_not(office, f"/v1/agreements/{renewed['id']}", overlapping, "PUT") == "volunteers.renewal_overlaps"
    assert why_not(office, f"{path}/renewal", terms(**further)) == "volunteers.renewed_already"
    office.post(f"/v1/agreements/{renewed['id']}/termination", {"reason": "条款有误"})
    assert office.post(f"{path}/renewal", terms(**further))["edition"] == 3
    kept.update_one({"_id": agreement["id"]}, {"$set": {"valid_until": midnight(-1), "due_at": datetime.now(UTC)}})
    eventually(lambda: office.get(path)["state"] == "ended")
    late = delivery(day=today(-2).isoformat())
    assert worker.post(f"{path}/deliveries", {"deliveries": [late]})["items"][0]["state"] == "recorded"
    assert why_not(worker, f"{path}/termination", {"reason": "结束"}) == "not_allowed_now"


def midnight(days: int) -> datetime:
    """As the database keeps a day."""
    return datetime.combine(today(days), datetime.min.time(), UTC)


def test_either_side_terminates_for_a_reason(office: Worker, worker: Worker):
    unit = register(office, worker)
    path = drafted(office, unit)
    assert why_not(office, f"{path}/renewal", terms()) == "not_allowed_now"
    signed(office, worker, path)
    stale = office.refused("POST", f"{path}/termination", {"reason": "x"}, headers={"If-Match": '"1"'})
    assert stale["code"] == "stale_version"
    ended = worker.post(f"{path}/termination", {"reason": "单位撤销"})
    assert (ended["state"], ended["reason"]) == ("terminated", "单位撤销")
    assert why_not(worker, f"{path}/deliveries", {"deliveries": [delivery()]}) == "volunteers.not_in_force"
