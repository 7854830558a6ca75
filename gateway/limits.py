"""How often a client may ask: per account where there is a token, else per address."""

import ipaddress
import logging
import time

from flask import Flask, Response, g, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from shared.kernel.errors import TOO_MANY

log = logging.getLogger("linli.gateway")


class RateLimit:
    """Rates such as "600/minute"; an empty `rate` means none at all.

    `storage` is where counts are kept: "memory://" counts per gateway process, "redis://host:6379" over all of them.
    When that storage is away, each process counts by itself until it is back.
    """

    def __init__(self, rate: str, anonymous: str, storage: str) -> None:
        self._account = parse(rate) if rate else None
        self._address = parse(anonymous) if rate and anonymous else self._account
        self._shared = FixedWindowRateLimiter(storage_from_string(storage, wrap_exceptions=True))
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._away_until = 0.0

    def register(self, app: Flask) -> None:
        app.extensions["limit"] = self
        app.after_request(show)

    def hit(self, account: str | None) -> None:
        """Refuses with `too_many` and the seconds to wait."""
        item = self._account if account else self._address
        if item is None:
            return
        client = account or network(request.remote_addr or "unknown")
        allowed, left, reset = self._count(item, client)
        g.quota = (item.amount, item.get_expiry(), max(left, 0), reset)
        if not allowed:
            raise TOO_MANY(retry_after=reset)

    def _count(self, item: RateLimitItem, client: str) -> tuple[bool, int, int]:
        if time.monotonic() >= self._away_until:
            try:
                return _counted(self._shared, item, client)
            except StorageError as error:
                log.warning("rate limit storage is away, counting here: %s", type(error.storage_error).__name__)
                self._away_until = time.monotonic() + 5
        return _counted(self._own, item, client)


def _counted(limiter: FixedWindowRateLimiter, item: RateLimitItem, client: str) -> tuple[bool, int, int]:
    allowed = limiter.hit(item, client)
    reset, left = limiter.get_window_stats(item, client)
    return allowed, left, max(int(reset - time.time()) + 1, 1)


def network(address: str) -> str:
    """A subscriber has a whole IPv6 /64, so that is what counts."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def show(response: Response) -> Response:
    quota = g.get("quota")
    if quota is not None:
        amount, window, left, reset = quota
        response.headers["RateLimit-Policy"] = f'"default";q={amount};w={window}'
        response.headers["RateLimit"] = f'"default";r={left};t={reset}'
    return response
