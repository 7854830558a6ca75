"""People with accounts for scenarios of volunteers, days and moments in Shanghai, and what is repeated until it is done."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.contracts.actor import Actor, Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town


class Known(Person):
    """Somebody whose account others may name."""

    account: str


def known(town: Town, *roles: Role, areas: tuple[str, ...] = ()) -> Known:
    account = uuid.uuid4().hex
    made = Known(town.url, town.token(Actor(account, frozenset(roles), areas=areas)))
    made.account = account
    return made


def day(days: int = 0) -> date:
    """Today in Shanghai, or so many days later."""
    return datetime.now(UTC).astimezone(SHANGHAI).date() + timedelta(days=days)


def at(hour: int, days: int = 1) -> str:
    """That hour, tomorrow or so many days later."""
    return datetime.combine(day(days), datetime.min.time(), SHANGHAI).replace(hour=hour).isoformat()


def insist(who: Person, method: str, path: str, body: Any) -> Any:
    """Again, as long as others are at the same thing at the same moment."""
    while True:
        answer = who.send(method, path, body)
        if answer.ok:
            return answer.json()
        assert answer.json()["code"] in ("conflict", "deadline"), answer.text
