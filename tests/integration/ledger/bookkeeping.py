"""A service that has nothing but a book, a clock that tests set, and ways to post and to tamper."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import mongoengine

from shared.contracts.ledger import Unit
from shared.kernel.clock import Clock
from shared.kernel.errors import Refusal
from shared.ledger.book import Book
from shared.ledger.collections import Ledger
from shared.ledger.proof import Proof, prove
from shared.ledger.rules import Checkpoint
from shared.storage.database import Database
from shared.storage.work import Work

START = datetime(2020, 1, 1, tzinfo=UTC)
COLLECTIONS = ("accounts", "entries", "holds", "leaves", "checkpoints")


class SetClock:
    def __init__(self, now: datetime = START) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **time: float) -> None:
        self.moment += timedelta(**time)


class House:
    """A database with a book: `do` runs a body in a unit of work of its own and gives what the body gave."""

    def __init__(self, alias: str, url: str, clock: Clock, ledger: Ledger | None = None) -> None:
        self.ledger = ledger or Ledger(alias)
        house = self

        class BookStore(Work):
            documents = (house.ledger,)

            @cached_property
            def book(self) -> Book:
                return Book(house.ledger, self.now)

        self.clock = clock
        self.database = Database(alias, BookStore, clock, url)
        self.collections: Any = mongoengine.get_db(alias)
        self._keys = itertools.count()
        self._prefix = f"{id(self)}:{datetime.now(UTC).timestamp()}"

    def do(self, body: Callable[[Book], Any]) -> Any:
        given: list[Any] = []

        def use(store: Any, _actor: Any) -> None:
            given[:] = [body(store.book)]

        self.database.act(f"{self._prefix}:{next(self._keys)}", use)
        return given[0]

    def refusal(self, body: Callable[[Book], Any]) -> str | None:
        """The code with which `body` is refused; None when it is not."""
        try:
            self.do(body)
        except Refusal as refusal:
            return refusal.reason.code
        return None

    def pin(self, limit: int = 2000) -> Checkpoint | None:
        """A checkpoint over the first accounts that moved; None when none did."""
        accounts = next(self.look().unpinned(limit), [])
        return self.do(lambda book: book.checkpoint(accounts))

    def look(self) -> Book:
        return self.database.look().book

    def open(self, account: str, unit: Unit = Unit.POINT, **terms: Any) -> None:
        self.do(lambda book: book.open_account(account, unit, **terms))

    def balance(self, account: str) -> int:
        return self.look().balance(account).balance

    def proof(self) -> Proof:
        return prove(self.ledger)

    def clear(self) -> None:
        for name in COLLECTIONS:
            self.collections[f"ledger_{name}"].delete_many({})

    def stored(self) -> dict[str, list[dict[str, Any]]]:
        return {name: list(self.collections[f"ledger_{name}"].find({}, sort=[("_id", 1)])) for name in COLLECTIONS}


def house_named(alias: str, url: str) -> House:
    return House(alias, url, SetClock())
