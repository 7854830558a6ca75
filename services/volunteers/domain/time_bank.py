"""Accounts of hours: what they are called in the book, whose pool stands behind them, and what a month is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from shared.contracts.actor import Actor
from shared.contracts.volunteers.time_bank import MONTH_NOT_BEGUN, NO_COMMUNITY, SELF_DEALING
from shared.kernel.clock import SHANGHAI

COMMUNITY_DEPTH = 3


@dataclass(frozen=True)
class Side:
    """One side of a payment in minutes: an account of the book, and the area that it belongs to."""

    account: str
    area: str


class Owned(Protocol):
    """What belongs to a person: to an account that signs in, to somebody of the register, or to both."""

    account: str | None
    person: str | None


def community_of(area: str) -> str:
    """The community that an area lies in; refused for areas above communities."""
    parts = area.split(".")
    if len(parts) < COMMUNITY_DEPTH:
        raise NO_COMMUNITY("/area")
    return ".".join(parts[:COMMUNITY_DEPTH])


def hours_name(hours_id: str) -> str:
    return f"hours:{hours_id}"


def hours_of(name: str) -> str | None:
    """Whose account of hours that name in the book is; None for others."""
    kind, _, hours_id = name.partition(":")
    return hours_id if kind == "hours" else None


def pool_name(area: str) -> str:
    return f"pool:{community_of(area)}"


def fund_name(area: str) -> str:
    """The account without a floor from which vouched hours come: it shows how many the fund stands for."""
    return f"fund:{community_of(area)}"


def is_own(actor: Actor, owned: Owned) -> bool:
    return same_person(actor.account, actor.person, owned)


def same_person(account: str | None, person: str | None, owned: Owned) -> bool:
    """Whether both are one human being; two accounts that sign in may be of the same person."""
    return (account is not None and account == owned.account) or (person is not None and person == owned.person)


def refuse_own(actor: Actor, owned: Owned) -> None:
    if is_own(actor, owned):
        raise SELF_DEALING()


def month_of(year: int, month: int, now: datetime) -> tuple[datetime, datetime]:
    """From when until before when a month of Shanghai's calendar lasts, in UTC: the running one ends now.

    Refused before it begins.
    """
    since = datetime(year, month, 1, tzinfo=SHANGHAI).astimezone(UTC)
    until = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=SHANGHAI).astimezone(UTC)
    if now < since:
        raise MONTH_NOT_BEGUN("/month")
    return since, min(until, now)
