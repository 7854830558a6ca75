"""Transfers per second through the book and through a service, own accounts and one hot account, beside bare updates.

The book's and the bare ones run in threads of one process, each transfer in a transaction of its own that is committed
with majority. Conflicts are retried as the driver does; `tries` counts the bodies that ran per transfer. Those through
the service are asked for over the bus by as many threads; there `tries` counts the calls, as the service retries by
itself. Processor time is that of client, service and database together, which hardly depends on what else the machine
does; the broker's is not in it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import mongoengine
import psutil
from pymongo.write_concern import WriteConcern

from infra.bench import report
from infra.bench.gifts import serving
from infra.bench.stage import Stage
from shared.contracts.ledger import Unit, move
from shared.kernel.clock import SystemClock
from shared.ledger.book import Book
from shared.ledger.collections import Ledger
from shared.ledger.proof import prove

ALIAS = "bench_ledger"
PAIRS = 400
FUNDS = 10**12
MAJORITY = WriteConcern("majority")
BARE, BARE_HOT = "two bare updates", "two bare updates, one of a hot document"
OWN, HOT, LANES = "transfer, own accounts", "transfer, one hot account", "transfer, hot account with 32 lanes"
SERVED, SERVED_HOT = "through the service, own accounts", "through the service, one hot account"
Body = Callable[[int, str], None]
Job = Callable[[int, int, str], int]
"""Makes one transfer for a worker, on a pair of accounts, under a key; says how many tries it took."""


@dataclass(frozen=True)
class Round:
    """`rate` in transfers a second, `p99` in milliseconds, `cpu` in microseconds a transfer."""

    rate: float
    p99: float
    tries: float
    cpu: float


def run(stage: Stage) -> None:
    mongoengine.connect(
        ALIAS, alias=ALIAS, host=stage.database.url, tz_aware=True, maxPoolSize=stage.options.connections + 2
    )
    ledger = Ledger(ALIAS)
    ledger.ensure_indexes()
    plain = mongoengine.get_db(ALIAS)["plain"]
    plain.insert_many([{"_id": name, "balance": 0} for name in ("hot", *_names())])
    _open(ledger)
    bodies: dict[str, Body] = {
        BARE: lambda pair, key: _update(plain, f"a{pair}", f"b{pair}"),
        OWN: lambda pair, key: _transfer(ledger, key, f"a{pair}", f"b{pair}"),
        BARE_HOT: lambda pair, key: _update(plain, "hot", f"b{pair}"),
        HOT: lambda pair, key: _transfer(ledger, key, "hot", f"b{pair}"),
        LANES: lambda pair, key: _transfer(ledger, key, "lanes", f"b{pair}"),
    }
    rounds: dict[str, list[Round]] = {}
    keys = count()
    with serving(stage) as gifts:
        jobs: dict[str, Job] = {name: _in_transaction(ledger, body) for name, body in bodies.items()}
        jobs[SERVED] = lambda worker, pair, key: gifts.give(worker, hot=False)
        jobs[SERVED_HOT] = lambda worker, pair, key: gifts.give(worker, hot=True)
        spending = [stage.database.pid, *gifts.processes]
        for number in range(stage.options.rounds):
            names = list(jobs)
            for name in names[number % len(names) :] + names[: number % len(names)]:
                rounds.setdefault(name, []).append(_round(spending, stage, jobs[name], keys))
    _print({name: rounds[name] for name in jobs})
    _prove(ledger)
    mongoengine.disconnect(ALIAS)


def _names() -> list[str]:
    return [f"{side}{number}" for number in range(PAIRS) for side in "ab"]


def _open(ledger: Ledger) -> None:
    now = SystemClock().now()
    book = Book(ledger, now)
    book.open_account("issued", Unit.POINT, floor=None)
    book.open_account("lanes", Unit.POINT, floor=None, lanes=32)
    for name in ("hot", *_names()):
        book.open_account(name, Unit.POINT)
        book.transfer(key=f"fund:{name}", legs=move(FUNDS, "issued", name), reason="fund")


def _update(plain: Any, source: str, target: str) -> None:
    plain.update_one({"_id": source}, {"$inc": {"balance": -1}})
    plain.update_one({"_id": target}, {"$inc": {"balance": 1}})


def _transfer(ledger: Ledger, key: str, source: str, target: str) -> None:
    Book(ledger, SystemClock().now()).transfer(key=key, legs=move(1, source, target), reason="bench")


def _in_transaction(ledger: Ledger, body: Body) -> Job:
    def job(_worker: int, pair: int, key: str) -> int:
        tries = count(1)
        done = 0

        def once(_session: Any) -> None:
            nonlocal done
            done = next(tries)
            body(pair, key)

        with ledger.client.start_session() as session, session.bind():
            session.with_transaction(once, write_concern=MAJORITY)
        return done

    return job


def _round(spending: list[int], stage: Stage, job: Job, keys: "count[int]") -> Round:
    """Each worker takes turns among pairs that no other worker uses."""
    spent = _processor_seconds(spending)
    until = time.monotonic() + stage.options.warmup + stage.options.seconds
    counted_from = until - stage.options.seconds
    taken: list[tuple[float, int]] = []
    done = count()

    def work(worker: int) -> None:
        for turn in count():
            began = time.monotonic()
            if began > until:
                return
            pair = (worker + turn * stage.options.connections) % (PAIRS - PAIRS % stage.options.connections)
            tries = job(worker, pair, f"t:{next(keys)}")
            next(done)
            if began > counted_from:
                taken.append((time.monotonic() - began, tries))

    workers = [threading.Thread(target=work, args=(number,)) for number in range(stage.options.connections)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return Round(
        rate=len(taken) / stage.options.seconds,
        p99=report.percentile([seconds for seconds, _ in taken], 0.99) * 1000,
        tries=sum(tries for _, tries in taken) / len(taken),
        cpu=(_processor_seconds(spending) - spent) / next(done) * 1e6,
    )


def _processor_seconds(processes: list[int]) -> float:
    """Of this process and those named."""
    times = [psutil.Process(process).cpu_times() for process in processes]
    return time.process_time() + sum(each.user + each.system for each in times)


def _print(rounds: dict[str, list[Round]]) -> None:
    report.heading("Ledger: transfers per second")
    rows = [
        [
            name,
            report.spread([one.rate for one in done], 0),
            report.spread([one.p99 for one in done], 1),
            report.spread([one.tries for one in done], 2),
            report.spread([one.cpu for one in done], 0),
        ]
        for name, done in rounds.items()
    ]
    report.table(["", "per second", "p99 ms", "tries", "processor us"], rows)
    report.note("")
    for first, second in (
        (OWN, BARE),
        (HOT, BARE_HOT),
        (HOT, OWN),
        (LANES, OWN),
        (SERVED, BARE),
        (SERVED_HOT, BARE_HOT),
    ):
        pairs = list(zip(rounds[first], rounds[second], strict=True))
        rates = report.spread([one.rate / other.rate for one, other in pairs])
        thrift = report.spread([other.cpu / one.cpu for one, other in pairs])
        report.note(f"  {first} to {second}: {rates} by rate, {thrift} by processor time")


def _prove(ledger: Ledger) -> None:
    began = datetime.now(UTC)
    proof = prove(ledger)
    seconds = (datetime.now(UTC) - began).total_seconds()
    report.note(
        f"  proof of {proof.counts['entries']} entries with {proof.counts['lines']} lines: "
        f"{'sound' if proof.sound else proof.problems[0]}, {proof.counts['entries'] / seconds:.0f} entries a second"
    )
