"""`python -m infra.tools.ledger <service>`: prove a service's book; exits with 1 and says what is wrong, if anything is.

Printed as well is the seal of the last checkpoint. Kept elsewhere, it shows later whether checkpoints were taken away.
LINLI_DATA_KEY must be the one that the service runs with.
"""

import argparse
import sys
from collections.abc import Sequence

import mongoengine
from pymongo.errors import PyMongoError

from shared.ledger.collections import Ledger
from shared.ledger.proof import TOLD, Proof, prove
from shared.runtime.settings import settings
from shared.storage.sealing import NoDataKey

SERVER_MILLISECONDS = 5000


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.tools.ledger", description=__doc__)
    parser.add_argument("service")
    service = parser.parse_args(arguments).service
    try:
        return look(service)
    except (PyMongoError, NoDataKey) as error:
        print(f"The book of {service} could not be read: {error}", file=sys.stderr)
        return 1


def look(service: str) -> int:
    mongoengine.connect(
        f"{settings().database_prefix}{service}",
        alias=f"{service} for proof",
        host=settings().mongo_url,
        tz_aware=True,
        serverSelectionTimeoutMS=SERVER_MILLISECONDS,
    )
    try:
        ledger = Ledger(f"{service} for proof")
        if ledger.accounts.find_one() is None and ledger.entries.find_one() is None:
            print(f"{service} keeps no book.", file=sys.stderr)
            return 1
        proof = prove(ledger)
        last = ledger.checkpoints.find_one(sort=[("_id", -1)])
        print("\n".join(told(service, proof, f"{last['_id']}, {last['seal']}" if last else "none")))
        return 0 if proof.sound else 1
    finally:
        mongoengine.disconnect(f"{service} for proof")


def told(service: str, proof: Proof, seal: str) -> list[str]:
    counts = ", ".join(
        f"{proof.counts[what]} {what}" for what in ("accounts", "entries", "lines", "holds", "checkpoints")
    )
    sums = ", ".join(f"{unit} {total}" for unit, total in sorted(proof.sums.items()))
    lines = [f"{service}: {counts}", f"sum of all accounts: {sums or 'none'}", f"last checkpoint: {seal}"]
    if proof.sound:
        return [*lines, "sound: sums, balances, holds, limits, chains and checkpoints are as they must be"]
    more = [f"  and {proof.found - TOLD} more"] if proof.found > TOLD else []
    return [*lines, f"NOT SOUND, {proof.found} problems:", *(f"  {problem}" for problem in proof.problems), *more]


if __name__ == "__main__":
    sys.exit(main())
