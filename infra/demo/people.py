"""Those who act in the demo, as their apps do: over HTTP, with what they know and nothing else."""

import json
import secrets
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pyotp
import requests
from stdnum.cn.ric import calc_check_digit

from infra.town.identity import AREA_CODE

T = TypeVar("T")

TIMEOUT = 30
PATIENCE = 20.0
"""Seconds in which what follows from an event must have happened."""
PHONES = "1112"
"""Numbers of the demo begin like this: they can be nobody's, and are not the town's."""
BORN = "19880808"


class Failed(Exception):
    """A step did not go as it must; the text says what was answered."""


class Caller:
    """An app with or without a token. Every request that changes something carries an idempotency key."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.token = token
        self._http = requests.Session()

    def ask(self, method: str, path: str, body: Any = None, query: dict[str, Any] | None = None) -> Any:
        return self._send(method, path, json=body, params=query)

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, query=query)

    def post(self, path: str, body: Any = None) -> Any:
        return self.ask("POST", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        return self.ask("PUT", path, body)

    def upload(self, path: str, picture: bytes, media_type: str) -> Any:
        return self._send("POST", path, data=picture, headers={"Content-Type": media_type})

    def _send(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Accept-Language": "en", "Idempotency-Key": uuid.uuid4().hex} | options.pop("headers", {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            answer = self._http.request(method, f"{self.url}/v1{path}", headers=headers, timeout=TIMEOUT, **options)
        except requests.RequestException as error:
            raise Failed(f"{method} {path}: {error}") from error
        if not answer.ok:
            raise Failed(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None


class Resident(Caller):
    """Signs in by phone. The code is read where a local suite keeps its text messages."""

    def __init__(self, url: str, messages: Path) -> None:
        super().__init__(url)
        self.phone = f"{PHONES}{secrets.randbelow(10**7):07d}"
        self._messages = messages
        self._refresh = ""

    def sign_in(self) -> dict[str, Any]:
        """The account, new with the first sign-in."""
        self.post("/sign-in/codes", {"phone": self.phone})
        code = within(PATIENCE, "the text message", self._newest_code)
        return self._keep(self.post("/sign-in/phone", {"phone": self.phone, "code": code}))

    def renew(self) -> dict[str, Any]:
        """Another access token, which says what has become true since the last one."""
        return self._keep(self.post("/sign-in/refresh", {"refresh_token": self._refresh}))

    def _keep(self, tokens: dict[str, Any]) -> dict[str, Any]:
        self.token, self._refresh = tokens["access_token"], tokens["refresh_token"]
        return tokens["account"]

    def _newest_code(self) -> str | None:
        if not self._messages.exists():
            return None
        entries = map(json.loads, reversed(self._messages.read_text().splitlines()))
        return next((entry["code"] for entry in entries if entry["phone"].endswith(self.phone)), None)


class Worker(Caller):
    """A grid worker who signs in by staff number and password, and has an authenticator app."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.number = f"DM{secrets.randbelow(10**8):08d}"
        self.password = ""
        self.secret = ""

    def enrol(self, initial_password: str) -> None:
        """The first sign-in: another password, and the app learns its secret."""
        first = self.post("/sign-in/staff", {"staff_number": self.number, "password": initial_password})["enrolment"]
        self.password, self.secret = secrets.token_urlsafe(18), first["totp_secret"]
        body = {"ticket": first["ticket"], "new_password": self.password, "code": pyotp.TOTP(self.secret).now()}
        self.token = self.post("/sign-in/staff/enrolment", body)["access_token"]


def identity_number() -> str:
    """Well formed, and nobody's: of an area code that was never given, beside the one of the town's people."""
    body = f"{AREA_CODE[:-1]}8{BORN}{secrets.randbelow(499) * 2 + 2:03d}"
    return body + calc_check_digit(body + "0")


def within(seconds: float, what: str, condition: Callable[[], T | None]) -> T:
    """The first value that is there; fails when there is none in time."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise Failed(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.02)
