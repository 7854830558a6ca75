"""Tickets as a FastStream service on pymongo's asynchronous client."""

import os
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

import uvloop
from faststream import FastStream
from faststream.rabbit import Channel, ExchangeType, RabbitBroker, RabbitExchange
from pymongo import AsyncMongoClient

from infra.bench.peers.model import OpenTicket, TicketOpened, TicketView

REPORTER = uuid.uuid4().hex

broker = RabbitBroker(
    os.environ["PEER_AMQP_URL"], default_channel=Channel(prefetch_count=int(os.environ["PEER_WORKERS"])), logger=None
)
app = FastStream(broker, logger=None)
events = RabbitExchange("bench.tickets", type=ExchangeType.TOPIC, durable=True)
database = AsyncMongoClient[dict[str, Any]](os.environ["PEER_MONGO_URL"], tz_aware=True)[os.environ["PEER_DATABASE"]]


@broker.subscriber("open_ticket")
async def open_ticket(command: OpenTicket) -> TicketView | None:
    place = {"type": "Point", "coordinates": [command.point.longitude, command.point.latitude]}
    grid = await database["grids"].find_one({"outline": {"$geoIntersects": {"$geometry": place}}}, {"_id": 1})
    if grid is None:
        return None
    now = datetime.now(UTC)
    ticket: dict[str, Any] = {
        "_id": uuid.uuid4().hex,
        "number": f"{now:%y%m%d}-{secrets.randbelow(10**9):09d}",
        "state": "open",
        "category": command.category.value,
        "text": command.text,
        "place": place,
        "area": grid["_id"],
        "reporter": REPORTER,
        "photos": command.photos,
        "opened_at": now,
        "history": [{"action": "open", "by": REPORTER, "at": now, "source": "open", "target": "open"}],
        "version": 1,
    }
    await database["tickets"].insert_one(ticket)
    event = TicketOpened(
        id=ticket["_id"], at=now, **{name: ticket[name] for name in ("number", "state", "category", "area")}
    )
    await broker.publish(event, routing_key="ticket.opened", exchange=events, persist=True)
    return view(ticket)


@broker.subscriber("get_ticket")
async def get_ticket(ticket_id: str) -> TicketView | None:
    ticket = await database["tickets"].find_one({"_id": ticket_id})
    return None if ticket is None else view(ticket)


def view(ticket: dict[str, Any]) -> TicketView:
    longitude, latitude = ticket["place"]["coordinates"]
    return TicketView(id=ticket["_id"], point={"longitude": longitude, "latitude": latitude}, **ticket)


if __name__ == "__main__":
    uvloop.run(app.run())
