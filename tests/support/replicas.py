"""Further replicas of a service, for as long as something runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.town import Town


@contextmanager
def further_replicas(town: Town, service: str, count: int) -> Iterator[None]:
    processes = town.suite.processes[service]
    known = len(processes)
    for _ in range(count):
        town.suite.start_one(service)
    try:
        town.suite.wait_ready()
        yield
    finally:
        for place in range(known, len(processes)):
            town.suite.kill(service, place)
        del processes[known:]
