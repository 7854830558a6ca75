"""Minutes that one side pays another: held, then captured or released."""

from datetime import datetime
from typing import Any

from services.volunteers.domain.time_bank import Side


def hold_minutes(
    store: Any, key: str, payer: Side, payee: Side, minutes: int, *, expires_at: datetime, reason: str
) -> None:
    store.book.hold(
        key=key, amount=minutes, source=payer.account, target=payee.account, expires_at=expires_at, reason=reason
    )


def capture_minutes(store: Any, key: str, minutes: int) -> None:
    store.book.capture(key, minutes)


def release_minutes(store: Any, key: str, reason: str) -> None:
    store.book.release(key, reason)
