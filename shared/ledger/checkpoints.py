"""Checkpoints: every so often the heads of the chains that moved are pinned under one Merkle root.

Chains alone do not tell when their last lines are taken away together with what accounts say of them; a pinned head does.
Checkpoints are chained too, and sealed with a key that whoever can only write to the database does not have. A seal
that is kept somewhere else (a log, a notice board) also shows when the last checkpoint itself is taken away.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from shared.ledger import seals
from shared.ledger.chain import merkle_root, moment
from shared.ledger.collections import CHUNK, Document, Ledger, stored, value_of
from shared.ledger.rules import Checkpoint


def sealed_content(book: str, checkpoint: Checkpoint) -> list[Any]:
    """What a checkpoint's seal covers: all that it says, and the seal before."""
    content = [book, checkpoint.id, moment(checkpoint.at), checkpoint.leaves, checkpoint.root, checkpoint.upto]
    return [*content, checkpoint.previous]


def next_checkpoint(ledger: Ledger, now: datetime, limit: int) -> Checkpoint | None:
    document = ledger.checkpoints.find_one(sort=[("_id", -1)])
    last = value_of(Checkpoint, document) if document else Checkpoint(0, now, 0, "", "", "")
    leaves, upto = _moved(ledger, last.upto, last.id + 1, limit)
    if not leaves and last.upto:
        leaves, upto = _moved(ledger, "", last.id + 1, limit)
    if not leaves:
        return None
    bare = Checkpoint(last.id + 1, now, len(leaves), root_of(leaves), upto, last.seal)
    made = replace(bare, seal=seals.sealed(ledger.name, seals.CHECKPOINT, sealed_content(ledger.name, bare)))
    ledger.leaves.insert_many(leaves)
    ledger.checkpoints.insert_one(stored(made))
    return made


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
