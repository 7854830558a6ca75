"""A database of tickets of one's own, in this process, on a clock that the test sets."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import mongoengine
import pytest

from services.tickets.store import TicketStore
from shared.runtime.settings import settings
from shared.storage.database import Database
from tests.support.servers import Servers


class SetClock:
    """Set it to the past: what is late by the wall clock is refused."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@contextmanager
def tickets_database(servers: Servers, clock: SetClock, prefix: str) -> Iterator[Database]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINLI_DATABASE_PREFIX", prefix)
        settings.cache_clear()
        try:
            yield Database("tickets", TicketStore, clock, servers.database.url)
            mongoengine.get_connection("tickets").drop_database(f"{prefix}tickets")
        finally:
            mongoengine.disconnect("tickets")
    settings.cache_clear()


def within(database: Database, use: Callable[[Any], Any]) -> None:
    """`use(store)` as one unit of work."""

    def run(store: Any, _actor: Any) -> None:
        use(store)

    database.act(uuid.uuid4().hex, run)


def collections(prefix: str) -> Any:
    return mongoengine.get_connection("tickets")[f"{prefix}tickets"]
