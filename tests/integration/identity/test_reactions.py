"""Accounts follow what residents announces."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pika
import pytest

from shared.contracts.actor import Role
from shared.contracts.envelope import CONTENT_TYPE, Envelope, envelop
from shared.contracts.identity.privacy import AccountCollected
from shared.contracts.model import Event
from shared.contracts.residents import (
    ExportRequested,
    PersonAdmitted,
    PersonErased,
    PersonMoved,
    StaffAppointed,
    StaffDismissed,
)
from tests.integration.identity.people import Desk, new_phone
from tests.support.ear import Ear
from tests.support.waiting import eventually

GRID = "150202.916.001.001"


def announce(desk: Desk, event: Event, subject: str, version: int = 1) -> Envelope:
    """As residents' relay does it; twice, since the bus may do so."""
    request = uuid.uuid4().hex
    envelope = envelop(
        event, id=uuid.uuid4().hex, subject=subject, version=version, area=GRID, now=datetime.now(UTC), request_id=request,
        causation_id=request, traceparent=None,
    )  # fmt: skip
    with pika.BlockingConnection(pika.URLParameters(desk.suite.environment["LINLI_AMQP_URL"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        for _ in range(2):
            channel.basic_publish(
                "domain.events", envelope.routing_key, envelope.model_dump_json(exclude_none=True).encode(),
                pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2), mandatory=True,
            )  # fmt: skip
    return envelope


def heard(desk: Desk, envelope: Envelope) -> None:
    journal = desk.database("identity")["journal"]
    eventually(lambda: journal.find_one({"_id": {"$regex": f"{envelope.id}$"}}))


def of_staff(desk: Desk, number: str) -> dict[str, Any] | None:
    return next(iter(desk.ops.get("/v1/accounts", staff_number=number)["items"]), None)


def appointed(number: str, *areas: str, roles: tuple[Role, ...] = (Role.GRID_WORKER,)) -> StaffAppointed:
    return StaffAppointed(staff_number=number, roles=list(roles), areas=list(areas), name="赵工", post="grid_worker")


def test_appointment_opens_an_account_once_and_a_reset_lets_its_holder_in(desk: Desk):
    announce(desk, appointed("RX0001", GRID), "RX0001")
    account = eventually(lambda: of_staff(desk, "RX0001"))
    assert (account["roles"], account["areas"], account["version"]) == (["grid_worker"], [GRID], 1)
    answer = desk.nobody().send("POST", "/v1/sign-in/staff", {"staff_number": "RX0001", "password": "none yet"})
    assert answer.json()["code"] == "identity.wrong_credentials"
    password = desk.ops.post(f"/v1/accounts/{account['id']}/reset")["initial_password"]
    reply = desk.nobody().post("/v1/sign-in/staff", {"staff_number": "RX0001", "password": password})
    assert "enrolment" in reply


def test_transfer_replaces_the_duties_of_an_account_that_is_there(desk: Desk):
    staff = desk.new_staff()
    announce(desk, appointed(staff.number, "150202.917"), staff.number, version=2)
    moved = eventually(lambda: (found := of_staff(desk, staff.number)) and found["areas"] == ["150202.917"] and found)
    assert (moved["id"], moved["name"]) == (staff.account, "赵工")


def test_appointment_that_comes_late_changes_nothing(desk: Desk):
    announce(desk, appointed("RX0002", GRID), "RX0002", version=3)
    eventually(lambda: of_staff(desk, "RX0002"))
    old = announce(desk, appointed("RX0002", "150202.918"), "RX0002", version=2)
    heard(desk, old)
    account = of_staff(desk, "RX0002")
    assert account is not None and account["areas"] == [GRID]


def test_dismissal_takes_the_duties_and_ends_the_sessions(desk: Desk):
    staff = desk.new_staff()
    tokens = staff.enrol()
    announce(desk, StaffDismissed(staff_number=staff.number, roles=[], areas=[]), staff.number, version=2)
    eventually(lambda: desk.ops.get(f"/v1/accounts/{staff.account}")["roles"] == [])
    assert desk.refresh(tokens["refresh_token"]).json()["code"] == "identity.session_over"


def test_admitted_account_speaks_for_the_person_from_its_next_tokens_on(desk: Desk):
    tokens = desk.sign_in()
    account, person = tokens["account"]["id"], uuid.uuid4().hex
    announce(desk, PersonAdmitted(account=account, person=person, area=GRID), person)
    me = eventually(lambda: (found := desk.bearer(tokens).get("/v1/me")).get("person") and found)
    assert (me["person"], me["home"], me["areas"]) == (person, GRID, [])
    refreshed = desk.refresh(tokens["refresh_token"]).json()
    assert refreshed["account"]["person"] == person


def test_home_grid_follows_the_person(desk: Desk):
    tokens, person, elsewhere = desk.sign_in(), uuid.uuid4().hex, "150202.916.001.002"
    account = tokens["account"]["id"]
    announce(desk, PersonAdmitted(account=account, person=person, area=GRID), person)
    eventually(lambda: desk.bearer(tokens).get("/v1/me").get("person"))
    moved = {"person": person, "account": account, "state": "living_here"}
    announce(desk, PersonMoved(from_area=GRID, area=elsewhere, **moved), person, version=3)
    eventually(lambda: desk.bearer(tokens).get("/v1/me")["home"] == elsewhere)
    heard(desk, announce(desk, PersonMoved(from_area=elsewhere, area=GRID, **moved), person, version=2))
    assert desk.bearer(tokens).get("/v1/me")["home"] == elsewhere


@pytest.mark.parametrize("account", ["0" * 32, "somebody"])
def test_admission_of_an_unknown_account_changes_nothing(desk: Desk, account: str):
    envelope = announce(desk, PersonAdmitted(account=account, person="1" * 32, area=GRID), "1" * 32)
    heard(desk, envelope)
    assert desk.database("identity")["accounts"].find_one({"_id": account}) is None


def test_copy_of_the_data_holds_the_phone_and_the_sessions_and_is_sealed(desk: Desk):
    phone = new_phone()
    account = desk.sign_in(phone, device="Kitchen tablet")["account"]["id"]
    export = uuid.uuid4().hex
    with Ear(desk.servers.broker.amqp_url, AccountCollected.TYPE) as ear:
        announce(desk, ExportRequested(export=export, account=account), export)
        event = ear.hear(lambda event: event["data"]["export"] == export)
    assert phone not in json.dumps(event)
    told = json.loads(desk.unsealed(event["data"]["sealed"], "export-part"))["account"]
    assert (told["phone"], told["sessions"][0]["device"], told["roles"]) == (phone, "Kitchen tablet", ["resident"])


def test_forgotten_person_is_signed_out_and_the_phone_opens_a_new_account(desk: Desk):
    phone, person = new_phone(), uuid.uuid4().hex
    tokens = desk.sign_in(phone)
    account = tokens["account"]["id"]
    announce(desk, PersonAdmitted(account=account, person=person, area=GRID), person)
    eventually(lambda: desk.bearer(tokens).get("/v1/me").get("person"))
    announce(desk, PersonErased(person=person, account=account, area=GRID), person, version=2)
    eventually(lambda: desk.ops.get(f"/v1/accounts/{account}")["state"] == "disabled")
    left = desk.ops.get(f"/v1/accounts/{account}")
    assert not {"phone", "person", "home", "name"} & set(left)
    assert desk.refresh(tokens["refresh_token"]).json()["code"] == "identity.session_over"
    assert desk.sign_in(phone)["account"]["id"] != account


def test_forgotten_person_leaves_the_account_of_the_post(desk: Desk):
    staff = desk.new_staff()
    staff.enrol()
    person = uuid.uuid4().hex
    announce(desk, PersonAdmitted(account=staff.account, person=person, area=GRID), person)
    eventually(lambda: desk.ops.get(f"/v1/accounts/{staff.account}").get("person"))
    announce(desk, PersonErased(person=person, account=staff.account, area=GRID), person, version=2)
    eventually(lambda: "person" not in desk.ops.get(f"/v1/accounts/{staff.account}"))
    assert staff.sign_in()["account"]["staff_number"] == staff.number
