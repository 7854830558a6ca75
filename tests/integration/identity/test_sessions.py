"""Staying signed in, seeing where, and signing out."""

from datetime import timedelta

from tests.integration.identity.people import Desk, new_phone


def test_refresh_gives_new_tokens_and_keeps_the_session(desk: Desk):
    tokens = desk.sign_in(device="Kitchen tablet")
    refreshed = desk.refresh(tokens["refresh_token"]).json()
    assert refreshed["refresh_token"] != tokens["refresh_token"]
    sessions = desk.bearer(refreshed).get("/v1/me/sessions")["items"]
    assert [(session["device"], session["current"]) for session in sessions] == [("Kitchen tablet", True)]


def test_used_refresh_token_ends_the_session_for_everybody(desk: Desk):
    tokens = desk.sign_in()
    refreshed = desk.refresh(tokens["refresh_token"]).json()
    stolen = desk.refresh(tokens["refresh_token"])
    assert (stolen.status_code, stolen.json()["code"]) == (401, "identity.refresh_reused")
    assert desk.refresh(refreshed["refresh_token"]).json()["code"] == "identity.session_over"


def test_old_refresh_token_is_known_after_many_generations(desk: Desk):
    first = newest = desk.sign_in()["refresh_token"]
    for _ in range(5):
        newest = desk.refresh(newest).json()["refresh_token"]
    assert desk.refresh(first).json()["code"] == "identity.refresh_reused"
    assert desk.refresh(newest).json()["code"] == "identity.session_over"


def test_repeat_of_a_refresh_whose_reply_was_lost_logs_nobody_out(desk: Desk):
    tokens = desk.sign_in()
    lost = desk.refresh(tokens["refresh_token"], key="again-1").json()
    received = desk.refresh(tokens["refresh_token"], key="again-1")
    assert received.status_code == 201
    assert desk.refresh(received.json()["refresh_token"]).status_code == 201
    assert desk.refresh(lost["refresh_token"]).json()["code"] == "identity.refresh_reused"


def test_repeat_that_comes_late_counts_as_reuse(desk: Desk):
    tokens = desk.sign_in()
    desk.refresh(tokens["refresh_token"], key="again-2")
    account = {"account": tokens["account"]["id"]}
    sessions = desk.database("identity")["sessions"]
    rotated = sessions.find_one(account)["rotated_at"]
    sessions.update_one(account, {"$set": {"rotated_at": rotated - timedelta(seconds=61)}})
    assert desk.refresh(tokens["refresh_token"], key="again-2").json()["code"] == "identity.refresh_reused"


def test_unknown_refresh_token_is_refused(desk: Desk):
    for token in ("x", "a.b", "." * 10, "é" * 40):
        assert desk.refresh(token).json()["code"] == "identity.session_over"


def test_expired_session_is_over(desk: Desk):
    tokens = desk.sign_in()
    sessions = desk.database("identity")["sessions"]
    account = {"account": tokens["account"]["id"]}
    long_ago = sessions.find_one(account)["began_at"] - timedelta(seconds=1)
    sessions.update_one(account, {"$set": {"expires_at": long_ago}})
    assert desk.refresh(tokens["refresh_token"]).json()["code"] == "identity.session_over"


def two_sessions(desk: Desk) -> tuple[dict, dict]:
    phone = new_phone()
    first = desk.sign_in(phone, device="first")
    desk.later(phone, seconds=61)
    return first, desk.sign_in(phone, device="second")


def test_sign_out_here_leaves_the_other_session(desk: Desk):
    first, second = two_sessions(desk)
    desk.bearer(first).post("/v1/sign-out", {})
    assert desk.refresh(first["refresh_token"]).json()["code"] == "identity.session_over"
    assert desk.refresh(second["refresh_token"]).status_code == 201


def test_sign_out_everywhere_ends_all(desk: Desk):
    first, second = two_sessions(desk)
    desk.bearer(first).post("/v1/sign-out", {"everywhere": True})
    assert {desk.refresh(tokens["refresh_token"]).json()["code"] for tokens in (first, second)} == {
        "identity.session_over"
    }


def test_session_of_mine_can_be_ended_and_that_of_others_not(desk: Desk):
    first, second = two_sessions(desk)
    other = next(s for s in desk.bearer(second).get("/v1/me/sessions")["items"] if not s["current"])
    stranger = desk.bearer(desk.sign_in())
    assert stranger.refused("DELETE", f"/v1/me/sessions/{other['id']}")["code"] == "not_found"
    assert desk.bearer(second).send("DELETE", f"/v1/me/sessions/{other['id']}").ok
    assert desk.refresh(first["refresh_token"]).json()["code"] == "identity.session_over"
