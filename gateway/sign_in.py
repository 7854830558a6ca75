"""What signing in needs beside the contract's operations: redirects of browsers to the city's OpenID provider and back,
tokens in the form that OAuth libraries ask for, and the keys where standards look for them.
"""

import hmac

import orjson
from flask import Flask, Response, current_app, redirect, request
from pydantic import ValidationError

from gateway.binding import enter
from gateway.decoding import JSON
from gateway.requests import PREFIX
from shared.contracts import identity
from shared.contracts.identity.clients import ISSUE_TOKEN, WRONG_CLIENT, IssueToken
from shared.contracts.identity.staff import FINISH_OIDC, OIDC_REFUSED, START_OIDC, FinishOidc, StartOidc
from shared.contracts.registry import operations
from shared.kernel.errors import Refusal

CALLBACK = f"{PREFIX}/sign-in/oidc/callback"
COOKIE = "linli_oidc"
COOKIE_SECONDS = 600
OWN_SECRETS = frozenset({"identity.oidc_start", "identity.oidc_callback", "identity.oauth_token"})
SECRET_REPLIES = OWN_SECRETS | {op.full_name for op in operations() if not op.keeps_reply}


def register(app: Flask) -> None:
    app.add_url_rule("/.well-known/jwks.json", "identity.jwks", jwks)
    app.add_url_rule(f"{PREFIX}/sign-in/oidc", "identity.oidc_start", start_oidc)
    app.add_url_rule(CALLBACK, "identity.oidc_callback", finish_oidc)
    app.add_url_rule(f"{PREFIX}/oauth/token", "identity.oauth_token", oauth_token, methods=["POST"])
    app.after_request(keep_nothing)


def jwks() -> Response:
    """The public keys as a plain JWKS document (RFC 7517)."""
    keys = current_app.extensions["services"].ask(identity.GET_KEYS, identity.GetKeys())
    response = Response(orjson.dumps(keys.model_dump(mode="json")), mimetype=JSON)
    response.headers["Cache-Control"] = "public, max-age=10"
    return response


def start_oidc() -> Response:
    """Off to the provider. The cookie binds what comes back to this browser, so that nobody is signed in as another."""
    enter(START_OIDC)
    start = current_app.extensions["services"].ask(START_OIDC, StartOidc())
    response = redirect(start.url, 302)
    response.set_cookie(
        COOKIE,
        start.state,
        max_age=COOKIE_SECONDS,
        path=CALLBACK,
        httponly=True,
        secure=request.is_secure,
        samesite="Lax",
    )
    return response


def finish_oidc() -> Response:
    """Back from the provider: tokens, as from every other sign-in."""
    enter(FINISH_OIDC)
    given, expected = request.args.get("state", ""), request.cookies.get(COOKIE, "")
    if not given or not hmac.compare_digest(given.encode(), expected.encode()):
        raise OIDC_REFUSED()
    try:
        command = FinishOidc(state=given, code=request.args.get("code", ""))
    except ValidationError as error:  # the provider said `error=...`, or it was not the provider
        raise OIDC_REFUSED() from error
    reply = current_app.extensions["services"].call(FINISH_OIDC, command.model_dump_json())
    response = Response(reply.body, 200, mimetype=JSON)
    response.delete_cookie(COOKIE, path=CALLBACK)
    return response


def oauth_token() -> Response:
    """`POST /v1/tokens` for OAuth libraries: form in, client by HTTP Basic or in the form, errors as RFC 6749 has them."""
    enter(ISSUE_TOKEN)
    form, basic = request.form, request.authorization
    by_header = basic is not None and basic.type == "basic"
    try:
        command = IssueToken.model_validate(
            {
                "grant_type": form.get("grant_type"),
                "client_id": basic.username if by_header else form.get("client_id"),
                "client_secret": basic.password if by_header else form.get("client_secret"),
            }
        )
    except ValidationError as error:
        wrong_grant = any(found["loc"] == ("grant_type",) for found in error.errors())
        return oauth_error("unsupported_grant_type", 400) if wrong_grant else oauth_error("invalid_client", 401)
    try:
        reply = current_app.extensions["services"].call(ISSUE_TOKEN, command.model_dump_json())
    except Refusal as refusal:
        if refusal.reason is WRONG_CLIENT:
            return oauth_error("invalid_client", 401)
        raise
    return Response(reply.body, 200, mimetype=JSON)


def oauth_error(code: str, status: int) -> Response:
    response = Response(orjson.dumps({"error": code}), status, mimetype=JSON)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="linli"'
    return response


def keep_nothing(response: Response) -> Response:
    if request.endpoint in SECRET_REPLIES:
        response.headers["Cache-Control"] = "no-store"
    return response
