"""Solving a matching, in a thread, since it takes seconds and would hold up everything else."""

import time
from typing import Any

from eventlet import tpool
from eventlet.semaphore import Semaphore

from services.volunteers.domain.assigning import Plan, plan
from shared.contracts.call import Context
from shared.kernel.errors import DEADLINE


class Solver:
    """One at a time: a large one takes some hundred megabytes."""

    def __init__(self) -> None:
        self._turn = Semaphore(1)

    def solve(self, problem: Any, context: Context) -> Plan:
        """Refuses with `deadline` whoever had to wait for too long."""
        if not self._turn.acquire(timeout=max(context.deadline - time.time(), 0.05)):
            raise DEADLINE()
        try:
            found: Any = tpool.execute(plan, problem.needs, problem.resources, problem.weights)
            return found
        finally:
            self._turn.release()
