"""People who report matters and workers who settle them, and who do not give up when something is away.

Every request has one idempotency key and is repeated with it until the answer is final, as an app on a phone does.
"""

import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import requests

PLACE = {"longitude": 112.005, "latitude": 42.005}
AGAIN = {429, 500, 502, 503, 504}
PATIENCE = 120.0


class GaveUp(Exception):
    """No final answer within two minutes."""


@dataclass
class Matter:
    """What one person was told about one matter: `versions` of it in the order of the answers."""

    mark: str
    ticket: str = ""
    versions: list[int] = field(default_factory=list)


@dataclass
class People:
    """`count` threads until `stop`; each plays matters from report to rating. `settled` were answered to the end."""

    url: str
    resident: str
    worker: str
    count: int
    seed: int = 1
    settled: list[Matter] = field(default_factory=list)
    unsettled: list[Matter] = field(default_factory=list)
    repeats: int = 0
    answers: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._work, args=(n,), daemon=True) for n in range(self.count)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Nobody begins a new matter; those under way are brought to their end."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        http, dice = requests.Session(), random.Random(f"{self.seed}:{number}")
        while not self._stop.is_set():
            matter = Matter(uuid.UUID(int=dice.getrandbits(128)).hex)
            try:
                self._settle(http, matter)
                self.settled.append(matter)
            except GaveUp:
                self.unsettled.append(matter)

    def _settle(self, http: requests.Session, matter: Matter) -> None:
        report = {"category": "safety", "text": matter.mark, "point": PLACE}
        opened = self._ask(http, self.resident, "/v1/tickets", report)
        matter.ticket = opened["id"]
        matter.versions.append(opened["version"])
        here = f"/v1/tickets/{matter.ticket}"
        for who, action, body in (
            (self.worker, "accept", {}),
            (self.worker, "finish", {"note": "done"}),
            (self.resident, "rate", {"stars": 4}),
        ):
            matter.versions.append(self._ask(http, who, f"{here}/{action}", body)["version"])

    def _ask(self, http: requests.Session, token: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                response = http.post(f"{self.url}{path}", json=body, headers=headers, timeout=12)
            except requests.RequestException:
                self._count(0)
            else:
                self._count(response.status_code)
                if response.ok:
                    return response.json()
                if response.status_code not in AGAIN:
                    raise AssertionError(f"{path}: {response.status_code} {response.text}")
            time.sleep(0.2)
        raise GaveUp(path)

    def _count(self, status: int) -> None:
        with self._lock:
            self.answers[status] = self.answers.get(status, 0) + 1
            self.repeats += status in AGAIN or status == 0
