"""What a book can be asked: balances, lines, statements. Nothing here writes, so it needs no unit of work."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.ledger import (
    ACCOUNT_UNKNOWN,
    ENTRY_UNKNOWN,
    HOLD_UNKNOWN,
    Hold,
    Position,
    Statement,
    StatementLine,
    Unit,
)
from shared.ledger import chain, checkpoints, rules, seals
from shared.ledger.collections import Ledger, value_of
from shared.ledger.rules import Account, Entry, Line


@dataclass(frozen=True)
class Balance:
    """`available` is None where there is no floor. The sum over the lanes of an account that has some."""

    unit: Unit
    balance: int
    held: int
    available: int | None


class Records:
    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._ledger = ledger
        self.now = now

    def get_entry(self, entry_id: str) -> Entry:
        document = self._ledger.entries.find_one({"_id": entry_id})
        if document is None:
            raise ENTRY_UNKNOWN()
        return value_of(Entry, document)

    def get_hold(self, hold_id: str) -> Hold:
        document = self._ledger.holds.find_one({"_id": hold_id})
        if document is None:
            raise HOLD_UNKNOWN()
        return value_of(Hold, document)

    def balance(self, account: str) -> Balance:
        found = self._named([account])[account]
        lanes = rules.lane_names(account, found.terms.lanes)
        parts = list(self._named(lanes).values()) if lanes else [found]
        balance, held = sum(part.balance for part in parts), sum(part.held for part in parts)
        return Balance(found.unit, balance, held, None if lanes else found.available)

    def lines(self, account: str, before: int | None = None, limit: int = 50) -> list[StatementLine]:
        """The account's last lines below number `before`, newest first, for pages."""
        last = self._single(account).number if before is None else before - 1
        found = self._ledger.chain(account, max(last - limit, 0), last)
        return [chain.statement_line(entry, line) for entry, line in found][::-1]

    def statement(self, account: str, since: datetime, until: datetime) -> Statement:
        """The account's lines from `since` until before `until`, sealed, for its owner to keep and `chain.verify`."""
        current = self._single(account)
        first, end = (self._first_line_at(current, moment) for moment in (since, until))
        lines = [chain.statement_line(*pair) for pair in self._ledger.chain(account, first - 1, end - 1)]
        opening = self._position(current, first - 1)
        last = lines[-1] if lines else None
        closing = _after(last) if last else opening
        statement = Statement(
            book=self._ledger.name, account=account, unit=current.unit, since=since, until=until, opening=opening,
            lines=lines, closing=closing, key=self.public_key, seal="",
        )  # fmt: skip
        seal = seals.sealed(self._ledger.name, seals.STATEMENT, chain.sealed_content(statement))
        return statement.model_copy(update={"seal": seal})

    @property
    def name(self) -> str:
        """The service that keeps this book."""
        return self._ledger.name

    @property
    def public_key(self) -> str:
        """By which anybody can check the seals of this book."""
        return seals.public_key(self._ledger.name)

    def confirms(self, statement: Statement) -> bool:
        """Whether a statement that is presented was given out here, holds together, and is still what the book says."""
        content = chain.sealed_content(statement)
        ours = seals.holds(self.public_key, seals.STATEMENT, content, statement.seal)
        if not ours or not chain.verify(statement):
            return False
        document = self._ledger.accounts.find_one({"_id": statement.account})
        if document is None or document["number"] < statement.closing.number:
            return False
        return self._position(value_of(Account, document), statement.closing.number) == statement.closing

    def unpinned(self, limit: int = 2000) -> Iterator[list[str]]:
        """Accounts that moved since the last checkpoints, for the next ones. To be asked outside of a unit of work."""
        return checkpoints.unpinned(self._ledger, limit)

    def _named(self, accounts: Iterable[str]) -> dict[str, Account]:
        names = set(accounts)
        found = {
            document["_id"]: value_of(Account, document)
            for document in self._ledger.accounts.find({"_id": {"$in": [*names]}})
        }
        if len(found) != len(names):
            raise ACCOUNT_UNKNOWN()
        return found

    def _single(self, account: str) -> Account:
        found = self._named([account])[account]
        if found.terms.lanes:
            raise ValueError(f"{account} has lanes; ask for one of them")
        return found

    def _first_line_at(self, account: Account, moment: datetime) -> int:
        """The number of the first line at or after `moment`; times never fall along a chain."""

        def at(number: int) -> datetime:
            return next(self._ledger.chain(account.id, number - 1, number))[0].at

        return 1 + bisect_left(range(1, account.number + 1), moment, key=at)

    def _position(self, account: Account, number: int) -> Position:
        if number == 0:
            return Position(number=0, balance=0, on_hold=0, head="")
        return _after(next(self._ledger.chain(account.id, number - 1, number))[1])


def _after(line: Line | StatementLine) -> Position:
    return Position(number=line.number, balance=line.balance, on_hold=line.on_hold, head=line.hash)
