"""Where people work: a grid that is drawn for them, tokens, and the databases behind."""

import time
from typing import Any

import pymongo
import requests

from infra.local.database import Database
from infra.local.mint import Mint
from infra.local.suite import Suite
from shared.contracts.actor import Actor, Role

GRID = "150202.701.001.001"
PLACE = {"longitude": 112.005, "latitude": 42.005}
QUIET_SECONDS = 90.0


class Stage:
    """Of one running suite; `resident` and `worker` are tokens."""

    def __init__(self, suite: Suite, database: Database) -> None:
        self.url = suite.url
        self.database_url = database.url
        self.prefix = suite.environment["LINLI_DATABASE_PREFIX"]
        self._mint = Mint(suite.environment)
        self._mongo: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(database.url)
        self.resident = self.token("faults-resident", Role.RESIDENT)
        self.worker = self.token("faults-worker", Role.GRID_WORKER, GRID)
        self._draw_grid()
        self._await_grid()

    def token(self, account: str, role: Role, *areas: str) -> str:
        return self._mint.token(Actor(account, frozenset({role}), areas=areas))

    def database(self, service: str) -> Any:
        return self._mongo[f"{self.prefix}{service}"]

    def _draw_grid(self) -> None:
        west, south = PLACE["longitude"] - 0.005, PLACE["latitude"] - 0.005
        ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]
        headers = {"Authorization": f"Bearer {self.token('faults-ops', Role.OPS)}"}
        parts = GRID.split(".")
        for depth, kind in enumerate(("district", "street", "community", "grid"), start=1):
            area = {"kind": kind, "name": "x", "name_en": "x", "outline": {"coordinates": [ring]}}
            path = ".".join(parts[:depth])
            requests.put(f"{self.url}/v1/areas/{path}", json=area, headers=headers, timeout=10).raise_for_status()

    def _await_grid(self) -> None:
        """Tickets hears of the area by an event; until then a report goes to a duty desk, or is refused."""
        report = {"category": "safety", "text": "scout", "point": PLACE}
        headers = {"Authorization": f"Bearer {self.token('faults-scout', Role.RESIDENT)}"}
        until = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < until:
            reply = requests.post(f"{self.url}/v1/tickets", json=report, headers=headers, timeout=10)
            if reply.ok and reply.json()["area"] == GRID:
                return
            time.sleep(0.1)
        raise AssertionError(f"tickets has not heard of {GRID}")
