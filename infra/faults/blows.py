"""What is done to the suite while people work."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.suite import GATEWAY, Suite


@dataclass(frozen=True)
class Ground:
    """What can be struck; `service` is the one whose processes are."""

    suite: Suite
    broker: Broker
    database: Database
    service: str


Blow = Callable[[Ground, random.Random], str]


def kill_a_replica(ground: Ground, dice: random.Random) -> str:
    """kill -9 of one process, relay and all; one stands up again in its place."""
    replica = dice.randrange(len(ground.suite.processes[ground.service]))
    ground.suite.kill(ground.service, replica)
    ground.suite.start_one(ground.service)
    return f"kill -9 {ground.service}/{replica}"


def kill_every_replica(ground: Ground, dice: random.Random) -> str:
    replicas = range(len(ground.suite.processes[ground.service]))
    for replica in replicas:
        ground.suite.kill(ground.service, replica)
    for _ in replicas:
        ground.suite.start_one(ground.service)
    return f"kill -9 all of {ground.service}"


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
