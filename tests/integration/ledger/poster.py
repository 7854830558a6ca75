"""`python -m tests.integration.ledger.poster <mongo url> <alias> <seed>`: posts at random until it is killed.

Prints each key before it is posted and `done <key>` once that is committed.
"""

import sys
from datetime import timedelta
from random import Random

from shared.contracts.ledger import move
from shared.kernel.clock import SystemClock
from shared.kernel.errors import Refusal
from shared.ledger.book import Book
from tests.integration.ledger.bookkeeping import House

PEOPLE = ("anna", "bo", "chen", "shop")


def main(url: str, alias: str, seed: str) -> None:
    chance = Random(seed)
    house = House(alias, url, SystemClock())
    holds: list[str] = []
    for number in range(1_000_000):
        key = f"{seed}:{number}"
        print(key, flush=True)
        try:
            house.do(lambda book, key=key: post(book, key, chance, holds))
        except Refusal as refusal:
            print(f"refused {key} {refusal.reason.code}", flush=True)
            continue
        print(f"done {key}", flush=True)


def post(book: Book, key: str, chance: Random, holds: list[str]) -> None:
    """One unit of work that posts two things, so that there is something between them."""
    payer, payee = chance.sample(PEOPLE, 2)
    book.transfer(key=key, legs=move(chance.randint(1, 9), "issued", payer), reason="gift")
    match chance.choice(["transfer", "hold", "capture", "release"]):
        case "capture" if holds:
            book.capture(holds.pop())
        case "release" if holds:
            book.release(holds.pop())
        case "hold":
            later = book.now + timedelta(minutes=5)
            book.hold(key=f"{key}:b", amount=1, source=payer, target=payee, expires_at=later, reason="book")
            holds.append(f"{key}:b")
        case _:
            book.transfer(key=f"{key}:b", legs=move(1, payer, payee), reason="thanks")


if __name__ == "__main__":
    main(*sys.argv[1:])
