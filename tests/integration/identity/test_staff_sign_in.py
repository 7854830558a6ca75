"""Staff sign in by password and second factor."""

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from tests.integration.identity.people import PASSWORD, Desk, new_staff_number


def test_first_sign_in_gives_no_tokens_but_an_enrolment(desk: Desk):
    staff = desk.new_staff()
    reply = staff.try_sign_in().json()
    assert set(reply) == {"enrolment"}
    assert reply["enrolment"]["provisioning_uri"].startswith("otpauth://totp/Linli:")
    assert staff.number in reply["enrolment"]["provisioning_uri"]


def test_enrolment_signs_in_with_the_account_s_duties(desk: Desk):
    staff = desk.new_staff()
    enrolled = staff.enrol()
    me = desk.bearer(enrolled).get("/v1/me")
    assert (me["roles"], me["areas"], me["staff_number"]) == (["grid_worker"], ["150202.910"], staff.number)
    assert len(set(enrolled["backup_codes"])) == 10
    staff.sign_in()


def test_enrolment_ticket_is_good_once(desk: Desk):
    staff = desk.new_staff()
    enrolment = staff.begin()
    body = {"ticket": enrolment["ticket"], "new_password": PASSWORD, "code": pyotp.TOTP(staff.secret).now()}
    desk.nobody().post("/v1/sign-in/staff/enrolment", body)
    assert desk.nobody().refused("POST", "/v1/sign-in/staff/enrolment", body)["code"] == "identity.enrolment_over"


def test_enrolment_refuses_a_wrong_code_and_passwords_that_are_no_good(desk: Desk):
    staff = desk.new_staff()
    enrolment = staff.begin()
    code = pyotp.TOTP(staff.secret).now()
    good = {"ticket": enrolment["ticket"], "new_password": PASSWORD, "code": code}

    def refused(**changed: str) -> str:
        return desk.nobody().refused("POST", "/v1/sign-in/staff/enrolment", good | changed)["code"]

    assert refused(code=f"{(int(code) + 1) % 10**6:06d}") == "identity.wrong_second_factor"
    assert refused(new_password="aaaaaaaaaaaaaa") == "identity.weak_password"
    assert refused(new_password=f"my {staff.number.lower()} password") == "identity.weak_password"
    assert refused(new_password=staff.password) == "identity.same_password"
    assert refused(new_password="short") == "invalid"
    assert refused(ticket="x") == "identity.enrolment_over"


def test_password_alone_does_not_sign_in(desk: Desk):
    staff = desk.new_staff()
    staff.enrol()
    answer = staff.try_sign_in()
    assert (answer.status_code, answer.json()["code"]) == (401, "identity.second_factor_needed")


def test_code_of_the_app_is_good_once(desk: Desk):
    staff = desk.new_staff()
    staff.enrol()
    code = staff.code()
    staff.sign_in(code=code)
    assert staff.try_sign_in(code=code).json()["code"] == "identity.wrong_second_factor"


def test_backup_code_signs_in_once(desk: Desk):
    staff = desk.new_staff()
    backup = staff.enrol()["backup_codes"][3]
    assert staff.try_sign_in(backup_code=backup).ok
    assert staff.try_sign_in(backup_code=backup).json()["code"] == "identity.wrong_second_factor"


@pytest.mark.parametrize("known", [True, False])
def test_known_and_unknown_staff_numbers_are_refused_and_locked_alike(desk: Desk, known: bool):
    number = desk.new_staff().number if known else new_staff_number()
    body = {"staff_number": number, "password": "wrong"}
    codes = [desk.nobody().refused("POST", "/v1/sign-in/staff", body)["code"] for _ in range(6)]
    assert codes == ["identity.wrong_credentials"] * 5 + ["identity.locked"]
    problem = desk.nobody().refused("POST", "/v1/sign-in/staff", body)
    assert (problem["status"], problem["retry_after"] <= 30) == (429, True)


def test_lock_holds_against_the_right_password_and_ends_after_its_pause(desk: Desk):
    staff = desk.new_staff()
    staff.enrol()
    for _ in range(5):
        staff.try_sign_in(password="wrong")
    assert staff.try_sign_in(code=staff.code()).json()["code"] == "identity.locked"
    desk.unlock(staff.number)
    staff.sign_in()
    assert staff.try_sign_in(password="wrong").json()["code"] == "identity.wrong_credentials"


def test_guesses_at_one_moment_are_all_counted(desk: Desk):
    number = new_staff_number()

    def guess(step: int) -> int:
        return (
            desk.nobody()
            .send("POST", "/v1/sign-in/staff", {"staff_number": number, "password": f"guess {step}"})
            .status_code
        )

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(12)))
    assert set(statuses) <= {401, 429, 409}
    assert statuses.count(401) <= 5


def test_changed_password_ends_the_other_sessions(desk: Desk):
    staff = desk.new_staff()
    staff.enrol()
    here, there = staff.sign_in(), staff.sign_in()
    change = {"password": PASSWORD, "new_password": "another horse battery 99"}
    desk.bearer(here).post("/v1/me/password", change)
    assert desk.refresh(there["refresh_token"]).json()["code"] == "identity.session_over"
    assert desk.refresh(here["refresh_token"]).status_code == 201
    assert staff.try_sign_in(code=staff.code()).json()["code"] == "identity.wrong_credentials"
    staff.password = change["new_password"]
    staff.sign_in()


def test_password_change_needs_the_present_one_and_a_good_new_one(desk: Desk):
    staff = desk.new_staff()
    me = desk.bearer(staff.enrol())

    def refused(password: str, new_password: str) -> str:
        return me.refused("POST", "/v1/me/password", {"password": password, "new_password": new_password})["code"]

    assert refused("wrong", "another horse battery 99") == "identity.wrong_credentials"
    assert refused(PASSWORD, PASSWORD) == "identity.same_password"
    assert refused(PASSWORD, "bbbbbbbbbbbbbb") == "identity.weak_password"


def test_no_password_or_secret_is_stored_readably(desk: Desk):
    staff = desk.new_staff()
    backup = staff.enrol()["backup_codes"]
    database = desk.database("identity")
    stored = "".join(str(document) for name in database.list_collection_names() for document in database[name].find())
    for secret in (PASSWORD, staff.secret, *backup):
        assert secret not in stored
    for log in desk.suite.logs.glob("*.log"):
        text = log.read_text()
        assert not any(secret in text for secret in (PASSWORD, staff.secret, *backup))
