"""Exchanges, queues and bindings of the suite, as data derived from the contracts."""

from dataclasses import dataclass, field
from typing import Any

from shared.contracts.registry import APIS, SUBSCRIPTIONS, events
from shared.messaging.wire import EVENTS_EXCHANGE, RETRY_EXCHANGE, RETRY_SECONDS, RPC_EXCHANGE, dead_queue, event_queue

PARTNER_EXCHANGE = "partner.events"
DEAD_EXCHANGE = "events.dead"
LOG_STREAM = "events.log"
DELIVERY_LIMIT = 5
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
    retries = [Exchange(RETRY_EXCHANGE.format(step=step), "fanout") for step in RETRY_SECONDS]
    return [
        Exchange(RPC_EXCHANGE, "direct"),
        Exchange(EVENTS_EXCHANGE, "topic"),
        Exchange(PARTNER_EXCHANGE, "topic"),
        Exchange(DEAD_EXCHANGE, "direct"),
        *retries,
    ]


def queues() -> list[Queue]:
    found = [Queue(LOG_STREAM, {"x-queue-type": "stream", "x-max-length-bytes": LOG_BYTES, "x-max-age": LOG_AGE})]
    for step in RETRY_SECONDS:
        found.append(
            Queue(f"events.retry.{step}", {"x-message-ttl": step * 1000, "x-dead-letter-exchange": ""})
        )
    for consumer in sorted(APIS):
        found.append(Queue(dead_queue(consumer), {"x-queue-type": "quorum"}))
        for event in SUBSCRIPTIONS.get(consumer, ()):
            found.append(
                Queue(
                    event_queue(consumer, event.TYPE),
                    {
                        "x-queue-type": "quorum",
                        "x-delivery-limit": DELIVERY_LIMIT,
                        "x-dead-letter-exchange": DEAD_EXCHANGE,
                        "x-dead-letter-routing-key": consumer,
                    },
                )
            )
    return found


def bindings() -> list[Binding]:
    found = [Binding(PARTNER_EXCHANGE, LOG_STREAM, "#")]
    for step in RETRY_SECONDS:
        found.append(Binding(RETRY_EXCHANGE.format(step=step), f"events.retry.{step}", ""))
    for consumer in sorted(APIS):
        found.append(Binding(DEAD_EXCHANGE, dead_queue(consumer), consumer))
        for event in SUBSCRIPTIONS.get(consumer, ()):
            found.append(Binding(EVENTS_EXCHANGE, event_queue(consumer, event.TYPE), f"{event.TYPE}.#"))
    for event in events().values():
        if event.AUDIENCE == "partner":
            found.append(Binding(EVENTS_EXCHANGE, PARTNER_EXCHANGE, f"{event.TYPE}.#", to_exchange=True))
    return found
