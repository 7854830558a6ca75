"""Whom to thank for a hazard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.matters import Channel

ON_DUTY = frozenset(
    {Channel.FACE_TO_FACE, Channel.HOTLINE, Channel.HOME_VISIT, Channel.LETTER_BOX, Channel.PATROL, Channel.PARTNER}
)
"""Channels by which somebody reports who has to."""


@dataclass(frozen=True)
class Report:
    """`account`: None when it was anonymous, or filed for somebody else."""

    id: str
    opened_at: datetime
    account: str | None
    on_duty: bool


def filed_on_duty(actor: Actor, channel: Channel) -> bool:
    """Whether to report it was the reporter's work; staff report for themselves as residents do, by the app."""
    return channel in ON_DUTY or not actor.has(Role.RESIDENT, Role.VOLUNTEER)


def first_to_thank(reports: Iterable[Report]) -> Report | None:
    """The earliest of all reports of one hazard, when a resident made it for themselves.

    Only that one told something that nobody knew: to reward the later ones too would reward reporting what is known, and
    where staff or somebody without a name came first, nobody after them told anything new.
    """
    first = min(reports, key=lambda report: (report.opened_at, report.id))
    return first if first.account is not None and not first.on_duty else None
