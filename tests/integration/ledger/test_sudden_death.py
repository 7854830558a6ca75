"""A process that posts is killed in mid-flight, again and again: what was committed stays, and nothing else is there."""

import os
import subprocess
import sys
import threading
from random import Random

import pytest

from infra.local.environment import ROOT
from shared.kernel.clock import SystemClock
from tests.integration.ledger.bookkeeping import House
from tests.integration.ledger.poster import PEOPLE
from tests.support.servers import Servers

SEED = int(os.environ.get("LINLI_TEST_SEED") or Random().randrange(2**32))
ALIAS = "sudden_death"


@pytest.mark.parametrize("life", range(4))
def test_killed_process_leaves_whole_units_of_work(servers: Servers, life: int):
    chance = Random(f"{SEED}:{life}")
    print(f"LINLI_TEST_SEED={SEED}")
    house = House(ALIAS, servers.database.url, SystemClock())
    house.open("issued", floor=None)
    for name in PEOPLE:
        house.open(name)
    seed = f"{SEED}:{life}:{chance.random()}"
    said = killed_after(servers, seed, commits=chance.randint(1, 40), seconds=chance.random() / 100)
    tried = {line for line in said if " " not in line}
    committed = {line.split()[1] for line in said if line.startswith("done ")}
    stored = [entry["_id"] for entry in house.collections.ledger_entries.find({}, {"_id": 1})]
    first = {key for key in stored if key.startswith(f"{seed}:") and key.removeprefix(f"{seed}:").isdigit()}
    assert committed <= first <= tried
    assert len(first - committed) <= 1
    assert house.proof().problems == []


def killed_after(servers: Servers, seed: str, commits: int, seconds: float) -> list[str]:
    """All that a poster said until it was killed, some time after so many commits."""
    poster = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.ledger.poster", servers.database.url, ALIAS, seed],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert poster.stdout is not None
    said: list[str] = []
    try:
        for line in poster.stdout:
            said.append(line.strip())
            commits -= line.startswith("done ")
            if commits == 0:
                threading.Timer(seconds, poster.kill).start()
    finally:
        poster.kill()
        poster.wait()
    return said
