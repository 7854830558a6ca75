"""`@subscribe(Event)`: react to an event, once.

A reaction that fails is tried again after 5 s, 1 min, 10 min and 1 h, out of the way of other events; then, or at once
when the event can never be handled, it goes to the consumer's dead letters with reason, attempts, handler and first-seen.
"""

import logging
import os
import time
import traceback
from dataclasses import dataclass
from functools import partial
from typing import Any

from amqp import Message
from nameko.extensions import Entrypoint
from pydantic import ValidationError

from shared.contracts.envelope import CONTENT_TYPE, Envelope
from shared.contracts.model import Event
from shared.kernel.errors import Refusal
from shared.messaging.connection import LOST, connect
from shared.messaging.listener import Listener
from shared.messaging.wire import dead_queue, event_queue, retry_queue
from shared.runtime.metrics import EVENTS_HANDLED
from shared.runtime.settings import settings

log = logging.getLogger(__name__)

HEARTBEAT = 60
CONFIRM_SECONDS = 10


@dataclass(frozen=True)
class Delivered:
    """An event as a reaction gets it: its envelope, its decoded data and the consumer's name for the inbox."""

    envelope: Envelope
    data: Any
    consumer: str


class Subscriptions(Listener):
    """The service's event queues, on a connection of their own; the topology has declared them before it started."""


class Subscribe(Entrypoint):
    container: Any
    subscriptions = Subscriptions()

    def __init__(self, event: type[Event], **kwargs: Any) -> None:
        super().__init__(expected_exceptions=(Refusal,), **kwargs)
        self.event = event

    def setup(self) -> None:
        self.queue = event_queue(self.container.service_name, self.event.TYPE)
        self.subscriptions.register_provider(self)
        self.subscriptions.consume(self.queue, self._on_message)

    def stop(self) -> None:
        """What was taken in is still handled."""
        self.subscriptions.leave()
        self.subscriptions.unregister_provider(self)

    def _on_message(self, message: Any) -> None:
        try:
            envelope = Envelope.model_validate_json(message.body)
            data = self.event.model_validate(envelope.data)
        except ValidationError as error:
            self._bury(message, f"cannot be read: {error.error_count()} fields")
            return
        delivered = Delivered(envelope, data, self.queue)
        self.container.spawn_worker(self, (delivered,), {}, handle_result=partial(self._finish, message))

    def _finish(self, message: Any, _worker: Any, result: Any, exc_info: Any) -> Any:
        if exc_info is None:
            self._count("ok")
            self.subscriptions.ack(message)
        else:
            self._try_later(message, reason_of(exc_info[1]))
        return result, exc_info

    def _try_later(self, message: Any, reason: str) -> None:
        attempts = (message.headers or {}).get("attempts", 0) + 1
        steps = settings().retry_seconds
        if attempts > len(steps):
            self._bury(message, reason, attempts)
            return
        self._count("retry")
        self._pass_on(message, retry_queue(steps[attempts - 1]), self.queue, reason, attempts)

    def _bury(self, message: Any, reason: str, attempts: int = 1) -> None:
        log.error("dead letter in %s: %s", self.queue, reason)
        self._count("dead")
        self._pass_on(message, "", dead_queue(self.container.service_name), reason, attempts)

    def _pass_on(self, message: Any, exchange: str, routing_key: str, reason: str, attempts: int) -> None:
        """Acknowledged only once the broker has confirmed the copy; otherwise the original comes again."""
        headers = {
            "attempts": attempts,
            "reason": reason,
            "handler": f"{self.container.service_name}.{self.method_name}",
            "queue": self.queue,
            "first-seen": (message.headers or {}).get("first-seen") or int(time.time()),
        }
        copy = Message(message.body, content_type=CONTENT_TYPE, delivery_mode=2, application_headers=headers)
        try:
            with connect(self.container.config["AMQP_URI"], HEARTBEAT) as connection:
                connection.channel().basic_publish_confirm(
                    copy, exchange=exchange, routing_key=routing_key, mandatory=True, confirm_timeout=CONFIRM_SECONDS
                )
        except LOST as error:
            log.warning("not passed on, will come again: %s", error)
            self.subscriptions.give_back(message)
            return
        self.subscriptions.ack(message)

    def _count(self, outcome: str) -> None:
        EVENTS_HANDLED.labels(self.container.service_name, self.queue, outcome).inc()


def reason_of(error: BaseException) -> str:
    """What failed and where, without the error's text, which may quote personal data."""
    if isinstance(error, Refusal):
        return f"{error.reason.code} {error.pointer or ''}".strip()
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


subscribe = Subscribe.decorator
