"""One broker connection per service: takes requests and events in, sends replies out."""

import logging
import time
from collections.abc import Callable
from typing import Any

import eventlet
import kombu
from amqp import Message
from amqp.exceptions import AMQPError
from eventlet.event import Event as Signal
from nameko.extensions import ProviderCollector, SharedExtension

log = logging.getLogger(__name__)

HEARTBEAT = 20


class Listener(SharedExtension, ProviderCollector):
    """Consumers register a queue and a callback; the listener keeps them consuming through broken connections."""

    def __init__(self) -> None:
        super().__init__()
        self._queues: list[tuple[str, Callable[[Any], None], Callable[[Any], None] | None]] = []
        self._connection: kombu.Connection | None = None
        self._channel: Any = None
        self._tags: list[str] = []
        self._stopping = False
        self._consuming = Signal()
        self.connected = False

    def consume(self, queue: str, callback: Callable[[Any], None], declare: Callable[[Any], None] | None = None) -> None:
        """Call `callback(message)` for every message in `queue`; `declare(channel)` makes the queue where it is ours."""
        self._queues.append((queue, callback, declare))

    def start(self) -> None:
        if self._queues:
            self.container.spawn_managed_thread(self._run)
            self._consuming.wait()

    def stop(self) -> None:
        self.wait_for_providers()
        self._stopping = True

    def kill(self) -> None:
        self._stopping = True

    def cancel(self) -> None:
        """Takes nothing more in; the connection stays open for replies."""
        for tag in self._tags:
            try:
                self._channel.basic_cancel(tag, nowait=True)
            except (OSError, AMQPError) as error:
                log.warning("consumer not cancelled: %s", error)

    def reply(self, channel: Any, message: Message, queue: str) -> None:
        """Sent without a confirm: a caller that does not hear asks again under its idempotency key."""
        try:
            channel.basic_publish(message, exchange="", routing_key=queue)
        except (OSError, AMQPError) as error:
            log.warning("reply not sent: %s", error)

    @staticmethod
    def ack(message: Any) -> None:
        try:
            message.channel.basic_ack(message.delivery_tag)
        except (OSError, AMQPError, AttributeError) as error:
            log.warning("not acknowledged, will come again: %s", error)

    @property
    def prefetch(self) -> int:
        return self.container.max_workers

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._connect()
                self._drain()
            except (OSError, AMQPError, kombu.exceptions.OperationalError) as error:
                log.warning("broker connection lost, trying again: %s", error)
                eventlet.sleep(0.5)
            finally:
                self.connected = False
                if self._connection is not None:
                    self._connection.collect()

    def _connect(self) -> None:
        self._connection = kombu.Connection(self.container.config["AMQP_URI"], heartbeat=HEARTBEAT, connect_timeout=5)
        self._connection.connect()
        self._tags = []
        channel = self._connection.channel()
        channel.basic_qos(0, self.prefetch, False)
        for queue, callback, declare in self._queues:
            if declare is not None:
                declare(channel)
            self._tags.append(channel.basic_consume(queue, callback=callback))
        self._channel = channel
        self.connected = True
        if not self._consuming.ready():
            self._consuming.send()

    def _drain(self) -> None:
        assert self._connection is not None
        beat = time.monotonic()
        while not self._stopping:
            try:
                self._connection.drain_events(timeout=1)
            except TimeoutError:
                pass
            if time.monotonic() - beat > HEARTBEAT / 4:
                self._connection.heartbeat_check()
                beat = time.monotonic()
