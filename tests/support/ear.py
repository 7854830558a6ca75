"""Hearing what is announced, on the bus itself: what waits in a journal is gone as soon as it is out."""

import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import pika

from shared.messaging.wire import EVENTS_EXCHANGE
from tests.support.waiting import eventually


class Ear:
    """Hears events of one type from now on. `url` is the administrator's."""

    def __init__(self, url: str, event_type: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self._channel = self._connection.channel()
        self._queue = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.queue_bind(self._queue, EVENTS_EXCHANGE, routing_key=f"{event_type}.#")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def hear(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event for which `wanted` says yes."""

        def next_wanted() -> dict[str, Any] | None:
            _, _, body = self._channel.basic_get(self._queue, auto_ack=True)
            event = json.loads(body) if body else None
            return event if event and wanted(event) else None

        return eventually(next_wanted)
