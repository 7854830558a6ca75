"""Text messages with one-time codes. Which sender is used says LINLI_SMS_SENDER; a further one is an entry in SENDERS."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import requests

from services.identity.outside.options import options
from shared.contracts.identity.sign_in import CODE_NOT_SENT
from shared.contracts.identity.words import masked

TIMEOUT = (3, 5)
"""Seconds to connect and to answer; together below the operation's deadline."""
TEXTS = {
    "zh": "【邻里】您的登录验证码是 {code}，5 分钟内有效，请勿告诉他人。",
    "en": "[Linli] Your sign-in code is {code}. It is good for 5 minutes; tell nobody.",
}


class Sms(Protocol):
    def send_code(self, phone: str, code: str, language: str) -> None:
        """Refuses with `code_not_sent`."""
        ...


class PrintedSms:
    """For local runs and tests: the code is printed, and kept with the number in `sms.jsonl` of the run folder."""

    def __init__(self) -> None:
        self._file = Path(options().run_dir) / "sms.jsonl"

    def send_code(self, phone: str, code: str, language: str) -> None:
        print(f"sms to {masked(phone)}: {code}", flush=True)
        entry = {"at": datetime.now(UTC).isoformat(), "phone": phone, "code": code, "text": text_of(code, language)}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a") as out:
            out.write(json.dumps(entry, ensure_ascii=False) + "\n")


class HttpSms:
    """Posts `{phone, text}` to LINLI_SMS_URL with LINLI_SMS_TOKEN as Bearer; any 2xx means that it was taken."""

    def __init__(self) -> None:
        if not options().sms_url:
            raise ValueError("LINLI_SMS_SENDER=http needs LINLI_SMS_URL")

    def send_code(self, phone: str, code: str, language: str) -> None:
        headers = {"Authorization": f"Bearer {options().sms_token.get_secret_value()}"}
        body = {"phone": phone, "text": text_of(code, language)}
        try:
            answer = requests.post(
                options().sms_url, json=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.RequestException as error:
            raise CODE_NOT_SENT() from error
        if not 200 <= answer.status_code < 300:
            raise CODE_NOT_SENT()


SENDERS: dict[str, Callable[[], Sms]] = {"print": PrintedSms, "http": HttpSms}


def text_of(code: str, language: str) -> str:
    return TEXTS.get(language, TEXTS["zh"]).format(code=code)


def sms_sender() -> Sms:
    """The sender that the settings name; a name that is not in the table stops the start."""
    name = options().sms_sender
    if name not in SENDERS:
        raise ValueError(f"LINLI_SMS_SENDER={name}: there are {', '.join(sorted(SENDERS))}")
    return SENDERS[name]()
