"""Letting time pass for something that is stored: all of its moments move into the past."""

from datetime import datetime, timedelta
from typing import Any

from tests.support.town import Town

NEVER = 9999


def age(town: Town, collection: str, key: str, passed: timedelta) -> None:
    """As if it had all happened `passed` earlier. Timers work out anew what that means."""
    rows = town.database("tickets")[collection]
    for _ in range(50):
        row = rows.find_one({"_id": key})
        assert row, f"no {key} in {collection}"
        older = {name: _earlier(value, passed) for name, value in row.items() if name not in ("_id", "version")}
        done = rows.update_one({"_id": key, "version": row["version"]}, {"$set": older, "$inc": {"version": 1}})
        if done.modified_count:
            return
    raise AssertionError(f"{key} changed all the time")


def _earlier(value: Any, passed: timedelta) -> Any:
    if isinstance(value, datetime):
        return value if value.year == NEVER else value - passed
    if isinstance(value, list):
        return [_earlier(each, passed) for each in value]
    if isinstance(value, dict):
        return {name: _earlier(each, passed) for name, each in value.items()}
    return value
