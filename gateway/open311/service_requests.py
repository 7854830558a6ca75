"""Matters as service requests: file, list, look up."""

import re
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request

from gateway.open311.answers import FORM, moment, things
from gateway.open311.arguments import decimal, flag, listed, number, span
from gateway.open311.keys import identify
from gateway.open311.refusals import BAD_ARGUMENT
from gateway.open311.service_list import name_of, offered
from gateway.photos import picture_of
from gateway.requests import idempotency_key
from shared.contracts.tickets.catalogue import NO_SUCH_CATEGORY, Category
from shared.contracts.tickets.intake import OPEN_TICKET, OpenTicket
from shared.contracts.tickets.photos import ADD_PHOTO, AddPhoto
from shared.contracts.tickets.service_requests import FIND_REQUESTS, FindRequests, RequestRecord
from shared.kernel.errors import NOT_FOUND

MOST = 1000
MOST_PHOTOS = 9
ATTRIBUTE = re.compile(r"^attribute\[([^\[\]]{1,60})\](\[\])?$")
Found = dict[str, Any]


def register(facade: Blueprint) -> None:
    facade.add_url_rule(f"/requests.{FORM}", "requests", list_requests)
    facade.add_url_rule(f"/requests.{FORM}", "request_new", file_request, methods=["POST"])
    facade.add_url_rule(f"/requests/<number>.{FORM}", "request", show_request)
    facade.add_url_rule(f"/tokens/<token>.{FORM}", "token", show_token)


def list_requests(form: str) -> Response:
    identify()
    page, size = number("page", 1, 1, MOST), number("page_size", MOST, 1, MOST)
    numbers = listed("service_request_id")
    since, until = span() if not numbers else (None, None)
    statuses = listed("status")
    if set(statuses) - {"open", "closed"}:
        raise BAD_ARGUMENT(name="status", why="open, closed")
    found = find(
        FindRequests.model_validate(
            {
                "numbers": numbers, "categories": listed("service_code"), "since": since, "until": until,
                "status": statuses[0] if len(set(statuses)) == 1 else None, "skip": (page - 1) * size, "limit": size,
            }
        )
    )  # fmt: skip
    response = answered(found, form, flag("extensions"))
    if len(found) == size and not numbers:
        query = {name: value for name, value in request.args.items() if name not in ("page", "api_key")}
        response.headers["Link"] = f'<{request.path}?{urlencode(query | {"page": page + 1})}>; rel="next"'
    return response


def show_request(number: str, form: str) -> Response:
    """One request, with its notes; in a list, as the specification has it."""
    identify()
    found = find(FindRequests(numbers=[number]))
    if not found:
        raise NOT_FOUND(what="ticket")
    return answered(found, form, extended=True)


def show_token(token: str, form: str) -> Response:
    """The number of a request, by the token that its filing gave."""
    identify()
    found = find(FindRequests(tokens=[token]))
    if not found:
        raise NOT_FOUND(what="ticket")
    return things("service_requests", "request", [{"service_request_id": found[0].number, "token": token}], form)


def file_request(form: str) -> Response:
    identify(needed=True)
    catalogue = offered()
    code = request.form.get("service_code", "")
    if code not in catalogue:
        raise NO_SUCH_CATEGORY("/service_code", code=code)
    services = current_app.extensions["services"]
    key = idempotency_key()
    command = OpenTicket.model_validate(report(catalogue[code]) | {"photos": kept_pictures(key)})
    ticket = services.ask(OPEN_TICKET, command, key=key)
    notice = f"{name_of(catalogue[code])}: {moment(ticket.promised_at)}"
    reply = {
        "service_request_id": ticket.number,
        "service_notice": notice,
        "account_id": request.form.get("account_id"),
    }
    return things("service_requests", "request", [reply], form, 201)


def report(category: Category) -> Found:
    """The form as a report."""
    given = request.form
    longitude, latitude = decimal("long"), decimal("lat")
    if (longitude is None) != (latitude is None):
        raise BAD_ARGUMENT(name="lat, long", why="both or none")
    point = {"longitude": longitude, "latitude": latitude} if longitude is not None else None
    name = " ".join(filter(None, (given.get("last_name"), given.get("first_name"))))
    contact = {"name": name, "phone": given.get("phone"), "email": given.get("email")}
    described = given.get("description") or category.name
    found = {
        "category": category.code,
        "text": "\n".join(filter(None, (described, given.get("media_url")))),
        "point": point,
        "address": given.get("address_string") or None,
        "building": given.get("address_id") or None,
        "extra": attributes_given(category),
        "on_behalf": {part: value for part, value in contact.items() if value} or {},
    }
    return {part: value for part, value in found.items() if value is not None}


def attributes_given(category: Category) -> Found:
    """`attribute[CODE]=value` and `attribute[CODE][]=value`, as the category's JSON Schema types them."""
    properties = category.extra.get("properties", {})
    found: Found = {}
    for name, values in request.form.lists():
        match = ATTRIBUTE.match(name)
        if match is None:
            continue
        schema = properties.get(match[1], {})
        if schema.get("type") == "array":
            found[match[1]] = [*found.get(match[1], ()), *values]
        else:
            found[match[1]] = _typed(values[0], schema.get("type"))
    return found


def _typed(value: str, kind: str | None) -> Any:
    """What does not fit stays text, which the category then refuses by name."""
    try:
        match kind:
            case "integer":
                return int(value)
            case "number":
                return float(value)
            case "boolean":
                return {"true": True, "false": False}.get(value, value)
    except ValueError:
        pass
    return value


def kept_pictures(key: str) -> list[str]:
    """Pictures sent along as files `media`, which the specification knows only as addresses."""
    files = request.files.getlist("media")
    if len(files) > MOST_PHOTOS:
        raise BAD_ARGUMENT(name="media", why=f"{MOST_PHOTOS} at most")
    services = current_app.extensions["services"]
    limit = current_app.extensions["settings"].photo_limit
    return [
        services.ask(ADD_PHOTO, AddPhoto.model_construct(content=picture_of(file, limit, "/media")), key=f"{key[:110]}.media{place}").id
        for place, file in enumerate(files)
    ]  # fmt: skip


def find(asked: FindRequests) -> list[RequestRecord]:
    return current_app.extensions["services"].ask(FIND_REQUESTS, asked).items


def answered(found: list[RequestRecord], form: str, extended: bool) -> Response:
    catalogue = offered() if found else {}
    told = [_told(record, catalogue.get(record.category), extended, form) for record in found]
    return things("service_requests", "request", told, form)


def _told(record: RequestRecord, category: Category | None, extended: bool, form: str) -> Found:
    photos = [f"{request.host_url}v1/photos/{photo}" for photo in record.photos]
    told: Found = {
        "service_request_id": record.number,
        "status": record.status,
        "status_notes": record.note,
        "service_name": name_of(category) if category else record.category,
        "service_code": record.category,
        "description": record.description,
        "agency_responsible": record.unit,
        "service_notice": None,
        "requested_datetime": moment(record.opened_at),
        "updated_datetime": moment(record.updated_at),
        "expected_datetime": moment(record.expected_at),
        "address": record.address,
        "address_id": None,
        "zipcode": None,
        "lat": record.latitude,
        "long": record.longitude,
        "media_url": photos[0] if photos else None,
    }
    if extended:
        notes = [{"datetime": moment(note.at), "type": note.type, "description": note.text} for note in record.notes]
        told["notes"] = notes if form == "json" else {"note": notes}
        told["extended_attributes"] = {
            "channel": record.channel,
            "supporters": record.supporters,
            "state": record.state,
            "photos": photos if form == "json" else {"photo": photos},
        }
    return told
