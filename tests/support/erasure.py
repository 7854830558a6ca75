"""Telling the whole suite that a person is erased, as residents does."""

import uuid
from datetime import UTC, datetime

import pika

from shared.contracts.envelope import CONTENT_TYPE, envelop
from shared.contracts.residents import PersonErased
from shared.messaging.wire import EVENTS_EXCHANGE
from tests.support.town import Town


def erase(town: Town, account: str, area: str) -> None:
    person, request = uuid.uuid4().hex, uuid.uuid4().hex
    envelope = envelop(
        PersonErased(person=person, account=account, area=area), id=uuid.uuid4().hex, subject=person, version=1, area=area,
        now=datetime.now(UTC), request_id=request, causation_id=request, traceparent=None,
    )  # fmt: skip
    with pika.BlockingConnection(pika.URLParameters(town.suite.environment["LINLI_AMQP_URL"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(
            EVENTS_EXCHANGE, envelope.routing_key, envelope.model_dump_json(exclude_none=True).encode(),
            pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2), mandatory=True,
        )  # fmt: skip
