"""The run: a suite of its own, people at work, blows one after the other, then the verdict."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import pika

from infra.faults.blows import BLOWS, Blow, Ground
from infra.faults.crowd import Crowd
from infra.faults.hours import Hours
from infra.faults.matters import Matters
from infra.faults.phone import Phone
from infra.faults.stage import QUIET_SECONDS, Stage
from infra.faults.verdict import Count, Verdict
from infra.faults.witness import Witness
from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.scratch import scratch_folder
from infra.local.suite import Suite
from shared.contracts.registry import APIS
from shared.messaging.wire import dead_queue

PEOPLE = 8
CALM_SECONDS = 4.0


class Work(Protocol):
    """What people do, and what must hold of it afterwards. `service` is the one that is struck."""

    service: str

    @property
    def done(self) -> int:
        """How much has come to its end, as people were told."""
        ...

    def play(self, phone: Phone, dice: random.Random) -> None:
        """One scene, from beginning to end."""
        ...

    def complete(self, witness: Witness) -> bool:
        """Whether the witness has got all news of what was done."""
        ...

    def judge(self, witness: Witness) -> list[Count]: ...


WORKS: dict[str, type[Matters] | type[Hours]] = {"matters": Matters, "hours": Hours}


def run(work: str, blows: Sequence[Blow] = BLOWS, seed: int = 1, say: Callable[[str], None] = print) -> Verdict:
    """Strikes each blow once, in an order that `seed` gives, with work going on before, between and after."""
    made = WORKS[work]
    service = made.service
    with scratch_folder("linli-faults-") as folder:
        broker, database = Broker(folder / "broker"), Database(folder / "database")
        suite = Suite(folder / "suite", broker, database, {"LINLI_RATE_LIMIT": ""}, replicas={service: 2})
        try:
            broker.start()
            database.start()
            suite.start()
            say(f"{work}, seed {seed}: {PEOPLE} people at work, {len(blows)} blows")
            return _strike(Ground(suite, broker, database, service), made(Stage(suite, database)), blows, seed, say)
        finally:
            suite.stop()
            database.stop()
            broker.stop()


def _strike(ground: Ground, work: Work, blows: Sequence[Blow], seed: int, say: Callable[[str], None]) -> Verdict:
    dice = random.Random(seed)
    crowd = Crowd(ground.suite.url, work.play, PEOPLE, seed)
    witness = Witness(ground.broker.amqp_url)
    witness.start()
    crowd.start()
    for blow in dice.sample(list(blows), len(blows)):
        time.sleep(CALM_SECONDS)
        began = time.monotonic()
        what = blow(ground, dice)
        ground.suite.wait_ready()
        say(f"  {what}: all ready again after {time.monotonic() - began:.1f} s, {work.done} done")
    time.sleep(CALM_SECONDS)
    crowd.stop()
    until = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < until and not work.complete(witness):
        time.sleep(0.2)
    witness.stop()
    answers = crowd.answers
    say(f"  answers by status: {dict(sorted(answers.by_status.items()))} (0: no answer), repeated {answers.repeats}")
    for failure in crowd.failed:
        say(f"  FAILED {failure}")
    return Verdict(
        work.done,
        [
            *work.judge(witness),
            Count("events that the witness got", len(witness.seen), wrong=False),
            Count(
                "  came more than once (an inbox drops these)", sum(n > 1 for n in witness.seen.values()), wrong=False
            ),
            Count("events out of order", sum(order != sorted(order) for order in witness.order.values())),
            Count("dead letters", count_dead_letters(ground.broker.amqp_url)),
            Count("answers 500", answers.by_status[500]),
            Count("answers that nobody should get", len(crowd.failed)),
        ],
    )


def count_dead_letters(amqp_url: str) -> int:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    count = sum(channel.queue_declare(dead_queue(service), passive=True).method.message_count for service in APIS)
    connection.close()
    return count
