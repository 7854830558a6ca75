"""Signing keys change without anybody being signed out."""

import base64
import json

import requests

from shared.contracts.actor import Role
from tests.integration.identity.people import Desk
from tests.support.waiting import eventually


def kids(desk: Desk) -> list[str]:
    return [key["kid"] for key in desk.nobody().get("/v1/keys")["keys"]]


def signed_with(token: str) -> str:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))["kid"]


def test_keys_are_published_where_standards_look_for_them(desk: Desk):
    published = requests.get(f"{desk.url}/.well-known/jwks.json", timeout=30).json()
    assert [key["kid"] for key in published["keys"]] == kids(desk)
    assert all("d" not in key for key in published["keys"])


def test_rotation_is_for_operators(desk: Desk):
    assert desk.person(Role.DISTRICT_STAFF, areas=("150202",)).refused("POST", "/v1/keys/rotate")["code"] == "forbidden"


def test_rotation_signs_nobody_out(desk: Desk):
    """A new key is published before it signs; tokens of both keys pass at every moment of the change."""
    tokens = desk.sign_in()
    former = signed_with(tokens["access_token"])
    rotated = desk.ops.post("/v1/keys/rotate")
    assert kids(desk)[0] == rotated["kid"]
    assert desk.ops.refused("POST", "/v1/keys/rotate")["code"] == "identity.rotating"

    def changed() -> bool:
        nonlocal tokens
        tokens = desk.refresh(tokens["refresh_token"]).json()
        assert desk.bearer(tokens).get("/v1/me") == tokens["account"]
        return signed_with(tokens["access_token"]) == rotated["kid"]

    early = desk.refresh(tokens["refresh_token"]).json()
    tokens = early
    assert signed_with(early["access_token"]) == former
    eventually(changed, seconds=40)
    assert desk.bearer(early).get("/v1/me") == early["account"]
    assert set(kids(desk)) >= {former, rotated["kid"]}
