"""What may be posted, and what an entry does to an account. Pure: the book writes by these rules, the proof recomputes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from shared.contracts.ledger import (
    ACCOUNT_CLOSED,
    AMOUNT_NOT_POSITIVE,
    AMOUNT_TOO_LARGE,
    LARGEST,
    MIXED_UNITS,
    OVER_CAP,
    OVERDRAWN,
    SAME_ACCOUNT,
    UNBALANCED,
    Kind,
    Leg,
    Unit,
)

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}")
PART = "/"
"""Parts what callers name from what the book adds, as # does an account from its lanes: neither may be in a name."""
SETTLED = PART + "settled"
REVERSED = PART + "reversed"


@dataclass(frozen=True)
class Terms:
    """`balance - held` stays at or above `floor`, `balance` at or below `cap`; None is no limit.

    What would go beyond the cap goes to the account `overflow`, where one is named. `lanes` above zero spreads the
    postings over that many accounts of their own, so that they do not wait for each other.
    """

    floor: int | None = 0
    cap: int | None = None
    overflow: str | None = None
    lanes: int = 0


@dataclass(frozen=True)
class Account:
    """An account after its line `number`, whose hash is `head`."""

    id: str
    unit: Unit
    terms: Terms
    opened_at: datetime
    moved_at: datetime
    closed_at: datetime | None = None
    balance: int = 0
    held: int = 0
    number: int = 0
    head: str = ""

    @property
    def available(self) -> int | None:
        """What may still go out or be held; None where there is no floor."""
        return None if self.terms.floor is None else self.balance - self.held - self.terms.floor

    @property
    def keeps_terms(self) -> bool:
        within_cap = self.terms.cap is None or self.balance <= self.terms.cap
        return (self.available is None or self.available >= 0) and within_cap and self.held >= 0


@dataclass(frozen=True)
class Line:
    """A leg in its account's chain; `balance` and `on_hold` are what it left."""

    leg: Leg
    number: int
    balance: int
    on_hold: int
    hash: str


@dataclass(frozen=True)
class Checkpoint:
    """The heads of `leaves` chains, pinned under one `root`; checkpoints are numbered and name the seal before."""

    id: int
    at: datetime
    leaves: int
    root: str
    previous: str
    seal: str = ""


@dataclass(frozen=True)
class Entry:
    """One business event in the book. `id` is its idempotency key, `mark` what tells it from another under the same key.

    `of` names the entry that this one settles or corrects, `facts` what else its kind needs.
    """

    id: str
    kind: Kind
    mark: str
    unit: Unit
    at: datetime
    reason: str
    of: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    @property
    def legs(self) -> tuple[Leg, ...]:
        return tuple(line.leg for line in self.lines)

    def amount(self, account: str) -> int:
        """What this entry brought to the account or, for one with lanes, to all of them."""
        return sum(leg.amount for leg in self.legs if leg.account.partition("#")[0] == account)


def require_name(name: str) -> str:
    """Names are made of ids by the service; another is a mistake in its code, not in what somebody asked for."""
    if not NAME.fullmatch(name):
        raise ValueError(f"not a name that the book can take: {name!r}")
    return name


def require_balanced(legs: Sequence[Leg]) -> None:
    """Refuses what is no transfer, whatever the accounts hold."""
    for leg in legs:
        require_amount(abs(leg.amount) if type(leg.amount) is int else 0)
    if len({leg.account for leg in legs}) != len(legs):
        raise SAME_ACCOUNT()
    if len(legs) < 2 or sum(leg.amount for leg in legs) != 0:
        raise UNBALANCED()


def require_amount(amount: int) -> None:
    if type(amount) is not int or amount <= 0:
        raise AMOUNT_NOT_POSITIVE("/amount")
    if amount > LARGEST:
        raise AMOUNT_TOO_LARGE("/amount")


def lane(account: str, lanes: int, key: str) -> str:
    """The account that takes the postings of `key`: the same one whenever it is asked."""
    return f"{account}#{int.from_bytes(sha256(key.encode()).digest()[:4]) % lanes}"


def lane_names(account: str, lanes: int) -> list[str]:
    return [f"{account}#{number}" for number in range(lanes)]


def overflows(accounts: Mapping[str, Account], legs: Iterable[Leg]) -> set[str]:
    """The accounts that these legs would spill into."""
    return {
        account.terms.overflow
        for leg in legs
        if (account := accounts[leg.account]).terms.overflow is not None and _excess(account, leg) > 0
    }


def short(accounts: Mapping[str, Account], legs: Iterable[Leg]) -> list[str]:
    """The accounts that have less available than these legs take from them."""
    return [
        leg.account
        for leg in legs
        if (available := accounts[leg.account].available) is not None and leg.held - leg.amount > available
    ]


def settle(accounts: Mapping[str, Account], spill: Mapping[str, str], legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The legs as they are posted: what goes beyond a cap is led to its overflow account, by its name in `spill`.

    A capped account that is full keeps a leg of zero, so that its owner sees what was earned. Refuses closed accounts,
    mixed units, and what breaks a floor or a cap.
    """
    posted: dict[str, Leg] = {}

    def add(leg: Leg) -> None:
        so_far = posted.get(leg.account, Leg(leg.account, 0))
        posted[leg.account] = replace(so_far, amount=so_far.amount + leg.amount, held=so_far.held + leg.held)

    for leg in legs:
        account = accounts[leg.account]
        excess = _excess(account, leg)
        if excess > 0 and account.terms.overflow is not None:
            add(replace(leg, amount=leg.amount - excess))
            add(Leg(spill[account.terms.overflow], excess))
        else:
            add(leg)
    for name, leg in posted.items():
        _require_open(accounts[name])
        _require_room(accounts[name], leg)
    if len({accounts[name].unit for name in posted}) > 1:
        raise MIXED_UNITS()
    if any(leg.amount for leg in legs) and not any(leg.amount for leg in posted.values()):
        full = next(a for a in accounts.values() if a.terms.overflow is not None)
        raise OVER_CAP(cap=full.terms.cap, unit=full.unit)
    return tuple(posted.values())


def _excess(account: Account, leg: Leg) -> int:
    """What of a leg does not find room below the cap."""
    if account.terms.cap is None or leg.amount <= 0:
        return 0
    return min(leg.amount, max(account.balance + leg.amount - account.terms.cap, 0))


def _require_open(account: Account) -> None:
    if account.closed_at is not None:
        raise ACCOUNT_CLOSED()


def _require_room(account: Account, leg: Leg) -> None:
    takes = leg.held - leg.amount
    if account.available is not None and takes > 0 and takes > account.available:
        raise OVERDRAWN(available=max(account.available, 0), needed=takes, unit=account.unit)
    if _excess(account, leg) > 0:
        raise OVER_CAP(cap=account.terms.cap, unit=account.unit)
    if abs(account.balance + leg.amount) > LARGEST or account.held + leg.held > LARGEST:
        raise AMOUNT_TOO_LARGE("/amount")


def after(account: Account | None, entry: Entry, line: Line) -> Account:
    """The account after one more line; None stands for an account that this entry opens."""
    leg = line.leg
    if account is None:
        account = Account(leg.account, entry.unit, opening_terms(entry, leg.account), entry.at, entry.at)
    terms = opening_terms(entry, leg.account) if entry.kind is Kind.TERMS else account.terms
    return replace(
        account,
        terms=terms,
        closed_at=entry.at if entry.kind is Kind.CLOSED else account.closed_at,
        balance=account.balance + leg.amount,
        held=account.held + leg.held,
        number=account.number + 1,
        head=line.hash,
        moved_at=entry.at,
    )


def opening_terms(entry: Entry, account: str) -> Terms:
    """What an entry says of an account's terms; its lanes have none of their own."""
    facts = entry.facts
    lanes = facts["lanes"] if "#" not in account else 0
    return Terms(facts["floor"], facts["cap"], facts["overflow"], lanes)
