"""What every bench stands on: one broker and one database of its own, on loopback, removed afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymongo

from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.scratch import scratch_folder


@dataclass(frozen=True)
class Options:
    """Durations in seconds; `connections` is how many clients wait for a reply at any time."""

    rounds: int = 3
    seconds: int = 6
    warmup: int = 2
    connections: int = 16


@dataclass(frozen=True)
class Stage:
    folder: Path
    broker: Broker
    database: Database
    options: Options
    mongo: "pymongo.MongoClient[Any]"


@contextmanager
def stage(options: Options) -> Iterator[Stage]:
    with scratch_folder("linli-bench-") as folder:
        broker, database = Broker(folder / "broker"), Database(folder / "database", cache_gigabytes=1.0)
        try:
            broker.start()
            database.start()
            with pymongo.MongoClient(database.url, tz_aware=True) as mongo:
                yield Stage(folder, broker, database, options, mongo)
        finally:
            database.stop()
            broker.stop()
