"""How often a client may ask: per account where there is a token, else per address."""

import time

from flask import request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from shared.kernel.errors import TOO_MANY


class RateLimit:
    """`rate` such as "600/minute"; empty for none. Counted per gateway process."""

    def __init__(self, rate: str) -> None:
        self._item = parse(rate) if rate else None
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def hit(self, account: str | None) -> None:
        """Refuses with `too_many` and the seconds to wait."""
        if self._item is None:
            return
        client = account or request.remote_addr or "unknown"
        if not self._limiter.hit(self._item, client):
            reset = self._limiter.get_window_stats(self._item, client).reset_time
            raise TOO_MANY(retry_after=max(int(reset - time.time()) + 1, 1))
