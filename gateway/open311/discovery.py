"""Where what is to be found."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, request

from gateway.open311.answers import FORM, JSON, TYPES, XML, moment, written

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = datetime(2026, 11, 22, tzinfo=UTC)
"""When the facade changed last."""


def register(facade: Blueprint) -> None:
    facade.add_url_rule(f"/discovery.{FORM}", "discovery", discovery)


def discovery(form: str) -> Response:
    contact = current_app.extensions["settings"].open311_contact
    formats = [TYPES[XML].partition(";")[0], TYPES[JSON].partition(";")[0]]
    endpoint: dict[str, Any] = {
        "specification": SPECIFICATION,
        "url": f"{request.host_url}open311/v2",
        "changeset": moment(CHANGED),
        "type": "production",
        "formats": formats if form == JSON else {"format": formats},
    }
    found = {
        "changeset": moment(CHANGED),
        "contact": contact,
        "key_service": contact,
        "endpoints": [endpoint] if form == JSON else {"endpoint": [endpoint]},
    }
    return written(found if form == JSON else {"discovery": found}, form, 200)
