"""The proof: everything in a book is made again from its entries and compared with what is stored.

It reads one snapshot, so that it can run while the book is in use, and in chunks, so that memory does not grow with the
book. The database keeps snapshots for five minutes (`minSnapshotHistoryWindowInSeconds`); larger books need more, or a
restored copy that is at rest.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from pymongo.client_session import ClientSession

from shared.contracts.ledger import Hold, Kind, Leg
from shared.ledger import seals
from shared.ledger.chain import canonical, digest, next_line
from shared.ledger.checkpoints import leaf_document, root_of, sealed_content
from shared.ledger.collections import Document, Ledger, stored, value_of
from shared.ledger.rules import SETTLED, Account, Checkpoint, Entry, after

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)
TOLD = 100


@dataclass
class Proof:
    """What was read, what the accounts sum up to per unit, and what is wrong; at most the first hundred problems are told."""

    counts: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    found: int = 0

    @property
    def sound(self) -> bool:
        return self.found == 0

    def wrong(self, what: str) -> None:
        self.found += 1
        if len(self.problems) < TOLD:
            self.problems.append(what)

    def same(self, stored: Any, made: Any, what: str) -> None:
        if canonical(stored) != canonical(made):
            self.wrong(what)


def prove(ledger: Ledger, key: str | None = None, at_rest: bool = False) -> Proof:
    """Sums are zero, balances and holds are those of the entries, floors and caps were kept, chains and checkpoints hold.

    `key` is the book's public key, as it was published; without it that of the data key is taken. `at_rest`: nobody
    posts meanwhile, so no snapshot is needed.
    """
    with nullcontext() if at_rest else ledger.client.start_session(snapshot=True) as session:
        return _Prover(ledger, session, key).run()


class _Prover:
    def __init__(self, ledger: Ledger, session: ClientSession | None, key: str | None) -> None:
        self._ledger = ledger
        self._session = session
        self._key = key
        self._proof = Proof()
        self._seen: Counter[str] = Counter()

    def run(self) -> Proof:
        self._each("entries", self._entry)
        self._each("accounts", self._account)
        self._each("holds", self._hold)
        self._checkpoints()
        self._totals()
        return self._proof

    def _each(self, collection: str, check: Callable[[Document], None]) -> None:
        for document in self._stream(collection):
            self._proof.counts[collection] += 1
            try:
                check(document)
            except UNREADABLE as error:
                self._proof.wrong(f"{collection} {document['_id']}: cannot be read ({type(error).__name__}: {error})")

    def _entry(self, document: Document) -> None:
        entry = value_of(Entry, document)
        self._proof.same(document, stored(entry), f"entry {entry.id}: is not as the book stores entries")
        self._proof.counts["lines"] += len(entry.lines)
        self._proof.counts[entry.kind] += 1
        if not entry.lines or sum(leg.amount for leg in entry.legs) != 0:
            self._proof.wrong(f"entry {entry.id}: it has no legs that sum to zero")

    def _account(self, document: Document) -> None:
        """Follows the chain from the first line on, with what checkpoints have pinned of it."""
        name = document["_id"]
        leaves = self._stream("leaves", {"_id": {"$gte": f"{name}@", "$lt": f"{name}A"}})
        pinned = next(leaves, None)
        account: Account | None = None
        for entry, line in self._ledger.chain(name, session=self._session):
            self._seen["lines"] += 1
            right = next_line(entry, line.leg, digest(entry, entry.legs), account)
            if line != right:
                number = account.number + 1 if account else 1
                self._proof.wrong(f"account {name}: the chain breaks at line {number} (entry {entry.id})")
                return
            account = after(account, entry, line)
            if entry.unit is not account.unit:
                self._proof.wrong(f"account {name}: entry {entry.id} is in another unit")
            if not account.keeps_terms:
                self._proof.wrong(f"account {name}: floor or cap broken by entry {entry.id}")
            if pinned is not None and pinned["number"] == line.number:
                self._seen["leaves"] += 1
                if pinned["head"] != line.hash:
                    self._proof.wrong(f"account {name}: line {line.number} is not what a checkpoint pinned")
                pinned = next(leaves, None)
        if account is None:
            self._proof.wrong(f"account {name}: no entry has opened it")
            return
        self._proof.same(document, stored(account), f"account {name}: is not what its entries make of it")
        self._proof.sums[account.unit] += account.balance

    def _hold(self, document: Document) -> None:
        """What is held of an account is the sum of its lines; here each hold puts there what it takes off again."""
        name = document["_id"]
        found = self._ledger.entries.find({"_id": {"$in": [name, f"{name}{SETTLED}"]}}, session=self._session)
        entries = {entry.id: entry for entry in (value_of(Entry, one) for one in found)}
        placed, settled = entries.get(name), entries.get(f"{name}{SETTLED}")
        if placed is None or placed.kind is not Kind.HOLD:
            self._proof.wrong(f"hold {name}: no entry has placed it")
            return
        self._seen["holds"] += 1
        self._seen["settled"] += settled is not None
        self._proof.same(
            document, stored(_hold_of(placed, settled)), f"hold {name}: is not what its entries make of it"
        )
        held = Leg(placed.legs[0].account, 0, -placed.legs[0].held)
        if settled is not None and replace(settled.legs[0], amount=0) != held:
            self._proof.wrong(f"hold {name}: its entries do not put and take the same")

    def _checkpoints(self) -> None:
        previous, number = "", 0
        for document in self._stream("checkpoints"):
            number += 1
            try:
                checkpoint = value_of(Checkpoint, document)
                leaves = list(self._stream("leaves", {"checkpoint": number}))
                self._seen["pinned"] += len(leaves)
                right = replace(checkpoint, id=number, previous=previous, leaves=len(leaves), root=root_of(leaves))
                what = f"checkpoint {number}: root, seal or place does not match"
                self._proof.same(document, stored(right), what)
                content = sealed_content(self._ledger.name, right)
                key = self._key or seals.public_key(self._ledger.name)
                if not seals.holds(key, seals.CHECKPOINT, content, right.seal):
                    self._proof.wrong(f"checkpoint {number}: the seal is not by the key of the book")
                shaped = [leaf_document(x["account"], x["number"], x["head"], number) for x in leaves]
                self._proof.same(leaves, shaped, f"checkpoint {number}: a leaf is not as it was made")
                previous = document["seal"]
            except UNREADABLE as error:
                self._proof.wrong(f"checkpoint {number}: cannot be read ({type(error).__name__}: {error})")
        self._proof.counts["checkpoints"] = number

    def _totals(self) -> None:
        """What belongs to nothing is found by counting: every line to an account, every hold to its entries."""
        counts, seen = self._proof.counts, self._seen
        leaves = self._ledger.leaves.count_documents({}, session=self._session)
        settling = counts[Kind.CAPTURE] + counts[Kind.RELEASE]
        for what, there, known in (
            ("lines that belong to an account's chain", counts["lines"], seen["lines"]),
            ("holds", counts[Kind.HOLD], seen["holds"]),
            ("settled holds", settling, seen["settled"]),
            ("pinned heads that a chain has", leaves, seen["leaves"]),
            ("pinned heads that a checkpoint has", leaves, seen["pinned"]),
        ):
            if there != known:
                self._proof.wrong(f"there should be {there} {what}, but there are {known}")
        for unit, total in self._proof.sums.items():
            if total != 0:
                self._proof.wrong(f"all accounts in {unit} sum up to {total}, not to zero")

    def _stream(self, collection: str, wanted: Document | None = None) -> Iterator[Document]:
        return self._ledger[collection].find(wanted or {}, sort=[("_id", 1)], session=self._session)


def _hold_of(placed: Entry, settled: Entry | None) -> Hold:
    leg = placed.legs[0]
    hold = Hold(
        placed.id, leg.account, placed.facts["target"], placed.unit, leg.held, placed.reason, placed.facts["expires_at"]
    )
    if settled is None:
        return hold
    if settled.kind is Kind.RELEASE:
        return replace(hold, state="released")
    return replace(hold, state="captured", captured=settled.facts["captured"])
