"""What communities owe each other, and how it is netted. Pure: no order of claims and no repeat changes a figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.volunteers.domain.time_bank import COMMUNITY_DEPTH, Side, community_of
from shared.contracts.ledger import Leg
from shared.contracts.volunteers.clearing import DAY_NOT_OVER
from shared.contracts.volunteers.time_bank import CLEARING_LIMIT
from shared.kernel.clock import SHANGHAI


@dataclass(frozen=True)
class Claim:
    """`debtor` owes `creditor` so many minutes; both are communities, and not the same."""

    debtor: str
    creditor: str
    minutes: int


@dataclass(frozen=True)
class PairNet:
    """What two communities owed each other; `low` is the one whose code comes first."""

    low: str
    high: str
    low_owed: int = 0
    high_owed: int = 0
    claims: int = 0

    @property
    def net(self) -> int:
        """Minutes that `low` owes `high` in the end; below zero when it is the other way."""
        return self.low_owed - self.high_owed

    @property
    def debtor_first(self) -> tuple[str, str]:
        return (self.low, self.high) if self.net >= 0 else (self.high, self.low)

    def owed_by(self, area: str) -> int:
        return self.low_owed if area == self.low else self.high_owed

    def due_to(self, area: str) -> int:
        return self.high_owed if area == self.low else self.low_owed

    def other(self, area: str) -> str:
        return self.high if area == self.low else self.low


def clearing_name(community: str) -> str:
    """The account that grows by what a community owes for the days that are not netted yet, and falls by what it is due."""
    return f"clearing:{community}"


def cleared_name(community: str) -> str:
    """The account of what a community owes by all days that are netted; below zero others owe it."""
    return f"cleared:{community}"


def crossing(payer: Side, payee: Side) -> tuple[str, str] | None:
    """The communities that come to owe and be owed; None within one, and where a side is above communities."""
    if any(side.area.count(".") < COMMUNITY_DEPTH - 1 for side in (payer, payee)):
        return None
    debtor, creditor = community_of(payer.area), community_of(payee.area)
    return None if debtor == creditor else (debtor, creditor)


def netted(claims: Iterable[Claim]) -> list[PairNet]:
    """One row per pair of communities, in the order of their codes."""
    gross: dict[tuple[str, str], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for claim in claims:
        low, high = sorted((claim.debtor, claim.creditor))
        low_owed, high_owed, count = gross[low, high]
        more = (claim.minutes, 0) if claim.debtor == low else (0, claim.minutes)
        gross[low, high] = (low_owed + more[0], high_owed + more[1], count + 1)
    return [PairNet(*pair, *figures) for pair, figures in sorted(gross.items())]


def positions(nets: Iterable[PairNet]) -> Mapping[str, int]:
    """Minutes that the others owe each community; their sum is zero."""
    found: dict[str, int] = defaultdict(int)
    for pair in nets:
        found[pair.low] -= pair.net
        found[pair.high] += pair.net
    return found


def net_legs(pair: PairNet) -> tuple[Leg, ...]:
    """The entry that carries the difference from the open accounts of both to what is cleared; none when there is none."""
    if pair.net == 0:
        return ()
    return (
        Leg(clearing_name(pair.low), -pair.net),
        Leg(cleared_name(pair.low), pair.net),
        Leg(clearing_name(pair.high), pair.net),
        Leg(cleared_name(pair.high), -pair.net),
    )


def day_in_shanghai(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def counting_day(now: datetime, netted_through: date | None) -> date:
    """The day that a claim counts to: today, or the next one when a run was quicker than the payment."""
    today = day_in_shanghai(now)
    return today if netted_through is None else max(today, netted_through + timedelta(days=1))


def last_day_over(now: datetime) -> date:
    return day_in_shanghai(now) - timedelta(days=1)


def refuse_open_day(day: date, now: datetime) -> None:
    if day > last_day_over(now):
        raise DAY_NOT_OVER("/day")


def left_to_owe(owes: int, promised: int, limit: int) -> int:
    """What is still free of a limit; what others owe does not raise it."""
    return max(limit - max(owes, 0) - promised, 0)


def refuse_over_limit(owes: int, promised: int, limit: int, minutes: int) -> None:
    left = left_to_owe(owes, promised, limit)
    if minutes > left:
        raise CLEARING_LIMIT("/minutes", limit=limit, left=left, needed=minutes)
