"""`python -m infra.tools.outbox`: how many events each service has not published yet, and how old the oldest is."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pymongo

from shared.contracts.registry import APIS
from shared.runtime.settings import settings

SERVER_MILLISECONDS = 5000


@dataclass(frozen=True)
class Unsent:
    """`rows` are commands whose events wait, `seconds` the age of the oldest."""

    service: str
    rows: int
    events: int
    seconds: float


def unsent(mongo_url: str, prefix: str, now: datetime) -> list[Unsent]:
    client: Any = pymongo.MongoClient(mongo_url, tz_aware=True, serverSelectionTimeoutMS=SERVER_MILLISECONDS)
    with client:
        return [look(client[f"{prefix}{service}"]["journal"], service, now) for service in sorted(APIS)]


def look(journal: Any, service: str, now: datetime) -> Unsent:
    group = {"_id": None, "rows": {"$sum": 1}, "events": {"$sum": {"$size": "$events"}}, "oldest": {"$min": "$at"}}
    found = next(journal.aggregate([{"$match": {"pending": True}}, {"$group": group}]), None)
    if found is None:
        return Unsent(service, 0, 0, 0.0)
    return Unsent(service, found["rows"], found["events"], (now - found["oldest"]).total_seconds())


def main() -> None:
    for entry in unsent(settings().mongo_url, settings().database_prefix, datetime.now(UTC)):
        print(f"{entry.service:<16} {entry.events:>8} events in {entry.rows:>8} rows, oldest {entry.seconds:>8.1f} s")


if __name__ == "__main__":
    sys.exit(main())
