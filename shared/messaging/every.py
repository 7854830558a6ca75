"""`@every(seconds)`: do something regularly. Timers fire in every replica, so the method's work goes through a lease."""

from typing import Any

import eventlet
from nameko.timer import Timer

from shared.messaging.provide import Provide

SHORTEST_LEASE = 1.0


class Every(Timer):
    """The service gives the lease: an attribute `store` whose `holds_lease(name, seconds)` says whose turn it is.

    Who has the lease keeps it while the method runs, and until shortly before its own next turn: another replica takes
    over when that one does not come.
    """

    container: Any

    def __init__(self, seconds: float, **kwargs: Any) -> None:
        super().__init__(interval=seconds, **kwargs)
        self._seconds = max(seconds * 0.9, SHORTEST_LEASE)
        self._renewal: Any = None

    def handle_timer_tick(self) -> None:
        if self._mine():
            self._renewal = eventlet.spawn(self._renew)
            super().handle_timer_tick()
        else:
            self.worker_complete.send()

    def handle_result(self, worker_ctx: Any, result: Any, exc_info: Any) -> Any:
        self._renewal.kill()
        return super().handle_result(worker_ctx, result, exc_info)

    def _mine(self) -> bool:
        store = next(p for p in self.container.dependencies if isinstance(p, Provide) and p.attr_name == "store").thing
        try:
            return store.holds_lease(f"every.{self.method_name}", self._seconds)
        except Exception:  # whatever keeps the database from answering, the next turn comes
            return False

    def _renew(self) -> None:
        while True:
            eventlet.sleep(self._seconds / 3)  # pyright: ignore[reportArgumentType]
            self._mine()


every = Every.decorator
