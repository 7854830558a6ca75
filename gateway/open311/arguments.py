"""Arguments of GeoReport v2, which come as text in the query or the form."""

from datetime import UTC, datetime, timedelta

from flask import request

from gateway.open311.refusals import BAD_ARGUMENT
from shared.kernel.clock import SystemClock

LONGEST = timedelta(days=90)


def listed(name: str) -> list[str]:
    """Values with commas between."""
    return [part.strip() for part in request.values.get(name, "").split(",") if part.strip()]


def number(name: str, default: int, least: int, most: int) -> int:
    given = request.values.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and least <= int(given[:9]) <= most):
        raise BAD_ARGUMENT(name=name, why=f"{least}-{most}")
    return int(given)


def decimal(name: str) -> float | None:
    given = request.values.get(name)
    if given is None or given == "":
        return None
    try:
        return float(given)
    except ValueError as error:
        raise BAD_ARGUMENT(name=name, why="not a number") from error


def flag(name: str) -> bool:
    return request.values.get(name, "").lower() in ("true", "1")


def moment(name: str) -> datetime | None:
    given = request.values.get(name)
    if not given:
        return None
    try:
        # A plus that was not quoted reaches us as a blank.
        at = datetime.fromisoformat(given.replace(" ", "+") if "T" in given else given)
    except ValueError as error:
        raise BAD_ARGUMENT(name=name, why="W3C date and time, such as 2026-11-22T09:30:00+08:00") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def span(start: str = "start_date", end: str = "end_date") -> tuple[datetime, datetime]:
    """The time that is asked about: ninety days at most, and by default those until now."""
    since, until = moment(start), moment(end)
    if since is None:
        until = until or SystemClock().now()
        return until - LONGEST, until
    until = until or min(since + LONGEST, SystemClock().now() + timedelta(days=1))
    if until - since > LONGEST:
        raise BAD_ARGUMENT(name=end, why="90 days at most")
    return since, max(since, until)
