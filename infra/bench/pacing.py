"""Open-loop writes: a ticket is due every 1/rate seconds, whether or not the ones before it are answered."""

import http.client
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from infra.bench.ours import POINT
from infra.bench.system import System

CLIENTS = 24


class Paced:
    """`answered` maps a ticket's id to the moment its 201 was read; `waited` are seconds from due to answered.

    `refused` counts statuses with their codes.
    """

    def __init__(self, system: System, rate: float, seconds: float) -> None:
        self.answered: dict[str, float] = {}
        self.waited: list[float] = []
        self.refused = Counter[str]()
        self._system = system
        self._rate, self._count = rate, int(rate * seconds)
        self._numbers: Iterator[int] = itertools.count()
        self._began = 0.0

    def run(self) -> None:
        self._began = time.monotonic() + 0.2
        clients = [threading.Thread(target=self._client) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()

    def _client(self) -> None:
        address = urlsplit(self._system.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        for number in self._numbers:
            if number >= self._count:
                break
            due = self._began + number / self._rate
            time.sleep(max(due - time.monotonic(), 0))
            self._post(connection, number, due)
        connection.close()

    def _post(self, connection: http.client.HTTPConnection, number: int, due: float) -> None:
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self._system.token}",
            "Idempotency-Key": f"{self._began}-{number}",
        }
        body = json.dumps(
            {"category": "water", "text": f"小路被水淹了，第{number}次", "point": POINT}, ensure_ascii=False
        )
        connection.request("POST", self._system.path, body.encode(), headers)
        reply = connection.getresponse()
        answer = reply.read()
        if reply.status != 201:
            self.refused[f"{reply.status} {json.loads(answer).get('code', '')}"] += 1
            return
        self.waited.append(time.monotonic() - due)
        self.answered[json.loads(answer)["id"]] = time.time()
