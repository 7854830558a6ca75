"""The first operator's account is opened from a shell that has the suite's secrets."""

import pytest

from infra.local.problems import ServerFailed
from tests.integration.identity.people import Desk, Staff


def test_command_opens_an_operator_s_account_that_can_sign_in(desk: Desk):
    said = desk.suite.run_module("infra.identity", "create-ops", "--staff-number", "OPS001", "--name", "值班员")
    password = said.split("initial password")[1].split()[0]
    operator = Staff(desk, "OPS001", password, desk.ops.get("/v1/accounts", staff_number="OPS001")["items"][0]["id"])
    assert desk.bearer(operator.enrol()).get("/v1/accounts", staff_number="OPS001")["items"][0]["roles"] == ["ops"]


def test_command_refuses_a_number_that_is_taken(desk: Desk):
    number = desk.new_staff().number
    with pytest.raises(ServerFailed, match="staff_number_taken"):
        desk.suite.run_module("infra.identity", "create-ops", "--staff-number", number, "--name", "x")
