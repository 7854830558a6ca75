"""The RPC line: many threads ask over one AMQP connection; replies are matched by correlation id.

Replies come by direct reply-to, so that the broker keeps no reply queue. A request carries its deadline as message
expiry; a reply that comes too late finds nobody waiting and is dropped. When the connection breaks, whoever waits asks
again under the same idempotency key, as long as there is time.
"""

import itertools
import logging
import socket
import threading
import time
from typing import Any

from amqp import Message

from shared.contracts.call import Context
from shared.contracts.operation import Op
from shared.kernel.errors import DEADLINE, UNAVAILABLE
from shared.messaging.connection import LOST, connect
from shared.messaging.wire import REPLY_TO, RPC_EXCHANGE, Reply, headers_of

log = logging.getLogger(__name__)

GRACE = 0.25
"""Seconds that a reply may take after the service's deadline: what was committed in time is not called late."""
HEARTBEAT = 20
CONNECT_SECONDS = 2
SOCKET_SECONDS = 5
AGAIN_SECONDS = 0.05


class Line:
    """One per process. Connects at the first call and again whenever it must."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connecting = threading.Lock()
        self._link: _Link | None = None

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
            try:
                waiter = self._ready().send(request(op, command, context, left), op.service)
            except LOST as error:
                if not sent:
                    raise UNAVAILABLE() from error
                time.sleep(AGAIN_SECONDS)
                continue
            if not waiter.wait(left + GRACE):
                raise DEADLINE()
            if waiter.reply is not None:
                return waiter.reply
            if waiter.returned and not sent:
                raise UNAVAILABLE()
            # The connection broke, or had broken before: the first request may have had its effect, so this is no time
            # to say that nothing was done.
            sent = True
            time.sleep(AGAIN_SECONDS)

    def ask(self, op: Op, command: Any, context: Context) -> Any:
        """Like `call`, but takes a command and gives a view, and raises what the service refused."""
        reply = self.call(op, command.model_dump_json(), context)
        if not reply.ok:
            raise reply.refusal()
        return op.view.model_validate_json(reply.body)

    def connected(self) -> bool:
        """Whether the broker answers; connects when there is no connection yet."""
        try:
            self._ready()
        except LOST:
            return False
        return True

    def waiting(self) -> int:
        """How many calls wait for their reply."""
        return len(self._link.waiting) if self._link is not None else 0

    def close(self) -> None:
        if self._link is not None:
            self._link.end()

    def _ready(self) -> "_Link":
        link = self._link
        if link is not None and link.alive:
            return link
        with self._connecting:
            if self._link is None or not self._link.alive:
                self._link = _Link(self._url)
            return self._link


def request(op: Op, command: bytes | str, context: Context, left: float) -> Message:
    return Message(
        command,  # pyright: ignore[reportArgumentType]
        type=op.name,
        content_type="application/json",
        content_encoding="utf-8",
        reply_to=REPLY_TO,
        expiration=str(max(int(left * 1000), 1)),
        application_headers=headers_of(context),
    )


class _Waiter:
    __slots__ = ("_forget", "_lock", "reply", "returned")

    def __init__(self, forget: Any) -> None:
        self.reply: Reply | None = None
        self.returned = False
        self._forget = forget
        self._lock = threading.Lock()
        self._lock.acquire()

    def wake(self) -> None:
        self._lock.release()

    def wait(self, seconds: float) -> bool:
        try:
            return self._lock.acquire(timeout=max(seconds, 0))
        finally:
            self._forget()


class _Link:
    """One connection, read by a thread of its own, and who waits on it. Once broken it is thrown away."""

    def __init__(self, url: str) -> None:
        self.waiting: dict[str, _Waiter] = {}
        self.alive = True
        self._numbers = itertools.count()
        self._connection = connect(url, HEARTBEAT, CONNECT_SECONDS)
        self._channel: Any = self._connection.channel()
        self._channel.events["basic_return"].add(self._on_return)
        self._channel.basic_consume(REPLY_TO, no_ack=True, callback=self._on_reply)
        # Set once: a timeout that is set for each read would also hit whoever writes at that moment.
        opened: Any = self._connection.connection
        self._socket: socket.socket = opened.transport.sock
        self._socket.settimeout(SOCKET_SECONDS)
        threading.Thread(target=self._read, name="rpc-line", daemon=True).start()

    def send(self, message: Message, service: str) -> _Waiter:
        number = str(next(self._numbers))
        waiter = self.waiting[number] = _Waiter(lambda: self.waiting.pop(number, None))
        message.properties["correlation_id"] = number
        try:
            self._channel.basic_publish(message, exchange=RPC_EXCHANGE, routing_key=service, mandatory=True)
        except LOST:
            self.waiting.pop(number, None)
            self.end()
            raise
        if not self.alive:  # it may have broken before this waiter was listed, and would not be woken then
            self._wake(number)
        return waiter

    def end(self) -> None:
        self.alive = False
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # closed already

    def _read(self) -> None:
        beat = time.monotonic()
        try:
            while self.alive:
                try:
                    self._connection.drain_events()
                except TimeoutError:
                    pass
                if time.monotonic() - beat > HEARTBEAT / 4:
                    self._connection.heartbeat_check()
                    beat = time.monotonic()
        except Exception as error:  # whatever ends the reading ends the connection
            if self.alive:
                log.warning("rpc line lost: %s", error)
        finally:
            self.alive = False
            self._connection.collect()
            for number in list(self.waiting):
                self._wake(number)

    def _wake(self, number: str, reply: Reply | None = None, returned: bool = False) -> None:
        waiter = self.waiting.pop(number, None)
        if waiter is not None:
            waiter.reply, waiter.returned = reply, returned
            waiter.wake()

    def _on_reply(self, message: Any) -> None:
        body, headers = message.body, message.headers or {}
        reply = Reply(
            bool(headers.get("ok")),
            body if isinstance(body, bytes) else body.encode(),
            headers.get("version"),
            bool(headers.get("replayed")),
        )
        self._wake(message.properties.get("correlation_id"), reply)

    def _on_return(self, _error: Any, _exchange: str, _routing_key: str, message: Any) -> None:
        self._wake(message.properties.get("correlation_id"), returned=True)
