"""Partners' machines get tokens for a secret."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from shared.contracts.actor import Role
from tests.integration.identity.people import Desk


def admit(desk: Desk) -> dict[str, Any]:
    made = desk.ops.post("/v1/clients", {"name": "水务局", "areas": ["150202.914"]})
    return {"client_id": made["client"]["id"], "client_secret": made["client_secret"]}


def token(desk: Desk, client: dict[str, Any]) -> requests.Response:
    return desk.nobody().send("POST", "/v1/tokens", client)


def test_secret_gives_a_partner_s_token(desk: Desk):
    client = admit(desk)
    reply = token(desk, client).json()
    assert (reply["token_type"], reply["expires_in"], "refresh_token" in reply) == ("Bearer", 900, False)
    partner = desk.bearer(reply)
    assert partner.get("/v1/me/sessions") == {"items": []}
    assert partner.refused("GET", "/v1/clients")["code"] == "forbidden"


def test_wrong_secret_and_unknown_client_are_refused_alike(desk: Desk):
    client = admit(desk)
    for wrong in (client | {"client_secret": "wrong"}, client | {"client_id": "0" * 32}):
        problem = desk.nobody().refused("POST", "/v1/tokens", wrong)
        assert (problem["status"], problem["code"]) == (401, "identity.wrong_client")


def test_both_secrets_are_good_until_the_overlap_ends(desk: Desk):
    client = admit(desk)
    rotated = desk.ops.post(f"/v1/clients/{client['client_id']}/secrets", {"overlap_hours": 2})
    fresh = client | {"client_secret": rotated["client_secret"]}
    assert [token(desk, which).status_code for which in (client, fresh)] == [200, 200]
    clients = desk.database("identity")["clients"]
    until = clients.find_one({"_id": client["client_id"]})["keys"][1]["good_until"]
    clients.update_one({"_id": client["client_id"]}, {"$set": {"keys.1.good_until": until - timedelta(hours=3)}})
    assert [token(desk, which).status_code for which in (client, fresh)] == [401, 200]


def test_no_overlap_ends_the_former_secret_at_once(desk: Desk):
    client = admit(desk)
    desk.ops.post(f"/v1/clients/{client['client_id']}/secrets", {"overlap_hours": 0})
    assert token(desk, client).status_code == 401


def test_disabled_client_gets_nothing_more(desk: Desk):
    client = admit(desk)
    assert desk.ops.post(f"/v1/clients/{client['client_id']}/disable")["disabled"] is True
    assert token(desk, client).status_code == 401
    assert desk.ops.refused("POST", f"/v1/clients/{client['client_id']}/secrets", {})["code"] == "not_allowed_now"


def test_areas_of_a_client_can_be_changed_and_clients_listed(desk: Desk):
    client = admit(desk)
    changed = desk.ops.put(f"/v1/clients/{client['client_id']}/areas", {"areas": ["150202.915"]})
    assert (changed["areas"], changed["version"]) == (["150202.915"], 2)
    page = desk.ops.get("/v1/clients", limit=1)
    assert "client_secret" not in str(page)
    while "next" in page and page["items"][0]["id"] != client["client_id"]:
        page = desk.ops.get("/v1/clients", limit=1, cursor=page["next"])
    assert page["items"][0] == changed


@pytest.mark.parametrize("role", [Role.DISTRICT_STAFF, Role.PARTNER, Role.RESIDENT])
def test_clients_are_for_operators(desk: Desk, role: Role):
    assert (
        desk.person(role, areas=("150202",)).refused("POST", "/v1/clients", {"name": "x", "areas": ["150202"]})["code"]
        == "forbidden"
    )


def test_oauth_libraries_get_tokens_by_form_and_by_basic(desk: Desk):
    client = admit(desk)
    grant = {"grant_type": "client_credentials"}
    basic = (client["client_id"], client["client_secret"])
    url = f"{desk.url}/v1/oauth/token"
    assert requests.post(url, data=grant | client, timeout=30).json()["token_type"] == "Bearer"
    assert requests.post(url, data=grant, auth=basic, timeout=30).headers["Cache-Control"] == "no-store"
    wrong = requests.post(url, data=grant, auth=(basic[0], "wrong"), timeout=30)
    assert (wrong.status_code, wrong.json()) == (401, {"error": "invalid_client"})
    other = requests.post(url, data={"grant_type": "password"}, auth=basic, timeout=30)
    assert (other.status_code, other.json()) == (400, {"error": "unsupported_grant_type"})
