"""What the gateway answers by hand for signing in: redirects of browsers, and the token endpoint of OAuth libraries."""

from typing import Any

from gateway.openapi.operations import access, parameter, refusals, reply
from gateway.openapi.schemas import Schemas
from gateway.reasons import reasons_of
from shared.contracts.identity.clients import ISSUE_TOKEN
from shared.contracts.identity.staff import FINISH_OIDC, START_OIDC
from shared.contracts.operation import GET, POST, Op

Part = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
TEXT: Part = {"type": "string"}
OAUTH_ERROR: Part = {"type": "object", "required": ["error"], "properties": {"error": TEXT}}


def paths(schemas: Schemas) -> dict[str, Part]:
    return {
        "/v1/sign-in/oidc": {"get": _start()},
        "/v1/sign-in/oidc/callback": {"get": _finish(schemas)},
        "/v1/oauth/token": {"post": _token(schemas)},
    }


def _start() -> Part:
    location = {"description": "The provider's page.", "schema": TEXT}
    cookie = {"description": "Binds what comes back to this browser.", "schema": TEXT}
    sent = {"description": "To the provider.", "headers": {"Location": location, "Set-Cookie": cookie}}
    return _described("oidc_start", "Send the browser to the OpenID provider", START_OIDC) | {
        "responses": {"302": sent, **refusals(reasons_of(START_OIDC, GET("/sign-in/oidc")))}
    }


def _finish(schemas: Schemas) -> Part:
    described = _described("oidc_callback", "Where the OpenID provider sends the browser back", FINISH_OIDC)
    described["parameters"] += [{"name": name, "in": "query", "schema": TEXT} for name in ("state", "code", "error")]
    done = reply(FINISH_OIDC, schemas, False)
    return described | {"responses": {"200": done, **refusals(reasons_of(FINISH_OIDC, GET("/sign-in/oidc/callback")))}}


def _token(schemas: Schemas) -> Part:
    """RFC 6749, section 4.4: its own form of errors, 400 and 401."""
    fields = {"grant_type": {"const": "client_credentials"}, "client_id": TEXT, "client_secret": TEXT}
    form: Part = {"type": "object", "required": ["grant_type"], "properties": fields}
    wrong: Part = {"description": "The OAuth error.", "content": {"application/json": {"schema": OAUTH_ERROR}}}
    reasons = [
        reason for reason in reasons_of(ISSUE_TOKEN, POST("/oauth/token")) if reason.status not in (400, 401, 415, 422)
    ]
    return _described("oauth_token", "A token for a client's secret, by form and HTTP Basic", ISSUE_TOKEN) | {
        "requestBody": {"required": True, "content": {FORM: {"schema": form}}},
        "responses": {"200": reply(ISSUE_TOKEN, schemas, False), "400": wrong, "401": wrong, **refusals(reasons)},
    }


def _described(name: str, summary: str, op: Op) -> Part:
    parameters = [parameter("RequestId")]
    return {
        "operationId": f"identity.{name}",
        "tags": ["identity-staff"],
        "summary": summary,
        "parameters": parameters,
    } | access(op)
