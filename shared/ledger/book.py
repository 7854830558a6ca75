"""The book as services post to it: every effect is part of the caller's unit of work, and happens once per key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from pymongo import InsertOne, ReplaceOne

from shared.contracts.ledger import (
    ABOVE_HOLD,
    ACCOUNT_CLOSED,
    ACCOUNT_EXISTS,
    ACCOUNT_NOT_EMPTY,
    ALREADY_REVERSED,
    HOLD_EXPIRED,
    HOLD_SETTLED,
    KEY_TAKEN,
    MIXED_UNITS,
    NOT_REVERSIBLE,
    SAME_ACCOUNT,
    TERMS_BROKEN,
    Hold,
    Kind,
    Leg,
    Unit,
)
from shared.kernel.clock import whole_milliseconds
from shared.kernel.errors import CONFLICT, ErrorCode
from shared.ledger import chain, rules
from shared.ledger.checkpoints import make_checkpoint
from shared.ledger.collections import OPEN, stored, value_of
from shared.ledger.records import Records
from shared.ledger.rules import PART, REVERSED, SETTLED, Account, Checkpoint, Entry, Terms, require_name


class Book(Records):
    """The book of one service at the moment `now`, inside of the unit of work that is under way.

    Keys name business events (`visit:<id>`); they must not hold personal data, nor may names of accounts or reasons.
    The same key with the same content gives the first entry again and changes nothing; with another it is refused with
    `ledger.key_taken`. When a hold expires is no part of its content.
    """

    def open_account(
        self,
        account: str,
        unit: Unit,
        *,
        floor: int | None = 0,
        cap: int | None = None,
        overflow: str | None = None,
        lanes: int = 0,
        reason: str = "opened",
    ) -> Entry:
        """Opens an account; asked again on the same terms it gives the first entry.

        An account that issues or takes back (points given out, points spent) has no floor, and may have `lanes`.
        """
        require_name(account)
        if lanes and (floor, cap, overflow) != (None, None, None):
            raise ValueError("an account with lanes has neither floor nor cap")
        terms = Terms(floor, cap, overflow, lanes)
        mark = _mark(Kind.OPENED, unit, asdict(terms))
        if first := self._first(account + PART + Kind.OPENED, mark, ACCOUNT_EXISTS):
            return first
        self._require_overflow(account, unit, terms)
        if Account(account, unit, terms, self.now, self.now).keeps_terms is False:
            raise TERMS_BROKEN()
        legs = [Leg(name, 0) for name in (account, *rules.lane_names(account, lanes))]
        entry = Entry(account + PART + Kind.OPENED, Kind.OPENED, mark, unit, self.now, reason, facts=asdict(terms))
        return self._write(entry, legs, {})

    def change_terms(
        self, key: str, account: str, *, floor: int | None, cap: int | None, overflow: str | None, reason: str
    ) -> Entry:
        """New limits, which the account must keep to as it stands (`ledger.terms_broken`)."""
        terms = Terms(floor, cap, overflow)
        mark = _mark(Kind.TERMS, account, asdict(terms), reason)
        if first := self._first(require_name(key), mark, KEY_TAKEN):
            return first
        current = self._single(account)
        self._require_overflow(account, current.unit, terms)
        if not replace(current, terms=terms).keeps_terms:
            raise TERMS_BROKEN()
        return self._post(key, Kind.TERMS, [Leg(account, 0)], mark, reason, facts=asdict(terms))

    def close_account(self, account: str, reason: str) -> Entry:
        """Nothing can be posted to it any more; it must be empty (`ledger.account_not_empty`)."""
        mark = _mark(Kind.CLOSED)
        if first := self._first(account + PART + Kind.CLOSED, mark, KEY_TAKEN):
            return first
        current = self._single(account)
        if current.balance or current.held:
            raise ACCOUNT_NOT_EMPTY()
        return self._post(account + PART + Kind.CLOSED, Kind.CLOSED, [Leg(account, 0)], mark, reason)

    def transfer(self, *, key: str, legs: Sequence[Leg], reason: str) -> Entry:
        """Posts two or more legs that sum to zero, at once. What would pass a cap goes to the account's overflow."""
        rules.require_balanced(legs)
        mark = _mark(Kind.TRANSFER, sorted([leg.account, leg.amount] for leg in legs), reason)
        if first := self._first(require_name(key), mark, KEY_TAKEN):
            return first
        return self._post(key, Kind.TRANSFER, [Leg(leg.account, leg.amount) for leg in legs], mark, reason)

    def hold(self, *, key: str, amount: int, source: str, target: str, expires_at: datetime, reason: str) -> Hold:
        """Keeps `amount` of `source` for `target`; the hold's id is its key."""
        rules.require_amount(amount)
        if source == target:
            raise SAME_ACCOUNT()
        mark = _mark(Kind.HOLD, source, target, amount, reason)
        if self._first(require_name(key), mark, KEY_TAKEN):
            return self.get_hold(key)
        expires_at = whole_milliseconds(expires_at)
        if expires_at <= self.now:
            raise HOLD_EXPIRED()
        accounts = self._load((source, target), key)
        if accounts[target].closed_at is not None:
            raise ACCOUNT_CLOSED()
        if accounts[source].unit is not accounts[target].unit:
            raise MIXED_UNITS()
        facts = {"target": target, "expires_at": expires_at}
        entry = self._post(key, Kind.HOLD, [Leg(source, 0, amount)], mark, reason, facts=facts)
        hold = Hold(key, entry.legs[0].account, target, entry.unit, amount, reason, expires_at)
        self._ledger.holds.insert_one(stored(hold))
        return hold

    def capture(self, hold_id: str, amount: int | None = None, reason: str | None = None) -> Entry:
        """Gives the target the held amount, or a part of it; the rest is released."""
        hold = self.get_hold(hold_id)
        taken = hold.amount if amount is None else amount
        rules.require_amount(taken)
        legs = [Leg(hold.account, -taken, -hold.amount), Leg(hold.target, taken)]
        mark = _mark(Kind.CAPTURE, taken)
        if first := self._first(hold_id + SETTLED, mark, HOLD_SETTLED, state=hold.state):
            return first
        if taken > hold.amount:
            raise ABOVE_HOLD("/amount", held=hold.amount, unit=hold.unit)
        if hold.expires_at <= self.now:
            raise HOLD_EXPIRED()
        return self._settle(Kind.CAPTURE, replace(hold, state="captured", captured=taken), legs, mark, reason)

    def release(self, hold_id: str, reason: str | None = None) -> Entry:
        """Gives the held amount back to the account that it is of, also when the hold has expired."""
        hold = self.get_hold(hold_id)
        mark = _mark(Kind.RELEASE)
        if first := self._first(hold_id + SETTLED, mark, HOLD_SETTLED, state=hold.state):
            return first
        legs = [Leg(hold.account, 0, -hold.amount)]
        return self._settle(Kind.RELEASE, replace(hold, state="released"), legs, mark, reason)

    def sweep(self, limit: int = 100) -> int:
        """Releases holds that have expired, oldest first, and says how many.

        Nobody has to wait for it: whoever needs what an expired hold of his account still holds gets it released first.
        """
        due = {"state": OPEN, "expires_at": {"$lte": self.now}}
        expired = list(self._ledger.holds.find(due, sort=[("expires_at", 1)], limit=limit))
        for document in expired:
            self.release(document["_id"], "expired")
        return len(expired)

    def reverse(self, entry_id: str, reason: str) -> Entry:
        """A new entry that takes back a transfer or a capture, once. It names the old one, which stays as it is.

        Floors and caps hold here too: what was spent since is refused as `ledger.overdrawn`.
        """
        mark = _mark(Kind.REVERSAL, reason)
        if first := self._first(entry_id + REVERSED, mark, ALREADY_REVERSED):
            return first
        old = self.get_entry(entry_id)
        if old.kind not in (Kind.TRANSFER, Kind.CAPTURE):
            raise NOT_REVERSIBLE()
        legs = [Leg(leg.account, -leg.amount) for leg in old.legs if leg.amount]
        return self._post(entry_id + REVERSED, Kind.REVERSAL, legs, mark, reason, of=entry_id)

    def checkpoint(self, accounts: Sequence[str]) -> Checkpoint | None:
        """Pins the heads of these accounts, as `unpinned` gave them; None when none of them moved.

        One caller at a time: hold a lease.
        """
        return make_checkpoint(self._ledger, self.now, accounts)

    def _post(
        self,
        entry_id: str,
        kind: Kind,
        legs: Sequence[Leg],
        mark: str,
        reason: str,
        of: str | None = None,
        facts: dict[str, Any] | None = None,
    ) -> Entry:
        found = self._load([leg.account for leg in legs], entry_id)
        legs = [replace(leg, account=found[leg.account].id) for leg in legs]
        accounts = {account.id: account for account in found.values()}
        spill = {}
        if spilled := rules.overflows(accounts, legs):
            extra = self._load(spilled, entry_id)
            spill = {asked: account.id for asked, account in extra.items()}
            accounts |= {account.id: account for account in extra.values()}
        if (short := rules.short(accounts, legs)) and self._release_expired(short):
            accounts |= self._named(short)
        posted = rules.settle(accounts, spill, legs)
        at = max(self.now, *(accounts[leg.account].moved_at for leg in posted))
        entry = Entry(entry_id, kind, mark, accounts[posted[0].account].unit, at, reason, of, facts or {})
        return self._write(entry, posted, accounts)

    def _write(self, entry: Entry, legs: Sequence[Leg], accounts: Mapping[str, Account]) -> Entry:
        """Adds the entry and moves its accounts on; no account may have moved since it was read."""
        entry = replace(entry, lines=chain.chained(entry, legs, accounts))
        self._ledger.entries.insert_one(stored(entry))
        writes: list[Any] = []
        for line in entry.lines:
            before = accounts.get(line.leg.account)
            document = stored(rules.after(before, entry, line))
            if before is None:
                writes.append(InsertOne(document))
            else:
                writes.append(ReplaceOne({"_id": before.id, "number": before.number}, document))
        done = self._ledger.accounts.bulk_write(writes)
        if done.matched_count + done.inserted_count != len(writes):
            raise CONFLICT()
        return entry

    def _settle(self, kind: Kind, settled: Hold, legs: Sequence[Leg], mark: str, reason: str | None) -> Entry:
        why = settled.reason if reason is None else reason
        facts = {"captured": settled.captured}
        entry = self._post(settled.id + SETTLED, kind, legs, mark, why, of=settled.id, facts=facts)
        if not self._ledger.holds.replace_one({"_id": settled.id, "state": OPEN}, stored(settled)).matched_count:
            raise CONFLICT()
        return entry

    def _release_expired(self, accounts: Iterable[str]) -> int:
        due = {"state": OPEN, "account": {"$in": list(accounts)}, "expires_at": {"$lte": self.now}}
        expired = list(self._ledger.holds.find(due, {"_id": 1}))
        for document in expired:
            self.release(document["_id"], "expired")
        return len(expired)

    def _first(self, entry_id: str, mark: str, otherwise: ErrorCode, **facts: Any) -> Entry | None:
        """The entry that this key has had already; refused with `otherwise` when that one had another content."""
        document = self._ledger.entries.find_one({"_id": entry_id})
        if document is None:
            return None
        if document["mark"] != mark:
            raise otherwise(**facts)
        return value_of(Entry, document)

    def _load(self, accounts: Iterable[str], key: str) -> dict[str, Account]:
        """The accounts by the names that were asked for; one with lanes gives the lane of `key`."""
        found = self._named(accounts)
        laned = {name: rules.lane(name, a.terms.lanes, key) for name, a in found.items() if a.terms.lanes}
        if laned:
            lanes = self._named(laned.values())
            found |= {name: lanes[lane] for name, lane in laned.items()}
        return found

    def _require_overflow(self, account: str, unit: Unit, terms: Terms) -> None:
        if terms.overflow is None:
            return
        if terms.overflow == account:
            raise SAME_ACCOUNT()
        if self._named([terms.overflow])[terms.overflow].unit is not unit:
            raise MIXED_UNITS()


def _mark(*content: Any) -> str:
    return chain.hashed(b"linli.ledger.mark.1\n", content)
