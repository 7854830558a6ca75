"""The run: a suite of its own, people at work, blows one after the other, then the verdict."""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pika
import pymongo
import requests

from infra.faults.blows import BLOWS, Blow, Ground
from infra.faults.people import PLACE, People
from infra.faults.verdict import Verdict, complete, judge
from infra.faults.witness import Witness
from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.mint import Mint
from infra.local.suite import Suite
from shared.contracts.actor import Actor, Role
from shared.contracts.registry import APIS
from shared.messaging.wire import dead_queue

GRID = "150202.701.001.001"
PEOPLE = 8
CALM_SECONDS = 4.0
QUIET_SECONDS = 90.0


def run(blows: Sequence[Blow] = BLOWS, seed: int = 1, say: Callable[[str], None] = print) -> Verdict:
    """Strikes each blow once, in an order that `seed` gives, with work going on before, between and after."""
    with tempfile.TemporaryDirectory(prefix="linli-faults-") as name:
        folder = Path(name)
        broker, database = Broker(folder / "broker"), Database(folder / "database")
        suite = Suite(folder / "suite", broker, database, {"LINLI_RATE_LIMIT": ""}, replicas={"tickets": 2})
        try:
            broker.start()
            database.start()
            suite.start()
            return _strike(Ground(suite, broker, database), blows, seed, say)
        finally:
            suite.stop()
            database.stop()
            broker.stop()


def _strike(ground: Ground, blows: Sequence[Blow], seed: int, say: Callable[[str], None]) -> Verdict:
    suite = ground.suite
    dice = random.Random(seed)
    mint = Mint(suite.environment)
    draw_grid(suite.url, mint.token(Actor("faults-ops", frozenset({Role.OPS}))))
    await_grid(suite.url, mint.token(Actor("faults-scout", frozenset({Role.RESIDENT}))))
    people = People(
        suite.url,
        mint.token(Actor("faults-resident", frozenset({Role.RESIDENT}))),
        mint.token(Actor("faults-worker", frozenset({Role.GRID_WORKER}), areas=(GRID,))),
        PEOPLE,
        seed,
    )
    witness = Witness(ground.broker.amqp_url)
    witness.start()
    say(f"seed {seed}: {PEOPLE} people at work, {len(blows)} blows")
    people.start()
    for blow in dice.sample(list(blows), len(blows)):
        time.sleep(CALM_SECONDS)
        began = time.monotonic()
        what = blow(ground, dice)
        suite.wait_ready()
        say(f"  {what}: all ready again after {time.monotonic() - began:.1f} s, {len(people.settled)} matters settled")
    time.sleep(CALM_SECONDS)
    people.stop()
    until = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < until and not complete(people, witness):
        time.sleep(0.2)
    witness.stop()
    say(f"  answers by status: {dict(sorted(people.answers.items()))} (0: no answer), repeated {people.repeats}")
    mongo: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(ground.database.url)
    tickets = mongo[f"{suite.environment['LINLI_DATABASE_PREFIX']}tickets"]["tickets"]
    return judge(people, witness, tickets, count_dead_letters(ground.broker.amqp_url))


def draw_grid(url: str, ops: str) -> None:
    """An area to work in."""
    west, south = PLACE["longitude"] - 0.005, PLACE["latitude"] - 0.005
    ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]
    headers = {"Authorization": f"Bearer {ops}"}
    parts = GRID.split(".")
    for depth, kind in enumerate(("district", "street", "community", "grid"), start=1):
        area = {"kind": kind, "name": "x", "name_en": "x", "outline": {"coordinates": [ring]}}
        path = ".".join(parts[:depth])
        requests.put(f"{url}/v1/areas/{path}", json=area, headers=headers, timeout=10).raise_for_status()


def await_grid(url: str, resident: str) -> None:
    """Tickets hears of the area by an event; until then a report goes to a duty desk, or is refused."""
    report = {"category": "safety", "text": "scout", "point": PLACE}
    until = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < until:
        reply = requests.post(
            f"{url}/v1/tickets", json=report, headers={"Authorization": f"Bearer {resident}"}, timeout=10
        )
        if reply.ok and reply.json()["area"] == GRID:
            return
        time.sleep(0.1)
    raise AssertionError(f"tickets has not heard of {GRID}")


def count_dead_letters(amqp_url: str) -> int:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    count = sum(channel.queue_declare(dead_queue(service), passive=True).method.message_count for service in APIS)
    connection.close()
    return count
