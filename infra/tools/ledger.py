"""`python -m infra.tools.ledger <service> [--key <public key>] [--at-rest]`: prove a service's book.

Exits with 0 when it is sound, with 1 and what is wrong when it is not, with 2 when it could not be read. Printed as well
is the seal of the last checkpoint: kept elsewhere, it shows later whether checkpoints were taken away. An auditor gives
the public key that was published and needs no secret; without one LINLI_DATA_KEY must be that of the service.
"""

import argparse
import sys
from collections.abc import Sequence

import mongoengine
from pymongo.errors import OperationFailure, PyMongoError

from shared.ledger import seals
from shared.ledger.collections import Ledger
from shared.ledger.proof import TOLD, Proof, prove
from shared.runtime.settings import settings
from shared.storage.sealing import NoDataKey

SERVER_MILLISECONDS = 5000
SOUND, NOT_SOUND, NOT_READ = 0, 1, 2
SNAPSHOT_GONE = (239, 246)
"""Codes of the database: it does not keep the snapshot that the proof reads any longer."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.tools.ledger", description=__doc__)
    parser.add_argument("service")
    parser.add_argument("--key", help="the book's public key as it was published, 64 hex digits")
    parser.add_argument("--at-rest", action="store_true", help="nobody posts meanwhile, such as in a restored copy")
    asked = parser.parse_args(arguments)
    try:
        return look(asked.service, asked.key or seals.public_key(asked.service), asked.at_rest)
    except OperationFailure as error:
        if error.code not in SNAPSHOT_GONE:
            return not_read(asked.service, error)
        why = "it takes longer than the database keeps snapshots. Raise minSnapshotHistoryWindowInSeconds, or prove a restored copy with --at-rest."
        return not_read(asked.service, why)
    except (PyMongoError, NoDataKey) as error:
        return not_read(asked.service, error)


def not_read(service: str, why: object) -> int:
    print(f"The book of {service} could not be read: {why}", file=sys.stderr)
    return NOT_READ


def look(service: str, key: str, at_rest: bool) -> int:
    alias = f"{service} for proof"
    mongoengine.connect(
        f"{settings().database_prefix}{service}",
        alias=alias,
        host=settings().mongo_url,
        tz_aware=True,
        serverSelectionTimeoutMS=SERVER_MILLISECONDS,
    )
    try:
        ledger = Ledger(alias, service)
        if ledger.accounts.find_one() is None and ledger.entries.find_one() is None:
            print(f"{service} keeps no book.", file=sys.stderr)
            return NOT_READ
        proof = prove(ledger, key, at_rest)
        last = ledger.checkpoints.find_one(sort=[("_id", -1)])
        print("\n".join(told(service, proof, key, f"{last['_id']}, {last['seal']}" if last else "none")))
        return SOUND if proof.sound else NOT_SOUND
    finally:
        mongoengine.disconnect(alias)


def told(service: str, proof: Proof, key: str, seal: str) -> list[str]:
    counts = ", ".join(
        f"{proof.counts[what]} {what}" for what in ("accounts", "entries", "lines", "holds", "checkpoints")
    )
    sums = ", ".join(f"{unit} {total}" for unit, total in sorted(proof.sums.items()))
    lines = [
        f"{service}: {counts}",
        f"sum of all accounts: {sums or 'none'}",
        f"public key: {key}",
        f"last checkpoint: {seal}",
    ]
    if proof.sound:
        return [*lines, "sound: sums, balances, holds, limits, chains and checkpoints are as they must be"]
    more = [f"  and {proof.found - TOLD} more"] if proof.found > TOLD else []
    return [*lines, f"NOT SOUND, {proof.found} problems:", *(f"  {problem}" for problem in proof.problems), *more]


if __name__ == "__main__":
    sys.exit(main())
