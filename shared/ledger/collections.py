"""Where a service keeps its book: five collections in its own database, and how values become documents and back.

Entries, leaves and checkpoints are only ever added. Accounts and holds are what the entries make of them, kept so that
they need not be summed up; the proof makes them again and compares.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

import mongoengine
from pydantic import TypeAdapter
from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from shared.contracts.ledger import Hold
from shared.ledger.rules import Account, Checkpoint, Entry, Line

OPEN = "open"
CHUNK = 500
Document = dict[str, Any]
ValueT = TypeVar("ValueT")
ADAPTERS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Account, Checkpoint, Entry, Hold)}


class Ledger:
    """The collections of the book of one service, found by the service's database alias. `name` is the service's.

    It stands among a store's `documents`, so that its indexes are made at start.
    """

    def __init__(self, alias: str, name: str | None = None) -> None:
        self._alias = alias
        self.name = name or alias

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
        self.entries.create_index([("lines.leg.account", ASCENDING), ("lines.number", ASCENDING)], unique=True)
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
            places = {"lines": {"$elemMatch": {"leg.account": account, "number": {"$gte": first, "$lt": below}}}}
            entries = [value_of(Entry, document) for document in self.entries.find(places, session=session)]
            found = [(entry, line) for entry in entries for line in entry.lines if line.leg.account == account]
            yield from sorted(found, key=lambda pair: pair[1].number)
            if len(found) < CHUNK:
                return
            first = below


def stored(value: Any) -> Document:
    """An account, an entry, a hold or a checkpoint as it is stored: field by field, its `id` as `_id`."""
    plain = ADAPTERS[type(value)].dump_python(value, warnings=False)
    return {"_id": plain.pop("id"), **plain}


def value_of(kind: type[ValueT], document: Document) -> ValueT:
    """The value again. What does not give the same document when it is stored was not stored by the book."""
    return ADAPTERS[kind].validate_python({"id": document["_id"], **document})
