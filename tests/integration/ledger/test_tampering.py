"""Every field of every document of a book that has seen all kinds of entry: change it, take it away, and the proof says so."""

import os
from datetime import timedelta
from random import Random

import pytest

from shared.contracts.ledger import move
from tests.integration.ledger.bookkeeping import COLLECTIONS, START, House
from tests.integration.ledger.tampering import changed_at, places, put

ACCOUNTS = ("issued", "issued#0", "issued#1", "pool", "anna", "bo", "shut")
SEED = int(os.environ.get("LINLI_TEST_SEED") or Random().randrange(2**32))


@pytest.fixture(scope="module")
def house(house: House) -> House:
    """Two checkpoints, holds in every state, a reversal, new terms, a closed account, an overflow and lanes."""
    house.clear()
    house.clock.moment = START
    house.open("issued", floor=None, lanes=2)
    house.open("pool")
    house.open("anna", cap=30, overflow="pool")
    house.open("bo")
    house.open("shut")
    later = START + timedelta(hours=1)
    for body in (
        lambda book: book.transfer(key="gift", legs=move(40, "issued", "anna"), reason="gift"),
        lambda book: book.hold(key="h1", amount=5, source="anna", target="bo", expires_at=later, reason="visit"),
        lambda book: book.hold(key="h2", amount=6, source="anna", target="bo", expires_at=later, reason="visit"),
        lambda book: book.hold(key="h3", amount=7, source="anna", target="bo", expires_at=later, reason="visit"),
        lambda book: book.checkpoint(ACCOUNTS),
        lambda book: book.capture("h1", 3),
        lambda book: book.release("h2", "cancelled"),
        lambda book: book.reverse("h1/settled", "no visit"),
        lambda book: book.change_terms("new", "bo", floor=-5, cap=None, overflow=None, reason="rule"),
        lambda book: book.close_account("shut", "left"),
        lambda book: book.checkpoint(ACCOUNTS),
    ):
        house.do(body)
    assert house.proof().problems == []
    return house


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_any_field_that_is_changed_is_found(house: House, collection: str):
    print(f"LINLI_TEST_SEED={SEED}")
    chance = Random(f"{SEED}:{collection}")
    stored = house.collections[f"ledger_{collection}"]
    missed = []
    for document in house.stored()[collection]:
        for place in places(document):
            changed = changed_at(document, place, chance)
            if put(stored, changed) and house.proof().sound:
                missed.append((document["_id"], place, changed))
            put(stored, document)
    assert missed == []
    assert house.proof().problems == []


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_any_document_that_is_taken_away_or_doubled_is_found(house: House, collection: str):
    stored = house.collections[f"ledger_{collection}"]
    missed = []
    for document in house.stored()[collection]:
        stored.delete_one({"_id": document["_id"]})
        if house.proof().sound:
            missed.append(("gone", document["_id"]))
        stored.insert_one(document)
        doubled = document | {"_id": 99 if isinstance(document["_id"], int) else document["_id"] + "x"}
        if collection == "entries":
            doubled["lines"] = []
        stored.insert_one(doubled)
        if house.proof().sound:
            missed.append(("doubled", document["_id"]))
        stored.delete_one({"_id": doubled["_id"]})
    assert missed == []
    assert house.proof().problems == []
