"""Who may give what to whom."""

import pytest

from services.identity.domain.authority import OPS_ONLY, refuse_areas, refuse_beyond, refuse_own, sees
from shared.contracts.actor import STAFF, Actor, Role
from shared.kernel.errors import Refusal

OPERATOR = Actor("ops", frozenset({Role.OPS}))
DISTRICT = Actor("district", frozenset({Role.DISTRICT_STAFF}), areas=("150202",))


def reason(rule, *arguments) -> str | None:
    try:
        rule(*arguments)
    except Refusal as refusal:
        return refusal.reason.code
    return None


@pytest.mark.parametrize("role", list(Role))
def test_operators_give_every_role_and_district_staff_all_but_a_few(role: Role):
    assert reason(refuse_beyond, OPERATOR, [role], ["150203"]) is None
    expected = "identity.beyond_your_roles" if role in OPS_ONLY else None
    assert reason(refuse_beyond, DISTRICT, [role], ["150202.001"]) == expected


@pytest.mark.parametrize("area", ["150203", "150203.001", "15020", "1502021"])
def test_district_staff_give_no_area_but_their_own(area: str):
    assert reason(refuse_beyond, DISTRICT, [], [area]) == "outside_area"


@pytest.mark.parametrize("role", list(Role))
def test_area_staff_need_an_area(role: Role):
    assert reason(refuse_areas, [role], []) == ("identity.area_needed" if role in STAFF else None)
    assert reason(refuse_areas, [role], ["150202"]) is None


def test_nobody_changes_his_own_account():
    assert reason(refuse_own, OPERATOR, "ops") == "identity.not_yourself"
    assert reason(refuse_own, OPERATOR, "another") is None


def test_district_staff_see_accounts_with_a_duty_in_their_area():
    assert sees(DISTRICT, ["150203.001", "150202.001"])
    assert not sees(DISTRICT, ["150203.001"])
    assert not sees(DISTRICT, [])
    assert sees(OPERATOR, [])
