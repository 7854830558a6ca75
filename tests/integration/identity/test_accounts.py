"""Administration of staff accounts."""

import pytest

from shared.contracts.actor import Role
from tests.integration.identity.people import Desk, new_staff_number


def body(
    number: str | None = None,
    roles: tuple[Role, ...] = (Role.GRID_WORKER,),
    areas: tuple[str, ...] = ("150202.911.001",),
):
    return {"staff_number": number or new_staff_number(), "name": "李工", "roles": list(roles), "areas": list(areas)}


def test_staff_number_has_one_account(desk: Desk):
    number = new_staff_number()
    desk.ops.post("/v1/accounts", body(number))
    problem = desk.ops.refused("POST", "/v1/accounts", body(number.lower()))
    assert (problem["status"], problem["code"]) == (409, "identity.staff_number_taken")


def test_area_staff_need_an_area(desk: Desk):
    assert desk.ops.refused("POST", "/v1/accounts", body(areas=()))["code"] == "identity.area_needed"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.GRID_WORKER, Role.STREET_STAFF, Role.PARTNER, Role.AUDITOR])
def test_accounts_are_for_administrators(desk: Desk, role: Role):
    assert desk.person(role, areas=("150202",)).refused("POST", "/v1/accounts", body())["code"] == "forbidden"


def test_district_staff_give_what_lies_in_their_district_and_no_more(desk: Desk):
    district = desk.person(Role.DISTRICT_STAFF, areas=("150202",))
    made = district.post("/v1/accounts", body())["account"]
    assert district.refused("POST", "/v1/accounts", body(areas=("150203.001",)))["code"] == "outside_area"
    assert district.refused("POST", "/v1/accounts", body(roles=(Role.OPS,)))["code"] == "identity.beyond_your_roles"
    duties = {"roles": ["auditor"], "areas": []}
    assert district.refused("PUT", f"/v1/accounts/{made['id']}/duties", duties)["code"] == "identity.beyond_your_roles"


def test_district_staff_neither_see_nor_touch_what_is_beyond_them(desk: Desk):
    district = desk.person(Role.DISTRICT_STAFF, areas=("150202",))
    far = desk.ops.post("/v1/accounts", body(areas=("150203.001",)))["account"]["id"]
    operator = desk.ops.post("/v1/accounts", body(roles=(Role.OPS,), areas=()))["account"]["id"]
    assert district.refused("GET", f"/v1/accounts/{far}")["code"] == "not_found"
    assert district.refused("POST", f"/v1/accounts/{far}/disable", {"reason": "x"})["code"] == "outside_area"
    assert district.refused("POST", f"/v1/accounts/{operator}/reset", {})["code"] == "identity.beyond_your_roles"
    assert district.refused("GET", "/v1/accounts", params={"area": "150203"})["code"] == "outside_area"


def test_nobody_changes_an_own_account(desk: Desk):
    staff = desk.new_staff(Role.DISTRICT_STAFF, areas=("150202",))
    me = desk.bearer(staff.enrol())
    problem = me.refused(
        "PUT", f"/v1/accounts/{staff.account}/duties", {"roles": ["district_staff"], "areas": ["150202"]}
    )
    assert problem["code"] == "identity.not_yourself"


def test_changed_duties_come_with_the_next_tokens(desk: Desk):
    staff = desk.new_staff()
    tokens = staff.enrol()
    desk.ops.put(f"/v1/accounts/{staff.account}/duties", {"roles": ["street_staff"], "areas": ["150202.912"]})
    refreshed = desk.refresh(tokens["refresh_token"]).json()
    assert (refreshed["account"]["roles"], refreshed["account"]["areas"]) == (["street_staff"], ["150202.912"])


def test_resident_who_gets_a_duty_stays_a_resident(desk: Desk):
    account = desk.sign_in()["account"]["id"]
    changed = desk.ops.put(f"/v1/accounts/{account}/duties", {"roles": ["volunteer"], "areas": []})
    assert changed["roles"] == ["resident", "volunteer"]


def test_stale_version_is_refused(desk: Desk):
    staff = desk.new_staff()
    duties = {"roles": ["grid_worker"], "areas": ["150202.912"]}
    desk.ops.put(f"/v1/accounts/{staff.account}/duties", duties)
    problem = desk.ops.refused("PUT", f"/v1/accounts/{staff.account}/duties", duties, headers={"If-Match": '"1"'})
    assert (problem["status"], problem["code"]) == (412, "stale_version")


def test_disabled_account_loses_its_sessions_and_cannot_sign_in_until_enabled(desk: Desk):
    staff = desk.new_staff()
    tokens = staff.enrol()
    desk.ops.post(f"/v1/accounts/{staff.account}/disable", {"reason": "left"})
    assert desk.refresh(tokens["refresh_token"]).json()["code"] == "identity.session_over"
    assert staff.try_sign_in(code=staff.code()).json()["code"] == "identity.account_disabled"
    assert (
        desk.ops.refused("POST", f"/v1/accounts/{staff.account}/disable", {"reason": "x"})["code"] == "not_allowed_now"
    )
    desk.ops.post(f"/v1/accounts/{staff.account}/enable")
    staff.sign_in()


def test_disabled_resident_cannot_sign_in(desk: Desk):
    tokens = desk.sign_in("11109019999")
    desk.ops.post(f"/v1/accounts/{tokens['account']['id']}/disable", {"reason": "abuse"})
    desk.later("11109019999", seconds=61)
    answer = {"phone": "11109019999", "code": desk.send_code("11109019999")}
    problem = desk.nobody().refused("POST", "/v1/sign-in/phone", answer)
    assert (problem["status"], problem["code"]) == (403, "identity.account_disabled")


def test_reset_asks_for_password_and_app_anew(desk: Desk):
    staff = desk.new_staff()
    tokens = staff.enrol()
    former = staff.password
    staff.password = desk.ops.post(f"/v1/accounts/{staff.account}/reset")["initial_password"]
    assert desk.refresh(tokens["refresh_token"]).json()["code"] == "identity.session_over"
    assert staff.try_sign_in(password=former).json()["code"] == "identity.wrong_credentials"
    staff.enrol("third horse battery 77")
    staff.sign_in()


def test_account_without_staff_number_has_no_password_to_reset(desk: Desk):
    account = desk.sign_in()["account"]["id"]
    assert desk.ops.refused("POST", f"/v1/accounts/{account}/reset")["code"] == "identity.not_staff"


def test_secret_reply_is_not_given_twice(desk: Desk):
    asked, key = body(), {"Idempotency-Key": "new-account-once"}
    desk.ops.post("/v1/accounts", asked, headers=key)
    assert desk.ops.refused("POST", "/v1/accounts", asked, headers=key)["code"] == "already_done"


def test_history_tells_who_changed_what(desk: Desk):
    staff = desk.new_staff()
    staff.enrol()
    desk.ops.put(f"/v1/accounts/{staff.account}/duties", {"roles": ["street_staff"], "areas": ["150202.912"]})
    desk.ops.post(f"/v1/accounts/{staff.account}/disable", {"reason": "left"})
    items = desk.ops.get(f"/v1/accounts/{staff.account}/history")["items"]
    assert [item["action"] for item in items] == ["disabled", "duties_set", "enrolled", "opened"]
    assert (items[0]["reason"], items[1]["areas"], items[2]["by"]) == ("left", ["150202.912"], staff.account)


def test_accounts_are_listed_in_pages_by_area_role_and_number(desk: Desk):
    made = [desk.ops.post("/v1/accounts", body(areas=(f"150202.913.{n:03d}",)))["account"] for n in (1, 2, 3)]
    first = desk.ops.get("/v1/accounts", area="150202.913", limit=2)
    rest = desk.ops.get("/v1/accounts", area="150202.913", limit=2, cursor=first["next"])
    assert [item["id"] for item in first["items"] + rest["items"]] == [account["id"] for account in made]
    assert "next" not in rest
    assert desk.ops.get("/v1/accounts", staff_number=made[0]["staff_number"])["items"] == [made[0]]
    assert desk.ops.get("/v1/accounts", area="150202.913", role="street_staff")["items"] == []
