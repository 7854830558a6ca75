"""Residents sign in with a code that comes by text message."""

from tests.integration.identity.conftest import last_code
from tests.support.town import Person, Town


def sign_in(desk: Town, phone: str) -> dict:
    desk.nobody().post("/v1/sign-in/codes", {"phone": phone})
    return desk.nobody().post("/v1/sign-in/phone", {"phone": phone, "code": last_code(desk, phone), "device": "test"})


def test_first_sign_in_opens_a_resident_account(desk: Town):
    tokens = sign_in(desk, "11109010001")
    assert tokens["account"]["roles"] == ["resident"]
    assert tokens["account"]["phone"] == "111****0001"
    me = Person(desk.url, tokens["access_token"]).get("/v1/me")
    assert me == tokens["account"]
