"""Identifiers: 32 hex digits, the first twelve the milliseconds of birth, so that they sort by time."""

import re
import secrets
from datetime import datetime

ID_PATTERN = r"^[0-9a-f]{32}$"
_ID = re.compile(ID_PATTERN)


def new_id(now: datetime) -> str:
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(10)}"


def is_id(text: str) -> bool:
    return bool(_ID.match(text))
