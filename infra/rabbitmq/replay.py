"""Replay: what a partner may see of the stream of all partner events, once more, into its queue."""

import json
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pika

from infra.rabbitmq.partners import Partner
from infra.rabbitmq.topology import LOG_STREAM
from shared.messaging.connection import connect

OFFSET = "x-stream-offset"
REPLAYED_AT = "replayed-at"
"""The header that tells a replayed event from a fresh one; its id is the same."""
HEARTBEAT = 60
IDLE_SECONDS = 2
PREFETCH = 500


def replay(amqp_url: str, partner: Partner, start: int | datetime, limit: int) -> int:
    """How many events were sent, in the stream's order, up to what was in the stream when the replay began.

    `start` is an offset of the stream, or the moment from which events happened.
    """
    began = datetime.now(UTC)
    headers = {REPLAYED_AT: began.isoformat(timespec="seconds")}
    count = 0
    writing = pika.BlockingConnection(pika.URLParameters(amqp_url))
    out = writing.channel()
    out.confirm_delivery()
    with connect(amqp_url, HEARTBEAT) as reading:
        for message in logged(reading, start):
            event = json.loads(message.body)
            happened = datetime.fromisoformat(event["time"])
            if happened > began or count == limit:
                break
            if isinstance(start, datetime) and happened < start:
                continue
            if partner.may_see(f"{event['type']}.{event['area']}"):
                again = pika.BasicProperties(
                    content_type=message.properties.get("content_type"),
                    message_id=event["id"],
                    type=event["type"],
                    delivery_mode=2,
                    headers=headers,
                )
                out.basic_publish("", partner.queue, message.body, again, mandatory=True)
                count += 1
    writing.close()
    return count


def logged(connection: Any, start: int | datetime) -> Iterator[Any]:
    """Messages of the stream until it is at its end; a moment finds the chunk that holds it, so older ones may come first.

    Not with pika, which gives back what it has not shown when it closes; a stream takes nothing back.
    """
    channel = connection.channel()
    channel.basic_qos(0, PREFETCH, False)
    arrived: deque[Any] = deque()
    # An AMQP timestamp has no zone.
    offset = start.astimezone(UTC).replace(tzinfo=None) if isinstance(start, datetime) else start
    channel.basic_consume(LOG_STREAM, callback=arrived.append, arguments={OFFSET: offset})
    while True:
        try:
            connection.drain_events(timeout=IDLE_SECONDS)
        except TimeoutError:
            return
        while arrived:
            message = arrived.popleft()
            yield message
            channel.basic_ack(message.delivery_tag)
