"""Real servers for tests: one RabbitMQ and one MongoDB per test run, on free ports."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.scratch import scratch_folder


@dataclass(frozen=True)
class Servers:
    folder: Path
    broker: Broker
    database: Database


@contextmanager
def running_servers() -> Iterator[Servers]:
    """They end with this process, however it dies."""
    with scratch_folder("linli-test-") as folder:
        broker, database = Broker(folder / "broker"), Database(folder / "database")
        try:
            broker.start()
            database.start()
            yield Servers(folder, broker, database)
        finally:
            database.stop()
            broker.stop()
