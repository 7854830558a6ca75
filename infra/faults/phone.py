"""A phone app in bad times: it repeats each request under one idempotency key until the answer is final."""

import threading
import time
import uuid
from collections import Counter
from typing import Any

import requests

AGAIN = {429, 500, 502, 503, 504}
PATIENCE = 120.0


class GaveUp(Exception):
    """No final answer within two minutes."""


class Refused(Exception):
    """The final answer is no; `code` says why."""

    def __init__(self, code: str, answer: str) -> None:
        super().__init__(answer)
        self.code = code


class Answers:
    """How often each status came, counted by all phones together; 0 stands for no answer at all."""

    def __init__(self) -> None:
        self.by_status: Counter[int] = Counter()
        self._lock = threading.Lock()

    def count(self, status: int) -> None:
        with self._lock:
            self.by_status[status] += 1

    @property
    def repeats(self) -> int:
        return sum(count for status, count in self.by_status.items() if status in AGAIN or status == 0)


class Phone:
    def __init__(self, url: str, answers: Answers) -> None:
        self.url = url
        self._answers = answers
        self._http = requests.Session()

    def post(self, token: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._ask("POST", token, path, body)

    def put(self, token: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._ask("PUT", token, path, body)

    def _ask(self, method: str, token: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                response = self._http.request(method, f"{self.url}{path}", json=body, headers=headers, timeout=12)
            except requests.RequestException:
                self._answers.count(0)
            else:
                self._answers.count(response.status_code)
                if response.ok:
                    return response.json()
                if response.status_code not in AGAIN and response.json()["code"] != "conflict":
                    raise Refused(response.json()["code"], f"{path}: {response.status_code} {response.text}")
            time.sleep(0.2)
        raise GaveUp(path)
