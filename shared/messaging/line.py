"""The RPC line: many threads ask over one AMQP connection; replies are matched by correlation id.

Replies come by direct reply-to, so that the broker keeps no reply queue. A request carries its deadline as message
expiry; a reply that comes too late finds nobody waiting and is dropped. When the connection breaks, whoever waits asks
again under the same idempotency key, as long as there is time.
"""

import itertools
import logging
import threading
import time
from typing import Any

import kombu
from amqp import Message
from amqp.exceptions import AMQPError

from shared.contracts.call import Context
from shared.contracts.operation import Op
from shared.kernel.errors import DEADLINE, UNAVAILABLE
from shared.messaging.wire import REPLY_TO, RPC_EXCHANGE, Reply, headers_of

log = logging.getLogger(__name__)

GRACE = 0.25
"""Seconds that a reply may take after the service's deadline: what was committed in time is not called late."""
HEARTBEAT = 20


class _Waiter:
    __slots__ = ("_lock", "lost", "reply", "returned")

    def __init__(self) -> None:
        self.reply: Reply | None = None
        self.returned = False
        self.lost = False
        self._lock = threading.Lock()
        self._lock.acquire()

    def wake(self) -> None:
        self._lock.release()

    def wait(self, seconds: float) -> bool:
        return self._lock.acquire(timeout=max(seconds, 0))


class Line:
    """One per process. Connects at the first call and again whenever it must."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: dict[str, _Waiter] = {}
        self._numbers = itertools.count()
        self._connecting = threading.Lock()
        self._connection: Any = None
        self._channel: Any = None

    def call(self, op: Op, command: bytes | str, context: Context) -> Reply:
        """The service's reply.

        Raises `unavailable` when nobody serves the operation or the broker is away, and nothing was sent; `deadline`
        when there was no reply in time.
        """
        sent = False
        while True:
            left = context.deadline - time.time()
            if left <= 0:
                raise DEADLINE() if sent else UNAVAILABLE()
            number = str(next(self._numbers))
            waiter = self._waiting[number] = _Waiter()
            try:
                try:
                    self._publish(op, command, context, number, left)
                except (OSError, AMQPError, kombu.exceptions.OperationalError) as error:
                    self._drop()
                    if sent:
                        time.sleep(0.05)
                        continue
                    raise UNAVAILABLE() from error
                if not waiter.wait(left + GRACE):
                    raise DEADLINE()
            finally:
                self._waiting.pop(number, None)
            if waiter.returned:
                raise UNAVAILABLE()
            if waiter.lost:
                sent = True
                continue
            assert waiter.reply is not None
            return waiter.reply

    def ask(self, op: Op, command: Any, context: Context) -> Any:
        """Like `call`, but takes a command and gives a view, and raises what the service refused."""
        reply = self.call(op, command.model_dump_json(), context)
        if not reply.ok:
            raise reply.refusal()
        return op.view.model_validate_json(reply.body)

    def connected(self) -> bool:
        """Whether the broker answers; connects when there is no connection yet."""
        try:
            self._ready_channel()
        except (OSError, AMQPError, kombu.exceptions.OperationalError):
            return False
        return True

    def close(self) -> None:
        self._drop()

    def _publish(self, op: Op, command: bytes | str, context: Context, number: str, left: float) -> None:
        message = Message(
            command,
            type=op.name,
            content_type="application/json",
            content_encoding="utf-8",
            reply_to=REPLY_TO,
            correlation_id=number,
            expiration=str(max(int(left * 1000), 1)),
            application_headers=headers_of(context),
        )
        self._ready_channel().basic_publish(message, exchange=RPC_EXCHANGE, routing_key=op.service, mandatory=True)

    def _ready_channel(self) -> Any:
        channel = self._channel
        if channel is not None:
            return channel
        with self._connecting:
            if self._channel is None:
                self._connect()
            return self._channel

    def _connect(self) -> None:
        connection = kombu.Connection(self._url, heartbeat=HEARTBEAT, connect_timeout=2)
        connection.connect()
        channel = connection.channel()
        channel.events["basic_return"].add(self._on_return)
        channel.basic_consume(REPLY_TO, no_ack=True, callback=self._on_reply)
        self._connection, self._channel = connection, channel
        threading.Thread(target=self._read, args=(connection,), name="rpc-line", daemon=True).start()

    def _read(self, connection: kombu.Connection) -> None:
        beat = time.monotonic()
        try:
            while self._connection is connection:
                try:
                    connection.drain_events(timeout=1)
                except TimeoutError:
                    pass
                if time.monotonic() - beat > HEARTBEAT / 4:
                    connection.heartbeat_check()
                    beat = time.monotonic()
        except Exception as error:  # whatever ends the reading ends the connection
            if self._connection is connection:
                log.warning("rpc line lost: %s", error)
                self._drop()
        finally:
            connection.collect()

    def _drop(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is None:
            return
        for number in list(self._waiting):
            waiter = self._waiting.pop(number, None)
            if waiter is not None:
                waiter.lost = True
                waiter.wake()

    def _on_reply(self, message: Any) -> None:
        waiter = self._waiting.pop(message.properties.get("correlation_id"), None)
        if waiter is None:
            return
        headers = message.headers
        body = message.body
        waiter.reply = Reply(
            bool(headers.get("ok")),
            body if isinstance(body, bytes) else body.encode(),
            headers.get("version"),
            bool(headers.get("replayed")),
        )
        waiter.wake()

    def _on_return(self, _error: Any, _exchange: str, _routing_key: str, message: Any) -> None:
        waiter = self._waiting.pop(message.properties.get("correlation_id"), None)
        if waiter is not None:
            waiter.returned = True
            waiter.wake()
