"""What a book should do, written a second time and simply: a dictionary of balances and a list of holds."""

from dataclasses import dataclass, field, replace
from datetime import datetime

UNKNOWN = "nobody"


@dataclass
class Limits:
    floor: int | None = 0
    cap: int | None = None
    overflow: str | None = None


@dataclass
class HoldModel:
    account: str
    target: str
    amount: int
    expires_at: datetime
    open: bool = True


class Refused(Exception):
    """Carries the codes of which one must be given."""


ACCOUNTS = {
    "issued": Limits(floor=None),
    "anna": Limits(),
    "bo": Limits(),
    "credit": Limits(floor=-20),
    "pool": Limits(),
    "saver": Limits(cap=40, overflow="pool"),
    "full": Limits(cap=25),
}


@dataclass
class Model:
    balances: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ACCOUNTS, 0))
    holds: dict[str, HoldModel] = field(default_factory=dict)
    moved: dict[str, dict[str, int]] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    limits: dict[str, Limits] = field(default_factory=lambda: {name: replace(each) for name, each in ACCOUNTS.items()})

    def available(self, account: str, now: datetime) -> int | None:
        floor = self.limits[account].floor
        return None if floor is None else self.balances[account] - self._held(account, now) - floor

    def transfer(self, key: str, legs: dict[str, int], now: datetime) -> None:
        self._post(key, legs, now)

    def hold(self, key: str, source: str, target: str, amount: int, expires_at: datetime, now: datetime) -> None:
        if source == target:
            raise Refused("ledger.same_account")
        self._require_known(source, target)
        available = self.available(source, now)
        if available is not None and amount > available:
            raise Refused("ledger.overdrawn")
        self.holds[key] = HoldModel(source, target, amount, expires_at)

    def capture(self, key: str, amount: int, now: datetime) -> None:
        hold = self._require_open(key)
        if amount > hold.amount:
            raise Refused("ledger.above_hold", "ledger.hold_settled" if hold.expires_at <= now else "")
        if hold.expires_at <= now:
            raise Refused("ledger.hold_expired", "ledger.hold_settled")
        self._post(f"{key}/settled", {hold.account: -amount, hold.target: amount}, now, covered=True)
        hold.open = False

    def release(self, key: str) -> None:
        self._require_open(key).open = False

    def reverse(self, key: str, now: datetime) -> None:
        if key in self.reversed:
            raise Refused("ledger.already_reversed")
        if key not in self.moved:
            raise Refused("ledger.entry_unknown", "ledger.not_reversible")
        self._post(f"{key}/reversed", {a: -n for a, n in self.moved[key].items() if n}, now, lasts=False)
        self.reversed.add(key)

    def change_terms(self, account: str, floor: int | None, cap: int | None, now: datetime) -> None:
        too_low = floor is not None and self.balances[account] - self._held(account, now) < floor
        if too_low or (cap is not None and self.balances[account] > cap):
            raise Refused("ledger.terms_broken")
        self.limits[account] = replace(self.limits[account], floor=floor, cap=cap)

    def expire(self, now: datetime) -> None:
        for hold in self.holds.values():
            hold.open &= hold.expires_at > now

    def _held(self, account: str, now: datetime) -> int:
        return sum(h.amount for h in self.holds.values() if h.open and h.account == account and h.expires_at > now)

    def _require_open(self, key: str) -> HoldModel:
        if key not in self.holds:
            raise Refused("ledger.hold_unknown")
        if not self.holds[key].open:
            raise Refused("ledger.hold_settled")
        return self.holds[key]

    def _require_known(self, *accounts: str) -> None:
        if set(accounts) - set(ACCOUNTS):
            raise Refused("ledger.account_unknown")

    def _post(self, key: str, legs: dict[str, int], now: datetime, covered: bool = False, lasts: bool = True) -> None:
        """All or nothing. `covered` means that a hold pays, `lasts` that it can be reversed."""
        self._require_known(*legs)
        change = dict(legs)
        for account, amount in legs.items():
            limits = self.limits[account]
            if limits.cap is not None and limits.overflow and amount > 0:
                room = max(limits.cap - self.balances[account], 0)
                if amount > room:
                    change[account] += room - amount
                    change[limits.overflow] = change.get(limits.overflow, 0) + amount - room
        refused = set()
        for account, amount in change.items():
            available, cap = self.available(account, now), self.limits[account].cap
            if amount < 0 and available is not None and -amount > available and not covered:
                refused.add("ledger.overdrawn")
            if cap is not None and amount > 0 and self.balances[account] + amount > cap:
                refused.add("ledger.over_cap")
        if not refused and not any(change.values()):
            refused.add("ledger.over_cap")
        if refused:
            raise Refused(*refused)
        for account, amount in change.items():
            self.balances[account] += amount
        if lasts:
            self.moved[key] = change
