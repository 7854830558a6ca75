"""Identifiers: 32 hex digits, the first twelve the milliseconds of birth, so that they sort by time."""

import re
import secrets
from datetime import UTC, datetime

ID_PATTERN = r"^[0-9a-f]{32}$"
_ID = re.compile(ID_PATTERN)


def new_id(now: datetime) -> str:
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(10)}"


def first_id(moment: datetime) -> str:
    """Sorts behind all ids that were made before the moment, and before all that come after it."""
    return f"{int(moment.timestamp() * 1000):012x}{'0' * 20}"


def born_at(made: str) -> datetime:
    """The millisecond in which an id was made, in UTC."""
    return datetime.fromtimestamp(int(made[:12], 16) / 1000, UTC)


def is_id(text: str) -> bool:
    return bool(_ID.match(text))
