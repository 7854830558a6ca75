"""A district with its four levels of staff, and matters that they handle, for tests of routing and escalation."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town

WEST, SOUTH = 106.0, 30.0
SIDE = 0.01


@dataclass(frozen=True)
class Desks:
    """One grid with its community, street and district; `number` keeps the streets of test files apart."""

    town: Town
    number: int

    @property
    def place(self) -> dict[str, float]:
        return {"longitude": round(WEST + self.number * SIDE + SIDE / 2, 7), "latitude": SOUTH + SIDE / 2}

    @cached_property
    def grid(self) -> str:
        west = round(WEST + self.number * SIDE, 7)
        return self.town.draw_square(f"150406.{self.number:03d}.001.001", west, SOUTH, SIDE)

    @property
    def community(self) -> str:
        return self.grid[:14]

    @property
    def street(self) -> str:
        return self.grid[:10]

    @property
    def district(self) -> str:
        return self.grid[:6]

    def worker(self, account: str | None = None) -> Person:
        return self.town.person(Role.GRID_WORKER, areas=(self.grid,), account=account)

    def at_community(self, account: str | None = None) -> Person:
        return self.town.person(Role.COMMUNITY_STAFF, areas=(self.community,), account=account)

    def at_street(self, account: str | None = None) -> Person:
        return self.town.person(Role.STREET_STAFF, areas=(self.street,), account=account)

    def at_district(self, account: str | None = None) -> Person:
        return self.town.person(Role.DISTRICT_STAFF, areas=(self.district,), account=account)

    def reported(self, category: str = "noise", by: Person | None = None, **fields) -> dict:
        reporter = by or self.town.person(Role.RESIDENT)
        body = {"category": category, "text": "楼下施工太吵", "point": self.place} | fields
        return reporter.post("/v1/tickets", body)


def act(person: Person, ticket: dict, action: str, **body) -> dict:
    return person.post(f"/v1/tickets/{ticket['id']}/{action}", body)


def refused(person: Person, ticket: dict, action: str, **body) -> dict:
    return person.refused("POST", f"/v1/tickets/{ticket['id']}/{action}", body)


def somebody() -> str:
    """A new account."""
    return uuid.uuid4().hex


def look(person: Person, ticket: dict) -> dict:
    return person.get(f"/v1/tickets/{ticket['id']}")


def these_days() -> dict[str, date]:
    """A period that today lies well inside of, in Shanghai."""
    today = datetime.now(SHANGHAI).date()
    return {"since": today - timedelta(days=2), "until": today + timedelta(days=2)}
