"""Who takes a matter: the grid worker at once, a named lead, a meeting of units, the duty desk; never whom it is about."""

import pytest

from shared.contracts.actor import Role
from tests.support.desks import Desks, act, look, refused, somebody
from tests.support.town import Town

FORM = {"between": "neighbours"}


@pytest.fixture(scope="module")
def desks(town: Town) -> Desks:
    found = Desks(town, 1)
    assert found.grid
    return found


def test_simple_matter_is_taken_on_and_finished_by_the_grid_worker_at_once(desks: Desks):
    ticket = desks.reported("rubbish")
    assert ticket["track"] == "simple"
    act(desks.worker(), ticket, "accept")
    assert act(desks.worker(), ticket, "finish", note="已清运")["state"] == "done"


def test_complex_matter_is_finished_only_with_a_named_lead(desks: Desks):
    account = somebody()
    worker, ticket = desks.worker(account), desks.reported("dispute", extra=FORM)
    act(worker, ticket, "accept")
    problem = refused(worker, ticket, "finish", note="已调解")
    assert (problem["status"], problem["code"]) == (409, "tickets.no_lead")
    led = act(worker, ticket, "lead", name="王网格员", note="由我牵头")
    assert (led["state"], led["responsible"]) == ("accepted", "王网格员")
    assert act(worker, ticket, "finish", note="已调解")["state"] == "done"


def test_lead_named_by_hand_over_finishes_it_and_somebody_else_at_the_desk_does_not(desks: Desks):
    chief = somebody()
    ticket = desks.reported("dispute", extra=FORM)
    act(desks.worker(), ticket, "hand-over", desk=desks.community, to=chief, to_name="李主任", note="请牵头")
    stranger = desks.at_community()
    act(stranger, ticket, "accept")
    assert refused(stranger, ticket, "finish", note="完")["code"] == "tickets.no_lead"
    act(stranger, ticket, "lead", to=chief, name="李主任")
    assert act(desks.at_community(chief), ticket, "finish", note="完")["state"] == "done"


def test_lead_from_elsewhere_has_the_matter_in_hand_as_well(desks: Desks):
    lead = somebody()
    ticket = desks.reported("dispute", extra=FORM)
    act(desks.worker(), ticket, "lead", to=lead, name="赵科长")
    elsewhere = Desks(desks.town, 2)
    chief = elsewhere.at_community(lead)
    assert look(chief, ticket)["state"] == "accepted"
    assert ticket["id"] in [entry["id"] for entry in chief.get("/v1/inbox")["items"]]
    assert act(chief, ticket, "finish", note="已办结")["state"] == "done"


def test_hard_matter_needs_a_meeting_unless_it_is_found_to_be_simpler(desks: Desks):
    worker = desks.worker()
    ticket = desks.reported("illegal_building")
    assert ticket["track"] == "hard"
    act(worker, ticket, "accept")
    assert refused(worker, ticket, "finish", note="拆了")["code"] == "tickets.no_meeting"
    changed = act(worker, ticket, "change-track", track="simple", reason="只是一个可移动的棚子")
    assert changed["track"] == "simple"
    assert [(each["before"], each["after"], each["reason"]) for each in changed["track_changes"]] == [
        ("hard", "simple", "只是一个可移动的棚子")
    ]
    assert changed["state_due"] == look(worker, ticket)["state_due"]
    assert act(worker, ticket, "finish", note="已移走")["state"] == "done"


def test_track_that_it_has_already_and_track_without_a_reason_are_refused(desks: Desks):
    ticket = desks.reported("rubbish")
    same = refused(desks.worker(), ticket, "change-track", track="simple", reason="x")
    assert (same["code"], same["errors"][0]["pointer"]) == ("tickets.same_track", "/track")
    nothing = refused(desks.worker(), ticket, "change-track", track="hard")
    assert (nothing["status"], nothing["errors"][0]["pointer"]) == (422, "/reason")


def test_change_of_track_does_not_restart_the_clock_of_the_desk(desks: Desks):
    ticket = desks.reported("noise")
    changed = act(desks.worker(), ticket, "change-track", track="complex", reason="涉及多户")
    assert changed["state_due"] == ticket["state_due"]


def test_matter_that_nobody_owns_goes_to_the_streets_duty_desk(desks: Desks):
    worker, ticket = desks.worker(), desks.reported("other")
    act(worker, ticket, "accept")
    given = act(worker, ticket, "to-backstop", note="权属不清")
    assert (given["state"], given["desk"], given["backstop"]) == ("open", desks.street, True)
    assert given["promised_at"] == ticket["promised_at"]
    assert ticket["id"] in [entry["id"] for entry in desks.at_street().get("/v1/inbox", limit=100)["items"]]
    again = refused(desks.at_street(), ticket, "to-backstop", note="x")
    assert (again["status"], again["code"]) == (409, "tickets.at_backstop")
    back = act(desks.at_street(), ticket, "hand-over", desk=desks.grid, note="查明属本网格")
    assert (back["desk"], back["backstop"]) == (desks.grid, False)


def test_whom_it_is_about_never_gets_it(desks: Desks):
    accused = somebody()
    ticket = desks.reported("property", against=accused)
    assert ticket["desk"] == desks.community
    chief = desks.at_community()
    for action, body in (
        ("lead", {"to": accused, "name": "某人"}),
        ("hand-over", {"desk": desks.grid, "to": accused, "note": "x"}),
        ("convene", {"units": [{"unit": "物业科", "task": "核实", "account": accused}], "note": "x"}),
    ):
        problem = refused(chief, ticket, action, **body)
        assert (problem["status"], problem["code"]) == (409, "tickets.complained_about"), action
    pointer = refused(
        chief, ticket, "convene", units=[{"unit": "物业科", "task": "核实", "account": accused}], note="x"
    )
    assert pointer["errors"][0]["pointer"] == "/units/0/account"
    themselves = desks.at_community(accused)
    for action, body in (("accept", {}), ("lead", {"name": "我"}), ("to-backstop", {"note": "x"})):
        assert refused(themselves, ticket, action, **body)["code"] == "not_found"
    assert ticket["id"] not in [entry["id"] for entry in themselves.get("/v1/inbox", limit=100)["items"]]


def test_whose_work_the_citizen_did_not_accept_is_not_named_again(desks: Desks):
    first, resident = somebody(), desks.town.person(Role.RESIDENT)
    ticket = desks.reported("dispute", by=resident, extra=FORM)
    worker = desks.worker(first)
    act(worker, ticket, "lead", name="张三")
    act(worker, ticket, "finish", note="好了")
    act(resident, ticket, "disagree", reason="没好")
    problem = refused(desks.at_community(), ticket, "lead", to=first, name="张三")
    assert problem["code"] == "tickets.not_again_here"


def test_others_name_no_lead(desks: Desks):
    ticket = desks.reported("dispute", extra=FORM)
    assert refused(Desks(desks.town, 2).worker(), ticket, "lead", name="x")["code"] == "not_found"
    act(desks.worker(), ticket, "hand-over", desk=desks.community, note="x")
    assert refused(desks.worker(), ticket, "lead", name="x")["code"] == "forbidden"
    assert refused(desks.town.person(Role.RESIDENT), ticket, "lead", name="x")["status"] == 403
    closed = desks.reported("rubbish")
    act(desks.worker(), closed, "decline", reason="非本区")
    late = refused(desks.worker(), closed, "lead", name="x")
    assert (late["code"], late["allowed"]) == ("not_allowed_now", [])


def test_who_had_it_in_hand_keeps_read_access(desks: Desks):
    lead = somebody()
    ticket = desks.reported("dispute", extra=FORM)
    act(desks.worker(), ticket, "lead", to=lead, name="赵科长")
    chief = Desks(desks.town, 2).at_community(lead)
    act(chief, ticket, "hand-over", desk=desks.street, note="请街道办理")
    seen = look(chief, ticket)
    assert (seen["state"], seen["actions"]) == ("open", [])
