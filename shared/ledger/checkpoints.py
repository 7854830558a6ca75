"""Checkpoints: every so often the heads of the chains that moved are pinned under one Merkle root.

Chains alone do not tell when their last lines are taken away together with what accounts say of them; a pinned head does.
Checkpoints are chained too, and sealed with a key that whoever can only write to the database does not have. A seal
that is kept somewhere else (a log, a notice board) also shows when the last checkpoint itself is taken away.
"""

from collections.abc import Iterator, Sequence
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
    content = [book, checkpoint.id, moment(checkpoint.at), checkpoint.leaves, checkpoint.root]
    return [*content, checkpoint.previous]


def unpinned(ledger: Ledger, limit: int) -> Iterator[list[str]]:
    """The accounts that moved since their heads were pinned, up to `limit` at a time.

    It reads all accounts, which takes longer than a unit of work may: what it gives is looked at again in one.
    """
    found: list[str] = []
    accounts = ledger.accounts.find({}, {"number": 1}, sort=[("_id", 1)])
    while chunk := {leaf_name(each["_id"], each["number"]): each["_id"] for each in islice(accounts, CHUNK)}:
        known = {leaf["_id"] for leaf in ledger.leaves.find({"_id": {"$in": [*chunk]}}, {"_id": 1})}
        found += [account for leaf, account in chunk.items() if leaf not in known]
        while len(found) >= limit:
            yield found[:limit]
            found = found[limit:]
    if found:
        yield found


def make_checkpoint(ledger: Ledger, now: datetime, names: Sequence[str]) -> Checkpoint | None:
    document = ledger.checkpoints.find_one(sort=[("_id", -1)])
    last = value_of(Checkpoint, document) if document else Checkpoint(0, now, 0, "", "")
    accounts = ledger.accounts.find({"_id": {"$in": [*names]}}, {"number": 1, "head": 1})
    made = [leaf_document(each["_id"], each["number"], each["head"], last.id + 1) for each in accounts]
    known = {leaf["_id"] for leaf in ledger.leaves.find({"_id": {"$in": [leaf["_id"] for leaf in made]}}, {"_id": 1})}
    leaves = [leaf for leaf in made if leaf["_id"] not in known]
    if not leaves:
        return None
    bare = Checkpoint(last.id + 1, now, len(leaves), root_of(leaves), last.seal)
    checkpoint = replace(bare, seal=seals.sealed(ledger.name, seals.CHECKPOINT, sealed_content(ledger.name, bare)))
    ledger.leaves.insert_many(leaves)
    ledger.checkpoints.insert_one(stored(checkpoint))
    return checkpoint


def leaf_document(account: str, number: int, head: str, checkpoint: int) -> Document:
    return {
        "_id": leaf_name(account, number),
        "account": account,
        "number": number,
        "head": head,
        "checkpoint": checkpoint,
    }


def leaf_name(account: str, number: int) -> str:
    return f"{account}@{number:016d}"


def root_of(leaves: Sequence[Document]) -> str:
    """In the order of the leaves' names."""
    ordered = sorted(leaves, key=lambda leaf: leaf["_id"])
    return merkle_root([[leaf["account"], leaf["number"], leaf["head"]] for leaf in ordered])
