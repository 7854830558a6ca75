"""Errors as GeoReport v2 specifies them: a list of code and description; 404 what is not there, 403 a bad key, else 400."""

import logging
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from gateway.open311.answers import asked_form, things
from gateway.photos import FORM
from gateway.problems import RETRY_AFTER
from gateway.wording import shown, wording
from shared.kernel.errors import INTERNAL, INVALID, NOT_FOUND, TOO_MANY, UNAVAILABLE, ErrorCode, Refusal

log = logging.getLogger("linli.gateway")

NO_KEY = ErrorCode("open311.no_api_key", 403, "Give your api_key.", "请提供 api_key。")
WRONG_KEY = ErrorCode("open311.wrong_api_key", 403, "This api_key is not known.", "api_key 无效。")
WRONG_JURISDICTION = ErrorCode(
    "open311.wrong_jurisdiction",
    404,
    "The jurisdiction {jurisdiction} is not served here; it is {own}.",
    "此处不受理辖区“{jurisdiction}”，本辖区为“{own}”。",
)
BAD_ARGUMENT = ErrorCode("open311.bad_argument", 400, "{name}: {why}", "{name}：{why}")
KEPT = frozenset({TOO_MANY.status, 500, UNAVAILABLE.status, 504})
"""Statuses that tell a client to come again; calling them 400 would tell it to give up."""


def register(facade: Blueprint) -> None:
    facade.before_request(refuse_other_jurisdictions)
    facade.register_error_handler(Refusal, on_refusal)
    facade.register_error_handler(ValidationError, on_invalid)
    facade.register_error_handler(HTTPException, on_http)
    facade.register_error_handler(Exception, on_surprise)


def refuse_other_jurisdictions() -> None:
    """With one jurisdiction the argument may be left out."""
    if request.mimetype == FORM:
        request.max_content_length = 2 * current_app.extensions["settings"].photo_limit
    own = current_app.extensions["settings"].jurisdiction
    asked = request.values.get("jurisdiction_id")
    if asked is not None and asked != own:
        raise WRONG_JURISDICTION(jurisdiction=asked, own=own)


def on_refusal(refusal: Refusal) -> Response:
    reason = refusal.reason
    facts = {name: shown(name, value, g.language) for name, value in refusal.facts.items() if name != "errors"}
    texts = [_worded(error) for error in refusal.facts.get("errors", ())] or [reason.text(g.language, facts)]
    return answer(_status(reason), texts)


def on_invalid(error: ValidationError) -> Response:
    found = error.errors(include_url=False, include_input=False)
    return answer(400, [_worded({"loc": f["loc"], "code": f["type"], "params": f.get("ctx", {})}) for f in found])


def on_http(error: HTTPException) -> Response:
    return answer(error.code if error.code in (404, 405, 413) else 400, [error.name])


def on_surprise(error: Exception) -> Response:
    log.exception("unexpected in %s, request %s", request.endpoint, g.request_id)
    return answer(500, [INTERNAL.text(g.language, {})])


def answer(status: int, texts: list[str]) -> Response:
    found: list[dict[str, Any]] = [{"code": str(status), "description": text} for text in texts]
    response = things("errors", "error", found, asked_form(), status)
    if status in RETRY_AFTER:
        response.headers["Retry-After"] = str(RETRY_AFTER[status])
    return response


def _status(reason: ErrorCode) -> int:
    if reason is NOT_FOUND or reason.status in (403, 404):
        return reason.status
    return reason.status if reason.status in KEPT else 400


def _worded(error: dict[str, Any]) -> str:
    place = error.get("pointer") or error.get("parameter") or "/".join(str(part) for part in error.get("loc", ()))
    code = error.get("code") or error.get("type") or INVALID.code
    text = wording(code, error.get("params", {}), g.language) or INVALID.text(g.language, {})
    return f"{str(place).strip('/')}: {text}" if place else text
