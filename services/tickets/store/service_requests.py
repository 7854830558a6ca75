"""Matters as open data."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.tickets.documents.matters import Ticket
from services.tickets.documents.service_requests import PlatformUpdate
from services.tickets.domain.open_data import (
    CLOSED_STATES,
    OPEN_STATES,
    PUBLIC_WORDS,
    TOLD_STEPS,
    blurred,
    status_of,
)
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.service_requests import (
    FindRequests,
    RequestNote,
    RequestRecord,
    RequestStatus,
    RequestUpdate,
    TakeUpdate,
)
from shared.kernel.ids import first_id
from shared.storage.work import Work

STATES = {RequestStatus.OPEN: OPEN_STATES, RequestStatus.CLOSED: CLOSED_STATES}
ON_BOARD = {"on_board": True, "held": {"$ne": True}}


class ServiceRequestStore(Work):
    documents = (PlatformUpdate,)

    def find_numbered(self, number: str) -> Ticket | None:
        return Ticket.objects(number=number).first()

    def take_update(self, ticket: Ticket, account: str, update: TakeUpdate) -> bool:
        """False when the platform gave this one before."""
        key = f"{account}|{update.update_id}"
        if PlatformUpdate.objects(id=key).only("id").first() is not None:
            return False
        self.save(
            PlatformUpdate(
                id=key, ticket=ticket.id, status=update.status, updated_at=update.updated_at, received_at=self.now
            )
        )
        return True

    def find_requests(self, asked: FindRequests, actor: Actor) -> list[RequestRecord]:
        query = _wanted(asked) | _visible_to(actor)
        rows = Ticket._get_collection().find(query, sort=[("_id", -1)], skip=asked.skip, limit=asked.limit)
        return [_record(row, actor) for row in rows]

    def find_request_updates(self, since: datetime, until: datetime, actor: Actor, limit: int) -> list[RequestUpdate]:
        """Steps of matters that have changed since, the oldest first."""
        query = {"changed_at": {"$gte": since}} | _visible_to(actor)
        rows = Ticket._get_collection().find(query, sort=[("changed_at", 1)], limit=limit)
        steps = [update for row in rows for update in _updates(row) if since <= update.at <= until]
        return sorted(steps, key=lambda step: step.at)[:limit]


def _wanted(asked: FindRequests) -> dict[str, Any]:
    if asked.numbers:
        return {"number": {"$in": asked.numbers}}
    if asked.tokens:
        return {"_id": {"$in": asked.tokens}}
    query: dict[str, Any] = {}
    span = {}
    if asked.since is not None:
        span["$gte"] = first_id(asked.since)
    if asked.until is not None:
        span["$lt"] = first_id(asked.until)
    if span:
        query["_id"] = span
    if asked.categories:
        query["category"] = {"$in": asked.categories}
    if asked.status is not None:
        query["state"] = {"$in": STATES[asked.status]}
    return query


def _visible_to(actor: Actor) -> dict[str, Any]:
    if not actor.has(Role.PARTNER):
        return ON_BOARD
    return {"$or": [ON_BOARD, {"filed_by": actor.account}, {"reporter": actor.account}]}


def _record(row: Mapping[str, Any], actor: Actor) -> RequestRecord:
    own = actor.has(Role.PARTNER) and actor.account in (row.get("filed_by"), row.get("reporter"))
    longitude, latitude = row["place"]["coordinates"] if row.get("place") else (None, None)
    if longitude is not None and not own:
        longitude, latitude = blurred(longitude), blurred(latitude)
    return RequestRecord(
        id=row["_id"], number=row["number"], category=row["category"], status=status_of(row["state"]), state=row["state"],
        note=row.get("note"), unit=row.get("unit"), channel=row["channel"], area=row["area"], opened_at=row["opened_at"],
        updated_at=row["changed_at"], expected_at=row.get("promised_at"), longitude=longitude, latitude=latitude,
        address=row.get("address") if own else None, description=row["text"] if own else None,
        supporters=row.get("supporters", 0), photos=row.get("photos", []) if own else [], notes=list(_notes(row)),
    )  # fmt: skip


def _notes(row: Mapping[str, Any]) -> Iterator[RequestNote]:
    for step in row["history"]:
        if step["action"] in TOLD_STEPS:
            yield RequestNote(
                at=step["at"], type=TOLD_STEPS[step["action"]], status=status_of(step["target"]),
                text=step.get("note") if step["action"] in PUBLIC_WORDS else None,
            )  # fmt: skip


def _updates(row: Mapping[str, Any]) -> Iterator[RequestUpdate]:
    for place, note in enumerate(_notes(row)):
        yield RequestUpdate(number=row["number"], update_id=f"{row['number']}.{place}", **note.model_dump())
