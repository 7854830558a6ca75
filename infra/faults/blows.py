"""What is done to the suite while people work."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.suite import GATEWAY, Suite


@dataclass(frozen=True)
class Ground:
    """What can be struck."""

    suite: Suite
    broker: Broker
    database: Database


Blow = Callable[[Ground, random.Random], str]


def kill_a_replica(ground: Ground, dice: random.Random) -> str:
    """kill -9 of a tickets process, relay and all; one stands up again in its place."""
    replica = dice.randrange(len(ground.suite.processes["tickets"]))
    ground.suite.kill("tickets", replica)
    ground.suite.start_one("tickets")
    return f"kill -9 tickets/{replica}"


def kill_every_replica(ground: Ground, dice: random.Random) -> str:
    for replica in range(len(ground.suite.processes["tickets"])):
        ground.suite.kill("tickets", replica)
    for _ in range(len(ground.suite.processes["tickets"])):
        ground.suite.start_one("tickets")
    return "kill -9 all of tickets"


def kill_the_gateway(ground: Ground, dice: random.Random) -> str:
    ground.suite.kill(GATEWAY)
    ground.suite.start_one(GATEWAY)
    return "kill -9 gateway"


def restart_the_broker(ground: Ground, dice: random.Random) -> str:
    ground.broker.restart()
    return "restart broker"


def kill_the_database(ground: Ground, dice: random.Random) -> str:
    ground.database.kill()
    ground.database.start()
    return "kill -9 database"


BLOWS: tuple[Blow, ...] = (
    kill_a_replica, kill_a_replica, kill_every_replica, kill_the_gateway, restart_the_broker, kill_the_database,
)  # fmt: skip
