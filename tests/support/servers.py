"""Real servers for tests: one RabbitMQ and one MongoDB per test run, on free ports."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.broker import Broker
from infra.local.database import Database


@dataclass(frozen=True)
class Servers:
    folder: Path
    broker: Broker
    database: Database


@contextmanager
def running_servers() -> Iterator[Servers]:
    with tempfile.TemporaryDirectory(prefix="linli-test-") as name:
        folder = Path(name)
        broker, database = Broker(folder / "broker"), Database(folder / "database")
        try:
            broker.start()
            database.start()
            yield Servers(folder, broker, database)
        finally:
            database.stop()
            broker.stop()
