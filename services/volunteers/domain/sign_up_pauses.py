"""Whether sign-up for a shift is paused, by itself or with all of its activity."""

from typing import Protocol

from shared.contracts.volunteers.shifts import PAUSED


class Pausable(Protocol):
    """Each is the reason, and absent where there is no such pause."""

    paused: str | None
    paused_with_activity: str | None


def paused_because(shift: Pausable) -> str | None:
    """The reason of the shift itself before that of its activity; None where sign-up goes on."""
    return shift.paused or shift.paused_with_activity


def refuse_paused(shift: Pausable) -> None:
    reason = paused_because(shift)
    if reason is not None:
        raise PAUSED(reason=reason)
