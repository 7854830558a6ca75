"""Exchanges, queues and bindings of the suite, as data derived from the contracts."""

from dataclasses import dataclass, field
from typing import Any

from shared.contracts.registry import APIS, SUBSCRIPTIONS, events
from shared.messaging.wire import EVENTS_EXCHANGE, RPC_EXCHANGE, dead_queue, event_queue, retry_queue
from shared.runtime.settings import settings

PARTNER_EXCHANGE = "partner.events"
DEAD_EXCHANGE = "events.dead"
LOG_STREAM = "events.log"
DELIVERY_LIMIT = 20
"""How often an event may be taken in without being acknowledged: that often the consumer has died over it."""
LOG_BYTES = 2_000_000_000
LOG_AGE = "30D"


@dataclass(frozen=True)
class Exchange:
    name: str
    kind: str


@dataclass(frozen=True)
class Queue:
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Binding:
    source: str
    target: str
    routing_key: str
    to_exchange: bool = False


def exchanges() -> list[Exchange]:
    return [
        Exchange(RPC_EXCHANGE, "direct"),
        Exchange(EVENTS_EXCHANGE, "topic"),
        Exchange(PARTNER_EXCHANGE, "topic"),
        Exchange(DEAD_EXCHANGE, "direct"),
        *(Exchange(retry_queue(step), "fanout") for step in settings().retry_seconds),
    ]


def queues() -> list[Queue]:
    found = [Queue(LOG_STREAM, {"x-queue-type": "stream", "x-max-length-bytes": LOG_BYTES, "x-max-age": LOG_AGE})]
    for step in settings().retry_seconds:
        found.append(Queue(retry_queue(step), {"x-message-ttl": int(step * 1000), **_dying_to("")}))
    for consumer in sorted(APIS):
        found.append(Queue(dead_queue(consumer), {"x-queue-type": "quorum"}))
        for event in SUBSCRIPTIONS.get(consumer, ()):
            arguments = {
                "x-delivery-limit": DELIVERY_LIMIT,
                **_dying_to(DEAD_EXCHANGE),
                "x-dead-letter-routing-key": consumer,
            }
            found.append(Queue(event_queue(consumer, event.TYPE), arguments))
    return found


def bindings() -> list[Binding]:
    found = [Binding(PARTNER_EXCHANGE, LOG_STREAM, "#")]
    for step in settings().retry_seconds:
        found.append(Binding(retry_queue(step), retry_queue(step), ""))
    for consumer in sorted(APIS):
        found.append(Binding(DEAD_EXCHANGE, dead_queue(consumer), consumer))
        for event in SUBSCRIPTIONS.get(consumer, ()):
            found.append(Binding(EVENTS_EXCHANGE, event_queue(consumer, event.TYPE), f"{event.TYPE}.#"))
    for event in events().values():
        if event.AUDIENCE == "partner":
            found.append(Binding(EVENTS_EXCHANGE, PARTNER_EXCHANGE, f"{event.TYPE}.#", to_exchange=True))
    return found


def _dying_to(exchange: str) -> dict[str, Any]:
    """Arguments of a quorum queue that keeps what it gives up until the next queue has confirmed it."""
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
