"""From commit to a partner's consumer, at half of the highest write rate.

Commit is the moment at which the database wrote the transaction to its oplog, by the same machine's clock; beside it stand
the service's own stamp, which is taken before it does anything, and the moment at which the client had its reply.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pymongo

from infra.bench import ours, partner, report
from infra.bench.measure import drive, warm_up
from infra.bench.pacing import Paced
from infra.bench.stage import Stage
from infra.bench.system import System
from infra.local.environment import ROOT

SECONDS = 15
SHARE = 0.5
AIM_MS = 20.0
SETTLE_SECONDS = 1.0


def run(stage: Stage) -> None:
    with ours.running(stage) as (_, system):
        warm_up(stage, system)
        highest = max(drive(stage, system, "write").rate for _ in range(2))
        rate = highest * SHARE
        _until_drained(stage, system)  # of the requests that were under way when the load ended
        partner.purge(stage.broker.amqp_url, system.queue or "")
        since = _newest(stage)
        load = Paced(system, rate, SECONDS)
        with _listening(stage, system) as heard:
            load.run()
            _until_drained(stage, system)
    committed = _commits(stage, system, since)
    _print(rate, highest, load, list(heard), committed)


@contextmanager
def _listening(stage: Stage, system: System) -> Iterator[list[dict[str, object]]]:
    """Fills the list when the partner's process has ended."""
    assert system.queue is not None
    command = [sys.executable, "-m", "infra.bench.listening", stage.broker.amqp_url, system.queue]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    heard: list[dict[str, object]] = []
    try:
        assert process.stdout is not None and process.stdout.readline() == "listening\n"
        yield heard
    finally:
        process.terminate()
        printed, _ = process.communicate(timeout=20)
        heard += [json.loads(line) for line in printed.splitlines()]


def _until_drained(stage: Stage, system: System) -> None:
    journal = system.tickets.database["journal"]
    until = time.monotonic() + 10
    while journal.count_documents({"pending": True}) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(SETTLE_SECONDS)


def _newest(stage: Stage) -> object:
    return stage.mongo.local["oplog.rs"].find_one(sort=[("$natural", pymongo.DESCENDING)])["ts"]  # type: ignore[index]


def _commits(stage: Stage, system: System, since: object) -> dict[str, float]:
    """When each event was committed, from the oplog: the transaction's entry holds the journal's row with its events."""
    journal = f"{system.tickets.database.name}.journal"
    found: dict[str, float] = {}
    for entry in stage.mongo.local["oplog.rs"].find({"ts": {"$gt": since}, "o.applyOps.ns": journal}):
        for operation in entry["o"]["applyOps"]:
            if operation["ns"] == journal and operation["op"] == "i":
                found |= {event["id"]: entry["wall"].timestamp() for event in operation["o"].get("events", ())}
    return found


def _print(rate: float, highest: float, load: Paced, heard: list[dict], committed: dict[str, float]) -> None:
    report.heading("Commit to partner consumer")
    report.note(
        f"  open loop, {rate:.0f} writes/s for {SECONDS} s, half of the highest {highest:.0f}; "
        f"{len(load.answered)} answered, {load.refused.total()} refused {dict(load.refused) or ''}, "
        f"{len({event['ticket'] for event in heard} & load.answered.keys())} of them heard by the partner, "
        f"{len(heard) - len({event['id'] for event in heard})} doubled"
    )
    rows = {
        f"commit to partner (aim: p99 below {AIM_MS:.0f})": [
            e["received"] - committed[e["id"]] for e in heard if e["id"] in committed
        ],
        "service's stamp to partner": [e["received"] - datetime.fromisoformat(e["time"]).timestamp() for e in heard],
        "client's reply to partner": [
            e["received"] - load.answered[e["ticket"]] for e in heard if e["ticket"] in load.answered
        ],
        "client: due to replied": load.waited,
    }
    shown = [
        [name, *(f"{report.percentile(waits, share) * 1000:.1f}" for share in (0.5, 0.9, 0.99, 1.0)), str(len(waits))]
        for name, waits in rows.items()
        if waits
    ]
    report.table(["milliseconds", "p50", "p90", "p99", "most", "events"], shown)
