"""`@every(seconds)`: do something regularly. Timers fire in every replica, so the method's work goes through a lease."""

from typing import Any

from nameko.timer import Timer

from shared.messaging.provide import Provide


class Every(Timer):
    """The service gives the lease: an attribute `store` whose `holds_lease(name, seconds)` says whose turn it is."""

    def __init__(self, seconds: float, **kwargs: Any) -> None:
        super().__init__(interval=seconds, **kwargs)

    def handle_timer_tick(self) -> None:
        store = next(p for p in self.container.dependencies if isinstance(p, Provide) and p.attr_name == "store").thing
        try:
            mine = store.holds_lease(f"every.{self.method_name}", max(self.interval * 2, 5))
        except Exception:
            mine = False
        if mine:
            super().handle_timer_tick()
        else:
            self.worker_complete.send()


every = Every.decorator
