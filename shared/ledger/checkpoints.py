"""Checkpoints: every so often the heads of the chains that moved are pinned under one Merkle root.

Chains alone do not tell when their last lines are taken away together with what accounts say of them; a pinned head does.
Checkpoints are chained too, and sealed with the data key, which whoever can only write to the database does not have. A
seal that is kept somewhere else (a log, a notice board) also shows when the last checkpoint itself is taken away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from shared.ledger.chain import canonical, merkle_root, moment
from shared.ledger.collections import CHUNK, Document, Ledger
from shared.storage.sealing import blind

CHECKPOINT = "ledger checkpoint"


@dataclass(frozen=True)
class Checkpoint:
    """`root` is over `leaves` heads; `upto` is the account that the next one goes on after, "" for from the start."""

    number: int
    at: datetime
    leaves: int
    root: str
    upto: str
    previous: str
    seal: str = ""

    @property
    def right_seal(self) -> str:
        content = [self.number, moment(self.at), self.leaves, self.root, self.upto, self.previous]
        return blind(canonical(content).decode(), CHECKPOINT)


def next_checkpoint(ledger: Ledger, now: datetime, limit: int) -> Checkpoint | None:
    last = ledger.checkpoints.find_one(sort=[("_id", -1)])
    number, previous, after = (last["_id"] + 1, last["seal"], last["upto"]) if last else (1, "", "")
    leaves, upto = _moved(ledger, after, number, limit)
    if not leaves and after:
        leaves, upto = _moved(ledger, "", number, limit)
    if not leaves:
        return None
    made = Checkpoint(number, now, len(leaves), root_of(leaves), upto, previous)
    ledger.leaves.insert_many(leaves)
    ledger.checkpoints.insert_one(checkpoint_document(made, made.right_seal))
    return Checkpoint(number, now, len(leaves), made.root, upto, previous, made.right_seal)


def _moved(ledger: Ledger, after: str, number: int, limit: int) -> tuple[list[Document], str]:
    """Leaves for accounts after `after` whose head is not pinned yet, and where to go on."""
    found: list[Document] = []
    accounts = ledger.accounts.find({"_id": {"$gt": after}}, {"number": 1, "head": 1}, sort=[("_id", 1)])
    size = min(CHUNK, limit)
    while chunk := list(islice(accounts, size)):
        leaves = [leaf_document(account["_id"], account["number"], account["head"], number) for account in chunk]
        known = ledger.leaves.find({"_id": {"$in": [leaf["_id"] for leaf in leaves]}}, {"_id": 1})
        pinned = {leaf["_id"] for leaf in known}
        found += [leaf for leaf in leaves if leaf["_id"] not in pinned]
        if len(found) > limit - size:
            return found, chunk[-1]["_id"]
    return found, ""


def leaf_document(account: str, number: int, head: str, checkpoint: int) -> Document:
    return {
        "_id": f"{account}@{number:016d}",
        "account": account,
        "number": number,
        "head": head,
        "checkpoint": checkpoint,
    }


def root_of(leaves: Sequence[Document]) -> str:
    """In the order of the leaves' names."""
    ordered = sorted(leaves, key=lambda leaf: leaf["_id"])
    return merkle_root([[leaf["account"], leaf["number"], leaf["head"]] for leaf in ordered])


def checkpoint_document(checkpoint: Checkpoint, seal: str) -> Document:
    return {
        "_id": checkpoint.number,
        "at": checkpoint.at,
        "leaves": checkpoint.leaves,
        "root": checkpoint.root,
        "upto": checkpoint.upto,
        "previous": checkpoint.previous,
        "seal": seal,
    }


def checkpoint_of(document: Document) -> Checkpoint:
    rest: dict[str, Any] = {name: value for name, value in document.items() if name != "_id"}
    return Checkpoint(number=document["_id"], **rest)
