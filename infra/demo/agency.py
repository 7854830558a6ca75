"""A partner agency: a broker user of its own that reads the events of its area from its own queue."""

import json
import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pika

from infra.demo.people import Failed
from infra.rabbitmq.management import Management
from infra.rabbitmq.partners import Partners
from infra.rabbitmq.users import with_user

NAME = "demo-agency"
SECOND = 1000.0


@dataclass(frozen=True)
class Seen:
    """An event and the milliseconds from its happening to its arrival here."""

    type: str
    subject: str
    milliseconds: float


class Agency:
    """Registered with the broker when entered, gone without a trace when left."""

    def __init__(self, environment: Mapping[str, str], area: str, types: str) -> None:
        self._amqp_url = environment["LINLI_AMQP_URL"]
        self._partners = Partners(Management(environment["LINLI_MANAGEMENT_URL"], self._amqp_url), self._amqp_url)
        self._area, self._types = area, types
        self._events: queue.Queue[Seen] = queue.Queue()
        self._connection: pika.BlockingConnection | None = None

    def __enter__(self) -> "Agency":
        password = self._partners.add(NAME, [self._area], [self._types])
        name = self._partners.get(NAME).queue
        self._connection = pika.BlockingConnection(pika.URLParameters(with_user(self._amqp_url, name, password)))
        self._channel = self._connection.channel()
        self._channel.basic_consume(name, self._on_event)
        self._reader = threading.Thread(target=self._channel.start_consuming, name="agency", daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._connection is not None
        self._connection.add_callback_threadsafe(self._channel.stop_consuming)
        self._reader.join(10)
        self._connection.close()
        self._partners.remove(NAME)

    def sees(self, kind: str, subject: str, seconds: float = 10) -> Seen:
        """The event of that type about that thing; later than a second is a failure."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                seen = self._events.get(timeout=left)
            except queue.Empty:
                break
            if (seen.type, seen.subject) == (kind, subject):
                if seen.milliseconds > SECOND:
                    raise Failed(f"{kind} took {seen.milliseconds:.0f} ms to the agency, more than a second")
                return seen
        raise Failed(f"the agency did not see {kind} within {seconds:.0f} s")

    def _on_event(self, channel: Any, method: Any, _properties: Any, body: bytes) -> None:
        arrived = time.time()
        event = json.loads(body)
        happened = datetime.fromisoformat(event["time"]).timestamp()
        self._events.put(Seen(event["type"], event["subject"], (arrived - happened) * 1000))
        channel.basic_ack(method.delivery_tag)
