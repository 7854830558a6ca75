"""Tickets on mongoengine, for the peers that are not asynchronous."""

import os
import secrets
import uuid
from datetime import UTC, datetime

import mongoengine
from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    PointField,
    PolygonField,
    StringField,
)

from infra.bench.peers.model import Category, OpenTicket, Point, Step, TicketOpened, TicketView

REPORTER = uuid.uuid4().hex


class HistoryStep(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    source = StringField()
    target = StringField(required=True)
    note = StringField()


class Ticket(Document):
    meta = {"collection": "tickets", "auto_create_index": False}
    id = StringField(primary_key=True)
    number = StringField(required=True)
    state = StringField(required=True)
    category = EnumField(Category, required=True)
    text = StringField(required=True)
    place = PointField(required=True, auto_index=False)
    area = StringField(required=True)
    reporter = StringField(required=True)
    handler = StringField()
    photos = ListField(StringField())
    opened_at = DateTimeField(required=True)
    note = StringField()
    stars = IntField()
    comment = StringField()
    history = EmbeddedDocumentListField(HistoryStep)
    version = IntField()


class Grid(Document):
    meta = {"collection": "grids", "auto_create_index": False}
    path = StringField(primary_key=True)
    outline = PolygonField(required=True, auto_index=False)
    source_version = IntField()


def connect() -> None:
    mongoengine.connect(
        os.environ["PEER_DATABASE"], host=os.environ["PEER_MONGO_URL"], tz_aware=True, uuidRepresentation="standard"
    )


def open_ticket(command: OpenTicket) -> Ticket | None:
    """The stored ticket; None where no grid has the place."""
    place = {"type": "Point", "coordinates": [command.point.longitude, command.point.latitude]}
    grid = Grid.objects(__raw__={"outline": {"$geoIntersects": {"$geometry": place}}}).only("path").first()
    if grid is None:
        return None
    now = datetime.now(UTC)
    ticket = Ticket(
        id=uuid.uuid4().hex,
        number=f"{now:%y%m%d}-{secrets.randbelow(10**9):09d}",
        state="open",
        category=command.category,
        text=command.text,
        place=place["coordinates"],
        area=grid.path,
        reporter=REPORTER,
        photos=command.photos,
        opened_at=now,
        version=1,
        history=[HistoryStep(action="open", by=REPORTER, at=now, source="open", target="open")],
    )
    ticket.save(force_insert=True)
    return ticket


def find_ticket(ticket_id: str) -> Ticket | None:
    return Ticket.objects(id=ticket_id).first()


def view(ticket: Ticket) -> TicketView:
    longitude, latitude = ticket.place["coordinates"] if isinstance(ticket.place, dict) else ticket.place
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        state=ticket.state,
        category=ticket.category,
        text=ticket.text,
        point=Point(longitude=longitude, latitude=latitude),
        area=ticket.area,
        photos=list(ticket.photos),
        opened_at=ticket.opened_at,
        note=ticket.note,
        stars=ticket.stars,
        history=[Step(action=s.action, at=s.at, target=s.target, note=s.note) for s in ticket.history],
        version=ticket.version,
    )


def opened(ticket: Ticket) -> TicketOpened:
    return TicketOpened(
        id=ticket.id,
        number=ticket.number,
        state=ticket.state,
        category=ticket.category,
        area=ticket.area,
        at=ticket.opened_at,
    )
