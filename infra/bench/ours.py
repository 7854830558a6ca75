"""The suite under load: gateway and the services that a ticket passes, one process each unless told otherwise."""

import itertools
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import requests

from infra.bench import partner
from infra.bench.stage import Stage
from infra.bench.system import System
from infra.local.mint import Mint
from infra.local.suite import GATEWAY, Suite
from infra.rabbitmq.topology import PARTNER_EXCHANGE, queues
from shared.contracts.actor import Actor, Role
from shared.contracts.registry import APIS, SUBSCRIPTIONS
from shared.messaging.wire import event_queue

NAME = "linli"
SERVICES = ["identity", "residents", "tickets"]
QUEUE = "partner.bench"
GRID = "150202.001.001.001"
KINDS = ("district", "street", "community", "grid")
WEST, SOUTH, SIZE = 111.0, 41.0, 0.01
POINT = {"longitude": WEST + SIZE / 2, "latitude": SOUTH + SIZE / 2}
RING = [
    [WEST, SOUTH], [WEST + SIZE, SOUTH], [WEST + SIZE, SOUTH + SIZE], [WEST, SOUTH + SIZE], [WEST, SOUTH],
]  # fmt: skip

_runs = itertools.count(1)


@contextmanager
def running(stage: Stage, replicas: Mapping[str, int] | None = None) -> Iterator[tuple[Suite, System]]:
    """A suite with a fresh database, a grid to report into, a resident's token and a partner's queue."""
    number = next(_runs)
    environment = {"LINLI_RATE_LIMIT": "", "LINLI_LOG_LEVEL": "WARNING", "LINLI_DATABASE_PREFIX": f"linli{number}_"}
    suite = Suite(stage.folder / f"suite-{number}", stage.broker, stage.database, environment, SERVICES, replicas)
    suite.start()
    try:
        leave_out_others(stage, SERVICES)
        partner.bind(stage.broker.amqp_url, PARTNER_EXCHANGE, QUEUE)
        _draw_grid(suite.url, _token(suite, Role.OPS))
        system = System(
            NAME,
            suite.url,
            "/v1/tickets",
            stage.mongo[f"linli{number}_tickets"]["tickets"],
            parts(suite),
            QUEUE,
            _token(suite, Role.RESIDENT),
        )
        _await_grid(system)
        yield suite, system
    finally:
        suite.stop()
        partner.remove(stage.broker.amqp_url, [QUEUE])


def parts(suite: Suite) -> dict[str, list[int]]:
    """Process ids of what a ticket passes."""
    return {
        "http": [process.pid for process in suite.processes[GATEWAY]],
        "service": [process.pid for process in suite.processes["tickets"] if process.poll() is None],
    }


def _token(suite: Suite, role: Role) -> str:
    return Mint(suite.environment).token(Actor(uuid.uuid4().hex, frozenset({role})))


def leave_out_others(stage: Stage, services: Sequence[str]) -> None:
    """No event queue for a service that does not run here: what nobody takes out would only fill up."""
    absent = [name for name in APIS if name not in services]
    declared = {queue.name for queue in queues()}
    unread = {event_queue(name, event.TYPE) for name in absent for event in SUBSCRIPTIONS.get(name, ())}
    partner.remove(stage.broker.amqp_url, sorted(declared & unread))


def _draw_grid(url: str, token: str) -> None:
    codes = GRID.split(".")
    for depth, kind in enumerate(KINDS, 1):
        path = ".".join(codes[:depth])
        area = {"kind": kind, "name": path, "name_en": path, "outline": {"coordinates": [RING]}}
        reply = requests.put(
            f"{url}/v1/areas/{path}", json=area, headers={"Authorization": f"Bearer {token}"}, timeout=10
        )
        reply.raise_for_status()


def _await_grid(system: System) -> None:
    """The grid reaches tickets by an event; until then a report goes to a duty desk, or is refused."""
    report = {"category": "water", "text": "试", "point": POINT}
    until = time.monotonic() + 20
    while True:
        headers = {"Authorization": f"Bearer {system.token}"}
        reply = requests.post(system.url + system.path, json=report, headers=headers, timeout=10)
        if reply.status_code == 201 and reply.json()["area"] == GRID:
            return
        if time.monotonic() > until:
            reply.raise_for_status()
        time.sleep(0.05)
