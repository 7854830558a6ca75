"""The relay publishes what the journal holds: in order per aggregate, with confirms, at least once.

Every replica runs one; a lease on the database server's clock lets one of them publish. It wakes when its own process
commits, and looks by itself often enough to see what other replicas and crashes left. While nothing happens it does not
look: a change stream tells of rows that other replicas write. A batch counts as sent when the broker has confirmed every
event of it; a missing confirm, a returned event and a closed channel are all "not sent".
"""

import logging
import time
from typing import Any, Protocol

import eventlet
from amqp import Message
from eventlet.event import Event as Signal
from kombu.connection import Connection
from nameko.extensions import DependencyProvider

from shared.contracts.envelope import CONTENT_TYPE
from shared.contracts.registry import SUBSCRIPTIONS, events
from shared.messaging.connection import connect
from shared.messaging.provide import Provide
from shared.messaging.wire import EVENTS_EXCHANGE
from shared.runtime.metrics import EVENTS_PUBLISHED, OUTBOX_AGE

log = logging.getLogger(__name__)

BATCH = 200
LEASE_SECONDS = 4.0
RENEW_SECONDS = 1.5
FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.05
CHANGES_HEARD = 100
"""After so many changes a stream is let go of: who is busy looks often enough, and need not be told of each."""
CONFIRM_SECONDS = 10.0
AGAIN_SECONDS = 0.5
HEARTBEAT = 20


class Outgoing(Protocol):
    """What the relay needs of a journal's pending row."""

    key: str
    events: list[dict[str, Any]]
    written_at: float


class Outbox(Protocol):
    """What the relay needs of the journal."""

    def pending(self, limit: int) -> list[Outgoing]: ...
    def sent(self, keys: list[str]) -> None: ...
    def watch(self) -> Any: ...


def in_order(rows: list[Outgoing]) -> list[dict[str, Any]]:
    """The events of a batch, oldest first, each subject's by version.

    Rows are sorted by the clocks of the replicas that wrote them. Two changes of one subject may carry times that are
    equal, or swapped by as much as those clocks differ; its version says which came first.
    """
    events = [event for row in rows for event in row.events]
    places: dict[str, list[int]] = {}
    for place, event in enumerate(events):
        places.setdefault(event["subject"], []).append(place)
    ordered = list(events)
    for taken in places.values():
        by_version = sorted((events[place] for place in taken), key=lambda event: event["version"])
        for place, event in zip(taken, by_version, strict=True):
            ordered[place] = event
    return ordered


class NotConfirmed(Exception):
    """The broker did not take a batch as a whole."""


class Relay(DependencyProvider):
    """Declared by a service beside its `store`, which has `outbox`, `holds_lease` and `on_commit`."""

    container: Any

    def setup(self) -> None:
        self._stopping = False
        self._ended = Signal()
        self._wake = Signal()
        self._changes: Any = None
        self._confirmed_up_to = 0
        self._channel: Any = None
        self._connection: Connection | None = None
        self._expected = expected_types()

    def start(self) -> None:
        store = next(p for p in self.container.dependencies if isinstance(p, Provide) and p.attr_name == "store").thing
        store.on_commit(self.wake)
        self.container.spawn_managed_thread(lambda: self._run(store))

    def stop(self) -> None:
        """Publishes what is there and hands the lease over."""
        self._stopping = True
        self.wake()
        self._ended.wait()

    def kill(self) -> None:
        self._stopping = True

    def get_dependency(self, worker_ctx: Any) -> "Relay":
        return self

    def wake(self) -> None:
        if not self._wake.ready():
            self._wake.send()

    def _run(self, store: Any) -> None:
        pause, lease_until = FIRST_PAUSE, 0.0
        while True:
            try:
                if time.monotonic() > lease_until:
                    if not store.holds_lease("relay", LEASE_SECONDS):
                        OUTBOX_AGE.labels(self.container.service_name).set(0)
                        self._changes = None
                        if self._stopping:
                            break
                        self._sleep(RENEW_SECONDS)
                        continue
                    lease_until = time.monotonic() + RENEW_SECONDS
                    self._beat()
                rows = store.outbox.pending(BATCH)
                OUTBOX_AGE.labels(self.container.service_name).set(time.time() - rows[0].written_at if rows else 0)
                if rows:
                    self._publish(rows)
                    store.outbox.sent([row.key for row in rows])
                    pause = FIRST_PAUSE
                    continue
                if self._stopping:
                    store.holds_lease("relay", 0)
                    break
                if pause >= LONGEST_PAUSE and self._changes is None:
                    self._watch(store.outbox)
                    continue  # what was written just before the stream opened is not in it
            except Exception as error:  # nothing may stop the relay; what was not confirmed stays in the journal
                log.warning("relay waits: %s: %s", type(error).__name__, error)
                self._disconnect()
                if self._stopping:
                    break
                lease_until = 0.0
                self._sleep(AGAIN_SECONDS)
                continue
            woken = self._sleep(RENEW_SECONDS if self._changes is not None and pause >= LONGEST_PAUSE else pause)
            pause = FIRST_PAUSE if woken else min(pause * 2, LONGEST_PAUSE)
        self._changes = None
        self._disconnect()
        self._ended.send()

    def _sleep(self, seconds: float) -> bool:
        """Whether somebody woke the relay before the time was over."""
        with eventlet.Timeout(seconds, False):
            self._wake.wait()
        woken = self._wake.ready()
        if woken:
            self._wake = Signal()
        return woken

    def _watch(self, outbox: Outbox) -> None:
        self._changes = outbox.watch()
        eventlet.spawn(self._listen, self._changes)

    def _listen(self, changes: Any) -> None:
        """Wakes the relay at each change, until somebody has let go of the stream or enough was heard."""
        heard = 0
        try:
            while self._changes is changes and heard < CHANGES_HEARD:
                if changes.try_next() is not None:
                    heard += 1
                    self.wake()
            changes.close()
        except Exception as error:  # the relay looks by itself again, and opens another one
            log.info("relay hears no changes: %s: %s", type(error).__name__, error)
        finally:
            if self._changes is changes:
                self._changes = None
                self.wake()

    def _publish(self, rows: list[Outgoing]) -> None:
        channel = self._channel or self._connect()
        events = in_order(rows)
        for event in events:
            message = Message(
                event["body"], content_type=CONTENT_TYPE, message_id=event["id"], type=event["type"], delivery_mode=2
            )
            expected = event["type"] in self._expected
            channel.basic_publish(message, EVENTS_EXCHANGE, event["routing_key"], mandatory=expected)
        self._last_tag += len(events)
        self._await_confirms()
        EVENTS_PUBLISHED.labels(self.container.service_name).inc(len(events))

    def _await_confirms(self) -> None:
        assert self._connection is not None
        until = time.monotonic() + CONFIRM_SECONDS
        while self._confirmed_up_to < self._last_tag:
            if time.monotonic() > until:
                raise NotConfirmed(f"{self._last_tag - self._confirmed_up_to} events without a confirm")
            try:
                self._connection.drain_events(timeout=1)
            except TimeoutError:
                self._connection.heartbeat_check()

    def _beat(self) -> None:
        """Heartbeats, and what the broker has to say, while there is nothing to publish."""
        if self._connection is not None:
            try:
                self._connection.drain_events(timeout=0.001)
            except TimeoutError:
                pass
            self._connection.heartbeat_check()

    def _connect(self) -> Any:
        self._connection = connect(self.container.config["AMQP_URI"], HEARTBEAT)
        channel: Any = self._connection.channel()
        channel.confirm_select()
        channel.events["basic_ack"].add(self._on_ack)
        channel.events["basic_nack"].add(self._on_nack)
        channel.events["basic_return"].add(self._on_return)
        self._confirmed_up_to, self._last_tag = 0, 0
        self._out_of_order: set[int] = set()
        self._channel = channel
        return channel

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        if multiple:
            self._confirmed_up_to = max(self._confirmed_up_to, delivery_tag)
        else:
            self._out_of_order.add(delivery_tag)
        while self._confirmed_up_to + 1 in self._out_of_order:
            self._confirmed_up_to += 1
            self._out_of_order.discard(self._confirmed_up_to)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        raise NotConfirmed(f"the broker refused event {delivery_tag}")

    def _on_return(self, _error: Any, _exchange: str, routing_key: str, _message: Any) -> None:
        raise NotConfirmed(f"no queue takes {routing_key}: the topology is not declared")

    def _disconnect(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            connection.collect()


def expected_types() -> set[str]:
    """Types of which every event must find a queue: somebody subscribes to them, or partners' stream keeps them."""
    subscribed = {event.TYPE for consumer in SUBSCRIPTIONS.values() for event in consumer}
    return subscribed | {kind for kind, event in events().items() if event.AUDIENCE == "partner"}
