"""Codes for checking in and out, which change with every step of time."""

import hashlib
import hmac
from datetime import UTC, datetime

from shared.contracts.volunteers.attendance import CODE_STALE, Passage

STEP = 30
"""Seconds for which one code is shown."""


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def step_ends(step: int) -> datetime:
    return datetime.fromtimestamp((step + 1) * STEP, UTC)


def code_of(secret: str, passage: Passage, step: int) -> str:
    """`secret` is the shift's own."""
    return hmac.new(secret.encode(), f"{passage}:{step}".encode(), hashlib.sha256).hexdigest()[:16]


def read(secret: str, passage: Passage, code: str, now: datetime, used: int | None = None) -> int:
    """The step of a code: the one of now, or the one before for whoever scans slowly. `used` is the last step whose code
    the same volunteer has used for this passage. Any other code is stale."""
    current = step_at(now)
    for step in (current, current - 1):
        fresh = used is None or step > used
        if fresh and hmac.compare_digest(code_of(secret, passage, step), code):
            return step
    raise CODE_STALE("/code")
