"""A partner agency that writes down every event that it gets, whatever happens to the broker."""

import json
import threading
import time
from dataclasses import dataclass, field

import pika
from pika.exceptions import AMQPError

from infra.rabbitmq.topology import PARTNER_EXCHANGE

QUEUE = "faults.witness"


@dataclass
class Witness:
    """`seen` maps an event's id to how often it came; `order` a subject to the versions as they first came."""

    amqp_url: str
    seen: dict[str, int] = field(default_factory=dict)
    order: dict[str, list[int]] = field(default_factory=dict)

    def start(self) -> None:
        self._stop = threading.Event()
        connection = pika.BlockingConnection(pika.URLParameters(self.amqp_url))
        channel = connection.channel()
        channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(QUEUE, PARTNER_EXCHANGE, routing_key="#")
        connection.close()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self._consume()
            except (AMQPError, OSError):
                time.sleep(0.2)

    def _consume(self) -> None:
        connection = pika.BlockingConnection(pika.URLParameters(self.amqp_url))
        channel = connection.channel()
        channel.basic_qos(prefetch_count=200)
        for method, _properties, body in channel.consume(QUEUE, inactivity_timeout=0.5):
            if self._stop.is_set():
                break
            if method is not None:
                self._note(json.loads(body))
                channel.basic_ack(method.delivery_tag)
        channel.cancel()
        connection.close()

    def _note(self, event: dict[str, object]) -> None:
        known = str(event["id"])
        self.seen[known] = self.seen.get(known, 0) + 1
        if self.seen[known] == 1:
            self.order.setdefault(str(event["subject"]), []).append(int(str(event["aggregateversion"])))
