"""What has changed of service requests, and what platforms say of theirs."""

from flask import Blueprint, Response, current_app, request

from gateway.open311 import arguments
from gateway.open311.answers import FORM, moment, things
from gateway.open311.arguments import number, span
from gateway.open311.keys import identify
from gateway.open311.refusals import BAD_ARGUMENT
from gateway.requests import idempotency_key
from shared.contracts.tickets.service_requests import FIND_UPDATES, TAKE_UPDATE, FindUpdates, TakeUpdate

MOST = 1000
REQUIRED = ("service_request_id", "update_id", "updated_datetime", "status", "description")


def register(facade: Blueprint) -> None:
    facade.add_url_rule(f"/servicerequestupdates.{FORM}", "updates", list_updates)
    facade.add_url_rule(f"/servicerequestupdates.{FORM}", "update_new", give_update, methods=["POST"])


def list_updates(form: str) -> Response:
    """What has changed in the time asked about, the oldest first; go on from the last one's time."""
    identify()
    since, until = span()
    asked = FindUpdates(since=since, until=until, limit=number("page_size", MOST, 1, MOST))
    found = [
        {
            "update_id": update.update_id,
            "service_request_id": update.number,
            "updated_datetime": moment(update.at),
            "status": update.status,
            "external_status_code": update.type,
            "description": update.text,
            "media_url": None,
        }
        for update in current_app.extensions["services"].ask(FIND_UPDATES, asked).items
    ]
    return things("service_request_updates", "request_update", found, form)


def give_update(form: str) -> Response:
    """From the platform that passed a request on, or the outside desk that has it; an update_id is taken once."""
    identify(needed=True)
    given = request.form
    missing = [name for name in REQUIRED if not given.get(name)]
    if missing:
        raise BAD_ARGUMENT(name=", ".join(missing), why="required")
    text = "\n".join(filter(None, (given["description"], given.get("media_url"))))
    update = TakeUpdate.model_validate(
        {
            "number": given["service_request_id"], "update_id": given["update_id"], "status": given["status"].lower(),
            "updated_at": arguments.moment("updated_datetime"), "text": text,
        }
    )  # fmt: skip
    taken = current_app.extensions["services"].ask(TAKE_UPDATE, update, key=idempotency_key())
    return things("service_request_updates", "request_update", [{"update_id": taken.update_id}], form)
