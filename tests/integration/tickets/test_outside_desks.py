"""Hand-off to outside desks: they see the matter, report with their reference, and it comes back with their word."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.tickets.outside import TicketSentOutside
from tests.support.desks import Desks, act, look, refused, somebody
from tests.support.ear import Ear
from tests.support.town import Person, Town

NAMES = {"name": "法律服务所", "name_en": "Legal service"}


@pytest.fixture(scope="module")
def desks(town: Town) -> Desks:
    found = Desks(town, 20)
    assert found.grid
    return found


def new_desk(desks: Desks, *clients: str, **fields) -> str:
    code = f"d{uuid.uuid4().hex}"
    desks.at_district().put(f"/v1/outside-desks/{code}", NAMES | {"clients": list(clients)} | fields)
    return code


def partner(town: Town, desks: Desks) -> tuple[Person, str]:
    """A client, and the code of its desk."""
    account = somebody()
    return town.person(Role.PARTNER, account=account, areas=(desks.district,)), new_desk(desks, account)


def sent(desks: Desks, code: str, **fields) -> tuple[Person, dict]:
    """Who sent it, and the matter."""
    worker = desks.worker(somebody())
    ticket = desks.reported("property", **fields)
    act(worker, ticket, "accept")
    return worker, act(worker, ticket, "send-outside", outside_desk=code, note="请协助处理")


def update(ticket: dict, state: str, text: str = "已收到", minutes: float = 0, **more) -> dict:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    body = {
        "ticket_id": ticket["id"], "update_id": uuid.uuid4().hex, "reference": "法援-2026-17", "state": state, "text": text,
        "updated_at": at.isoformat(),
    }  # fmt: skip
    return body | more


def report(person: Person, body: dict) -> dict:
    return person.post("/v1/outside-desks/updates", body)


def refused_report(person: Person, body: dict) -> dict:
    return person.refused("POST", "/v1/outside-desks/updates", body)


def test_first_desks_are_there_and_the_district_changes_them(desks: Desks, town: Town):
    listed = {each["code"]: each for each in desks.worker().get("/v1/outside-desks")["items"]}
    assert {"legal_aid", "counselling", "petitions", "hotline_12345"} <= set(listed)
    assert (listed["legal_aid"]["name"], listed["legal_aid"]["name_en"]) == ("法律援助中心", "Legal aid centre")
    code = new_desk(desks)
    path = f"/v1/outside-desks/{code}"
    changed = desks.at_district().put(path, NAMES | {"name": "司法所", "active": False}, headers={"If-Match": '"1"'})
    assert (changed["name"], changed["active"], changed["version"]) == ("司法所", False, 2)
    stale = desks.at_district().refused("PUT", path, NAMES, headers={"If-Match": '"1"'})
    assert (stale["status"], stale["code"]) == (412, "stale_version")
    for person in (desks.worker(), desks.at_street(), town.person(Role.PARTNER), town.person(Role.RESIDENT)):
        assert person.refused("PUT", path, NAMES)["code"] == "forbidden"
    wrong = desks.at_district().refused("PUT", "/v1/outside-desks/Legal", NAMES)
    assert wrong["status"] == 422
    assert town.person(Role.RESIDENT).refused("GET", "/v1/outside-desks")["code"] == "forbidden"


def test_desk_sees_what_was_sent_to_it_and_its_answer_brings_it_back(desks: Desks, town: Town):
    client, code = partner(town, desks)
    with Ear(town.servers.broker.amqp_url, TicketSentOutside.TYPE) as ear:
        worker, ticket = sent(desks, code)
        told = ear.hear(lambda event: event["subject"] == ticket["id"])
    assert (told["audience"], told["data"]["outside_desk"]) == ("partner", code)
    assert ticket["text"] not in str(told)
    assert (ticket["state"], ticket["outside_desk"], ticket["outside_state"]) == ("outside", code, "sent")
    (mine,) = client.get("/v1/referrals")["items"]
    assert (mine["id"], mine["ticket"], mine["note"]) == (told["data"]["referral"], ticket["id"], "请协助处理")
    assert client.get(f"/v1/referrals/{mine['id']}")["state"] == "sent"
    assert look(client, ticket)["text"] == ticket["text"]
    taken = report(client, update(ticket, "received"))
    assert (taken["state"], taken["reference"]) == ("received", "法援-2026-17")
    report(client, update(ticket, "in_progress", "律师已联系当事人"))
    seen = look(worker, ticket)
    assert (seen["outside_state"], seen["outside_reference"]) == ("in_progress", "法援-2026-17")
    assert seen["state"] == "outside"
    answered = report(client, update(ticket, "answered", "已出具法律意见书"))
    assert answered["state"] == "answered" and "ended_at" in answered
    assert [each["state"] for each in answered["updates"]] == ["received", "in_progress", "answered"]
    back = look(worker, ticket)
    assert (back["state"], back["desk"], back["outside_state"]) == ("accepted", desks.grid, "answered")
    assert (back["history"][-1]["action"], back["history"][-1]["note"]) == ("bring_back", "已出具法律意见书")
    assert ticket["id"] in [each["id"] for each in worker.get("/v1/inbox", limit=100)["items"]]
    assert client.refused("GET", f"/v1/tickets/{ticket['id']}")["code"] == "not_found"
    assert client.get("/v1/referrals", state="answered")["items"][0]["id"] == mine["id"]
    assert act(worker, ticket, "finish", note="按意见书办理")["state"] == "done"


def test_refusal_brings_it_back_as_well_and_it_can_be_sent_elsewhere(desks: Desks, town: Town):
    client, code = partner(town, desks)
    worker, ticket = sent(desks, code)
    report(client, update(ticket, "refused", "不符合援助条件"))
    assert look(worker, ticket)["state"] == "accepted"
    again = act(worker, ticket, "send-outside", outside_desk="petitions", note="请信访办理")
    assert (again["state"], again["outside_desk"], again["outside_state"]) == ("outside", "petitions", "sent")
    assert "outside_reference" not in again
    late = report(client, update(ticket, "in_progress", "补充材料"))
    assert (late["state"], late["updates"][-1]["late"]) == ("refused", True)
    assert look(worker, ticket)["outside_state"] == "sent"


def test_update_is_taken_once(desks: Desks, town: Town):
    client, code = partner(town, desks)
    _, ticket = sent(desks, code)
    body = update(ticket, "received")
    report(client, body)
    again = refused_report(client, body)
    assert (again["status"], again["code"], again["errors"][0]["pointer"]) == (
        409,
        "tickets.update_repeated",
        "/update_id",
    )
    other = refused_report(client, body | {"text": "别的内容", "state": "answered"})
    assert other["code"] == "tickets.update_repeated"
    assert look(client, ticket)["outside_state"] == "received"


def test_same_update_id_of_another_desk_is_another_update(desks: Desks, town: Town):
    one, two = partner(town, desks), partner(town, desks)
    tickets = [sent(desks, code)[1] for _, code in (one, two)]
    for (client, _), ticket in zip((one, two), tickets, strict=True):
        assert report(client, update(ticket, "received", update_id="1"))["state"] == "received"


def test_same_update_at_once_counts_once_and_the_others_are_told(desks: Desks, town: Town):
    client, code = partner(town, desks)
    worker, ticket = sent(desks, code)
    body = update(ticket, "answered", "答复")
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: client.send("POST", "/v1/outside-desks/updates", body), range(8)))
    assert sorted(reply.status_code for reply in replies) == [201, *[409] * 7]
    assert {reply.json()["code"] for reply in replies if not reply.ok} == {"tickets.update_repeated"}
    assert len(client.get("/v1/referrals")["items"][0]["updates"]) == 1
    assert [step["action"] for step in look(worker, ticket)["history"]].count("bring_back") == 1


def test_different_updates_at_once_are_all_kept(desks: Desks, town: Town):
    client, code = partner(town, desks)
    _, ticket = sent(desks, code)

    def told(number: int) -> None:
        body = update(ticket, "in_progress", f"进展{number}", minutes=-number)
        while (reply := client.send("POST", "/v1/outside-desks/updates", body)).status_code != 201:
            assert reply.json()["code"] == "conflict"

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(told, range(6)))
    assert len(client.get("/v1/referrals")["items"][0]["updates"]) == 6


def test_older_update_is_kept_and_moves_nothing_back(desks: Desks, town: Town):
    client, code = partner(town, desks)
    worker, ticket = sent(desks, code)
    report(client, update(ticket, "in_progress", "办理中"))
    late = report(client, update(ticket, "received", "已收到", minutes=-30))
    assert late["state"] == "in_progress"
    assert [(each["text"], each["late"]) for each in late["updates"]] == [("已收到", True), ("办理中", False)]
    assert report(client, update(ticket, "answered", "旧答复", minutes=-20))["state"] == "in_progress"
    assert look(worker, ticket)["state"] == "outside"


def test_wrong_updates_are_refused_with_the_field(desks: Desks, town: Town):
    client, code = partner(town, desks)
    _, ticket = sent(desks, code)
    future = refused_report(client, update(ticket, "received", minutes=6))
    assert (future["code"], future["errors"][0]["pointer"]) == ("tickets.update_from_the_future", "/updated_at")
    assert report(client, update(ticket, "received", minutes=4))["state"] == "received"
    for wrong, pointer in (
        ({"update_id": ""}, "/update_id"),
        ({"update_id": "x" * 65}, "/update_id"),
        ({"state": "sent"}, "/state"),
        ({"state": "recalled"}, "/state"),
        ({"text": ""}, "/text"),
        ({"reference": None}, "/reference"),
        ({"updated_at": "yesterday"}, "/updated_at"),
        ({"updated_at": "2026-01-01T00:00:00"}, "/updated_at"),
    ):
        problem = refused_report(client, update(ticket, "received") | wrong)
        assert (problem["status"], problem["errors"][0]["pointer"]) == (422, pointer)


def test_others_have_nothing_to_report(desks: Desks, town: Town):
    client, code = partner(town, desks)
    worker, ticket = sent(desks, code)
    stranger, _ = partner(town, desks)
    body = update(ticket, "received")
    assert refused_report(stranger, body)["code"] == "not_found"
    assert refused_report(town.person(Role.PARTNER), body)["code"] == "not_found"
    assert refused_report(stranger, body | {"outside_desk": code})["code"] == "not_found"
    assert refused_report(client, body | {"ticket_id": "0" * 32})["code"] == "not_found"
    assert refused_report(town.person(Role.RESIDENT), body)["status"] == 403
    assert stranger.get("/v1/referrals")["items"] == []
    assert stranger.get("/v1/referrals", outside_desk=code)["items"] == []
    (referral,) = client.get("/v1/referrals")["items"]
    assert stranger.refused("GET", f"/v1/referrals/{referral['id']}")["code"] == "not_found"
    assert stranger.refused("GET", f"/v1/tickets/{ticket['id']}")["code"] == "not_found"
    assert client.refused("GET", f"/v1/referrals/{'0' * 32}")["code"] == "not_found"
    elsewhere = Desks(town, 21).worker()
    assert elsewhere.refused("GET", f"/v1/referrals/{referral['id']}")["code"] == "not_found"
    assert elsewhere.refused("GET", f"/v1/referrals?area={desks.grid}")["code"] == "outside_area"
    assert worker.refused("GET", "/v1/referrals?cursor=x")["code"] == "bad_cursor"
    assert worker.get(f"/v1/referrals/{referral['id']}")["id"] == referral["id"]
    page = desks.at_street().get("/v1/referrals", area=desks.street, limit=1)
    assert page["items"] and page["next"]


def test_staff_enter_the_word_of_a_desk_without_a_system(desks: Desks, town: Town):
    code = new_desk(desks)
    worker, ticket = sent(desks, code)
    elsewhere = Desks(town, 21).worker()
    assert refused_report(elsewhere, update(ticket, "received"))["code"] == "not_found"
    told = report(worker, update(ticket, "in_progress", "电话告知已受理", reference="信-88"))
    assert (told["state"], told["reference"]) == ("in_progress", "信-88")
    named = report(worker, update(ticket, "answered", "书面答复", outside_desk=code))
    assert named["state"] == "answered"
    assert look(worker, ticket)["state"] == "accepted"
    unknown = refused_report(worker, update(ticket, "received", outside_desk="nowhere"))
    assert (unknown["code"], unknown["errors"][0]["pointer"]) == ("tickets.name_the_desk", "/outside_desk")
    never = desks.reported("property")
    assert refused_report(worker, update(never, "received"))["code"] == "tickets.name_the_desk"
    act(worker, ticket, "hand-over", desk=desks.street, note="x")
    assert refused_report(worker, update(ticket, "received"))["code"] == "forbidden"


def test_staff_do_not_speak_for_a_desk_with_a_system(desks: Desks, town: Town):
    _, code = partner(town, desks)
    worker, ticket = sent(desks, code)
    problem = refused_report(worker, update(ticket, "answered"))
    assert (problem["status"], problem["code"]) == (409, "tickets.desk_reports_itself")
    back = act(worker, ticket, "bring-back", note="不再等待")
    assert (back["state"], back["outside_state"]) == ("accepted", "recalled")


def test_what_was_taken_back_is_closed_to_the_desk_and_its_late_word_is_kept(desks: Desks, town: Town):
    client, code = partner(town, desks)
    worker, ticket = sent(desks, code)
    act(worker, ticket, "bring-back", note="不再等待")
    assert client.refused("GET", f"/v1/tickets/{ticket['id']}")["code"] == "not_found"
    late = report(client, update(ticket, "answered", "迟到的答复"))
    assert (late["state"], late["updates"][0]["late"]) == ("recalled", True)
    assert look(worker, ticket)["state"] == "accepted"
    again = refused(worker, ticket, "bring-back", note="x")
    assert (again["status"], again["code"]) == (409, "not_allowed_now")


def test_client_of_several_desks_says_for_which(desks: Desks, town: Town):
    account = somebody()
    client = town.person(Role.PARTNER, account=account)
    codes = sorted((new_desk(desks, account), new_desk(desks, account)))
    worker, ticket = sent(desks, codes[0])
    assert report(client, update(ticket, "received"))["outside_desk"] == codes[0]
    act(worker, ticket, "bring-back", note="x")
    act(worker, ticket, "send-outside", outside_desk="counselling", note="x")
    problem = refused_report(client, update(ticket, "received"))
    assert (problem["code"], problem["desks"]) == ("tickets.name_the_desk", codes)
    assert report(client, update(ticket, "received", outside_desk=codes[0]))["state"] == "recalled"
    assert refused_report(client, update(ticket, "received", outside_desk=codes[1]))["code"] == "not_found"


def test_new_client_of_a_desk_sees_what_lies_there_and_the_old_one_no_more(desks: Desks, town: Town):
    old, code = partner(town, desks)
    _, ticket = sent(desks, code)
    account = somebody()
    desks.at_district().put(f"/v1/outside-desks/{code}", NAMES | {"clients": [account]})
    assert old.refused("GET", f"/v1/tickets/{ticket['id']}")["code"] == "not_found"
    assert old.get("/v1/referrals")["items"] == []
    new = town.person(Role.PARTNER, account=account)
    assert look(new, ticket)["state"] == "outside"
    assert report(new, update(ticket, "received"))["state"] == "received"


def test_reporter_is_told_by_the_contact_operation_alone_and_that_is_logged(desks: Desks, town: Town):
    client, code = partner(town, desks)
    on_behalf = {"name": "居民甲", "phone": "13800000000"}
    _, ticket = sent(desks, code, by=desks.worker(), on_behalf=on_behalf)
    assert "13800000000" not in str(look(client, ticket)) + str(client.get("/v1/referrals"))
    contact = client.post(f"/v1/tickets/{ticket['id']}/contact", {"reason": "联系当事人"})
    assert (contact["name"], contact["phone"]) == ("居民甲", "13800000000")
    history = look(desks.worker(), ticket)["history"]
    assert (history[-1]["action"], history[-1]["note"]) == ("show_contact", "联系当事人")
    stranger, _ = partner(town, desks)
    assert refused(stranger, ticket, "contact", reason="x")["code"] == "not_found"
    report(client, update(ticket, "answered"))
    assert refused(client, ticket, "contact", reason="x")["code"] == "not_found"


def test_matters_are_sent_only_to_desks_that_there_are_and_by_those_who_have_it(desks: Desks, town: Town):
    ticket = desks.reported("property")
    unknown = refused(desks.worker(), ticket, "send-outside", outside_desk="nowhere", note="x")
    assert (unknown["code"], unknown["errors"][0]["pointer"]) == ("tickets.no_such_outside_desk", "/outside_desk")
    closed = new_desk(desks, active=False)
    assert refused(desks.worker(), ticket, "send-outside", outside_desk=closed, note="x")["code"] == unknown["code"]
    stranger = Desks(town, 21).worker()
    assert refused(stranger, ticket, "send-outside", outside_desk="petitions", note="x")["code"] == "not_found"
    noteless = refused(desks.worker(), ticket, "send-outside", outside_desk="petitions")
    assert (noteless["status"], noteless["errors"][0]["pointer"]) == (422, "/note")
    act(desks.worker(), ticket, "send-outside", outside_desk="petitions", note="x")
    twice = refused(desks.worker(), ticket, "send-outside", outside_desk="legal_aid", note="x")
    assert (twice["code"], twice["allowed"]) == ("not_allowed_now", ["bring_back", "grade"])


def test_desk_of_whom_it_is_about_does_not_get_it(desks: Desks, town: Town):
    account = somebody()
    code = new_desk(desks, account)
    ticket = desks.reported("property", against=account)
    problem = refused(desks.at_community(), ticket, "send-outside", outside_desk=code, note="x")
    assert (problem["code"], problem["errors"][0]["pointer"]) == ("tickets.complained_about", "/outside_desk")
