"""Decoding pictures, in a thread, since it takes long enough to hold up everything else."""

import time
from typing import Any

from eventlet import tpool
from eventlet.semaphore import Semaphore

from services.tickets.domain.pictures import Picture, read_picture
from shared.contracts.call import Context
from shared.kernel.errors import DEADLINE


class Pictures:
    """One at a time: a large picture takes some hundred megabytes while it is decoded."""

    def __init__(self) -> None:
        self._turn = Semaphore(1)

    def read(self, content: bytes, context: Context) -> Picture:
        """Refuses what is no picture, and with `deadline` whoever had to wait for too long."""
        if not self._turn.acquire(timeout=max(context.deadline - time.time(), 0.05)):
            raise DEADLINE()
        try:
            picture: Any = tpool.execute(read_picture, content)
            return picture
        finally:
            self._turn.release()
