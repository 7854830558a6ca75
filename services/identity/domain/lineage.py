"""A session's line of refresh tokens: which one is good, and what it means when an older one turns up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.identity.domain.repeats import is_repeat


class Verdict(StrEnum):
    GOOD = "good"
    REPEAT = "repeat"
    OVER = "over"
    REUSED = "reused"


@dataclass(frozen=True)
class Line:
    """`current` and `previous` are fingerprints; `rotated_by` the idempotency key that made `current` of `previous`."""

    current: str
    expires_at: datetime
    previous: str | None = None
    rotated_by: str | None = None
    rotated_at: datetime | None = None
    ended_at: datetime | None = None


def judge(line: Line, given: str, key: str | None, now: datetime) -> Verdict:
    """What to do with a refresh token of this line.

    REPEAT: the request that has used it comes again, since its reply was lost; it gets a fresh successor, and the one that
    nobody received is void. REUSED: it was used before by somebody else, or by a request that did not say that it was the
    same one. Thief and owner cannot be told apart, so the line ends for both.
    """
    if line.ended_at is not None or now >= line.expires_at:
        return Verdict.OVER
    if given == line.current:
        return Verdict.GOOD
    if given == line.previous and is_repeat(key, line.rotated_by, line.rotated_at, now):
        return Verdict.REPEAT
    return Verdict.REUSED
