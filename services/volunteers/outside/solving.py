"""Solving a matching, in a thread, since it takes seconds and would hold up everything else."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from eventlet import tpool
from eventlet.semaphore import Semaphore

from services.volunteers.domain.assigning import Plan, plan
from shared.contracts.call import Answer, Context
from shared.kernel.errors import CONFLICT, DEADLINE, Refusal

TRIES = 3


class Solver:
    """One at a time: a large one takes some hundred megabytes."""

    def __init__(self) -> None:
        self._turn = Semaphore(1)

    def match(self, context: Context, gather: Callable[[], Any], write: Callable[[Any, Plan], Answer]) -> Answer:
        """Gathers, solves and writes, and begins again when something that the plan uses was changed meanwhile."""
        with self._in_turn(context):
            for _ in range(TRIES - 1):
                try:
                    return self._match_once(gather, write)
                except Refusal as refusal:
                    if refusal.reason is not CONFLICT:
                        raise
            return self._match_once(gather, write)

    def _match_once(self, gather: Callable[[], Any], write: Callable[[Any, Plan], Answer]) -> Answer:
        problem = gather()
        found: Any = tpool.execute(plan, problem.needs, problem.resources, problem.weights)
        return write(problem, found)

    @contextmanager
    def _in_turn(self, context: Context) -> Iterator[None]:
        """Refuses with `deadline` whoever would have to wait for too long."""
        if not self._turn.acquire(timeout=max(context.deadline - time.time(), 0.05)):
            raise DEADLINE()
        try:
            yield
        finally:
            self._turn.release()
