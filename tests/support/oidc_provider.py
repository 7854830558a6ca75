"""A small OpenID provider on loopback, over real HTTP, which can be told to answer wrongly."""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT_ID = "linli"
CLIENT_SECRET = "not-a-secret-outside-of-tests"


class OidcProvider:
    """`person` is who signs in; `claims` go over the ones that an id_token should have; `key` signs."""

    def __init__(self) -> None:
        self.key = self.published = RSAKey.generate_key(2048, auto_kid=True)
        self.person = "nobody"
        self.claims: dict[str, Any] = {}
        self.issuer = ""
        self._codes: dict[str, dict[str, str]] = {}

    def app(self) -> Flask:
        app = Flask(__name__)
        app.add_url_rule("/.well-known/openid-configuration", "about", self._about)
        app.add_url_rule("/keys", "keys", lambda: jsonify(KeySet([self.published]).as_dict(private=False)))
        app.add_url_rule("/authorize", "authorize", self._authorize)
        app.add_url_rule("/token", "token", self._token, methods=["POST"])
        return app

    def _about(self) -> Response:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return jsonify({"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in ends.items()})

    def _authorize(self) -> Any:
        asked = request.args
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(16)
        self._codes[code] = dict(asked)
        return redirect(f"{asked['redirect_uri']}?code={code}&state={asked['state']}")

    def _token(self) -> Any:
        asked = self._codes.pop(request.form.get("code", ""), None)
        client = request.authorization
        challenge = base64.urlsafe_b64encode(hashlib.sha256(request.form["code_verifier"].encode()).digest()).rstrip(
            b"="
        )
        good = (
            asked is not None
            and client is not None
            and (client.username, client.password) == (CLIENT_ID, CLIENT_SECRET)
        )
        if (
            not good
            or asked["code_challenge"] != challenge.decode()
            or asked["redirect_uri"] != request.form["redirect_uri"]
        ):
            return jsonify({"error": "invalid_grant"}), 400
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "1", "aud": CLIENT_ID, "iat": now, "exp": now + 60, "nonce": asked["nonce"],
            "preferred_username": self.person,
        }  # fmt: skip
        id_token = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims | self.claims, self.key)
        return jsonify({"access_token": "x", "token_type": "Bearer", "id_token": id_token})


@contextmanager
def running_provider() -> Iterator[OidcProvider]:
    provider = OidcProvider()
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
