"""One broker connection per service for what it takes in, requests or events, and for the replies."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import eventlet
from amqp import Message
from eventlet.event import Event as Signal
from kombu.connection import Connection
from nameko.extensions import ProviderCollector, SharedExtension

from shared.messaging.connection import LOST, connect
from shared.runtime.settings import settings

log = logging.getLogger(__name__)

HEARTBEAT = 20
READ_SECONDS, LEAVING_READ_SECONDS = 1.0, 0.05
AGAIN_SECONDS = 0.5

Take = Callable[[Any], None]


class Listener(SharedExtension, ProviderCollector):
    """Consumers register a queue and a callback; the listener keeps them consuming through broken connections.

    Every message is settled by `ack`, `reject` or `give_back`.
    """

    container: Any

    def __init__(self) -> None:
        super().__init__()
        self._queues: list[tuple[str, Take, Callable[[Any], None] | None]] = []
        self._connection: Connection | None = None
        self._channel: Any = None
        self._tags: list[str] = []
        self._unsettled: set[int] = set()
        self._leaving = False
        self._consuming, self._left = Signal(), Signal()

    def consume(self, queue: str, take: Take, declare: Callable[[Any], None] | None = None) -> None:
        """Call `take(message)` for every message in `queue`; `declare(channel)` makes the queue where it is ours."""
        self._queues.append((queue, take, declare))

    def start(self) -> None:
        if self._queues:
            self.container.spawn_managed_thread(self._run)
            self._consuming.wait()

    def leave(self) -> None:
        """Takes nothing more in; returns when all that was taken in is settled."""
        self._leaving = True
        self._left.wait()

    def kill(self) -> None:
        self._leaving = True

    def reply(self, channel: Any, message: Message, queue: str) -> None:
        """Sent without a confirm: a caller that does not hear asks again under its idempotency key."""
        try:
            channel.basic_publish(message, exchange="", routing_key=queue)
        except LOST as error:
            log.warning("reply not sent: %s", error)

    def ack(self, message: Any) -> None:
        self._settle(message, lambda: message.channel.basic_ack(message.delivery_tag))

    def reject(self, message: Any) -> None:
        """An event goes to the dead letters, a request is dropped."""
        self._settle(message, lambda: message.channel.basic_reject(message.delivery_tag, requeue=False))

    def give_back(self, message: Any) -> None:
        """It comes again, here or to another replica."""
        self._settle(message, lambda: message.channel.basic_reject(message.delivery_tag, requeue=True))

    def prefetch(self) -> int:
        """How many messages may be taken in from one queue at a time, all queues together as many as `workers` says."""
        return max(settings().workers // len(self._queues), 1)

    def _settle(self, message: Any, tell: Callable[[], None]) -> None:
        try:
            tell()
        except LOST as error:
            log.warning("not settled, will come again: %s", error)
        if message.channel is self._channel:
            self._unsettled.discard(message.delivery_tag)

    def _take(self, take: Take, message: Any) -> None:
        self._unsettled.add(message.delivery_tag)
        try:
            take(message)
        except Exception:  # one message must not end the service
            log.exception("could not take a message in")
            self.reject(message)

    def _run(self) -> None:
        while not self._leaving:
            try:
                self._connect()
                self._drain()
                assert self._connection is not None
                self._connection.close()  # in order, so that the last replies are out
            except Exception as error:  # whatever it is, what was not settled comes again
                log.warning("broker connection lost, trying again: %s: %s", type(error).__name__, error)
                if self._connection is not None:
                    self._connection.collect()
                if not self._leaving:
                    eventlet.sleep(AGAIN_SECONDS)  # pyright: ignore[reportArgumentType]
        self._left.send()

    def _connect(self) -> None:
        self._connection = connect(self.container.config["AMQP_URI"], HEARTBEAT)
        channel = self._connection.channel()
        channel.basic_qos(0, self.prefetch(), False)
        self._channel, self._tags, self._unsettled = channel, [], set()
        for queue, take, declare in self._queues:
            if declare is not None:
                declare(channel)
            self._tags.append(channel.basic_consume(queue, callback=partial(self._take, take)))
        if not self._consuming.ready():
            self._consuming.send()

    def _drain(self) -> None:
        """Reads until the service leaves and all is settled."""
        assert self._connection is not None
        beat = time.monotonic()
        while not self._leaving or self._tags or self._unsettled:
            while self._leaving and self._tags:
                self._channel.basic_cancel(self._tags.pop())
            try:
                self._connection.drain_events(timeout=LEAVING_READ_SECONDS if self._leaving else READ_SECONDS)
            except TimeoutError:
                pass
            if time.monotonic() - beat > HEARTBEAT / 4:
                self._connection.heartbeat_check()
                beat = time.monotonic()
