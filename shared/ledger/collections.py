"""Where a service keeps its book: five collections in its own database, and how values become documents and back.

Entries, leaves and checkpoints are only ever added. Accounts and holds are what the entries make of them, kept so that
they need not be summed up; the proof makes them again and compares.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

import mongoengine
from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from shared.contracts.ledger import Hold, Kind, Leg, Unit
from shared.ledger.rules import Account, Entry, Line, Terms

OPEN = "open"
CHUNK = 500
Document = dict[str, Any]


class Ledger:
    """The collections of the book of one service, found by the service's database alias.

    It stands among a store's `documents`, so that its indexes are made at start.
    """

    def __init__(self, alias: str) -> None:
        self._alias = alias

    @property
    def client(self) -> Any:
        return mongoengine.get_db(self._alias).client

    def __getitem__(self, name: str) -> "Collection[Document]":
        return mongoengine.get_db(self._alias)[f"ledger_{name}"]

    @property
    def accounts(self) -> "Collection[Document]":
        return self["accounts"]

    @property
    def entries(self) -> "Collection[Document]":
        return self["entries"]

    @property
    def holds(self) -> "Collection[Document]":
        return self["holds"]

    @property
    def leaves(self) -> "Collection[Document]":
        """The heads of chains that checkpoints have pinned; `<account>@<number>` names them."""
        return self["leaves"]

    @property
    def checkpoints(self) -> "Collection[Document]":
        return self["checkpoints"]

    def ensure_indexes(self) -> None:
        """No two entries can take the same place in an account's chain, whatever goes wrong elsewhere."""
        self.entries.create_index([("lines.account", ASCENDING), ("lines.number", ASCENDING)], unique=True)
        only_open = {"state": OPEN}
        self.holds.create_index("expires_at", partialFilterExpression=only_open, name="due")
        self.holds.create_index(
            [("account", ASCENDING), ("expires_at", ASCENDING)], partialFilterExpression=only_open, name="of_account"
        )
        self.leaves.create_index("checkpoint")

    def chain(
        self, account: str, after: int = 0, until: int | None = None, session: ClientSession | None = None
    ) -> Iterator[tuple[Entry, Line]]:
        """The account's lines with numbers above `after` up to `until`, in their order, read in chunks."""
        first = after + 1
        while until is None or first <= until:
            below = first + CHUNK if until is None else min(first + CHUNK, until + 1)
            places = {"lines": {"$elemMatch": {"account": account, "number": {"$gte": first, "$lt": below}}}}
            entries = [entry_of(document) for document in self.entries.find(places, session=session)]
            if not entries:
                return
            found = [(entry, line) for entry in entries for line in entry.lines if line.leg.account == account]
            yield from sorted(found, key=lambda pair: pair[1].number)
            first = below


def line_document(line: Line) -> Document:
    return {
        "account": line.leg.account,
        "amount": line.leg.amount,
        "held": line.leg.held,
        "number": line.number,
        "balance": line.balance,
        "on_hold": line.on_hold,
        "hash": line.hash,
    }


def entry_document(entry: Entry) -> Document:
    return {
        "_id": entry.id,
        "kind": entry.kind.value,
        "mark": entry.mark,
        "unit": entry.unit.value,
        "at": entry.at,
        "reason": entry.reason,
        "of": entry.of,
        "facts": entry.facts,
        "lines": [line_document(line) for line in entry.lines],
    }


def entry_of(document: Document) -> Entry:
    lines = tuple(
        Line(Leg(x["account"], x["amount"], x["held"]), x["number"], x["balance"], x["on_hold"], x["hash"])
        for x in document["lines"]
    )
    kind, unit, at = Kind(document["kind"]), Unit(document["unit"]), _moment(document["at"])
    return Entry(
        document["_id"], kind, document["mark"], unit, at, document["reason"], document["of"], document["facts"], lines
    )


def account_document(account: Account) -> Document:
    return {
        "_id": account.name,
        "unit": account.unit.value,
        "terms": asdict(account.terms),
        "opened_at": account.opened_at,
        "moved_at": account.moved_at,
        "closed_at": account.closed_at,
        "balance": account.balance,
        "held": account.held,
        "number": account.number,
        "head": account.head,
    }


def account_of(document: Document) -> Account:
    rest = {name: value for name, value in document.items() if name not in ("_id", "unit", "terms")}
    return Account(name=document["_id"], unit=Unit(document["unit"]), terms=Terms(**document["terms"]), **rest)


def hold_document(hold: Hold) -> Document:
    return {
        "_id": hold.id,
        "account": hold.account,
        "target": hold.target,
        "unit": hold.unit.value,
        "amount": hold.amount,
        "reason": hold.reason,
        "expires_at": hold.expires_at,
        "state": hold.state,
        "captured": hold.captured,
    }


def hold_of(document: Document) -> Hold:
    rest = {name: value for name, value in document.items() if name not in ("_id", "unit")}
    return Hold(id=document["_id"], unit=Unit(document["unit"]), **rest)


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"not a time: {value!r}")
    return value
