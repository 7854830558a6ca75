"""What has changed of service requests."""

from flask import Blueprint, Response, current_app

from gateway.open311.answers import FORM, moment, things
from gateway.open311.arguments import number, span
from gateway.open311.keys import identify
from shared.contracts.tickets.service_requests import FIND_UPDATES, FindUpdates

MOST = 1000


def register(facade: Blueprint) -> None:
    facade.add_url_rule(f"/servicerequestupdates.{FORM}", "updates", list_updates)


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
