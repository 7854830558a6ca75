"""Staff sign in through the city's OpenID provider."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from joserfc.jwk import RSAKey

from tests.integration.identity.people import Desk


@pytest.fixture
def staff_number(desk: Desk) -> Iterator[str]:
    """A member of staff whom the provider knows; afterwards it answers rightly again."""
    staff = desk.new_staff()
    desk.provider.person = staff.number
    yield staff.number
    desk.provider.claims, desk.provider.key = {}, desk.provider.published


def walk(desk: Desk, browser: requests.Session | None = None) -> requests.Response:
    """What a browser does: to the gateway, to the provider, and back with the code."""
    return (browser or requests.Session()).get(f"{desk.url}/v1/sign-in/oidc", timeout=30)


def refused(desk: Desk) -> tuple[int, str]:
    answer = walk(desk)
    return answer.status_code, answer.json()["code"]


def test_provider_s_sign_in_gives_the_account_s_tokens(desk: Desk, staff_number: str):
    answer = walk(desk)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    tokens: dict[str, Any] = answer.json()
    assert tokens["account"]["staff_number"] == staff_number
    assert desk.bearer(tokens).get("/v1/me") == tokens["account"]
    assert desk.refresh(tokens["refresh_token"]).status_code == 201


def test_browser_is_sent_with_challenge_state_and_nonce(desk: Desk, staff_number: str):
    answer = requests.get(f"{desk.url}/v1/sign-in/oidc", allow_redirects=False, timeout=30)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{desk.provider.issuer}/authorize?")
    assert all(f"{name}=" in answer.headers["Location"] for name in ("state", "nonce", "code_challenge"))
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": ["linli", "another"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"preferred_username": ""},
        {"preferred_username": 7},
    ],
    ids=lambda claims: "-".join(f"{name}-{value}"[:24] for name, value in claims.items()),
)
def test_id_token_that_is_not_right_is_refused(desk: Desk, staff_number: str, claims: dict[str, Any]):
    desk.provider.claims = claims
    assert refused(desk) == (401, "identity.oidc_refused")


def test_id_token_of_another_key_is_refused(desk: Desk, staff_number: str):
    desk.provider.key = RSAKey.generate_key(2048, {"kid": desk.provider.published.kid})
    assert refused(desk) == (401, "identity.oidc_refused")


def test_staff_whom_nobody_knows_here_are_refused(desk: Desk, staff_number: str):
    desk.provider.claims = {"preferred_username": "STRANGER"}
    assert refused(desk) == (403, "identity.unknown_staff")


def test_disabled_staff_are_refused(desk: Desk, staff_number: str):
    account = desk.ops.get("/v1/accounts", staff_number=staff_number)["items"][0]["id"]
    desk.ops.post(f"/v1/accounts/{account}/disable", {"reason": "left"})
    assert refused(desk) == (403, "identity.account_disabled")


def test_answer_that_another_browser_brings_is_refused(desk: Desk, staff_number: str):
    away = requests.get(f"{desk.url}/v1/sign-in/oidc", allow_redirects=False, timeout=30).headers["Location"]
    back = requests.get(away, allow_redirects=False, timeout=30).headers["Location"]
    answer = requests.get(back, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (401, "identity.oidc_refused")


def test_answer_is_good_once(desk: Desk, staff_number: str):
    away = requests.get(f"{desk.url}/v1/sign-in/oidc", allow_redirects=False, timeout=30)
    cookies = {"linli_oidc": away.cookies["linli_oidc"]}
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=30).headers["Location"]
    assert [requests.get(back, cookies=cookies, timeout=30).status_code for _ in range(2)] == [200, 401]


def test_refusal_of_the_provider_is_a_refusal(desk: Desk, staff_number: str):
    browser = requests.Session()
    away = browser.get(f"{desk.url}/v1/sign-in/oidc", allow_redirects=False, timeout=30)
    query = {"error": "access_denied", "state": away.cookies["linli_oidc"]}
    answer = browser.get(f"{desk.url}/v1/sign-in/oidc/callback", params=query, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (401, "identity.oidc_refused")
