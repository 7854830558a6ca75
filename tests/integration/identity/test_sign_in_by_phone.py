"""Residents sign in with a code that comes by text message."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.contracts.identity.accounts import AccountOpened
from tests.integration.identity.people import Desk, new_phone
from tests.support.ear import Ear


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_first_sign_in_opens_a_resident_account_and_the_next_one_finds_it(desk: Desk):
    phone = new_phone()
    first = desk.sign_in(phone)
    assert (first["account"]["roles"], first["account"]["phone"]) == (["resident"], f"111****{phone[-4:]}")
    assert desk.bearer(first).get("/v1/me") == first["account"]
    desk.later(phone, seconds=61)
    assert desk.sign_in(f"+86{phone}")["account"]["id"] == first["account"]["id"]


def test_opened_account_is_announced_without_its_phone(desk: Desk):
    phone = new_phone()
    with Ear(desk.servers.broker.amqp_url, AccountOpened.TYPE) as ear:
        account = desk.sign_in(phone)["account"]["id"]
        event = ear.hear(lambda event: event["subject"] == account)
    assert phone not in json.dumps(event)


def test_reply_is_the_same_for_known_and_unknown_numbers(desk: Desk):
    phone = new_phone()
    desk.sign_in(phone)
    desk.later(phone, seconds=61)
    known = desk.nobody().post("/v1/sign-in/codes", {"phone": phone})
    assert (
        desk.nobody().post("/v1/sign-in/codes", {"phone": new_phone()})
        == known
        == {"expires_in": 300, "retry_after": 60}
    )


@pytest.mark.parametrize(
    "phone", ["2110901000", "211090100011", "1110901000", "+8511109010001", "１1109010001", 11109010001]
)
def test_what_is_no_mobile_number_is_refused(desk: Desk, phone: object):
    problem = desk.nobody().refused("POST", "/v1/sign-in/codes", {"phone": phone})
    assert (problem["status"], problem["errors"][0]["pointer"]) == (422, "/phone")


def test_second_code_within_a_minute_is_refused_with_the_time_to_wait(desk: Desk):
    phone = new_phone()
    desk.send_code(phone)
    response = desk.nobody().send("POST", "/v1/sign-in/codes", {"phone": phone})
    problem = response.json()
    assert (response.status_code, problem["code"]) == (429, "identity.code_too_soon")
    assert 50 <= problem["retry_after"] <= 60
    assert response.headers["Retry-After"] == str(problem["retry_after"])


def test_sixth_code_within_the_hour_is_refused(desk: Desk):
    phone = new_phone()
    for _ in range(5):
        desk.send_code(phone)
        desk.later(phone, seconds=61)
    problem = desk.nobody().refused("POST", "/v1/sign-in/codes", {"phone": phone})
    assert problem["code"] == "identity.too_many_codes"
    desk.later(phone, minutes=56)
    desk.send_code(phone)


def test_repeated_request_sends_one_text(desk: Desk):
    phone = new_phone()
    for _ in range(3):
        desk.nobody().post("/v1/sign-in/codes", {"phone": phone}, headers={"Idempotency-Key": f"once-{phone}"})
    assert len([entry for entry in desk.sms() if entry["phone"] == phone]) == 1


def test_wrong_code_is_refused_and_five_of_them_use_the_code_up(desk: Desk):
    phone = new_phone()
    code = desk.send_code(phone)
    problems = [
        desk.nobody().refused("POST", "/v1/sign-in/phone", {"phone": phone, "code": wrong(code)}) for _ in range(6)
    ]
    assert [problem["code"] for problem in problems] == ["identity.wrong_code"] * 5 + ["identity.code_used_up"]
    late = desk.nobody().refused("POST", "/v1/sign-in/phone", {"phone": phone, "code": code})
    assert (late["status"], late["code"], late["errors"][0]["pointer"]) == (401, "identity.code_used_up", "/code")


def test_tries_cannot_be_repeated_under_one_key_or_at_one_moment(desk: Desk):
    phone = new_phone()
    code = desk.send_code(phone)

    def guess(step: int) -> str:
        body = {"phone": phone, "code": f"{(int(code) + 1 + step) % 10**6:06d}"}
        headers = {"Idempotency-Key": f"guess-{phone}", "X-Request-Id": f"guess-{phone}"}
        return desk.nobody().refused("POST", "/v1/sign-in/phone", body, headers=headers)["code"]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(12)))
    assert answers.count("identity.wrong_code") <= 5
    assert guess(20) == "identity.code_used_up"


def test_expired_code_is_refused(desk: Desk):
    phone = new_phone()
    code = desk.send_code(phone)
    desk.later(phone, seconds=301)
    assert (
        desk.nobody().refused("POST", "/v1/sign-in/phone", {"phone": phone, "code": code})["code"]
        == "identity.wrong_code"
    )


def test_code_is_good_once(desk: Desk):
    phone = new_phone()
    body = {"phone": phone, "code": desk.send_code(phone)}
    desk.nobody().post("/v1/sign-in/phone", body)
    assert desk.nobody().refused("POST", "/v1/sign-in/phone", body)["code"] == "identity.wrong_code"


def test_repeat_of_a_sign_in_whose_reply_was_lost_signs_in(desk: Desk):
    phone = new_phone()
    body = {"phone": phone, "code": desk.send_code(phone)}
    key = {"Idempotency-Key": f"lost-{phone}"}
    first, second = (desk.nobody().post("/v1/sign-in/phone", body, headers=key) for _ in range(2))
    assert first["account"]["id"] == second["account"]["id"]
    assert len(desk.bearer(second).get("/v1/me/sessions")["items"]) == 1


def test_phone_that_never_asked_is_refused_like_a_wrong_code(desk: Desk):
    problem = desk.nobody().refused("POST", "/v1/sign-in/phone", {"phone": new_phone(), "code": "123456"})
    assert problem["code"] == "identity.wrong_code"


def test_neither_number_nor_code_is_stored_readably(desk: Desk):
    phone = new_phone()
    code = desk.send_code(phone)
    desk.nobody().post("/v1/sign-in/phone", {"phone": phone, "code": code})
    database = desk.database("identity")
    stored = "".join(str(document) for name in database.list_collection_names() for document in database[name].find())
    assert phone not in stored
    assert f"'{code}'" not in stored


def test_log_has_no_number_in_it(desk: Desk):
    phone = new_phone()
    desk.sign_in(phone)
    for log in Path(desk.suite.logs).glob("*.log"):
        assert phone not in log.read_text()


def test_tokens_are_not_to_be_cached(desk: Desk):
    phone = new_phone()
    body = {"phone": phone, "code": desk.send_code(phone)}
    assert desk.nobody().send("POST", "/v1/sign-in/phone", body).headers["Cache-Control"] == "no-store"
