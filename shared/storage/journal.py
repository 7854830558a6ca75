"""The journal: one row per command or event that had an effect, written in the same transaction as the effect.

A row is at once the idempotency record (its key and the reply that was given, sealed), the inbox (its key is consumer and event
id) and the outbox (the events that the effect announces, until the relay has published them). Rows are removed two days
after their events are out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, MongoClient
from pymongo.change_stream import CollectionChangeStream
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from shared.storage.sealing import seal, unseal

KEPT = timedelta(days=2)
WATCH_MILLISECONDS = 5000


class AlreadyDone(Exception):
    """The key is in the journal: its effect has happened before."""


@dataclass(frozen=True)
class Row:
    """A pending row as the relay sees it; `written_at` in seconds since the epoch."""

    key: str
    events: list[dict[str, Any]]
    written_at: float


@dataclass(frozen=True)
class Given:
    """The reply that was given under a key."""

    fingerprint: str
    reply: str | None
    version: int | None


class Journal:
    def __init__(self, client: MongoClient[Any], database: str) -> None:
        self._client = client
        self._rows: Collection[Any] = client[database]["journal"]

    def prepare(self) -> None:
        """Makes collection and indexes; in a transaction they could not be made."""
        self._rows.create_index([("at", ASCENDING)], partialFilterExpression={"pending": True}, name="pending")
        self._rows.create_index(
            "settled_at",
            expireAfterSeconds=int(KEPT.total_seconds()),
            partialFilterExpression={"settled_at": {"$exists": True}},
            name="kept",
        )

    def write(
        self, key: str, mark: str, reply: str | None, version: int | None, events: list[dict[str, Any]], now: datetime
    ) -> None:
        """Adds the row, inside of the caller's transaction; raises AlreadyDone when the key has had its effect."""
        kept = None if reply is None else seal(reply, _purpose(key))
        row: dict[str, Any] = {"_id": key, "fingerprint": mark, "reply": kept, "version": version, "at": now}
        if events:
            row |= {"events": events, "pending": True}
        else:
            row["settled_at"] = now
        try:
            self._rows.insert_one(row)
        except DuplicateKeyError as error:
            raise AlreadyDone(key) from error

    def given(self, key: str) -> Given | None:
        row = self._rows.find_one({"_id": key}, {"fingerprint": 1, "reply": 1, "version": 1})
        if row is None:
            return None
        reply = None if row["reply"] is None else unseal(row["reply"], _purpose(key))
        return Given(row["fingerprint"], reply, row["version"])

    def pending(self, limit: int) -> list[Row]:
        """Rows whose events are to be published, oldest first.

        Read from one snapshot: a plain cursor could show an aggregate's event n+1 that was committed while it ran, and
        not n, which was committed behind its back.
        """
        with self._client.start_session(snapshot=True) as session:
            found = self._rows.find(
                {"pending": True}, {"events": 1, "at": 1}, session=session, sort=[("at", ASCENDING)], limit=limit
            )
            return [Row(row["_id"], row["events"], row["at"].timestamp()) for row in found]

    def watch(self) -> CollectionChangeStream[Any]:
        """An open change stream of rows that are written with events; looking into it waits for a while."""
        with_events = {"$match": {"operationType": "insert", "fullDocument.pending": True}}
        return self._rows.watch([with_events, {"$project": {"documentKey": 1}}], max_await_time_ms=WATCH_MILLISECONDS)

    def sent(self, keys: list[str]) -> None:
        """Strikes the events; the server's clock counts the two days."""
        self._rows.update_many(
            {"_id": {"$in": keys}}, {"$unset": {"pending": True, "events": True}, "$currentDate": {"settled_at": True}}
        )


def _purpose(key: str) -> str:
    """A reply opens under its own key only."""
    return f"reply to {key}"
