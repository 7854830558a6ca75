"""Replay: what a partner may see of the stream of all partner events, once more, into its queue."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pika

from infra.rabbitmq.partners import Partner
from infra.rabbitmq.topology import LOG_STREAM

OFFSET = "x-stream-offset"
REPLAYED_AT = "replayed-at"
"""The header that tells a replayed event from a fresh one; its id is the same."""
IDLE_SECONDS = 2
PREFETCH = 500


def replay(amqp_url: str, partner: Partner, start: int | datetime, limit: int) -> int:
    """How many events were sent, in the stream's order, up to what was in the stream when the replay began.

    `start` is an offset of the stream, or the moment from which events happened.
    """
    began = datetime.now(UTC)
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    out = connection.channel()
    out.confirm_delivery()
    headers = {REPLAYED_AT: began.isoformat(timespec="seconds")}
    count = 0
    for body, properties in logged(connection, start):
        event = json.loads(body)
        happened = datetime.fromisoformat(event["time"])
        if happened > began or count == limit:
            break
        if isinstance(start, datetime) and happened < start:
            continue
        if partner.may_see(f"{event['type']}.{event['area']}"):
            again = pika.BasicProperties(
                content_type=properties.content_type,
                message_id=event["id"],
                type=event["type"],
                delivery_mode=2,
                headers=headers,
            )
            out.basic_publish("", partner.queue, body, again, mandatory=True)
            count += 1
    connection.close()
    return count


def logged(connection: Any, start: int | datetime) -> Iterator[tuple[bytes, Any]]:
    """Bodies and properties from the stream; a moment finds the chunk that holds it, so that older ones may come first."""
    channel = connection.channel()
    channel.basic_qos(prefetch_count=PREFETCH)
    for delivery, properties, body in channel.consume(
        LOG_STREAM, inactivity_timeout=IDLE_SECONDS, arguments={OFFSET: start}
    ):
        if delivery is None:
            break
        yield body, properties
        channel.basic_ack(delivery.delivery_tag)
    channel.cancel()
