"""What the tests of identity share: a running desk where people sign in, and numbers that nobody else uses."""

import base64
import itertools
import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyotp

from infra.local.suite import Suite
from shared.contracts.actor import Role
from shared.storage.sealing import Sealing
from tests.support.oidc_provider import OidcProvider
from tests.support.servers import Servers
from tests.support.town import Person, Town
from tests.support.waiting import eventually

_phones = itertools.count(11109010001)
_staff_numbers = itertools.count(1)


def new_phone() -> str:
    return str(next(_phones))


def new_staff_number() -> str:
    return f"ID{next(_staff_numbers):04d}"


class Desk(Town):
    """Where people sign in. Waiting is done by moving what is stored into the past."""

    def __init__(self, servers: Servers, suite: Suite, provider: OidcProvider) -> None:
        super().__init__(servers, suite)
        self.provider = provider

    @cached_property
    def ops(self) -> Person:
        return self.person(Role.OPS)

    def new_staff(self, *roles: Role, areas: tuple[str, ...] = ("150202.910",)) -> "Staff":
        number = new_staff_number()
        body = {
            "staff_number": number,
            "name": "王小明",
            "roles": list(roles or (Role.GRID_WORKER,)),
            "areas": list(areas),
        }
        made = self.ops.post("/v1/accounts", body)
        return Staff(self, number, made["initial_password"], made["account"]["id"])

    def unlock(self, staff_number: str) -> None:
        """Lets the pause after failed sign-ins pass."""
        failed = self.database("identity")["failed_sign_ins"]
        kept = failed.find_one({"_id": staff_number})
        failed.update_one({"_id": staff_number}, {"$set": {"last_at": kept["last_at"] - timedelta(hours=2)}})

    def code_for(self, phone: str) -> str:
        """The newest code that was sent to the number."""
        return eventually(
            lambda: next((entry["code"] for entry in reversed(self.sms()) if entry["phone"] == phone[-11:]), None)
        )

    def sms(self) -> list[dict[str, Any]]:
        file = Path(self.suite.environment["LINLI_RUN_DIR"]) / "sms.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def send_code(self, phone: str) -> str:
        self.nobody().post("/v1/sign-in/codes", {"phone": phone})
        return self.code_for(phone)

    def sign_in(self, phone: str | None = None, **body: Any) -> dict[str, Any]:
        phone = phone or new_phone()
        return self.nobody().post("/v1/sign-in/phone", {"phone": phone, "code": self.send_code(phone)} | body)

    def bearer(self, tokens: dict[str, Any]) -> Person:
        return Person(self.url, tokens["access_token"])

    def refresh(self, refresh_token: str, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self.nobody().send("POST", "/v1/sign-in/refresh", {"refresh_token": refresh_token}, headers=headers)

    def later(self, phone: str, **span: float) -> None:
        """Lets time pass for a phone's codes."""
        codes, name = self.database("identity")["one_time_codes"], self.fingerprint(phone, "phone")
        code = codes.find_one({"_id": name})
        moved = {field: code[field] - timedelta(**span) for field in ("expires_at", "used_at") if code.get(field)}
        codes.update_one(
            {"_id": name}, {"$set": moved | {"sent": [moment - timedelta(**span) for moment in code["sent"]]}}
        )

    def unsealed(self, sealed: str, purpose: str) -> str:
        return Sealing(base64.b64decode(self.suite.environment["LINLI_DATA_KEY"])).unseal(sealed, purpose)

    def fingerprint(self, text: str, purpose: str) -> str:
        return Sealing(base64.b64decode(self.suite.environment["LINLI_DATA_KEY"])).blind(text, purpose)


PASSWORD = "correct horse battery 88"


@dataclass
class Staff:
    """A member of staff with password and authenticator app."""

    desk: Desk
    number: str
    password: str
    account: str
    secret: str = ""

    def try_sign_in(self, **body: Any) -> Any:
        return self.desk.nobody().send(
            "POST", "/v1/sign-in/staff", {"staff_number": self.number, "password": self.password} | body
        )

    def sign_in(self, **body: Any) -> dict[str, Any]:
        """With the app's code; one that was used is waited for like its successor, by moving the used step back."""
        answer = self.try_sign_in(**({"code": self.code()} | body))
        assert answer.ok, answer.text
        return answer.json()["tokens"]

    def code(self) -> str:
        accounts = self.desk.database("identity")["accounts"]
        accounts.update_one({"_id": self.account}, {"$inc": {"totp_step": -3}})
        return pyotp.TOTP(self.secret).now()

    def begin(self) -> dict[str, Any]:
        enrolment = self.try_sign_in().json()["enrolment"]
        self.secret = enrolment["totp_secret"]
        return enrolment

    def enrol(self, password: str = PASSWORD) -> dict[str, Any]:
        """The first sign-in to its end."""
        body = {"ticket": self.begin()["ticket"], "new_password": password, "code": pyotp.TOTP(self.secret).now()}
        enrolled = self.desk.nobody().post("/v1/sign-in/staff/enrolment", body)
        self.password = password
        return enrolled
