"""Announcing on the broker what another service would, as its relay does it."""

import uuid
from datetime import UTC, datetime

import pika

from shared.contracts.envelope import CONTENT_TYPE, Envelope, envelop
from shared.contracts.model import Event
from shared.messaging.wire import EVENTS_EXCHANGE
from tests.support.town import Town


def publish(town: Town, event: Event, subject: str, area: str, version: int = 1, times: int = 2) -> Envelope:
    """Twice, since the bus may do so."""
    request = uuid.uuid4().hex
    envelope = envelop(
        event, id=uuid.uuid4().hex, subject=subject, version=version, area=area, now=datetime.now(UTC), request_id=request,
        causation_id=request, traceparent=None,
    )  # fmt: skip
    with pika.BlockingConnection(pika.URLParameters(town.suite.environment["LINLI_AMQP_URL"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        for _ in range(times):
            channel.basic_publish(
                EVENTS_EXCHANGE, envelope.routing_key, envelope.model_dump_json(exclude_none=True).encode(),
                pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2), mandatory=True,
            )  # fmt: skip
    return envelope
