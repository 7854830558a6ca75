"""`@every(seconds)`: do something regularly, in one replica at a time."""

import time
from typing import Any

import eventlet
from nameko.extensions import SharedExtension
from nameko.timer import Timer

from shared.messaging.provide import Provide

LEASE = "timers"
LEASE_SECONDS = 3.0
RENEW_SECONDS = 1.0


class Turn(SharedExtension):
    """Whether the timers of this process run: they do in the one replica that has the lease, and all of them there.

    The service gives the lease: an attribute `store` whose `holds_lease(name, seconds)` says whose turn it is. It is
    renewed for as long as the process lives, so also while a method takes long; another replica takes over when that one
    dies, and at once when it leaves in order.
    """

    container: Any

    def setup(self) -> None:
        self._until = 0.0
        self._stopping = False

    def start(self) -> None:
        self._store = next(
            p for p in self.container.dependencies if isinstance(p, Provide) and p.attr_name == "store"
        ).thing
        self._renew()
        self.container.spawn_managed_thread(self._keep)

    def stop(self) -> None:
        """After the last method has ended."""
        self._stopping = True
        if self.is_ours():
            self._hold(0)

    def is_ours(self) -> bool:
        """As far as this process's clock can tell, which counts from before the lease was asked for."""
        return time.monotonic() < self._until

    def _keep(self) -> None:
        while not self._stopping:
            eventlet.sleep(RENEW_SECONDS)  # pyright: ignore[reportArgumentType]
            if not self._stopping:
                self._renew()

    def _renew(self) -> None:
        asked = time.monotonic()
        if self._hold(LEASE_SECONDS):
            self._until = asked + LEASE_SECONDS

    def _hold(self, seconds: float) -> bool:
        try:
            return self._store.holds_lease(LEASE, seconds)
        except Exception:  # whatever keeps the database from answering, the next turn comes
            return False


class Every(Timer):
    turn = Turn()

    def __init__(self, seconds: float, **kwargs: Any) -> None:
        super().__init__(interval=seconds, **kwargs)

    def _run(self) -> None:
        """The next turn is so many seconds after the last one began, or at once where that took longer.

        Nameko's own loop makes up for all turns that were missed, one after the other: hundreds after a laptop's sleep.
        """
        due = time.monotonic() + self.interval
        while True:
            with eventlet.Timeout(max(due - time.monotonic(), 0), False):
                self.should_stop.wait()
                return
            due = time.monotonic() + self.interval
            self.handle_timer_tick()
            self.worker_complete.wait()
            self.worker_complete.reset()

    def handle_timer_tick(self) -> None:
        if self.turn.is_ours():
            super().handle_timer_tick()
        else:
            self.worker_complete.send()


every = Every.decorator
