"""What the tests of identity share: a running desk where people sign in, and numbers that nobody else uses."""

import base64
import itertools
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from shared.storage.sealing import Sealing
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

    def code_for(self, phone: str) -> str:
        """The newest code that was sent to the number."""
        return eventually(lambda: next((entry["code"] for entry in reversed(self.sms()) if entry["phone"] == phone[-11:]), None))

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
        codes.update_one({"_id": name}, {"$set": moved | {"sent": [moment - timedelta(**span) for moment in code["sent"]]}})

    def fingerprint(self, text: str, purpose: str) -> str:
        return Sealing(base64.b64decode(self.suite.environment["LINLI_DATA_KEY"])).blind(text, purpose)
