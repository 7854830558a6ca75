"""Delivering an event to one service, as the bus would: a new one, or one that it has had before."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pika

from shared.contracts.envelope import CONTENT_TYPE, envelop
from shared.contracts.model import Event
from shared.messaging.wire import event_queue
from tests.support.town import Town


def deliver(town: Town, service: str, event: Event, subject: str, area: str = "-") -> None:
    request = uuid.uuid4().hex
    envelope = envelop(
        event, id=uuid.uuid4().hex, subject=subject, version=1, area=area, now=datetime.now(UTC), request_id=request,
        causation_id=request, traceparent=None,
    )  # fmt: skip
    deliver_again(town, service, envelope.model_dump(mode="json", exclude_none=True))


def deliver_again(town: Town, service: str, envelope: dict[str, Any]) -> None:
    with pika.BlockingConnection(pika.URLParameters(town.servers.broker.amqp_url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(
            "", event_queue(service, envelope["type"]), json.dumps(envelope).encode(),
            pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2), mandatory=True,
        )  # fmt: skip
