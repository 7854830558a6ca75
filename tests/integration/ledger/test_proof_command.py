"""The proof as a command, and what it finds that no single field shows."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.local.environment import ROOT
from shared.contracts.ledger import move
from shared.ledger import seals
from tests.integration.ledger.bookkeeping import START, House
from tests.support.servers import Servers


@pytest.fixture
def house(fresh: House) -> House:
    fresh.clock.moment = START
    fresh.open("issued", floor=None)
    for name in ("anna", "bo"):
        fresh.open(name)
        fresh.do(lambda book, n=name: book.transfer(key=f"gift:{n}", legs=move(10, "issued", n), reason="gift"))
    return fresh


def command(servers: Servers, *asked: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "infra.tools.ledger", *(asked or ["bookkeeping"])],
        cwd=ROOT, env=os.environ | {"LINLI_MONGO_URL": servers.database.url} | environment,
        capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_command_says_that_a_book_is_sound(servers: Servers, house: House):
    house.pin()
    code, text = command(servers)
    assert code == 0 and "sound: " in text and "3 accounts, 5 entries, 7 lines" in text and "point 0" in text


def test_command_says_what_is_wrong(servers: Servers, house: House):
    house.collections.ledger_accounts.update_one({"_id": "anna"}, {"$inc": {"balance": 5}})
    code, text = command(servers)
    assert code == 1 and "NOT SOUND" in text and "account anna: is not what its entries make of it" in text


def test_auditor_proves_with_the_published_key_and_no_secret(servers: Servers, house: House):
    house.pin()
    key = house.look().public_key
    code, text = command(servers, "bookkeeping", "--key", key, "--at-rest", LINLI_DATA_KEY="")
    assert code == 0 and f"public key: {key}" in text
    code, text = command(servers, "bookkeeping", "--key", seals.public_key("other"), LINLI_DATA_KEY="")
    assert code == 1 and "checkpoint 1: the seal is not by the key of the book" in text


def test_command_tells_a_book_that_it_cannot_read_from_one_that_is_wrong(servers: Servers, house: House):
    assert command(servers, "nobody") == (2, "nobody keeps no book.\n")
    code, text = command(servers, LINLI_DATA_KEY="")
    assert code == 2 and "LINLI_DATA_KEY" in text


def test_last_entry_taken_away_with_all_that_says_so_is_found_by_the_checkpoint(house: House):
    house.do(lambda book: book.transfer(key="before", legs=move(1, "anna", "bo"), reason="thanks"))
    earlier = house.stored()
    house.do(lambda book: book.transfer(key="late", legs=move(4, "anna", "bo"), reason="thanks"))
    house.pin()
    house.collections.ledger_entries.delete_one({"_id": "late"})
    for account in earlier["accounts"]:
        house.collections.ledger_accounts.replace_one({"_id": account["_id"]}, account)
    found = house.proof().problems
    assert any("pinned heads that a chain has" in problem for problem in found)
    house.collections.ledger_leaves.delete_many({"account": {"$in": ["anna", "bo"]}})
    assert any("checkpoint 1: root" in problem for problem in house.proof().problems)


def test_past_written_anew_from_end_to_end_is_found_by_the_checkpoint(servers: Servers, house: House):
    """Somebody with all of the book's code, and no data key, makes a book in which bo got what anna had."""
    house.pin()
    pinned = {name: house.stored()[name] for name in ("leaves", "checkpoints")}
    house.clear()
    house.open("issued", floor=None)
    for name in ("anna", "bo"):
        house.open(name)
    house.do(lambda book: book.transfer(key="gift:bo", legs=move(20, "issued", "bo"), reason="gift"))
    assert house.proof().sound
    for name, documents in pinned.items():
        house.collections[f"ledger_{name}"].insert_many(documents)
    assert not house.proof().sound


def test_entry_of_an_account_that_is_gone_is_found(house: House):
    house.collections.ledger_accounts.delete_one({"_id": "anna"})
    assert any("lines that belong to an account's chain" in problem for problem in house.proof().problems)


def test_checkpoints_go_round_all_accounts_that_moved(house: House):
    for n in range(7):
        house.open(f"person{n}")
    sealed = [house.pin(3) for _ in range(5)]
    assert [one.leaves if one else 0 for one in sealed] == [3, 3, 3, 1, 0]
    house.do(lambda book: book.transfer(key="t", legs=move(1, "anna", "bo"), reason="thanks"))
    assert house.pin(3).leaves == 2
    assert house.proof().problems == []


def test_proof_reads_one_snapshot_while_others_post(house: House):
    """Entries that come while the proof runs are not seen in one place and missed in another."""

    def post(n: int) -> None:
        house.do(
            lambda book: book.transfer(key=f"t:{n}", legs=move(1, "issued", f"{'anna' if n % 2 else 'bo'}"), reason="x")
        )

    with ThreadPoolExecutor(3) as pool:
        posting = pool.map(post, range(60))
        proofs = [house.proof() for _ in range(5)]
        list(posting)
    assert [proof.problems for proof in proofs] == [[]] * 5
