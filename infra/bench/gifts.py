"""Transfers through the volunteers service: gifts of one minute of banked hours, asked for over the bus.

Each goes the way of any operation: token checked, one transaction with its journal row and its event, the reply sent.
"""

import itertools
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from infra.bench.stage import Stage
from infra.local.mint import Mint
from infra.local.suite import Suite
from shared.contracts.actor import Actor, Role
from shared.contracts.call import Context
from shared.contracts.operation import Op
from shared.contracts.volunteers.time_bank import (
    DONATE_HOURS,
    FUND_POOL,
    GRANT_HOURS,
    OPEN_HOURS,
    DonateHours,
    FundPool,
    GrantHours,
    OpenHours,
)
from shared.kernel.errors import CONFLICT, Refusal
from shared.messaging.line import Line

AREA = "150202.001.001"
MINUTES = 80_000
SECONDS = 30

_runs = itertools.count(1)


class Gifts:
    """Two people for each worker, one of whom has the hours; the pool of their community is the hot account."""

    def __init__(self, suite: Suite, line: Line, workers: int) -> None:
        self.processes = [process.pid for process in suite.processes["volunteers"]]
        self._line = line
        self._mint = Mint(suite.environment)
        staff = self._token(Role.DISTRICT_STAFF, areas=(AREA[:6],))
        self._givers = [self._token(Role.RESIDENT) for _ in range(workers)]
        accounts = [
            self._ask(OPEN_HOURS, OpenHours(area=AREA), token)
            for token in (*self._givers, *(self._token(Role.RESIDENT) for _ in range(workers)))
        ]
        self._takers = [account.id for account in accounts[workers:]]
        self._ask(FUND_POOL, FundPool(area=AREA, minutes=workers * MINUTES, fund="bench"), staff)
        for account in accounts[:workers]:
            self._ask(GRANT_HOURS, GrantHours(area=AREA, to=account.id, minutes=MINUTES, reason="bench"), staff)

    def give(self, worker: int, hot: bool) -> int:
        """One minute to the worker's own counterpart, or to the pool; how often it had to be asked for."""
        to = None if hot else self._takers[worker]
        for tries in itertools.count(1):
            try:
                self._ask(DONATE_HOURS, DonateHours(minutes=1, to=to), self._givers[worker])
            except Refusal as refusal:
                if refusal.reason is not CONFLICT:
                    raise
            else:
                return tries
        raise AssertionError("count ends nowhere")

    def _token(self, role: Role, areas: tuple[str, ...] = ()) -> str:
        return self._mint.token(Actor(uuid.uuid4().hex, frozenset({role}), areas=areas))

    def _ask(self, op: Op, command: Any, token: str) -> Any:
        key = uuid.uuid4().hex
        return self._line.ask(op, command, Context(key, time.time() + SECONDS, token=token, key=key))


@contextmanager
def serving(stage: Stage, replicas: int = 1) -> Iterator[Gifts]:
    """A volunteers service with a fresh database on the broker and database of this stage."""
    number = next(_runs)
    environment = {"LINLI_LOG_LEVEL": "WARNING", "LINLI_DATABASE_PREFIX": f"gifts{number}_"}
    suite = Suite(
        stage.folder / f"gifts-{number}", stage.broker, stage.database, environment, ["identity", "volunteers"],
        {"volunteers": replicas},
    )  # fmt: skip
    suite.start()
    line = Line(stage.broker.amqp_url)
    try:
        yield Gifts(suite, line, stage.options.connections)
    finally:
        line.close()
        suite.stop()
