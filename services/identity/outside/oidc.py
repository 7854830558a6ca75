"""The city's OpenID provider: where to send a browser, and what comes back from there."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import urlencode

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.identity.outside.options import Options, options
from shared.contracts.identity.staff import NO_PROVIDER, OIDC_REFUSED, PROVIDER_AWAY
from shared.runtime.settings import settings

TIMEOUT = (3, 5)
ALGORITHMS = ["RS256", "PS256", "ES256"]
DISCOVERED_FOR = 3600
LEEWAY = 30
"""Seconds that the provider's clock may differ."""


class Provider:
    """What it publishes is asked for at the first sign-in and again every hour; its keys at every sign-in."""

    def __init__(self, given: Options | None = None) -> None:
        self._options = given or options()
        self._discovered: tuple[float, dict[str, Any]] | None = None

    def sign_in_url(self, state: str, nonce: str, verifier: str) -> str:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "response_type": "code",
            "client_id": self._options.oidc_client_id,
            "redirect_uri": self._redirect_uri,
            "scope": self._options.oidc_scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._about()['authorization_endpoint']}?{urlencode(query)}"

    def staff_number(self, code: str, verifier: str, nonce: str) -> str:
        """Whom the provider names for this code; refuses with `oidc_refused` or `provider_away`."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        client = (self._options.oidc_client_id, self._options.oidc_client_secret.get_secret_value())
        answer = self._ask("POST", self._about()["token_endpoint"], data=form, auth=client)
        claims = self._verified(str(answer.get("id_token", "")), nonce)
        named = claims.get(self._options.oidc_claim)
        if not isinstance(named, str) or not named:
            raise OIDC_REFUSED()
        return named.upper()

    def _verified(self, id_token: str, nonce: str) -> dict[str, Any]:
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self._options.oidc_issuer},
            aud={"essential": True, "value": self._options.oidc_client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            keys = KeySet.import_key_set(self._ask("GET", self._about()["jwks_uri"]))  # type: ignore[arg-type]
            claims = jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims
            rules.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OIDC_REFUSED() from error
        if (
            isinstance(claims["aud"], list)
            and len(claims["aud"]) > 1
            and claims.get("azp") != self._options.oidc_client_id
        ):
            raise OIDC_REFUSED()
        return claims

    def _about(self) -> dict[str, Any]:
        if not self._options.oidc_issuer:
            raise NO_PROVIDER()
        if self._discovered is None or time.monotonic() - self._discovered[0] > DISCOVERED_FOR:
            about = self._ask("GET", f"{self._options.oidc_issuer.rstrip('/')}/.well-known/openid-configuration")
            if about.get("issuer") != self._options.oidc_issuer:
                raise PROVIDER_AWAY()
            self._discovered = (time.monotonic(), about)
        return self._discovered[1]

    def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        """Its JSON. A code that it does not take (4xx) is the sign-in's fault, all else is the provider's."""
        try:
            answer = requests.request(method, url, timeout=TIMEOUT, allow_redirects=False, **more)
            body = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise PROVIDER_AWAY() from error
        if 400 <= answer.status_code < 500:
            raise OIDC_REFUSED()
        if answer.status_code != 200 or not isinstance(body, dict):
            raise PROVIDER_AWAY()
        return body

    @property
    def _redirect_uri(self) -> str:
        local = f"http://{settings().host}:{settings().port}/v1/sign-in/oidc/callback"
        return self._options.oidc_redirect_uri or local
